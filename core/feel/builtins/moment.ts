/** Built-ins of dates, times and durations (OMG DMN 1.5, 10.3.4.1, 10.3.4.8, 10.3.4.10 and 10.3.4.12). */
import { dateOf, dayOfYear, parseDate, partsOfDate, weekday, weekOfYear } from '../date.ts';
import { monthsDuration, parseDuration } from '../duration.ts';
import { type FeelNumber, multiplyNumbers, roundNumber, toInteger } from '../number.ts';
import {
  dateIn,
  dateTimeOf,
  MAX_OFFSET_SECONDS,
  midnightOf,
  nanosOf,
  parseDateTime,
  parseTime,
  SECOND,
  timeIn,
} from '../time.ts';
import {
  type CallFault,
  callFault,
  type FeelDate,
  type FeelDateTime,
  type FeelDaysDuration,
  type FeelFunction,
  type FeelTime,
  type FeelValue,
  type Frame,
} from '../value.ts';
import { builtin, mayBeNull, needs, signature, type Signature } from './define.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const NANOS = BigInt(SECOND);

/** `f(from)` of a text. */
function fromText(read: (text: string) => FeelValue, code: string): Signature {
  return signature(
    [needs('from', 'string')],
    ([text]) => read(text) ?? callFault(code, { text: text.slice(0, 40) }),
  );
}

function dateOfMoment(value: FeelDate | FeelDateTime): FeelDate {
  return value.kind === 'date' ? value : dateIn(value);
}

function dateFrom(parts: readonly FeelNumber[]): FeelValue | CallFault {
  // A fractional part is no such month: it becomes 0, which no calendar has.
  const [year = 0, month = 0, day = 0] = parts.map((part) => toInteger(part) ?? 0);
  const isWhole = parts.every((part) => toInteger(part) !== null);
  const date = isWhole ? dateOf(year, month, day) : null;
  return date ?? callFault('FEEL_NOT_A_DATE', { text: `${year}-${month}-${day}` });
}

type TimeParts = {
  readonly hour: FeelNumber;
  readonly minute: FeelNumber;
  readonly second: FeelNumber;
  readonly offset: FeelDaysDuration | null;
};

/** Seconds may have a fraction, to a nanosecond. */
function timeFrom({ hour, minute, second, offset }: TimeParts): FeelValue | CallFault {
  const [hours, minutes] = [toInteger(hour), toInteger(minute)];
  const seconds = toInteger(roundNumber(second, 0, 'floor') ?? 0.5);
  const total = multiplyNumbers(second, SECOND);
  const nanos = total === null ? null : toInteger(roundNumber(total, 0, 'down') ?? 0.5);
  const fault = callFault('FEEL_NOT_A_DATE', { text: 'time' });
  if (hours === null || minutes === null || seconds === null || nanos === null) return fault;
  if (hours > 23) return fault;
  const whole = nanosOf({ hour: hours, minute: minutes, second: seconds });
  const shown = whole === null ? null : whole + (nanos - seconds * SECOND);
  const east = offset === null ? null : Number(offset.nanos / NANOS);
  const isPlace =
    offset === null || (offset.nanos % NANOS === 0n && Math.abs(east ?? 0) <= MAX_OFFSET_SECONDS);
  if (shown === null || !isPlace) return fault;
  return { kind: 'time', nanos: shown, offset: east === 0 ? 0 : east, zone: null };
}

/** Whole months from one day to the other, cut off towards none; clocks don't count. */
function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): FeelValue {
  const [start, end] = [partsOfDate(dateOfMoment(from)), partsOfDate(dateOfMoment(to))];
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const rest = end.date - start.date;
  return monthsDuration(months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months);
}

/** A function of the moment that the caller of the evaluation gave; without one, a fault. */
function ofClock(name: string, read: (now: FeelDateTime) => FeelValue): FeelFunction {
  return builtin(
    name,
    signature([], (_args, frame: Frame) => {
      const { now } = frame.run;
      return now === null ? callFault('FEEL_NO_CLOCK', { name }) : read(now);
    }),
  );
}

/** A function of a date, or of the date of a date with a time. */
function ofDate(name: string, read: (date: FeelDate) => FeelValue): FeelFunction {
  return builtin(
    name,
    signature([needs('date', 'moment')], ([value]) => read(dateOfMoment(value))),
  );
}

const timeOf = (value: FeelTime | FeelDate | FeelDateTime): FeelTime =>
  value.kind === 'time' ? value : timeIn(value.kind === 'date' ? midnightOf(value) : value);

export const MOMENT_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'date',
    fromText(parseDate, 'FEEL_NOT_A_DATE'),
    signature([needs('from', 'moment')], ([from]) => dateOfMoment(from)),
    signature([needs('year', 'number'), needs('month', 'number'), needs('day', 'number')], dateFrom),
  ),
  builtin(
    'time',
    fromText(parseTime, 'FEEL_NOT_A_DATE'),
    signature([needs('from', 'time')], ([from]) => timeOf(from)),
    signature([needs('from', 'moment')], ([from]) => timeOf(from)),
    signature(
      [
        needs('hour', 'number'),
        needs('minute', 'number'),
        needs('second', 'number'),
        mayBeNull('offset', 'days and time duration'),
      ],
      ([hour, minute, second, offset]) => timeFrom({ hour, minute, second, offset }),
    ),
  ),
  builtin(
    'date and time',
    fromText(parseDateTime, 'FEEL_NOT_A_DATE'),
    signature([needs('from', 'moment')], ([from]) => (from.kind === 'date' ? midnightOf(from) : from)),
    signature([needs('date', 'moment'), needs('time', 'time')], ([date, time]) =>
      dateTimeOf(date.day, time.nanos, time),
    ),
  ),
  builtin('duration', fromText(parseDuration, 'FEEL_NOT_A_DURATION')),
  builtin(
    'years and months duration',
    signature([needs('from', 'moment'), needs('to', 'moment')], ([from, to]) => monthsBetween(from, to)),
  ),
  ofDate('day of week', (date) => DAYS[weekday(date) - 1] ?? null),
  ofDate('day of year', dayOfYear),
  ofDate('week of year', weekOfYear),
  ofDate('month of year', (date) => MONTHS[partsOfDate(date).month - 1] ?? null),
  ofClock('now', (now) => now),
  ofClock('today', dateIn),
];
