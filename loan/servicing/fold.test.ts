import { expect, test } from 'vitest';
import { formatDay } from '@plimsoll/core/calendar';
import type { LoanDeed } from '@plimsoll/loan/spine';
import { summaryOf } from './state.ts';
import { lifeOf, repaid, stateOn } from './testing-loan.ts';

/** 1,200.00 over twelve months at 1 % a month: 106.62 each. */
const LEVEL = 10_662;

test('[SRV-16] a loan that is paid when due ends with its last instalment', () => {
  const plan = stateOn('2026-01-01', lifeOf({})).instalments;
  expect(plan.map(({ dueMinor }) => dueMinor).slice(0, 11)).toEqual(Array(11).fill(LEVEL));
  const paid = plan.map(({ due, dueMinor }) => [formatDay(due), repaid(dueMinor)] as const);
  const ended = stateOn('2027-01-01', lifeOf({}, ...paid));
  expect(ended.status).toBe('closed');
  expect(ended.principalMinor).toBe(0);
  expect(ended.instalments.every((row) => row.settledOn === row.due)).toBe(true);
});

test('[SRV-16] a payment pays interest first and shows where it went', () => {
  const { payments } = stateOn('2026-02-01', lifeOf({}, ['2026-02-01', repaid(5000)]));
  const last = payments.at(-1);
  expect([last?.interestMinor, last?.principalMinor, last?.overpaidMinor]).toEqual([1200, 3800, 0]);
});

test('[SRV-17] days past due count from the oldest unpaid due day, less grace and pauses', () => {
  const late = (day: string, ...deeds: readonly (readonly [string, LoanDeed])[]) =>
    summaryOf(stateOn(day, lifeOf({}, ...deeds)));
  expect(late('2026-02-01').dpd).toBe(0);
  expect(late('2026-02-02')).toMatchObject({ dpd: 1, bucket: 'M1', overdueMinor: LEVEL });
  expect(late('2026-03-04')).toMatchObject({ dpd: 31, bucket: 'M2', oldestUnpaidDay: '2026-02-01' });
  const pause: LoanDeed = { kind: 'paused', fromDay: '2026-02-05', toDay: '2026-02-14' };
  expect(late('2026-03-04', ['2026-02-05', pause]).dpd).toBe(22);
  expect(late('2026-03-04', ['2026-02-05', pause], ['2026-02-09', { kind: 'resumed' }]).dpd).toBe(27);
  const graced = lifeOf({ grace: { principal: 0, interest: 0, interestFree: 0, lateDays: 3 } });
  expect(summaryOf(stateOn('2026-02-04', graced)).dpd).toBe(0);
  expect(summaryOf(stateOn('2026-02-05', graced)).dpd).toBe(1);
});

test('[SRV-17] paying the oldest instalment moves the count to the next one, and paying all cures', () => {
  const day = '2026-03-10';
  expect(summaryOf(stateOn(day, lifeOf({}, [day, repaid(LEVEL)]))).dpd).toBe(9);
  expect(summaryOf(stateOn(day, lifeOf({}, [day, repaid(2 * LEVEL)])))).toMatchObject({
    dpd: 0,
    bucket: 'M0',
  });
});

test('[SRV-18] penalty interest runs on overdue principal and stays within its cap', () => {
  const penalty = { rateAnnual: null, timesRate: 1.5, base: 'principal', maxMinor: 300 } as const;
  const penaltyOn = (day: string) =>
    stateOn(day, lifeOf({ penalty })).instalments.reduce((sum, row) => sum + row.penaltyMinor, 0);
  expect(penaltyOn('2026-02-01')).toBe(0);
  // 94.62 of principal × 18 % × 10 / 365 = 0.4666
  expect(penaltyOn('2026-02-11')).toBe(47);
  expect(penaltyOn('2028-02-11')).toBe(300);
});

test('[SRV-18] a late fee comes once for each instalment missed', () => {
  const fee = {
    code: 'late',
    text: { zh: '逾期费', en: 'Late fee' },
    payee: 'lender',
    component: 'penalty',
    on: 'late',
    base: 'overdue_principal',
    rate: 0.01,
    fixedMinor: 0,
    minMinor: 100,
    maxMinor: 500,
    paid: 'with_instalment',
  } as const;
  const rows = stateOn('2026-04-15', lifeOf({ fees: [fee] })).instalments;
  expect(rows.slice(0, 4).map(({ penaltyMinor }) => penaltyMinor)).toEqual([100, 100, 100, 0]);
});

test('[SRV-19] early repayment shortens the loan or lowers its instalments, as was chosen', () => {
  const early = (variant: 'lower' | 'shorten') =>
    stateOn('2026-02-01', lifeOf({}, ['2026-02-01', repaid(LEVEL + 50_000, variant)])).instalments.filter(
      ({ kind, outstandingMinor }) => kind === 'instalment' && outstandingMinor > 0,
    );
  expect(early('lower')).toHaveLength(11);
  expect(early('lower')[0]?.dueMinor).toBeLessThan(LEVEL);
  expect(early('shorten').length).toBeLessThan(11);
  expect(early('shorten')[0]?.dueMinor).toBe(LEVEL);
});

test('[SRV-19] a restructuring puts all that is unpaid on other terms, and a write-off ends accrual', () => {
  const terms = stateOn('2026-01-01', lifeOf({})).terms;
  const changed: LoanDeed = {
    kind: 'restructured',
    terms: { ...terms, instalments: 24 },
    reason: 'hardship',
  };
  const after = stateOn('2026-05-10', lifeOf({}, ['2026-05-10', changed]));
  expect(after.delinquency.dpd).toBe(0);
  expect(after.instalments.reduce((sum, row) => sum + row.principalMinor, 0)).toBe(120_000);
  const lost = lifeOf({}, ['2026-05-10', { kind: 'written_off', reason: 'lost' }]);
  const owed = (day: string) =>
    stateOn(day, lost).instalments.reduce((sum, row) => sum + row.outstandingMinor, 0);
  expect(stateOn('2026-05-10', lost).status).toBe('written_off');
  expect(owed('2027-05-10')).toBe(owed('2026-05-10'));
  const back = lifeOf(
    {},
    ['2026-05-10', { kind: 'written_off', reason: 'lost' }],
    ['2026-06-01', repaid(700)],
  );
  expect(stateOn('2026-06-01', back).accounts.recovered).toBe(700);
});

test('[SRV-22] overdue principal bears interest every day, or only up to the payment of a period', () => {
  const interestOf = (overdueInterest: 'always' | 'with_payment', ...paidOn: readonly string[]) => {
    const paid = paidOn.map((day) => [day, repaid(1000)] as const);
    const facts = lifeOf({ accrual: 'daily', recalculation: 'daily', overdueInterest }, ...paid);
    return stateOn('2026-03-01', facts).instalments[1]?.interestMinor ?? 0;
  };
  const onPlan = interestOf('with_payment');
  expect(interestOf('always')).toBeGreaterThan(onPlan);
  expect(interestOf('with_payment', '2026-02-11')).toBeGreaterThan(onPlan);
  expect(interestOf('with_payment', '2026-02-11')).toBeLessThan(interestOf('with_payment', '2026-02-21'));
});

test('[SRV-23] moving a due day moves those after it, and leaves flat interest as it is', () => {
  const moved: LoanDeed = {
    kind: 'rescheduled',
    fromDay: '2026-03-01',
    newDueDay: '2026-03-15',
    extraInstalments: 0,
    rateAnnual: null,
  };
  const rows = stateOn(
    '2026-01-10',
    lifeOf({ method: 'flat', instalments: 3 }, ['2026-01-05', moved]),
  ).instalments;
  expect(rows.map(({ due }) => formatDay(due))).toEqual(['2026-02-01', '2026-03-15', '2026-04-15']);
  expect(rows.map(({ interestMinor }) => interestMinor)).toEqual([1200, 1200, 1200]);
});
