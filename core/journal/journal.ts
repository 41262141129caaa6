/**
 * Double entry: postings that sum to zero for each funder and currency, or no transaction. Source of the rule: Pacioli
 * (1494), as every ledger has it; here it holds within each funder's books, not only over all of them.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { type AccountName, chartEntry } from './account.ts';

/** A movement of one account in one funder's books: debit above 0, credit below. Minor units, never 0. */
export type Posting = {
  readonly funder: string;
  readonly currency: string;
  readonly account: AccountName;
  readonly amountMinor: number;
};

/** The most postings of one transaction. */
export const MAX_POSTINGS = 10_000;

/** A cumulative amount that goes from one account to another of the same funder. */
export type Leg = { readonly debit: AccountName; readonly credit: AccountName; readonly amountMinor: number };

/**
 * Postings that may be booked together. Refuses `postings_unbalanced` (JRN-1) with funder, currency and the sum that is
 * not 0, and `account_unknown` (JRN-2).
 */
export function checkPostings(postings: readonly Posting[]): Result<readonly Posting[]> {
  assert(postings.length <= MAX_POSTINGS, `at most ${MAX_POSTINGS} postings`);
  const sums = new Map<string, number>();
  for (const { funder, currency, account, amountMinor } of postings) {
    assert(Number.isSafeInteger(amountMinor) && amountMinor !== 0, 'a posting moves whole minor units');
    if (chartEntry(account) === null) return refuse('account_unknown', 'JRN-2', { account });
    const books = `${funder}\u0000${currency}`;
    sums.set(books, (sums.get(books) ?? 0) + amountMinor);
  }
  for (const [books, sum] of sums) {
    if (sum === 0) continue;
    const [funder = '', currency = ''] = books.split('\u0000');
    return refuse('postings_unbalanced', 'JRN-1', { funder, currency, sumMinor: sum });
  }
  return ok(postings);
}

/** Balances by `funder, currency, account`; debit above 0. */
export type Balances = ReadonlyMap<string, Posting>;

/** What legs come to in one funder's books. Balanced by construction: each leg moves two accounts by one amount. */
export function addLegs(
  balances: Map<string, Posting>,
  { funder, currency }: { readonly funder: string; readonly currency: string },
  legs: readonly Leg[],
): void {
  for (const { debit, credit, amountMinor } of legs) {
    if (amountMinor === 0) continue;
    move(balances, { funder, currency, account: debit, amountMinor });
    move(balances, { funder, currency, account: credit, amountMinor: 0 - amountMinor });
  }
}

function move(balances: Map<string, Posting>, posting: Posting): void {
  const name = keyOf(posting);
  const amountMinor = (balances.get(name)?.amountMinor ?? 0) + posting.amountMinor;
  balances.set(name, { ...posting, amountMinor });
}

/** The postings that lead from balances to others. */
export function difference(before: Balances, after: Balances): readonly Posting[] {
  const postings: Posting[] = [];
  for (const [name, target] of after) {
    const amountMinor = target.amountMinor - (before.get(name)?.amountMinor ?? 0);
    if (amountMinor !== 0) postings.push({ ...target, amountMinor });
  }
  for (const [name, gone] of before)
    if (!after.has(name) && gone.amountMinor !== 0)
      postings.push({ ...gone, amountMinor: 0 - gone.amountMinor });
  return postings;
}

function keyOf({ funder, currency, account }: Posting): string {
  return `${funder}\u0000${currency}\u0000${account}`;
}
