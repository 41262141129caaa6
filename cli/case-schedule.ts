/** Cases that are a schedule, made from terms and what was paid out; and factors of rates. */
import { formatDay, addMonths, parseDay, yearFractions } from '@plimsoll/core/calendar';
import { rateOf, RATE_SCALE } from '@plimsoll/core/money';
import { type CaseOutcome, failCase, passCase, refuseCase, type TestCase, textOf } from './case-outcome.ts';
import { runLoanCase } from './case-loan.ts';
import { conventionsOf, objectOf } from './case-terms.ts';

const FACTOR_DIGITS = 12;

export function runScheduleCase(testCase: TestCase): CaseOutcome {
  return testCase.kind === 'rate_factor' ? runFactorCase(testCase) : runLoanCase(testCase);
}

/** The rate of each month as a fraction with twelve decimals. */
function runFactorCase(testCase: TestCase): CaseOutcome {
  const loan = objectOf(testCase['loan']);
  const formula = textOf(conventionsOf(testCase).all['formula'], '');
  const stated = /rate x days_in_month\/(36\d), 12 decimals HALF_EVEN/.exec(formula);
  if (stated === null) return refuseCase(testCase, `its formula cannot be read: ${formula}`);
  const starts = Array.isArray(loan['period_starts']) ? loan['period_starts'] : [];
  const expected = Array.isArray(testCase['expected'])
    ? objectOf(testCase['expected'][0])['rate_factors']
    : undefined;
  const rate = rateOf(Math.round(Number(loan['annual_rate_pct']) * 1e6) / 1e8);
  const got = starts.map((start) => {
    const from = parseDay(String(start));
    if (from === null) return 'no day';
    const [fraction] = yearFractions(from, addMonths(from, 1, 'clamp'), {
      dayCount: 'act/365',
      leapDay: 'counted',
    });
    return decimal(
      BigInt(rate) * BigInt(fraction?.numerator ?? 0),
      BigInt(RATE_SCALE) * BigInt(stated[1] ?? 1),
    );
  });
  const want = JSON.stringify(expected);
  if (want === JSON.stringify(got))
    return passCase(testCase, `${got.length} factors to ${FACTOR_DIGITS} decimals`);
  return failCase(
    testCase,
    `expected ${want}, got ${JSON.stringify(got)} from ${formatDay(parseDay(String(starts[0])) ?? (0 as never))}`,
  );
}

/** A quotient with twelve decimals, a half to the even digit. */
function decimal(numerator: bigint, denominator: bigint): string {
  const scaled = numerator * 10n ** BigInt(FACTOR_DIGITS);
  const floor = scaled / denominator;
  const twice = 2n * (scaled - floor * denominator);
  const rounded = twice > denominator || (twice === denominator && floor % 2n === 1n) ? floor + 1n : floor;
  const digits = rounded.toString().padStart(FACTOR_DIGITS + 1, '0');
  return `${digits.slice(0, -FACTOR_DIGITS)}.${digits.slice(-FACTOR_DIGITS)}`;
}
