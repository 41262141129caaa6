/**
 * How much a person, or a group of related persons, may owe: limits by currency, and what holds a part of them. A loan holds
 * what may still be drawn (reserved) and what is outstanding (used); a guarantee holds what it may come to. An event of a
 * limit carries the whole state after it, so that nobody folds a stream to know it.
 */
import { formatDay, parseDay, type Day } from '@plimsoll/core/calendar';
import { assert } from '@plimsoll/core/base';
import type { LoanDeed, LoanSummary } from './loan.ts';

/** The most that hold a part of one limit at a time, and the most groups of one person. */
export const MAX_HOLDINGS = 200;
export const MAX_GROUPS = 5;
/** How long an offer that nobody draws holds its part. */
export const OFFER_DAYS = 30;

export type LimitHolding = {
  /** The id of the loan, or `guarantee:<id>`. */
  readonly id: string;
  readonly kind: 'loan' | 'guarantee';
  readonly currency: string;
  readonly reservedMinor: number;
  readonly usedMinor: number;
  /** The last day on which what is reserved counts, `YYYY-MM-DD`; null: no end. */
  readonly untilDay: string | null;
};

export type LimitState = {
  /** Minor units by currency; a currency without one is not limited here. */
  readonly limits: { readonly [currency: string]: number };
  /** The groups of a person; none of a group. */
  readonly groups: readonly string[];
  /** Those that hold something, in the order of their ids. */
  readonly holdings: readonly LimitHolding[];
};

/** The body of `limit.set` and `limit.moved`. */
export type LimitEventBody = { readonly after: LimitState };

export const noLimit: LimitState = { limits: {}, groups: [], holdings: [] };

/** The stream of a person's limit, or of a group's (`group:<name>`). */
export function limitStream(owner: string): string {
  return `limit:${owner}`;
}

/** What counts against a limit on a day, `YYYY-MM-DD`. */
export function exposureOf(
  { holdings }: Pick<LimitState, 'holdings'>,
  of: { readonly currency: string; readonly day: string },
): { readonly reservedMinor: number; readonly usedMinor: number } {
  let reservedMinor = 0;
  let usedMinor = 0;
  for (const holding of holdings) {
    if (holding.currency !== of.currency) continue;
    usedMinor += holding.usedMinor;
    if (holding.untilDay === null || holding.untilDay >= of.day) reservedMinor += holding.reservedMinor;
  }
  return { reservedMinor, usedMinor };
}

/** What a loan holds of its borrower's limit, as it stands. Of a loan that ended: nothing; of one written off: the loss. */
export function holdingOf(
  id: string,
  opened: Extract<LoanDeed, { readonly kind: 'opened' }> & { readonly effectiveDay: string },
  after: LoanSummary,
): LimitHolding {
  const { terms, amountMinor } = opened;
  const { principalMinor, disbursedMinor, status, accounts } = after;
  const none = {
    id,
    kind: 'loan',
    currency: terms.currency,
    reservedMinor: 0,
    usedMinor: 0,
    untilDay: null,
  } as const;
  switch (status) {
    case 'approved':
      return { ...none, reservedMinor: amountMinor, untilDay: daysAfter(opened.effectiveDay) };
    case 'active': {
      const drawn = terms.kind === 'revolving' ? principalMinor : disbursedMinor;
      return { ...none, reservedMinor: Math.max(0, amountMinor - drawn), usedMinor: principalMinor };
    }
    case 'written_off':
      return {
        ...none,
        usedMinor: principalMinor + Math.max(0, accounts.principalWrittenOff - accounts.recovered),
      };
    default:
      return none;
  }
}

function daysAfter(text: string): string {
  const day = parseDay(text);
  assert(day !== null, 'a loan is opened on a day');
  return formatDay((day + OFFER_DAYS) as Day);
}
