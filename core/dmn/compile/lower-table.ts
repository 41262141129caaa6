/** Decision tables lowered, each to the form that answers quickest and asks for the same inputs in the same order. */
import type { FeelValue, TestNode } from '@plimsoll/core/feel';
import type { TableInput, TableNode, TableOutput, TableRule } from '../boxed.ts';
import { areExclusive } from './exclusion.ts';
import { giveUp } from './give-up.ts';
import {
  call,
  type CellIr,
  type ColumnIr,
  constant,
  FRAME,
  type Ir,
  NULL,
  type RuleIr,
  type TableForm,
} from './ir.ts';
import { lowerFeel } from './lower-feel.ts';
import { lowerFit } from './lower-fit.ts';
import { lowerTest } from './lower-test.ts';
import { type Lowering, withTemp } from './lowering.ts';
import { rowOf } from './runtime.ts';
import { cutColumn, type Segments, tabulate } from './segment.ts';
import { testsOf } from './tested.ts';

/** From this many rules on a table is looked up rather than gone through. */
export const INDEXED_FROM = 32;
/** A table longer than this that can't be looked up is left to the interpreter: as code it would not get quicker. */
const LONGEST_CHAIN = 500;
/** Digits after the point that points may have to be added as whole numbers. */
const MAX_POINT_SCALE = 6;
const MAX_POINT_SUM = 1e15;

/** A call of the table. */
export function lowerTable(node: TableNode, lowering: Lowering): Ir {
  const form = formOf(node, lowering);
  if (form === null) return call(lowering.machine.runBoxedRare, constant(node), FRAME);
  const columns = node.inputs.map((input) => lowerColumn(input, node, lowering));
  // The cells of a looked-up table are never run one by one.
  const rules = node.rules.map((rule) =>
    lowerRule(rule, {
      node,
      columns,
      lowering,
      isLookedUp: form.kind === 'indexed' || form.kind === 'mapped',
    }),
  );
  const table = lowering.tables.length;
  const stopsAtHit =
    node.hitPolicy === 'FIRST' ||
    (node.hitPolicy === 'UNIQUE' && form.kind === 'chain' && areExclusive(node));
  const shape = { node, plain: columns.map(({ input }) => input) };
  const fallback = lowerFallback(node, lowering);
  lowering.tables.push({ node, shape, form, stopsAtHit, columns, rules, fallback });
  return { op: 'table', table };
}

/** Null: the interpreter runs it. */
function formOf(node: TableNode, lowering: Lowering): TableForm | null {
  return (
    segmentsForm(node) ??
    pointsForm(node) ??
    (node.rules.length >= INDEXED_FROM && isIndexable(node)
      ? { kind: areReadable(node, lowering) ? 'mapped' : 'indexed' }
      : node.rules.length <= LONGEST_CHAIN
        ? { kind: 'chain' }
        : null)
  );
}

const ANYTHING: TestNode = { kind: 'anything' };

/** Every rule tests the same column, or nothing; the first one does test it, so that it is surely asked for. */
function segmentsForm(node: TableNode): TableForm | null {
  const column = node.rules[0]?.columns[0];
  if (column === undefined) return null;
  const isSingle = node.rules.every(({ columns }) => columns.every((each) => each === column));
  if (!isSingle) return null;
  const segments = tabulate(node.rules.map(({ tests }) => tests[0] ?? ANYTHING));
  return segments === null ? null : { kind: 'segments', column, segments };
}

/** A scorecard: every rule tests at most one column and gives points that can be added as whole numbers. */
function pointsForm(node: TableNode): TableForm | null {
  if (node.hitPolicy !== 'COLLECT' || node.aggregation !== 'SUM') return null;
  const points = node.rules.map(({ settled }) => settled?.[0] ?? null);
  const scale = scaleOf(points);
  if (scale === null || node.rules.some(({ columns }) => columns.length > 1)) return null;
  const byColumn = new Map<number, number[]>();
  const always: number[] = [];
  for (const [index, { columns }] of node.rules.entries()) {
    const column = columns[0];
    if (column === undefined) always.push(index);
    else byColumn.set(column, [...(byColumn.get(column) ?? []), index]);
  }
  const groups: { readonly column: number; readonly segments: Segments }[] = [];
  for (const [column, rules] of byColumn) {
    const segments = tabulate(rules.map((rule) => node.rules[rule]?.tests[0] ?? ANYTHING));
    if (segments === null) return null;
    const leaves = segments.leaves.map((leaf) => leaf.map((place) => rules[place] as number));
    groups.push({ column, segments: { ...segments, leaves } });
  }
  const whole = points.map((value) => Math.round((value as number) * 10 ** scale));
  return { kind: 'points', groups, always, points: whole, scale };
}

/** Digits after the point that all values have at most; null when a value is no plain number or sums could be long. */
function scaleOf(points: readonly FeelValue[]): number | null {
  for (let scale = 0; scale <= MAX_POINT_SCALE; scale += 1) {
    const power = 10 ** scale;
    const fits = points.every(
      (value) => typeof value === 'number' && Math.round(value * power) / power === value,
    );
    if (!fits) continue;
    const most = points.reduce<number>((sum, value) => sum + Math.abs((value as number) * power), 0);
    return most < MAX_POINT_SUM ? scale : null;
  }
  return null;
}

/**
 * Whether all tested columns can be read before any rule is looked at: they are inputs as they are, or whoever goes
 * through the rules asks for them in any case.
 */
function areReadable(node: TableNode, lowering: Lowering): boolean {
  const rules = node.hitPolicy === 'FIRST' ? node.rules.slice(0, 1) : node.rules;
  const certain = new Set(rules.map(({ columns }) => columns[0]));
  return node.inputs.every(
    (input, column) =>
      plainInput(input, lowering) !== null || certain.has(column) || testsOf(node, column).length === 0,
  );
}

/** The index of the input that a column is, as it is. */
function plainInput(input: TableInput, lowering: Lowering): number | null {
  const { node, allowed } = input;
  if (allowed !== null || node.kind !== 'global' || lowering.inputs[node.index] === undefined) return null;
  return input.fit === null || isFittedAlready(input, lowering) ? node.index : null;
}

/** An input was fitted to its own type when it came in; a column of the same plain type has nothing to add. */
function isFittedAlready({ node, fit }: TableInput, lowering: Lowering): boolean {
  const own = node.kind === 'global' ? (lowering.inputs[node.index] ?? null) : null;
  if (own === null || fit === null || fit.isConstrained) return false;
  const { kind } = fit.feel;
  return (kind === 'number' || kind === 'string' || kind === 'boolean') && own.feel.kind === kind;
}

/** Whether all tests of every column can be told by segments. */
function isIndexable(node: TableNode): boolean {
  return node.inputs.every((_, column) => {
    const tests = testsOf(node, column);
    return tests.length === 0 || cutColumn(tests) !== null;
  });
}

function lowerColumn(input: TableInput, node: TableNode, lowering: Lowering): ColumnIr {
  const temp = lowering.nextTemp;
  lowering.nextTemp += 1;
  const { allowed } = input;
  const given = lowerFeel(input.node, lowering);
  const value =
    input.fit === null || isFittedAlready(input, lowering) ? given : lowerFit(given, input.fit, lowering);
  return {
    temp,
    input: plainInput(input, lowering),
    value: allowed === null ? value : checked(value, allowed, { slot: node.slot, lowering }),
  };
}

/** Null passes, and what the tests allow; anything else is an error. */
function checked(
  value: Ir,
  allowed: TestNode,
  { slot, lowering }: { readonly slot: number; readonly lowering: Lowering },
): Ir {
  return withTemp(lowering, value, (given) => ({
    op: 'if',
    condition: {
      op: 'either',
      left: { op: 'is', value: given, what: null },
      right: lowerTest(allowed, { value: given, slot, lowering }),
    },
    then: given,
    otherwise: call(giveUp),
  }));
}

type Within = {
  readonly node: TableNode;
  readonly columns: readonly ColumnIr[];
  readonly lowering: Lowering;
  readonly isLookedUp: boolean;
};

function lowerRule(rule: TableRule, { node, columns, lowering, isLookedUp }: Within): RuleIr {
  const cells = isLookedUp
    ? []
    : rule.columns.map((column, place): CellIr => {
        const test = rule.tests[place] as TestNode;
        const { temp } = columns[column] as ColumnIr;
        const holds = lowerTest(test, { value: { op: 'temp', temp }, slot: node.slot, lowering });
        return { column, test, holds };
      });
  const outputs =
    rule.settled === null && !isLookedUp
      ? rule.outputs.map((output, column) => lowerOutput(output, node, { column, lowering }))
      : (rule.settled ?? []).map(constant);
  const hit = rule.settled === null ? null : { rule, outputs: rule.settled };
  return { cells, outputs, hit, result: lowerResult(rule, outputs, node) };
}

function lowerOutput(
  output: TableRule['outputs'][number],
  node: TableNode,
  { column, lowering }: { readonly column: number; readonly lowering: Lowering },
): Ir {
  return lowerFitted(lowerFeel(output, lowering), node, { column, lowering });
}

function lowerFitted(
  value: Ir,
  node: TableNode,
  { column, lowering }: { readonly column: number; readonly lowering: Lowering },
): Ir {
  const { fit, allowed } = node.outputs[column] as TableOutput;
  const fitted = fit === null ? value : lowerFit(value, fit, lowering);
  return allowed === null ? fitted : checked(fitted, allowed, { slot: node.slot, lowering });
}

function namesOf(node: TableNode): readonly string[] {
  return node.outputs.map(({ name }) => name ?? '');
}

/** What a hit gives by itself. */
export function resultOf(node: TableNode, outputs: readonly FeelValue[]): FeelValue {
  return outputs.length === 1 ? (outputs[0] ?? null) : rowOf(namesOf(node), outputs);
}

function lowerResult(rule: TableRule, outputs: readonly Ir[], node: TableNode): Ir {
  const [only] = outputs;
  if (outputs.length === 1 && only !== undefined) return only;
  if (rule.settled !== null) return constant(resultOf(node, rule.settled));
  return call(rowOf, constant(namesOf(node)), { op: 'list', items: outputs });
}

/** What the table gives when no rule matches. */
function lowerFallback(node: TableNode, lowering: Lowering): Ir {
  if (node.outputs.every(({ fallback }) => fallback === null))
    return node.aggregation === 'COUNT' ? constant(0) : NULL;
  const values = node.outputs.map(({ fallback }, column) =>
    fallback === null ? NULL : lowerFitted(lowerFeel(fallback, lowering), node, { column, lowering }),
  );
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? only
    : call(rowOf, constant(namesOf(node)), { op: 'list', items: values });
}
