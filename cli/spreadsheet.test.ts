import * as xlsx from '@e965/xlsx';
import { expect, test } from 'vitest';
import { readWorkbook, writeWorkbook } from './spreadsheet.ts';

const text = (value: string) => ({ kind: 'text', text: value }) as const;

function bookOf(sheet: xlsx.WorkSheet, more: Partial<xlsx.WorkBook> = {}): Uint8Array {
  const book = { ...xlsx.utils.book_new(), ...more };
  xlsx.utils.book_append_sheet(book, sheet, 'rules');
  return new Uint8Array(xlsx.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}

test('a grid comes back from XLSX as it was written, merged areas too', () => {
  const grid = {
    name: 'limits 额度',
    rows: [
      [text('年龄'), text('>=18'), null],
      [text('007'), { kind: 'number', text: '0.0699' }, text('a, "b"')],
    ],
    merged: [{ top: 0, left: 0, bottom: 1, right: 0 }],
  } as const;
  expect(readWorkbook(writeWorkbook(grid) ?? new Uint8Array())).toEqual({ ok: true, sheets: [grid] });
});

test('cells keep their kind: shares, dates, kept values of formulas, faults, numbers stored as text', () => {
  const sheet: xlsx.WorkSheet = {
    '!ref': 'A1:H1',
    A1: { t: 'n', v: 0.07, z: '0%' },
    B1: { t: 'n', v: 45_322, z: 'yyyy/m/d' },
    C1: { t: 'n', v: 3, f: 'A1+2' },
    D1: { t: 'e', v: 42 },
    E1: { t: 's', v: '018' },
    F1: { t: 'b', v: true },
    G1: { t: 'n', v: 0.1 + 0.2 },
    H1: { t: 's', v: '  ' },
  };
  const read = readWorkbook(bookOf(sheet));
  expect(read.ok && read.sheets[0]?.rows[0]).toEqual([
    { kind: 'number', text: '7%' },
    { kind: 'date', text: '2024-01-31' },
    { kind: 'number', text: '3' },
    { kind: 'fault', text: '#N/A' },
    text('018'),
    { kind: 'boolean', text: 'true' },
    { kind: 'number', text: '0.3' },
    null,
  ]);
});

test('a formula without a kept value is no empty cell; cells with a format alone make no rows', () => {
  const sheet: xlsx.WorkSheet = {
    '!ref': 'A1:B9',
    A1: { t: 'n', f: 'B1*3' },
    B1: { t: 's', v: '', f: 'IF(A2,1,"")' },
    A9: { t: 'z', z: '0%' },
  };
  const read = readWorkbook(bookOf(sheet));
  expect(read.ok && read.sheets[0]?.rows).toEqual([
    [
      { kind: 'fault', text: '=B1*3' },
      { kind: 'fault', text: '=IF(A2,1,"")' },
    ],
  ]);
});

test('rows and columns that are hidden are named', () => {
  const sheet = xlsx.utils.aoa_to_sheet([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  sheet['!rows'] = [{}, { hidden: true }];
  sheet['!cols'] = [{ hidden: true }, {}];
  const read = readWorkbook(bookOf(sheet));
  expect(read.ok && read.sheets[0]?.hidden).toEqual({ rows: [1], columns: [0] });
});

test('a text that the format can’t keep gives no file', () => {
  expect(writeWorkbook({ name: 'a', rows: [[text('_x000D_ kept')]], merged: [] })).toBeNull();
});

test('what is no workbook is refused, and an archive that would unzip to too much', () => {
  expect(readWorkbook(new TextEncoder().encode('age,outcome\n'))).toMatchObject({
    ok: false,
    problem: 'unreadable',
  });
  const bytes = writeWorkbook({ name: 'a', rows: [[text('a')]], merged: [] }) ?? new Uint8Array();
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 6, true);
  view.setUint32(directory + 24, 0xf0000000, true);
  expect(readWorkbook(bytes)).toMatchObject({ ok: false, problem: 'too_large' });
});
