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
  const dimension = sweepDimension(sound, boxes, counts);
  const hulls = sound.map((row) => ({ row, ...hullOf(boxes[row]?.[dimension] ?? null) }));
  let active: (typeof hulls)[number][] = [];
  let count = 0;
  for (const next of hulls.toSorted((left, right) => left.from - right.from || left.row - right.row)) {
    active = active.filter(({ to }) => to >= next.from);
    budget.left -= active.length;
    for (const other of active) {
      if (!overlaps(boxes[other.row] as Box, boxes[next.row] as Box)) continue;
      earlier[Math.max(other.row, next.row)]?.push(Math.min(other.row, next.row));
      count += 1;
    }
    if (budget.left < 0 || count > MAX_PAIRS) return { earlier, count, isWhole: false };
    active.push(next);
  }
  return { earlier, count, isWhole: true };
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

function hullOf(cell: Cell | null): { readonly from: number; readonly to: number } {
  if (cell === null) return { from: 0, to: Number.POSITIVE_INFINITY };
  return { from: cell[0]?.[0] ?? 0, to: cell.at(-1)?.[1] ?? 0 };
}
