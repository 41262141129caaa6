/**
 * The sample as bins: checks it, cuts its columns, and writes every row's bins into the workspace. What can't be learnt from
 * is refused with the reason; a column in which all rows are alike is left out and named.
 */
import { ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import type { Column, Table } from '@plimsoll/core/table';
import { type Cuts, cutColumn, drawEdgeRows, type IgnoredReason } from './cuts.ts';
import type { BoostSettings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/**
 * Rows, their outcomes (1 = bad), their weights if they differ, and what another model says of them already: with offsets the
 * trees are added to those margins, and their own base margin is 0.
 */
export type LabelledRows = {
  readonly table: Table;
  readonly outcomes: Uint8Array;
  readonly weights?: Float64Array;
  readonly offsets?: Float64Array;
};

export type Feature = { readonly column: Column; readonly cuts: Cuts };
export type Ignored = { readonly name: string; readonly reason: IgnoredReason };
export type Features = { readonly features: readonly Feature[]; readonly ignored: readonly Ignored[] };

/** Refuses rows without both outcomes, and outcomes or weights that are none. */
export function checkRows(rows: LabelledRows, part: 'training' | 'validation'): Refusal | null {
  const { table, outcomes, weights } = rows;
  const refuseRows = (problem: string, facts: Refusal['facts'] = {}): Refusal =>
    refuse('model_not_fitted', 'BST-1', { problem, part, ...facts });
  if (table.rowCount === 0) return refuseRows('there are no rows');
  if (outcomes.length !== table.rowCount)
    return refuseRows('outcomes are not as many as rows', {
      rows: table.rowCount,
      outcomes: outcomes.length,
    });
  if (weights !== undefined && weights.length !== table.rowCount)
    return refuseRows('weights are not as many as rows', { rows: table.rowCount, weights: weights.length });
  if (rows.offsets !== undefined && !areOffsets(rows.offsets, table.rowCount))
    return refuseRows('offsets are not finite, or not as many as rows');
  const totals = [0, 0];
  for (const [row, outcome] of outcomes.entries()) {
    const weight = weights?.[row] ?? 1;
    if (outcome > 1) return refuseRows('an outcome is neither 0 nor 1', { row, outcome });
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      return refuseRows('a weight is not a finite number ≥ 0', { row });
    totals[outcome] = (totals[outcome] as number) + weight;
  }
  if (totals[0] === 0 || totals[1] === 0)
    return refuseRows('only one outcome has rows', {
      goods: totals[0] as number,
      bads: totals[1] as number,
    });
  return Number.isFinite((totals[0] as number) + (totals[1] as number))
    ? null
    : refuseRows('weights are too large');
}

function areOffsets(offsets: Float64Array, rowCount: number): boolean {
  return offsets.length === rowCount && offsets.every((offset) => Number.isFinite(offset));
}

/** Cuts every column; refuses infinite values, and a table in which no column tells rows apart. */
export function cutTable(sample: LabelledRows, settings: BoostSettings): Result<Features> {
  const features: Feature[] = [];
  const ignored: Ignored[] = [];
  const rows = drawEdgeRows(sample.table.rowCount, settings.seed);
  for (const column of sample.table.columns) {
    const cuts = cutColumn(column, {
      binsMax: settings.binsMax,
      levelRowsMin: settings.levels.rowsMin,
      rows,
      weights: sample.weights ?? null,
    });
    if (cuts === null) return refuseInfinite(column.name);
    if (typeof cuts === 'string') ignored.push({ name: column.name, reason: cuts });
    else features.push({ column, cuts });
  }
  if (features.length === 0)
    return refuse('model_not_fitted', 'BST-3', {
      problem: 'no column tells rows apart',
      columns: ignored.map(({ name, reason }) => `${name}: ${reason}`),
    });
  return ok({ features, ignored });
}

function refuseInfinite(column: string): Refusal {
  return refuse('model_not_fitted', 'BST-1', { problem: 'a column holds an infinite value', column });
}

/** The columns of another table that stand for the same features; refuses what is missing or of another kind. */
export function matchColumns(features: readonly Feature[], table: Table): Result<readonly Feature[]> {
  const matched: Feature[] = [];
  for (const { column, cuts } of features) {
    const other = table.columns.find(({ name }) => name === column.name);
    if (other === undefined || other.kind !== column.kind)
      return refuse('model_not_fitted', 'BST-1', {
        problem: 'validation has no such column of this kind',
        column: column.name,
        kind: column.kind,
      });
    if (cuts.kind === 'numeric' || other.kind === 'numeric') matched.push({ column: other, cuts });
    else {
      const codeOf = new Map(cuts.levels.map((level, code) => [level, code]));
      const bins = other.levels.map((level) => cuts.binOf[codeOf.get(level) ?? -1] ?? 0);
      matched.push({ column: other, cuts: { ...cuts, binOf: Uint8Array.from(bins) } });
    }
  }
  return ok(matched);
}

/** Rows whose bins are written for all columns before the next: their lines stay in the cache. */
const BLOCK_ROWS = 2048;

/** Writes the bins of rows at `first` and on. */
export function fillBins(work: Workspace, features: readonly Feature[], first: number): void {
  const rowCount = features[0]?.column.marks.length ?? 0;
  const finders = features.map(({ cuts }) => (cuts.kind === 'numeric' ? edgeFinder(cuts.edges) : null));
  for (let from = 0; from < rowCount; from += BLOCK_ROWS) {
    const to = Math.min(rowCount, from + BLOCK_ROWS);
    for (const [at, { column, cuts }] of features.entries()) {
      const place = { from, to, first, at };
      if (column.kind === 'numeric') fillNumbers(work, { values: column.values, ...place }, finders[at]);
      else if (cuts.kind === 'categorical')
        fillLevels(work, { codes: column.codes, binOf: cuts.binOf, ...place });
    }
  }
}

type Place = { readonly from: number; readonly to: number; readonly first: number; readonly at: number };

/** Cells of the table that shortens the search of an edge. */
const CELLS = 1024;

type EdgeFinder = {
  readonly edges: Float64Array;
  readonly low: number;
  readonly scale: number;
  /** Edges that lie below the cell, for each cell, and all of them at the end. */
  readonly below: Int32Array;
};

/** Equal cells between the outer edges: within one only the edges inside it have to be compared. */
function edgeFinder(edges: Float64Array): EdgeFinder {
  const low = edges[0] ?? 0;
  const span = (edges.at(-1) ?? 0) - low;
  const cellsBy = CELLS / span;
  const scale = span > 0 && Number.isFinite(cellsBy) ? cellsBy : 0;
  const below = new Int32Array(CELLS + 1).fill(edges.length);
  for (let at = edges.length - 1; at >= 0; at--) {
    const cell = cellOf((edges[at] as number) - low, scale);
    below[cell] = at;
  }
  for (let cell = CELLS - 1; cell >= 0; cell--)
    below[cell] = Math.min(below[cell] as number, below[cell + 1] as number);
  return { edges, low, scale, below };
}

/** The cell of a distance; the same sum for edges and values, and rounding keeps order, so none is missed. */
function cellOf(distance: number, scale: number): number {
  const cell = distance * scale;
  // Not a number where an infinite distance meets a scale of 0: one cell then holds all.
  return cell > 0 ? Math.min(CELLS - 1, Math.floor(cell)) : 0;
}

function fillNumbers(
  { bins, columnBins, plan }: Workspace,
  column: Place & { readonly values: ArrayLike<number> },
  finder: EdgeFinder | null | undefined,
): void {
  if (finder === null || finder === undefined) throw new Error('assertion failed: a number has edges');
  const { values, first, at } = column;
  const { edges, low, scale, below } = finder;
  const width = plan.features.length;
  for (let row = column.from; row < column.to; row++) {
    const value = values[row] as number;
    let bin = 0;
    if (value === value) {
      const cell = cellOf(value - low, scale);
      let from = below[cell] as number;
      let to = below[cell + 1] as number;
      while (from < to) {
        const middle = (from + to) >>> 1;
        if ((edges[middle] as number) <= value) from = middle + 1;
        else to = middle;
      }
      bin = from + 1;
    }
    bins[(first + row) * width + at] = bin;
    if (first === 0) columnBins[at * plan.trainRows + row] = bin;
  }
}

function fillLevels(
  { bins, columnBins, plan }: Workspace,
  column: Place & { readonly codes: Int32Array; readonly binOf: Uint8Array },
): void {
  const { codes, binOf, first, at } = column;
  const width = plan.features.length;
  for (let row = column.from; row < column.to; row++) {
    const code = codes[row] as number;
    const bin = code < 0 ? 0 : (binOf[code] ?? 0);
    bins[(first + row) * width + at] = bin;
    if (first === 0) columnBins[at * plan.trainRows + row] = bin;
  }
}
