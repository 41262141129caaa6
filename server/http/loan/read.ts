/** Reading loans over HTTP: the list, one on a day, what would end it, its events and postings, the funders' books. */
import type { ListLoans } from '@plimsoll/api/loan';
import { assert, type JsonObject, refuse } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { unitPeriodOf } from '@plimsoll/core/cost';
import { chartEntry, type Posting } from '@plimsoll/core/journal';
import { checkFlows } from '@plimsoll/loan/compliance';
import {
  classify,
  costFlows,
  foldLoan,
  type LoanState,
  quotePayoff,
  standingOf,
} from '@plimsoll/loan/servicing';
import { loanStream } from '@plimsoll/loan/spine';
import {
  type BalanceRow,
  listLoans,
  readBalances,
  readLoan,
  readStatement,
  type StoredLoan,
} from '@plimsoll/server/loan';
import { readStream } from '@plimsoll/server/store';
import { answer, type RoomHandlers, refuseCall } from '../call.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { presentEvent } from '../present-event.ts';
import { dayAt, type LoanPorts } from './ports.ts';
import { presentCost, presentDetail, presentProduct, presentRow } from './present.ts';

type Reading = Pick<
  RoomHandlers<'loan'>,
  | 'listLoanProducts'
  | 'listLoans'
  | 'readLoan'
  | 'quotePayoff'
  | 'readLoanCost'
  | 'listLoanEvents'
  | 'listLoanPostings'
  | 'listFunders'
  | 'readFunderStatement'
>;

const PAGE_ROWS = 50;

/** The handlers that read loans. */
export function createLoanReading(ports: LoanPorts): Reading {
  const { pool, loans } = ports;
  return {
    listLoanProducts: async () => answer({ rows: loans.products.map(presentProduct) }),
    listLoans: async ({ query }) => {
      const page = await readPage(ports, query);
      return page === null ? refuseCall('invalid_cursor') : answer(page);
    },
    readLoan: async ({ params: { id }, query }) => {
      const found = await findOn(ports, id, query.day);
      return 'code' in found
        ? found
        : answer(presentDetail(found.stored, found.state, classOf(loans, found)));
    },
    quotePayoff: async ({ params: { id }, query }) => {
      const found = await findOn(ports, id, query.day);
      if ('code' in found) return found;
      const quote = quotePayoff(found.stored.record.facts, found.state.asOf);
      assert(quote !== null, 'a loan that was opened');
      return answer({ id, currency: found.state.terms.currency, ...quote });
    },
    readLoanCost: async ({ params: { id }, query }) => {
      const found = await findOn(ports, id, query.day);
      if ('code' in found) return found;
      const costed = costOf(loans, found);
      if (!costed.ok) return costed;
      const { cost, checks } = costed.value;
      const caps = checks.map((check) => ({ ...check }));
      const { terms, asOf } = found.state;
      return answer({ id, day: formatDay(asOf), currency: terms.currency, cost: presentCost(cost), caps });
    },
    listLoanEvents: async ({ params: { id } }) => {
      const events = await readStream(pool, loanStream(id));
      return events.length === 0
        ? refuseCall('loan_not_found', { id })
        : answer({ rows: events.map(presentEvent) });
    },
    listLoanPostings: async ({ params: { id } }) => {
      const events = await readStream(pool, loanStream(id));
      if (events.length === 0) return refuseCall('loan_not_found', { id });
      const rows = events.map(({ position, id: eventId, kind, effectiveDay, bookedAt, body }) => ({
        position,
        eventId,
        kind,
        effectiveDay,
        bookedAt,
        postings: ((JSON.parse(body) as JsonObject)['postings'] ?? []) as unknown as Posting[],
      }));
      return answer({ rows: rows.filter(({ postings }) => postings.length > 0) });
    },
    listFunders: async () => answer({ rows: booksOf(await readBalances(pool)) }),
    readFunderStatement: async ({ params: { funder }, query: { from, to } }) => {
      const accounts = await readStatement(pool, { funder, from, to });
      const rows = accounts.map((row) => ({ ...row, ...chartOf(row.account) }));
      const sumMinor = rows.reduce((sum, { closingMinor }) => sum + closingMinor, 0);
      return answer({ funder, from, to, rows, sumMinor });
    },
  };
}

async function readPage({ pool }: LoanPorts, query: ListLoans) {
  const { cursor, limit = PAGE_ROWS, ...filter } = query;
  const after = cursor === undefined ? null : readCursor(cursor, filter);
  if (cursor !== undefined && !Number.isSafeInteger(after?.value)) return null;
  const before = after === null ? null : Number(after.value);
  // One more than asked for tells whether there is a next page.
  const rows = await listLoans(pool, filter, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map(presentRow),
    nextCursor: last === undefined ? null : writeCursor({ value: last.position, id: last.id }, filter),
  };
}

type Found = { readonly stored: StoredLoan; readonly state: LoanState };

async function findOn({ pool, clock }: LoanPorts, id: string, asked: string | undefined) {
  const day = asked ?? dayAt(clock());
  const stored = await readLoan(pool, id);
  if (stored === null) return refuseCall('loan_not_found', { id });
  const state = foldLoan(stored.record.facts, dayOf(day));
  if (state === null) return refuseCall('loan_not_opened', { id, day });
  return { stored, state } satisfies Found;
}

function classOf({ find, classifications }: LoanPorts['loans'], { stored, state }: Found) {
  const name = find(state.product)?.classification ?? '';
  const policy = classifications.get(name);
  if (policy === undefined) return null;
  const standing = standingOf(stored.record.facts, state, { isRefinanced: false });
  const classed = classify(policy, standing);
  return classed.ok ? { policy: name, ...classed.value } : null;
}

/** By what was really paid, against the caps of the day that it was agreed; a product no longer sold has no caps to tell. */
function costOf({ find, rules }: LoanPorts['loans'], { stored, state }: Found) {
  const { facts } = stored.record;
  const [opened] = facts;
  const flows = costFlows(facts, state.asOf);
  const product = find(state.product);
  assert(opened?.kind === 'opened' && flows !== null, 'a loan that was opened');
  if (product === null) return refuse('loan_product_not_found', 'LNS-11', { product: state.product });
  const agreedOn = dayOf(opened.effectiveDay);
  const { terms, amountMinor } = opened;
  const unitPeriod = unitPeriodOf({
    terms,
    disbursedOn: agreedOn,
    amountMinor,
    instalments: state.instalments,
  });
  const { currency } = terms;
  return checkFlows(flows, { scope: product.caps, agreedOn, currency, unitPeriod }, rules);
}

function booksOf(balances: readonly BalanceRow[]) {
  const books = Map.groupBy(balances, ({ funder, currency }) => `${funder} ${currency}`);
  return [...books.values()].map((accounts) => ({
    funder: accounts[0]?.funder ?? '',
    currency: accounts[0]?.currency ?? '',
    accounts: accounts.map(({ account, amountMinor }) => {
      return { account, ...chartOf(account), amountMinor };
    }),
    sumMinor: accounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }));
}

function chartOf(account: string) {
  const entry = chartEntry(account);
  assert(entry !== null, 'an account of the chart');
  return { kind: entry.kind, text: { ...entry.text } };
}

function dayOf(text: string): Day {
  const day = parseDay(text);
  assert(day !== null, 'a day that was checked');
  return day;
}
