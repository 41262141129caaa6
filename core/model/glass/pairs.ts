/**
 * Which two inputs say more together: for each pair, how much four quadrants of the best corner explain of what the curves leave
 * (FAST: Lou, Caruana, Gehrke & Hooker, KDD 2013, §4), on a coarse grid. Rows without a value have a line of their own.
 */
import type { LabelledRows } from '@plimsoll/core/model/boost';
import type { Shape } from './glass.ts';
import { edgesAmong, readCells } from './grid.ts';

const SMOOTHING = 5;

export type RankedPair = { readonly first: number; readonly second: number; readonly gain: number };

/** Pairs of the given shapes, the largest gain first. `margins` are those of the curves. */
export function rankPairs(
  rows: LabelledRows,
  shapes: readonly Shape[],
  margins: Float64Array,
): readonly RankedPair[] {
  const gradients = margins.map(
    (margin, row) => 1 / (1 + Math.exp(-margin)) - (rows.outcomes[row] as number),
  );
  const hessians = margins.map((margin) => {
    const probability = 1 / (1 + Math.exp(-margin));
    return probability * (1 - probability);
  });
  const grids = shapes.map((shape) =>
    readCells(rows.table, shape.input, edgesAmong(rows.table, shape.input)),
  );
  const pairs = shapes.flatMap((_, first) =>
    shapes.slice(first + 1).map((_other, at) => ({ first, second: first + 1 + at })),
  );
  return pairs
    .map(({ first, second }) => {
      const [a, b] = [grids[first], grids[second]];
      if (a === undefined || b === undefined) return { first, second, gain: 0 };
      const size = a.count * b.count;
      const g = new Float64Array(size);
      const h = new Float64Array(size);
      for (let row = 0; row < margins.length; row++) {
        const cell = (a.cells[row] as number) * b.count + (b.cells[row] as number);
        g[cell] = (g[cell] as number) + (gradients[row] as number);
        h[cell] = (h[cell] as number) + (hessians[row] as number);
      }
      return { first, second, gain: bestCorner({ g, h, width: b.count, height: a.count }) };
    })
    .sort((x, y) => y.gain - x.gain || x.first - y.first || x.second - y.second);
}

type Grid = {
  readonly g: Float64Array;
  readonly h: Float64Array;
  readonly width: number;
  readonly height: number;
};

/** The largest gain of cutting the grid into four quadrants, over what cutting it into halves alone would give. */
function bestCorner(grid: Grid): number {
  const { width, height } = grid;
  let best = 0;
  for (let row = 1; row < height; row++)
    for (let column = 1; column < width; column++) {
      const quadrants = [
        sumOf(grid, [0, row], [0, column]),
        sumOf(grid, [0, row], [column, width]),
        sumOf(grid, [row, height], [0, column]),
        sumOf(grid, [row, height], [column, width]),
      ] as const;
      const [a, b, c, d] = quadrants;
      const halves = Math.max(worth(add(a, b)) + worth(add(c, d)), worth(add(a, c)) + worth(add(b, d)));
      const gain = quadrants.reduce((sum, part) => sum + worth(part), 0) - halves;
      if (gain > best) best = gain;
    }
  return best;
}

type Sum = { readonly g: number; readonly h: number };

function add(a: Sum, b: Sum): Sum {
  return { g: a.g + b.g, h: a.h + b.h };
}

function worth({ g, h }: Sum): number {
  return (g * g) / (h + SMOOTHING);
}

function sumOf(
  { g, h, width }: Grid,
  rows: readonly [number, number],
  columns: readonly [number, number],
): Sum {
  let gradient = 0;
  let hessian = 0;
  for (let row = rows[0]; row < rows[1]; row++)
    for (let column = columns[0]; column < columns[1]; column++) {
      gradient += g[row * width + column] as number;
      hessian += h[row * width + column] as number;
    }
  return { g: gradient, h: hessian };
}
