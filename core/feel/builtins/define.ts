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
  type FeelFunction,
  type FeelList,
  type FeelRange,
  type FeelValue,
  type Frame,
  isList,
  kindOf,
} from '../value.ts';

type Kinds = {
  readonly any: FeelValue;
  readonly number: FeelNumber;
  readonly string: string;
  readonly boolean: boolean;
  readonly date: FeelDate;
  readonly list: FeelList;
  readonly context: FeelContext;
  readonly range: FeelRange;
  readonly function: FeelFunction;
};

/** `name: kind`, `name?: kind` may be left out, `...name: kind` takes all the rest. */
type Parameter = {
  readonly name: string;
  readonly kind: keyof Kinds;
  readonly use: 'needed' | 'optional' | 'rest';
};
type ValueOf<P extends Parameter> = P['use'] extends 'rest'
  ? readonly Kinds[P['kind']][]
  : P['use'] extends 'optional'
    ? Kinds[P['kind']] | null
    : Kinds[P['kind']];
type Arguments<P extends readonly Parameter[]> = { -readonly [Index in keyof P]: ValueOf<P[Index]> };

export type Signature = {
  readonly parameters: readonly Parameter[];
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
  return { parameters, body: body as Signature['body'] };
}

/** A built-in: the first signature that the arguments fit is called. */
export function builtin(name: string, ...signatures: readonly Signature[]): FeelFunction {
  return {
    kind: 'function',
    name,
    signatures: signatures.map(({ parameters }) => parameters.map((parameter) => parameter.name)),
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
    const fitted = fit(name, candidate.parameters, args);
    if (fitted === null) return null;
    if ('args' in fitted) return candidate.body(fitted.args, frame);
    // The complaint of the first way that took this many arguments is the clearest.
    if (misfit === null || (misfit.code === 'FEEL_ARGUMENTS' && fitted.code === 'FEEL_TYPE')) misfit = fitted;
  }
  return misfit ?? callFault('FEEL_ARGUMENTS', { function: name, given: args.length });
}

type Fitted = { readonly args: readonly unknown[] };

/** Null: an argument that is wanted is null. */
function fit(
  name: string,
  parameters: readonly Parameter[],
  args: readonly FeelValue[],
): Fitted | CallFault | null {
  const last = parameters.at(-1);
  const least = parameters.filter(({ use }) => use === 'needed').length;
  if (args.length < least || (last?.use !== 'rest' && args.length > parameters.length)) {
    return callFault('FEEL_ARGUMENTS', { function: name, given: args.length, wanted: parameters.length });
  }
  let hasNull = false;
  const fitted: unknown[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const values = parameter.use === 'rest' ? args.slice(index) : [args[index] ?? null];
    const taken = values.map((value) => take(value, parameter));
    if (taken.includes(undefined)) {
      const wrong = values[taken.indexOf(undefined)] ?? null;
      return callFault('FEEL_TYPE', {
        function: name,
        parameter: parameter.name,
        wanted: parameter.kind,
        given: kindOf(wrong),
      });
    }
    const isGiven = parameter.use === 'needed' || (parameter.use === 'optional' && index < args.length);
    if (isGiven && parameter.kind !== 'any' && taken[0] === null) hasNull = true;
    if (parameter.use === 'rest' && parameter.kind !== 'any' && taken.includes(null)) hasNull = true;
    fitted.push(parameter.use === 'rest' ? taken : taken[0]);
  }
  return hasNull ? null : { args: fitted };
}

/** The argument as the parameter wants it; undefined when it doesn't fit. */
function take(value: FeelValue, parameter: Parameter): FeelValue | undefined {
  if (parameter.kind === 'any' || value === null) return value;
  if (kindOf(value) === parameter.kind) return value;
  if (parameter.kind === 'list') return [value];
  if (isList(value) && value.length === 1) return take(value[0] ?? null, parameter);
  return undefined;
}
