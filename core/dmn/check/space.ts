/**
 * A decision table as geometry: dimensions cut into segments, rules as boxes over them. Columns that look at the same
 * input share a dimension. A cell that can't be told from constants becomes a dimension of its own, which holds or
 * doesn't: so the space is never smaller than what can happen, and what it rules out is ruled out for good.
 */
import {
  createFrame,
  createRun,
  type FeelNode,
  type FeelType,
  type FeelValue,
  isCallFault,
  isContext,
  run,
  type TestNode,
} from '@plimsoll/core/feel';
import type { Program, TableNode } from '../boxed.ts';
import { type Box, type Cell, cellWhere, isEmpty, meet } from './cell.ts';
import { type DataType, fit as fitValue } from '../item.ts';
import { answerOf, isExact, isExactTest } from './exact.ts';
import type { Possible } from './possible.ts';
import {
  addConstants,
  type Constants,
  createConstants,
  cut,
  kindsOf,
  mergeConstants,
  MISSING,
  OTHER_KIND,
  pointOf,
  type Segment,
  type SegmentKind,
} from './segment.ts';
import { bareFrame, globalsIn, keyOf } from './walk.ts';

export type Dimension = {
  readonly label: string;
  /** In order; after those that are cut, one for values of other kinds where the kind isn't known, and the missing value last. */
  readonly segments: readonly Segment[];
  /** How many of them are cut. */
  readonly present: number;
  readonly source:
    | { readonly kind: 'input'; readonly name: string }
    | { readonly kind: 'column' }
    /** Whether a cell holds that can't be told from constants. */
    | { readonly kind: 'cell' };
};

/** Where a column's value comes from: its dimension, and its value in each segment. */
export type ColumnPlan = { readonly dimension: number; readonly values: readonly FeelValue[] };

export type Space = {
  readonly table: TableNode;
  readonly dimensions: readonly Dimension[];
  /** By column of the table. */
  readonly columns: readonly ColumnPlan[];
  /** By rule of the table. */
  readonly boxes: readonly Box[];
  /** Columns or cells that are not exact; none: the space is exactly what can happen. */
  readonly inexact: readonly string[];
  /** Rules that hold nowhere, with the columns that are to blame. */
  readonly never: readonly { readonly rule: number; readonly columns: readonly number[] }[];
};

/** What is known of the values a global can have; null: anything of its type. */
export type Knowledge = (index: number) => Possible | null;

type Group = {
  readonly label: string;
  readonly global: number | null;
  readonly columns: number[];
  readonly constants: Constants;
};

const MAX_INEXACT_CELLS = 40;

/** Null when the table has too many cells that can't be told from constants. */
export function buildSpace(
  table: TableNode,
  program: Program,
  knowledge: Knowledge = () => null,
): Space | null {
  const groups = groupColumns(table, program);
  const inexact = new Set<string>();
  const dimensions: Dimension[] = [];
  const columns: ColumnPlan[] = [];
  for (const group of groups) {
    const { dimension, plans, isComputed } = makeDimension(group, { table, program, knowledge });
    for (const [position, column] of group.columns.entries())
      columns[column] = { dimension: dimensions.length, values: plans[position] ?? [] };
    if (isComputed) inexact.add(group.label);
    dimensions.push(dimension);
  }
  const reader = createCellReader(table, { columns, dimensions, inexact });
  const never: { readonly rule: number; readonly columns: readonly number[] }[] = [];
  const boxes = table.rules.map((rule, index) => {
    const cells: (Cell | null)[] = [];
    const columnsOf = new Map<number, number[]>();
    for (const [position, column] of rule.columns.entries()) {
      const { dimension, cell } = reader(column, rule.tests[position] as TestNode);
      const together = [...(isEmpty(cell) ? [] : (columnsOf.get(dimension) ?? [])), column];
      columnsOf.set(dimension, together);
      const before = cells[dimension] ?? null;
      cells[dimension] = meet(before, cell);
      if (!isEmpty(before) && isEmpty(cells[dimension] ?? null))
        never.push({ rule: index, columns: together });
    }
    return cells;
  });
  if (dimensions.length > groups.length + MAX_INEXACT_CELLS) return null;
  return { table, dimensions, columns, boxes, inexact: [...inexact], never };
}

function groupColumns(table: TableNode, program: Program): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const [column, { node, label, allowed, fit }] of table.inputs.entries()) {
    const constants = createConstants();
    const global = subjectOf(node, program, constants);
    const key = global === null ? keyOf(node) : `global ${global}`;
    const known = groups.get(key);
    const group = known ?? {
      label: global === null ? label : (program.globals[global]?.name ?? label),
      global,
      columns: [],
      constants,
    };
    if (known !== undefined) mergeConstants(known.constants, constants);
    if (allowed !== null) isExactTest(allowed, group.constants);
    for (const test of exactTests(fit)) isExactTest(test, group.constants);
    group.columns.push(column);
    groups.set(key, group);
  }
  const byColumn = new Map(
    [...groups.values()].flatMap((group) => group.columns.map((column) => [column, group])),
  );
  for (const rule of table.rules)
    for (const [position, column] of rule.columns.entries()) {
      const own = createConstants();
      const group = byColumn.get(column);
      if (group !== undefined && isExactTest(rule.tests[position] as TestNode, own))
        mergeConstants(group.constants, own);
    }
  return [...groups.values()];
}

/** The one global that a column looks at, and only compares with constants; null when it is computed otherwise. */
function subjectOf(node: FeelNode, program: Program, constants: Constants): number | null {
  const [index, ...others] = globalsIn(node);
  if (index === undefined || others.length > 0) return null;
  const kind = program.globals[index]?.kind;
  const isValue = kind === 'input' || kind === 'decision';
  return isValue && isExact(node, { kind: 'global', index }, constants) ? index : null;
}

type Within = { readonly table: TableNode; readonly program: Program; readonly knowledge: Knowledge };

function makeDimension(
  { label, global, columns, constants }: Group,
  { table, program, knowledge }: Within,
): {
  readonly dimension: Dimension;
  readonly plans: readonly (readonly FeelValue[])[];
  readonly isComputed: boolean;
} {
  const element = global === null ? null : program.globals[global];
  const fit = element?.kind === 'input' || element?.kind === 'decision' ? element.fit : null;
  const first = table.inputs[columns[0] ?? 0];
  const own = fit?.feel ?? (element?.kind === 'decision' ? element.logic.type : undefined);
  const type = global === null || own === undefined || own.kind === 'any' ? first?.type : own;
  for (const test of exactTests(fit)) isExactTest(test, constants);
  const possible = global === null ? null : knowledge(global);
  const all = [
    ...segmentsOf(type, constants, possible),
    ...(possible?.mayBeMissing === false ? [] : [MISSING]),
  ];
  const kept = all.filter(({ value }) => {
    if (value !== null && !exactTests(fit).every((test) => answerOf(test, value, 0))) return false;
    return columns.every((column) => isAllowed(valueAt(column, value), table, column));
  });
  const plans = columns.map((column) => kept.map(({ value }) => valueAt(column, value)));
  const present = kept.filter((segment) => segment.value !== null && segment !== OTHER_KIND).length;
  const isInput = element?.kind === 'input';
  return {
    dimension: {
      label,
      segments: kept,
      present,
      source: isInput ? { kind: 'input', name: element.name } : { kind: 'column' },
    },
    plans,
    isComputed: !isInput,
  };

  function valueAt(column: number, value: FeelValue): FeelValue {
    const node = table.inputs[column]?.node;
    if (global === null || node === undefined || node.kind === 'global') return value;
    return run(node, createFrame(createRun({ global: () => value, fault: () => undefined })));
  }
}

/** The tests of a type that answer alike within a segment; what others refuse is not known here. */
function exactTests(type: DataType | null): readonly TestNode[] {
  return (type?.allowed ?? []).filter((test) => isExactTest(test, createConstants()));
}

/** A value that its column refuses ends the table with an error: it is no case of it. */
function isAllowed(value: FeelValue, table: TableNode, column: number): boolean {
  const { allowed = null, fit: wanted = null } = table.inputs[column] ?? {};
  const isKnown = wanted !== null && exactTests(wanted).length === wanted.allowed.length;
  if (isKnown && value !== null && isCallFault(fitValue(value, wanted, bareFrame()))) return false;
  if (allowed === null || value === null || !isExactTest(allowed, createConstants())) return true;
  return answerOf(allowed, value, table.slot);
}

const CUT_KINDS: readonly string[] = ['number', 'string', 'boolean', 'date'] satisfies readonly SegmentKind[];

function segmentsOf(
  type: FeelType | undefined,
  constants: Constants,
  possible: Possible | null,
): readonly Segment[] {
  if (possible?.values !== null && possible !== null) return possible.values.map(pointOf);
  const range = possible?.range ?? null;
  if (range !== null) addConstants(constants, [range.low, range.high]);
  const kind = type?.kind ?? 'any';
  const kinds = CUT_KINDS.includes(kind) ? [kind as SegmentKind] : kindsOf(constants);
  const segments = kinds.flatMap((each) => cut(each, constants));
  if (segments.length === 0) return [{ value: kind === 'list' ? [] : 'other', label: 'any value' }];
  const others = CUT_KINDS.includes(kind) || range !== null ? [] : [OTHER_KIND];
  return range === null
    ? [...segments, ...others]
    : segments.filter(
        ({ value }) => typeof value !== 'number' || (value >= range.low && value <= range.high),
      );
}

type CellReader = (
  column: number,
  test: TestNode,
) => { readonly dimension: number; readonly cell: Cell | null };

/** Reads cells; one that can't be told from constants gets a dimension that holds in its first segment. */
function createCellReader(
  table: TableNode,
  {
    columns,
    dimensions,
    inexact,
  }: {
    readonly columns: readonly ColumnPlan[];
    readonly dimensions: Dimension[];
    readonly inexact: Set<string>;
  },
): CellReader {
  const own = new Map<string, number>();
  const plans = columns.map(planCells);
  return (column, test) => {
    const plan = plans[column] as CellPlan;
    const constants = createConstants();
    if (!isExactTest(test, constants) || (!plan.isCut && kindsOf(constants).length > 0))
      return cellOfItsOwn(column, test);
    const { dimension } = columns[column] as ColumnPlan;
    const quick = quickCell(test, plan);
    if (quick !== undefined) return { dimension, cell: quick };
    const key = keyOf(test);
    const known = plan.known.get(key);
    if (known !== undefined) return { dimension, cell: known };
    const cell = cellWhere(plan.values.length, (index) =>
      answerOf(test, plan.values[index] ?? null, table.slot),
    );
    plan.known.set(key, cell);
    return { dimension, cell };
  };

  function cellOfItsOwn(column: number, test: TestNode): ReturnType<CellReader> {
    const label = table.inputs[column]?.label ?? '';
    inexact.add(label);
    const key = `${column} ${keyOf(test)}`;
    const dimension = own.get(key) ?? dimensions.length;
    if (dimension === dimensions.length)
      dimensions.push({
        label,
        segments: [pointOf(true), pointOf(false)],
        present: 2,
        source: { kind: 'cell' },
      });
    own.set(key, dimension);
    return { dimension, cell: [[0, 0]] };
  }
}

type CellPlan = {
  readonly values: readonly FeelValue[];
  /** Whether its values were cut by constants. */
  readonly isCut: boolean;
  /** Its numbers, when it has nothing else and they ascend; null otherwise. */
  readonly numbers: readonly number[] | null;
  readonly points: ReadonlyMap<FeelValue, number>;
  readonly known: Map<string, Cell | null>;
};

/** Fewer segments than this are tried one by one. */
const MANY_SEGMENTS = 32;

function planCells({ values }: ColumnPlan): CellPlan {
  const present = values.filter((value) => value !== null && !isContext(value));
  const isAscending = present.every(
    (value, index) => typeof value === 'number' && (index === 0 || (present[index - 1] as number) < value),
  );
  return {
    values,
    isCut: present.some((value) => typeof value !== 'object' || (value !== null && 'kind' in value)),
    numbers: isAscending && values.length >= MANY_SEGMENTS ? (present as readonly number[]) : null,
    points: new Map(values.map((value, index) => [value, index])),
    known: new Map(),
  };
}

/** A constant and an interval are looked up instead of tried on every segment; undefined: not that simple. */
function quickCell(test: TestNode, { numbers, points }: CellPlan): Cell | undefined {
  if (numbers === null) return undefined;
  switch (test.kind) {
    case 'equalsConstant': {
      const index = points.get(test.value);
      return index === undefined ? [] : [[index, index]];
    }
    case 'compareConstant': {
      const isLess = test.operator === '<' || test.operator === '<=';
      const isClosed = test.operator === '<=' || test.operator === '>=';
      return isLess
        ? spanOf(0, firstAbove(numbers, test.value, isClosed))
        : spanOf(firstAbove(numbers, test.value, !isClosed), numbers.length);
    }
    case 'intervalConstant':
      return spanOf(
        firstAbove(numbers, test.low, !test.lowClosed),
        firstAbove(numbers, test.high, test.highClosed),
      );
    default:
      return undefined;
  }
}

function spanOf(from: number, past: number): Cell {
  return past > from ? [[from, past - 1]] : [];
}

/** The first number at or above a bound; `passes` leaves the bound itself out. By halving. */
function firstAbove(numbers: readonly number[], bound: number, passes: boolean): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = numbers[middle] as number;
    if (passes ? value > bound : value >= bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
