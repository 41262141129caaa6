/**
 * Whole terms by name: how Chinese consumer loans are usually written, and the conventions of other servicing systems,
 * so that their figures can be reproduced to the cent.
 */
import type { AllocationTarget, Component, LoanTerms } from './terms.ts';

/** Penalty, fee, interest, principal of what is past due, then due, then in advance. */
export const usualOrder: readonly AllocationTarget[] = orderOf(
  ['penalty', 'fee', 'interest', 'principal'],
  ['penalty', 'fee', 'interest', 'principal'],
);

/** One order for what is past due and due, another for what is paid in advance. */
export function orderOf(
  due: readonly Component[],
  inAdvance: readonly Component[],
): readonly AllocationTarget[] {
  return [
    ...due.map((component): AllocationTarget => `past_due_${component}`),
    ...due.map((component): AllocationTarget => `due_${component}`),
    ...inAdvance.map((component): AllocationTarget => `in_advance_${component}`),
  ];
}

/** 等额本息 by the month, 12 instalments: what terms are where they say nothing else. */
export const usualTerms: LoanTerms = {
  currency: 'CNY',
  minorDigits: 2,
  kind: 'instalment',
  method: 'level_payment',
  instalments: 12,
  period: { every: 1, unit: 'month' },
  rateAnnual: 0,
  promotions: [],
  accrual: 'period',
  dayCount: 'act/365',
  leapDay: 'counted',
  annuity: 'periods',
  monthEnd: 'clamp',
  holiday: { rule: 'none', days: [], weekend: [], movesInterest: false },
  firstPeriod: { dueDayOfMonth: null, minDays: 0, interest: 'actual' },
  rounding: {
    mode: 'halfUp',
    multipleMinor: 1,
    multipleMode: 'halfUp',
    remainder: 'last',
    evenOut: false,
    point: 'instalment',
  },
  grace: { principal: 0, interest: 0, interestFree: 0, lateDays: 0 },
  balloonMinor: 0,
  downPaymentShare: 0,
  fees: [],
  penalty: null,
  compounding: 'none',
  recalculation: 'none',
  overdueInterest: 'always',
  prepayment: { variants: ['lower', 'shorten'], usual: 'lower', early: 'by_order', interestTo: 'date' },
  allocation: { order: usualOrder, scope: 'instalment_first', future: 'next' },
  limitMinor: 0,
};

const evenRounding = { ...usualTerms.rounding, mode: 'halfEven', multipleMode: 'halfEven' } as const;

/** Terms by name. */
export const presets = {
  cn_level_payment: usualTerms,
  cn_equal_principal: { ...usualTerms, method: 'equal_principal' },
  cn_interest_first: { ...usualTerms, method: 'interest_first' },
  cn_bullet: { ...usualTerms, method: 'bullet', accrual: 'daily', dayCount: 'act/360' },
  cn_flat: { ...usualTerms, method: 'flat' },
  /** 随借随还: interest by the day on what is drawn. */
  revolving_daily: {
    ...usualTerms,
    kind: 'revolving',
    method: 'interest_first',
    accrual: 'daily',
    dayCount: 'act/360',
    recalculation: 'daily',
    limitMinor: 2_000_000,
  },
  /** Level payments in whole units, interest by the period. */
  cumulative_period: {
    ...usualTerms,
    annuity: 'usual_period',
    rounding: { ...evenRounding, multipleMinor: 100, point: 'stretch' },
    prepayment: { variants: ['hold'], usual: 'hold', early: 'by_order', interestTo: 'date' },
  },
  /** Level payments in whole units, interest by the day on the real balance. */
  cumulative_daily: {
    ...usualTerms,
    accrual: 'daily',
    annuity: 'usual_period',
    recalculation: 'daily',
    overdueInterest: 'with_payment',
    rounding: { ...evenRounding, multipleMinor: 100, point: 'stretch' },
    prepayment: {
      variants: ['lower', 'shorten', 'next'],
      usual: 'lower',
      early: 'principal',
      interestTo: 'date',
    },
  },
  /** 30/360 periods, level payments to the cent, evened out, interest on the real balance. */
  progressive: {
    ...usualTerms,
    dayCount: '30/360',
    recalculation: 'daily',
    rounding: { ...evenRounding, evenOut: true },
    prepayment: { variants: ['hold'], usual: 'hold', early: 'by_order', interestTo: 'date' },
    allocation: {
      order: orderOf(
        ['penalty', 'fee', 'principal', 'interest'],
        ['penalty', 'fee', 'principal', 'interest'],
      ),
      scope: 'instalment_first',
      future: 'next',
    },
  },
} as const satisfies { readonly [name: string]: LoanTerms };

export type PresetName = keyof typeof presets;
