/** What a decision table can give: which rules can match, given what its columns can be, and what those say. */
import type { FeelValue, TestNode } from '@plimsoll/core/feel';
import type { TableNode, TableOutput, TableRule } from '../boxed.ts';
import { answerOf, isExactTest } from './exact.ts';
import { ANYTHING, mayBe, NOTHING, ONLY_MISSING, type Possible, rangeOf, unite } from './possible.ts';
import { possibleOf, type Surroundings } from './reach-feel.ts';
import { addConstants, type Constants, createConstants, cut, kindsOf, mergeConstants } from './segment.ts';

type Column = { readonly possible: Possible; readonly values: readonly FeelValue[] };
type Chance = 'never' | 'maybe' | 'always';

/** Narrows what an expression gives to what its column lets through. */
type FitColumn = (possible: Possible, column: Pick<TableOutput, 'fit' | 'allowed'>) => Possible;

export function possibleTable(table: TableNode, around: Surroundings, fitColumn: FitColumn): Possible {
  const possible = possibleHits(table, around, fitColumn);
  // A value that a column doesn't take leaves the table without one.
  const isGuarded = table.inputs.some(({ fit, allowed }) => fit !== null || allowed !== null);
  return isGuarded ? unite(possible, ONLY_MISSING) : possible;
}

function possibleHits(table: TableNode, around: Surroundings, fitColumn: FitColumn): Possible {
  const columns = table.inputs.map(({ node, fit }, column) => {
    const given = possibleOf(node, around);
    return columnOf(fit === null ? given : fitColumn(given, { fit, allowed: null }), table, column);
  });
  const chances = table.rules.map((rule) => chanceOf(rule, { table, columns, around }));
  const outputsOf = (rule: TableRule): Possible =>
    rowOf(
      table,
      rule.outputs.map((node, column) =>
        fitColumn(possibleOf(node, around), table.outputs[column] as TableOutput),
      ),
    );
  const isMissed = !chances.includes('always') && !around.shape(table).isCovering;
  const fallback = isMissed ? possibleFallback(table, around, fitColumn) : NOTHING;
  switch (table.hitPolicy) {
    case 'FIRST': {
      const last = chances.indexOf('always');
      const reached = table.rules.filter(
        (_, index) => chances[index] !== 'never' && (last < 0 || index <= last),
      );
      return [...reached.map(outputsOf), fallback].reduce(unite, NOTHING);
    }
    case 'UNIQUE':
    case 'ANY':
    case 'PRIORITY': {
      const reached = table.rules.filter((_, index) => chances[index] !== 'never');
      const mayClash =
        reached.length > 1 && table.hitPolicy !== 'PRIORITY' && !around.shape(table).isDisjoint;
      const violated = mayClash ? ONLY_MISSING : NOTHING;
      return [...reached.map(outputsOf), fallback, violated].reduce(unite, NOTHING);
    }
    case 'COLLECT':
      return unite(possibleCollection(table, { chances, columns, around }), fallback);
    default:
      return chances.every((chance) => chance === 'never') ? fallback : ANYTHING;
  }
}

function rowOf(table: TableNode, outputs: readonly Possible[]): Possible {
  if (table.outputs.length === 1) return outputs[0] ?? ANYTHING;
  const entries = new Map(table.outputs.map(({ name }, column) => [name ?? '', outputs[column] ?? ANYTHING]));
  return { ...NOTHING, values: null, entries };
}

function possibleFallback(table: TableNode, around: Surroundings, fitColumn: FitColumn): Possible {
  if (table.outputs.every(({ fallback }) => fallback === null))
    return table.aggregation === 'COUNT' ? { ...NOTHING, values: [0] } : ONLY_MISSING;
  return rowOf(
    table,
    table.outputs.map((output) =>
      output.fallback === null ? ONLY_MISSING : fitColumn(possibleOf(output.fallback, around), output),
    ),
  );
}

const known = new WeakMap<TableNode, readonly Constants[]>();

/** The constants that each column's cells compare with; found once per table. */
function constantsOf(table: TableNode): readonly Constants[] {
  const before = known.get(table);
  if (before !== undefined) return before;
  const constants: Constants[] = table.inputs.map(createConstants);
  for (const rule of table.rules)
    for (const [position, column] of rule.columns.entries())
      isExactTest(rule.tests[position] as TestNode, constants[column] as Constants);
  known.set(table, constants);
  return constants;
}

/** One value for each segment that the column can be in. */
function columnOf(possible: Possible, table: TableNode, column: number): Column {
  const missing = possible.mayBeMissing ? [null] : [];
  if (possible.values !== null) return { possible, values: [...possible.values, ...missing] };
  const constants = createConstants();
  const range = rangeOf(possible);
  mergeConstants(constants, constantsOf(table)[column] as Constants);
  // The ends of the range are cuts too, so that a segment is inside it or outside.
  if (range !== null) addConstants(constants, [range.low, range.high]);
  const segments = kindsOf(constants).flatMap((kind) => cut(kind, constants).map(({ value }) => value));
  const inside = segments.filter((value) => mayBe(possible, value));
  return { possible, values: [...(inside.length === 0 ? ['other'] : inside), ...missing] };
}

type Setting = {
  readonly table: TableNode;
  readonly columns: readonly Column[];
  readonly around: Surroundings;
};

function chanceOf(rule: TableRule, { table, columns, around }: Setting): Chance {
  let chance: Chance = 'always';
  for (const [position, column] of rule.columns.entries()) {
    const one = chanceOfTest(rule.tests[position] as TestNode, columns[column] as Column, {
      slot: table.slot,
      around,
    });
    if (one === 'never') return 'never';
    if (one === 'maybe') chance = 'maybe';
  }
  return chance;
}

const MANY_SEGMENTS = 500;

function chanceOfTest(
  test: TestNode,
  { possible, values }: Column,
  { slot, around }: { readonly slot: number; readonly around: Surroundings },
): Chance {
  if (!isExactTest(test, createConstants())) {
    if (test.kind !== 'compareTo' || test.operator === '=' || test.operator === '!=') return 'maybe';
    const bound = possibleOf(test.value, around);
    const isEmptyHanded = [possible, bound].some((each) => each.values?.length === 0);
    return isEmptyHanded ? 'never' : 'maybe';
  }
  // Of a column that can be anything, cut by very many constants, a test that never holds is not worth the search.
  if (possible.values === null && values.length > MANY_SEGMENTS) return 'maybe';
  const answers = values.map((value) => answerOf(test, value, slot));
  if (!answers.includes(true)) return 'never';
  return possible.values !== null && !answers.includes(false) ? 'always' : 'maybe';
}

type Collected = Omit<Setting, 'table'> & { readonly chances: readonly Chance[] };

function possibleCollection(table: TableNode, collected: Collected): Possible {
  const { chances, around } = collected;
  const reached = table.rules.filter((_, index) => chances[index] !== 'never');
  if (reached.length === 0) return NOTHING;
  if (table.aggregation === 'COUNT')
    return {
      ...NOTHING,
      values: null,
      range: { low: chances.filter((chance) => chance === 'always').length, high: reached.length },
    };
  if (table.aggregation === null) return ANYTHING;
  const ranges = reached.map((rule) => rangeOf(possibleOf(rule.outputs[0] ?? ({} as never), around)));
  if (ranges.includes(null)) return ANYTHING;
  if (table.aggregation !== 'SUM')
    return {
      ...ANYTHING,
      range: {
        low: Math.min(...ranges.map((range) => range?.low ?? 0)),
        high: Math.max(...ranges.map((range) => range?.high ?? 0)),
      },
    };
  return { ...ANYTHING, range: sumRange(table, reached, { ...collected, ranges }) };
}

/** Points are added per column where each rule looks at one: no two bins of a column at once. */
function sumRange(
  table: TableNode,
  reached: readonly TableRule[],
  { columns, ranges }: Collected & { readonly ranges: readonly Possible['range'][] },
): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  const byColumn = new Map<number, number[]>();
  for (const [index, rule] of reached.entries()) {
    const [column, ...more] = rule.columns;
    const range = ranges[index] ?? { low: 0, high: 0 };
    if (column === undefined) {
      low += range.low;
      high += range.high;
    } else if (more.length > 0 || !isExactTest(rule.tests[0] as TestNode, createConstants())) {
      low += Math.min(0, range.low);
      high += Math.max(0, range.high);
    } else byColumn.set(column, [...(byColumn.get(column) ?? []), index]);
  }
  for (const [column, indexes] of byColumn) {
    const sums = (columns[column] as Column).values.map((value) => {
      const hits = indexes.filter((index) =>
        answerOf(reached[index]?.tests[0] as TestNode, value, table.slot),
      );
      const each = hits.map((index) => ranges[index] ?? { low: 0, high: 0 });
      return {
        low: each.reduce((total, range) => total + range.low, 0),
        high: each.reduce((total, range) => total + range.high, 0),
      };
    });
    low += Math.min(...sums.map((sum) => sum.low));
    high += Math.max(...sums.map((sum) => sum.high));
  }
  // Sums of doubles may miss the exact decimal by a trifle.
  const slack = (Math.abs(low) + Math.abs(high)) * 1e-9;
  return { low: low - slack, high: high + slack };
}
