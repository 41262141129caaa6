/** The neighbours of a number among those its precision can hold: what turns "at most" into "below" without moving a row. */
import type { TreeEnsemble } from './ensemble.ts';

const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

type Precision = TreeEnsemble['precision'];

/** The next number above a finite one (+∞ above the largest). */
export function nextAbove(value: number, precision: Precision): number {
  if (value === 0) return precision === 'float64' ? Number.MIN_VALUE : 2 ** -149;
  // Bits of numbers of one sign are ordered as their sizes are.
  const step = value > 0 ? 1 : -1;
  if (precision === 'float64') {
    double[0] = value;
    doubleBits[0] = (doubleBits[0] ?? 0n) + BigInt(step);
    return double[0];
  }
  single[0] = value;
  singleBits[0] = (singleBits[0] ?? 0) + step;
  return single[0];
}

/** The next number below a finite one (−∞ below the lowest). */
export function nextBelow(value: number, precision: Precision): number {
  return -nextAbove(-value, precision);
}
