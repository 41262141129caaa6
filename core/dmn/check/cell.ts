/**
 * A cell as the segments it holds for: ranges of indexes, both ends included, from the least, apart from each other;
 * `null` holds for all of them. A rule is a box: one such cell for each dimension of its table.
 */
export type Cell = readonly (readonly [from: number, to: number])[];
export type Box = readonly (Cell | null)[];

/** The cell of the indexes for which `holds` says so; null when it says so for all. */
export function cellWhere(count: number, holds: (index: number) => boolean): Cell | null {
  const ranges: [number, number][] = [];
  for (let index = 0; index < count; index += 1) {
    if (!holds(index)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  const [only] = ranges;
  return ranges.length === 1 && only?.[0] === 0 && only[1] === count - 1 && count > 0 ? null : ranges;
}

export function meet(left: Cell | null, right: Cell | null): Cell | null {
  if (left === null) return right;
  if (right === null) return left;
  const shared: [number, number][] = [];
  for (const [from, to] of left)
    for (const [low, high] of right)
      if (from <= high && low <= to) shared.push([Math.max(from, low), Math.min(to, high)]);
  return shared;
}

/** Whether two cells share a segment. */
export function touches(left: Cell | null, right: Cell | null): boolean {
  if (left === null) return right === null || right.length > 0;
  if (right === null) return left.length > 0;
  return left.some(([from, to]) => right.some(([low, high]) => from <= high && low <= to));
}

/** Whether two boxes share a point. */
export function overlaps(left: Box, right: Box): boolean {
  for (let index = 0; index < left.length; index += 1)
    if (!touches(left[index] ?? null, right[index] ?? null)) return false;
  return true;
}

export function isEmpty(cell: Cell | null): boolean {
  return cell !== null && cell.length === 0;
}

export function includes(cell: Cell | null, index: number): boolean {
  return cell === null || cell.some(([from, to]) => from <= index && index <= to);
}
