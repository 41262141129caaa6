import { readFileSync } from 'node:fs';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { columnOf, readParquet } from './index.ts';

/** Written by bench/peers/parquet_vectors.py with pyarrow, two row groups each. */
const vector = (codec: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`vectors/kinds.${codec}.parquet`, import.meta.url)));

const decompressors = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
  ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)),
};

test('[TBL-20] values, kinds and nulls of a file that another tool wrote', async () => {
  for (const codec of ['snappy', 'gzip', 'zstd']) {
    const read = await readParquet(vector(codec), {
      special: { whole: { '98': 'not_asked' } },
      decompressors,
    });
    if (!read.ok) throw new Error(JSON.stringify(read.facts));
    const { table, findings } = read.value;
    const cellsOf = (name: string): unknown[] => {
      const column = columnOf(table, name);
      return Array.from(column.marks, (mark, row) => {
        if (mark > 0) return column.markNames[mark - 1];
        return column.kind === 'numeric' ? column.values[row] : column.levels[column.codes[row] ?? -1];
      });
    };
    expect(Object.fromEntries(table.columns.map(({ name }) => [name, cellsOf(name)]))).toEqual({
      whole: [1, 'not_asked', 'null', -4],
      long: [1, 2, 3, 2 ** 40],
      number: [0.1, 'nan', 'infinite', 'null'],
      single: [0.5, 1.5, 2.5, 'null'],
      price: [12.34, 'null', -0.05, 7],
      text: ['b', 'empty', 'null', '中'],
      code: ['01', '02', '01', 'na'],
      truth: ['true', 'false', 'null', 'true'],
      day: [1, 11_017, 'null', -1],
      instant: [1, 'null', 20_484, -1],
    });
    expect(findings.filter(({ isLeftOut }) => isLeftOut).map(({ code, column }) => [column, code])).toEqual([
      ['account', 'column_unsafe'],
      ['list', 'column_unsupported'],
      ['nothing', 'column_all_absent'],
    ]);
  }
});

test('[TBL-20] what is no Parquet file, a codec nobody brought and unknown names are refused', async () => {
  const snappy = vector('snappy');
  const refused = { ok: false, code: 'sample_unreadable', facts: { finding: 'parquet_unreadable' } };
  expect(await readParquet(Uint8Array.of(1, 2, 3))).toMatchObject(refused);
  expect(await readParquet(snappy.subarray(0, snappy.length - 100))).toMatchObject(refused);
  expect(await readParquet(vector('zstd'))).toMatchObject(refused);
  expect(await readParquet(snappy, { drop: ['x'] })).toMatchObject({ ok: false, rule: 'TBL-10' });
  expect(await readParquet(snappy, { special: { x: {} } })).toMatchObject({ ok: false, rule: 'TBL-10' });
});
