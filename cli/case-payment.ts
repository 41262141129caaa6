/**
 * The terms of a case of a level payment: from its fields, else from its title, which is then read word by word
 * (`10000 at 8 %/12, 10 months`). A title that leaves principal, rate or count open is refused.
 */
import type { LevelPaymentTerms } from '@plimsoll/core/cost';
import { isObject, type TestCase } from './case-outcome.ts';

const NAMES = {
  principal: ['principal', 'amount', 'present_value', 'pv'],
  rateAnnualPercent: ['annual_rate_pct', 'annual_rate_percent', 'rate_annual_percent'],
  rateAnnual: ['annual_rate', 'rate_annual'],
  ratePerPeriod: ['rate_per_period', 'periodic_rate', 'rate'],
  periods: ['periods', 'payments', 'instalments', 'installments', 'months', 'n', 'nper'],
  balloon: ['balloon', 'future_value', 'fv'],
  perYear: ['periods_per_year', 'payments_per_year'],
} as const;
const MONTHS_OF_A_YEAR = 12;

type Named = { readonly [Name in keyof typeof NAMES]: number | null };

/** The terms, or what is missing. */
export function readPaymentTerms(testCase: TestCase): LevelPaymentTerms | string {
  const fields = readFields(testCase);
  const title = readTitle(typeof testCase['title'] === 'string' ? testCase['title'] : '');
  const principal = fields.principal ?? title.principal;
  const periods = fields.periods ?? title.periods;
  const rate = rateOfFields(fields) ?? title.ratePerPeriod;
  if (principal === null) return 'the case does not state the principal';
  if (periods === null) return 'the case does not state how many payments';
  if (rate === null) return 'the case does not state the rate of a period';
  const isBeginning =
    testCase['type'] === 1 || testCase['due'] === 'begin' || testCase['in_advance'] === true;
  return {
    principal: Math.abs(principal),
    ratePerPeriod: rate,
    periods,
    balloon: fields.balloon ?? 0,
    inAdvance: isBeginning,
  };
}

/** A field of the case itself, of its `loan` or of its `inputs`. */
function readFields(testCase: TestCase): Named {
  const places = [testCase, testCase['loan'], testCase['inputs'], testCase['conventions']].filter(isObject);
  const find = (names: readonly string[]): number | null => {
    for (const place of places)
      for (const name of names) {
        const value = place[name];
        if (typeof value === 'number') return value;
      }
    return null;
  };
  return {
    principal: find(NAMES.principal),
    rateAnnualPercent: find(NAMES.rateAnnualPercent),
    rateAnnual: find(NAMES.rateAnnual),
    ratePerPeriod: find(NAMES.ratePerPeriod),
    periods: find(NAMES.periods),
    balloon: find(NAMES.balloon),
    perYear: find(NAMES.perYear),
  };
}

function rateOfFields({ rateAnnualPercent, rateAnnual, ratePerPeriod, perYear }: Named): number | null {
  if (ratePerPeriod !== null) return ratePerPeriod;
  const year = rateAnnualPercent === null ? rateAnnual : rateAnnualPercent / 100;
  return year === null ? null : year / (perYear ?? MONTHS_OF_A_YEAR);
}

/** Numbers of a title by the words around them. What is left over, when it is one number, is the principal. */
function readTitle(title: string): Pick<Named, 'principal' | 'periods' | 'ratePerPeriod'> {
  let rest = title.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '');
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match !== null) rest = rest.replace(match[0], ' ');
    return match;
  };
  const rate = take(
    /(\d+(?:\.\d+)?) ?%(?: ?\/ ?(\d+)|(?: nominal)? (?:a|per) (year|month|period)|( p\.?a\.?| annual))?/i,
  );
  const isZero = rate === null && take(/\b(?:zero|no)[ -](?:rate|interest)\b|\brate (?:of )?0\b/i) !== null;
  const count =
    take(/(\d+) ?(?:monthly |equal |level |yearly )?(months?|periods?|payments?|instal+ments?|years?)\b/i) ??
    take(/\b(?:over|in|n ?=) ?(\d+)\b()/i);
  const numbers = [...rest.matchAll(/\d+(?:\.\d+)?/g)].map(([text]) => Number(text));
  const [principal] = numbers;
  const isMonthly = rate?.[2] === String(MONTHS_OF_A_YEAR);
  const isYears = count?.[2]?.toLowerCase().startsWith('year') === true;
  return {
    principal: numbers.length === 1 && principal !== undefined ? principal : null,
    periods: count === null ? null : Number(count[1]) * (isYears && isMonthly ? MONTHS_OF_A_YEAR : 1),
    ratePerPeriod: isZero ? 0 : rate === null ? null : periodRateOf(rate, isYears),
  };
}

/** 8 %/12; 8 % a year over months; 1 % a month. A bare percentage is the rate of a period only when it is 0. */
function periodRateOf(
  [, text = '', divisor, word, annual]: RegExpExecArray,
  isYears: boolean,
): number | null {
  const rate = Number(text) / 100;
  if (rate === 0) return 0;
  if (divisor !== undefined) return rate / Number(divisor);
  if (word === 'month' || word === 'period') return isYears ? null : rate;
  if (word === 'year' || annual !== undefined) return isYears ? rate : rate / MONTHS_OF_A_YEAR;
  return null;
}
