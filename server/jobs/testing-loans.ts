/**
 * Loans by the thousand, for tests and the benchmark: decided by the real rooms and written by the real log. Loans of one
 * kind share what was decided of them, so that a million is quickly made. Kind `n` fixes amount, term and how long ago.
 */
import { assert, type JsonObject } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import { type LoanTerms, presets } from '@plimsoll/core/schedule';
import { decideLoan } from '@plimsoll/loan/servicing';
import type { DomainEvent, LoanDeed, LoanEventBody, LoanRecord, LoanSummary } from '@plimsoll/loan/spine';
import { type Log, uuidV7 } from '@plimsoll/server/store';
import { books } from './books.ts';

/** Loans of one append. */
const LOANS_OF_STEP = 500;
const UNDER_WAY = 3;

const penalty = { rateAnnual: null, timesRate: 1.5, base: 'principal', maxMinor: null } as const;
const terms: LoanTerms = { ...presets.cn_level_payment, rateAnnual: 0.12 };
const lateTerms: LoanTerms = { ...terms, penalty };

/**
 * The events of a loan of kind `n`: opened and paid out 1 to 60 days before `day`, as it stood at the end of the day
 * before it. One in ten pays nothing, one in 20 has penalty interest; the others pay what is due on its day.
 */
export function eventsOfKind(n: number, day: Day): readonly DomainEvent[] {
  const effectiveDay = formatDay((day - 1 - (n % 60)) as Day);
  const amountMinor = 100_000 + 10_000 * (n % 50);
  const yesterday = formatDay((day - 1) as Day);
  const events: DomainEvent[] = [];
  let loan: LoanRecord = { id: 'kind', subject: null, facts: [], after: null };
  const act = (deed: LoanDeed, on: string): LoanSummary => {
    const context = { today: yesterday, factId: `f${events.length + 1}`, books };
    const decided = decideLoan(loan, { deed, effectiveDay: on, currency: null }, context);
    assert(decided.ok, `a loan is made: ${JSON.stringify(decided)}`);
    const { fact, after } = decided.value.body as unknown as LoanEventBody;
    assert(fact !== null, 'a fact');
    loan = { ...loan, facts: [...loan.facts, fact], after };
    events.push(decided.value);
    return after;
  };
  act(openingOf(n, amountMinor), effectiveDay);
  let after = act({ kind: 'disbursed', amountMinor, paymentId: null }, effectiveDay);
  while (n % 10 !== 0 && after.dueMinor > 0) {
    const dueDay = after.oldestUnpaidDay ?? yesterday;
    const part = { amountMinor: after.dueMinor, payer: 'borrower', variant: null, paymentId: null } as const;
    after = act({ kind: 'repaid', ...part }, dueDay);
  }
  return events;
}

function openingOf(n: number, amountMinor: number): LoanDeed {
  return {
    kind: 'opened',
    terms: n % 20 === 0 ? lateTerms : terms,
    product: 'personal-instalment',
    application: null,
    amountMinor,
    shares: [
      { funder: 'north', sharePpm: 700_000, servicerFeePpm: 0 },
      { funder: 'south', sharePpm: 300_000, servicerFeePpm: 0 },
    ],
  };
}

/** Writes `count` loans of the kinds 0 … `kinds` − 1 in turn, as they stood before `day`. */
export async function makeLoans(
  log: Log,
  { count, kinds, day }: { readonly count: number; readonly kinds: number; readonly day: Day },
): Promise<void> {
  const made = Array.from({ length: kinds }, (_, n) => eventsOfKind(n, day));
  let next = 0;
  const write = async (): Promise<void> => {
    for (let first = next; first < count; first = next) {
      next = Math.min(count, first + LOANS_OF_STEP);
      const streams = Array.from({ length: next - first }, (_, index) => {
        const stream = `loan:${uuidV7(Date.now())}`;
        const events = (made[(first + index) % kinds] ?? []).map((event) => ({ ...event, stream }));
        return { stream, expectedVersion: 0, events };
      });
      const body: JsonObject = {};
      const outcome = await log.append({
        actor: 'system:test',
        idempotency: null,
        streams,
        persons: [],
        reply: { status: 201, body },
        isStep: true,
      });
      assert(outcome.kind === 'committed', `loans are written: ${outcome.kind}`);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, write));
}
