/** How a set of rows is judged by itself: discrimination, calibration, curves. The same figures for whole, segment and period. */
import {
  type AucInterval,
  aucInterval,
  averagePrecision,
  brierParts,
  type BrierParts,
  calibrationError,
  calibrationLine,
  type GainsBand,
  gainsTable,
  type GapPoint,
  gapCurve,
  type GoodnessTest,
  hosmerLemeshow,
  liftAt,
  type LogLine,
  logLoss,
  type ProbabilityBin,
  probabilityBins,
  rankCounts,
  type RecallPoint,
  recallCurve,
  type RocPoint,
  rocCurve,
  separationOf,
  type ShareInterval,
  shareInterval,
} from '@plimsoll/core/stats';
import type { RowFigures } from './sample.ts';
import type { ValidationSettings } from './settings.ts';

export type Discrimination = {
  readonly auc: AucInterval;
  readonly gini: number;
  readonly ks: number;
  /** KS lies among the rows with a score up to this. */
  readonly ksAtScore: number;
  readonly averagePrecision: number;
  readonly liftTopTenth: number;
  readonly logLoss: number;
};

export type Level = {
  readonly rows: number;
  readonly bads: number;
  readonly meanPd: number;
  readonly rate: ShareInterval;
  /** Actual rate over mean PD. */
  readonly ratio: number;
};

export type CalibrationFigures = Level & {
  readonly brier: BrierParts;
  readonly errorEqualWidth: number;
  readonly errorEqualCount: number;
  readonly hosmerLemeshow: GoodnessTest | null;
  readonly line: LogLine | null;
  readonly inTheLarge: LogLine | null;
  /** Of equal count. */
  readonly bins: readonly ProbabilityBin[];
};

export type Curves = {
  readonly roc: readonly RocPoint[];
  readonly recall: readonly RecallPoint[];
  readonly gap: readonly GapPoint[];
  readonly gains: readonly GainsBand[];
};

export type LevelFigures = Level & {
  readonly name: string;
  readonly level: string;
  /** Null where there are too few goods or bads to tell. */
  readonly auc: AucInterval | null;
  readonly ks: number | null;
};

/** Mean PD beside what happened. */
export function measureLevel(figures: RowFigures): Level {
  const rows = figures.outcomes.length;
  let bads = 0;
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    bads += figures.outcomes[row] ?? 0;
    sum += figures.pds[row] ?? 0;
  }
  const rate = shareInterval({ hits: bads, rows });
  const meanPd = sum / rows;
  return { rows, bads, meanPd, rate, ratio: meanPd > 0 ? rate.share / meanPd : 0 };
}

export function measureDiscrimination(figures: RowFigures): Discrimination {
  const { scores, outcomes, pds } = figures;
  const ranked = rankCounts(scores, outcomes);
  const interval = aucInterval(scores, outcomes);
  const separation = separationOf(scores, outcomes);
  return {
    auc: interval,
    gini: 2 * interval.auc - 1,
    ks: separation.ks,
    ksAtScore: separation.atScore,
    averagePrecision: averagePrecision(ranked),
    liftTopTenth: liftAt(ranked, 0.1),
    logLoss: logLoss(pds, outcomes),
  };
}

export function measureCalibration(figures: RowFigures, settings: ValidationSettings): CalibrationFigures {
  const { pds, outcomes } = figures;
  const byWidth = probabilityBins(pds, outcomes, { by: 'width', count: settings.bins });
  const byCount = probabilityBins(pds, outcomes, { by: 'count', count: settings.bins });
  return {
    ...measureLevel(figures),
    brier: brierParts(pds, outcomes, byCount),
    errorEqualWidth: calibrationError(byWidth),
    errorEqualCount: calibrationError(byCount),
    hosmerLemeshow: hosmerLemeshow(byCount, 'held_out'),
    ...calibrationLine(pds, outcomes),
    bins: byCount,
  };
}

export function measureCurves(figures: RowFigures, settings: ValidationSettings): Curves {
  const ranked = rankCounts(figures.scores, figures.outcomes);
  return {
    roc: rocCurve(ranked, settings.curvePoints),
    recall: recallCurve(ranked, settings.curvePoints),
    gap: gapCurve(ranked, settings.curvePoints),
    gains: gainsTable(ranked, settings.bins),
  };
}

/** A part of the rows by itself; ranks are judged only where it has enough goods and bads. */
export function measurePart(
  part: { readonly name: string; readonly level: string; readonly figures: RowFigures },
  settings: ValidationSettings,
): LevelFigures {
  const level = measureLevel(part.figures);
  const events = Math.min(level.bads, level.rows - level.bads);
  const canRank = events >= settings.minGroupEvents;
  return {
    name: part.name,
    level: part.level,
    ...level,
    auc: canRank ? aucInterval(part.figures.scores, part.figures.outcomes) : null,
    ks: canRank ? separationOf(part.figures.scores, part.figures.outcomes).ks : null,
  };
}
