/**
 * What is lent, as data: the terms of a loan, the bounds of amount, instalments and rate, who stands behind each payee, whose
 * caps bind, whose money it is, and what must be read and signed. Read once at the edge; then every product is sound.
 */
import { type JsonObject, type JsonValue, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { isRate } from '@plimsoll/core/money';
import { type LoanTerms, MAX_INSTALMENTS, readTerms } from '@plimsoll/core/schedule';
import { type FunderShare, WHOLE_PPM } from './loan.ts';

/** What stands behind a loan beside the borrower. */
export const securities = ['none', 'collateral', 'guarantee'] as const;
export type Security = (typeof securities)[number];

/** The most funders of one loan. */
export const MAX_FUNDERS = 20;
const MAX_TAGS = 20;

export type LoanProduct = {
  readonly id: string;
  readonly text: { readonly zh: string; readonly en: string };
  /** `shopping`, `education`, `travel`, `business` or `general`. */
  readonly scenario: string;
  readonly security: Security;
  readonly terms: LoanTerms;
  readonly amountMinMinor: number;
  readonly amountMaxMinor: number;
  readonly amountStepMinor: number;
  /** Numbers of instalments that may be chosen, in order. */
  readonly instalments: readonly number[];
  readonly rateMinAnnual: number;
  readonly rateMaxAnnual: number;
  /** Whose caps bind. */
  readonly caps: {
    readonly jurisdiction: string;
    readonly lenderType: string;
    readonly tags: readonly string[];
  };
  /** The party behind each payee of the terms, `lender` among them. */
  readonly parties: { readonly [payee: string]: string };
  /** Whose money it is unless a loan says otherwise. */
  readonly shares: readonly FunderShare[];
  /** The funder that is the lender itself; null: none of them. */
  readonly ownFunder: string | null;
  /** The name of the policy that classes its loans. */
  readonly classification: string;
  /** Whether nothing is paid out before the cost was read, for at least so many seconds, and the contract signed. */
  readonly signing: { readonly isRequired: boolean; readonly leastReadingSeconds: number };
};

/** Reads a product. Refuses (`loan_product_unreadable`, SPN-10) the first field that does not hold, and terms that cannot be. */
export function readLoanProduct(json: JsonValue): Result<LoanProduct> {
  if (!isFields(json)) return unreadable('$', 'an object');
  for (const [field, [holds, expected]] of Object.entries(checks))
    if (!holds(json[field] ?? null)) return unreadable(field, expected);
  const odd = Object.keys(json).find((field) => field !== 'terms' && !Object.hasOwn(checks, field));
  if (odd !== undefined) return unreadable(odd, 'no such field');
  const terms = readTerms(json['terms'] ?? null);
  if (!terms.ok) return { ...terms, facts: { ...terms.facts, product: json['id'] ?? null } };
  const product = { ...(json as unknown as LoanProduct), terms: terms.value };
  return faultOfWhole(product) ?? ok(product);
}

function faultOfWhole(product: LoanProduct): Refusal | null {
  const { amountMinMinor, amountMaxMinor, rateMinAnnual, rateMaxAnnual, shares, ownFunder } = product;
  if (amountMinMinor > amountMaxMinor) return unreadable('amountMaxMinor', 'at least amountMinMinor');
  if (rateMinAnnual > rateMaxAnnual) return unreadable('rateMaxAnnual', 'at least rateMinAnnual');
  if (shares.reduce((sum, { sharePpm }) => sum + sharePpm, 0) !== WHOLE_PPM)
    return unreadable('shares', `parts that sum to ${WHOLE_PPM}`);
  if (ownFunder !== null && !shares.some(({ funder }) => funder === ownFunder))
    return unreadable('ownFunder', 'one of the funders, or null');
  const nameless = ['lender', ...product.terms.fees.map(({ payee }) => payee)].find(
    (payee) => (product.parties[payee] ?? '') === '',
  );
  return nameless === undefined ? null : unreadable(`parties.${nameless}`, 'the name of that party');
}

type Check = readonly [holds: (value: JsonValue) => boolean, expected: string];

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string' && value !== '';
const isWhole = (value: JsonValue | undefined, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least;
const isList = (value: JsonValue | undefined, most: number, holds: (each: JsonValue) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && value.every((each) => holds(each as JsonValue));
const positive: Check = [(value) => isWhole(value, 1), 'a whole number from 1'];
const rate: Check = [(value) => typeof value === 'number' && isRate(value), 'a rate a year such as 0.12'];

const checks: { readonly [field in Exclude<keyof LoanProduct, 'terms'>]: Check } = {
  id: [
    (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{1,63}$/.test(value),
    'a name of a–z, 0–9 and -',
  ],
  text: [(value) => isFields(value) && isText(value['zh']) && isText(value['en']), 'texts zh and en'],
  scenario: [isText, 'a text'],
  security: [(value) => securities.some((each) => each === value), `one of ${securities.join(', ')}`],
  amountMinMinor: positive,
  amountMaxMinor: positive,
  amountStepMinor: positive,
  instalments: [
    (value) =>
      isList(value, MAX_INSTALMENTS, (each) => isWhole(each, 1) && (each as number) <= MAX_INSTALMENTS) &&
      (value as readonly number[]).length > 0,
    `numbers from 1 to ${MAX_INSTALMENTS}`,
  ],
  rateMinAnnual: rate,
  rateMaxAnnual: rate,
  caps: [
    (value) =>
      isFields(value) &&
      isText(value['jurisdiction']) &&
      isText(value['lenderType']) &&
      isList(value['tags'], MAX_TAGS, isText),
    'jurisdiction, lenderType and tags',
  ],
  parties: [(value) => isFields(value) && Object.values(value).every(isText), 'the name of each payee'],
  shares: [
    (value) =>
      isList(
        value,
        MAX_FUNDERS,
        (each) =>
          isFields(each) &&
          isText(each['funder']) &&
          isWhole(each['sharePpm'], 1) &&
          isWhole(each['servicerFeePpm'], 0) &&
          (each['servicerFeePpm'] as number) <= WHOLE_PPM,
      ),
    'a list of funder, sharePpm and servicerFeePpm',
  ],
  ownFunder: [(value) => value === null || isText(value), 'a funder, or null'],
  classification: [isText, 'the name of a policy of classification'],
  signing: [
    (value) =>
      isFields(value) && typeof value['isRequired'] === 'boolean' && isWhole(value['leastReadingSeconds'], 0),
    'isRequired and leastReadingSeconds',
  ],
};

function isFields(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(field: string, expected: string): Refusal {
  return refuse('loan_product_unreadable', 'SPN-10', { field, expected });
}
