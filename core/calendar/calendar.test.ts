import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addMonths,
  addPeriods,
  adjustDay,
  type Day,
  dayCounts,
  dayOf,
  dayOfWeek,
  formatDay,
  isBusinessDay,
  type HolidayRule,
  parseDay,
  yearFractions,
} from './index.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(text);
  return parsed;
};
const anyDay = fc.integer({ min: dayOf(1990, 1, 1), max: dayOf(2090, 1, 1) }).map((number) => number as Day);
type Convention = { readonly dayCount: (typeof dayCounts)[number]; readonly leapDay?: 'counted' | 'ignored' };
const sumOf = (from: Day, to: Day, { dayCount, leapDay = 'counted' }: Convention) =>
  yearFractions(from, to, { dayCount, leapDay }).reduce(
    (sum, { numerator, denominator }) => sum + numerator / denominator,
    0,
  );

test('[CLD-2] a month without the date is clamped or rolled, and the anchor keeps its date', () => {
  const steps = (monthEnd: 'clamp' | 'roll') =>
    [1, 2, 3].map((count) => formatDay(addMonths(day('2025-01-31'), count, monthEnd)));
  expect(steps('clamp')).toEqual(['2025-02-28', '2025-03-31', '2025-04-30']);
  expect(steps('roll')).toEqual(['2025-03-03', '2025-03-31', '2025-05-01']);
  expect(formatDay(addMonths(day('2024-02-29'), -12, 'clamp'))).toBe('2023-02-28');
});

test('[CLD-2] days and weeks are added as they are', () => {
  const from = day('2024-02-25');
  expect(
    formatDay(addPeriods(from, { count: 2, period: { every: 2, unit: 'week' }, monthEnd: 'clamp' })),
  ).toBe('2024-03-24');
  expect(
    formatDay(addPeriods(from, { count: 3, period: { every: 10, unit: 'day' }, monthEnd: 'clamp' })),
  ).toBe('2024-03-26');
});

test('[CLD-3] 30/360 and 30E/360 differ at the end of a month as ISDA has them', () => {
  const of = (from: string, to: string) =>
    (['30/360', '30E/360'] as const).map((dayCount) =>
      Math.round(360 * sumOf(day(from), day(to), { dayCount })),
    );
  expect(of('2024-01-31', '2024-02-29')).toEqual([29, 29]);
  expect(of('2024-01-30', '2024-03-31')).toEqual([60, 60]);
  expect(of('2024-01-15', '2024-03-31')).toEqual([76, 75]);
  expect(of('2024-02-28', '2025-02-28')).toEqual([360, 360]);
});

test('[CLD-3] actual days over 360, 364 and 365, with 29 February counted or not', () => {
  const from = day('2024-02-01');
  const to = day('2024-03-01');
  expect(yearFractions(from, to, { dayCount: 'act/360', leapDay: 'counted' })).toEqual([
    { numerator: 29, denominator: 360 },
  ]);
  expect(yearFractions(from, to, { dayCount: 'act/365', leapDay: 'ignored' })).toEqual([
    { numerator: 28, denominator: 365 },
  ]);
  expect(yearFractions(from, to, { dayCount: 'act/364', leapDay: 'counted' })).toEqual([
    { numerator: 29, denominator: 364 },
  ]);
});

test('[CLD-4] act/act counts each calendar year by its own length', () => {
  expect(
    yearFractions(day('2023-12-01'), day('2024-02-01'), { dayCount: 'act/act', leapDay: 'counted' }),
  ).toEqual([
    { numerator: 31, denominator: 365 },
    { numerator: 31, denominator: 366 },
  ]);
  expect(sumOf(day('2023-01-01'), day('2025-01-01'), { dayCount: 'act/act' })).toBe(2);
});

test('[CLD-4] stretches of actual days that meet sum to the whole', () => {
  const actual = dayCounts.filter((name) => name.startsWith('act'));
  fc.assert(
    fc.property(
      anyDay,
      fc.nat(900),
      fc.nat(900),
      fc.constantFrom(...actual),
      (from, first, second, dayCount) => {
        const middle = (from + first) as Day;
        const to = (middle + second) as Day;
        const parts = sumOf(from, middle, { dayCount }) + sumOf(middle, to, { dayCount });
        expect(Math.abs(parts - sumOf(from, to, { dayCount }))).toBeLessThan(1e-12);
      },
    ),
  );
});

test('[CLD-5] a closed day moves on, back, or back within its month; an open one stays', () => {
  const calendar = { weekend: new Set([6, 7]), holidays: new Set([day('2026-05-01')]) };
  const moved = (text: string) =>
    (['none', 'following', 'preceding', 'modified_following'] as const).map((rule) =>
      formatDay(adjustDay(day(text), rule, calendar)),
    );
  expect(moved('2026-05-01')).toEqual(['2026-05-01', '2026-05-04', '2026-04-30', '2026-05-04']);
  expect(moved('2026-05-31')).toEqual(['2026-05-31', '2026-06-01', '2026-05-29', '2026-05-29']);
  expect(dayOfWeek(day('2026-05-01'))).toBe(5);
  fc.assert(
    fc.property(
      anyDay,
      fc.constantFrom<HolidayRule>('following', 'preceding', 'modified_following'),
      (any, rule) => {
        const found = adjustDay(any, rule, calendar);
        expect(isBusinessDay(found, calendar)).toBe(true);
        if (isBusinessDay(any, calendar)) expect(found).toBe(any);
      },
    ),
  );
});
