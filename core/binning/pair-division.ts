/**
 * The division of a grid into rectangles of most information value, among those made by cutting whole rectangles in
 * two. The best division of a rectangle into m bins is itself (m = 1), or the best pair of divisions of its two parts
 * over all cuts and all ways to share out m; so smaller rectangles are solved first and nothing is guessed.
 */
import { ivOf } from './evidence.ts';
import { type Tally, sumOf } from './tally.ts';

/** Bins of x and y, first and last included. */
export type Rectangle = {
  readonly kind: 'rectangle';
  readonly x: { readonly first: number; readonly last: number };
  readonly y: { readonly first: number; readonly last: number };
};

/** Cell (x, y) is `grid[x · height + y]`. */
type Grid = { readonly grid: readonly Tally[]; readonly width: number; readonly height: number };
type Bounds = {
  readonly minGoods: number;
  readonly minBads: number;
  readonly minShare: number;
  readonly maxBins: number;
};
type Solved = Tally & {
  readonly rectangle: Rectangle;
  /** By number of bins: the most IV, and the two parts that give it (null: the rectangle whole). */
  readonly best: readonly (Plan | undefined)[];
};
type Plan = { readonly value: number; readonly parts: readonly [Solved, number, Solved, number] | null };

/** The rectangles with what they hold, or null when not even the whole grid obeys the bounds. */
export function divisionOf(
  { grid, width, height }: Grid,
  totals: Tally,
  bounds: Bounds,
): readonly { readonly rectangle: Rectangle; readonly tally: Tally }[] | null {
  const all = sumOf(grid);
  const minRows = bounds.minShare * (all.goods + all.bads);
  const solved = new Map<number, Solved>();
  const keyOf = (x: Rectangle['x'], y: Rectangle['y']): number =>
    ((x.first * width + x.last) * height + y.first) * height + y.last;
  const at = (x: Rectangle['x'], y: Rectangle['y']): Solved => solved.get(keyOf(x, y)) as Solved;
  for (const x of spansUpTo(width))
    for (const y of spansUpTo(height)) {
      const cuts: [Solved, Solved][] = [];
      for (let cut = x.first; cut < x.last; cut += 1)
        cuts.push([at({ first: x.first, last: cut }, y), at({ first: cut + 1, last: x.last }, y)]);
      for (let cut = y.first; cut < y.last; cut += 1)
        cuts.push([at(x, { first: y.first, last: cut }), at(x, { first: cut + 1, last: y.last })]);
      const tally = cuts[0] === undefined ? (grid[x.first * height + y.first] as Tally) : sumOf(cuts[0]);
      const isBin =
        tally.goods > 0 &&
        tally.bads > 0 &&
        tally.goods >= bounds.minGoods &&
        tally.bads >= bounds.minBads &&
        tally.goods + tally.bads >= minRows;
      const whole: Plan | undefined = isBin ? { value: ivOf(tally, totals), parts: null } : undefined;
      solved.set(keyOf(x, y), {
        rectangle: { kind: 'rectangle', x, y },
        goods: tally.goods,
        bads: tally.bads,
        best: plansOf(whole, cuts, bounds.maxBins),
      });
    }
  const whole = at({ first: 0, last: width - 1 }, { first: 0, last: height - 1 });
  let bins = 0;
  for (const [count, plan] of whole.best.entries())
    if (plan !== undefined && plan.value > (whole.best[bins]?.value ?? Number.NEGATIVE_INFINITY))
      bins = count;
  return whole.best[bins] === undefined ? null : leavesOf(whole, bins);
}

/** Spans of an axis, shorter ones first, so that the parts of a cut are solved before it. */
function spansUpTo(length: number): readonly Rectangle['x'][] {
  const spans: Rectangle['x'][] = [];
  for (let size = 0; size < length; size += 1)
    for (let first = 0; first + size < length; first += 1) spans.push({ first, last: first + size });
  return spans;
}

function plansOf(
  whole: Plan | undefined,
  cuts: readonly (readonly [Solved, Solved])[],
  maxBins: number,
): readonly (Plan | undefined)[] {
  const best: (Plan | undefined)[] = [undefined, whole];
  for (const [left, right] of cuts)
    for (let leftBins = 1; leftBins < Math.min(maxBins, left.best.length); leftBins += 1) {
      const leftPlan = left.best[leftBins];
      if (leftPlan === undefined) continue;
      for (
        let rightBins = 1;
        rightBins <= Math.min(maxBins - leftBins, right.best.length - 1);
        rightBins += 1
      ) {
        const rightPlan = right.best[rightBins];
        if (rightPlan === undefined) continue;
        const value = leftPlan.value + rightPlan.value;
        const bins = leftBins + rightBins;
        if (value > (best[bins]?.value ?? Number.NEGATIVE_INFINITY))
          best[bins] = { value, parts: [left, leftBins, right, rightBins] };
      }
    }
  return best;
}

function leavesOf(
  solved: Solved,
  bins: number,
): readonly { readonly rectangle: Rectangle; readonly tally: Tally }[] {
  const parts = solved.best[bins]?.parts ?? null;
  if (parts === null)
    return [{ rectangle: solved.rectangle, tally: { goods: solved.goods, bads: solved.bads } }];
  const [left, leftBins, right, rightBins] = parts;
  return [...leavesOf(left, leftBins), ...leavesOf(right, rightBins)];
}
