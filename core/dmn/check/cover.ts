/**
 * Set algebra over boxes: where a set of boxes leaves something uncovered, and which boxes share a point. Splits one
 * dimension at a time where the boxes that are left begin and end; what was found covered is remembered.
 */
import { type Box, type Cell, isEmpty, meet, overlaps } from './cell.ts';
import { MAX_PAIRS } from './limits.ts';

/** Steps left; below zero the answer is only a part. */
export type Budget = { left: number };

export type CoverTask = {
  /** Segments per dimension. */
  readonly counts: readonly number[];
  readonly boxes: readonly Box[];
  /** The boxes that cover, by index. */
  readonly rows: readonly number[];
  /** What is to be covered. */
  readonly within: Box;
  readonly budget: Budget;
};

/** A segment by dimension; where it doesn't matter, the first one within. */
export type Point = readonly number[];

type Search = CoverTask & {
  readonly point: number[];
  readonly covered: Set<string>;
  readonly onGap: (point: Point) => boolean;
  gaps: number;
};

/**
 * Calls `onGap` with one point of each uncovered part, until it says true. When it was never called and the budget is not
 * below zero, all is covered.
 */
export function findGaps(task: CoverTask, onGap: (point: Point) => boolean): void {
  const { counts, boxes, within } = task;
  if (within.some(isEmpty) || counts.includes(0)) return;
  const rows = task.rows.filter((row) => overlaps(boxes[row] as Box, within));
  const point = counts.map((_, dimension) => within[dimension]?.[0]?.[0] ?? 0);
  split(rows, [...counts.keys()], { ...task, point, covered: new Set(), onGap, gaps: 0 });
}

/** Boxes of which more than this are left are not remembered: the text that names them would cost more than it saves. */
const MAX_REMEMBERED = 64;

/** True: the search is over. */
function split(active: readonly number[], open: readonly number[], search: Search): boolean {
  const { budget, boxes, covered, point } = search;
  budget.left -= active.length + 1;
  if (budget.left < 0) return true;
  if (active.length === 0) {
    search.gaps += 1;
    return search.onGap(point.slice());
  }
  if (active.some((row) => coversRest(boxes[row] as Box, open, search))) return false;
  const key = active.length <= MAX_REMEMBERED ? `${open.join()}|${active.join()}` : null;
  if (key !== null && covered.has(key)) return false;
  const dimension = pickDimension(active, open, search);
  const rest = open.filter((each) => each !== dimension);
  const [before, gapsBefore] = [point[dimension] as number, search.gaps];
  for (const { at, rows } of groupRows(active, dimension, search)) {
    point[dimension] = at;
    if (split(rows, rest, search)) return true;
  }
  point[dimension] = before;
  if (key !== null && search.gaps === gapsBefore) covered.add(key);
  return false;
}

function coversRest(box: Box, open: readonly number[], search: Search): boolean {
  return open.every((dimension) => {
    const cell = box[dimension] ?? null;
    if (cell === null) return true;
    const wanted = domainOf(dimension, search);
    return wanted.every(([from, to]) => cell.some(([low, high]) => low <= from && to <= high));
  });
}

function domainOf(dimension: number, { within, counts }: Search): Cell {
  return within[dimension] ?? [[0, (counts[dimension] ?? 1) - 1]];
}

/** The dimension that most boxes say something about: it leaves the fewest in each part. */
function pickDimension(
  active: readonly number[],
  open: readonly number[],
  { boxes, counts }: Search,
): number {
  let best = open[0] as number;
  let most = -1;
  for (const dimension of open) {
    let count = 0;
    for (const row of active) if ((boxes[row]?.[dimension] ?? null) !== null) count += 1;
    const isFewer = count === most && (counts[dimension] ?? 0) < (counts[best] ?? 0);
    if (count > most || isFewer) [best, most] = [dimension, count];
  }
  return best;
}

/** The parts of a dimension in which the same boxes hold, with those boxes. */
function groupRows(
  active: readonly number[],
  dimension: number,
  search: Search,
): readonly { readonly at: number; readonly rows: readonly number[] }[] {
  const always: number[] = [];
  const begins = new Map<number, number[]>();
  const ends = new Map<number, number[]>();
  const domain = domainOf(dimension, search);
  const edges = new Set<number>(domain.flatMap(([from, to]) => [from, to + 1]));
  for (const row of active) {
    const cell = search.boxes[row]?.[dimension] ?? null;
    if (cell === null) always.push(row);
    else
      for (const [from, to] of meet(cell, domain) ?? []) {
        edges.add(from).add(to + 1);
        pushTo(begins, from, row);
        pushTo(ends, to + 1, row);
      }
  }
  const inside = new Set<number>();
  const groups: { readonly at: number; readonly rows: readonly number[] }[] = [];
  for (const at of [...edges].toSorted((left, right) => left - right)) {
    for (const row of ends.get(at) ?? []) inside.delete(row);
    for (const row of begins.get(at) ?? []) inside.add(row);
    if (!domain.some(([from, to]) => from <= at && at <= to)) continue;
    groups.push({ at, rows: [...always, ...inside].toSorted((left, right) => left - right) });
    search.budget.left -= always.length + inside.size;
    if (search.budget.left < 0) break;
  }
  return groups;
}

function pushTo(into: Map<number, number[]>, key: number, row: number): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [row]);
  else known.push(row);
}

export type Pairs = {
  /** For each box the earlier boxes that share a point with it. */
  readonly earlier: readonly (readonly number[])[];
  readonly count: number;
  /** False: the budget ended first. */
  readonly isWhole: boolean;
};

/** Every two boxes that share a point: sweeps along the dimension that says most, and looks at the others of each pair. */
export function findPairs(boxes: readonly Box[], counts: readonly number[], budget: Budget): Pairs {
  const earlier: number[][] = boxes.map(() => []);
  const sound = [...boxes.keys()].filter((row) => !(boxes[row] as Box).some(isEmpty));
  const hulls = hullsOf(boxes, counts);
  const dimension = sweepDimension(sound, boxes, counts);
  const { low, high } = hulls;
  const at = (row: number): number => row * counts.length + dimension;
  const order = sound.toSorted((left, right) => (low[at(left)] ?? 0) - (low[at(right)] ?? 0) || left - right);
  const active: number[] = [];
  let count = 0;
  for (const next of order) {
    const begins = low[at(next)] as number;
    let kept = 0;
    for (const other of active) {
      if ((high[at(other)] as number) < begins) continue;
      active[kept] = other;
      kept += 1;
      if (!meetHulls(hulls, other, next) || !overlaps(boxes[other] as Box, boxes[next] as Box)) continue;
      earlier[Math.max(other, next)]?.push(Math.min(other, next));
      count += 1;
    }
    active.length = kept;
    budget.left -= kept;
    if (budget.left < 0 || count > MAX_PAIRS) return { earlier, count, isWhole: false };
    active.push(next);
  }
  return { earlier, count, isWhole: true };
}

/** For each box and dimension the first and the last segment that it holds for. */
type Hulls = { readonly low: Int32Array; readonly high: Int32Array; readonly width: number };

function hullsOf(boxes: readonly Box[], counts: readonly number[]): Hulls {
  const width = counts.length;
  const [low, high] = [new Int32Array(boxes.length * width), new Int32Array(boxes.length * width)];
  for (const [row, box] of boxes.entries())
    for (let dimension = 0; dimension < width; dimension += 1) {
      const cell = box[dimension] ?? null;
      low[row * width + dimension] = cell === null ? 0 : (cell[0]?.[0] ?? 0);
      high[row * width + dimension] =
        cell === null ? (counts[dimension] as number) - 1 : (cell.at(-1)?.[1] ?? -1);
    }
  return { low, high, width };
}

/** What most pairs fail at, without looking at a cell. */
function meetHulls({ low, high, width }: Hulls, left: number, right: number): boolean {
  const [one, other] = [left * width, right * width];
  for (let dimension = 0; dimension < width; dimension += 1)
    if (
      (low[one + dimension] as number) > (high[other + dimension] as number) ||
      (low[other + dimension] as number) > (high[one + dimension] as number)
    )
      return false;
  return true;
}

function sweepDimension(rows: readonly number[], boxes: readonly Box[], counts: readonly number[]): number {
  let best = 0;
  let most = -1;
  for (const dimension of counts.keys()) {
    const cells = rows.map((row) => boxes[row]?.[dimension] ?? null).filter((cell) => cell !== null);
    const starts = new Set(cells.map((cell) => cell[0]?.[0]));
    const spread = Math.min(starts.size, cells.length) * cells.length;
    if (spread > most) [best, most] = [dimension, spread];
  }
  return best;
}
