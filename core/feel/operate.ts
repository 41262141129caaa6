/** Arithmetic and three-valued logic on values (OMG DMN 1.5, tables 50–53). A fault says why there is no value. */
import type { ArithmeticOperator } from './node.ts';
import {
  addNumbers,
  divideNumbers,
  type FeelNumber,
  multiplyNumbers,
  negateNumber,
  powerNumbers,
  subtractNumbers,
} from './number.ts';
import { MAX_STRING_LENGTH } from './limits.ts';
import { calculateTemporal, negateDuration } from './temporal.ts';
import { type CallFault, callFault, type FeelValue, isDuration, isNumber, kindOf } from './value.ts';

/** Null operands give null; operands of a wrong kind, a zero divisor and overflow give a fault. */
export function calculate(
  operator: ArithmeticOperator,
  left: FeelValue,
  right: FeelValue,
): FeelValue | CallFault {
  if (left === null || right === null) return null;
  if (isNumber(left) && isNumber(right)) {
    if (operator === '/' && right === 0) return callFault('FEEL_DIVISION_BY_ZERO');
    return calculateNumbers(operator, left, right) ?? callFault('FEEL_OVERFLOW', { operator });
  }
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    if (left.length + right.length > MAX_STRING_LENGTH)
      return callFault('FEEL_LIMIT', { limit: 'string', most: MAX_STRING_LENGTH });
    return left + right;
  }
  return (
    calculateTemporal(operator, left, right) ??
    callFault('FEEL_TYPE', { operator, left: kindOf(left), right: kindOf(right) })
  );
}

function calculateNumbers(
  operator: ArithmeticOperator,
  left: FeelNumber,
  right: FeelNumber,
): FeelNumber | null {
  switch (operator) {
    case '+':
      return addNumbers(left, right);
    case '-':
      return subtractNumbers(left, right);
    case '*':
      return multiplyNumbers(left, right);
    case '/':
      return divideNumbers(left, right);
    case '**':
      return powerNumbers(left, right);
    default:
      return operator satisfies never;
  }
}

export function negate(value: FeelValue): FeelValue | CallFault {
  if (value === null) return null;
  if (isDuration(value)) return negateDuration(value);
  return isNumber(value)
    ? negateNumber(value)
    : callFault('FEEL_TYPE', { operator: '-', right: kindOf(value) });
}

/** `and` of three values; anything but true and false counts as null. */
export function conjoin(left: FeelValue, right: FeelValue): boolean | null {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : null;
}

export function disjoin(left: FeelValue, right: FeelValue): boolean | null {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : null;
}
