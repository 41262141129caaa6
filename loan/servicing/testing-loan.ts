/** A small loan to try things on: 1,200.00 over twelve months at 12 %, paid out on the first of the year. */
import { parseDay, type Day } from '@plimsoll/core/calendar';
import { type LoanTerms, presets } from '@plimsoll/core/schedule';
import type { LoanDeed, LoanFact, LoanRecord } from '@plimsoll/loan/spine';
import { foldLoan } from './fold.ts';
import type { LoanState } from './state.ts';

export const AMOUNT = 120_000;

/** Facts from days and deeds; ids tell their place. */
export function factsOf(...deeds: readonly (readonly [day: string, deed: LoanDeed])[]): readonly LoanFact[] {
  return deeds.map(([day, deed], index) => ({
    id: `f${index}`,
    effectiveDay: day,
    bookedDay: day,
    ...deed,
  }));
}

export function opened(terms: Partial<LoanTerms> = {}): LoanDeed {
  return {
    kind: 'opened',
    terms: { ...presets.cn_level_payment, rateAnnual: 0.12, ...terms },
    product: 'any',
    application: null,
    amountMinor: AMOUNT,
    shares: [{ funder: 'own', sharePpm: 1_000_000, servicerFeePpm: 0 }],
  };
}

export const paidOut: LoanDeed = { kind: 'disbursed', amountMinor: AMOUNT, paymentId: null };

export function repaid(amountMinor: number, variant: 'lower' | 'shorten' | null = null): LoanDeed {
  return { kind: 'repaid', amountMinor, payer: 'borrower', variant, paymentId: null };
}

/** The loan with some facts beyond its first two. */
export function lifeOf(
  terms: Partial<LoanTerms>,
  ...deeds: readonly (readonly [day: string, deed: LoanDeed])[]
): readonly LoanFact[] {
  return factsOf(['2026-01-01', opened(terms)], ['2026-01-01', paidOut], ...deeds);
}

export function dayAt(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new Error(text);
  return day;
}

export function stateOn(day: string, facts: readonly LoanFact[]): LoanState {
  const state = foldLoan(facts, dayAt(day));
  if (state === null) throw new Error('a loan that was opened');
  return state;
}

export function recordOf(facts: readonly LoanFact[]): LoanRecord {
  return { id: 'l1', subject: null, facts, after: null };
}
