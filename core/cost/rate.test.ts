import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import { aprEffective, type DatedFlow, irr, irrMonthly12, xirr } from './rate.ts';

const day = (text: string): Day => parseDay(text)!;
const dated = (...flows: readonly (readonly [string, number])[]): readonly DatedFlow[] =>
  flows.map(([text, amount]) => ({ day: day(text), amount }));

/** The value at a rate, summed the plainest way there is. */
const valueAt = (amounts: readonly number[], rate: number): number =>
  amounts.reduce((sum, amount, at) => sum + amount / (1 + rate) ** at, 0);

/** One advance, then payments: exactly one change of sign. */
const loans = fc.record({
  advance: fc.integer({ min: 1, max: 10_000_000 }),
  payments: fc
    .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 60 })
    .filter((payments) => payments.some((payment) => payment > 0)),
});

test('[CST-1] shuffled and split flows have the same rate to the last bit', () => {
  const flow = fc.record({
    day: fc.integer({ min: 19_000, max: 21_000 }).map((at) => at as Day),
    amount: fc.integer({ min: 1, max: 100_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(flow, { minLength: 1, maxLength: 20 }),
      fc.infiniteStream(fc.nat()),
      (paid, random) => {
        const flows = [{ day: 18_999 as Day, amount: -300_000 }, ...paid];
        const split = flows.flatMap(({ day: on, amount }) => [
          { day: on, amount: amount - 7 },
          { day: on, amount: 7 },
        ]);
        const keyed = split.map((each) => ({ each, key: random.next().value }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ each }) => each);
        expect(xirr(shuffled)).toEqual(xirr(flows));
      },
    ),
  );
});

test('[CST-1] what rounding leaves of a day that nets to nothing is no flow', () => {
  const flows = dated(
    ['2025-01-01', -100],
    ['2026-01-01', 110],
    ['2027-01-01', 0.1],
    ['2027-01-01', 0.2],
    ['2027-01-01', -0.3],
  );
  const rate = xirr(flows);
  expect(rate.ok ? rate.value : rate.code).toBeCloseTo(0.1, 12);
});

test('[CST-2] what is no amount, no day or no time is refused with the figure', () => {
  for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    expect(irr([-100, amount])).toMatchObject({
      code: 'cost_input_refused',
      facts: { amount: String(amount) },
    });
  expect(xirr([{ day: Number.NaN as Day, amount: 1 }])).toMatchObject({ code: 'cost_input_refused' });
  expect(aprEffective([{ years: -1, amount: 1 }])).toMatchObject({ code: 'cost_input_refused' });
  expect(irr(Array<number>(10_001).fill(1))).toMatchObject({ facts: { flows: 10_001, most: 10_000 } });
});

test('[CST-3] flows discounted at their rate are worth nothing', () => {
  fc.assert(
    fc.property(loans, ({ advance, payments }) => {
      const rate = irr([-advance, ...payments]);
      if (!rate.ok) throw new Error(JSON.stringify(rate));
      const scale = payments.reduce(
        (sum, payment, at) => sum + payment / (1 + rate.value) ** (at + 1),
        advance,
      );
      expect(Math.abs(valueAt([-advance, ...payments], rate.value)) / scale).toBeLessThan(
        // The closer to −100 %, the fewer digits 1 + rate has left.
        1e-12 + (payments.length * 1e-15) / (1 + rate.value),
      );
    }),
  );
});

test('[CST-4] without a change of sign, or without a rate, there is none', () => {
  expect(xirr(dated(['2020-01-01', -100], ['2020-06-01', -50], ['2021-01-01', 0]))).toMatchObject({
    code: 'rate_impossible',
    facts: { problem: 'the flows never change sign' },
  });
  for (const amounts of [[], [0, 0], [-100, 0], [100]])
    expect(irr(amounts)).toMatchObject({ code: 'rate_impossible' });
  // 100 − 150 v + 100 v² is above zero for every v.
  expect(irr([100, -150, 100])).toMatchObject({
    code: 'rate_impossible',
    facts: { problem: 'no rate makes the flows worth nothing' },
  });
});

test('[CST-5] each rate of flows with several is in the refusal', () => {
  // (v − 1/1.1)(v − 1/1.2)(v − 1/1.3) times 1716: 10 %, 20 % and 30 %.
  const three = irr([-1000, 3600, -4310, 1716]);
  expect(three).toMatchObject({ code: 'rate_ambiguous', facts: { touching: false } });
  const rates = three.ok ? [] : (three.facts['rates'] as number[]);
  expect(rates.map((rate) => Number(rate.toFixed(8)))).toEqual([0.1, 0.2, 0.3]);
  // −100 + 100 v − 7 v³ (a test of numpy-financial has the first): two rates below zero.
  expect(irr([-100, 100, 0, -7])).toMatchObject({ code: 'rate_ambiguous' });
  const touching = irr([-100, 220, -121]);
  expect(touching).toMatchObject({ code: 'rate_ambiguous', facts: { touching: true } });
});

test('[CST-5] made-up rates come back, all of them and no others', () => {
  const apart = fc
    .uniqueArray(fc.integer({ min: -40, max: 80 }), { minLength: 1, maxLength: 4 })
    .map((percents) => percents.toSorted((a, b) => a - b).map((percent) => percent / 100))
    .filter((rates) => rates.every((rate, at) => at === 0 || rate - rates[at - 1]! > 0.04));
  fc.assert(
    fc.property(apart, (rates) => {
      // Π (1 − (1 + r) v): coefficients of v by multiplying out.
      const amounts = rates.reduce<readonly number[]>(
        (product, rate) => [...product, 0].map((each, at) => each - (1 + rate) * (product[at - 1] ?? 0)),
        [1],
      );
      const found = irr(amounts);
      const got = found.ok ? [found.value] : (found.facts['rates'] as number[]);
      expect(got).toHaveLength(rates.length);
      for (const [at, rate] of rates.entries()) expect(got[at]).toBeCloseTo(rate, 6);
    }),
  );
});

test('[CST-5] a dense walk over rates sees no root that the search did not find', () => {
  const wild = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(wild, (amounts) => {
      const found = irr(amounts);
      const rates = found.ok ? [found.value] : ((found.facts['rates'] ?? []) as readonly number[]);
      let turns = 0;
      let before = 0;
      for (let force = -4; force <= 4; force += 0.01) {
        const sign = Math.sign(valueAt(amounts, Math.expm1(force)));
        if (sign !== 0 && before !== 0 && sign !== before) turns += 1;
        if (sign !== 0) before = sign;
      }
      expect(rates.length).toBeGreaterThanOrEqual(turns);
      for (const rate of rates) {
        const size = amounts.reduce((sum, amount, at) => sum + Math.abs(amount) / (1 + rate) ** at, 0);
        expect(Math.abs(valueAt(amounts, rate)) / size).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 500 },
  );
});

test('[CST-6] a rate near −100 % is exact, one beyond any figure is refused', () => {
  const nearly = xirr(dated(['2023-01-01', -1_000_000], ['2024-01-01', 1]));
  expect(nearly.ok ? nearly.value : 0).toBeCloseTo(-0.999999, 12);
  expect(xirr(dated(['2023-01-01', -100], ['2023-01-02', 200]))).toMatchObject({
    code: 'rate_impossible',
    facts: { problem: 'the rate is beyond any figure' },
  });
  expect(xirr(dated(['2023-01-01', -1], ['2023-01-02', 1_000_000]))).toMatchObject({
    code: 'rate_impossible',
  });
});

test('[CST-7] one change of sign has one rate, whatever the unit or the side', () => {
  fc.assert(
    fc.property(loans, fc.constantFrom(-1, 2, -64), ({ advance, payments }, factor) => {
      const amounts = [-advance, ...payments];
      const rate = irr(amounts);
      expect(rate.ok).toBe(true);
      expect(irr(amounts.map((amount) => amount * factor))).toEqual(rate);
    }),
  );
});

test('[CST-9] figures of spreadsheets and of the European annexes come out', () => {
  // Microsoft's help of XIRR; the root to ten digits is 0.3733625335.
  const help = dated(
    ['2008-01-01', -10_000],
    ['2008-03-01', 2750],
    ['2008-10-30', 4250],
    ['2009-02-15', 3250],
    ['2009-04-01', 2750],
  );
  const [rate] = [xirr(help)];
  expect(rate.ok ? rate.value : 0).toBeCloseTo(0.373_362_533_5, 10);
  const yearly = irr([-70_000, 12_000, 15_000, 18_000, 21_000]);
  expect(yearly.ok ? yearly.value : 0).toBeCloseTo(-0.021_244_848_273_410_99, 12);
  // Directive 98/7/EC Annex III: 1000 repaid with 1200 after 546 days, then with 50 kept back.
  const [first, second] = [1000, 950].map((received) =>
    aprEffective([
      { years: 0, amount: -received },
      { years: 546 / 365, amount: 1200 },
    ]),
  );
  expect(first?.ok === true ? first.value : 0).toBeCloseTo(0.1296, 4);
  expect(second?.ok === true ? second.value : 0).toBeCloseTo(0.169, 3);
  const monthly = irrMonthly12([-1200, ...Array<number>(12).fill(110)]);
  expect(monthly.ok ? monthly.value : 0).toBeCloseTo(0.179_7, 4);
});
