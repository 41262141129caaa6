/** A lowered policy made to run, by one of the backends: what both give is the same set of functions. */
import type { FeelValue, Frame } from '@plimsoll/core/feel';
import type { PolicyValues } from '../evaluation.ts';
import type { InputReader } from '../evaluator.ts';
import { MAX_DECISION_DEPTH } from '../limits.ts';
import { buildCode, buildInput, buildTable, type ClosureState, type Env } from './closure.ts';
import { giveUp } from './give-up.ts';
import type { GlobalIr, UnitIr } from './ir.ts';
import { frameOf, type Machine, type Part } from './machine.ts';
import { type Access, pooled, write, type Writer, writeFunction, writeInput } from './source.ts';
import { writeTable } from './source-table.ts';

export type Inputs = PolicyValues | InputReader;

/** A policy that runs. `begin` sets the inputs and forgets the last run; null lets them go. */
export type Built = {
  readonly begin: (inputs: Inputs | null) => void;
  /** By index: computes a global, or gives what was computed. */
  readonly globals: readonly (() => FeelValue)[];
  /** By index, what was computed; undefined: not computed. */
  readonly values: () => (FeelValue | undefined)[];
};

/** Makes code from text; null where the host forbids it. */
export type MakeFunction = (parameters: readonly string[], body: string) => (...values: unknown[]) => unknown;

/** The generated backend. */
export function buildGenerated(
  unit: UnitIr,
  machine: Machine,
  { access, makeFunction }: { readonly access: Access; readonly makeFunction: MakeFunction },
): Built {
  const writer: Writer = {
    unit,
    access,
    isRecording: machine.isRecording,
    pool: [],
    names: new Map(),
    temps: new Set(),
    bareInput: () => null,
    bare: new Map(),
  };
  const body = writeUnit(writer, machine);
  const pool = writer.pool.map((_, index) => `k${index} = k[${index}]`);
  const text = `"use strict";\n${pool.length === 0 ? '' : `const ${pool.join(', ')};\n`}${body}`;
  const built = makeFunction(['k', 'm'], text)(writer.pool, machine) as Built & {
    readonly parts: readonly Part[];
  };
  for (const [index, { key }] of unit.parts.entries()) machine.parts.set(key, built.parts[index] as Part);
  return built;
}

/** What a caller adds to the text of a unit: before and after it, and names that are given back too. */
export type Additions = { readonly before: string; readonly after: string; readonly also: readonly string[] };

const NOTHING: Additions = { before: '', after: '', also: [] };

/** The body of the factory. */
export function writeUnit(writer: Writer, machine: Machine, additions: Additions = NOTHING): string {
  const { unit } = writer;
  const names = unit.globals.map((_, index) => `v${index}`);
  const lines = [additions.before, `let i = null${names.map((name) => `, ${name}`).join('')};`];
  for (const [index, table] of unit.tables.entries()) lines.push(writeTable(table, index, writer));
  for (const [index, global] of unit.globals.entries())
    lines.push(writeGetter(global, index, { writer, machine }));
  for (const [index, part] of unit.parts.entries())
    lines.push(writeFunction(`P${index}(f)`, writer, () => `return ${write(part.body, writer)};`));
  const parts = unit.parts.map((_, index) => `P${index}`).join(', ');
  const getters = unit.globals.map((_, index) => `g${index}`).join(', ');
  // Where inputs aren't kept, there is nothing of them to forget.
  const kept = names.filter((_, index) => writer.isRecording || unit.globals[index]?.kind !== 'input');
  const reset = kept.length === 0 ? '' : `${kept.join(' = ')} = undefined;`;
  lines.push(`function begin(x) { i = x; ${reset} }`);
  lines.push(`function values() { return [${names.join(', ')}]; }`);
  lines.push(additions.after);
  const also = additions.also.map((name) => `${name}, `).join('');
  lines.push(`return {${also}begin, values, globals: [${getters}], parts: [${parts}]};`);
  return lines.join('\n');
}

function writeGetter(
  global: GlobalIr,
  index: number,
  { writer, machine }: { readonly writer: Writer; readonly machine: Machine },
): string {
  const [getter, value] = [`g${index}()`, `v${index}`];
  const kept = (text: string): string => `return ${value} !== undefined ? ${value} : (${value} = ${text});`;
  switch (global.kind) {
    case 'input':
      return writeFunction(getter, writer, () => {
        const input = writeInput(index, writer);
        return writer.isRecording ? kept(input) : `return ${input};`;
      });
    case 'made':
      return writeFunction(getter, writer, () => kept(`${pooled(global.make, writer)}()`));
    case 'decision': {
      const frame = pooled(frameOf(machine), writer);
      const computed = writeFunction(`d${index}(f)`, writer, () => `return ${write(global.body, writer)};`);
      const lines = [`if (${value} !== undefined) return ${value};`];
      const { nests } = writer.unit;
      if (nests)
        lines.push(
          `if (m.run.depth >= ${MAX_DECISION_DEPTH}) ${pooled(giveUp, writer)}();`,
          'm.run.depth += 1;',
        );
      if (writer.isRecording) lines.push('const o = m.open;', `m.open = ${index};`);
      lines.push(`${value} = d${index}(${frame});`);
      if (nests) lines.push('m.run.depth -= 1;');
      if (writer.isRecording) lines.push('m.open = o;');
      lines.push(`return ${value};`);
      return computed + writeFunction(getter, writer, () => lines.join('\n'));
    }
    default:
      return global satisfies never;
  }
}

/** The backend of closures. `readWith` reads an input where inputs come from elsewhere than `begin`. */
export function buildClosures(
  unit: UnitIr,
  machine: Machine,
  readWith?: (index: number) => () => FeelValue | undefined,
): Built {
  const given: Given = { inputs: null };
  const values: (FeelValue | undefined)[] = unit.globals.map(() => undefined);
  const inputs: ((() => FeelValue) | null)[] = unit.globals.map(() => null);
  const state: ClosureState = { unit, machine, inputs, tables: [] };
  for (const [index, global] of unit.globals.entries())
    if (global.kind === 'input')
      inputs[index] = buildInput(global, state, readWith?.(index) ?? readField(global.name, given));
  for (const table of unit.tables) state.tables.push(buildTable(table, state));
  const globals = unit.globals.map((global, index) => {
    const compute = buildGlobal(global, index, state);
    return (): FeelValue => {
      const known = values[index];
      if (known !== undefined) return known;
      const value = compute();
      values[index] = value;
      return value;
    };
  });
  for (const { key, body } of unit.parts) {
    const code = buildCode(body, state);
    machine.parts.set(key, ({ run, locals }: Frame) => code({ run, locals, temps: [] }) as FeelValue);
  }
  return {
    begin: (next) => {
      given.inputs = next;
      values.fill(undefined);
    },
    globals,
    values: () => values.slice(),
  };
}

type Given = { inputs: Inputs | null };

function readField(name: string, given: Given): () => FeelValue | undefined {
  // A name that every object has must be the inputs' own.
  const isOwnAsked = name in {};
  return () => {
    const { inputs } = given;
    if (typeof inputs === 'function') return inputs(name);
    return isOwnAsked && !Object.hasOwn(inputs ?? {}, name) ? null : inputs?.[name];
  };
}

function buildGlobal(global: GlobalIr, index: number, state: ClosureState): () => FeelValue {
  const { machine, unit } = state;
  switch (global.kind) {
    case 'input':
      return state.inputs[index] ?? (() => null);
    case 'made':
      return global.make;
    case 'decision': {
      const code = buildCode(global.body, state);
      const env: Env = { ...frameOf(machine), temps: [] };
      const { run } = machine;
      return () => {
        if (run.depth >= MAX_DECISION_DEPTH) giveUp();
        const outer = machine.open;
        machine.open = index;
        if (unit.nests) run.depth += 1;
        const value = code(env) as FeelValue;
        if (unit.nests) run.depth -= 1;
        machine.open = outer;
        return value;
      };
    }
    default:
      return global satisfies never;
  }
}
