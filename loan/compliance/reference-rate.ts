/** Reference rates over time, such as the one-year LPR: known from their first day to a last one, and unknown after it. */
import { type JsonObject, type JsonValue, ok, refuse, type Result } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';

/** `rate` holds from its day until the next; after `knownThrough` nobody has looked. */
export type ReferenceRate = {
  readonly name: string;
  readonly source: string;
  readonly confidence: string;
  readonly knownThrough: string;
  readonly points: readonly { readonly from: string; readonly rate: number }[];
};

const MAX_POINTS = 10_000;

/** Reads `{rates: [...]}`. Refuses (`caps_unreadable`) what is no rate, or days that do not ascend. */
export function readReferenceRates(json: JsonValue): Result<readonly ReferenceRate[]> {
  const rates = isObject(json) ? json['rates'] : undefined;
  if (!Array.isArray(rates)) return unreadable('$.rates', 'a list');
  for (const [at, rate] of rates.entries()) {
    const expected = rateFault(rate as JsonValue);
    if (expected !== null) return unreadable(`$.rates[${at}]`, expected);
  }
  return ok(rates as unknown as readonly ReferenceRate[]);
}

/** The rate on a day. Refuses (`cap_reference_unknown`) a name or a day that is not known: no rate is not a low rate. */
export function referenceOn(rates: readonly ReferenceRate[], name: string, day: string): Result<number> {
  const found = rates.find((rate) => rate.name === name);
  const point = found?.points.findLast(({ from }) => from <= day);
  if (found === undefined || point === undefined || day > found.knownThrough)
    return refuse('cap_reference_unknown', 'CMP-4', {
      reference: name,
      day,
      knownFrom: found?.points[0]?.from ?? null,
      knownThrough: found?.knownThrough ?? null,
    });
  return ok(point.rate);
}

function rateFault(rate: JsonValue): string | null {
  if (!isObject(rate)) return 'an object';
  for (const name of ['name', 'source', 'confidence'])
    if (typeof rate[name] !== 'string' || rate[name] === '') return `a text ${name}`;
  if (!isDay(rate['knownThrough'])) return 'a day knownThrough';
  const { points } = rate;
  if (!Array.isArray(points) || points.length === 0 || points.length > MAX_POINTS) return 'a list of points';
  const isSound = points.every((point: JsonValue, at) => {
    if (!isObject(point) || !isDay(point['from'])) return false;
    const before = points[at - 1] as JsonValue | undefined;
    const last = isObject(before) && isDay(before['from']) ? before['from'] : '';
    return (
      last < point['from'] && typeof point['rate'] === 'number' && point['rate'] >= 0 && point['rate'] <= 10
    );
  });
  return isSound ? null : 'points of ascending days, each with a rate of 0 to 10';
}

function isDay(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && parseDay(value) !== null;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(place: string, expected: string) {
  return refuse('caps_unreadable', 'CMP-1', { place, expected });
}
