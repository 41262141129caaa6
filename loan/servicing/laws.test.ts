import { expect, test } from 'vitest';
import { canonicalize, createRandom } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import type { LoanFact } from '@plimsoll/loan/spine';
import { foldLoan } from './fold.ts';
import type { LoanState } from './state.ts';
import { randomHistory } from './testing-history.ts';

/** How many lives each law looks at here; `PLIMSOLL_HISTORIES` asks for more. */
const HISTORIES = Number(process.env['PLIMSOLL_HISTORIES'] ?? 300);
const LENGTH = 14;

const lives = Array.from({ length: HISTORIES }, (_, index) => randomHistory(index + 1, LENGTH));

function eachLife(law: (facts: readonly LoanFact[], lastDay: Day, seed: number) => void): void {
  for (const [index, { facts, lastDay }] of lives.entries()) {
    const seed = index + 1;
    try {
      law(facts, lastDay, seed);
    } catch (error) {
      throw new Error(`life of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

const at = (facts: readonly LoanFact[], day: number): LoanState => {
  const state = foldLoan(facts, day as Day);
  if (state === null) throw new Error('a loan');
  return state;
};

test('[SRV-10] principal of instalments = disbursed, parts of a payment = the payment, the last balance is 0', () => {
  eachLife((facts, lastDay) => {
    for (const day of [lastDay, lastDay + 30, lastDay + 1500]) {
      const state = at(facts, day);
      const principal = state.instalments.reduce((sum, row) => sum + row.principalMinor, 0);
      expect(principal).toBe(state.disbursedMinor);
      expect(state.instalments.at(-1)?.balanceAfterMinor ?? 0).toBe(0);
      for (const payment of state.payments) {
        if (payment.kind !== 'repaid') continue;
        const parts = payment.parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        expect(parts + payment.overpaidMinor).toBe(payment.amountMinor);
      }
      for (const row of state.instalments) expect(row.outstandingMinor).toBeGreaterThanOrEqual(0);
    }
  });
});

test('[SRV-11] money in is what was paid, is held for the borrower, or was given back', () => {
  eachLife((facts, lastDay) => {
    const { accounts, upfront } = at(facts, lastDay);
    const sum = (amounts: { readonly [name: string]: number }) =>
      Object.values(amounts).reduce((total, amount) => total + amount, 0);
    const atOnce = upfront.reduce((total, { paid }) => total + paid, 0);
    const paid =
      accounts.principalPaid + accounts.interestPaid + sum(accounts.chargePaid) + accounts.recovered;
    expect(paid - atOnce + accounts.overpaid + accounts.refunded).toBe(sum(accounts.received));
  });
});

test('[SRV-12] the order of booking plays no part', () => {
  eachLife((facts, lastDay, seed) => {
    const shuffled = createRandom(`order ${seed}`).shuffle(facts);
    expect(canonicalize(at(shuffled, lastDay + 10) as never)).toBe(
      canonicalize(at(facts, lastDay + 10) as never),
    );
  });
});

test('[SRV-13] as days pass without anything happening, days past due do not fall', () => {
  eachLife((facts, lastDay) => {
    let before = at(facts, lastDay).delinquency.dpd;
    for (const later of [1, 5, 31, 90]) {
      const { dpd } = at(facts, lastDay + later).delinquency;
      expect(dpd).toBeGreaterThanOrEqual(before);
      before = dpd;
    }
  });
});

test('[SRV-14] what a payoff quote says ends the loan, and not a cent less does', () => {
  eachLife((facts, lastDay) => {
    const state = at(facts, lastDay);
    if (state.status !== 'active') return;
    const pay = (amountMinor: number): LoanState => {
      const day = facts.at(-1)?.effectiveDay ?? '';
      const paid: LoanFact = {
        id: 'zzzz',
        effectiveDay: new Date(lastDay * 86_400_000).toISOString().slice(0, 10),
        bookedDay: day,
        kind: 'repaid',
        amountMinor,
        payer: 'borrower',
        variant: null,
        paymentId: null,
      };
      return at([...facts, paid], lastDay);
    };
    const ended = pay(state.payoffMinor);
    expect(['closed', 'overpaid']).toContain(ended.status);
    expect(ended.overpaidMinor).toBe(0);
    if (state.payoffMinor > 1) expect(pay(state.payoffMinor - 1).status).toBe('active');
  });
});

test('[SRV-15] reversing a payment gives the loan that would have been without it', () => {
  eachLife((facts, lastDay) => {
    const last = facts.findLast(
      ({ kind, id }) =>
        kind === 'repaid' && !facts.some((other) => other.kind === 'reversed' && other.factId === id),
    );
    if (last === undefined) return;
    const undone: LoanFact = { ...last, id: 'zzzz', kind: 'reversed', factId: last.id, reason: 'any' };
    const without = facts.filter(({ id }) => id !== last.id);
    expect(canonicalize(at([...facts, undone], lastDay) as never)).toBe(
      canonicalize(at(without, lastDay) as never),
    );
    expect(parseDay(last.effectiveDay)).not.toBeNull();
  });
});
