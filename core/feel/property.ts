/** Properties of values that are no contexts: `date.year`, `range.start` (OMG DMN 1.5, tables 65–67). */
import { partsOfDate, weekday } from './date.ts';
import { daysDuration, partsOfDays, partsOfMonths } from './duration.ts';
import { type FeelNumber, normalise } from './number.ts';
import { dateIn, offsetSeconds, SECOND } from './time.ts';
import type { FeelDate, FeelDateTime, FeelRange, FeelTime, FeelValue } from './value.ts';

type Propertied = Exclude<
  FeelValue,
  null | boolean | string | number | readonly FeelValue[] | ReadonlyMap<string, FeelValue>
>;

/** Undefined: there is no such property. */
export function propertyOf(value: Propertied, name: string): FeelValue | undefined {
  switch (value.kind) {
    case 'date':
      return dateProperty(value, name);
    case 'time':
      return clockProperty(value, name);
    case 'date and time':
      return dateProperty(dateIn(value), name) ?? clockProperty(value, name);
    case 'years and months duration': {
      const { years, months } = partsOfMonths(value);
      return name === 'years' ? years : name === 'months' ? months : undefined;
    }
    case 'days and time duration': {
      const { days, hours, minutes, nanos } = partsOfDays(value);
      const parts: { readonly [part: string]: FeelValue } = {
        days,
        hours,
        minutes,
        seconds: secondsOf(nanos),
      };
      return Object.hasOwn(parts, name) ? parts[name] : undefined;
    }
    case 'range':
      return rangeProperty(value, name);
    default:
      return undefined;
  }
}

function dateProperty(value: FeelDate, name: string): FeelValue | undefined {
  const { year, month, date } = partsOfDate(value);
  switch (name) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return date;
    case 'weekday':
      return weekday(value);
    default:
      return undefined;
  }
}

function clockProperty(value: FeelTime | FeelDateTime, name: string): FeelValue | undefined {
  const minutes = Math.floor(value.nanos / (60 * SECOND));
  switch (name) {
    case 'hour':
      return Math.floor(minutes / 60);
    case 'minute':
      return minutes % 60;
    case 'second':
      return secondsOf(value.nanos % (60 * SECOND));
    case 'time offset': {
      const offset = offsetSeconds(value);
      return offset === null ? null : daysDuration(BigInt(offset) * BigInt(SECOND));
    }
    case 'timezone':
      return value.zone;
    default:
      return undefined;
  }
}

function secondsOf(nanos: number): FeelNumber {
  return normalise({ coefficient: BigInt(nanos), exponent: -9 }) ?? 0;
}

function rangeProperty(range: FeelRange, name: string): FeelValue | undefined {
  switch (name) {
    case 'start':
      return range.low;
    case 'end':
      return range.high;
    case 'start included':
      return range.lowClosed;
    case 'end included':
      return range.highClosed;
    default:
      return undefined;
  }
}
