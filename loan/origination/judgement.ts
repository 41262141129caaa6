/**
 * A policy's answer, taken only as far as it holds. The mechanism is fail-closed whatever the policy says:
 * a broken answer or an error anywhere refers with POLICY_ERROR; an approval or referral in want of a required input
 * refers with MISSING_…; an approval stands only with an offer inside what was asked, the limit and the cap.
 */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import type {
  DecidedBody,
  MissingInput,
  Offer,
  Outcome,
  PolicyError,
  PolicyTerms,
  SubmittedBody,
} from '@plimsoll/loan/spine';
import { missingCode, POLICY_ERROR } from './reason.ts';

/** The most reasons, and the most errors, that a decision records. */
export const MAX_REASONS = 50;
export const MAX_ERRORS = 20;

export type PolicyAnswer = {
  /** The value of the policy's `decision`, as JSON. */
  readonly value: JsonValue;
  readonly errors: readonly PolicyError[];
  readonly missing: readonly MissingInput[];
};

export type JudgementSetting = {
  readonly submitted: SubmittedBody;
  readonly terms: PolicyTerms;
  readonly day: string;
};

/** What an answer that holds says. */
type SoundAnswer = Omit<DecidedBody, 'missing' | 'errors' | 'contextDay' | 'terms'>;

/** The body of `application.decided` that an answer leads to. */
export function judge(answer: PolicyAnswer, setting: JudgementSetting): DecidedBody {
  const faults = answerFaults(answer, setting);
  const errors = [...answer.errors, ...faults].slice(0, MAX_ERRORS);
  const missingReasons = answer.missing.map((missing) => missingCode(missing.input));
  const rest = { missing: answer.missing, contextDay: setting.day, terms: setting.terms, errors };
  if (errors.length > 0) return { ...broken([...missingReasons, POLICY_ERROR]), ...rest };
  const sound = soundAnswer(answer.value as JsonObject);
  if (sound.outcome === 'decline' || missingReasons.length === 0) return { ...sound, ...rest };
  const reasons = [...missingReasons, ...sound.reasons].slice(0, MAX_REASONS);
  return { ...sound, outcome: 'refer', offer: null, reasons, ...rest };
}

function broken(reasons: readonly string[]): SoundAnswer {
  return {
    outcome: 'refer',
    stage: null,
    grade: null,
    score: null,
    probabilityOfDefault: null,
    limitMinor: null,
    offer: null,
    reasons: reasons.slice(0, MAX_REASONS),
  };
}

function soundAnswer(value: JsonObject): SoundAnswer {
  return {
    outcome: value['outcome'] as Outcome,
    stage: (value['stage'] ?? null) as string | null,
    grade: (value['grade'] ?? null) as string | null,
    score: (value['score'] ?? null) as number | null,
    probabilityOfDefault: (value['probabilityOfDefault'] ?? null) as number | null,
    limitMinor: (value['limitMinor'] ?? null) as number | null,
    offer: readOffer(value['offer'] ?? null),
    reasons: value['reasons'] as readonly string[],
  };
}

/** Only the four terms that a decision records; a policy may hold more in its offer. */
function readOffer(value: JsonValue): Offer | null {
  if (value === null) return null;
  const { amountMinor, termMonths, rateAnnual, instalmentMinor } = value as unknown as Offer;
  return { amountMinor, termMonths, rateAnnual, instalmentMinor };
}

const isNullOr =
  (holds: (value: JsonValue) => boolean) =>
  (value: JsonValue): boolean =>
    value === null || holds(value);
const isText = (value: JsonValue): boolean => typeof value === 'string' && value !== '';
const isFinite = (value: JsonValue): boolean => typeof value === 'number' && Number.isFinite(value);
const isProbability = (value: JsonValue): boolean =>
  isFinite(value) && Number(value) >= 0 && Number(value) <= 1;
const isAmount = (value: JsonValue): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** The optional fields of an answer and what each must be. */
const fieldChecks = [
  ['stage', isNullOr(isText)],
  ['grade', isNullOr(isText)],
  ['score', isNullOr(isFinite)],
  ['probabilityOfDefault', isNullOr(isProbability)],
  ['limitMinor', isNullOr(isAmount)],
  ['offer', isNullOr(isObject)],
] as const;

function answerFaults(answer: PolicyAnswer, setting: JudgementSetting): readonly PolicyError[] {
  const { value } = answer;
  if (!isObject(value)) return [fault('decision_not_a_context', 'decision')];
  const faults: PolicyError[] = [];
  const outcome = value['outcome'] ?? null;
  if (outcome !== 'approve' && outcome !== 'refer' && outcome !== 'decline')
    faults.push(fault('outcome_unknown', 'decision.outcome'));
  for (const [field, holds] of fieldChecks)
    if (!holds(value[field] ?? null)) faults.push(fault('field_unsound', `decision.${field}`));
  const reasons = value['reasons'] ?? null;
  if (
    !Array.isArray(reasons) ||
    reasons.length > MAX_REASONS ||
    !reasons.every((each) => isText(each as JsonValue))
  )
    faults.push(fault('reasons_not_a_list', 'decision.reasons'));
  else if (outcome !== 'approve' && reasons.length === 0)
    faults.push(fault('reasons_empty', 'decision.reasons'));
  if (faults.length > 0) return faults;
  const offer = value['offer'] ?? null;
  if (offer !== null) return offerFaults(value, offer as JsonObject, setting);
  // An approval that lacks an input is going to be referred anyway, and its offer may lack for the same cause.
  const isWanting = answer.missing.length > 0;
  return outcome === 'approve' && !isWanting ? [fault('approval_without_offer', 'decision.offer')] : [];
}

function offerFaults(
  value: JsonObject,
  offer: JsonObject,
  setting: JudgementSetting,
): readonly PolicyError[] {
  const { amountMinor, termMonths, rateAnnual, instalmentMinor } = offer as unknown as Offer;
  const limitMinor = value['limitMinor'] ?? null;
  const cap = setting.terms['rateCapAnnual'] ?? null;
  const isWhole = [amountMinor, termMonths, instalmentMinor].every(
    (each) => Number.isSafeInteger(each) && each > 0,
  );
  if (!isWhole || !isFinite(rateAnnual ?? null) || rateAnnual < 0)
    return [fault('offer_unsound', 'decision.offer')];
  const faults: PolicyError[] = [];
  if (limitMinor === null || amountMinor > Number(limitMinor))
    faults.push(fault('offer_above_limit', 'decision.offer.amountMinor'));
  if (amountMinor > setting.submitted.amountMinor)
    faults.push(fault('offer_above_amount_asked', 'decision.offer.amountMinor'));
  if (termMonths !== setting.submitted.termMonths)
    faults.push(fault('offer_of_another_term', 'decision.offer.termMonths'));
  if (cap === null || rateAnnual > Number(cap))
    faults.push(fault('offer_above_cap', 'decision.offer.rateAnnual'));
  if (instalmentMinor * termMonths < amountMinor)
    faults.push(fault('instalments_below_amount', 'decision.offer.instalmentMinor'));
  return faults;
}

function fault(code: string, place: string): PolicyError {
  return { code, place };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
