/** From figures to findings: which limits are broken, and whether more than chance says so. */
import { type AucInterval, shareInterval, twoSidedP } from '@plimsoll/core/stats';
import type { Fairness, GroupFairness } from './fairness.ts';
import type { Finding, LocalWords, Severity } from './finding.ts';
import type { CalibrationFigures, Discrimination, Level, LevelFigures } from './measure.ts';
import type { ValidationSettings } from './settings.ts';
import type { AucDrift, Shift } from './shift.ts';
import { found } from './words.ts';

/** A level is off only where an interval of this level leaves the stated probability out: many parts are looked at. */
const LEVEL_CONFIDENCE = 0.99;
const SIGNIFICANT = 0.01;

export type Verdict = {
  readonly outcome: 'fails' | 'reservations' | 'holds';
  readonly fails: number;
  readonly warnings: number;
  readonly words: LocalWords;
};

export function judgeDiscrimination(
  { auc, ...rest }: Discrimination,
  level: Level,
  settings: ValidationSettings,
): readonly Finding[] {
  const findings: Finding[] = [];
  const goods = level.rows - level.bads;
  if (Math.min(goods, level.bads) < settings.minEvents)
    findings.push(
      found('too_few_events', 'fail', { numbers: { goods, bads: level.bads, needed: settings.minEvents } }),
    );
  const numbers = { ...intervalNumbers(auc), ks: rest.ks };
  if (auc.auc < settings.minAuc)
    findings.push(
      found('weak_discrimination', auc.high < settings.minAuc ? 'fail' : 'warning', {
        numbers: { ...numbers, limit: settings.minAuc },
      }),
    );
  if (auc.auc > settings.maxAuc)
    findings.push(found('too_good_to_be_true', 'fail', { numbers: { ...numbers, limit: settings.maxAuc } }));
  return findings;
}

export function judgeDrift(drift: AucDrift, settings: ValidationSettings): readonly Finding[] {
  if (drift.loss < settings.aucLossWarning || drift.low <= 0) return [];
  return [
    found('discrimination_lost', drift.loss >= settings.aucLossFail ? 'fail' : 'warning', {
      numbers: {
        before: drift.before.auc,
        auc: drift.after.auc,
        drop: drift.loss,
        low: drift.low,
        high: drift.high,
      },
    }),
  ];
}

export function judgeCalibration(
  figures: CalibrationFigures,
  settings: ValidationSettings,
): readonly Finding[] {
  const findings: Finding[] = [];
  const severity = levelSeverity(figures, settings);
  if (severity !== null) findings.push(found('level_off', severity, { numbers: levelNumbers(figures) }));
  const { line, hosmerLemeshow: test } = figures;
  if (line !== null && twoSidedP((line.slope - 1) / line.slopeError) < SIGNIFICANT) {
    const side = line.slope < settings.slopeLow ? 'flat' : line.slope > settings.slopeHigh ? 'steep' : null;
    if (side !== null)
      findings.push(
        found('slope_off', 'warning', {
          subject: side,
          numbers: {
            slope: line.slope,
            error: line.slopeError,
            low: settings.slopeLow,
            high: settings.slopeHigh,
          },
        }),
      );
  }
  if (test !== null && test.pValue < SIGNIFICANT)
    findings.push(
      found('calibration_test_rejects', 'note', {
        numbers: {
          statistic: test.statistic,
          degrees: test.degrees,
          pValue: test.pValue,
          rows: figures.rows,
        },
      }),
    );
  return findings;
}

export function judgeSegment(
  part: LevelFigures,
  whole: AucInterval,
  settings: ValidationSettings,
): readonly Finding[] {
  const subject = `${part.name} = ${part.level}`;
  const findings: Finding[] = [];
  if (
    part.auc !== null &&
    (part.auc.high < whole.auc - settings.aucLossWarning || part.auc.high < settings.minAuc)
  )
    findings.push(
      found('segment_weak', 'warning', {
        subject,
        numbers: { ...intervalNumbers(part.auc), whole: whole.auc },
      }),
    );
  if (part.rows >= settings.minGroupRows && levelSeverity(part, settings) !== null)
    findings.push(found('segment_level_off', 'warning', { subject, numbers: levelNumbers(part) }));
  return findings;
}

export function judgePeriod(part: LevelFigures, settings: ValidationSettings): readonly Finding[] {
  const severity = part.rows >= settings.minGroupRows ? levelSeverity(part, settings) : null;
  if (severity === null) return [];
  return [found('period_level_off', 'warning', { subject: part.level, numbers: levelNumbers(part) })];
}

/** Rows a model learnt from flatter it: whoever approves must read that first. */
export function judgeRows(when: 'training' | 'held_out' | 'out_of_time', rows: number): readonly Finding[] {
  return when === 'training' ? [found('judged_on_training_rows', 'warning', { numbers: { rows } })] : [];
}

export function judgeShifts(
  shifts: { readonly score: Shift; readonly inputs: readonly Shift[] },
  settings: ValidationSettings,
): readonly Finding[] {
  const findings: Finding[] = [];
  const { score } = shifts;
  if (score.index >= settings.psiWarning && score.pValue < SIGNIFICANT) {
    const isFail = score.index >= settings.psiFail;
    findings.push(
      found('score_shifted', isFail ? 'fail' : 'warning', {
        numbers: {
          psi: score.index,
          noise: score.noise,
          limit: isFail ? settings.psiFail : settings.psiWarning,
        },
      }),
    );
  }
  for (const shift of shifts.inputs) {
    if (shift.index < settings.psiWarning || shift.pValue >= SIGNIFICANT) continue;
    const isGrave = shift.index >= settings.psiFail;
    findings.push(
      found('input_shifted', isGrave ? 'warning' : 'note', {
        subject: shift.name,
        numbers: {
          csi: shift.index,
          noise: shift.noise,
          limit: isGrave ? settings.psiFail : settings.psiWarning,
          absentOrNew: shareAside(shift, 'actual'),
          absentBefore: shareAside(shift, 'expected'),
        },
      }),
    );
  }
  return findings;
}

export function judgeFairness(fairness: Fairness, settings: ValidationSettings): readonly Finding[] {
  const reference = fairness.groups.find((group) => group.isReference);
  return fairness.groups.flatMap((group) => {
    const subject = `${fairness.column} = ${group.level}`;
    if (group.isTooSmall)
      return [found('group_too_small', 'note', { subject, numbers: { rows: group.rows, bads: group.bads } })];
    const findings = [
      ...impactFindings(group, { subject, referenceRate: reference?.approvalRate ?? 0 }, settings),
    ];
    if (levelSeverity(group, settings) !== null)
      findings.push(found('group_level_off', 'warning', { subject, numbers: levelNumbers(group) }));
    return findings;
  });
}

function impactFindings(
  group: GroupFairness,
  about: { readonly subject: string; readonly referenceRate: number },
  settings: ValidationSettings,
): readonly Finding[] {
  const impact = group.adverseImpact;
  const limit = settings.minAdverseImpactRatio;
  if (impact === null || impact.low >= limit) return [];
  const numbers = {
    approvalRate: group.approvalRate,
    referenceRate: about.referenceRate,
    air: impact.ratio,
    low: impact.low,
    high: impact.high,
    limit,
  };
  if (impact.ratio >= limit)
    return [found('adverse_impact_unsure', 'note', { subject: about.subject, numbers })];
  return [
    found('adverse_impact', impact.high < limit ? 'fail' : 'warning', { subject: about.subject, numbers }),
  ];
}

/** The sentence that is said before a person asks. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const fails = findings.filter((finding) => finding.severity === 'fail');
  const warnings = findings.filter((finding) => finding.severity === 'warning');
  const counts = { fails: fails.length, warnings: warnings.length };
  if (fails.length > 0)
    return {
      outcome: 'fails',
      ...counts,
      words: {
        zh: `不通过：模型在这份样本上不成立。${fails.map((finding) => finding.words.zh).join('')}`,
        en: `It fails: on these rows the model does not hold. ${fails.map((finding) => finding.words.en).join(' ')}`,
      },
    };
  if (warnings.length > 0)
    return {
      outcome: 'reservations',
      ...counts,
      words: {
        zh: `有保留：没有硬性不通过，但有 ${warnings.length} 项须由人逐项答复后才能使用。`,
        en: `With reservations: nothing forbids its use, but ${warnings.length} ${warnings.length === 1 ? 'point needs' : 'points need'} an answer from a person first.`,
      },
    };
  return {
    outcome: 'holds',
    ...counts,
    words: {
      zh: '通过：所列各项检查在这份样本上未见问题。未检查的项目不在此列。',
      en: 'It holds: the checks listed found nothing on these rows. What was not checked is not covered.',
    },
  };
}

function levelSeverity(level: Level, settings: ValidationSettings): Severity | null {
  const sure = shareInterval({ hits: level.bads, rows: level.rows }, LEVEL_CONFIDENCE);
  if (level.meanPd >= sure.low && level.meanPd <= sure.high) return null;
  const distance = Math.abs(level.rate.share - level.meanPd) / Math.max(level.meanPd, 1e-9);
  if (distance >= settings.levelFail) return 'fail';
  return distance >= settings.levelWarning ? 'warning' : null;
}

function levelNumbers(level: Level): { readonly [name: string]: number } {
  return {
    meanPd: level.meanPd,
    rate: level.rate.share,
    low: level.rate.low,
    high: level.rate.high,
    ratio: level.ratio,
    rows: level.rows,
    bads: level.bads,
  };
}

function intervalNumbers(auc: AucInterval): { readonly [name: string]: number } {
  return { auc: auc.auc, low: auc.low, high: auc.high };
}

function shareAside(shift: Shift, side: 'expected' | 'actual'): number {
  const count = (bins: Shift['bins']): number => bins.reduce((sum, bin) => sum + bin[side], 0);
  return (
    count(shift.bins.filter((bin) => bin.kind === 'missing' || bin.kind === 'unseen')) / count(shift.bins)
  );
}
