/**
 * The validation of one model on one sample, as data: what was measured, what was found, and the verdict first. Plain
 * JSON with every number to nine digits; the page and the PDF are written from it alone.
 */
import { ok, type Result } from '@plimsoll/core/base';
import { aucInterval } from '@plimsoll/core/stats';
import { type Fairness, measureFairness } from './fairness.ts';
import { bySeverity, type Finding } from './finding.ts';
import {
  judgeCalibration,
  judgeDiscrimination,
  judgeDrift,
  judgeFairness,
  judgePeriod,
  judgeRows,
  judgeSegment,
  judgeShifts,
  type Verdict,
  verdictOf,
} from './judge.ts';
import { type SplitRows, splitFindings } from './leak-split.ts';
import { findLeaks, type LeakQuestion } from './leak.ts';
import {
  type CalibrationFigures,
  type Curves,
  type Discrimination,
  type LevelFigures,
  measureCalibration,
  measureCurves,
  measureDiscrimination,
  measurePart,
} from './measure.ts';
import {
  checkSample,
  type JudgedSample,
  rowsByLevel,
  type RowFigures,
  type ScoredSample,
  takeFigures,
} from './sample.ts';
import { DEFAULT_SETTINGS, type ValidationSettings } from './settings.ts';
import {
  type AucDrift,
  measureAucDrift,
  measureInputShifts,
  measureScoreShift,
  type Shift,
} from './shift.ts';

export const REPORT_SCHEMA = 'plimsoll.validation-report/1';
const REPORT_DIGITS = 9;

export type ReportSubject = {
  readonly model: string;
  readonly version: string;
  /** SHA-256 of the model document; empty where there is none yet. */
  readonly modelSha256: string;
  readonly sample: string;
  readonly sampleSha256: string;
  /** Whether they are rows it learnt from, others of the same time, or of a later time. */
  readonly when: 'training' | 'held_out' | 'out_of_time';
};

export type ValidationRequest = {
  readonly subject: ReportSubject;
  readonly sample: JudgedSample;
  /** The rows the model was built on (its PDs there, out of fold where there are folds): what is now is held against it. */
  readonly reference?: ScoredSample;
  /** A PD at or above it is declined; fairness is judged there. */
  readonly cutOffPd?: number;
  /** Where to look for leaks; table and outcomes of the sample are taken when left out. */
  readonly leaks?: Partial<LeakQuestion>;
  /** Building and judged rows in one table, to look for persons and copies on both sides. */
  readonly split?: SplitRows;
  readonly settings?: Partial<ValidationSettings>;
};

export type NotChecked = 'segments' | 'periods' | 'stability' | 'input_stability' | 'fairness' | 'leaks';

export type ValidationReport = {
  readonly schema: typeof REPORT_SCHEMA;
  readonly subject: ReportSubject;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly discrimination: Discrimination;
  readonly calibration: CalibrationFigures;
  readonly curves: Curves;
  readonly segments: readonly LevelFigures[];
  readonly periods: readonly LevelFigures[];
  readonly stability: {
    readonly score: Shift;
    readonly inputs: readonly Shift[];
    readonly auc: AucDrift | null;
  } | null;
  readonly fairness: readonly Fairness[];
  /** What these inputs did not let it look at: silence about it is no clearance. */
  readonly notChecked: readonly NotChecked[];
  readonly settings: ValidationSettings;
};

/** Measures, judges and says. Refuses samples no figure can be taken of. O(inputs · rows · log rows). */
export function validateModel(request: ValidationRequest): Result<ValidationReport> {
  const { sample, reference } = request;
  const settings = { ...DEFAULT_SETTINGS, ...request.settings };
  for (const each of reference === undefined ? [sample] : [sample, reference]) {
    const checked = checkSample(each);
    if (!checked.ok) return checked;
  }
  const figures = wholeOf(sample);
  const discrimination = measureDiscrimination(figures);
  const calibration = measureCalibration(figures, settings);
  const segments = (sample.segments ?? []).flatMap((column) =>
    rowsByLevel(column).map(({ level, rows }) =>
      measurePart({ name: column.name, level, figures: takeFigures(sample, rows) }, settings),
    ),
  );
  const periods =
    sample.periods === undefined
      ? []
      : rowsByLevel(sample.periods).map(({ level, rows }) =>
          measurePart({ name: '', level, figures: takeFigures(sample, rows) }, settings),
        );
  const stability = reference === undefined ? null : stabilityOf(sample, reference, settings);
  const fairness = fairnessOf(request, settings);
  const findings = bySeverity([
    ...judgeRows(request.subject.when, sample.outcomes.length),
    ...judgeDiscrimination(discrimination, calibration, settings),
    ...(stability?.auc ? judgeDrift(stability.auc, settings) : []),
    ...judgeCalibration(calibration, settings),
    ...(stability === null ? [] : judgeShifts(stability, settings)),
    ...segments.flatMap((part) => judgeSegment(part, discrimination.auc, settings)),
    ...periods.flatMap((part) => judgePeriod(part, settings)),
    ...fairness.flatMap((each) => judgeFairness(each, settings)),
    ...leaksOf(request, { modelAuc: discrimination.auc.auc, settings }),
  ]);
  return ok(
    settled({
      schema: REPORT_SCHEMA,
      subject: request.subject,
      verdict: verdictOf(findings),
      findings,
      discrimination,
      calibration,
      curves: measureCurves(figures, settings),
      segments,
      periods,
      stability,
      fairness,
      notChecked: notCheckedOf(request),
      settings,
    }),
  );
}

function wholeOf(sample: ScoredSample): RowFigures {
  return takeFigures(
    sample,
    Int32Array.from({ length: sample.outcomes.length }, (_, row) => row),
  );
}

function stabilityOf(
  sample: ScoredSample,
  reference: ScoredSample,
  settings: ValidationSettings,
): NonNullable<ValidationReport['stability']> {
  const [before, after] = [wholeOf(reference), wholeOf(sample)];
  return {
    score: measureScoreShift(before, after, settings.bins),
    inputs: measureInputShifts(reference, sample, settings.bins),
    auc: measureAucDrift(
      aucInterval(before.scores, before.outcomes),
      aucInterval(after.scores, after.outcomes),
    ),
  };
}

function fairnessOf(request: ValidationRequest, settings: ValidationSettings): readonly Fairness[] {
  const { cutOffPd, sample } = request;
  if (cutOffPd === undefined) return [];
  return (sample.protectedGroups ?? []).map((group) =>
    measureFairness(sample, group, { cutOffPd, settings }),
  );
}

function leaksOf(
  { leaks, sample, split }: ValidationRequest,
  found: { readonly modelAuc: number; readonly settings: ValidationSettings },
): readonly Finding[] {
  const table = leaks?.table ?? sample.table;
  const alone =
    table === undefined ? [] : findLeaks({ outcomes: sample.outcomes, ...found, ...leaks, table });
  if (split === undefined) return alone;
  const inputs = split.table.columns.filter(({ name }) => name !== split.person);
  return [...alone, ...splitFindings(split, inputs)];
}

function notCheckedOf({ sample, reference, cutOffPd, leaks }: ValidationRequest): readonly NotChecked[] {
  const missing: NotChecked[] = [];
  if ((sample.segments ?? []).length === 0) missing.push('segments');
  if (sample.periods === undefined) missing.push('periods');
  if (reference === undefined) missing.push('stability');
  if (reference?.table === undefined || sample.table === undefined) missing.push('input_stability');
  if ((sample.protectedGroups ?? []).length === 0 || cutOffPd === undefined) missing.push('fairness');
  if (leaks?.table === undefined && sample.table === undefined) missing.push('leaks');
  return missing;
}

/** Numbers to nine digits, so that two machines write the same bytes; what is no number becomes null. */
function settled<T>(report: T): T {
  const text = JSON.stringify(report, (_, value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) && !Number.isSafeInteger(value)
      ? Number(value.toPrecision(REPORT_DIGITS))
      : value,
  );
  return JSON.parse(text) as T;
}
