/**
 * The terms of a case from elsewhere: its conventions, which it states in words, read into ours. What is not said is as
 * the preset has it; what cannot be read is refused.
 */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import {
  type AllocationTarget,
  type Component,
  type FeeTerms,
  type LoanTerms,
  orderOf,
  presets,
  readTerms,
  type Timing,
} from '@plimsoll/core/schedule';
import { isObject, type TestCase, textOf } from './case-outcome.ts';

export type CaseTerms = {
  readonly terms: LoanTerms;
  /** Each disbursement's down payment is paid at once. */
  readonly paysDownAtOnce: boolean;
  /** Where merchants' refunds go. */
  readonly merchantSpreads: boolean;
};

/** The terms, or why they cannot be read. */
export function readCaseTerms(testCase: TestCase): CaseTerms | { readonly why: string } {
  const loan = objectOf(testCase['loan']);
  const key = textOf(loan['product_key'], '');
  const conventions = conventionsOf(testCase);
  const notes = objectOf(testCase['notes']);
  const isProgressive = key.startsWith('LP2') || conventions.text.includes('prod(1+r_i)');
  const preset = isProgressive
    ? presets.progressive
    : key === ''
      ? presets.cumulative_period
      : cumulativeOf(conventions);
  const terms = {
    ...preset,
    ...termsOf(loan),
    ...accrualOf(conventions, preset),
    rounding: roundingOf(testCase, conventions, { preset, key }),
    grace: graceOf(loan, conventions),
    downPaymentShare: downPaymentOf(conventions),
    monthEnd:
      conventions.text.includes('by roll') && !conventions.text.includes('by clamp') ? 'roll' : 'clamp',
    fees: feesOf(testCase),
    allocation: allocationOf(testCase, conventions, preset),
    ...recalculationOf(notes, { key, preset }),
  };
  const read = readTerms(terms);
  if (!read.ok) return { why: `its terms cannot be: ${JSON.stringify(read.facts)}` };
  return {
    terms: read.value,
    paysDownAtOnce: key.includes('DOWNPAYMENT_AUTO'),
    merchantSpreads: /re-amortise for merchant/.test(textOf(notes['future_installment_rule'], '')),
  };
}

/** The conventions of a case: groups by name, and single ones; `text` is all of them. */
export type Conventions = {
  readonly names: readonly string[];
  readonly text: string;
  readonly all: JsonObject;
};

export function conventionsOf(testCase: TestCase): Conventions {
  const given = objectOf(testCase['conventions']);
  const all: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(given)) {
    if (isObject(value)) Object.assign(all, value);
    else all[name] = value;
  }
  return { names: Object.keys(given), text: JSON.stringify(given), all };
}

/** An object, or an empty one. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Minor units of an amount with two decimals. */
export function minorOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? Math.round(value * 100) : 0;
}

function numberOf(value: JsonValue | undefined, absent: number): number {
  return typeof value === 'number' ? value : absent;
}

function cumulativeOf({ text, names }: Conventions): LoanTerms {
  return names.includes('DECL_DAILY') || /actual days/.test(text)
    ? presets.cumulative_daily
    : presets.cumulative_period;
}

function termsOf(loan: JsonObject): Partial<LoanTerms> {
  const unit = textOf(
    loan['repay_unit'],
    loan['installments'] === 1 && loan['repay_every'] === undefined ? 'DAYS' : 'MONTHS',
  );
  const method =
    loan['amortization'] === 'EQUAL_PRINCIPAL_PAYMENTS'
      ? 'equal_principal'
      : loan['interest_type'] === 'FLAT'
        ? 'flat'
        : 'level_payment';
  return {
    currency: 'EUR',
    method,
    instalments: numberOf(loan['installments'], 1),
    period: {
      every: numberOf(loan['repay_every'], unit === 'DAYS' ? 30 : 1),
      unit: unit === 'DAYS' ? 'day' : unit === 'WEEKS' ? 'week' : 'month',
    },
    rateAnnual: Math.round(numberOf(loan['annual_rate_pct'], 0) * 1e6) / 1e8,
  };
}

function accrualOf({ text, names, all }: Conventions, preset: LoanTerms): Partial<LoanTerms> {
  const dayCount = textOf(all['day_count'], '');
  if (dayCount.startsWith('30/360')) return { accrual: 'period', dayCount: '30/360' };
  const ratio = /^(\d+)\/(36\d)$/.exec(dayCount);
  if (ratio !== null) return { accrual: 'period', dayCount: `act/${ratio[2]}` as LoanTerms['dayCount'] };
  if (/actual.*actual|366 in/.test(dayCount)) return { accrual: 'daily', dayCount: 'act/act' };
  if (/actual days.*360/.test(dayCount)) return { accrual: 'daily', dayCount: 'act/360' };
  if (/actual/.test(dayCount)) return { accrual: 'daily', dayCount: 'act/365' };
  if (names.includes('DECL_DAILY') || /actual days \/ 365/.test(text))
    return { accrual: 'daily', dayCount: 'act/365' };
  return { accrual: preset.accrual, dayCount: preset.dayCount };
}

function roundingOf(
  testCase: TestCase,
  { all, text }: Conventions,
  { preset, key }: { readonly preset: LoanTerms; readonly key: string },
): LoanTerms['rounding'] {
  const given = all['installment_multiple'];
  const isWhole = /whole units/.test(textOf(testCase['title'], '')) || key.includes('DOWNPAYMENT_AUTO');
  const stated = typeof given === 'number' ? given * 100 : isWhole ? 100 : 1;
  return {
    ...preset.rounding,
    multipleMinor: contradicts(testCase, stated) ? 1 : stated,
    evenOut: text.includes('re-tried'),
  };
}

/** Whether the case's own instalments, before anything is paid on them, are no multiples of what it states. */
function contradicts(testCase: TestCase, multipleMinor: number): boolean {
  const snapshots = Array.isArray(testCase['expected']) ? testCase['expected'] : [];
  for (const snapshot of snapshots) {
    const rows = isObject(snapshot) && Array.isArray(snapshot['schedule']) ? snapshot['schedule'] : [];
    const first = objectOf(rows[0]);
    if (rows.length < 2 || objectOf(testCase['loan'])['amortization'] === 'EQUAL_PRINCIPAL_PAYMENTS')
      continue;
    if (objectOf(testCase['loan'])['interest_type'] !== 'FLAT') continue;
    if ((minorOf(first['principal']) + minorOf(first['interest'])) % multipleMinor !== 0) return true;
  }
  return false;
}

function graceOf(loan: JsonObject, { all }: Conventions): LoanTerms['grace'] {
  return {
    principal: numberOf(loan['grace_principal'], 0),
    // The source's "interest free" periods put interest off; its grace of interest payment does nothing.
    interest: numberOf(loan['interest_free_periods'], 0),
    interestFree: 0,
    lateDays: numberOf(all['grace_days_loan_level'], 0),
  };
}

function downPaymentOf({ all }: Conventions): number {
  const share = /^([\d.]+) % of each disbursement/.exec(textOf(all['down_payment'], ''));
  return share === null ? 0 : Number(share[1]) / 100;
}

const noFee: FeeTerms = {
  code: 'fee',
  text: { zh: '费用', en: 'Fee' },
  payee: 'lender',
  component: 'fee',
  on: 'disbursement',
  base: 'disbursed',
  rate: 0,
  fixedMinor: 0,
  minMinor: 0,
  maxMinor: null,
  paid: 'upfront',
};

function feesOf(testCase: TestCase): readonly FeeTerms[] {
  const fees: FeeTerms[] = [];
  const late = /Late fee ([\d.]+) % of the overdue (principal|amount|instalment)/.exec(
    textOf(testCase['title'], ''),
  );
  if (late !== null)
    fees.push({
      ...noFee,
      code: 'late_fee',
      component: 'penalty',
      on: 'late',
      base: late[2] === 'principal' ? 'overdue_principal' : 'overdue',
      rate: Number(late[1]) / 100,
    });
  for (const event of eventsOf(testCase))
    if (event['type'] === 'charge_percentage' && textOf(event['code'], '').includes('disbursement'))
      fees.push({ ...noFee, code: textOf(event['code'], 'fee'), rate: numberOf(event['percent'], 0) / 100 });
  return fees;
}

/** What happened, in order. */
export function eventsOf(testCase: TestCase): readonly JsonObject[] {
  const events = testCase['events'];
  return Array.isArray(events) ? events.map((event) => objectOf(event as JsonValue)) : [];
}

function allocationOf(testCase: TestCase, { all }: Conventions, preset: LoanTerms): LoanTerms['allocation'] {
  const loan = objectOf(testCase['loan']);
  const notes = objectOf(testCase['notes']);
  const rule = textOf(notes['future_installment_rule'], 'next');
  const isVertical = `${textOf(notes['processing'], '')} ${textOf(loan['product_key'], '')}`
    .toLowerCase()
    .includes('vertical');
  return {
    order:
      orderIn(all['allocation_order']) ??
      orderOfStrategy(textOf(loan['strategy'], '')) ??
      preset.allocation.order,
    scope: isVertical ? 'component_first' : 'instalment_first',
    future: rule.startsWith('last') ? 'last' : rule.startsWith('re-amortise') ? 'spread' : 'next',
  };
}

function orderOfStrategy(strategy: string): readonly AllocationTarget[] | null {
  const due: readonly Component[] = ['penalty', 'fee', 'interest', 'principal'];
  if (strategy.startsWith('PENALTIES_FEES_INTEREST_PRINCIPAL')) return orderOf(due, due);
  if (strategy.includes('IN_ADVANCE_PRINCIPAL_PENALTY_FEE_INTEREST'))
    return orderOf(due, ['principal', 'penalty', 'fee', 'interest']);
  return null;
}

/** An order as a list of words: twelve targets, or components for all timings. */
function orderIn(value: JsonValue | undefined): readonly AllocationTarget[] | null {
  if (!Array.isArray(value)) return null;
  const words = value.map((word) => textOf(word as JsonValue, '').replaceAll(' ', '_'));
  const named = words.filter((word) =>
    /^(past_due|due|in_advance)_(penalty|fee|interest|principal)$/.test(word),
  );
  if (named.length === 12) return named as AllocationTarget[];
  const isComponent = (word: string): word is Component =>
    ['penalty', 'fee', 'interest', 'principal'].includes(word);
  if (words.length === 4 && words.every(isComponent)) return orderOf(words, words);
  const timingOf = (word: string): Timing => (word.startsWith('due_') ? 'due' : 'in_advance');
  const last = (word: string) => word.split('_').at(-1) ?? '';
  const of = (timing: Timing) =>
    words
      .filter((word) => timingOf(word) === timing)
      .map(last)
      .filter(isComponent);
  const due = of('due');
  const ahead = of('in_advance');
  return due.length === 4 && ahead.length === 4 ? orderOf(due, ahead) : null;
}

function recalculationOf(
  notes: JsonObject,
  { key, preset }: { readonly key: string; readonly preset: LoanTerms },
): Partial<LoanTerms> {
  const stated = objectOf(notes['recalculation']);
  const rest = textOf(stated['rest'], '');
  const isRecalculating = rest !== '' || key === '' || key.includes('RECALCULATION');
  const excess = textOf(stated['on_excess'], '');
  const usual = excess.includes('next')
    ? 'next'
    : excess.includes('number')
      ? 'shorten'
      : excess.includes('reduce')
        ? 'lower'
        : 'hold';
  const payoff = `${textOf(notes['payoff_interest'], '')} ${key}`;
  return {
    recalculation: !isRecalculating
      ? 'none'
      : rest.startsWith('same') || key.includes('SAME_AS_REPAYMENT')
        ? 'period'
        : 'daily',
    compounding: /monthly/.test(textOf(stated['compounding'], '')) ? 'monthly' : 'none',
    prepayment: {
      ...preset.prepayment,
      variants: ['lower', 'shorten', 'next', 'hold'],
      usual,
      interestTo: /end of|REST_FREQUENCY/.test(payoff) ? 'period_end' : 'date',
    },
  };
}
