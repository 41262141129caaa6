/** The two durations of FEEL (OMG DMN 1.5, 10.3.2.3.7 and 10.3.2.3.8): nanoseconds, and months. They don't mix. */
import type { FeelDaysDuration, FeelDuration, FeelMonthsDuration } from './value.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
/** Digits of one part of a duration. */
const DIGITS = '\\d{1,18}';
const DAYS_DURATION = new RegExp(
  `^(-)?P(?=\\d|T\\d)(?:(${DIGITS})D)?(?:T(?=\\d)(?:(${DIGITS})H)?(?:(${DIGITS})M)?(?:(${DIGITS})(?:\\.(\\d{0,9}))?S)?)?$`,
);
const MONTHS_DURATION = new RegExp(`^(-)?P(?=\\d)(?:(${DIGITS})Y)?(?:(${DIGITS})M)?$`);
/** Longer than from the first year of FEEL to the last. */
const MAX_MONTHS = 12 * 2_000_000_000;
const MAX_NANOS = 800_000_000_000n * DAY;

/** Reads `P1DT2H3M4.5S` or `P1Y2M`, with a minus in front if need be; null when it is neither. */
export function parseDuration(text: string): FeelDuration | null {
  const months = MONTHS_DURATION.exec(text);
  if (months !== null) {
    const [, sign, years = '0', rest = '0'] = months;
    const size = Number(years) * 12 + Number(rest);
    return monthsDuration(sign === undefined ? size : -size);
  }
  const days = DAYS_DURATION.exec(text);
  if (days === null) return null;
  const [, sign, day = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = days;
  const whole = ((BigInt(day) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const nanos = whole * SECOND + BigInt(fraction.padEnd(9, '0'));
  return daysDuration(sign === undefined ? nanos : -nanos);
}

/** Null when it is longer than any two dates of FEEL are apart. */
export function daysDuration(nanos: bigint): FeelDaysDuration | null {
  return nanos <= MAX_NANOS && nanos >= -MAX_NANOS ? { kind: 'days and time duration', nanos } : null;
}

/** Null when it is longer than any two dates of FEEL are apart. */
export function monthsDuration(months: number): FeelMonthsDuration | null {
  if (!(Math.abs(months) <= MAX_MONTHS)) return null;
  return { kind: 'years and months duration', months: months === 0 ? 0 : months };
}

/** The parts of a days and time duration; those of a negative one are negative. */
export function partsOfDays({ nanos }: FeelDaysDuration): {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  /** Of the minute. */
  readonly nanos: number;
} {
  const minutes = nanos / (60n * SECOND);
  return {
    days: Number(minutes / 1440n),
    hours: Number((minutes / 60n) % 24n),
    minutes: Number(minutes % 60n),
    nanos: Number(nanos % (60n * SECOND)),
  };
}

export function partsOfMonths({ months }: FeelMonthsDuration): {
  readonly years: number;
  readonly months: number;
} {
  const years = Math.trunc(months / 12);
  return { years: years === 0 ? 0 : years, months: months % 12 === 0 ? 0 : months % 12 };
}

export function formatDuration(duration: FeelDuration): string {
  return duration.kind === 'years and months duration' ? formatMonths(duration) : formatDays(duration);
}

function formatMonths(duration: FeelMonthsDuration): string {
  const { years, months } = partsOfMonths(monthsDuration(Math.abs(duration.months)) ?? duration);
  if (years === 0 && months === 0) return 'P0M';
  return `${duration.months < 0 ? '-' : ''}P${years === 0 ? '' : `${years}Y`}${months === 0 ? '' : `${months}M`}`;
}

function formatDays(duration: FeelDaysDuration): string {
  if (duration.nanos === 0n) return 'PT0S';
  const size = duration.nanos < 0n ? -duration.nanos : duration.nanos;
  const { days, hours, minutes, nanos } = partsOfDays({ ...duration, nanos: size });
  const fraction =
    nanos % 1e9 === 0
      ? ''
      : `.${String(nanos % 1e9)
          .padStart(9, '0')
          .replace(/0+$/, '')}`;
  const clock = [
    hours === 0 ? '' : `${hours}H`,
    minutes === 0 ? '' : `${minutes}M`,
    nanos === 0 ? '' : `${Math.floor(nanos / 1e9)}${fraction}S`,
  ].join('');
  const day = days === 0 ? '' : `${days}D`;
  return `${duration.nanos < 0n ? '-' : ''}P${day}${clock === '' ? '' : `T${clock}`}`;
}
