/** Where the values of one decision are put, row by row. */
import { assert } from '@plimsoll/core/base';
import { type FeelValue, isNumber, toDouble } from '@plimsoll/core/feel';
import type { BatchColumn } from './batch-plan.ts';

export type Sink = {
  /** What generated code writes into. */
  readonly values: Float64Array | Int32Array | FeelValue[];
  readonly put: (value: FeelValue, row: number) => void;
  /** The double of a value that is null or a long decimal. */
  readonly numberOf: (value: FeelValue) => number;
  /** The number of a level; −1 for null. */
  readonly codeOf: (value: FeelValue) => number;
  readonly column: () => BatchColumn;
};

export function createSink(kind: BatchColumn['kind'], rowCount: number): Sink {
  const levels: FeelValue[] = [];
  const codes = new Map<FeelValue, number>();
  const codeOf = (value: FeelValue): number => {
    if (value === null) return -1;
    const known = codes.get(value);
    if (known !== undefined) return known;
    codes.set(value, levels.length);
    return levels.push(value) - 1;
  };
  switch (kind) {
    case 'number': {
      const values = new Float64Array(rowCount);
      const put = (value: FeelValue, row: number): void => {
        values[row] = numberOf(value);
      };
      return { values, put, numberOf, codeOf, column: () => ({ kind, values }) };
    }
    case 'level': {
      const values = new Int32Array(rowCount);
      const put = (value: FeelValue, row: number): void => {
        values[row] = codeOf(value);
      };
      return { values, put, numberOf, codeOf, column: () => ({ kind, codes: values, levels }) };
    }
    case 'any': {
      const values = Array.from({ length: rowCount }, (): FeelValue => null);
      const put = (value: FeelValue, row: number): void => {
        values[row] = value;
      };
      return { values, put, numberOf, codeOf, column: () => ({ kind, values }) };
    }
    default:
      return kind satisfies never;
  }
}

function numberOf(value: FeelValue): number {
  if (value === null) return Number.NaN;
  assert(isNumber(value), 'a decision fitted to numbers gives numbers');
  return toDouble(value) + 0;
}
