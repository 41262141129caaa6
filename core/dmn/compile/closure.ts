/**
 * The backend without generated code: a lowered policy as closures, for places that forbid making code from text.
 * Slower than the generated backend and the same in all it answers.
 */
import { assert } from '@plimsoll/core/base';
import type { FeelValue, Frame } from '@plimsoll/core/feel';
import type { Hit } from '../hit-policy.ts';
import { giveUp } from './give-up.ts';
import type { Callee, ColumnIr, InputIr, Ir, TableIr, UnitIr } from './ir.ts';
import type { Machine } from './machine.ts';
import { leafOfValue, type Segments } from './segment.ts';
import { indexTable, lookUp } from './table-index.ts';
import { findAll, findFirst, findOnly, mapTable } from './table-map.ts';

/** A frame with room for temporaries: those of one body, so that a body that calls itself keeps its own. */
export type Env = Frame & { readonly temps: unknown[] };
type Code = (env: Env) => unknown;
type Condition = (env: Env) => boolean;

export type ClosureState = {
  readonly unit: UnitIr;
  readonly machine: Machine;
  /** By index of global: reads an input; null for what is no input. */
  readonly inputs: readonly ((() => FeelValue) | null)[];
  readonly tables: Code[];
};

export function buildCode(ir: Ir, state: ClosureState): Code {
  const build = (part: Ir): Code => buildCode(part, state);
  switch (ir.op) {
    case 'const': {
      const { value } = ir;
      return () => value;
    }
    case 'frame':
      return (env) => env;
    case 'temp': {
      const { temp } = ir;
      return (env) => env.temps[temp];
    }
    case 'local': {
      const { slot } = ir;
      return (env) => env.locals[slot] ?? null;
    }
    case 'sequence': {
      const steps = ir.steps.map(({ slot, value }) => ({ slot, value: build(value) }));
      const body = build(ir.body);
      return (env) => {
        for (const { slot, value } of steps) env.locals[slot] = value(env) as FeelValue;
        return body(env);
      };
    }
    case 'let': {
      const { temp } = ir;
      const [value, body] = [build(ir.value), build(ir.body)];
      return (env) => {
        env.temps[temp] = value(env);
        return body(env);
      };
    }
    case 'global': {
      const { index } = ir;
      const { machine } = state;
      // Where nobody asks what was read, inputs are read again.
      const read = machine.isRecording ? null : (state.inputs[index] ?? null);
      return read ?? (() => (machine.globals[index] as () => FeelValue)());
    }
    case 'table': {
      const { table } = ir;
      const { tables } = state;
      return (env) => (tables[table] as Code)(env);
    }
    case 'list': {
      const items = ir.items.map(build);
      return (env) => items.map((item) => item(env));
    }
    case 'call':
      return buildCall(ir.callee, ir.args.map(build));
    case 'if': {
      const condition = buildCondition(ir.condition, state);
      const [then, otherwise] = [build(ir.then), build(ir.otherwise)];
      return (env) => (condition(env) ? then(env) : otherwise(env));
    }
    default:
      return buildCondition(ir, state);
  }
}

/** Calls of up to four arguments without making a list of them. */
function buildCall(callee: Callee, args: readonly Code[]): Code {
  const fn = callee as unknown as (...values: unknown[]) => unknown;
  const [a, b, c, d] = args;
  if (a === undefined) return () => fn();
  if (b === undefined) return (env) => fn(a(env));
  if (c === undefined) return (env) => fn(a(env), b(env));
  if (d === undefined) return (env) => fn(a(env), b(env), c(env));
  if (args.length === 4) return (env) => fn(a(env), b(env), c(env), d(env));
  return (env) => fn(...args.map((arg) => arg(env)));
}

export function buildCondition(ir: Ir, state: ClosureState): Condition {
  const code = (part: Ir): Code => buildCode(part, state);
  const condition = (part: Ir): Condition => buildCondition(part, state);
  switch (ir.op) {
    case 'const': {
      const holds = ir.value === true;
      return () => holds;
    }
    case 'is': {
      const { what } = ir;
      const value = code(ir.value);
      return (env) => value(env) === what;
    }
    case 'kind': {
      const { kind } = ir;
      const value = code(ir.value);
      return (env) => typeof value(env) === kind;
    }
    case 'order':
      return buildOrder(
        ir.operator,
        code(ir.left) as (env: Env) => number,
        code(ir.right) as (env: Env) => number,
      );
    case 'both': {
      const [left, right] = [condition(ir.left), condition(ir.right)];
      return (env) => left(env) && right(env);
    }
    case 'either': {
      const [left, right] = [condition(ir.left), condition(ir.right)];
      return (env) => left(env) || right(env);
    }
    case 'not': {
      const value = condition(ir.value);
      return (env) => !value(env);
    }
    case 'if': {
      const [test, then, otherwise] = [condition(ir.condition), condition(ir.then), condition(ir.otherwise)];
      return (env) => (test(env) ? then(env) : otherwise(env));
    }
    case 'within':
      return buildWithin(ir);
    case 'among':
      return buildAmong(ir);
    default: {
      const value = code(ir);
      return (env) => value(env) === true;
    }
  }
}

function buildOrder(
  operator: '<' | '<=' | '>' | '>=',
  left: (env: Env) => number,
  right: (env: Env) => number,
): Condition {
  switch (operator) {
    case '<':
      return (env) => left(env) < right(env);
    case '<=':
      return (env) => left(env) <= right(env);
    case '>':
      return (env) => left(env) > right(env);
    case '>=':
      return (env) => left(env) >= right(env);
    default:
      return operator satisfies never;
  }
}

function buildWithin(ir: Extract<Ir, { readonly op: 'within' }>): Condition {
  const { low, lowClosed, high, highClosed, isOutside, rare } = ir;
  const { temp } = ir.value;
  return (env) => {
    const value = env.temps[temp];
    if (typeof value !== 'number') return value !== null && rare(value as FeelValue, env);
    const isInside = (lowClosed ? value >= low : value > low) && (highClosed ? value <= high : value < high);
    return isInside !== isOutside;
  };
}

function buildAmong(ir: Extract<Ir, { readonly op: 'among' }>): Condition {
  const { kind, isOutside, rare } = ir;
  const { temp } = ir.value;
  const constants: ReadonlySet<unknown> = new Set(ir.constants);
  return (env) => {
    const value = env.temps[temp];
    return typeof value === kind ? constants.has(value) !== isOutside : rare(value as FeelValue, env);
  };
}

/** The value of an input as `read` gives it, taken at a glance or admitted. */
export function buildInput(
  input: InputIr,
  state: ClosureState,
  read: () => FeelValue | undefined,
): () => FeelValue {
  const { quick, admit, temp } = input;
  if (quick === null) return () => admit(read());
  if (input.holds === null)
    return () => {
      const given = read();
      return typeof given === quick ? (given as FeelValue) : admit(given);
    };
  const holds = buildCondition(input.holds, state);
  const env: Env = { run: state.machine.run, locals: [], temps: [] };
  return () => {
    const given = read();
    env.temps[temp] = given;
    return typeof given === quick && holds(env) ? (given as FeelValue) : admit(given);
  };
}

/** Runs a table; columns are computed when a cell first asks. */
export function buildTable(table: TableIr, state: ClosureState): Code {
  const { node, columns, form } = table;
  if (form.kind === 'points' && !state.machine.isRecording) return buildPoints(table, form, state);
  const findHits = buildHits(table, state);
  const fallback = buildCode(table.fallback, state);
  const { machine } = state;
  const temps = columns.map(({ temp }) => temp);
  const note = (hits: readonly Hit[], env: Env): void => {
    const inputs = columns.map(({ temp, input }) =>
      input === null ? (env.temps[temp] as FeelValue | undefined) : undefined,
    );
    const { run, locals } = env;
    machine.noteTable({
      kind: 'table',
      decision: machine.open,
      shape: table.shape,
      groups: [hits],
      inputs,
      frame: { run, locals },
    });
  };
  return (env) => {
    for (let place = 0; place < temps.length; place += 1) env.temps[temps[place] as number] = undefined;
    const hits = findHits(env);
    const value = hits.length === 0 ? fallback(env) : machine.applyHits(node, hits);
    if (machine.isRecording) note(hits, env);
    return value;
  };
}

/** Adds up the points of a scorecard. */
function buildPoints(
  table: TableIr,
  { groups, always, points, scale }: Extract<TableIr['form'], { readonly kind: 'points' }>,
  state: ClosureState,
): Code {
  const sumOf = (rules: readonly number[]): number =>
    rules.reduce((sum, rule) => sum + (points[rule] ?? 0), 0);
  const parts = groups.map(({ column, segments }) => {
    const ir = table.columns[column];
    assert(ir !== undefined, 'segments are of a column');
    return {
      segments,
      value: buildCode(ir.value, state),
      sums: segments.leaves.map(sumOf),
      counts: segments.leaves.map((rules) => rules.length),
    };
  });
  const fallback = buildCode(table.fallback, state);
  const power = 10 ** scale;
  return (env) => {
    let sum = sumOf(always);
    let count = always.length;
    for (const { segments, value, sums, counts } of parts) {
      const leaf = leafOfValue(segments, value(env) as FeelValue);
      if (leaf < 0) return giveUp();
      sum += sums[leaf] as number;
      count += counts[leaf] as number;
    }
    return count === 0 ? fallback(env) : sum / power;
  };
}

type FindHits = (env: Env) => readonly Hit[];

function buildHits(table: TableIr, state: ClosureState): FindHits {
  const { form } = table;
  switch (form.kind) {
    case 'chain':
      return buildChain(table, state);
    case 'segments':
      return buildLeafHits(table, form, state);
    case 'points': {
      const groups = form.groups.map((group) => buildLeafHits(table, group, state));
      const always = form.always.map((rule) => buildHit(table, rule, state));
      return (env) => [...always.map((hit) => hit(env)), ...groups.flatMap((group) => group(env))];
    }
    case 'mapped':
      return buildMapped(table, state);
    case 'indexed': {
      const index = indexTable(table.node);
      const ask = table.columns.map((column) => buildColumn(column, state));
      return (env) =>
        lookUp(index, { ask: (column) => (ask[column] as Ask)(env), frame: env, values: null }).map((rule) =>
          state.machine.hitOf(table.node, rule, env),
        );
    }
    default:
      return form satisfies never;
  }
}

/** A long table whose columns are read beforehand. */
function buildMapped(table: TableIr, state: ClosureState): FindHits {
  const map = mapTable(table.node);
  const tested = new Set(table.node.rules.flatMap(({ columns }) => columns));
  const ask = table.columns.map((column, index) => (tested.has(index) ? buildColumn(column, state) : null));
  const { hitPolicy } = table.node;
  return (env) => {
    const values = ask.map((each) => (each === null ? null : each(env)));
    const found =
      hitPolicy === 'FIRST'
        ? [findFirst(map, values)]
        : hitPolicy === 'UNIQUE'
          ? [findOnly(map, values)]
          : findAll(map, values);
    return found.flatMap((rule) => (rule < 0 ? [] : [state.machine.hitOf(table.node, rule, env)]));
  };
}

type Ask = (env: Env) => FeelValue;

/** The value of a column, computed when it is first asked for. */
function buildColumn({ temp, value: ir, input }: ColumnIr, state: ClosureState): Ask {
  const value = (input === null ? null : state.inputs[input]) ?? buildCode(ir, state);
  return (env) => {
    let known = env.temps[temp];
    if (known === undefined) {
      known = value(env);
      env.temps[temp] = known;
    }
    return known as FeelValue;
  };
}

function buildHit(table: TableIr, index: number, state: ClosureState): (env: Env) => Hit {
  const ir = table.rules[index];
  const rule = table.node.rules[index];
  assert(ir !== undefined && rule !== undefined, 'hits are rules of their table');
  const { hit } = ir;
  if (hit !== null) return () => hit;
  const outputs = ir.outputs.map((output) => buildCode(output, state));
  return (env) => ({ rule, outputs: outputs.map((output) => output(env) as FeelValue) });
}

function buildChain(table: TableIr, state: ClosureState): FindHits {
  const columns = table.columns.map((column) => buildColumn(column, state));
  const rules = table.rules.map(({ cells }, index) => ({
    cells: cells.map(({ column, holds }) => ({
      ask: columns[column] as Ask,
      holds: buildCondition(holds, state),
    })),
    hit: buildHit(table, index, state),
  }));
  const stopsAtFirst = table.stopsAtHit;
  return (env) => {
    const hits: Hit[] = [];
    for (const { cells, hit } of rules) {
      let matches = true;
      for (let place = 0; matches && place < cells.length; place += 1) {
        const cell = cells[place] as (typeof cells)[number];
        cell.ask(env);
        matches = cell.holds(env);
      }
      if (!matches) continue;
      hits.push(hit(env));
      if (stopsAtFirst) break;
    }
    return hits;
  };
}

function buildLeafHits(
  table: TableIr,
  { column, segments }: { readonly column: number; readonly segments: Segments },
  state: ClosureState,
): FindHits {
  const ir = table.columns[column];
  assert(ir !== undefined, 'segments are of a column');
  const ask = buildColumn(ir, state);
  const isFirst = table.node.hitPolicy === 'FIRST';
  const leaves = segments.leaves.map((rules) =>
    (isFirst ? rules.slice(0, 1) : rules).map((rule) => buildHit(table, rule, state)),
  );
  return (env) => {
    const leaf = leafOfValue(segments, ask(env));
    if (leaf < 0) return giveUp();
    return (leaves[leaf] as (typeof leaves)[number]).map((hit) => hit(env));
  };
}
