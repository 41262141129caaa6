/**
 * Cases of rates and payments: `apr_us_actuarial`, `apr_eu`, `irr`, `xirr`, `pmt`. What a case states of unit-periods,
 * rounding and tolerance is read from it. `expected: null` asks for no single rate, so our refusal is what agrees.
 */
import type { JsonObject, JsonValue, Refusal, Result } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import { aprEffective, type DatedFlow, irr, levelPayment, xirr } from '@plimsoll/core/cost';
import { runActuarialCase } from './case-actuarial.ts';
import {
  type CaseOutcome,
  failCase,
  isObject,
  passCase,
  refuseCase,
  textOf,
  type TestCase,
} from './case-outcome.ts';
import { readPaymentTerms } from './case-payment.ts';

/** Of the expected figure, where a case states no tolerance. */
const DEFAULT_TOLERANCE = 1e-9;
const DAYS_OF_A_YEAR = 365;

export function runCostCase(testCase: TestCase): CaseOutcome {
  switch (testCase.kind) {
    case 'apr_us_actuarial':
      return runActuarialCase(testCase);
    case 'apr_eu':
      return runEffectiveCase(testCase);
    case 'irr':
      return runReturnCase(testCase);
    case 'xirr':
      return runDatedReturnCase(testCase);
    case 'pmt':
      return runPaymentCase(testCase);
    default:
      return refuseCase(testCase, `there is no kind of case named ${testCase.kind}`);
  }
}

function runReturnCase(testCase: TestCase): CaseOutcome {
  const amounts = testCase['flows'];
  if (!Array.isArray(amounts) || !amounts.every((each) => typeof each === 'number'))
    return refuseCase(testCase, 'flows is no list of amounts, one a period');
  return compareRate(testCase, irr(amounts));
}

function runDatedReturnCase(testCase: TestCase): CaseOutcome {
  const flows = readDatedFlows(testCase['flows']);
  if (flows === null) return refuseCase(testCase, 'flows is no list of {date, amount}');
  const dayCount = testCase['day_count'];
  // A case without a rate states no day count; no day count makes one.
  if (dayCount !== undefined && !(typeof dayCount === 'string' && /365/.test(dayCount)))
    return refuseCase(testCase, `another day count than actual/365: ${textOf(dayCount, 'no text')}`);
  return compareRate(testCase, xirr(flows));
}

function runEffectiveCase(testCase: TestCase): CaseOutcome {
  const flows = readTimedFlows(testCase);
  if (typeof flows === 'string') return refuseCase(testCase, flows);
  const expected = testCase['expected_percent'];
  if (typeof expected !== 'number') return refuseCase(testCase, 'expected_percent is no number');
  const decimals = testCase['decimals'] ?? 1;
  if (typeof decimals !== 'number' || !Number.isInteger(decimals) || decimals < 0 || decimals > 12)
    return refuseCase(testCase, 'decimals is no number of decimals');
  const rate = aprEffective(flows);
  if (!rate.ok) return failCase(testCase, `expected ${expected} %, got ${sayRefusal(rate)}`);
  return comparePercent(testCase, { expected, decimals, percent: rate.value * 100 });
}

function runPaymentCase(testCase: TestCase): CaseOutcome {
  const terms = readPaymentTerms(testCase);
  return typeof terms === 'string' ? refuseCase(testCase, terms) : compareRate(testCase, levelPayment(terms));
}

/** A number, a list of all rates there are, or null where there is no single one. */
function compareRate(testCase: TestCase, got: Result<number>): CaseOutcome {
  const expected = testCase['expected'];
  const tolerance = testCase['tolerance'];
  const isNear = (one: number, other: number) =>
    Math.abs(one - other) <=
    (typeof tolerance === 'number' ? tolerance : DEFAULT_TOLERANCE * Math.max(1, Math.abs(other)));
  const ambiguous = got.ok ? null : ratesOf(got);
  if (expected === null)
    return got.ok
      ? failCase(testCase, `expected no single figure, got ${got.value}`)
      : passCase(testCase, `no single figure: ${sayRefusal(got)}`);
  if (Array.isArray(expected) && expected.every((each) => typeof each === 'number')) {
    const rates = got.ok ? [got.value] : (ambiguous ?? []);
    const sorted = expected.toSorted((a, b) => a - b);
    const agrees = rates.length === sorted.length && rates.every((rate, at) => isNear(rate, sorted[at]!));
    return agrees
      ? passCase(testCase, `all of ${rates.join(', ')}`)
      : failCase(testCase, `expected ${sorted.join(', ')}, got ${got.ok ? got.value : sayRefusal(got)}`);
  }
  if (typeof expected !== 'number') return refuseCase(testCase, 'expected is neither a figure nor null');
  if (got.ok)
    return isNear(got.value, expected)
      ? passCase(testCase, String(got.value))
      : failCase(testCase, `expected ${expected}, got ${got.value}`);
  // Where a source names one of several rates, its figure is right as far as it goes; ours says the rest.
  return ambiguous?.some((rate) => isNear(rate, expected)) === true
    ? passCase(testCase, `${expected}, which is one of several: ${sayRefusal(got)}`)
    : failCase(testCase, `expected ${expected}, got ${sayRefusal(got)}`);
}

type Percents = { readonly expected: number; readonly decimals: number; readonly percent: number };

/** By rounding (a half goes up, as the annex has it), or within percentage points where the tier names a tolerance. */
function comparePercent(testCase: TestCase, { expected, decimals, percent }: Percents): CaseOutcome {
  const unit = 10 ** decimals;
  // The hair below a half is binary, not the rate's: 0.00000000001 of the last decimal is added.
  const rounded = Math.floor(percent * unit + 0.5 + 1e-9) / unit;
  if (Math.abs(rounded - expected) < 1e-9 * Math.max(1, Math.abs(expected)))
    return passCase(testCase, `${rounded} %`);
  const tier = testCase['tier'];
  const points =
    typeof tier === 'string' ? /tolerance (\d+(?:\.\d+)?) percentage point/.exec(tier)?.[1] : undefined;
  const got = `${rounded} % (${percent})`;
  return points !== undefined && Math.abs(percent - expected) <= Number(points)
    ? passCase(testCase, `${got}, within ${points} percentage points of ${expected} %`)
    : failCase(testCase, `expected ${expected} %, got ${got}`);
}

function ratesOf({ code, facts }: Refusal): readonly number[] | null {
  const rates = facts['rates'];
  return code === 'rate_ambiguous' && Array.isArray(rates)
    ? rates.filter((rate) => typeof rate === 'number')
    : null;
}

/** A refusal in one line: the code and its facts. */
export function sayRefusal({ code, facts }: Refusal): string {
  return `${code} ${JSON.stringify(facts)}`;
}

function readDatedFlows(flows: JsonValue | undefined): readonly DatedFlow[] | null {
  if (!Array.isArray(flows)) return null;
  const read = flows.map(readDatedFlow);
  return read.every((flow) => flow !== null) ? read : null;
}

function readDatedFlow(flow: JsonValue): DatedFlow | null {
  if (!isObject(flow) || typeof flow['date'] !== 'string' || typeof flow['amount'] !== 'number') return null;
  const day = parseDay(flow['date']);
  return day === null ? null : { day, amount: flow['amount'] };
}

/** Times in years as the case gives them; dates only where it says that a year is 365 days. */
function readTimedFlows(testCase: TestCase) {
  const flows = testCase['flows'];
  if (!Array.isArray(flows)) return 'flows is no list';
  const timed = flows.map((flow: JsonValue) => {
    const years = isObject(flow) ? flow['years'] : undefined;
    const amount = isObject(flow) ? flow['amount'] : undefined;
    return typeof years === 'number' && typeof amount === 'number' ? { years, amount } : null;
  });
  if (timed.every((flow) => flow !== null)) return timed;
  const dated = readDatedFlows(flows);
  if (dated === null) return 'flows is no list of {years, amount} or {date, amount}';
  const conventions: JsonObject = isObject(testCase['conventions']) ? testCase['conventions'] : {};
  if (!textOf(conventions['time_basis'], '').includes('days/365'))
    return 'dates without the time basis days/365';
  const start = Math.min(...dated.map(({ day }) => day)) as Day;
  return dated.map(({ day, amount }) => ({ years: (day - start) / DAYS_OF_A_YEAR, amount }));
}
