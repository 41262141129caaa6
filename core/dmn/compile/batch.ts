/**
 * A policy over a sample: every row decided, columns in and columns out, no object per row. The generated code of the
 * policy reads the columns itself; rows in which anything faults are decided by the interpreter.
 */
import { ok, type Result } from '@plimsoll/core/base';
import { type FeelValue, MAX_STEPS } from '@plimsoll/core/feel';
import type { Table } from '@plimsoll/core/table';
import { createEvaluation } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import type { EvaluationError } from '../problem.ts';
import {
  type BatchColumn,
  type BatchTarget,
  bindInputs,
  type BoundInput,
  findTargets,
  valueAt,
} from './batch-plan.ts';
import { buildClosures, type Built, type MakeFunction, writeUnit } from './build.ts';
import type { CompileOptions } from './compile.ts';
import { GIVE_UP } from './give-up.ts';
import type { InputIr, UnitIr } from './ir.ts';
import { functionMaker, orNull } from './maker.ts';
import { createMachine, type Machine, type Part, resetMachine } from './machine.ts';
import { createSink, type Sink } from './batch-sink.ts';
import { type Bare, pooled, temp, write, type Writer } from './source.ts';
import { lowerProgram } from './unit.ts';

export type BatchErrors = { readonly row: number; readonly errors: readonly EvaluationError[] };
export type BatchAnswer = {
  readonly rowCount: number;
  /** By decision. */
  readonly columns: ReadonlyMap<string, BatchColumn>;
  /** Rows with errors: their number, and the first of them. */
  readonly errorRowCount: number;
  readonly errors: readonly BatchErrors[];
  /** Rows that the interpreter decided. */
  readonly interpretedRowCount: number;
};

export type Batch = {
  readonly executor: 'generated' | 'closures';
  /**
   * Decides every row of a sample: columns by the names of inputs, see `bindInputs`. An input without a column is missing
   * in every row. Refuses columns of the wrong kind and unknown decisions (CPL-10).
   */
  readonly run: (table: Table, decisions: readonly string[]) => Result<BatchAnswer>;
};

/** Rows whose errors are kept. */
const MAX_ERROR_ROWS = 1_000;

/** A policy made ready for samples. Code is made for the columns and decisions of the first sample, and kept for the like. */
export function compileBatch(policy: Policy, { codeGeneration = 'allowed' }: CompileOptions = {}): Batch {
  const makeFunction = codeGeneration === 'allowed' ? functionMaker() : null;
  const loops = new Map<string, Loop>();
  const loopFor = (inputs: readonly BoundInput[], targets: readonly BatchTarget[]): Loop => {
    const key = JSON.stringify([inputs.map(({ reading }) => reading), targets.map(({ name }) => name)]);
    let loop = loops.get(key);
    if (loop === undefined) {
      loop = makeLoop(policy, { inputs, targets, makeFunction });
      if (loops.size >= MAX_LOOPS) loops.clear();
      loops.set(key, loop);
    }
    return loop;
  };
  return {
    executor: makeFunction === null ? 'closures' : 'generated',
    run: (table, decisions) => {
      const inputs = bindInputs(policy.program, table);
      if (!inputs.ok) return inputs;
      const targets = findTargets(policy.program, decisions);
      if (!targets.ok) return targets;
      return ok(
        runLoop(loopFor(inputs.value, targets.value), {
          policy,
          table,
          inputs: inputs.value,
          targets: targets.value,
        }),
      );
    },
  };
}

const MAX_LOOPS = 16;

/** Decides rows from one to another; where a row gives up it throws, and `at` says which. */
type Loop = {
  readonly machine: Machine;
  readonly bind: (inputs: readonly BoundInput[], sinks: readonly Sink[]) => void;
  readonly run: (from: number, to: number) => void;
  readonly at: () => number;
};

type Wanted = {
  readonly inputs: readonly BoundInput[];
  readonly targets: readonly BatchTarget[];
  readonly makeFunction: MakeFunction | null;
};

function makeLoop(policy: Policy, wanted: Wanted): Loop {
  const machine = createMachine(policy.program, false);
  const unit = lowerProgram(policy.program, machine);
  const { makeFunction } = wanted;
  const generated =
    makeFunction === null ? null : orNull(() => generatedLoop(unit, machine, { ...wanted, makeFunction }));
  return generated ?? closureLoop(unit, machine, wanted);
}

type Job = {
  readonly policy: Policy;
  readonly table: Table;
  readonly inputs: readonly BoundInput[];
  readonly targets: readonly BatchTarget[];
};

function runLoop(loop: Loop, { policy, table, inputs, targets }: Job): BatchAnswer {
  const sinks = targets.map(({ kind }) => createSink(kind, table.rowCount));
  const errors: BatchErrors[] = [];
  let errorRowCount = 0;
  let interpretedRowCount = 0;
  loop.bind(inputs, sinks);
  for (let from = 0; from < table.rowCount; from += 1) {
    from = runUntilGivenUp(loop, from, table.rowCount);
    if (from >= table.rowCount) break;
    interpretedRowCount += 1;
    const evaluation = createEvaluation(
      policy,
      Object.fromEntries(inputs.map((input) => [input.name, valueAt(input, from)])),
    );
    for (const [place, { name }] of targets.entries()) sinks[place]?.put(evaluation.value(name), from);
    if (evaluation.errors.length === 0) continue;
    errorRowCount += 1;
    if (errors.length < MAX_ERROR_ROWS) errors.push({ row: from, errors: evaluation.errors });
  }
  loop.bind([], []);
  const columns = new Map(targets.map(({ name }, place) => [name, (sinks[place] as Sink).column()]));
  return { rowCount: table.rowCount, columns, errorRowCount, errors, interpretedRowCount };
}

/** The first row that gave up, or `to`. */
function runUntilGivenUp(loop: Loop, from: number, to: number): number {
  resetMachine(loop.machine);
  try {
    loop.run(from, to);
    return to;
  } catch (error) {
    if (error === GIVE_UP || error instanceof RangeError) return loop.at();
    throw error;
  }
}

function generatedLoop(
  unit: UnitIr,
  machine: Machine,
  { inputs, targets, makeFunction }: Wanted & { readonly makeFunction: MakeFunction },
): Loop {
  const byIndex = new Map(inputs.map((input) => [input.index, input]));
  const writer: Writer = {
    unit,
    access: (index, w) => writeRead(byIndex.get(index) as BoundInput, unit.globals[index] as InputIr, w),
    isRecording: false,
    pool: [],
    names: new Map(),
    temps: new Set(),
    bareInput: (index) => bareOf(byIndex.get(index) as BoundInput, unit.globals[index] as InputIr),
    bare: new Map(),
  };
  const columns = inputs.map(({ index }) => `c${index} = null, L${index} = null`);
  const puts = targets.map(({ index, kind }, place) => writePut(kind, `g${index}()`, place));
  const outs = targets.map((_, place) => `o${place} = null, q${place} = null, y${place}, z${place} = -1`);
  const bindColumns = inputs.map(({ index }, place) => `c${index} = x[${place}]; L${index} = l[${place}];`);
  const bindOuts = targets.map(
    (_, place) =>
      `o${place} = s[${place}]?.values; q${place} = s[${place}]; y${place} = undefined; z${place} = -1;`,
  );
  const body = writeUnit(writer, machine, {
    before: `let w = 0;\n${[...columns, ...outs].map((each) => `let ${each};`).join('\n')}`,
    after: `function bind(x, l, s) { ${bindColumns.join(' ')} ${bindOuts.join(' ')} }
function run(from, to) {
  for (w = from; w < to; w += 1) {
    m.run.stepsLeft = ${MAX_STEPS};
    begin(null);
    ${puts.join('\n    ')}
    ${unit.nests ? `if (m.evaluator.errors.length > 0) ${pooled(giveUpRow, writer)}();` : ''}
  }
}
function at() { return w; }`,
    also: ['bind', 'run', 'at'],
  });
  const pool = writer.pool.map((_, index) => `k${index} = k[${index}]`);
  const text = `"use strict";\n${pool.length === 0 ? '' : `const ${pool.join(', ')};\n`}${body}`;
  const made = makeFunction(['k', 'm'], text)(writer.pool, machine) as Built & {
    readonly parts: readonly Part[];
    readonly bind: (columns: unknown, levels: unknown, sinks: readonly Sink[]) => void;
    readonly run: Loop['run'];
    readonly at: Loop['at'];
  };
  for (const [index, { key }] of unit.parts.entries()) machine.parts.set(key, made.parts[index] as Part);
  machine.globals = made.globals;
  return {
    machine,
    run: made.run,
    at: made.at,
    bind: (bound, sinks) => {
      const arrays = bound.map(({ column }) =>
        column === null ? null : column.kind === 'numeric' ? column.values : column.codes,
      );
      made.bind(
        arrays,
        bound.map((input) => levelsOf(input, unit)),
        sinks,
      );
    },
  };
}

function giveUpRow(): never {
  throw GIVE_UP;
}

/** The texts of a column as the input admits them; undefined for one that it doesn't. */
function levelsOf({ column, index }: BoundInput, unit: UnitIr): readonly (FeelValue | undefined)[] | null {
  const input = unit.globals[index];
  if (column?.kind !== 'categorical' || input?.kind !== 'input') return null;
  return column.levels.map((level) => {
    try {
      return input.admit(level);
    } catch (error) {
      if (error === GIVE_UP) return undefined;
      throw error;
    }
  });
}

/** Numbers and truth values without conditions are had from the column as they are. */
function bareOf({ index, reading }: BoundInput, { quick, holds }: InputIr): Bare | null {
  if (holds !== null) return null;
  const text = `c${index}[w]`;
  if (reading === 'number' && quick === 'number') return { kind: 'number', text };
  return reading === 'truth' && quick === 'boolean' ? { kind: 'truth', text } : null;
}

/** The value of an input in row `w`. */
function writeRead({ index, reading }: BoundInput, input: InputIr, writer: Writer): string {
  const value = temp(input.temp, writer);
  switch (reading) {
    case 'absent':
      return 'null';
    case 'truth':
      return `((${value} = c${index}[w]) !== ${value} ? null : ${value} !== 0)`;
    case 'text': {
      const given = `L${index}[${value}]`;
      return `((${value} = c${index}[w]) < 0 ? null : ${given} === undefined ? ${pooled(giveUpRow, writer)}() : ${given})`;
    }
    case 'number': {
      const read = `(${value} = c${index}[w]) !== ${value} ? null : `;
      const admit = `${pooled(input.admit, writer)}(${value})`;
      if (input.quick === null) return `(${read}${admit})`;
      return input.holds === null
        ? `(${read}${value})`
        : `(${read}${write(input.holds, writer)} ? ${value} : ${admit})`;
    }
    default:
      return reading satisfies never;
  }
}

/** Puts a value into its column; a value like the last one needs no look-up. */
function writePut(kind: BatchTarget['kind'], value: string, place: number): string {
  switch (kind) {
    case 'number':
      return `{ const y = ${value}; o${place}[w] = typeof y === "number" ? y + 0 : q${place}.numberOf(y); }`;
    case 'level':
      return `{ const y = ${value}; if (y !== y${place}) { y${place} = y; z${place} = q${place}.codeOf(y); } o${place}[w] = z${place}; }`;
    case 'any':
      return `o${place}[w] = ${value};`;
    default:
      return kind satisfies never;
  }
}

function closureLoop(unit: UnitIr, machine: Machine, { targets }: Wanted): Loop {
  let row = 0;
  let bound: ReadonlyMap<number, BoundInput> = new Map();
  let puts: readonly Sink[] = [];
  const built = buildClosures(unit, machine, (index) => () => {
    const found = bound.get(index);
    return found === undefined ? null : valueAt(found, row);
  });
  machine.globals = built.globals;
  return {
    machine,
    at: () => row,
    bind: (inputs, sinks) => {
      bound = new Map(inputs.map((input) => [input.index, input]));
      puts = sinks;
    },
    run: (from, to) => {
      for (row = from; row < to; row += 1) {
        machine.run.stepsLeft = MAX_STEPS;
        built.begin(null);
        for (const [place, { index }] of targets.entries())
          puts[place]?.put((built.globals[index] as () => FeelValue)(), row);
        if (machine.evaluator.errors.length > 0) giveUpRow();
      }
    },
  };
}
