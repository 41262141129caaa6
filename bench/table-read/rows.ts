/**
 * A made CSV of loans, in chunks of whole lines: of every ten columns six are whole numbers, two have cents, one is a tenth
 * empty, one is a text of eight kinds. Eight blocks of 1,000 rows are drawn once and repeated: drawing must not be measured.
 */
import { createRandom } from '@plimsoll/core/base';

export const MADE_COLUMNS = 100;
const BLOCK_ROWS = 1000;
const BLOCKS = 8;
const KINDS = ['rent', 'owner', 'parents', 'employer', 'priv', 'other', 'none given', 'ignore'];

/** The chunks of a file of so many rows (whole thousands), the header first. */
export function* csvChunks(rowCount: number): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  const random = createRandom('table-read');
  const cell = (column: number): string => {
    const kind = column % 10;
    if (kind < 6) return String(random.integer(0, 999));
    if (kind < 8) return (random.next() * 1000).toFixed(2);
    if (kind === 8) return random.next() < 0.1 ? '' : String(random.integer(0, 49));
    return random.pick(KINDS);
  };
  const columns = Array.from({ length: MADE_COLUMNS }, (_, column) => column);
  const blocks = Array.from({ length: BLOCKS }, () =>
    encoder.encode(Array.from({ length: BLOCK_ROWS }, () => `${columns.map(cell).join(',')}\n`).join('')),
  );
  yield encoder.encode(`${columns.map((column) => `c${column}`).join(',')}\n`);
  for (let row = 0, at = 0; row < rowCount; row += BLOCK_ROWS, at++) yield blocks[at % BLOCKS] as Uint8Array;
}
