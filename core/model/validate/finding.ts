/** What a validation finds: a code, how grave it is, the numbers it rests on, and the same in words. */

export type LocalWords = { readonly zh: string; readonly en: string };

/** `fail`: the model may not be used so. `warning`: a person must answer for it. `note`: worth knowing. */
export type Severity = 'fail' | 'warning' | 'note';

export const FINDING_CODES = [
  'judged_on_training_rows',
  'too_few_events',
  'weak_discrimination',
  'too_good_to_be_true',
  'discrimination_lost',
  'level_off',
  'slope_off',
  'calibration_test_rejects',
  'segment_weak',
  'segment_level_off',
  'period_level_off',
  'score_shifted',
  'input_shifted',
  'adverse_impact',
  'adverse_impact_unsure',
  'group_level_off',
  'group_too_small',
  'input_too_good',
  'after_the_fact',
  'date_after_observation',
  'person_on_both_sides',
  'duplicates_across_folds',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The input, segment, group or period it is about; empty for the whole model. */
  readonly subject: string;
  readonly numbers: { readonly [name: string]: number };
  readonly words: LocalWords;
};

const ORDER: readonly Severity[] = ['fail', 'warning', 'note'];

/** Gravest first; within a severity in the order found. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity));
}
