/**
 * A model that compares in float32 as one that compares in double, row for row the same: rounding x lands below t exactly when x lies
 * below the middle between t and the float32 before it, or on that middle where the tie goes away from t.
 */
import { nextAbove, nextBelow, type TreeEnsemble } from '@plimsoll/core/model/trees';

/** The same model with thresholds in double. */
export function widenThresholds(ensemble: TreeEnsemble): TreeEnsemble {
  if (ensemble.precision === 'float64') return ensemble;
  return {
    ...ensemble,
    precision: 'float64',
    trees: ensemble.trees.map((tree) => ({
      ...tree,
      threshold: tree.threshold.map((threshold, node) =>
        tree.feature[node] === -1 || tree.levelsLeft[node] !== null ? threshold : lowestRounding(threshold),
      ),
    })),
  };
}

/** The lowest double that rounds to `threshold` or above. */
function lowestRounding(threshold: number): number {
  const below = nextBelow(threshold, 'float32');
  const middle = below + (threshold - below) / 2;
  return Math.fround(middle) >= threshold ? middle : nextAbove(middle, 'float64');
}
