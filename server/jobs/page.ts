/** A page of loans read from the database, and what the end of a day makes of it. Terms that loans share are read once. */
import { assert, type JsonObject } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { accruedBalances } from '@plimsoll/loan/funding';
import { closeDay } from '@plimsoll/loan/servicing';
import type { DomainEvent, LoanFact, LoanRecord, LoanSummary } from '@plimsoll/loan/spine';
import type pg from 'pg';
import { books } from './books.ts';

/** Loans of a page: its events go in one append, which must stay a short moment. */
export const PAGE_LOANS = 500;
/** Distinct terms that are kept. */
const MAX_TERMS = 1000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export type LoanRow = {
  readonly id: string;
  readonly subject: string | null;
  readonly version: number;
  readonly summary: string;
  readonly facts: string;
};

export type Refusal = { readonly loan: string; readonly code: string; readonly problem: string };
/** Minor units by funder, then currency. */
export type Accrued = { [funder: string]: { [currency: string]: number } };

export type ClosedPage = {
  readonly events: readonly { readonly event: DomainEvent; readonly version: number }[];
  readonly refusals: readonly Refusal[];
  readonly accrued: Accrued;
};

/** The next loans of a partition that live, in the order of their ids. */
export async function readPage(
  pool: pg.Pool,
  partition: number,
  after: string | null,
): Promise<readonly LoanRow[]> {
  const { rows } = await pool.query<LoanRow>({
    name: 'end-of-day-page',
    text: `SELECT id, subject, version, summary, facts FROM loan
      WHERE partition = $1 AND id > $2 AND status IN ('active', 'written_off') ORDER BY id LIMIT $3`,
    values: [partition, after ?? BEFORE_ALL, PAGE_LOANS],
  });
  return rows;
}

/** Closes the day of each loan. One that breaks is told with the reason and holds up nobody. */
export function closePage(rows: readonly LoanRow[], day: Day): ClosedPage {
  const events: { readonly event: DomainEvent; readonly version: number }[] = [];
  const refusals: Refusal[] = [];
  const accrued: Accrued = {};
  for (const row of rows) {
    try {
      const closed = closeDay(recordOf(row), day, books);
      if (!closed.ok) {
        refusals.push({ loan: row.id, code: closed.code, problem: JSON.stringify(closed.facts) });
        continue;
      }
      if (closed.value === null) continue;
      const { event, accruedMinor, shares, currency } = closed.value;
      if (event !== null) events.push({ event, version: row.version });
      for (const { funder, account, amountMinor } of accruedBalances(accruedMinor, {
        shares,
        currency,
      }).values())
        if (account === 'accrued_interest') add(accrued, { funder, currency, amountMinor });
    } catch (fault) {
      refusals.push({ loan: row.id, code: 'loan_unreadable', problem: String(fault).slice(0, 500) });
    }
  }
  return { events, refusals, accrued };
}

/** Adds an amount to those accrued. */
export function add(
  accrued: Accrued,
  of: { readonly funder: string; readonly currency: string; readonly amountMinor: number },
): void {
  const mine = (accrued[of.funder] ??= {});
  mine[of.currency] = (mine[of.currency] ?? 0) + of.amountMinor;
}

function recordOf({ id, subject, summary, facts }: LoanRow): LoanRecord {
  return {
    id,
    subject,
    facts: facts
      .split('\n')
      .filter((line) => line !== '')
      .map(readFact),
    after: JSON.parse(summary) as LoanSummary,
  };
}

const TERMS = ',"terms":';
const terms = new Map<string, JsonObject>();

/** Members stand in the order of their names, and no name of an opening comes after `terms`. */
function readFact(line: string): LoanFact {
  const at = line.includes('"kind":"opened"') ? line.indexOf(TERMS) : -1;
  if (at < 0) return JSON.parse(line) as LoanFact;
  const text = line.slice(at + TERMS.length, -1);
  let shared = terms.get(text);
  if (shared === undefined) {
    shared = JSON.parse(text) as JsonObject;
    if (terms.size >= MAX_TERMS) terms.clear();
    terms.set(text, shared);
  }
  const opening = JSON.parse(`${line.slice(0, at)}}`) as JsonObject;
  assert(opening['kind'] === 'opened', 'an opening');
  return { ...opening, terms: shared } as unknown as LoanFact;
}
