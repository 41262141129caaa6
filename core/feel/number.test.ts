/** Exact decimals: examples, and laws against integers of any size. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addNumbers,
  compareNumbers,
  divideNumbers,
  type FeelNumber,
  formatNumber,
  fromDouble,
  fromFunction,
  multiplyNumbers,
  normalise,
  parseNumber,
  partsOf,
  powerNumbers,
  rootNumber,
  roundNumber,
  subtractNumbers,
  toDouble,
} from './number.ts';
import { parseParts, roundParts } from './decimal.ts';

const number = (text: string): FeelNumber => parseNumber(text) as FeelNumber;

/** A decimal as an integer of units of 10^-scale. */
const SCALE = 20;
function units(value: FeelNumber): bigint {
  const parts = parseParts(formatNumber(value));
  if (parts === null || parts.exponent < -2 * SCALE)
    throw new Error(`no such decimal: ${formatNumber(value)}`);
  return parts.coefficient * 10n ** BigInt(parts.exponent + 2 * SCALE);
}

const decimalText = fc
  .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.integer({ min: 0, max: 12 }))
  .map(([whole, places]) => {
    const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, '0');
    const point = digits.length - places;
    return `${whole < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}`;
  });

test.each([
  ['0.1', '0.2', '0.3'],
  ['1.1', '2.2', '3.3'],
  ['0.07', '-0.07', '0'],
  ['9007199254740991', '1', '9007199254740992'],
  ['12345678901234567890', '0.000000000001', '12345678901234567890.000000000001'],
])('[FEEL-1] %s + %s = %s', (left, right, sum) => {
  expect(formatNumber(addNumbers(number(left), number(right)) as FeelNumber)).toBe(sum);
});

test('[FEEL-1] a million cents added one by one are ten thousand', () => {
  let total: FeelNumber = 0;
  for (let count = 0; count < 1_000_000; count += 1) total = addNumbers(total, 0.01) as FeelNumber;
  expect(total).toBe(10_000);
});

test('[FEEL-2] a third has 34 digits, rounded half to even', () => {
  expect(formatNumber(divideNumbers(1, 3) as FeelNumber)).toBe('0.3333333333333333333333333333333333');
  expect(formatNumber(divideNumbers(2, 3) as FeelNumber)).toBe('0.6666666666666666666666666666666667');
  expect(formatNumber(number('1.0000000000000000000000000000000005'))).toBe('1');
  expect(formatNumber(number('1.0000000000000000000000000000000015'))).toBe(
    '1.000000000000000000000000000000002',
  );
});

test('[FEEL-2] a root is right to 34 digits', () => {
  expect(formatNumber(rootNumber(2) as FeelNumber)).toBe('1.414213562373095048801688724209698');
  expect(rootNumber(0.0625)).toBe(0.25);
  expect(rootNumber(-1)).toBe(null);
});

test('[FEEL-2] a value has one form: there and back gives the same number of the same kind', () => {
  fc.assert(
    fc.property(decimalText, decimalText, (left, right) => {
      const there = addNumbers(number(left), number(right)) as FeelNumber;
      const back = subtractNumbers(there, number(right)) as FeelNumber;
      expect(formatNumber(back)).toBe(formatNumber(number(left)));
      expect(compareNumbers(back, number(left))).toBe(0);
      expect(typeof back).toBe(typeof number(left));
    }),
  );
});

test('[FEEL-2] a double that enters keeps its shortest text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
      const entered = fromDouble(value) as FeelNumber;
      expect(Number(formatNumber(entered))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('[FEEL-3] sums, differences and products are exact where 34 digits are enough', () => {
  fc.assert(
    fc.property(decimalText, decimalText, (left, right) => {
      const [a, b] = [number(left), number(right)];
      expect(units(addNumbers(a, b) as FeelNumber)).toBe(units(a) + units(b));
      expect(units(subtractNumbers(a, b) as FeelNumber)).toBe(units(a) - units(b));
      const product = multiplyNumbers(a, b) as FeelNumber;
      const exact = units(a) * units(b);
      const error = units(product) * 10n ** BigInt(2 * SCALE) - exact;
      const bound = (exact < 0n ? -exact : exact) / 10n ** 33n;
      expect(error < 0n ? -error <= bound : error <= bound).toBe(true);
    }),
  );
});

test('[FEEL-3] a quotient times its divisor is the dividend to within a unit of the 33rd digit', () => {
  fc.assert(
    fc.property(decimalText, decimalText, (left, right) => {
      fc.pre(number(right) !== 0);
      const quotient = divideNumbers(number(left), number(right)) as FeelNumber;
      const back = multiplyNumbers(quotient, number(right)) as FeelNumber;
      expect(compareNumbers(roundNumber(back, 12, 'halfEven') as FeelNumber, number(left))).toBe(0);
    }),
  );
});

test('[FEEL-3] order is that of the exact values', () => {
  fc.assert(
    fc.property(decimalText, decimalText, (left, right) => {
      const [a, b] = [number(left), number(right)];
      const difference = units(a) - units(b);
      expect(compareNumbers(a, b)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      const third = divideNumbers(a, 3) as FeelNumber;
      expect(compareNumbers(third, third)).toBe(0);
    }),
  );
});

const shortDecimal = fc
  .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 12 }))
  .map(([whole, places]) => number(`${whole}e-${places}`));
const step = fc.tuple(fc.constantFrom('+', '-', '*', '/', '**', '0-'), shortDecimal);

/** What each step makes of the number so far; a step without a result leaves it as it is. */
function after(start: FeelNumber, steps: readonly (readonly [string, FeelNumber])[]): FeelNumber {
  return steps.reduce((value, [operator, operand]) => {
    if (operator === '+') return addNumbers(value, operand) ?? value;
    if (operator === '-') return subtractNumbers(value, operand) ?? value;
    if (operator === '*') return multiplyNumbers(value, operand) ?? value;
    if (operator === '/') return divideNumbers(value, operand) ?? value;
    return (operator === '**' ? powerNumbers(value, 3) : subtractNumbers(0, value)) ?? value;
  }, start);
}

test('[FEEL-3] what an estimate answers is what the exact decimal answers', () => {
  const modes = ['halfEven', 'halfUp', 'halfDown', 'up', 'down', 'floor', 'ceiling'] as const;
  const scale = fc.integer({ min: -16, max: 16 });
  fc.assert(
    fc.property(
      shortDecimal,
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...modes),
      scale,
      (start, steps, mode, digits) => {
        const value = after(start, steps);
        const rounded = roundNumber(value, digits, mode);
        const nearest = toDouble(value);
        const exact = number(formatNumber(value));
        expect(typeof value).toBe(typeof exact);
        expect(nearest).toBe(Number(formatNumber(exact)));
        expect(rounded).toEqual(normalise(roundParts(partsOf(exact), digits, mode)));
        expect(compareNumbers(value, exact)).toBe(0);
      },
    ),
    { numRuns: 1000 },
  );
});

test('[FEEL-2] what a function gives is kept to 15 digits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e18, max: 1e18 }), (value) => {
      expect(fromFunction(value)).toEqual(number(value.toPrecision(15)));
    }),
  );
});

test.each([
  ['halfEven', 0, '2.5', '2'],
  ['halfUp', 0, '2.5', '3'],
  ['halfUp', 0, '-2.5', '-3'],
  ['halfDown', 0, '2.5', '2'],
  ['up', 1, '1.01', '1.1'],
  ['down', 1, '-1.09', '-1'],
  ['floor', 0, '-0.1', '-1'],
  ['ceiling', 0, '-0.9', '0'],
  ['halfEven', -2, '1250', '1200'],
  ['ceiling', 0, '0.000000000000000000000000000000000001', '1'],
] as const)('[FEEL-3] rounding %s to %i digits makes %s %s', (mode, scale, from, to) => {
  expect(formatNumber(roundNumber(number(from), scale, mode) as FeelNumber)).toBe(to);
});
