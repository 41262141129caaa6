/** Dates, times and durations together: literals, order, equality and arithmetic (OMG DMN 1.5, tables 53–59). */
import { addMonths, dateOfDay, formatDate, parseDate } from './date.ts';
import { divideParts, multiplyParts, type Parts, roundQuotient } from './decimal.ts';
import { daysDuration, formatDuration, monthsDuration, parseDuration } from './duration.ts';
import {
  divideNumbers,
  type FeelNumber,
  multiplyNumbers,
  normalise,
  partsOf,
  roundNumber,
  toInteger,
} from './number.ts';
import {
  atPlace,
  DAY,
  dateIn,
  dateTimeOf,
  formatDateTime,
  formatTime,
  instantOf,
  isPlaced,
  midnightOf,
  offsetSeconds,
  parseDateTime,
  parseTime,
  SECOND,
} from './time.ts';
import {
  type CallFault,
  callFault,
  type FeelDate,
  type FeelDateTime,
  type FeelDaysDuration,
  type FeelDuration,
  type FeelMonthsDuration,
  type FeelTime,
  type FeelValue,
  isDuration,
  isMoment,
  isNumber,
  kindOf,
} from './value.ts';

export type FeelTemporal = FeelDate | FeelTime | FeelDateTime | FeelDuration;
const DAY_NANOS = BigInt(DAY);

/** Reads what `@"…"` may hold: a date, a time, a date with a time, a duration; null when it is none. */
export function parseTemporal(text: string): FeelTemporal | null {
  return parseDate(text) ?? parseTime(text) ?? parseDateTime(text) ?? parseDuration(text);
}

/** As `parseTemporal` reads it back. */
export function formatTemporal(value: FeelTemporal): string {
  switch (value.kind) {
    case 'date':
      return formatDate(value);
    case 'time':
      return formatTime(value);
    case 'date and time':
      return formatDateTime(value);
    default:
      return formatDuration(value);
  }
}

/** −1, 0 or 1 for two of one kind. One that doesn't say where its clock hangs is taken to hang where the other does. */
export function orderTemporals(left: FeelTemporal, right: FeelTemporal): number {
  switch (left.kind) {
    case 'date':
      return Math.sign(left.day - (right as FeelDate).day);
    case 'time':
      return orderTimes(left, right as FeelTime);
    case 'date and time':
      return orderDateTimes(left, right as FeelDateTime);
    case 'days and time duration': {
      const other = (right as FeelDaysDuration).nanos;
      return left.nanos < other ? -1 : left.nanos > other ? 1 : 0;
    }
    case 'years and months duration':
      return Math.sign(left.months - (right as FeelMonthsDuration).months);
    default:
      return left satisfies never;
  }
}

function orderTimes(left: FeelTime, right: FeelTime): number {
  const [one, other] = [offsetSeconds(left), offsetSeconds(right)];
  const gap = one === null || other === null ? 0 : (one - other) * SECOND;
  return Math.sign(left.nanos - right.nanos - gap);
}

function orderDateTimes(left: FeelDateTime, right: FeelDateTime): number {
  const areLocal = !isPlaced(left) || !isPlaced(right);
  const [one, other] = areLocal ? [left, right] : [instantOf(left), instantOf(right)];
  return Math.sign(one.day - other.day || one.nanos - other.nanos);
}

/**
 * Equality of two of one kind. One that says where its clock hangs equals none that doesn't; and the standard's value of a
 * time is its number of seconds, so fractions don't count (they do for order).
 */
export function equalTemporals(left: FeelTemporal, right: FeelTemporal): boolean {
  if (left.kind !== 'time' && left.kind !== 'date and time') return orderTemporals(left, right) === 0;
  const other = right as FeelTime | FeelDateTime;
  return isPlaced(left) === isPlaced(other) && orderTemporals(wholeSeconds(left), wholeSeconds(other)) === 0;
}

function wholeSeconds<Clock extends FeelTime | FeelDateTime>(clock: Clock): Clock {
  return { ...clock, nanos: clock.nanos - (clock.nanos % SECOND) };
}

/** Whether two of one kind are the same, as `is` has it: written alike, not only the same moment. */
export function isSameTemporal(left: FeelTemporal, right: FeelTemporal): boolean {
  if (left.kind !== 'time' && left.kind !== 'date and time') return orderTemporals(left, right) === 0;
  const other = right as FeelTime | FeelDateTime;
  const areSameDays = left.kind === 'time' || left.day === (other as FeelDateTime).day;
  return (
    areSameDays && left.nanos === other.nanos && left.offset === other.offset && left.zone === other.zone
  );
}

/** Arithmetic where an operand is a date, time or duration; undefined when that is not defined. */
export function calculateTemporal(
  operator: '+' | '-' | '*' | '/' | '**',
  left: FeelValue,
  right: FeelValue,
): FeelValue | CallFault | undefined {
  switch (operator) {
    case '+':
      if (isDuration(right)) return moveBy(left, right, 1);
      return isDuration(left) ? moveBy(right, left, 1) : undefined;
    case '-':
      return isDuration(right) ? moveBy(left, right, -1) : difference(left, right);
    case '*':
      if (isDuration(left) && isNumber(right)) return scale(left, right, '*');
      return isNumber(left) && isDuration(right) ? scale(right, left, '*') : undefined;
    case '/':
      if (!isDuration(left)) return undefined;
      if (isNumber(right)) return right === 0 ? callFault('FEEL_DIVISION_BY_ZERO') : scale(left, right, '/');
      return isDuration(right) && left.kind === right.kind ? quotient(left, right) : undefined;
    default:
      return undefined;
  }
}

const OVERFLOW = callFault('FEEL_OVERFLOW');

/** A date, time or duration, later by a duration (or earlier). */
function moveBy(value: FeelValue, duration: FeelDuration, sign: 1 | -1): FeelValue | CallFault | undefined {
  if (duration.kind === 'years and months duration') return shiftMonths(value, sign * duration.months);
  const nanos = sign === 1 ? duration.nanos : -duration.nanos;
  if (isMoment(value)) return shiftMoment(value, nanos) ?? OVERFLOW;
  switch (kindOf(value)) {
    case 'time': {
      const time = value as FeelTime;
      const moved = (((BigInt(time.nanos) + nanos) % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
      return { ...time, nanos: Number(moved) };
    }
    case 'days and time duration':
      return daysDuration((value as FeelDaysDuration).nanos + nanos) ?? OVERFLOW;
    default:
      return undefined;
  }
}

function shiftMonths(value: FeelValue, months: number): FeelValue | CallFault | undefined {
  switch (kindOf(value)) {
    case 'date':
      return addMonths(value as FeelDate, months) ?? OVERFLOW;
    case 'date and time': {
      const moment = value as FeelDateTime;
      const date = addMonths(dateIn(moment), months);
      return date === null ? OVERFLOW : { ...moment, day: date.day };
    }
    case 'years and months duration':
      return monthsDuration((value as FeelMonthsDuration).months + months) ?? OVERFLOW;
    default:
      return undefined;
  }
}

/** A date keeps to whole days, counted from its midnight; with a named zone, hours are hours on any clock. */
function shiftMoment(value: FeelDate | FeelDateTime, nanos: bigint): FeelDate | FeelDateTime | null {
  const days = Number(nanos / DAY_NANOS);
  const rest = Number(nanos % DAY_NANOS);
  if (value.kind === 'date') return dateOfDay(value.day + days + (rest < 0 ? -1 : 0));
  if (value.zone === null) return dateTimeOf(value.day + days, value.nanos + rest, value);
  const instant = instantOf(value);
  const moved = instant.nanos + rest;
  const more = Math.floor(moved / DAY);
  return atPlace({ day: instant.day + days + more, nanos: moved - more * DAY }, value);
}

/** Both say where their clocks hang, or neither does; a date is midnight of UTC beside a date with a time. */
function difference(left: FeelValue, right: FeelValue): FeelValue | CallFault | undefined {
  if (kindOf(left) === 'time' && kindOf(right) === 'time')
    return differenceOfTimes(left as FeelTime, right as FeelTime);
  if (!isMoment(left) || !isMoment(right)) return undefined;
  const [one, other] = [asDateTime(left), asDateTime(right)];
  if (isPlaced(one) !== isPlaced(other)) return undefined;
  const [from, to] = [instantOf(other), instantOf(one)];
  const days = BigInt(to.day) - BigInt(from.day);
  return daysDuration(days * DAY_NANOS + BigInt(to.nanos - from.nanos)) ?? OVERFLOW;
}

function asDateTime(value: FeelDate | FeelDateTime): FeelDateTime {
  return value.kind === 'date' ? midnightOf(value) : value;
}

function differenceOfTimes(left: FeelTime, right: FeelTime): FeelValue | CallFault | undefined {
  const [one, other] = [offsetSeconds(left), offsetSeconds(right)];
  if ((one === null) !== (other === null)) return undefined;
  const nanos = left.nanos - right.nanos - ((one ?? 0) - (other ?? 0)) * SECOND;
  return daysDuration(BigInt(nanos)) ?? OVERFLOW;
}

/** Parts of a nanosecond are rounded half-even; parts of a month are cut off. */
function scale(duration: FeelDuration, by: FeelNumber, operator: '*' | '/'): FeelValue | CallFault {
  if (duration.kind === 'years and months duration') {
    const exact =
      operator === '*' ? multiplyNumbers(duration.months, by) : divideNumbers(duration.months, by);
    const whole = exact === null ? null : roundNumber(exact, 0, 'down');
    const months = whole === null ? null : toInteger(whole);
    return (months === null ? null : monthsDuration(months)) ?? OVERFLOW;
  }
  const nanos = { coefficient: duration.nanos, exponent: 0 };
  const parts = operator === '*' ? multiplyParts(nanos, partsOf(by)) : divideParts(nanos, partsOf(by));
  const whole = integerOf(parts);
  return (whole === null ? null : daysDuration(whole)) ?? OVERFLOW;
}

/** The nearest integer; null when it has more digits than any duration. */
function integerOf({ coefficient, exponent }: Parts): bigint | null {
  if (exponent > 40) return coefficient === 0n ? 0n : null;
  if (exponent >= 0) return coefficient * 10n ** BigInt(exponent);
  return exponent < -200 ? 0n : roundQuotient(coefficient, 10n ** BigInt(-exponent), 'halfEven');
}

function quotient(left: FeelDuration, right: FeelDuration): FeelValue | CallFault {
  const [dividend, divisor] = [sizeOf(left), sizeOf(right)];
  if (divisor === 0n) return callFault('FEEL_DIVISION_BY_ZERO');
  if (dividend === 0n) return 0;
  const parts = divideParts({ coefficient: dividend, exponent: 0 }, { coefficient: divisor, exponent: 0 });
  return normalise(parts) ?? OVERFLOW;
}

function sizeOf(duration: FeelDuration): bigint {
  return duration.kind === 'years and months duration' ? BigInt(duration.months) : duration.nanos;
}

export function negateDuration(duration: FeelDuration): FeelDuration {
  return duration.kind === 'years and months duration'
    ? { ...duration, months: duration.months === 0 ? 0 : -duration.months }
    : { ...duration, nanos: -duration.nanos };
}

export function isNegative(duration: FeelDuration): boolean {
  return duration.kind === 'years and months duration' ? duration.months < 0 : duration.nanos < 0n;
}
