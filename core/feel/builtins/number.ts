/** Numeric built-ins (OMG DMN 1.5, 10.3.4.3). */
import {
  divideNumbers,
  type FeelNumber,
  fromFunction,
  multiplyNumbers,
  rootNumber,
  roundNumber,
  subtractNumbers,
  toDouble,
  toInteger,
} from '../number.ts';
import type { Rounding } from '../rounding.ts';
import { isNegative, negateDuration } from '../temporal.ts';
import { type CallFault, callFault, type FeelFunction, type FeelValue } from '../value.ts';
import { builtin, may, needs, signature } from './define.ts';

/** Digits after the point, or before it, that the standard allows. */
const LEAST_SCALE = -6111;
const MOST_SCALE = 6176;

function rounding(name: string, mode: Rounding, scaleUse: 'needed' | 'optional'): FeelFunction {
  const parameters = [
    needs('n', 'number'),
    scaleUse === 'needed' ? needs('scale', 'number') : may('scale', 'number'),
  ] as const;
  return builtin(
    name,
    signature(parameters, ([value, scale]) => roundTo(value, scale ?? 0, mode)),
  );
}

function roundTo(value: FeelNumber, scale: FeelNumber, mode: Rounding): FeelValue | CallFault {
  const digits = toInteger(roundNumber(scale, 0, 'down') ?? 0);
  if (digits === null || digits < LEAST_SCALE || digits > MOST_SCALE)
    return callFault('FEEL_DOMAIN', { parameter: 'scale' });
  return roundNumber(value, digits, mode) ?? callFault('FEEL_OVERFLOW');
}

function functionOf(name: string, compute: (value: number) => number): FeelFunction {
  return builtin(
    name,
    signature(
      [needs('number', 'number')],
      ([value]) => fromFunction(compute(toDouble(value))) ?? callFault('FEEL_DOMAIN', { function: name }),
    ),
  );
}

/** dividend − divisor × floor(dividend / divisor): the sign of the divisor. */
export function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber | null {
  if (
    typeof dividend === 'number' &&
    typeof divisor === 'number' &&
    Number.isSafeInteger(dividend) &&
    Number.isSafeInteger(divisor)
  ) {
    if (divisor === 0) return null;
    const rest = dividend % divisor;
    const moved = rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest;
    return moved === 0 ? 0 : moved;
  }
  const quotient = divideNumbers(dividend, divisor);
  const whole = quotient === null ? null : roundNumber(quotient, 0, 'floor');
  const product = whole === null ? null : multiplyNumbers(divisor, whole);
  return product === null ? null : subtractNumbers(dividend, product);
}

function isOdd(value: FeelNumber): boolean {
  const rest = modulo(value, 2);
  return rest === 1;
}

export const NUMBER_BUILTINS: readonly FeelFunction[] = [
  rounding('decimal', 'halfEven', 'needed'),
  rounding('floor', 'floor', 'optional'),
  rounding('ceiling', 'ceiling', 'optional'),
  rounding('round up', 'up', 'needed'),
  rounding('round down', 'down', 'needed'),
  rounding('round half up', 'halfUp', 'needed'),
  rounding('round half down', 'halfDown', 'needed'),
  builtin(
    'abs',
    signature([needs('n', 'number')], ([value]) => (toDouble(value) < 0 ? subtractNumbers(0, value) : value)),
    signature([needs('n', 'duration')], ([value]) => (isNegative(value) ? negateDuration(value) : value)),
  ),
  builtin(
    'modulo',
    signature([needs('dividend', 'number'), needs('divisor', 'number')], ([dividend, divisor]) =>
      divisor === 0 ? callFault('FEEL_DIVISION_BY_ZERO') : modulo(dividend, divisor),
    ),
  ),
  builtin(
    'sqrt',
    signature(
      [needs('number', 'number')],
      ([value]) => rootNumber(value) ?? callFault('FEEL_DOMAIN', { function: 'sqrt' }),
    ),
  ),
  functionOf('log', Math.log),
  functionOf('exp', Math.exp),
  builtin(
    'odd',
    signature([needs('number', 'number')], ([value]) => isOdd(value)),
  ),
  builtin(
    'even',
    signature([needs('number', 'number')], ([value]) => modulo(value, 2) === 0),
  ),
];
