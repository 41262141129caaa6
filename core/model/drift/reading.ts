/**
 * One period of a live model as readings: each a number, what it is of, and what chance alone would leave of it if nothing
 * had changed. Alerts are made of readings alone, so a stored series of them can be judged again under other rules.
 */
import { normalQuantile, shareInterval } from '@plimsoll/core/stats';
import { columnOf, type Table } from '@plimsoll/core/table';
import { estimatePerformance } from './estimate.ts';
import { scoreColumn } from './score-bands.ts';
import { BAND_LEVEL, type ExpectedBins, type Stability, stabilityOfColumn } from './stability.ts';
import { realisedOf } from './vintage.ts';

/**
 * `score_psi` and `characteristic_psi` in nats; `missing_share` (special reasons included) and `unseen_share` of rows;
 * `estimated_auc_change` and `auc_change` against the approved AUC; `estimated_bad_ratio`: expected bad rate over the
 * reference's; `bad_ratio`: realised bads over those the PDs promised.
 */
export const MEASURES = [
  'score_psi',
  'characteristic_psi',
  'missing_share',
  'unseen_share',
  'estimated_auc_change',
  'auc_change',
  'estimated_bad_ratio',
  'bad_ratio',
] as const;
export type Measure = (typeof MEASURES)[number];

/** `low` and `high` bound what chance would leave; null is no bound. `period` sorts by time, as `2026-03` does. */
export type Reading = {
  readonly period: string;
  readonly measure: Measure;
  /** The characteristic, or `score`. */
  readonly subject: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
};

/** What was approved: bands of the score, bins of the characteristics, and the AUC on rows the model had not seen. */
export type DriftReference = {
  readonly scoreBands: ExpectedBins;
  readonly characteristics: readonly ExpectedBins[];
  readonly auc: { readonly value: number; readonly standardError: number };
};

/** Rows of one period. Outcomes of rows that are not ripe are not looked at; leave both out while none is. */
export type DriftBatch = {
  readonly period: string;
  /** As the bands were frozen: points, margins or PDs; NaN where there is none. */
  readonly scores: ArrayLike<number>;
  readonly pds: ArrayLike<number>;
  /** Has a column for each characteristic of the reference, by its name. */
  readonly table: Table;
  readonly outcomes?: ArrayLike<number>;
  readonly isRipe?: ArrayLike<number>;
};

export function readingsOf(reference: DriftReference, batch: DriftBatch): readonly Reading[] {
  const { period } = batch;
  const score = stabilityOfColumn(reference.scoreBands, scoreColumn(batch.scores));
  const readings: Reading[] = [psiReading(period, 'score_psi', { ...score, name: 'score' })];
  for (const expected of reference.characteristics) {
    const stability = stabilityOfColumn(expected, columnOf(batch.table, expected.name));
    readings.push(
      psiReading(period, 'characteristic_psi', stability),
      shareReading(period, 'missing_share', stability),
    );
    if (expected.kind === 'categorical') readings.push(shareReading(period, 'unseen_share', stability));
  }
  return [...readings, ...estimatedReadings(reference, batch), ...realisedReadings(reference, batch)];
}

function psiReading(
  period: string,
  measure: 'score_psi' | 'characteristic_psi',
  stability: Stability,
): Reading {
  return {
    period,
    measure,
    subject: stability.name,
    value: stability.psi,
    low: null,
    high: stability.band.limit,
  };
}

/** The share of rows in the bins without a value, against that of the reference. */
function shareReading(
  period: string,
  measure: 'missing_share' | 'unseen_share',
  { name, bins, expectedRows, actualRows }: Stability,
): Reading {
  const kinds = measure === 'missing_share' ? ['missing', 'special'] : ['unseen'];
  const inside = bins.filter(({ cell }) => kinds.includes(cell.kind));
  const total = (shareOf: (bin: Stability['bins'][number]) => number): number =>
    Math.min(
      1,
      inside.reduce((sum, bin) => sum + shareOf(bin), 0),
    );
  const before = shareInterval({
    hits: total((bin) => bin.expectedShare) * expectedRows,
    rows: expectedRows,
  });
  const stray = (share: number): number => Z * Math.sqrt((share * (1 - share)) / actualRows);
  return {
    period,
    measure,
    subject: name,
    value: total((bin) => bin.actualShare),
    low: Math.max(0, before.low - stray(before.low)),
    high: Math.min(1, before.high + stray(before.high)),
  };
}

function estimatedReadings(
  { scoreBands, auc }: DriftReference,
  { period, pds }: DriftBatch,
): readonly Reading[] {
  const estimated = estimatePerformance(pds);
  const goods = scoreBands.bins.reduce((sum, bin) => sum + bin.goods, 0);
  const bads = scoreBands.bins.reduce((sum, bin) => sum + bin.bads, 0);
  const rate = shareInterval({ hits: bads, rows: goods + bads });
  const ratio = estimated.badRate.value / rate.share;
  const spread = Math.hypot(
    estimated.badRate.standardError / estimated.badRate.value,
    (rate.high - rate.low) / (2 * Z * rate.share),
  );
  const readings: Reading[] = [
    {
      period,
      measure: 'estimated_bad_ratio',
      subject: 'score',
      value: ratio,
      low: Math.max(0, 1 - Z * spread),
      high: 1 + Z * spread,
    },
  ];
  if (estimated.auc !== null)
    readings.push(
      changeReading(period, 'estimated_auc_change', {
        change: estimated.auc.value - auc.value,
        error: Math.hypot(estimated.auc.standardError, auc.standardError),
      }),
    );
  return readings;
}

function realisedReadings({ auc }: DriftReference, batch: DriftBatch): readonly Reading[] {
  const { period, pds, outcomes, isRipe } = batch;
  if (outcomes === undefined || isRipe === undefined) return [];
  const ripe = Array.from({ length: pds.length }, (_, row) => row).filter((row) => isRipe[row] === 1);
  if (ripe.length === 0) return [];
  const realised = realisedOf(
    ripe.map((row) => pds[row] as number),
    ripe.map((row) => outcomes[row] as number),
  );
  const { badRate } = realised.promised;
  const spread = badRate.standardError / badRate.value;
  const readings: Reading[] = [
    {
      period,
      measure: 'bad_ratio',
      subject: 'score',
      value: realised.badRatio,
      low: Math.max(0, 1 - Z * spread),
      high: 1 + Z * spread,
    },
  ];
  if (realised.auc !== null)
    readings.push(
      changeReading(period, 'auc_change', {
        change: realised.auc.auc - auc.value,
        error: Math.hypot(realised.auc.standardError, auc.standardError),
      }),
    );
  return readings;
}

function changeReading(
  period: string,
  measure: 'estimated_auc_change' | 'auc_change',
  { change, error }: { readonly change: number; readonly error: number },
): Reading {
  return { period, measure, subject: 'score', value: change, low: -Z * error, high: Z * error };
}

const Z = normalQuantile((1 + BAND_LEVEL) / 2);
