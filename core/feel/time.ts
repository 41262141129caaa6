/**
 * FEEL times and dates with times (OMG DMN 1.5, 10.3.2.3.4 and 10.3.2.3.6): the clock on the wall to a nanosecond, and the
 * offset from UTC or the named zone it was written with, or neither.
 */
import { DATE_PATTERN, dateOfDay, formatDate, readDateParts, twoDigits } from './date.ts';
import type { FeelDate, FeelDateTime, FeelTime } from './value.ts';
import { isZone, offsetAt, offsetOfLocal } from './zone.ts';

export const SECOND = 1_000_000_000;
const DAY_SECONDS = 86_400;
export const DAY = DAY_SECONDS * SECOND;
/** XML Schema Part 2: no place is further from UTC. */
export const MAX_OFFSET_SECONDS = 14 * 3600;

const TIME_PATTERN = '(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,9}))?';
const PLACE_PATTERN = '(?:([Zz])|([+-])(\\d{2}):(\\d{2})(?::(\\d{2}))?|@([A-Za-z][\\w+/-]*))?';
const TIME = new RegExp(`^${TIME_PATTERN}${PLACE_PATTERN}$`);
const DATE_TIME = new RegExp(`^${DATE_PATTERN}T(.+)$`);
const DATE_WITH_PLACE = new RegExp(`^${DATE_PATTERN}${PLACE_PATTERN}$`);

/** Where a clock hangs: seconds east of UTC, a named zone, or neither. */
type ClockPlace = Pick<FeelTime, 'offset' | 'zone'>;
type Groups = readonly (string | undefined)[];

/** Reads `HH:MM:SS`, with a fraction, and with `Z`, `+HH:MM` or `@Zone`; `24:00:00` is midnight. */
export function parseTime(text: string): FeelTime | null {
  const clock = readClock(text);
  return clock === null ? null : { kind: 'time', ...clock, nanos: clock.nanos % DAY };
}

/** Reads a date, `T` and a time. A date alone is its midnight; `24:00:00` is the midnight after. */
export function parseDateTime(text: string): FeelDateTime | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return readMidnight(text);
  const date = readDateParts(match);
  const clock = readClock(match[4] ?? '');
  if (date === null || clock === null) return null;
  return dateTimeOf(date.day, clock.nanos, clock);
}

function readMidnight(text: string): FeelDateTime | null {
  const match = DATE_WITH_PLACE.exec(text);
  const date = match === null ? null : readDateParts(match);
  const place = match === null ? null : readPlace(match.slice(4));
  return date === null || place === null ? null : dateTimeOf(date.day, 0, place);
}

/** `nanos` is 24 hours for `24:00:00`. */
function readClock(text: string): (ClockPlace & { readonly nanos: number }) | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, hour, minute, second, fraction = ''] = match;
  const nanos = nanosOf({ hour: Number(hour), minute: Number(minute), second: Number(second) });
  const place = readPlace(match.slice(5));
  if (nanos === null || place === null) return null;
  const whole = nanos + Number(fraction.padEnd(9, '0'));
  return whole > DAY ? null : { ...place, nanos: whole };
}

/** Nanoseconds since midnight of whole parts; null when there is no such time. 24:00:00 is one. */
export function nanosOf(time: {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}): number | null {
  const { hour, minute, second } = time;
  const isTime = hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  const seconds = hour * 3600 + minute * 60 + second;
  return isTime && seconds <= DAY_SECONDS ? seconds * SECOND : null;
}

/** The groups of `PLACE_PATTERN`; null when there is no such place. */
function readPlace([utc, sign, hours, minutes, seconds = '0', zone]: Groups): ClockPlace | null {
  if (zone !== undefined) return isZone(zone) ? { offset: null, zone } : null;
  if (utc !== undefined) return { offset: 0, zone: null };
  if (sign === undefined) return { offset: null, zone: null };
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return null;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (size > MAX_OFFSET_SECONDS) return null;
  return { offset: sign === '-' && size !== 0 ? -size : size, zone: null };
}

/** A date with a time; nanoseconds beyond the day move it. Null beyond the years of FEEL. */
export function dateTimeOf(day: number, nanos: number, place: ClockPlace): FeelDateTime | null {
  const moved = dateOfDay(day + Math.floor(nanos / DAY));
  if (moved === null) return null;
  const { offset, zone } = place;
  return {
    kind: 'date and time',
    day: moved.day,
    nanos: nanos - Math.floor(nanos / DAY) * DAY,
    offset,
    zone,
  };
}

/** Midnight of UTC, which is what a date stands for among dates with times. */
export function midnightOf(date: FeelDate): FeelDateTime {
  return { kind: 'date and time', day: date.day, nanos: 0, offset: 0, zone: null };
}

export function dateIn({ day }: FeelDateTime): FeelDate {
  return { kind: 'date', day };
}

export function timeIn({ nanos, offset, zone }: FeelDateTime): FeelTime {
  return { kind: 'time', nanos, offset, zone };
}

/** Whether it says how far from UTC it is. */
export function isPlaced({ offset, zone }: ClockPlace): boolean {
  return offset !== null || zone !== null;
}

/** Seconds east of UTC; null when it doesn't say. A time without a date takes its zone's offset of 1970-01-01. */
export function offsetSeconds(value: FeelTime | FeelDateTime): number | null {
  if (value.zone === null) return value.offset;
  const day = value.kind === 'time' ? 0 : value.day;
  return offsetOfLocal(value.zone, day, Math.floor(value.nanos / SECOND));
}

/** The day and nanoseconds in UTC; those of the clock itself when it doesn't say where it hangs. */
export function instantOf(value: FeelDateTime): { readonly day: number; readonly nanos: number } {
  const shifted = value.nanos - (offsetSeconds(value) ?? 0) * SECOND;
  const days = Math.floor(shifted / DAY);
  return { day: value.day + days, nanos: shifted - days * DAY };
}

/** What a clock at that place shows at an instant. */
export function atPlace(
  instant: { readonly day: number; readonly nanos: number },
  place: ClockPlace,
): FeelDateTime | null {
  const { day, nanos } = instant;
  const offset = place.zone === null ? (place.offset ?? 0) : offsetAt(place.zone, day, nanos / SECOND);
  return dateTimeOf(day, nanos + offset * SECOND, place);
}

export function formatTime({ nanos, offset, zone }: Omit<FeelTime, 'kind'>): string {
  const seconds = Math.floor(nanos / SECOND);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map(twoDigits)
    .join(':');
  const rest = nanos % SECOND;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`;
  return clock + fraction + (zone === null ? formatOffset(offset) : `@${zone}`);
}

function formatOffset(offset: number | null): string {
  if (offset === null) return '';
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const shown = parts.slice(0, size % 60 === 0 ? 2 : 3).map(twoDigits);
  return `${offset < 0 ? '-' : '+'}${shown.join(':')}`;
}

export function formatDateTime(value: FeelDateTime): string {
  return `${formatDate(dateIn(value))}T${formatTime(value)}`;
}
