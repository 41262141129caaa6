/**
 * Are these still the people the model was built on? PSI of the score and CSI of each input as the monitor takes them
 * (`core/model/drift`: bins frozen on the building sample, absent and unseen rows in bins, the band of chance), written as
 * the report keeps them.
 */
import type { BinCell } from '@plimsoll/core/binning';
import {
  freezeBins,
  freezeScoreBands,
  scoreColumn,
  type Stability,
  stabilityOfColumn,
} from '@plimsoll/core/model/drift';
import { type AucInterval, normalQuantile } from '@plimsoll/core/stats';
import { columnOf } from '@plimsoll/core/table';
import type { RowFigures, ScoredSample } from './sample.ts';

export type StabilityBin = {
  /** Numbers [from, to), one level or the rare ones, a reason for absence, or levels never seen when building. */
  readonly kind: 'range' | 'level' | 'missing' | 'unseen';
  readonly label: string;
  readonly expected: number;
  readonly actual: number;
};

export type Shift = {
  readonly name: string;
  readonly index: number;
  /** The chance of an index this large where nothing has shifted. */
  readonly pValue: number;
  /** The index that sampling alone exceeds once in twenty. */
  readonly noise: number;
  readonly bins: readonly StabilityBin[];
};

export type AucDrift = {
  readonly before: AucInterval;
  readonly after: AucInterval;
  /** Before less after, of two separate samples. */
  readonly loss: number;
  readonly low: number;
  readonly high: number;
};

/** PSI of scores on equal shares of the building sample. */
export function measureScoreShift(before: RowFigures, after: RowFigures, binCount: number): Shift {
  const frozen = freezeScoreBands(before.scores, before.outcomes, binCount);
  return { ...shiftOf(stabilityOfColumn(frozen, scoreColumn(after.scores))), name: '' };
}

/** CSI of each column that both tables have. */
export function measureInputShifts(
  before: ScoredSample,
  after: ScoredSample,
  binCount: number,
): readonly Shift[] {
  const [old, now] = [before.table, after.table];
  if (old === undefined || now === undefined) return [];
  return old.columns
    .filter(({ name, kind }) => now.columns.some((column) => column.name === name && column.kind === kind))
    .map((column) => {
      const frozen = freezeBins(column, before.outcomes, binCount);
      return shiftOf(stabilityOfColumn(frozen, columnOf(now, column.name)));
    });
}

/** Loss of AUC between two samples of different rows. */
export function measureAucDrift(before: AucInterval, after: AucInterval): AucDrift {
  const half = normalQuantile(0.975) * Math.hypot(before.standardError, after.standardError);
  const loss = before.auc - after.auc;
  return { before, after, loss, low: loss - half, high: loss + half };
}

/** Bins of absent and unseen rows that neither sample has are left out. */
function shiftOf({ name, psi, band, bins, expectedRows, actualRows }: Stability): Shift {
  const labels = labelsOf(bins.map(({ cell }) => cell));
  return {
    name,
    index: psi,
    pValue: band.pValue,
    noise: band.limit,
    bins: bins
      .map(({ cell, expectedShare, actualShare }, at) => ({
        kind: KINDS[cell.kind],
        label: labels[at] ?? '',
        expected: Math.round(expectedShare * expectedRows),
        actual: Math.round(actualShare * actualRows),
      }))
      .filter(({ kind, expected, actual }) => kind === 'range' || expected + actual > 0),
  };
}

const KINDS: { readonly [kind in BinCell['kind']]: StabilityBin['kind'] } = {
  range: 'range',
  levels: 'level',
  special: 'missing',
  missing: 'missing',
  unseen: 'unseen',
};

/** Edges in six digits, or whole where six digits don't tell two apart. */
function labelsOf(cells: readonly BinCell[]): readonly string[] {
  const edges = cells.flatMap((cell) => (cell.kind === 'range' && cell.from !== null ? [cell.from] : []));
  const short = (edge: number): string => String(Number(edge.toPrecision(6)));
  const textOf = new Set(edges.map(short)).size === edges.length ? short : String;
  return cells.map((cell) => labelOf(cell, textOf));
}

function labelOf(cell: BinCell, textOf: (edge: number) => string): string {
  switch (cell.kind) {
    case 'range': {
      const { from, to } = cell;
      if (from === null) return to === null ? 'all' : `< ${textOf(to)}`;
      return to === null ? `≥ ${textOf(from)}` : `[${textOf(from)}, ${textOf(to)})`;
    }
    case 'levels':
      return cell.levels.length === 1 ? `= ${cell.levels[0]}` : `${cell.levels.length} rare levels`;
    case 'special':
      return `missing: ${cell.reason}`;
    case 'missing':
    case 'unseen':
      return cell.kind;
  }
}
