/** Conversion, boolean and date built-ins (OMG DMN 1.5, 10.3.4.1, 10.3.4.5 and 10.3.4.12). */
import { dateOf, parseDate, partsOfDate, weekday } from '../date.ts';
import { equalValues } from '../compare.ts';
import { parseNumber, toInteger } from '../number.ts';
import { type CallFault, callFault, type FeelFunction, type FeelValue, isDate, kindOf } from '../value.ts';
import { builtin, may, needs, rest, signature } from './define.ts';

/** `number("1 000,5", " ", ",")`: grouping and decimal signs must differ and be of the allowed ones. */
function readNumber(text: string, grouping: FeelValue, decimal: FeelValue): FeelValue | CallFault {
  const isAllowed =
    (grouping === null || grouping === ' ' || grouping === ',' || grouping === '.') &&
    (decimal === null || decimal === '.' || decimal === ',') &&
    (grouping === null || grouping !== decimal);
  if (!isAllowed) return callFault('FEEL_DOMAIN', { function: 'number' });
  const plain = grouping === null ? text : text.split(grouping as string).join('');
  const pointed = decimal === ',' ? plain.replace(',', '.') : plain;
  return parseNumber(pointed.trim()) ?? callFault('FEEL_NOT_A_NUMBER', { text: text.slice(0, 40) });
}

function is(left: FeelValue, right: FeelValue): boolean {
  return kindOf(left) === kindOf(right) && equalValues(left, right) === true;
}

/** A built-in that is known but not computed: the fault says so instead of a silent null. Clocks can't be replayed. */
function later(name: string): FeelFunction {
  return builtin(
    name,
    signature([rest('arguments', 'any')], () => callFault('FEEL_UNSUPPORTED', { name })),
  );
}

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

const LATER = [
  'now',
  'today',
  'time',
  'date and time',
  'duration',
  'years and months duration',

  'day of year',
  'week of year',
] as const;

export const CONVERSION_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'not',
    signature([needs('negand', 'any')], ([value]) => (typeof value === 'boolean' ? !value : null)),
  ),
  builtin(
    'is',
    signature([needs('value1', 'any'), needs('value2', 'any')], ([left, right]) => is(left, right)),
  ),
  builtin(
    'number',
    signature(
      [needs('from', 'any'), may('grouping separator', 'any'), may('decimal separator', 'any')],
      ([from, grouping, decimal]) => {
        if (from === null || kindOf(from) === 'number') return from;
        return typeof from === 'string'
          ? readNumber(from, grouping, decimal)
          : callFault('FEEL_TYPE', { function: 'number', given: kindOf(from) });
      },
    ),
  ),
  builtin(
    'date',
    signature([needs('from', 'any')], ([from]) => {
      if (from === null || isDate(from)) return from;
      if (typeof from !== 'string') return callFault('FEEL_TYPE', { function: 'date', given: kindOf(from) });
      return parseDate(from) ?? callFault('FEEL_NOT_A_DATE', { text: from.slice(0, 40) });
    }),
    signature(
      [needs('year', 'number'), needs('month', 'number'), needs('day', 'number')],
      ([year, month, day]) => {
        // A fractional part is no such month: it becomes 0, which no calendar has.
        const [y, m, d] = [toInteger(year) ?? 0, toInteger(month) ?? 0, toInteger(day) ?? 0] as const;
        return dateOf(y, m, d) ?? callFault('FEEL_NOT_A_DATE', { text: `${y}-${m}-${d}` });
      },
    ),
  ),
  builtin(
    'day of week',
    signature([needs('date', 'date')], ([date]) => DAYS[weekday(date) - 1] ?? null),
  ),
  builtin(
    'month of year',
    signature([needs('date', 'date')], ([date]) => MONTHS[partsOfDate(date).month - 1] ?? null),
  ),
  ...LATER.map(later),
];
