import { expect, test } from 'vitest';
import { previewDeed, quotePayoff } from './quote.ts';
import { dayAt, factsOf, lifeOf, opened, repaid, stateOn } from './testing-loan.ts';

test('[SRV-24] a payoff quote says what of it is what, for a day to come as well', () => {
  // 1,200.00 at 1 % a month, 14 of 28 days into the second period; the first instalment was paid.
  const facts = lifeOf({ recalculation: 'daily' }, ['2026-02-01', repaid(10_662)]);
  const quote = quotePayoff(facts, dayAt('2026-02-15'));
  expect(quote).toEqual({
    day: '2026-02-15',
    totalMinor: 110_538 + 553,
    principalMinor: 110_538,
    interestMinor: 553,
    feeMinor: 0,
    penaltyMinor: 0,
  });
  expect(quotePayoff(facts, dayAt('2025-01-01'))).toBeNull();
  expect(quotePayoff(factsOf(['2026-01-01', opened()]), dayAt('2026-02-01'))?.totalMinor).toBe(0);
});

test('[SRV-24] a preview is what is booked', () => {
  for (const variant of ['lower', 'shorten'] as const) {
    const preview = previewDeed(lifeOf({}), repaid(40_000, variant), dayAt('2026-02-01'));
    const booked = stateOn('2026-02-01', lifeOf({}, ['2026-02-01', repaid(40_000, variant)]));
    expect(preview?.instalments).toEqual(booked.instalments);
    expect(preview?.accounts).toEqual(booked.accounts);
  }
});
