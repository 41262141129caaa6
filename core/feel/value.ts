/**
 * The values of FEEL (OMG DMN 1.5, 10.3.2) as plain readonly data: null, boolean, number, string, date, time, date and
 * time, the two durations, list, context, range, function. Lists are arrays, contexts are maps in entry order. Values are never changed in place.
 */
import type { Day } from '@plimsoll/core/calendar';
import type { FunctionType } from './type-form.ts';
import { isFeelNumber, type FeelNumber } from './number.ts';
import type { Span } from './span.ts';

export type FeelList = readonly FeelValue[];
export type FeelContext = ReadonlyMap<string, FeelValue>;
export type FeelDate = { readonly kind: 'date'; readonly day: Day };
/** Nanoseconds since midnight; seconds east of UTC, or a named zone, or neither. */
export type FeelTime = {
  readonly kind: 'time';
  readonly nanos: number;
  readonly offset: number | null;
  readonly zone: string | null;
};
/** What a clock on the wall shows; the other fields are those of a time. */
export type FeelDateTime = {
  readonly kind: 'date and time';
  readonly day: Day;
  readonly nanos: number;
  readonly offset: number | null;
  readonly zone: string | null;
};
export type FeelDaysDuration = { readonly kind: 'days and time duration'; readonly nanos: bigint };
export type FeelMonthsDuration = { readonly kind: 'years and months duration'; readonly months: number };
export type FeelDuration = FeelDaysDuration | FeelMonthsDuration;
/** `low` or `high` null: no bound on that side (`(> 5)` has no high). */
export type FeelRange = {
  readonly kind: 'range';
  /** Written as `(=5)`, which differs from `[5..5]`. */
  readonly isPoint?: true;
  readonly low: FeelValue;
  readonly lowClosed: boolean;
  readonly high: FeelValue;
  readonly highClosed: boolean;
};
export type FeelFunction = {
  readonly kind: 'function';
  readonly name: string;
  /** Each way to call it: the parameter names in order. Builtins may have several. */
  readonly signatures: readonly (readonly string[])[];
  /** How many of a signature's parameters must be there, by signature; all of them when it isn't said. */
  readonly least?: readonly number[];
  /** The type, where the text says it; a built-in's isn't known. */
  readonly type?: FunctionType;
  /** Calls with arguments in order. */
  readonly call: (args: readonly FeelValue[], frame: Frame) => FeelValue | CallFault;
};
export type FeelValue =
  | null
  | boolean
  | string
  | FeelNumber
  | FeelDate
  | FeelTime
  | FeelDateTime
  | FeelDaysDuration
  | FeelMonthsDuration
  | FeelList
  | FeelContext
  | FeelRange
  | FeelFunction;

/** Provided by whoever owns the names outside the expression, such as a decision model. */
export type Host = {
  /** The value of a global name; may compute it now. */
  readonly global: (index: number) => FeelValue;
  /** Something went wrong; the expression goes on with null. */
  readonly fault: (code: string, at: Span, facts: Facts) => void;
};
/** The budget of one evaluation; it lives as long as that. */
export type Run = {
  readonly host: Host;
  stepsLeft: number;
  depth: number;
  /** The moment that `now()` and `today()` give. Without one they are faults: a clock can't be replayed. */
  now: FeelDateTime | null;
};
/** What one body sees while it runs: local values by slot. */
export type Frame = { readonly run: Run; readonly locals: FeelValue[] };
export type Facts = { readonly [name: string]: string | number };

/** Why a call gave no value; the caller turns it into null and a recorded fault with its place. */
export type CallFault = { readonly kind: 'fault'; readonly code: string; readonly facts: Facts };

export type ValueKind =
  | 'null'
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration'
  | 'list'
  | 'context'
  | 'range'
  | 'function';

/** The kind of a value by its FEEL name. */
export function kindOf(value: FeelValue): ValueKind {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    default:
      return objectKind(value);
  }
}

function objectKind(value: Exclude<FeelValue, number | string | boolean>): ValueKind {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  if (isContext(value)) return 'context';
  return value.kind === 'decimal' ? 'number' : value.kind;
}

export function isList(value: FeelValue): value is FeelList {
  return Array.isArray(value);
}

export function isContext(value: FeelValue): value is FeelContext {
  return value instanceof Map;
}

/** Lists and contexts have no `kind`, so it needn't be asked first whether a value is one. */
function hasKind(value: FeelValue, kind: ValueKind): boolean {
  return typeof value === 'object' && value !== null && (value as { readonly kind?: unknown }).kind === kind;
}

export function isRange(value: FeelValue): value is FeelRange {
  return hasKind(value, 'range');
}

export function isFunction(value: FeelValue): value is FeelFunction {
  return hasKind(value, 'function');
}

export function isDate(value: FeelValue): value is FeelDate {
  return hasKind(value, 'date');
}

/** A date, or a date with a time. */
export function isMoment(value: FeelValue): value is FeelDate | FeelDateTime {
  return hasKind(value, 'date') || hasKind(value, 'date and time');
}

export function isDuration(value: FeelValue): value is FeelDuration {
  return hasKind(value, 'days and time duration') || hasKind(value, 'years and months duration');
}

export function isNumber(value: FeelValue): value is FeelNumber {
  return typeof value === 'number' || isFeelNumber(value);
}

export function callFault(code: string, facts: CallFault['facts'] = {}): CallFault {
  return { kind: 'fault', code, facts };
}

export function isCallFault(value: FeelValue | CallFault): value is CallFault {
  return typeof value === 'object' && value !== null && (value as CallFault).kind === 'fault';
}

/** Builds a context from an object literal: a convenience for code and tests. */
export function contextOf(entries: { readonly [name: string]: FeelValue }): FeelContext {
  return new Map(Object.entries(entries));
}
