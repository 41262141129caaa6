/**
 * Cases of the APR of 12 CFR 1026 Appendix J: an amount financed on a day (or several advances) and payments, regular from
 * a first day or each on its own. Unit-periods are counted by us; where a case states how many come before the first
 * payment and that differs, its own count is used and said, since it is the case's convention.
 */
import type { JsonObject, JsonValue, Result } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import {
  checkUnitPeriod,
  countUnitPeriods,
  type PeriodCount,
  type PeriodFlow,
  periodsPerYear,
  type UnitPeriod,
  unitPeriodRate,
} from '@plimsoll/core/cost';
import {
  type CaseOutcome,
  failCase,
  isObject,
  passCase,
  refuseCase,
  textOf,
  type TestCase,
} from './case-outcome.ts';

const MAX_PAYMENTS = 10_000;
/** Stated fractions have ten decimals. */
const FRACTION_TOLERANCE = 1e-9;
const UNITS =
  /^(\d+(?:\.\d+)?|half|1\/2|semi)?[-_ ]*(?:a )?(half[-_ ]?month|semi[-_ ]?month|day|week|fortnight|month|quarter|year)(?:ly)?(?:\(s\)|s)?$/i;

type Dated = { readonly day: Day; readonly amount: number };
type Actuarial = {
  readonly unit: UnitPeriod;
  readonly perYear: number;
  readonly start: Day;
  readonly advances: readonly Dated[];
  readonly payments: readonly Dated[] | Regular;
};
type Regular = { readonly first: Day; readonly amounts: readonly number[] };

export function runActuarialCase(testCase: TestCase): CaseOutcome {
  const read = readActuarial(testCase);
  if (typeof read === 'string') return refuseCase(testCase, read);
  const expected = testCase['expected_apr_percent'];
  if (typeof expected !== 'number') return refuseCase(testCase, 'expected_apr_percent is no number');
  const conventions = conventionsOf(testCase);
  const decimals = /(\d+) decimals/.exec(textOf(conventions['rounding'], '2 decimals'))?.[1] ?? '2';
  const counted = countFirst(read);
  const stated = readStated(conventions);
  const agrees =
    stated === null ||
    counted === null ||
    Math.abs(counted.full + counted.fraction - stated.full - stated.fraction) < FRACTION_TOLERANCE;
  const rate = rateOfCase(read, agrees ? counted : stated);
  if (!rate.ok)
    return failCase(testCase, `expected ${expected} %, got ${rate.code} ${JSON.stringify(rate.facts)}`);
  const percent = rate.value * read.perYear * 100;
  const rounded = Number(percent.toFixed(Number(decimals)));
  const note = agrees
    ? ''
    : ` with the count of the case, ${sayCount(stated)}; by its days it is ${sayCount(counted)}`;
  return Math.abs(rounded - expected) < 1e-9 * Math.max(1, expected)
    ? passCase(testCase, `${rounded} %${note}`)
    : failCase(testCase, `expected ${expected} %, got ${rounded} % (${percent})${note}`);
}

function sayCount(count: PeriodCount | null): string {
  return count === null ? 'none' : `${count.full} + ${count.fraction}`;
}

function countFirst({ start, payments, unit }: Actuarial): PeriodCount | null {
  return 'first' in payments ? countUnitPeriods(start, payments.first, unit) : null;
}

function rateOfCase(read: Actuarial, first: PeriodCount | null): Result<number> {
  const at = ({ day, amount }: Dated): PeriodFlow => ({
    ...countUnitPeriods(read.start, day, read.unit),
    amount,
  });
  const paid =
    'first' in read.payments
      ? read.payments.amounts.map((amount, k) => ({
          full: (first?.full ?? 0) + k,
          fraction: first?.fraction ?? 0,
          amount,
        }))
      : read.payments.map(at);
  return unitPeriodRate([
    ...read.advances.map(at).map((flow) => ({ ...flow, amount: -flow.amount })),
    ...paid,
  ]);
}

/** What a case says, or why it says too little. */
function readActuarial(testCase: TestCase): Actuarial | string {
  const conventions = conventionsOf(testCase);
  const unit = readUnitPeriod(conventions['unit_period'] ?? testCase['unit_period']);
  if (unit === null) return `unit_period is not one we know: ${textOf(conventions['unit_period'], 'none')}`;
  const perYear = conventions['unit_periods_per_year'] ?? periodsPerYear(unit);
  if (typeof perYear !== 'number' || !(perYear > 0)) return 'unit_periods_per_year is no number';
  const advances = readAdvances(testCase);
  if (advances === null) return 'neither amount_financed on an advance_date nor a list of advances';
  const payments = readPayments(testCase);
  if (payments === null)
    return 'payments are neither {count, amount} from a first_payment_date nor {date, amount}';
  const start = Math.min(...advances.map(({ day }) => day)) as Day;
  const days = 'first' in payments ? [payments.first] : payments.map(({ day }) => day);
  if (days.some((day) => day < start)) return 'a payment is before the first advance';
  return { unit, perYear, start, advances, payments };
}

function conventionsOf(testCase: TestCase): JsonObject {
  return isObject(testCase['conventions']) ? testCase['conventions'] : {};
}

function readStated(conventions: JsonObject): PeriodCount | null {
  const full = conventions['t_full_unit_periods_before_first'];
  const fraction = conventions['f_fraction'];
  return typeof full === 'number' && typeof fraction === 'number' ? { full, fraction } : null;
}

/** `1 month(s)`, `4 week(s)`, `0.5 month(s)`, `half-month`, `1 quarter`, `1 year(s)`. */
function readUnitPeriod(text: JsonValue | undefined): UnitPeriod | null {
  if (typeof text !== 'string') return null;
  const match = UNITS.exec(text.trim());
  if (match === null) return null;
  const [, count = '1', word = ''] = match;
  const name = word.toLowerCase();
  const isHalf = /^(half|1\/2|semi|0\.50*)$/i.test(count);
  if (isHalf && name !== 'month') return null;
  const every = isHalf ? 1 : Number(count);
  const unit = unitOf(isHalf ? 'half month' : name, every);
  const checked = checkUnitPeriod(unit);
  return checked.ok ? checked.value : null;
}

function unitOf(name: string, every: number): UnitPeriod {
  if (name === 'quarter') return { every: 3 * every, unit: 'month' };
  if (name === 'fortnight') return { every: 2 * every, unit: 'week' };
  if (/^(half|semi)/.test(name))
    return every === 2 ? { every: 1, unit: 'month' } : { every, unit: 'half_month' };
  return { every, unit: name as 'day' | 'week' | 'month' | 'year' };
}

function readAdvances(testCase: TestCase): readonly Dated[] | null {
  const { amount_financed: amount, advance_date: date, advances } = testCase;
  const list = Array.isArray(advances) ? advances : [{ amount: amount ?? null, date: date ?? null }];
  const read = list.map(readDated);
  return list.length > 0 && read.every((each) => each !== null) ? read : null;
}

function readPayments(testCase: TestCase): Actuarial['payments'] | null {
  const { first_payment_date: date, payments } = testCase;
  if (!Array.isArray(payments) || payments.length === 0) return null;
  const dated = payments.map(readDated);
  if (dated.every((each) => each !== null)) return dated;
  const first = typeof date === 'string' ? parseDay(date) : null;
  const groups = payments.map(readGroup);
  if (first === null || !groups.every((each) => each !== null)) return null;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (count > MAX_PAYMENTS) return null;
  return { first, amounts: groups.flatMap((group) => Array<number>(group.count).fill(group.amount)) };
}

function readGroup(value: JsonValue): { readonly count: number; readonly amount: number } | null {
  if (!isObject(value)) return null;
  const { count = 1, amount } = value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MAX_PAYMENTS) return null;
  return typeof amount === 'number' ? { count, amount } : null;
}

function readDated(value: JsonValue): Dated | null {
  if (!isObject(value) || typeof value['date'] !== 'string' || typeof value['amount'] !== 'number')
    return null;
  const day = parseDay(value['date']);
  return day === null ? null : { day, amount: value['amount'] };
}
