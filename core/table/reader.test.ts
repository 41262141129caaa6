import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  columnOf,
  createTableReader,
  inferTable,
  numericColumnOf,
  parseCsv,
  type ReadOptions,
} from './index.ts';

const tableOf = (text: string, options: ReadOptions = {}) => {
  const read = inferTable(text, options);
  if (!read.ok) throw new Error(JSON.stringify(read.facts));
  return read.value;
};

const marksOf = (text: string, name: string, options: ReadOptions = {}) => {
  const column = columnOf(tableOf(text, options).table, name);
  return [...column.marks].map((mark) => column.markNames[mark - 1] ?? '');
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('[TBL-2] a broken quote or a ragged line is refused with its line', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['a,b\n1,2\n3\n', 'ragged_line', 3],
    ['a,b\n1,2\n3,4,5\n', 'ragged_line', 3],
    ['a,b\n1,2\n\n3,"4\n5,6\n', 'quote_open', 4],
    ['a,b\n"1\n2",3\n4,5"6\n', 'quote_inside', 4],
    ['a,b\n1,"2"3\n', 'quote_followed', 2],
    ['a,"b\n1,2\n', 'quote_open', 1],
  ];
  for (const [text, finding, line] of cases)
    expect(inferTable(text)).toMatchObject({
      ok: false,
      code: 'sample_unreadable',
      facts: { finding, line },
    });
});

test('[TBL-9] header and encoding: no rows, no names, a name twice, bytes that are no text', () => {
  const cases: readonly (readonly [string | Uint8Array, string])[] = [
    ['', 'no_text'],
    ['a,b\n', 'no_rows'],
    ['1,2\n3,4\n', 'header_missing'],
    ['a,b,a\n1,2,3\n', 'header_repeated'],
    [Uint8Array.of(...bytesOf('a\n'), 0xd6, 0xd0, 10), 'encoding_unknown'],
    [Uint8Array.of(97, 0, 44, 0, 98, 0, 10, 0, 49, 0), 'encoding_unknown'],
  ];
  for (const [csv, finding] of cases)
    expect(inferTable(csv)).toMatchObject({ ok: false, facts: { finding } });
});

test('[TBL-9] a byte order mark, UTF-16, a declared encoding, other separators and blank lines are read', () => {
  const utf16 = Uint8Array.of(
    0xff,
    0xfe,
    ...[...'a,b\n1,中\n'].flatMap((each) => {
      const unit = each.charCodeAt(0);
      return [unit & 255, unit >> 8];
    }),
  );
  expect(columnOf(tableOf('\uFEFFa,b\n1,中\n').table, 'b')).toMatchObject({ levels: ['中'] });
  for (const csv of [utf16, () => [...utf16].map((byte) => Uint8Array.of(byte))]) {
    const read = inferTable(csv);
    expect(read).toMatchObject({ ok: true, value: { findings: [{ code: 'encoding_read' }] } });
    if (read.ok) expect(columnOf(read.value.table, 'b')).toMatchObject({ levels: ['中'] });
  }
  const gbk = inferTable(Uint8Array.of(...bytesOf('a,b\n1,'), 0xd6, 0xd0, 10), { encoding: 'gb18030' });
  if (!gbk.ok) throw new Error('readable');
  expect(columnOf(gbk.value.table, 'b')).toMatchObject({ levels: ['中'] });
  const { table, findings } = tableOf(';b;c\r\n 1 ;x;"2;5"\r\n\r\n3;y;4\r\n');
  expect(table.columns.map((column) => column.name)).toEqual(['column_1', 'b', 'c']);
  expect([...numericColumnOf(table, 'column_1').values]).toEqual([1, 3]);
  expect(findings.map(({ code }) => code)).toEqual([
    'separator_other',
    'column_unnamed',
    'blank_lines',
    'column_mixed_texts',
  ]);
});

test('[TBL-10] a name in the options that the header lacks is refused', () => {
  for (const options of [{ drop: ['x'] }, { special: { x: { '1': 'y' } } }, { categories: ['x'] }])
    expect(inferTable('a\n1\n', options)).toMatchObject({
      ok: false,
      rule: 'TBL-10',
      facts: { column: 'x' },
    });
  expect(tableOf('a,b\n1,2\n', { drop: ['a'] }).table.columns.map(({ name }) => name)).toEqual(['b']);
});

test('[TBL-11] numbers where nine in ten present cells are, else categories; each absent text has its reason', () => {
  const { table } = tableOf('n,c,z\n1,a,01\n-2.5e1,NA,02\n,b,1\n?,a,2\n');
  expect([...numericColumnOf(table, 'n').values]).toEqual([1, -25, Number.NaN, Number.NaN]);
  expect(marksOf('n\n1\n\n""\nNA\nNaN\nnull\nNone\n?\n', 'n')).toEqual([
    '',
    'empty',
    'empty',
    'na',
    'nan',
    'null',
    'none',
    'question_mark',
  ]);
  expect(columnOf(table, 'c')).toMatchObject({ kind: 'categorical', levels: ['a', 'b'], markNames: ['na'] });
  expect(tableOf('z\n01\n02\n').findings).toMatchObject([{ code: 'column_leading_zeros', value: '01' }]);
  expect(columnOf(tableOf('z\n01\n02\n', { categories: ['z'] }).table, 'z')).toMatchObject({
    levels: ['01', '02'],
  });
});

test('[TBL-17] texts among numbers and infinite values are marks of their own, and told with count and row', () => {
  const rows = Array.from({ length: 30 }, (_, at) =>
    at === 7 ? 'abc' : at === 9 ? 'inf' : at === 11 ? '-1e999' : at,
  );
  const { table, findings } = tableOf(`a\n${rows.join('\n')}\n`);
  const column = numericColumnOf(table, 'a');
  expect([7, 9, 11].map((row) => column.markNames[(column.marks[row] ?? 0) - 1])).toEqual([
    'text abc',
    'infinite',
    'infinite',
  ]);
  expect(findings).toMatchObject([
    { code: 'column_mixed', count: 1, row: 7, value: 'abc' },
    { code: 'column_infinite', count: 2, row: 9 },
  ]);
  const half = tableOf(`a\n${rows.map((row, at) => (at % 2 === 0 ? 'x' : row)).join('\n')}\n`);
  expect(columnOf(half.table, 'a').kind).toBe('categorical');
  expect(half.findings).toMatchObject([{ code: 'column_mixed_texts', row: 0, value: 'x' }]);
});

test('[TBL-17] many texts far down in a column of numbers: the file is read again, and the column is of categories', () => {
  const rows = Array.from({ length: 40_000 }, (_, at) => (at < 20_000 ? at % 7 : `t${at % 300}`));
  const column = columnOf(tableOf(`a\n${rows.join('\n')}\n`).table, 'a');
  expect(column.kind).toBe('categorical');
  expect(column.kind === 'categorical' && column.levels.length).toBe(307);
});

test('[TBL-18] dates, year first, are days since 1970-01-01, and told; a date that does not exist makes texts', () => {
  const { table, findings } = tableOf(
    'd,t,x\n1970-01-02,2026/1/31 23:59:59,2026-02-29\n2000-03-01,,2026-01-01\n',
  );
  expect([...numericColumnOf(table, 'd').values]).toEqual([1, 11_017]);
  expect([...numericColumnOf(table, 't').values]).toEqual([20_484, Number.NaN]);
  expect(columnOf(table, 'x').kind).toBe('categorical');
  expect(findings.map(({ code }) => code)).toEqual(['column_days', 'column_absent', 'column_times']);
  const many = Array.from(
    { length: 17_000 },
    (_, at) => `${1900 + (at % 200)}-${1 + (at % 12)}-0${1 + (at % 9)}`,
  );
  expect(columnOf(tableOf(`d\n${many.join('\n')}\n`).table, 'd').kind).toBe('numeric');
});

test('[TBL-19] declared codes are marks, however they are written; one that never occurs is told', () => {
  const special = { times: { '98': 'not_asked', '-1': 'never' }, kind: { U: 'unknown' } };
  const text = 'times,kind\n98,a\n98.0,U\n2,b\n';
  expect(marksOf(text, 'times', { special })).toEqual(['not_asked', 'not_asked', '']);
  expect(marksOf(text, 'kind', { special })).toEqual(['', 'unknown', '']);
  expect(tableOf(text, { special }).findings.map(({ code, count }) => [code, count])).toEqual([
    ['column_absent', 2],
    ['special_unseen', null],
    ['column_absent', 1],
  ]);
});

test('[TBL-15] the chunks in which the bytes come change nothing', () => {
  const text =
    '\uFEFFa,"b ""x""",c\r\n1,"p,\r\nq",2026-01-01\r\n-2.50,"中""",2026-01-02\r\n,NA,\r\n7e1,r,2026-01-03';
  const bytes = bytesOf(text);
  const whole = tableOf(text);
  expect(whole.table.columns.map(({ name }) => name)).toEqual(['a', 'b "x"', 'c']);
  expect(columnOf(whole.table, 'b "x"')).toMatchObject({ levels: ['p,\r\nq', 'r', '中"'] });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 90 }), (lengths) => {
      const reader = createTableReader();
      let at = 0;
      for (const length of [...lengths, bytes.length]) {
        expect(reader.push(bytes.subarray(at, at + length))).toBeNull();
        at += length;
      }
      expect(reader.finish()).toEqual({ ok: true, value: whole });
    }),
  );
});

test('[TBL-6] what the reader of bytes sees is what the reader of text sees', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '中', '1', '.'), maxLength: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
      const quoted = [['x', 'y'], ...rows].map((row) =>
        row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','),
      );
      const text = `${quoted.join('\n')}\n`;
      const { table } = tableOf(text, { categories: ['x', 'y'], absent: {} });
      const csv = parseCsv(text);
      if (!csv.ok) throw new Error('readable');
      const cells = Array.from({ length: table.rowCount }, (_, row) =>
        table.columns.map(
          (column) => column.kind === 'categorical' && column.levels[column.codes[row] ?? -1],
        ),
      );
      expect(cells).toEqual(csv.value.rows);
    }),
  );
});

test('[TBL-16] a number is the double nearest to its text, single precision only where that is the same', () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    fc.tuple(fc.integer(), fc.nat()).map(([whole, places]) => `${whole}.${places}`),
    fc.constantFrom('.5', '-0', '+3', '5.', '00012', '123456789012345678', '1e-7', '0.1', '9007199254740993'),
  );
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 40 }), fc.boolean(), (texts, isCompact) => {
      const column = numericColumnOf(tableOf(`a\n${texts.join('\n')}\n`, { isCompact }).table, 'a');
      expect([...column.values]).toEqual(texts.map((text) => Number(text) + 0));
    }),
  );
  const compact = tableOf('a,b\n1,0.1\n2,0.5\n', { isCompact: true }).table;
  expect(
    compact.columns.map((column) => column.kind === 'numeric' && column.values.constructor.name),
  ).toEqual(['Float32Array', 'Float64Array']);
});
