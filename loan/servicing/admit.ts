/** Whether something may happen to a loan on a day, as the loan stood then; the reasons why not, with their figures. */
import { assertNever, type Refusal, refuse } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { isRate } from '@plimsoll/core/money';
import { amountFault, MAX_INSTALMENTS, prepareTerms, readTerms } from '@plimsoll/core/schedule';
import { type LoanDeed, type LoanFact, type LoanRecord, WHOLE_PPM } from '@plimsoll/loan/spine';
import { foldLoan } from './fold.ts';
import type { LoanState } from './state.ts';

export type Admission = {
  readonly loan: LoanRecord;
  /** As the loan stood on the day; null before it was opened. */
  readonly before: LoanState | null;
  readonly deed: LoanDeed;
  readonly day: Day;
  readonly currency: string | null;
};

/** Why a deed may not be; null when it may. */
export function refusalOfDeed(admission: Admission): Refusal | null {
  const { before, deed, currency } = admission;
  if (deed.kind === 'opened') return refusalOfOpening(admission, deed);
  if (before === null) return refuse('loan_not_opened', 'SRV-2', { effectiveDay: formatDay(admission.day) });
  if (currency !== null && currency !== before.terms.currency)
    return refuse('currency_mismatch', 'SRV-3', { currency, expected: before.terms.currency });
  if ('amountMinor' in deed) {
    const fault = refusalOfAmount(deed.amountMinor, before);
    if (fault !== null) return fault;
  }
  return refusalOfPayment(admission) ?? refusalInState(admission, before);
}

/** A payment is booked once, whoever asks again. */
function refusalOfPayment({ deed, loan }: Admission): Refusal | null {
  const id = 'paymentId' in deed ? deed.paymentId : null;
  if (id === null) return null;
  const undone = new Set(loan.facts.map((fact) => (fact.kind === 'reversed' ? fact.factId : null)));
  const fact = loan.facts.find(
    (other) => 'paymentId' in other && other.paymentId === id && !undone.has(other.id),
  );
  return fact === undefined
    ? null
    : refuse('payment_already_booked', 'SRV-26', { payment: id, fact: fact.id });
}

function refusalOfOpening(
  { loan }: Admission,
  deed: Extract<LoanDeed, { readonly kind: 'opened' }>,
): Refusal | null {
  if (loan.facts.length > 0) return refuse('loan_already_opened', 'SRV-2', { loan: loan.id });
  const terms = readTerms(deed.terms);
  if (!terms.ok) return terms;
  const ppm = deed.shares.reduce((sum, { sharePpm }) => sum + sharePpm, 0);
  if (ppm !== WHOLE_PPM || deed.shares.some(({ sharePpm }) => sharePpm <= 0))
    return refuse('shares_incomplete', 'SRV-4', { sharePpm: ppm, expected: WHOLE_PPM });
  return amountFault(prepareTerms(terms.value), deed.amountMinor);
}

function refusalOfAmount(amountMinor: number, { terms }: LoanState): Refusal | null {
  if (Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= Number.MAX_SAFE_INTEGER / 4)
    return null;
  return refuse('amount_impossible', 'SRV-3', {
    field: 'amountMinor',
    value: amountMinor,
    expected: 'whole minor units above 0, within 2^51',
    currency: terms.currency,
  });
}

function refusalInState(admission: Admission, before: LoanState): Refusal | null {
  const { deed, loan } = admission;
  switch (deed.kind) {
    case 'disbursed':
      return refusalOfDrawing(deed.amountMinor, before);
    case 'repaid':
      if (deed.variant !== null && !before.terms.prepayment.variants.includes(deed.variant))
        return refuse('prepayment_not_allowed', 'SRV-6', {
          variant: deed.variant,
          allowed: before.terms.prepayment.variants,
        });
      return refusalUnlessRunning(before, loan.id);
    case 'refunded':
      return deed.amountMinor <= before.overpaidMinor
        ? null
        : refuse('refund_exceeds_overpayment', 'SRV-7', {
            amountMinor: deed.amountMinor,
            overpaidMinor: before.overpaidMinor,
          });
    case 'reversed':
      return refusalOfReversal(loan, deed.factId);
    case 'charged':
      return parseDay(deed.dueDay) === null
        ? refuse('loan_day_unreadable', 'SRV-1', { effectiveDay: deed.dueDay })
        : (refusalUnlessRunning(before, loan.id) ?? refusalOfLost(before));
    case 'waived':
      return refusalOfWaiver(deed, before);
    case 'opened':
      return null;
    default:
      return (
        refusalUnlessRunning(before, loan.id) ??
        refusalOfLost(before) ??
        refusalOfChange(deed, before, lastDisbursedOn(loan))
      );
  }
}

function refusalOfDrawing(amountMinor: number, before: LoanState): Refusal | null {
  if (before.status !== 'approved' && before.status !== 'active' && before.terms.kind !== 'revolving')
    return refuse('loan_ended', 'SRV-5', { status: before.status });
  if (before.status === 'written_off') return refuse('loan_ended', 'SRV-5', { status: before.status });
  const isRevolving = before.terms.kind === 'revolving';
  const most = isRevolving ? before.terms.limitMinor : before.amountMinor;
  const used = isRevolving ? before.principalMinor : before.disbursedMinor;
  const last = before.instalments.findLast(({ kind }) => kind === 'instalment');
  if (last !== undefined && last.due <= before.asOf)
    return refuse('loan_ended', 'SRV-5', { status: before.status, lastDueDay: formatDay(last.due) });
  if (used + amountMinor <= most) return null;
  return refuse('loan_amount_exceeded', 'SRV-5', { amountMinor, usedMinor: used, mostMinor: most });
}

function refusalUnlessRunning(before: LoanState, loan: string): Refusal | null {
  if (before.status === 'approved') return refuse('loan_not_paid_out', 'SRV-5', { loan });
  if (before.status === 'closed' || before.status === 'overpaid')
    return refuse('loan_ended', 'SRV-5', { status: before.status });
  return null;
}

function refusalOfLost({ status }: LoanState): Refusal | null {
  return status === 'written_off' ? refuse('loan_ended', 'SRV-5', { status }) : null;
}

const reversible = new Set<LoanFact['kind']>([
  'disbursed',
  'repaid',
  'refunded',
  'charged',
  'waived',
  'rescheduled',
  'rate_changed',
  're_amortised',
  're_aged',
  'paused',
  'restructured',
  'written_off',
]);

/** Something that happened, once, and without which the rest still stands. */
function refusalOfReversal(loan: LoanRecord, factId: string): Refusal | null {
  const fact = loan.facts.find(({ id }) => id === factId);
  if (fact === undefined || !reversible.has(fact.kind))
    return refuse('fact_not_reversible', 'SRV-8', { fact: factId, kind: fact?.kind ?? null });
  if (loan.facts.some((other) => other.kind === 'reversed' && other.factId === factId))
    return refuse('fact_already_reversed', 'SRV-8', { fact: factId });
  if (fact.kind !== 'disbursed') return null;
  const day = parseDay('9999-12-31');
  const without =
    day === null
      ? null
      : foldLoan(
          loan.facts.filter(({ id }) => id !== factId),
          day,
        );
  return without !== null && without.payments.some(({ kind }) => kind === 'repaid')
    ? refuse('fact_not_reversible', 'SRV-8', { fact: factId, kind: fact.kind })
    : null;
}

function refusalOfWaiver(
  deed: Extract<LoanDeed, { readonly kind: 'waived' }>,
  before: LoanState,
): Refusal | null {
  if (before.status === 'written_off') return refusalOfLost(before);
  const unpaid = before.instalments.reduce((sum, row) => {
    const part = { interest: row.interestMinor, fee: row.feeMinor, penalty: row.penaltyMinor }[
      deed.component
    ];
    return sum + Math.min(part, row.outstandingMinor);
  }, 0);
  return deed.amountMinor <= unpaid
    ? null
    : refuse('waiver_exceeds_due', 'SRV-7', {
        component: deed.component,
        amountMinor: deed.amountMinor,
        unpaidMinor: unpaid,
      });
}

/** The last day on which money was paid out, of what was not undone. */
function lastDisbursedOn({ facts }: LoanRecord): Day {
  const undone = new Set(facts.map((fact) => (fact.kind === 'reversed' ? fact.factId : null)));
  const days = facts
    .filter(({ kind, id }) => kind === 'disbursed' && !undone.has(id))
    .map(({ effectiveDay }) => parseDay(effectiveDay) ?? (0 as Day));
  return days.reduce((last, day) => (day > last ? day : last), 0 as Day);
}

type Change = Exclude<
  LoanDeed,
  { readonly kind: 'opened' | 'disbursed' | 'repaid' | 'refunded' | 'reversed' | 'charged' | 'waived' }
>;

function refusalOfChange(deed: Change, before: LoanState, lastDisbursed: Day): Refusal | null {
  const wrong = (field: string, value: string | number | null, expected: string) =>
    refuse('loan_change_impossible', 'SRV-9', { change: deed.kind, field, value, expected });
  const isAhead = (text: string) => (parseDay(text) ?? 0) > before.asOf;
  switch (deed.kind) {
    case 'rate_changed':
      return isRate(deed.rateAnnual) ? null : wrong('rateAnnual', deed.rateAnnual, 'a rate such as 0.12');
    case 'rescheduled': {
      const row = before.instalments.find(({ due, isDue }) => !isDue && formatDay(due) >= deed.fromDay);
      if (row === undefined)
        return wrong('fromDay', deed.fromDay, 'the day of an instalment that is still to come');
      if (deed.newDueDay !== null && (parseDay(deed.newDueDay) ?? 0) <= Math.max(row.from, before.asOf))
        return wrong(
          'newDueDay',
          deed.newDueDay,
          `a day after ${formatDay(Math.max(row.from, before.asOf) as Day)}`,
        );
      if (deed.rateAnnual !== null && !isRate(deed.rateAnnual))
        return wrong('rateAnnual', deed.rateAnnual, 'a rate');
      const count = before.instalments.length + deed.extraInstalments;
      return deed.extraInstalments >= 0 && count <= MAX_INSTALMENTS
        ? null
        : wrong(
            'extraInstalments',
            deed.extraInstalments,
            `0 or more, at most ${MAX_INSTALMENTS} instalments in all`,
          );
    }
    case 're_aged':
      if (!isAhead(deed.firstDueDay)) return wrong('firstDueDay', deed.firstDueDay, 'a day to come');
      return deed.instalments >= 1 && deed.instalments <= MAX_INSTALMENTS
        ? null
        : wrong('instalments', deed.instalments, `1 to ${MAX_INSTALMENTS}`);
    case 'paused':
      return (parseDay(deed.fromDay) ?? 1) <= (parseDay(deed.toDay) ?? 0)
        ? null
        : wrong('toDay', deed.toDay, `a day not before ${deed.fromDay}`);
    case 'restructured': {
      const terms = readTerms(deed.terms);
      if (!terms.ok) return terms;
      return terms.value.currency === before.terms.currency
        ? null
        : wrong('terms.currency', terms.value.currency, before.terms.currency);
    }
    case 're_amortised':
      return before.instalments.some(({ kind, isDue }) => kind === 'instalment' && !isDue)
        ? null
        : wrong('instalments', before.instalments.length, 'an instalment that is still to come');
    case 'written_off': {
      const later = before.asOf < lastDisbursed ? lastDisbursed : null;
      return later === null
        ? null
        : wrong(
            'effectiveDay',
            formatDay(before.asOf),
            `a day not before ${formatDay(later)}, when money was paid out`,
          );
    }
    case 'resumed':
      return null;
    default:
      return assertNever(deed);
  }
}
