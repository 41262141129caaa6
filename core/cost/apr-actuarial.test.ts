import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Day, dayOf, parseDay } from '@plimsoll/core/calendar';
import { aprActuarial, unitPeriodRate } from './apr-actuarial.ts';
import { checkUnitPeriod, countUnitPeriods, periodsPerYear, type UnitPeriod } from './unit-period.ts';

const day = (text: string): Day => parseDay(text)!;
const count = (from: string, to: string, unit: UnitPeriod) => countUnitPeriods(day(from), day(to), unit);
const month: UnitPeriod = { every: 1, unit: 'month' };
const week: UnitPeriod = { every: 1, unit: 'week' };

/** Regular payments from a first day: what follows is a whole unit-period later each. */
function regularApr(
  unit: UnitPeriod,
  {
    advance,
    from,
    first,
    payments,
  }: { advance: number; from: string; first: string; payments: readonly number[] },
): string {
  const { full, fraction } = count(from, first, unit);
  const rate = unitPeriodRate([
    { full: 0, fraction: 0, amount: -advance },
    ...payments.map((amount, k) => ({ full: full + k, fraction, amount })),
  ]);
  return rate.ok ? (rate.value * periodsPerYear(unit) * 100).toFixed(2) : rate.code;
}

const times = (amount: number, often: number): readonly number[] => Array<number>(often).fill(amount);

test('[CST-8] unit-periods and odd days are those of the examples of Appendix J', () => {
  expect(count('1978-02-10', '1978-04-01', month)).toEqual({ full: 1, fraction: 19 / 30 });
  expect(count('1978-05-23', '1978-10-01', { every: 3, unit: 'month' })).toEqual({
    full: 1,
    fraction: 39 / 90,
  });
  expect(count('1978-03-18', '1978-04-20', { every: 4, unit: 'week' })).toEqual({
    full: 1,
    fraction: 5 / 28,
  });
  expect(count('1978-04-03', '1978-04-11', { every: 2, unit: 'week' })).toEqual({
    full: 0,
    fraction: 8 / 14,
  });
  expect(count('1978-01-10', '1978-03-01', { every: 2, unit: 'month' })).toEqual({
    full: 0,
    fraction: 52 / 60,
  });
  expect(count('1978-02-23', '1978-03-15', { every: 1, unit: 'half_month' })).toMatchObject({ full: 1 });
  expect(count('2024-01-31', '2024-02-29', month)).toEqual({ full: 1, fraction: 0 });
  expect(count('1978-01-10', '1979-04-10', { every: 1, unit: 'year' })).toEqual({
    full: 1,
    fraction: 3 / 12,
  });
  expect(count('1978-01-10', '1979-01-20', { every: 1, unit: 'year' })).toEqual({
    full: 1,
    fraction: 10 / 365,
  });
  expect(
    ['day', 'week', 'half_month', 'month', 'year'].map((unit) =>
      periodsPerYear({ every: 1, unit } as UnitPeriod),
    ),
  ).toEqual([365, 52, 24, 12, 1]);
});

test('[CST-8] counts grow with the later day and never name a whole fraction', () => {
  const units: readonly UnitPeriod[] = [
    month,
    week,
    { every: 1, unit: 'day' },
    { every: 1, unit: 'half_month' },
    { every: 3, unit: 'month' },
    { every: 1, unit: 'year' },
  ];
  const start = dayOf(2023, 1, 1);
  fc.assert(
    fc.property(fc.constantFrom(...units), fc.nat(800), fc.nat(1500), (unit, offset, length) => {
      const from = (start + offset) as Day;
      const { full, fraction } = countUnitPeriods(from, (from + length) as Day, unit);
      expect(Number.isInteger(full) && full >= 0).toBe(true);
      expect(fraction >= 0 && fraction < 1).toBe(true);
      const days = { day: 1, week: 7, half_month: 15.2, month: 30.4, year: 365 }[unit.unit] * unit.every;
      expect(Math.abs((full + fraction) * days - length)).toBeLessThan(0.04 * length + 4);
    }),
  );
});

test('[CST-8] what is no unit-period is refused', () => {
  for (const unit of [
    { every: 0, unit: 'month' },
    { every: 1.5, unit: 'week' },
    { every: 13, unit: 'month' },
    { every: 2, unit: 'year' },
    { every: 1, unit: 'fortnight' },
  ] as unknown as UnitPeriod[]) {
    expect(checkUnitPeriod(unit)).toMatchObject({ code: 'cost_input_refused', rule: 'CST-8' });
    expect(aprActuarial([], unit)).toMatchObject({ code: 'cost_input_refused' });
  }
  expect(unitPeriodRate([{ full: 0.5, fraction: 0, amount: 1 }])).toMatchObject({
    code: 'cost_input_refused',
  });
});

// 12 CFR 1026 Appendix J (c)(1) to (c)(4): figures as printed there.
test('[CST-9] the examples of Appendix J come out to the printed digit', () => {
  expect(
    regularApr(month, { advance: 5000, from: '1978-01-10', first: '1978-02-10', payments: times(230, 24) }),
  ).toBe('9.69');
  expect(
    regularApr(month, { advance: 6000, from: '1978-02-10', first: '1978-04-01', payments: times(200, 36) }),
  ).toBe('11.82');
  expect(
    regularApr(
      { every: 3, unit: 'month' },
      { advance: 10_000, from: '1978-05-23', first: '1978-10-01', payments: times(385, 40) },
    ),
  ).toBe('8.97');
  expect(
    regularApr(month, {
      advance: 5000,
      from: '1978-01-10',
      first: '1978-02-10',
      payments: [250, ...times(230, 23)],
    }),
  ).toBe('10.08');
  expect(
    regularApr(
      { every: 4, unit: 'week' },
      { advance: 400, from: '1978-03-18', first: '1978-04-20', payments: [39.5, ...times(38.31, 11)] },
    ),
  ).toBe('28.50');
  expect(
    regularApr(
      { every: 2, unit: 'week' },
      { advance: 200, from: '1978-04-03', first: '1978-04-11', payments: [...times(9.5, 19), 30] },
    ),
  ).toBe('12.22');
  expect(
    regularApr(
      { every: 2, unit: 'month' },
      { advance: 8000, from: '1978-01-10', first: '1978-03-01', payments: [449.36, ...times(465, 18), 200] },
    ),
  ).toBe('7.30');
});

// The same appendix, (c)(1)(iii), (1)(v), (3)(i), (4)(i) and (5)(i) to (iii).
test('[CST-9] half months, weeks, odd last payments and single payments come out to the printed digit', () => {
  const half: UnitPeriod = { every: 1, unit: 'half_month' };
  const year: UnitPeriod = { every: 1, unit: 'year' };
  const january = { advance: 5000, from: '1978-01-10', first: '1978-02-10' };
  expect(
    regularApr(half, { advance: 5000, from: '1978-02-23', first: '1978-03-01', payments: times(219.17, 24) }),
  ).toBe('10.34');
  expect(
    regularApr(week, { advance: 500, from: '1978-03-20', first: '1978-04-21', payments: times(17.6, 30) }),
  ).toBe('14.96');
  expect(regularApr(month, { ...january, payments: [...times(230, 23), 280] })).toBe('10.50');
  expect(regularApr(month, { ...january, payments: [250, ...times(230, 22), 280] })).toBe('10.90');
  const single = (unit: UnitPeriod, { from, to, paid }: { from: string; to: string; paid: number }) =>
    regularApr(unit, { advance: 1000, from, first: to, payments: [paid] });
  expect(single({ every: 255, unit: 'day' }, { from: '1978-02-15', to: '1978-10-28', paid: 1080 })).toBe(
    '11.45',
  );
  expect(single({ every: 6, unit: 'month' }, { from: '1978-03-31', to: '1978-09-30', paid: 1044 })).toBe(
    '8.80',
  );
  expect(single(year, { from: '1978-01-17', to: '1979-07-17', paid: 1135.19 })).toBe('8.76');
});

test('[CST-9] dated flows give what counted ones give, and an advance in parts is dearer the earlier it comes', () => {
  const monthly = (advances: readonly { readonly day: Day; readonly amount: number }[]) =>
    aprActuarial(
      [
        ...advances,
        ...times(230, 24).map((amount, k) => ({
          day: dayOf(1978 + Math.floor((1 + k) / 12), ((1 + k) % 12) + 1, 10),
          amount,
        })),
      ],
      month,
    );
  const whole = monthly([{ day: day('1978-01-10'), amount: -5000 }]);
  expect(whole.ok ? (whole.value * 100).toFixed(2) : whole).toBe('9.69');
  const parts = monthly([
    { day: day('1978-01-10'), amount: -2500 },
    { day: day('1978-03-20'), amount: -2500 },
  ]);
  expect(parts.ok && whole.ok && parts.value > whole.value).toBe(true);
});

test('[CST-9] an odd fraction grows by simple interest: one payment after half a period', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 29 }), (percent, days) => {
      const fraction = days / 30;
      const rate = unitPeriodRate([
        { full: 0, fraction: 0, amount: -1000 },
        { full: 2, fraction, amount: 1000 * (1 + (fraction * percent) / 100) * (1 + percent / 100) ** 2 },
      ]);
      expect(rate.ok ? rate.value : -1).toBeCloseTo(percent / 100, 10);
    }),
  );
});

test('[CST-9] draws between payments on any days have a rate, or say that they have several', () => {
  const start = dayOf(2025, 1, 1);
  const draw = fc.record({ after: fc.nat(400), amount: fc.integer({ min: 100, max: 90_000 }) });
  fc.assert(
    fc.property(fc.array(draw, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 8 }), (draws, paid) => {
      const advances = [{ after: 0, amount: 50_000 }, ...draws].map(({ after, amount }) => ({
        day: (start + after) as Day,
        amount: -amount,
      }));
      const owed = advances.reduce((sum, { amount }) => sum - amount, 0);
      const days = [...paid.filter((after) => after > 0), 401];
      const payments = days.map((after) => ({
        day: (start + after) as Day,
        amount: (owed * 1.1) / days.length,
      }));
      const rate = aprActuarial([...advances, ...payments], month);
      expect(rate.ok ? 'one' : rate.code).toMatch(/^(one|rate_ambiguous)$/);
    }),
    { numRuns: 300 },
  );
});
