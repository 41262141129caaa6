/**
 * The terms of a loan as agreed: JSON as it stands in products, contracts and events. Everything by which two lenders'
 * schedules differ is a field here, so that a schedule, a quote and the running loan follow from the same text.
 */
import type { RoundingMode } from '@plimsoll/core/money';
import type { DayCount, HolidayRule, LeapDay, MonthEnd, Period } from '@plimsoll/core/calendar';

/** The most instalments of one loan: weekly for ten years. */
export const MAX_INSTALMENTS = 520;
/** The most entries of a list inside the terms. */
export const MAX_TERM_ENTRIES = 200;

export const loanKinds = ['instalment', 'revolving'] as const;
export type LoanKind = (typeof loanKinds)[number];

/** 等额本息 · 等额本金 · 先息后本 · 一次还本付息 · 平息. */
export const methods = ['level_payment', 'equal_principal', 'interest_first', 'bullet', 'flat'] as const;
export type Method = (typeof methods)[number];

export const components = ['penalty', 'fee', 'interest', 'principal'] as const;
export type Component = (typeof components)[number];
export const timings = ['past_due', 'due', 'in_advance'] as const;
export type Timing = (typeof timings)[number];
export type AllocationTarget = `${Timing}_${Component}`;

/** Instalment by instalment, or one component over all instalments before the next. */
export type AllocationScope = 'instalment_first' | 'component_first';
/** Where money goes that nothing due takes: the next instalment, the last, or evenly over the rest. */
export type FutureRule = 'next' | 'last' | 'spread';

export type AllocationTerms = {
  /** Each of the twelve targets once. */
  readonly order: readonly AllocationTarget[];
  readonly scope: AllocationScope;
  readonly future: FutureRule;
};

/**
 * What an early payment does to the rest: fewer instalments, smaller ones, the next ones less, or nothing but being
 * paid in advance.
 */
export const prepaymentVariants = ['shorten', 'lower', 'next', 'hold'] as const;
export type PrepaymentVariant = (typeof prepaymentVariants)[number];

export type FeeTerms = {
  readonly code: string;
  readonly text: { readonly zh: string; readonly en: string };
  /** Who gets it: `lender`, `guarantor`, `service`, `membership`, `insurer` or another party's name. */
  readonly payee: string;
  readonly component: 'fee' | 'penalty';
  /** `late`: once for each instalment missed. `period`: with every instalment. */
  readonly on: 'disbursement' | 'period' | 'late' | 'prepayment';
  readonly base:
    | 'fixed'
    | 'disbursed'
    | 'balance'
    | 'instalment'
    | 'overdue_principal'
    | 'overdue'
    | 'prepaid_principal';
  /** The part of the base, such as 0.015; 0 with the base `fixed`. */
  readonly rate: number;
  readonly fixedMinor: number;
  readonly minMinor: number;
  readonly maxMinor: number | null;
  /** Fees on disbursement: kept back from the money paid out, or paid in by the borrower. */
  readonly paid: 'deducted' | 'upfront' | 'with_instalment';
};

/** Penalty interest on what is overdue (罚息): a rate of its own or a multiple of the loan's. */
export type PenaltyTerms = {
  readonly rateAnnual: number | null;
  readonly timesRate: number | null;
  readonly base: 'principal' | 'principal_and_interest';
  /** The most over the loan's life. */
  readonly maxMinor: number | null;
};

export type RoundingTerms = {
  readonly mode: RoundingMode;
  /** The level payment is a multiple of this. */
  readonly multipleMinor: number;
  readonly multipleMode: RoundingMode;
  readonly remainder: 'last' | 'first';
  /** Tries another level payment when the last instalment is far from the others. */
  readonly evenOut: boolean;
  /** Where interest is rounded: once for an instalment, or for each stretch of days of one balance. */
  readonly point: 'instalment' | 'stretch';
};

export type LoanTerms = {
  /** ISO 4217. */
  readonly currency: string;
  readonly minorDigits: number;
  readonly kind: LoanKind;
  readonly method: Method;
  readonly instalments: number;
  readonly period: Period;
  /** A decimal fraction, such as 0.12; at most eight decimals. */
  readonly rateAnnual: number;
  /** Other rates for some instalments, from 1, both ends included. */
  readonly promotions: readonly {
    readonly fromInstalment: number;
    readonly toInstalment: number;
    readonly rateAnnual: number;
  }[];
  /** By the period, whatever its days (a part of one by its days), or by the day. */
  readonly accrual: 'period' | 'daily';
  readonly dayCount: DayCount;
  readonly leapDay: LeapDay;
  /** The level payment from the rates of the real periods, or from one period of usual length. */
  readonly annuity: 'periods' | 'usual_period';
  readonly monthEnd: MonthEnd;
  readonly holiday: {
    readonly rule: HolidayRule;
    /** `YYYY-MM-DD`. */
    readonly days: readonly string[];
    /** 1 Monday … 7 Sunday. */
    readonly weekend: readonly number[];
    /** Whether interest runs to the moved day. */
    readonly movesInterest: boolean;
  };
  readonly firstPeriod: {
    /** The date of the month on which instalments fall due; null: that of the disbursement. */
    readonly dueDayOfMonth: number | null;
    /** Fewer days than this to the first due day: it is one month later. */
    readonly minDays: number;
    /** Interest of a first period that is shorter or longer than others: by its days, or of a whole period. */
    readonly interest: 'actual' | 'full_period';
  };
  readonly rounding: RoundingTerms;
  readonly grace: {
    /** Instalments without principal, from the first. */
    readonly principal: number;
    /** Instalments whose interest falls due with the first one after them. */
    readonly interest: number;
    /** Instalments that bear no interest. */
    readonly interestFree: number;
    /** Days after the due day before an instalment is late. */
    readonly lateDays: number;
  };
  /** Principal kept back for the last instalment. */
  readonly balloonMinor: number;
  /** The part of each disbursement that is due the day it is paid out, as an instalment of its own. */
  readonly downPaymentShare: number;
  readonly fees: readonly FeeTerms[];
  readonly penalty: PenaltyTerms | null;
  /** Whether interest that is overdue bears interest (复利), at the rate of the penalty or of the loan. */
  readonly compounding: 'none' | 'monthly';
  /** Whether interest follows the real balance day by day, from period to period, or the plan. */
  readonly recalculation: 'none' | 'period' | 'daily';
  /**
   * Where interest follows the balance day by day: overdue principal bears it on every day, or, as some systems do, only in
   * the period in which a payment comes, up to that payment.
   */
  readonly overdueInterest: 'always' | 'with_payment';
  readonly prepayment: {
    readonly variants: readonly PrepaymentVariant[];
    /** What a payment does that names none. */
    readonly usual: PrepaymentVariant;
    /** Money paid before the due day: all of it principal, or in the order of allocation. */
    readonly early: 'principal' | 'by_order';
    /** Interest of a payoff: to its day, or to the end of the period. */
    readonly interestTo: 'date' | 'period_end';
  };
  readonly allocation: AllocationTerms;
  /** Revolving loans: the most that may be outstanding; 0 otherwise. */
  readonly limitMinor: number;
};
