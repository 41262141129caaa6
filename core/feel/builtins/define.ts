/**
 * How built-in functions are written down: a name, the parameters with their kinds, and a body that gets values of
 * those kinds. Arguments are checked before the body runs: a null where a value is wanted gives null, a wrong kind a
 * fault, a list of one stands for its item (OMG DMN 1.5, 10.3.4).
 */
import type { FeelNumber } from '../number.ts';
import {
  type CallFault,
  callFault,
  type FeelContext,
  type FeelDate,
  type FeelDateTime,
  type FeelDaysDuration,
  type FeelDuration,
  type FeelFunction,
  type FeelList,
  type FeelRange,
  type FeelTime,
  type FeelValue,
  type Frame,
  isDuration,
  isList,
  isMoment,
  kindOf,
} from '../value.ts';

type Kinds = {
  readonly any: FeelValue;
  readonly number: FeelNumber;
  readonly string: string;
  readonly boolean: boolean;
  readonly time: FeelTime;
  /** A date, or a date with a time. */
  readonly moment: FeelDate | FeelDateTime;
  readonly duration: FeelDuration;
  readonly 'days and time duration': FeelDaysDuration;
  readonly list: FeelList;
  readonly context: FeelContext;
  readonly range: FeelRange;
  readonly function: FeelFunction;
};

/** `name: kind`, `name?: kind` may be left out, `name??: kind` may also be null, `...name: kind` takes all the rest. */
type Parameter = {
  readonly name: string;
  readonly kind: keyof Kinds;
  readonly use: 'needed' | 'optional' | 'nullable' | 'rest';
};
type ValueOf<P extends Parameter> = P['use'] extends 'rest'
  ? readonly Kinds[P['kind']][]
  : P['use'] extends 'optional' | 'nullable'
    ? Kinds[P['kind']] | null
    : Kinds[P['kind']];
type Arguments<P extends readonly Parameter[]> = { -readonly [Index in keyof P]: ValueOf<P[Index]> };

export type Signature = {
  readonly parameters: readonly Parameter[];
  /** How many arguments it takes at least and at most. */
  readonly least: number;
  readonly most: number;
  readonly body: (args: readonly unknown[], frame: Frame) => FeelValue | CallFault;
};

export function needs<Kind extends keyof Kinds>(
  name: string,
  kind: Kind,
): { readonly name: string; readonly kind: Kind; readonly use: 'needed' } {
  return { name, kind, use: 'needed' };
}

export function may<Kind extends keyof Kinds>(
  name: string,
  kind: Kind,
): { readonly name: string; readonly kind: Kind; readonly use: 'optional' } {
  return { name, kind, use: 'optional' };
}

/** May be left out, and may be null, which is the same. */
export function mayBeNull<Kind extends keyof Kinds>(
  name: string,
  kind: Kind,
): { readonly name: string; readonly kind: Kind; readonly use: 'nullable' } {
  return { name, kind, use: 'nullable' };
}

export function rest<Kind extends keyof Kinds>(
  name: string,
  kind: Kind,
): { readonly name: string; readonly kind: Kind; readonly use: 'rest' } {
  return { name, kind, use: 'rest' };
}

/** One way to call a function. The body's arguments have the types that the parameters say. */
export function signature<const P extends readonly Parameter[]>(
  parameters: P,
  body: (args: Arguments<P>, frame: Frame) => FeelValue | CallFault,
): Signature {
  return {
    parameters,
    least: parameters.filter(({ use }) => use === 'needed').length,
    most: parameters.at(-1)?.use === 'rest' ? Number.POSITIVE_INFINITY : parameters.length,
    body: body as Signature['body'],
  };
}

/** A built-in: the first signature that the arguments fit is called. */
export function builtin(name: string, ...signatures: readonly Signature[]): FeelFunction {
  return {
    kind: 'function',
    name,
    signatures: signatures.map(({ parameters }) => parameters.map((parameter) => parameter.name)),
    least: signatures.map(({ least }) => least),
    call: (args, frame) => callFirstFit(name, signatures, { args, frame }),
  };
}

function callFirstFit(
  name: string,
  signatures: readonly Signature[],
  { args, frame }: { readonly args: readonly FeelValue[]; readonly frame: Frame },
): FeelValue | CallFault {
  let misfit: CallFault | null = null;
  for (const candidate of signatures) {
    const fitted = fit(name, candidate, args);
    if (fitted === null) return null;
    if (Array.isArray(fitted)) return candidate.body(fitted, frame);
    // The complaint of the first way that took this many arguments is the clearest.
    if (misfit === null || (misfit.code === 'FEEL_ARGUMENTS' && fitted.code === 'FEEL_TYPE')) misfit = fitted;
  }
  return misfit ?? callFault('FEEL_ARGUMENTS', { function: name, given: args.length });
}

/** The arguments as the body takes them; null: an argument that is wanted is null. */
function fit(
  name: string,
  { parameters, least, most }: Signature,
  args: readonly FeelValue[],
): unknown[] | CallFault | null {
  if (args.length < least || args.length > most)
    return callFault('FEEL_ARGUMENTS', { function: name, given: args.length, wanted: parameters.length });
  let hasNull = false;
  const fitted: unknown[] = [];
  for (let index = 0; index < parameters.length; index += 1) {
    const parameter = parameters[index] as Parameter;
    if (parameter.use === 'rest') {
      const taken = takeRest(args, index, parameter);
      if (taken === undefined) return misfitOf(name, parameter, args.slice(index));
      if (parameter.kind !== 'any' && taken.includes(null)) hasNull = true;
      fitted.push(taken);
    } else {
      const value = args[index] ?? null;
      const taken = take(value, parameter);
      if (taken === undefined) return misfitOf(name, parameter, [value]);
      const isGiven = parameter.use === 'needed' || (parameter.use === 'optional' && index < args.length);
      if (taken === null && isGiven && parameter.kind !== 'any') hasNull = true;
      fitted.push(taken);
    }
  }
  return hasNull ? null : fitted;
}

/** All arguments from `from` on; undefined when one doesn't fit. */
function takeRest(
  args: readonly FeelValue[],
  from: number,
  parameter: Parameter,
): readonly FeelValue[] | undefined {
  const taken: FeelValue[] = [];
  for (let index = from; index < args.length; index += 1) {
    const one = take(args[index] ?? null, parameter);
    if (one === undefined) return undefined;
    taken.push(one);
  }
  return taken;
}

/** Names the first of the values that doesn't fit. */
function misfitOf(name: string, parameter: Parameter, values: readonly FeelValue[]): CallFault {
  const wrong = values.find((value) => take(value, parameter) === undefined) ?? null;
  return callFault('FEEL_TYPE', {
    function: name,
    parameter: parameter.name,
    wanted: parameter.kind,
    given: kindOf(wrong),
  });
}

/** The argument as the parameter wants it; undefined when it doesn't fit. */
function take(value: FeelValue, parameter: Parameter): FeelValue | undefined {
  if (parameter.kind === 'any' || value === null) return value;
  if (typeof value === 'number' && parameter.kind === 'number') return value;
  if (isOfKind(value, parameter.kind)) return value;
  if (parameter.kind === 'list') return [value];
  if (isList(value) && value.length === 1) return take(value[0] ?? null, parameter);
  return undefined;
}

function isOfKind(value: FeelValue, kind: Parameter['kind']): boolean {
  if (kind === 'moment') return isMoment(value);
  return kind === 'duration' ? isDuration(value) : kindOf(value) === kind;
}
