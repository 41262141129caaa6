/**
 * What should not have been known: an input too good alone, one whose values (or whose absence) belong to one outcome
 * alone, a date after the observation day, the same person on both sides of a split, rows that are copies across folds.
 */
import { assert } from '@plimsoll/core/base';
import { auc, type Outcomes } from '@plimsoll/core/stats';
import { type Column, columnOf, type Table } from '@plimsoll/core/table';
import type { Finding } from './finding.ts';
import { splitFindings } from './leak-split.ts';
import { DEFAULT_SETTINGS, type ValidationSettings } from './settings.ts';
import { found } from './words.ts';

export type LeakQuestion = {
  readonly table: Table;
  readonly outcomes: Outcomes;
  /** Inputs to look at; all columns but ids and dates when left out. */
  readonly inputs?: readonly string[];
  /** AUC of the whole model, where there is one. */
  readonly modelAuc?: number;
  /** Names of columns of day numbers: the day a row is judged, and days of what is known of it. */
  readonly dates?: { readonly observation: string; readonly known: readonly string[] };
  /** A column that names the person. */
  readonly person?: string;
  /** Fold or part of each row. */
  readonly folds?: ArrayLike<number>;
  readonly settings?: Partial<ValidationSettings>;
};

/** Values seen with one outcome alone are a leak when chance would give so many rows less often than this. */
const LOG10_CHANCE_LIMIT = -9;
/** And when they tell this share of that outcome's rows: a few pure rows are only a strong segment. */
const MIN_TOLD_SHARE = 0.2;
/** The most distinct values whose rows are counted; finer columns are judged by rank and by presence. */
const MAX_VALUES = 2000;
const QUANTILE_CELLS = 20;

/** All leaks found, input by input, then those of the split. O(inputs · rows · log rows). */
export function findLeaks(question: LeakQuestion): readonly Finding[] {
  const { table, outcomes } = question;
  assert(table.rowCount === outcomes.length, 'an outcome for each row');
  const settings = { ...DEFAULT_SETTINGS, ...question.settings };
  const aside = new Set([question.person, question.dates?.observation, ...(question.dates?.known ?? [])]);
  const columns =
    question.inputs?.map((name) => columnOf(table, name)) ??
    table.columns.filter((column) => !aside.has(column.name));
  const findings: Finding[] = [];
  for (const column of columns) {
    const told = afterTheFact(column, outcomes);
    if (told !== null) findings.push(told);
    const alone = aucAlone(column, outcomes);
    const limit = Math.min(settings.leakAuc, (question.modelAuc ?? 1) - settings.leakNearModel);
    const isNear = question.modelAuc !== undefined && columns.length > 3 && question.modelAuc >= 0.65;
    if (alone >= settings.leakAuc || (isNear && alone >= limit))
      findings.push(
        found('input_too_good', alone >= settings.leakAuc ? 'fail' : 'warning', {
          subject: column.name,
          numbers: { auc: alone, model: question.modelAuc ?? Number.NaN, limit: settings.leakAuc },
        }),
      );
  }
  return [...findings, ...dateFindings(question), ...splitFindings(question, columns)];
}

/**
 * AUC of one column alone, whichever way it points: the better of its rank (where present) and of the bad rates of its
 * cells, each half of the rows judged by the rates of the other half, so that many levels don't flatter.
 */
export function aucAlone(column: Column, outcomes: Outcomes): number {
  const cells = cellsOf(column);
  const rates = crossRates(cells, outcomes);
  const ranks = column.kind === 'numeric' ? rankAuc(column, outcomes) : 0.5;
  return Math.max(auc(rates, outcomes), ranks);
}

function rankAuc(column: Extract<Column, { kind: 'numeric' }>, outcomes: Outcomes): number {
  let sum = 0;
  let present = 0;
  for (let row = 0; row < outcomes.length; row += 1)
    if ((column.marks[row] ?? 0) === 0) {
      sum += column.values[row] ?? 0;
      present += 1;
    }
  // An absent value stands at the mean: it neither helps nor harms the rank.
  const mean = present > 0 ? sum / present : 0;
  const area = auc(
    Float64Array.from(outcomes, (_, row) =>
      (column.marks[row] ?? 0) === 0 ? (column.values[row] ?? mean) : mean,
    ),
    outcomes,
  );
  return Math.max(area, 1 - area);
}

/** Cell of each row: −k for each reason of absence, else a level or one of twenty equal shares of the values. */
function cellsOf(column: Column): Int32Array {
  if (column.kind === 'categorical')
    return column.codes.map((code, row) => ((column.marks[row] ?? 0) > 0 ? -(column.marks[row] ?? 0) : code));
  const sorted = Float64Array.from(column.values)
    .filter((value, row) => (column.marks[row] ?? 0) === 0 && !Number.isNaN(value))
    .sort();
  const edges = Array.from(
    { length: QUANTILE_CELLS - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / QUANTILE_CELLS)] ?? 0,
  );
  return Int32Array.from(column.marks, (mark, row) => {
    if (mark > 0) return -mark;
    const value = column.values[row] ?? Number.NaN;
    return edges.findLastIndex((edge) => value >= edge) + 1;
  });
}

function crossRates(cells: Int32Array, outcomes: Outcomes): Float64Array {
  const halves = [
    new Map<number, { rows: number; bads: number }>(),
    new Map<number, { rows: number; bads: number }>(),
  ];
  const base = { rows: 0, bads: 0 };
  for (const [row, cell] of cells.entries()) {
    const tally = halves[row % 2]?.get(cell) ?? { rows: 0, bads: 0 };
    tally.rows += 1;
    tally.bads += outcomes[row] ?? 0;
    halves[row % 2]?.set(cell, tally);
    base.rows += 1;
    base.bads += outcomes[row] ?? 0;
  }
  const overall = base.bads / base.rows;
  return Float64Array.from(cells, (cell, row) => {
    const other = halves[1 - (row % 2)]?.get(cell);
    return other === undefined ? overall : (other.bads + 5 * overall) / (other.rows + 5);
  });
}

/** Rows whose exact value, or whose absence, is seen with one outcome alone: enough of them is no accident. */
function afterTheFact(column: Column, outcomes: Outcomes): Finding | null {
  const tallies = new Map<number, { goods: number; bads: number }>();
  const present = { goods: 0, bads: 0 };
  const total = { goods: 0, bads: 0 };
  for (let row = 0; row < outcomes.length; row += 1) {
    const side = outcomes[row] === 1 ? 'bads' : 'goods';
    total[side] += 1;
    const mark = column.marks[row] ?? 0;
    if (mark === 0) present[side] += 1;
    const value =
      mark > 0 ? -1e300 * mark : ((column.kind === 'numeric' ? column.values[row] : column.codes[row]) ?? 0);
    const tally = tallies.get(value) ?? { goods: 0, bads: 0 };
    if (tallies.size >= MAX_VALUES && !tallies.has(value)) continue;
    tally[side] += 1;
    tallies.set(value, tally);
  }
  const most = Math.max(...[...tallies.values()].map((tally) => tally.goods + tally.bads), 0);
  const usual = [...tallies.values()].find((tally) => tally.goods + tally.bads === most) ?? total;
  const rest = { goods: total.goods - usual.goods, bads: total.bads - usual.bads };
  const absent = { goods: total.goods - present.goods, bads: total.bads - present.bads };
  // Each set of rows that one plain question picks out: has a value, has none, has the most frequent value, has another.
  let worst: { readonly rows: number; readonly log10Chance: number } | null = null;
  for (const set of [present, absent, usual, rest]) {
    const rows = set.goods + set.bads;
    if (rows === 0 || rows === outcomes.length || (set.goods > 0 && set.bads > 0)) continue;
    const side = set.bads > 0 ? 'bads' : 'goods';
    const log10Chance = rows * Math.log10(total[side] / outcomes.length);
    if (log10Chance > LOG10_CHANCE_LIMIT || set[side] < MIN_TOLD_SHARE * total[side]) continue;
    if (worst === null || log10Chance < worst.log10Chance) worst = { rows, log10Chance };
  }
  return worst === null ? null : found('after_the_fact', 'fail', { subject: column.name, numbers: worst });
}

function dateFindings({ table, dates }: LeakQuestion): readonly Finding[] {
  if (dates === undefined) return [];
  const observed = columnOf(table, dates.observation);
  return dates.known.flatMap((name) => {
    const known = columnOf(table, name);
    assert(observed.kind === 'numeric' && known.kind === 'numeric', 'dates are columns of day numbers');
    let rows = 0;
    for (let row = 0; row < table.rowCount; row += 1)
      if ((known.values[row] ?? Number.NaN) > (observed.values[row] ?? Number.NaN)) rows += 1;
    if (rows === 0) return [];
    return [
      found('date_after_observation', 'fail', {
        subject: name,
        numbers: { rows, share: rows / table.rowCount },
      }),
    ];
  });
}
