/** A whole policy lowered for one machine: its globals, tables and parts. */
import { createFrame, createRun } from '@plimsoll/core/feel';
import { admitInput } from '../admission.ts';
import type { BoxedNode, Program, ProgramGlobal } from '../boxed.ts';
import { createEvaluator } from '../evaluation.ts';
import { createService } from '../run-service.ts';
import { type DataType, fit } from '../item.ts';
import { createBoxedFunction } from '../run-boxed.ts';
import type { GlobalIr, InputIr, UnitIr } from './ir.ts';
import { addBoxedPart, lowerBoxed } from './lower-boxed.ts';
import { fitsAtGlance, lowerFit } from './lower-fit.ts';
import { resultOf } from './lower-table.ts';
import type { Lowering } from './lowering.ts';
import type { Machine } from './machine.ts';
import { settled } from './runtime.ts';

/** Longer chains of decisions have their depth counted. */
const MAX_UNCOUNTED = 100;

export function lowerProgram(program: Program, machine: Machine): UnitIr {
  const lowering: Lowering = {
    tables: [],
    parts: [],
    machine,
    isRecording: machine.isRecording,
    inputs: program.globals.map((global) => (global.kind === 'input' ? global.fit : undefined)),
    seen: new Set(),
    nextTemp: 0,
    nests: program.order.length > MAX_UNCOUNTED,
  };
  const globals = program.globals.map((global) => lowerGlobal(global, lowering));
  return { globals, tables: lowering.tables, parts: lowering.parts, nests: lowering.nests };
}

function lowerGlobal(global: ProgramGlobal, lowering: Lowering): GlobalIr {
  const { machine } = lowering;
  switch (global.kind) {
    case 'input':
      return lowerInput(global, lowering);
    case 'decision': {
      const body = lowerBoxed(global.logic, lowering);
      const isDone = global.isFitted || global.fit === null || givesFitting(global.logic, global.fit);
      return {
        kind: 'decision',
        name: global.name,
        body: isDone ? body : lowerFit(body, global.fit, lowering),
      };
    }
    case 'knowledge': {
      const { logic } = global;
      lowering.nests = true;
      if (logic.kind !== 'function')
        return { kind: 'made', make: () => machine.runBoxedRare(logic, createFrame(machine.run)) };
      addBoxedPart(logic.body, lowering);
      return {
        kind: 'made',
        make: () => createBoxedFunction(logic, createFrame(machine.run), machine.evaluator),
      };
    }
    case 'service':
      lowering.nests = true;
      return { kind: 'made', make: () => createService(global, machine.evaluator, createEvaluator) };
    default:
      return global satisfies never;
  }
}

/** Whether all that a table of single hits can give is constant and fits: then nothing is left to fit. */
function givesFitting(logic: BoxedNode, type: DataType): boolean {
  if (logic.kind !== 'table' || !SINGLE.has(logic.hitPolicy)) return false;
  if (logic.rules.some((rule) => rule.settled === null)) return false;
  if (logic.outputs.some(({ fallback }) => fallback !== null)) return false;
  const silent = createFrame(createRun({ global: () => null, fault: () => undefined }));
  return logic.rules.every((rule) => {
    const result = resultOf(logic, rule.settled ?? []);
    return fit(result, type, silent) === result;
  });
}

const SINGLE: ReadonlySet<string> = new Set(['FIRST', 'UNIQUE', 'ANY', 'PRIORITY']);

function lowerInput(global: Extract<ProgramGlobal, { readonly kind: 'input' }>, lowering: Lowering): InputIr {
  const { name, fit: declared } = global;
  const temp = lowering.nextTemp;
  lowering.nextTemp += 1;
  const kind = declared?.feel.kind;
  const quick = kind === 'number' || kind === 'string' || kind === 'boolean' ? kind : null;
  const isPlain = declared === null || declared.allowed.length === 0;
  return {
    kind: 'input',
    name,
    quick,
    temp,
    holds: isPlain || quick === null ? null : fitsAtGlance(declared, { op: 'temp', temp }, lowering),
    admit: (given) => {
      const value = given ?? null;
      return value === null || declared === null
        ? value
        : settled(admitInput(value, declared, createFrame(lowering.machine.run)));
    },
  };
}
