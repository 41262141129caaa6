/**
 * Pure functions of the Java library that external functions of FEEL name (OMG DMN 1.5, 10.3.2.13.3), by their
 * meaning: no Java runs here. Those of java.lang.Math over numbers, the `valueOf` and `parse…` of the number classes, Boolean and String,
 * and String.format with %s and %d. Everything else is no function here.
 */
import { type FeelNumber, fromDouble, parseNumber, toDouble } from './number.ts';
import { formatValue } from './text.ts';
import {
  type CallFault,
  callFault,
  type FeelFunction,
  type FeelValue,
  isCallFault,
  isNumber,
  kindOf,
} from './value.ts';

type Primitive = 'double' | 'float' | 'long' | 'int' | 'short' | 'byte';
type Operation = (...args: number[]) => number;

const LIMITS: { readonly [type in Primitive]: number | null } = {
  double: null,
  float: null,
  // Doubles hold whole numbers up to here; a Java long reaches further.
  long: Number.MAX_SAFE_INTEGER,
  int: 2 ** 31 - 1,
  short: 2 ** 15 - 1,
  byte: 2 ** 7 - 1,
};

const OF_DOUBLE: { readonly [name: string]: Operation } = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  ceil: Math.ceil,
  floor: Math.floor,
  signum: Math.sign,
  toRadians: (value) => (value / 180) * Math.PI,
  toDegrees: (value) => (value * 180) / Math.PI,
};
const OF_DOUBLES: { readonly [name: string]: Operation } = {
  pow: Math.pow,
  atan2: Math.atan2,
  hypot: Math.hypot,
};
const WIDE: readonly Primitive[] = ['double', 'float', 'long', 'int'];
const CLASSES: { readonly [name: string]: Primitive } = {
  'java.lang.Double': 'double',
  'java.lang.Float': 'float',
  'java.lang.Long': 'long',
  'java.lang.Integer': 'int',
  'java.lang.Short': 'short',
  'java.lang.Byte': 'byte',
};
const STRING = 'java.lang.String';

type Body = (args: readonly FeelValue[]) => FeelValue | CallFault;
/** What is called, with the number of arguments it takes; null: any. */
type Method = { readonly arity: number | null; readonly body: Body };

/** `max(double, double)` of a class; null when it is none of those that are known. */
export function findJavaMethod(className: string, signature: string): FeelFunction | null {
  const [, name, list] = /^\s*(\w+)\s*\(([^()]*)\)\s*$/.exec(signature) ?? [];
  if (name === undefined || list === undefined) return null;
  const types = list.trim() === '' ? [] : list.split(',').map((type) => type.trim());
  const method = methodOf(className, name, types);
  if (method === null) return null;
  const { arity, body } = method;
  return {
    kind: 'function',
    name,
    signatures: [types.map((_, index) => `p${index + 1}`)],
    call: (args) =>
      arity !== null && args.length !== arity
        ? callFault('FEEL_ARGUMENTS', { function: name, given: args.length, wanted: arity })
        : body(args),
  };
}

function methodOf(className: string, name: string, types: readonly string[]): Method | null {
  if (className === 'java.lang.Math') return mathMethod(name, types);
  const of = Object.hasOwn(CLASSES, className) ? (CLASSES[className] as Primitive) : null;
  if (of !== null) return numberMethod(of, { name, types, className });
  if (className === STRING) return stringMethod(name, types);
  if (className === 'java.lang.Boolean' && name === 'valueOf' && types.join() === 'boolean')
    return {
      arity: 1,
      body: ([value = null]) => (typeof value === 'boolean' ? value : misfit('boolean', value)),
    };
  return null;
}

function mathMethod(name: string, types: readonly string[]): Method | null {
  const signature = types.join();
  if (signature === 'double' && Object.hasOwn(OF_DOUBLE, name))
    return overNumbers(['double'], OF_DOUBLE[name] as Operation);
  if (signature === 'double,double' && Object.hasOwn(OF_DOUBLES, name))
    return overNumbers(['double', 'double'], OF_DOUBLES[name] as Operation);
  const type = WIDE.find((each) => types[0] === each);
  if (type === undefined) return null;
  if (name === 'abs' && types.length === 1) return overNumbers([type], Math.abs);
  const isPair = types.length === 2 && types[1] === type;
  if (isPair && name === 'max') return overNumbers([type, type], Math.max);
  return isPair && name === 'min' ? overNumbers([type, type], Math.min) : null;
}

function numberMethod(
  of: Primitive,
  {
    name,
    types,
    className,
  }: { readonly name: string; readonly types: readonly string[]; readonly className: string },
): Method | null {
  const isParse =
    name === `parse${className === 'java.lang.Integer' ? 'Int' : className.slice('java.lang.'.length)}`;
  if ((name === 'valueOf' || isParse) && types.join() === STRING) {
    return {
      arity: 1,
      body: ([text = null]) => {
        if (typeof text !== 'string') return misfit('string', text);
        const value = parseNumber(text);
        return value === null ? callFault('FEEL_NOT_A_NUMBER', { text }) : admit(value, of);
      },
    };
  }
  return name === 'valueOf' && types.join() === of ? overNumbers([of], (value) => value) : null;
}

function stringMethod(name: string, types: readonly string[]): Method | null {
  if (name === 'format' && types.join() === `${STRING},[Ljava.lang.Object;`)
    return { arity: null, body: format };
  if (name !== 'valueOf' || types.length !== 1) return null;
  const [type] = types;
  switch (type) {
    case 'char':
      return { arity: 1, body: ([text = null]) => (isCharacter(text) ? text : misfit('character', text)) };
    case 'boolean':
      return {
        arity: 1,
        body: ([value = null]) => (typeof value === 'boolean' ? String(value) : misfit(type, value)),
      };
    case 'int':
    case 'long':
      return {
        arity: 1,
        body: ([value = null]) => {
          const given = admit(value, type);
          return isCallFault(given) ? given : formatValue(given);
        },
      };
    default:
      return null;
  }
}

/** One UTF-16 unit, as a Java char is. */
function isCharacter(value: FeelValue): value is string {
  return typeof value === 'string' && value.length === 1;
}

/** The function over numbers that each fit their Java type; the result has that of the first. */
function overNumbers(types: readonly Primitive[], operation: Operation): Method {
  const [first] = types as readonly [Primitive];
  return {
    arity: types.length,
    body: (args) => {
      const numbers: number[] = [];
      for (const [index, type] of types.entries()) {
        const given = admit(args[index] ?? null, type);
        if (isCallFault(given)) return given;
        numbers.push(type === 'float' ? Math.fround(toDouble(given)) : toDouble(given));
      }
      const result = operation(...numbers);
      if (!Number.isFinite(result)) return callFault('FEEL_DOMAIN', { function: '', parameter: '' });
      return first === 'float' ? parseNumber(shortestFloat(result)) : fromDouble(result);
    },
  };
}

/** A number of a Java type, or a fault: nothing is cut off to make it fit. */
function admit(value: FeelValue, type: Primitive): FeelNumber | CallFault {
  if (!isNumber(value)) return misfit('number', value);
  const most = LIMITS[type];
  if (most === null) return value;
  const plain = toDouble(value);
  const isInside = Number.isInteger(plain) && plain <= most && plain >= (type === 'long' ? -most : -most - 1);
  return isInside ? value : misfit(type, value);
}

/** The shortest decimal that is the same float, as Java writes it. */
function shortestFloat(value: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return text;
  }
  return String(value);
}

/** `%s`, `%d` and `%%`; any other conversion is a fault. */
function format([pattern = null, ...args]: readonly FeelValue[]): FeelValue | CallFault {
  if (typeof pattern !== 'string') return misfit('string', pattern);
  let next = 0;
  let fault: CallFault | null = null;
  const text = pattern.replace(/%(.?)/gs, (_, conversion: string) => {
    if (conversion === '%') return '%';
    const value = args[next] ?? null;
    next += 1;
    if (next > args.length || (conversion !== 's' && !(conversion === 'd' && isNumber(value))))
      fault ??= callFault('FEEL_DOMAIN', { function: 'format', parameter: '' });
    return typeof value === 'string' ? value : formatValue(value);
  });
  return fault ?? text;
}

function misfit(wanted: string, given: FeelValue): CallFault {
  return callFault('FEEL_TYPE', { wanted, given: kindOf(given) });
}
