/** Built-ins over lists of numbers (OMG DMN 1.5, 10.3.4.4): sum, mean, median, stddev, mode, product. */
import {
  addNumbers,
  compareNumbers,
  divideNumbers,
  type FeelNumber,
  multiplyNumbers,
  rootNumber,
  subtractNumbers,
} from '../number.ts';
import {
  type CallFault,
  callFault,
  type FeelFunction,
  type FeelList,
  type FeelValue,
  isNumber,
} from '../value.ts';
import { overList } from './list.ts';

type Numbers = readonly FeelNumber[];

/** Over numbers only: an item of another kind is a fault. */
function overNumbers(name: string, body: (numbers: Numbers) => FeelValue): FeelFunction {
  return overList(name, (items: FeelList): FeelValue | CallFault => {
    if (!items.every(isNumber))
      return items.includes(null) ? null : callFault('FEEL_TYPE', { function: name, wanted: 'number' });
    return body(items);
  });
}

function fold(
  numbers: Numbers,
  start: FeelNumber,
  step: (left: FeelNumber, right: FeelNumber) => FeelNumber | null,
): FeelNumber | null {
  return numbers.reduce<FeelNumber | null>(
    (total, item) => (total === null ? null : step(total, item)),
    start,
  );
}

/** The sum of a list of numbers; null for an empty list. */
export function sumOf(numbers: Numbers): FeelNumber | null {
  return numbers.length === 0 ? null : fold(numbers, 0, addNumbers);
}

function meanOf(numbers: Numbers): FeelNumber | null {
  const sum = sumOf(numbers);
  return sum === null ? null : divideNumbers(sum, numbers.length);
}

function medianOf(numbers: Numbers): FeelNumber | null {
  const sorted = numbers.toSorted(compareNumbers);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as FeelNumber;
  return sorted.length === 0 ? null : meanOf(sorted.slice(middle - 1, middle + 1));
}

/** Of a sample: the sum of squares is divided by one less than the count. */
function deviationOf(numbers: Numbers): FeelNumber | null {
  const mean = meanOf(numbers);
  if (mean === null || numbers.length < 2) return null;
  const squares = numbers.map((item) => {
    const gap = subtractNumbers(item, mean);
    return gap === null ? null : multiplyNumbers(gap, gap);
  });
  const total = squares.includes(null) ? null : sumOf(squares as Numbers);
  const variance = total === null ? null : divideNumbers(total, numbers.length - 1);
  return variance === null ? null : rootNumber(variance);
}

function modeOf(numbers: Numbers): FeelList {
  const counts: { readonly value: FeelNumber; count: number }[] = [];
  for (const value of numbers.toSorted(compareNumbers)) {
    const last = counts.at(-1);
    if (last !== undefined && compareNumbers(last.value, value) === 0) last.count += 1;
    else counts.push({ value, count: 1 });
  }
  const most = Math.max(0, ...counts.map(({ count }) => count));
  return counts.filter(({ count }) => count === most).map(({ value }) => value);
}

export const STATISTICS_BUILTINS: readonly FeelFunction[] = [
  overNumbers('sum', sumOf),
  overNumbers('mean', meanOf),
  overNumbers('median', medianOf),
  overNumbers('stddev', deviationOf),
  overNumbers('mode', modeOf),
  overNumbers('product', (numbers) => (numbers.length === 0 ? null : fold(numbers, 1, multiplyNumbers))),
];
