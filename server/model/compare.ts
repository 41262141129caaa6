/** Two versions on the same rows: curves, calibration, swap set, and which inputs move each. */
import { ok, type Result } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, readModel } from '@plimsoll/core/model/document';
import { type SwapCell, swapSetOf } from '@plimsoll/core/model/validate';
import {
  auc,
  brier,
  compareAucs,
  ks,
  logLoss,
  probabilityBins,
  rankCounts,
  rocCurve,
} from '@plimsoll/core/stats';
import type { CsvSource, Table } from '@plimsoll/core/table';
import type { ModelComparison } from '@plimsoll/api/model';
import type { Progress, Task } from './task.ts';
import { type JudgedRows, readRows, type ScoredRows, scoreRows } from './validate.ts';

const ROC_POINTS = 101;
const CALIBRATION_GROUPS = 10;
/** Rows whose effects are looked at; evenly taken. */
const EXPLAINED_ROWS = 2000;

/** Compares. The left one is the champion. Refuses as `readRows` and scoring do. */
export function compareOnSample(
  csv: CsvSource,
  { left, right, target, approvalShare }: Extract<Task, { kind: 'compare' }>,
  onProgress: Progress,
): Result<ModelComparison> {
  const one = readModel(left.text);
  if (!one.ok) return one;
  const other = readModel(right.text);
  if (!other.ok) return other;
  const wanted = { ...one.value, inputs: [...one.value.inputs, ...other.value.inputs] };
  const rows = readRows(csv, wanted, target);
  if (!rows.ok) return rows;
  onProgress('measure', 0.3);
  const first = scoreRows(one.value, rows.value.table);
  if (!first.ok) return first;
  const second = scoreRows(other.value, rows.value.table);
  if (!second.ok) return second;
  onProgress('measure', 0.6);
  return ok(comparisonOf(rows.value, { left: first.value, right: second.value }, approvalShare));
}

type Pair = { readonly left: ScoredRows; readonly right: ScoredRows };

function comparisonOf(
  { outcomes }: JudgedRows,
  { left, right }: Pair,
  approvalShare: number,
): ModelComparison {
  const ranked = compareAucs({ first: right.margins, second: left.margins }, outcomes);
  return {
    rows: outcomes.length,
    bads: outcomes.reduce((count, outcome) => count + outcome, 0),
    left: sideOf(left, outcomes),
    right: sideOf(right, outcomes),
    swap: swapOf({ left, right }, outcomes, approvalShare),
    approvalShare,
    reasons: reasonsOf({ left, right }),
    aucDifference: { value: ranked.difference, pValue: ranked.pValue },
  };
}

function sideOf({ probabilities, margins }: ScoredRows, outcomes: Uint8Array): ModelComparison['left'] {
  const groups = probabilityBins(probabilities, outcomes, { by: 'count', count: CALIBRATION_GROUPS });
  return {
    auc: auc(margins, outcomes),
    ks: ks(margins, outcomes),
    brier: brier(probabilities, outcomes),
    logLoss: logLoss(probabilities, outcomes),
    roc: rocCurve(rankCounts(margins, outcomes), ROC_POINTS).map((point) => ({
      falseAlarms: point.falsePositiveRate,
      hits: point.truePositiveRate,
    })),
    calibration: groups.map((group) => ({
      rows: group.rows,
      predicted: group.meanProbability,
      observed: group.rate,
    })),
  };
}

/** Who is approved by both, by one, by neither: rows in part are told as whole ones. */
function swapOf({ left, right }: Pair, outcomes: Uint8Array, approvalShare: number): ModelComparison['swap'] {
  const ranked = { champion: left.margins, challenger: right.margins };
  const set = swapSetOf(ranked, outcomes, approvalShare);
  const cell = ({ rows, bads, rate }: SwapCell): ModelComparison['swap']['both'] => ({
    rows: Math.round(rows),
    bads: Math.round(bads),
    badRate: rate,
  });
  return {
    both: cell(set.bothApprove),
    leftOnly: cell(set.swapOut),
    rightOnly: cell(set.swapIn),
    neither: cell(set.bothDecline),
  };
}

/** By input, the mean absolute effect under each model; an input that one doesn't ask has no effect there. */
function reasonsOf({ left, right }: Pair): ModelComparison['reasons'] {
  const effects = [left, right].map(({ document, table }) => meanEffects(document, table));
  const inputs = [...new Set(effects.flatMap((each) => [...each.keys()]))];
  return inputs
    .map((input) => ({
      input,
      left: effects[0]?.get(input) ?? 0,
      right: effects[1]?.get(input) ?? 0,
    }))
    .toSorted((a, b) => Math.max(b.left, b.right) - Math.max(a.left, a.right));
}

function meanEffects(document: ModelDocument, table: Table): ReadonlyMap<string, number> {
  const scorer = prepareModel(document);
  const sums = new Map<string, number>();
  if (!scorer.ok) return sums;
  const step = Math.max(1, Math.ceil(table.rowCount / EXPLAINED_ROWS));
  const picked = Math.ceil(table.rowCount / step);
  for (let row = 0; row < table.rowCount; row += step) {
    const reasons = scorer.value.explainRow(valuesAt(document, table, row));
    if (!reasons.ok) continue;
    for (const { input, effect } of reasons.value.effects)
      sums.set(input, (sums.get(input) ?? 0) + Math.abs(effect) / picked);
  }
  return sums;
}

function valuesAt(
  document: ModelDocument,
  table: Table,
  row: number,
): { readonly [name: string]: number | string | null } {
  return Object.fromEntries(
    document.inputs.map(({ name }) => {
      const column = table.columns.find((each) => each.name === name);
      if (column === undefined || column.marks[row] !== 0) return [name, null];
      if (column.kind === 'numeric') return [name, column.values[row] ?? null];
      return [name, column.levels[column.codes[row] ?? -1] ?? null];
    }),
  );
}
