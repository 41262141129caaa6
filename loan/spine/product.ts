/**
 * Products as data: what is offered, in which currency and terms, what consent it takes, and the dated caps on
 * its price. A catalogue is read once at the edge; after that every product is known to be sound.
 */
import { assert, type JsonValue, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';

/** The most products in one catalogue, and the most entries of a list inside one. */
export const MAX_PRODUCTS = 1000;
export const MAX_PRODUCT_LIST = 200;

/** A cap on the nominal rate a year, from a day (included) to a day (excluded; null: no end), with where it comes from. */
export type RateCap = {
  readonly jurisdiction: string;
  readonly metric: 'nominal_rate_annual';
  readonly comparator: '<=';
  readonly value: number;
  readonly from: string;
  readonly to: string | null;
  readonly source: string;
  readonly confidence: string;
};

export type Product = {
  readonly id: string;
  readonly text: { readonly zh: string; readonly en: string };
  /** ISO 4217. */
  readonly currency: string;
  /** Digits after the point when an amount is shown: 2 for cents, 0 for yen. */
  readonly minorDigits: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly amountMinMinor: number;
  readonly amountMaxMinor: number;
  /** Limits are rounded down to whole steps. */
  readonly amountStepMinor: number;
  readonly termsMonths: readonly number[];
  readonly incomeMinMinor: number;
  readonly incomeReviewMinor: number;
  /** The purposes for which consent must be on record before a decision. */
  readonly consents: readonly string[];
  readonly rateCaps: readonly RateCap[];
};

/** The cap that binds on a day: the lowest of those in force; null when none is. Day as `YYYY-MM-DD`. */
export function rateCapOn(product: Product, day: string): number | null {
  let lowest: number | null = null;
  for (const cap of product.rateCaps) {
    const isInForce = cap.from <= day && (cap.to === null || day < cap.to);
    if (isInForce && (lowest === null || cap.value < lowest)) lowest = cap.value;
  }
  return lowest;
}

/**
 * Reads a catalogue `{products: [...]}`. Refuses (`catalogue_unreadable`, SPN-8) with the place of the first field
 * that does not hold; an unknown field is refused too, so that a misspelt one is not ignored.
 */
export function readCatalogue(json: JsonValue): Result<readonly Product[]> {
  if (!isObject(json)) return unreadable('$', 'an object with "products"');
  const { products } = json;
  if (!Array.isArray(products) || products.length === 0 || products.length > MAX_PRODUCTS)
    return unreadable('$.products', `a list of 1 to ${MAX_PRODUCTS} products`);
  const ids = new Set<string>();
  for (const [index, product] of products.entries()) {
    const fault = productFault(product as JsonValue, `$.products[${index}]`);
    if (fault !== null) return fault;
    const { id } = product as Product;
    if (ids.has(id)) return unreadable(`$.products[${index}].id`, 'an id of its own');
    ids.add(id);
  }
  return ok(products as unknown as readonly Product[]);
}

/** An amount in human units, such as `USD 900.00` or `USD 40,000.00`. Asserts a safe integer. */
export function formatAmount(amountMinor: number, currency: string, minorDigits: number): string {
  assert(Number.isSafeInteger(amountMinor), 'whole minor units');
  const digits = String(Math.abs(amountMinor)).padStart(minorDigits + 1, '0');
  const whole = digits.slice(0, digits.length - minorDigits).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = minorDigits === 0 ? '' : `.${digits.slice(-minorDigits)}`;
  return `${currency} ${amountMinor < 0 ? '-' : ''}${whole}${fraction}`;
}

type Check = readonly [holds: (value: JsonValue | undefined) => boolean, expected: string];

const text: Check = [(value) => typeof value === 'string' && value !== '', 'a text'];
const whole: Check = [
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  'a whole number from 0',
];
const positive: Check = [
  (value) => Number.isSafeInteger(value) && (value as number) > 0,
  'a whole number from 1',
];
const day: Check = [(value) => typeof value === 'string' && parseDay(value) !== null, 'a day YYYY-MM-DD'];
const listOf = (check: Check, least: number): Check => [
  (value) =>
    Array.isArray(value) &&
    value.length >= least &&
    value.length <= MAX_PRODUCT_LIST &&
    value.every((item) => check[0](item as JsonValue)),
  `a list of at least ${least}: ${check[1]}`,
];
const pattern = (expression: RegExp, expected: string): Check => [
  (value) => typeof value === 'string' && expression.test(value),
  expected,
];

const capChecks: { readonly [field in keyof RateCap]: Check } = {
  jurisdiction: text,
  metric: [(value) => value === 'nominal_rate_annual', '"nominal_rate_annual"'],
  comparator: [(value) => value === '<=', '"<="'],
  value: [
    (value) => typeof value === 'number' && value > 0 && value <= 10,
    'a rate a year above 0, such as 0.36',
  ],
  from: day,
  to: [(value) => value === null || day[0](value), 'a day, or null'],
  source: text,
  confidence: text,
};

const productChecks: { readonly [field in keyof Product]: Check } = {
  id: pattern(/^[a-z][a-z0-9-]{1,63}$/, 'a name of a–z, 0–9 and -'),
  text: [(value) => isObject(value) && text[0](value['zh']) && text[0](value['en']), 'texts zh and en'],
  currency: pattern(/^[A-Z]{3}$/, 'an ISO 4217 code'),
  minorDigits: [
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 4,
    '0 to 4',
  ],
  country: pattern(/^[A-Z]{2}$/, 'an ISO 3166-1 code of two letters'),
  amountMinMinor: positive,
  amountMaxMinor: positive,
  amountStepMinor: positive,
  termsMonths: listOf(positive, 1),
  incomeMinMinor: whole,
  incomeReviewMinor: positive,
  consents: listOf(text, 0),
  rateCaps: listOf(
    [(value) => isObject(value) && faultOf(value, capChecks, '') === null, 'sound rate caps'],
    0,
  ),
};

function productFault(product: JsonValue, place: string): Refusal | null {
  if (!isObject(product)) return unreadable(place, 'an object');
  const fault = faultOf(product, productChecks, place);
  if (fault !== null) return fault;
  const { amountMinMinor, amountMaxMinor } = product as unknown as Product;
  if (amountMinMinor > amountMaxMinor)
    return unreadable(`${place}.amountMaxMinor`, 'at least amountMinMinor');
  return null;
}

function faultOf(
  value: { readonly [name: string]: JsonValue },
  checks: { readonly [field: string]: Check },
  place: string,
): Refusal | null {
  for (const [field, [holds, expected]] of Object.entries(checks))
    if (!holds(value[field])) return unreadable(`${place}.${field}`, expected);
  for (const field of Object.keys(value))
    if (!Object.hasOwn(checks, field)) return unreadable(`${place}.${field}`, 'no such field');
  return null;
}

function isObject(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(place: string, expected: string): Refusal {
  return refuse('catalogue_unreadable', 'SPN-8', { place, expected });
}
