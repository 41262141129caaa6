/** How sure a share of counted rows is (Wilson 1927): stays inside [0, 1] and is not a point at 0 of n. */
import { assert } from '@plimsoll/core/base';
import { DEFAULT_LEVEL } from './delong.ts';
import { normalQuantile } from './normal.ts';

export type ShareInterval = { readonly share: number; readonly low: number; readonly high: number };

/** The share `hits / rows` with its interval. Asserts a row and hits among the rows. */
export function shareInterval(
  counts: { readonly hits: number; readonly rows: number },
  level: number = DEFAULT_LEVEL,
): ShareInterval {
  const { hits, rows } = counts;
  assert(rows > 0 && hits >= 0 && hits <= rows, 'hits are among the rows, one row at least');
  const z = normalQuantile((1 + level) / 2);
  const share = hits / rows;
  const middle = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const half =
    (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
