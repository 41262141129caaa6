/** What the checks of one table share: where it stands, its geometry, how an example is found and verified. */
import type { JsonValue } from '@plimsoll/core/base';
import { type FeelValue, formatValue, toJson } from '@plimsoll/core/feel';
import type { Program, TableNode } from '../boxed.ts';
import type { PolicyValues } from '../evaluation.ts';
import type { EvaluationError } from '../problem.ts';
import type { TraceTable } from '../trace.ts';
import { type Attempt, attempt, attemptTable, matchesOf, showValues } from './attempt.ts';
import type { Budget, Point } from './cover.ts';
import type { Example } from './finding.ts';
import { MAX_TRIES } from './limits.ts';
import { type Corpus, pickValue } from './search.ts';
import type { Space } from './space.ts';
import { globalsIn } from './walk.ts';

export type TableSubject = {
  readonly program: Program;
  /** The decision or knowledge model that it stands in. */
  readonly element: string;
  /** The index of the decision that it is; null when it is a part of something. */
  readonly decision: number | null;
  readonly table: TableNode;
  readonly space: Space;
  readonly budget: Budget;
  readonly corpus: Corpus;
  /** Inputs that the decision depends on, by name. */
  readonly inputs: readonly string[];
};

/** What one run of the table showed. */
export type Seen = {
  readonly table: TraceTable;
  readonly value: FeelValue;
  readonly errors: readonly EvaluationError[];
};

export type Shown = { readonly example: Example; readonly seen: Seen };

/** Names of the inputs that a global depends on, near or far. */
export function inputsOf(program: Program, index: number): readonly string[] {
  const reached = new Set<number>();
  const open = [index];
  while (open.length > 0) {
    const next = open.pop() ?? -1;
    const global = program.globals[next];
    if (global === undefined || reached.has(next)) continue;
    reached.add(next);
    if (global.kind === 'decision' || global.kind === 'knowledge') open.push(...globalsIn(global.logic));
    if (global.kind === 'service') open.push(...global.inside, ...global.parameters);
  }
  return program.globals.flatMap(({ kind, name }, each) =>
    kind === 'input' && reached.has(each) ? [name] : [],
  );
}

/**
 * Looks for a run that `accept` takes: first with the inputs that the point says, then among the runs that were made
 * already, then by changing other inputs, last by the table alone. Null when none was found.
 */
export function showPoint(
  subject: TableSubject,
  point: Point,
  accept: (seen: Seen) => boolean,
): Shown | null {
  const { decision, corpus, space } = subject;
  if (decision !== null) {
    const fixed = inputsAt(space, point);
    const direct = tryInputs(subject, fixed, accept);
    if (direct !== null) return direct;
    const reached = corpus.attempts.filter(({ tables }) => tables.has(decision));
    const known = reached.filter(({ tables, errors }) =>
      accept({ table: tables.get(decision) as TraceTable, value: null, errors }),
    );
    // The shortest example is the easiest to read.
    const [first] = known.toSorted((left, right) => lengthOf(left.values) - lengthOf(right.values));
    const again = first === undefined ? null : tryInputs(subject, first.values, accept);
    if (again !== null) return again;
    const found = approach(subject, { fixed, point, reached }, accept);
    if (found !== null) return found;
  }
  return tryColumns(subject, point, accept);
}

function lengthOf(values: PolicyValues): number {
  return JSON.stringify(values).length;
}

/** Only the run that the point says, of inputs if all its columns are inputs, else of the table alone. */
export function showDirectly(
  subject: TableSubject,
  point: Point,
  accept: (seen: Seen) => boolean,
): Shown | null {
  const isWhole = subject.space.dimensions.every(({ source }) => source.kind === 'input');
  const direct = isWhole ? tryInputs(subject, inputsAt(subject.space, point), accept) : null;
  return direct ?? tryColumns(subject, point, accept);
}

function inputsAt({ dimensions }: Space, point: Point): PolicyValues {
  const values: [string, FeelValue][] = dimensions.flatMap(({ source, segments }, dimension) =>
    source.kind === 'input' ? [[source.name, segments[point[dimension] ?? 0]?.value ?? null]] : [],
  );
  return Object.fromEntries(values);
}

function tryInputs(
  subject: TableSubject,
  values: PolicyValues,
  accept: (seen: Seen) => boolean,
): Shown | null {
  const { program, decision, element, inputs } = subject;
  if (decision === null) return null;
  const { tables, value, errors } = attempt(program, values, element);
  const table = tables.get(decision);
  if (table === undefined) return null;
  const seen: Seen = { table, value, errors };
  if (!accept(seen)) return null;
  return { example: { level: 'inputs', values: showValues(values, inputs), gives: matchesOf(table) }, seen };
}

/** Runs that the search for one point starts from. */
const STARTS = 4;
/** Inputs changed at once. */
const MOST_MOVED = 3;

/** Changes inputs and goes on from every run whose columns are as near to the point as before, or nearer. */
function approach(
  subject: TableSubject,
  {
    fixed,
    point,
    reached,
  }: { readonly fixed: PolicyValues; readonly point: Point; readonly reached: readonly Attempt[] },
  accept: (seen: Seen) => boolean,
): Shown | null {
  const { corpus, inputs, table, decision, program, element } = subject;
  const { candidates, random } = corpus;
  const wanted = valuesAt(subject, point);
  const free = inputs.filter((name) => !Object.hasOwn(fixed, name));
  const distance = (run: Attempt): number => distanceOf(run.tables.get(decision ?? -1), wanted);
  const starts = reached
    .map((run) => ({ values: { ...run.values, ...fixed }, distance: distance(run) }))
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, STARTS);
  if (starts.length === 0) starts.push({ values: fixed, distance: Number.POSITIVE_INFINITY });
  const most = Math.min(MAX_TRIES, Math.ceil(200_000 / Math.max(1, table.rules.length)));
  for (const start of starts) {
    let near = start;
    for (let step = 0; step < most / starts.length; step += 1) {
      const count = free.length === 0 ? 0 : random.integer(1, MOST_MOVED);
      const moved = Array.from({ length: count }, () => random.pick(free));
      const values: PolicyValues = {
        ...near.values,
        ...Object.fromEntries(moved.map((name) => [name, pickValue(candidates.get(name) ?? [null], random)])),
      };
      const found = tryInputs(subject, values, accept);
      if (found !== null || free.length === 0) return found;
      const next = distance(attempt(program, values, element));
      if (next <= near.distance) near = { values, distance: next };
    }
  }
  return null;
}

function valuesAt({ space }: TableSubject, point: Point): readonly FeelValue[] {
  return space.columns.map(({ dimension, values }) => values[point[dimension] ?? 0] ?? null);
}

/** Per column 0 for the wanted value, up to 1 for another; numbers by how far they are off. */
function distanceOf(seen: TraceTable | undefined, wanted: readonly FeelValue[]): number {
  if (seen === undefined) return Number.POSITIVE_INFINITY;
  return seen.inputs.reduce((total, { value, computed }, column) => {
    const target = toJson(wanted[column] ?? null);
    if (!computed) return total + 0.5;
    if (typeof value === 'number' && typeof target === 'number')
      return total + Math.min(0.9, Math.abs(value - target) / (1 + Math.abs(target)));
    return total + (value === target ? 0 : 1);
  }, 0);
}

function tryColumns(subject: TableSubject, point: Point, accept: (seen: Seen) => boolean): Shown | null {
  const { program, table, space } = subject;
  // Whether a cell holds that looks at other names can't be chosen here.
  if (space.dimensions.some(({ source }) => source.kind === 'cell')) return null;
  const columns = valuesAt(subject, point);
  const seen = attemptTable(program, table, columns);
  if (!accept(seen)) return null;
  const values = Object.fromEntries(
    table.inputs.map(({ label }, column) => [label, columns[column] ?? null]),
  );
  return { example: { level: 'columns', values: showValues(values), gives: matchesOf(seen.table) }, seen };
}

/** The columns that a run looked at, as text: `score = 500, term = null`. */
export function caseOf({ inputs }: TraceTable): string {
  return inputs
    .filter(({ computed }) => computed)
    .map(({ label, value }) => `${label} = ${showJson(value)}`)
    .join(', ');
}

function showJson(value: JsonValue): string {
  return value === null || typeof value !== 'string'
    ? JSON.stringify(value)
    : formatValue([value]).slice(1, -1);
}

/** The column's place in words: rules count from 1. */
export function placeOf(subject: TableSubject, rule: number | null, column: number | null) {
  return {
    element: subject.element,
    rule: rule === null ? null : rule + 1,
    column: column === null ? null : (subject.table.inputs[column]?.label ?? null),
  };
}
