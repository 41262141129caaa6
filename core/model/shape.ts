/**
 * Numbers in a row forced into a shape: the nearest row (weighted least squares) that rises, falls, turns once, or is
 * left as it is. Rising and falling by pooling adjacent violators (Ayer et al., Ann. Math. Stat. 26, 1955); one turn by trying
 * each place for it.
 */
import type { FixedTrend } from '@plimsoll/core/binning';

export type WeightedRow = { readonly values: readonly number[]; readonly weights: readonly number[] };

/**
 * What a less simple shape must win by in squared error (with weights of inverse variances: a χ² of one degree
 * reaches this by chance once in 200 times) before it is believed.
 */
const TURN_PRICE = 8;
/** Squared error a value, above which not even one turn describes the row. */
const FREE_PRICE = 2;

/** The nearest row of that shape. Convex is read as a valley, concave as a peak. */
export function shaped({ values, weights }: WeightedRow, trend: FixedTrend): readonly number[] {
  switch (trend) {
    case 'ascending':
      return rising(values, weights);
    case 'descending':
      return negated(rising(negated(values), weights));
    case 'peak':
    case 'concave':
      return peaked(values, weights);
    case 'valley':
    case 'convex':
      return negated(peaked(negated(values), weights));
    case 'free':
      return values;
    default:
      return trend satisfies never;
  }
}

/** The simplest shape that describes a row: rising or falling, else one turn, else none. Weights are inverse variances. */
export function shapeOf(row: WeightedRow): FixedTrend {
  const miss = (trend: FixedTrend): number =>
    shaped(row, trend).reduce(
      (sum, value, at) => sum + (row.weights[at] ?? 0) * (value - (row.values[at] ?? 0)) ** 2,
      0,
    );
  const straight = miss('descending') < miss('ascending') ? 'descending' : 'ascending';
  const turned = miss('valley') < miss('peak') ? 'valley' : 'peak';
  if (miss(straight) < miss(turned) + TURN_PRICE) return straight;
  return miss(turned) < FREE_PRICE * Math.max(1, row.values.length - 2) ? turned : 'free';
}

function rising(values: readonly number[], weights: readonly number[]): readonly number[] {
  const pools: { sum: number; weight: number; length: number }[] = [];
  for (const [at, value] of values.entries()) {
    const weight = Math.max(weights[at] ?? 0, Number.EPSILON);
    pools.push({ sum: value * weight, weight, length: 1 });
    for (let last = pools.length - 1; last > 0; last -= 1) {
      const [left, right] = [pools[last - 1], pools[last]];
      if (left === undefined || right === undefined || left.sum / left.weight <= right.sum / right.weight)
        break;
      left.sum += right.sum;
      left.weight += right.weight;
      left.length += right.length;
      pools.pop();
    }
  }
  return pools.flatMap(({ sum, weight, length }) => Array.from({ length }, () => sum / weight));
}

function peaked(values: readonly number[], weights: readonly number[]): readonly number[] {
  let best = rising(values, weights);
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn <= values.length; turn += 1) {
    const up = rising(values.slice(0, turn), weights.slice(0, turn));
    const down = negated(rising(negated(values.slice(turn)), weights.slice(turn)));
    const tried = [...up, ...down];
    const miss = tried.reduce(
      (sum, value, at) => sum + (weights[at] ?? 0) * (value - (values[at] ?? 0)) ** 2,
      0,
    );
    if (miss < least) [best, least] = [tried, miss];
  }
  return best;
}

function negated(values: readonly number[]): readonly number[] {
  return values.map((value) => -value);
}
