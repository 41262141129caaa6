/** The door of terms: JSON → terms with every group filled in, or a refusal that names field, value and expectation. */
import { type JsonValue, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { dayCounts, parseDay } from '@plimsoll/core/calendar';
import { isRate } from '@plimsoll/core/money';
import {
  type Check,
  type Checks,
  type FieldFault,
  faultOf,
  isFields,
  type JsonFields,
  listOf,
  oneOf,
  orNull,
  whole,
} from './field.ts';
import { usualTerms } from './preset.ts';
import {
  components,
  loanKinds,
  type LoanTerms,
  MAX_INSTALMENTS,
  MAX_TERM_ENTRIES,
  methods,
  prepaymentVariants,
  timings,
} from './terms.ts';

const MAX_MINOR = Number.MAX_SAFE_INTEGER;
const TARGETS = timings.flatMap((timing) => components.map((component) => `${timing}_${component}`));

const rate: Check = {
  holds: (value) => typeof value === 'number' && isRate(value),
  expected: 'a rate a year from 0 to 100 with at most eight decimals, such as 0.12 for 12 %',
};
const share: Check = {
  holds: (value) => typeof value === 'number' && isRate(value) && value < 1,
  expected: 'a part from 0 to below 1, such as 0.25',
};
const flag: Check = { holds: (value) => typeof value === 'boolean', expected: 'true or false' };
const text: Check = {
  holds: (value) => typeof value === 'string' && value !== '' && value.length <= 200,
  expected: 'a text',
};
const day: Check = {
  holds: (value) => typeof value === 'string' && parseDay(value) !== null,
  expected: 'a day YYYY-MM-DD',
};
const roundingMode = oneOf(['halfUp', 'halfEven', 'down', 'up']);
const amount = whole(0, MAX_MINOR);

const groups: { readonly [group: string]: Checks } = {
  period: { every: whole(1, 366), unit: oneOf(['day', 'week', 'month']) },
  holiday: {
    rule: oneOf(['none', 'following', 'modified_following', 'preceding']),
    days: listOf(day, 5000),
    weekend: listOf(whole(1, 7), 6),
    movesInterest: flag,
  },
  firstPeriod: {
    dueDayOfMonth: orNull(whole(1, 31)),
    minDays: whole(0, 62),
    interest: oneOf(['actual', 'full_period']),
  },
  rounding: {
    mode: roundingMode,
    multipleMinor: whole(1, 1e12),
    multipleMode: roundingMode,
    remainder: oneOf(['last', 'first']),
    evenOut: flag,
    point: oneOf(['instalment', 'stretch']),
  },
  grace: {
    principal: whole(0, MAX_INSTALMENTS),
    interest: whole(0, MAX_INSTALMENTS),
    interestFree: whole(0, MAX_INSTALMENTS),
    lateDays: whole(0, 60),
  },
  prepayment: {
    variants: listOf(oneOf(prepaymentVariants), prepaymentVariants.length),
    usual: oneOf(prepaymentVariants),
    early: oneOf(['principal', 'by_order']),
    interestTo: oneOf(['date', 'period_end']),
  },
  allocation: {
    order: {
      holds: (value) =>
        Array.isArray(value) &&
        value.length === TARGETS.length &&
        TARGETS.every((target) => value.includes(target)),
      expected: `each of ${TARGETS.join(', ')} once`,
    },
    scope: oneOf(['instalment_first', 'component_first']),
    future: oneOf(['next', 'last', 'spread']),
  },
};

const promotionChecks: Checks = {
  fromInstalment: whole(1, MAX_INSTALMENTS),
  toInstalment: whole(1, MAX_INSTALMENTS),
  rateAnnual: rate,
};
const feeChecks: Checks = {
  code: text,
  text: {
    holds: (value) => isFields(value) && text.holds(value['zh']) && text.holds(value['en']),
    expected: 'texts zh and en',
  },
  payee: text,
  component: oneOf(['fee', 'penalty']),
  on: oneOf(['disbursement', 'period', 'late', 'prepayment']),
  base: oneOf([
    'fixed',
    'disbursed',
    'balance',
    'instalment',
    'overdue_principal',
    'overdue',
    'prepaid_principal',
  ]),
  rate,
  fixedMinor: amount,
  minMinor: amount,
  maxMinor: orNull(amount),
  paid: oneOf(['deducted', 'upfront', 'with_instalment']),
};
const penaltyChecks: Checks = {
  rateAnnual: orNull(rate),
  timesRate: orNull({
    holds: (value) => typeof value === 'number' && value > 0 && value <= 10,
    expected: 'a multiple above 0, at most 10',
  }),
  base: oneOf(['principal', 'principal_and_interest']),
  maxMinor: orNull(amount),
};

const termChecks: Checks = {
  currency: {
    holds: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
    expected: 'an ISO 4217 code',
  },
  minorDigits: whole(0, 4),
  kind: oneOf(loanKinds),
  method: oneOf(methods),
  instalments: whole(1, MAX_INSTALMENTS),
  rateAnnual: rate,
  accrual: oneOf(['period', 'daily']),
  dayCount: oneOf(dayCounts),
  leapDay: oneOf(['counted', 'ignored']),
  annuity: oneOf(['periods', 'usual_period']),
  monthEnd: oneOf(['clamp', 'roll']),
  balloonMinor: amount,
  downPaymentShare: share,
  compounding: oneOf(['none', 'monthly']),
  recalculation: oneOf(['none', 'period', 'daily']),
  overdueInterest: oneOf(['always', 'with_payment']),
  limitMinor: amount,
};

/**
 * Reads terms. A group or field that is left out is that of `usualTerms`; an unknown one is refused, so that a misspelt
 * one is not ignored. Refuses (`terms_impossible`, SCH-1, SCH-2) with the first field that does not hold.
 */
export function readTerms(json: JsonValue): Result<LoanTerms> {
  if (!isFields(json)) return impossible({ field: '$', value: json, expected: 'an object' });
  const filled = fillIn(json);
  const fault = shapeFault(filled) ?? senseFault(filled as unknown as LoanTerms);
  return fault === null ? ok(filled as unknown as LoanTerms) : impossible(fault);
}

function fillIn(json: JsonFields): JsonFields {
  const usual = usualTerms as unknown as JsonFields;
  const filled: { [name: string]: JsonValue } = { ...usual, ...json };
  for (const group of Object.keys(groups)) {
    const given = json[group];
    if (isFields(given)) filled[group] = { ...(usual[group] as JsonFields), ...given };
  }
  return filled;
}

function shapeFault(filled: JsonFields): FieldFault | null {
  const { promotions, fees, penalty, ...rest } = filled;
  const plain: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(rest)) {
    const checks = groups[name];
    if (checks === undefined) plain[name] = value;
    else if (!isFields(value)) return { field: name, value, expected: 'an object' };
    else {
      const fault = faultOf(value, checks, `${name}.`);
      if (fault !== null) return fault;
    }
  }
  return (
    faultOf(plain, termChecks, '') ??
    listFault(promotions, promotionChecks, 'promotions') ??
    listFault(fees, feeChecks, 'fees') ??
    (penalty === null || penalty === undefined ? null : listFault([penalty], penaltyChecks, 'penalty'))
  );
}

function listFault(list: JsonValue | undefined, checks: Checks, name: string): FieldFault | null {
  if (!Array.isArray(list) || list.length > MAX_TERM_ENTRIES)
    return { field: name, value: list ?? null, expected: `a list of at most ${MAX_TERM_ENTRIES}` };
  for (const [index, item] of (list as JsonValue[]).entries()) {
    const place = name === 'penalty' ? name : `${name}[${index}]`;
    if (!isFields(item)) return { field: place, value: item, expected: 'an object' };
    const fault = faultOf(item, checks, `${place}.`);
    if (fault !== null) return fault;
  }
  return null;
}

/** What is well formed and can't be. */
function senseFault(terms: LoanTerms): FieldFault | null {
  const { instalments, grace, promotions, prepayment, penalty } = terms;
  const last = instalments - 1;
  for (const name of ['principal', 'interest'] as const)
    if (grace[name] > last)
      return {
        field: `grace.${name}`,
        value: grace[name],
        expected: `at most ${last}: one instalment of ${instalments} must repay`,
      };
  if (grace.interestFree > instalments)
    return {
      field: 'grace.interestFree',
      value: grace.interestFree,
      expected: `at most the ${instalments} instalments`,
    };
  for (const [index, { fromInstalment, toInstalment }] of promotions.entries())
    if (fromInstalment > toInstalment || toInstalment > instalments)
      return {
        field: `promotions[${index}].toInstalment`,
        value: toInstalment,
        expected: `from ${fromInstalment} to the last instalment, ${instalments}`,
      };
  if (!prepayment.variants.includes(prepayment.usual))
    return { field: 'prepayment.usual', value: prepayment.usual, expected: 'one of prepayment.variants' };
  if (penalty !== null && (penalty.rateAnnual === null) === (penalty.timesRate === null))
    return {
      field: 'penalty.rateAnnual',
      value: penalty.rateAnnual,
      expected: 'either rateAnnual or timesRate',
    };
  if (terms.kind === 'revolving' && terms.limitMinor === 0)
    return { field: 'limitMinor', value: 0, expected: 'a limit above 0 for a revolving loan' };
  return null;
}

function impossible({ field, value, expected }: FieldFault): Refusal {
  return refuse('terms_impossible', expected === 'no such field' ? 'SCH-1' : 'SCH-2', {
    field,
    value,
    expected,
  });
}
