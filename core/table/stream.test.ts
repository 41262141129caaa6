import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRowStream, inferTable, type RowStreamOptions, streamColumnsOf, type Table } from './index.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const cellsOf = (table: Table): unknown[][] =>
  Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => {
      const mark = column.marks[row] ?? 0;
      if (mark > 0) return `<${column.markNames[mark - 1]}>`;
      return column.kind === 'numeric' ? column.values[row] : column.levels[column.codes[row] ?? -1];
    }),
  );

const streamed = (
  text: string,
  options: Pick<RowStreamOptions, 'columns' | 'special' | 'rowsPerChunk'>,
  chunkBytes = 7,
) => {
  const rows: unknown[][] = [];
  const stream = createRowStream({
    ...options,
    onRows: (table, firstRow) => {
      expect(firstRow).toBe(rows.length);
      rows.push(...cellsOf(table));
      return true;
    },
  });
  const bytes = bytesOf(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) stream.push(bytes.subarray(at, at + chunkBytes));
  return { end: stream.finish(), rows };
};

const special = { n: { '98': 'not_asked' } };

test('[TBL-21] streamed by known columns, a file gives the cells that reading it whole gives', () => {
  const row = fc
    .tuple(
      fc.constantFrom('1', '-2.5', '98', '98.0', '1e3', '', 'NA', 'inf', '"7"'),
      fc.constantFrom('a', 'b', '"c,\n""d"', '', '中'),
      fc.constantFrom('2026-01-31', '', '1970-01-01'),
    )
    .map((cells) => cells.join(','));
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 30 }),
      (rows, rowsPerChunk, chunkBytes) => {
        const text = `n,c,d\n1,a,2026-01-31\n${rows.join('\n')}\n`;
        const whole = inferTable(text, { special });
        if (!whole.ok) throw new Error(JSON.stringify(whole.facts));
        const columns = streamColumnsOf(whole.value.table, ['d']);
        const { end, rows: cells } = streamed(text, { columns, special, rowsPerChunk }, chunkBytes);
        expect(end).toEqual({ ok: true, value: { rowCount: rows.length + 1, isStopped: false } });
        expect(cells).toEqual(cellsOf(whole.value.table));
      },
    ),
  );
});

test('[TBL-21] unknown levels and texts among numbers are absent with their reason; a missing column is refused', () => {
  const columns = [
    { kind: 'numeric', name: 'n' },
    { kind: 'categorical', name: 'c', levels: ['a', 'b'] },
  ] as const;
  const { rows } = streamed('c,other,n\nb,x,1\nz,y,abc\n,,\n', { columns, rowsPerChunk: 2 });
  expect(rows).toEqual([
    [1, 'b'],
    ['<unreadable>', '<unseen>'],
    ['<empty>', '<empty>'],
  ]);
  expect(streamed('c,m\na,1\n', { columns, rowsPerChunk: 2 }).end).toMatchObject({
    ok: false,
    rule: 'TBL-21',
    facts: { finding: 'column_missing', column: 'n' },
  });
});

test('[TBL-21] a reader that says stop is asked no more', () => {
  const seen: number[] = [];
  const stream = createRowStream({
    columns: [{ kind: 'numeric', name: 'n' }],
    rowsPerChunk: 2,
    onRows: (table) => {
      seen.push(table.rowCount);
      return seen.length < 2;
    },
  });
  stream.push(bytesOf(`n\n${'1\n'.repeat(400)}`));
  expect(stream.finish()).toEqual({ ok: true, value: { rowCount: 4, isStopped: true } });
  expect(seen).toEqual([2, 2]);
});
