/**
 * Pre-bins as the leaves of a decision tree on the one column: the split of most Gini gain first (Breiman et al.,
 * *Classification and Regression Trees*, 1984, in the best-first order of scikit-learn's `max_leaf_nodes`), each leaf
 * of at least so many rows. A cut point lies halfway between the values it parts. scikit-learn does the same after
 * rounding values to single precision, so its cut points agree to seven digits and its leaves hold the same rows.
 */
import type { NumericTally } from './column-tally.ts';

type Split = { readonly at: number; readonly gain: number };
type Leaf = { readonly from: number; readonly to: number; readonly split: Split | null };

/** What can't be told from zero impurity. */
const PURE = 2 ** -52;

/** The cut points, ascending, at most `maxLeaves − 1`. O(values · depth). */
export function treeEdges(
  tally: NumericTally,
  limits: { readonly maxLeaves: number; readonly minLeafRows: number },
): readonly number[] {
  const sums = runningSums(tally);
  const leafOf = (from: number, to: number): Leaf => ({
    from,
    to,
    split: bestSplit(sums, { from, to }, limits.minLeafRows),
  });
  const leaves = [leafOf(0, tally.starts.length)];
  const cuts: number[] = [];
  while (cuts.length < limits.maxLeaves - 1) {
    let best = -1;
    for (const [at, leaf] of leaves.entries())
      if (leaf.split !== null && leaf.split.gain > (leaves[best]?.split?.gain ?? Number.NEGATIVE_INFINITY))
        best = at;
    const leaf = leaves[best];
    if (leaf === undefined || leaf.split === null) break;
    cuts.push(leaf.split.at);
    leaves.splice(best, 1, leafOf(leaf.from, leaf.split.at), leafOf(leaf.split.at, leaf.to));
  }
  return cuts
    .sort((left, right) => left - right)
    .map((at) => halfway(tally.starts[at - 1] as number, tally.starts[at] as number));
}

type Sums = { readonly goods: Float64Array; readonly bads: Float64Array };

function runningSums(tally: NumericTally): Sums {
  const length = tally.starts.length;
  const goods = new Float64Array(length + 1);
  const bads = new Float64Array(length + 1);
  for (let at = 0; at < length; at += 1) {
    goods[at + 1] = (goods[at] as number) + (tally.goods[at] as number);
    bads[at + 1] = (bads[at] as number) + (tally.bads[at] as number);
  }
  return { goods, bads };
}

/** The split of most Gini gain of the cells from…to, the first of equals; null when none leaves enough rows. */
function bestSplit(
  sums: Sums,
  span: { readonly from: number; readonly to: number },
  minRows: number,
): Split | null {
  const goodsFrom = sums.goods[span.from] as number;
  const badsFrom = sums.bads[span.from] as number;
  const goods = (sums.goods[span.to] as number) - goodsFrom;
  const bads = (sums.bads[span.to] as number) - badsFrom;
  const rows = goods + bads;
  const whole = (goods * goods + bads * bads) / rows;
  if (rows < 2 * minRows || rows - whole <= PURE * rows) return null;
  let at = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let cell = span.from + 1; cell < span.to; cell += 1) {
    const goodsLeft = (sums.goods[cell] as number) - goodsFrom;
    const badsLeft = (sums.bads[cell] as number) - badsFrom;
    const rowsLeft = goodsLeft + badsLeft;
    const rowsRight = rows - rowsLeft;
    if (rowsLeft < minRows || rowsRight < minRows) continue;
    const goodsRight = goods - goodsLeft;
    const badsRight = bads - badsLeft;
    const purity =
      (goodsLeft * goodsLeft + badsLeft * badsLeft) / rowsLeft +
      (goodsRight * goodsRight + badsRight * badsRight) / rowsRight;
    if (purity > most) {
      most = purity;
      at = cell;
    }
  }
  return at < 0 ? null : { at, gain: most - whole };
}

/** Above the lower value and at most the upper one, also where doubles lie too close for a middle. */
function halfway(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle > lower && middle <= upper ? middle : upper;
}
