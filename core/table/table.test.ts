import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  columnOf,
  csvLines,
  inferTable,
  numericColumn,
  numericColumnOf,
  parseCsv,
  tableFromCsv,
  tableOf,
  takeRows,
} from './index.ts';
import { categoricalColumn } from './index.ts';

const csvOf = (text: string) => {
  const csv = parseCsv(text);
  if (!csv.ok) throw new Error(JSON.stringify(csv.facts));
  return csv.value;
};

test('[TBL-1] the first line names the columns; no name, two alike or no text at all is refused', () => {
  expect(csvOf('a,b\n1,2\n')).toEqual({ header: ['a', 'b'], rows: [['1', '2']] });
  for (const text of ['', 'a,\n1,2\n', 'a,a\n1,2\n'])
    expect(parseCsv(text)).toMatchObject({ ok: false, code: 'sample_unreadable', rule: 'TBL-1' });
});

test('[TBL-2] ragged lines and stray quotes are refused', () => {
  for (const text of ['a,b\n1\n', 'a,b\n1,2,3\n', 'a\n1"2\n', 'a\n"1\n', 'a\n"1"2\n'])
    expect(parseCsv(text)).toMatchObject({ ok: false, rule: 'TBL-2' });
});

test('[TBL-3] a column that is not there is refused', () => {
  const table = tableFromCsv(csvOf('a\n1\n'), [{ kind: 'numeric', name: 'x', from: 'b' }]);
  expect(table).toMatchObject({ ok: false, rule: 'TBL-3', facts: { column: 'b' } });
});

test('[TBL-4] a cell that is no value is refused, with its place', () => {
  for (const text of ['', ' 1', '0x10', 'NaN', 'Infinity', '1e999', '1,5'.replace(',', ';')]) {
    const table = tableFromCsv(csvOf(`a,b\n1,\n${text},\n`), [{ kind: 'numeric', name: 'x', from: 'a' }]);
    expect(table).toMatchObject({ ok: false, rule: 'TBL-4', facts: { column: 'a', row: 1, text } });
  }
  const levels = tableFromCsv(csvOf('a\nyes\nmaybe\n'), [
    { kind: 'categorical', name: 'x', from: 'a', levelOf: { yes: 'y', no: 'n' } },
  ]);
  expect(levels).toMatchObject({ ok: false, rule: 'TBL-4', facts: { text: 'maybe' } });
});

test('[TBL-5] texts declared absent become NaN with the reason; declared names become numbers', () => {
  const table = tableFromCsv(csvOf('years,kind\n3,a\n98,\nover_ten,b\n,a\n'), [
    {
      kind: 'numeric',
      name: 'years',
      from: 'years',
      numberOf: { over_ten: 10 },
      absent: { '': 'no_record', '98': 'not_asked' },
    },
    { kind: 'categorical', name: 'kind', from: 'kind', absent: { '': 'no_record' } },
  ]);
  if (!table.ok) throw new Error('readable');
  const years = numericColumnOf(table.value, 'years');
  expect([...years.values]).toEqual([3, Number.NaN, 10, Number.NaN]);
  expect([...years.marks].map((mark) => years.markNames[mark - 1] ?? 'present')).toEqual([
    'present',
    'not_asked',
    'present',
    'no_record',
  ]);
  expect(columnOf(table.value, 'kind')).toMatchObject({
    levels: ['a', 'b'],
    codes: Int32Array.of(0, -1, 1, 0),
  });
});

test('[TBL-6] cells quoted as RFC 4180 says come back as written', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '中') });
  const lines = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, newline, isClosed) => {
      const header = Array.from({ length: rows[0]?.length ?? 1 }, (_, at) => `c${at}`);
      const quoted = [header, ...rows].map((row) =>
        row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','),
      );
      expect(csvOf(quoted.join(newline) + (isClosed ? newline : ''))).toEqual({ header, rows });
    }),
  );
  expect(csvOf('a,b\r\n,\r\n1,').rows).toEqual([
    ['', ''],
    ['1', ''],
  ]);
});

test('[TBL-7] taking rows keeps values, levels and marks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer(), { nil: Number.NaN }), { minLength: 1 }),
      fc.infiniteStream(fc.nat()),
      (values, picks) => {
        const texts = values.map((value) => (Number.isNaN(value) ? null : `l${value % 3}`));
        const table = tableOf([numericColumn('n', values), categoricalColumn('c', texts)]);
        const rows = Int32Array.from([...picks.take(5)], (pick) => pick % values.length);
        const taken = takeRows(table, rows);
        const whole = categoricalColumn('c', texts);
        const part = columnOf(taken, 'c');
        expect([...numericColumnOf(taken, 'n').values]).toEqual([...rows].map((row) => values[row]));
        expect(part).toMatchObject({ levels: whole.levels });
        expect([...part.marks]).toEqual([...rows].map((row) => whole.marks[row]));
      },
    ),
  );
});

test('[TBL-8] levels are ordered by code unit, whatever the rows', () => {
  expect(categoricalColumn('c', ['b', 'ä', null, 'B', 'a', 'b']).levels).toEqual(['B', 'a', 'b', 'ä']);
});

test('[TBL-22] a table written as CSV is read back as it was', () => {
  const absent = { no_record: 'no_record' };
  const text = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', ' ', '中'),
    minLength: 1,
    maxLength: 4,
  });
  const row = fc.tuple(
    fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: Number.NaN }),
    fc.option(text),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const table = tableOf([
        numericColumn('n', [1, ...rows.map(([value]) => value + 0)]),
        categoricalColumn('c, "d"', ['x', ...rows.map(([, level]) => level)]),
      ]);
      const read = inferTable([...csvLines(table)].join(''), { absent, categories: ['c, "d"'] });
      if (!read.ok) throw new Error(JSON.stringify(read.facts));
      for (const [at, column] of read.value.table.columns.entries()) {
        const written = table.columns[at];
        if (column.kind === 'numeric' && written?.kind === 'numeric')
          expect(column.values).toEqual(written.values);
        if (column.kind === 'categorical' && written?.kind === 'categorical') {
          expect(column.levels).toEqual(written.levels);
          expect(column.codes).toEqual(written.codes);
        }
        expect(column.marks).toEqual(written?.marks);
      }
    }),
  );
});
