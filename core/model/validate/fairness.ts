/**
 * Are people of protected groups treated worse by the cut-off, or judged less rightly? Adverse impact ratio with its
 * interval (Katz 1978), standardised difference of scores, calibration within each group. Small groups are said to be
 * small: nothing found among forty people is not nothing there.
 */
import { aucInterval, type AucInterval, normalQuantile } from '@plimsoll/core/stats';
import { type Level, measureLevel } from './measure.ts';
import {
  type ProtectedGroup,
  rowsByLevel,
  type RowFigures,
  type ScoredSample,
  takeFigures,
} from './sample.ts';
import type { ValidationSettings } from './settings.ts';

export type ImpactRatio = { readonly ratio: number; readonly low: number; readonly high: number };

export type GroupFairness = Level & {
  readonly level: string;
  readonly isReference: boolean;
  readonly approved: number;
  readonly approvalRate: number;
  /** Approval rate over that of the reference group; null for the reference itself and where it approves nobody. */
  readonly adverseImpact: ImpactRatio | null;
  /** (Mean score of the group − of the reference)/pooled standard deviation; above 0: judged riskier. */
  readonly standardizedDifference: number | null;
  readonly auc: AucInterval | null;
  readonly isTooSmall: boolean;
};

export type Fairness = {
  readonly column: string;
  readonly reference: string;
  readonly cutOffPd: number;
  readonly groups: readonly GroupFairness[];
  /** Rows without a group. */
  readonly unknownRows: number;
};

/** Judges each protected column at a cut-off: a PD at or above it is declined. */
export function measureFairness(
  sample: ScoredSample,
  group: ProtectedGroup,
  use: { readonly cutOffPd: number; readonly settings: ValidationSettings },
): Fairness {
  const levels = rowsByLevel(group.column);
  const largest = levels.toSorted((left, right) => right.rows.length - left.rows.length)[0];
  const reference = levels.find((each) => each.level === group.reference) ?? largest;
  const base = reference === undefined ? null : takeFigures(sample, reference.rows);
  const groups = levels.map(({ level, rows }) => {
    const figures = takeFigures(sample, rows);
    const isReference = level === reference?.level;
    return judgeGroup({ level, figures, base: isReference ? null : base }, use);
  });
  return {
    column: group.column.name,
    reference: reference?.level ?? '',
    cutOffPd: use.cutOffPd,
    groups,
    unknownRows: group.column.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0),
  };
}

function judgeGroup(
  group: { readonly level: string; readonly figures: RowFigures; readonly base: RowFigures | null },
  use: { readonly cutOffPd: number; readonly settings: ValidationSettings },
): GroupFairness {
  const { figures, base } = group;
  const { settings } = use;
  const level = measureLevel(figures);
  const approved = approvedOf(figures, use.cutOffPd);
  const events = Math.min(level.bads, level.rows - level.bads);
  return {
    level: group.level,
    isReference: base === null,
    ...level,
    approved,
    approvalRate: approved / level.rows,
    adverseImpact:
      base === null
        ? null
        : impactRatio(
            { approved, rows: level.rows },
            { approved: approvedOf(base, use.cutOffPd), rows: base.pds.length },
          ),
    standardizedDifference: base === null ? null : standardizedDifference(figures.scores, base.scores),
    auc: events >= settings.minGroupEvents ? aucInterval(figures.scores, figures.outcomes) : null,
    isTooSmall: level.rows < settings.minGroupRows || events < settings.minGroupEvents,
  };
}

function approvedOf(figures: RowFigures, cutOffPd: number): number {
  let approved = 0;
  for (const pd of figures.pds) approved += pd < cutOffPd ? 1 : 0;
  return approved;
}

type Approvals = { readonly approved: number; readonly rows: number };

/** Ratio of two approval rates with its interval on the log scale, half a row added where nobody is approved. */
export function impactRatio(group: Approvals, reference: Approvals): ImpactRatio | null {
  if (reference.approved === 0) return null;
  const ratio = group.approved / group.rows / (reference.approved / reference.rows);
  const hits = group.approved === 0 ? 0.5 : group.approved;
  const spread = Math.sqrt(
    Math.max(0, 1 / hits - 1 / group.rows) + Math.max(0, 1 / reference.approved - 1 / reference.rows),
  );
  const half = normalQuantile(0.975) * spread;
  const centre = Math.log(hits / group.rows / (reference.approved / reference.rows));
  return { ratio, low: group.approved === 0 ? 0 : Math.exp(centre - half), high: Math.exp(centre + half) };
}

function standardizedDifference(group: Float64Array, base: Float64Array): number | null {
  const [one, other] = [momentsOf(group), momentsOf(base)];
  const pooled = Math.sqrt((one.variance + other.variance) / 2);
  return pooled > 0 ? (one.mean - other.mean) / pooled : null;
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}
