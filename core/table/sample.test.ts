import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inferTable, type ReadSample, readSample, targetOf } from './index.ts';

const lines = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');

const sampleOf = (csv: string, options: { readonly keep?: readonly string[] } = {}): ReadSample => {
  const read = readSample({ csv, target: 'y=1', ...options });
  if (!read.ok) throw new Error(JSON.stringify(read.facts));
  return read.value;
};

test('[TBL-12] outcomes: 1 where the target has its bad value, whatever the kind of the column', () => {
  const read = inferTable('Class,n,a=b\ngood,0,x\nbad,1,y\nbad,1.0,y\n');
  if (!read.ok) throw new Error('readable');
  for (const target of ['Class=bad', 'n=1', 'n=1.0', 'a=b=y'])
    expect(targetOf(read.value.table, target)).toEqual({ ok: true, value: Uint8Array.of(0, 1, 1) });
});

test('[TBL-12] a target that is not there, has a third value, absent cells, or one class is refused', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['y\n1\n0\n', 'z=1', 'target_missing'],
    ['y\n1\n0\n', 'y', 'target_missing'],
    ['y\n1\n0\n', 'y=2', 'target_value_missing'],
    ['y\n1\n0\n2\n', 'y=1', 'target_third_value'],
    ['y,x\n1,1\n0,1\n,1\n', 'y=1', 'target_absent'],
    ['y\n0\n0\n', 'y=1', 'target_one_class'],
    ['y\n1\n1\n', 'y=1', 'target_one_class'],
  ];
  for (const [csv, target, finding] of cases)
    expect(readSample({ csv, target })).toMatchObject({ ok: false, rule: 'TBL-12', facts: { finding } });
});

test('[TBL-13] five rows, or three bads, or no variable: no sample', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`y,x\n${lines(5, (row) => `${row % 2},${row}`)}`, 'sample_small'],
    [`y,x\n${lines(500, (row) => `${row < 3 ? 1 : 0},${row % 9}`)}`, 'class_small'],
    [`y,x\n${lines(500, (row) => `${row % 2},7`)}`, 'nothing_left'],
  ];
  for (const [csv, finding] of cases)
    expect(readSample({ csv, target: 'y=1' })).toMatchObject({
      ok: false,
      rule: 'TBL-13',
      facts: { finding },
    });
  expect(sampleOf(`y,x\n${lines(90, (row) => `${row % 2},${row % 9}`)}`).findings).toMatchObject([
    { code: 'class_thin' },
    { code: 'class_thin' },
  ]);
});

test('[TBL-14] constant, absent, repeated, counting and telling columns are left out by name, unless kept', () => {
  const header = 'y,ok,same,none,twice,id,account,key,told,many';
  const row = (at: number): string => {
    const ok = (at * 7919) % 13;
    const account = 301_000_000 + ((at * 7919) % 100_003);
    return `${at % 2},${ok},7,,${ok},${at},${account},k${at},${at % 2 === 0 ? 'paid' : ''},m${at % 800}`;
  };
  const csv = `${header}\n${lines(2000, row)}\n`;
  const { table, findings } = sampleOf(csv);
  expect(table.columns.map(({ name }) => name)).toEqual(['ok']);
  const left = findings.filter(({ isLeftOut }) => isLeftOut).map(({ code, column }) => `${column} ${code}`);
  expect(left).toEqual([
    'none column_all_absent',
    'same column_constant',
    'twice column_duplicate',
    'id column_identifier',
    'account column_identifier',
    'key column_identifier',
    'told column_copies_target',
    'many column_too_many_levels',
  ]);
  expect(sampleOf(csv, { keep: ['account'] }).table.columns.map(({ name }) => name)).toEqual([
    'ok',
    'account',
  ]);
  for (const finding of findings) expect(`${finding.words.zh}${finding.words.en}`).not.toContain('{');
});

test('[TBL-14] ten thousand categories are an identifier in disguise; fifty regions are not', () => {
  const csv = `y,region,city\n${lines(60_000, (row) => `${row % 2},r${row % 50},c${(row * 7) % 10_000}`)}`;
  const { table, findings } = sampleOf(csv);
  expect(table.columns.map(({ name }) => name)).toEqual(['region']);
  expect(findings).toMatchObject([{ code: 'column_too_many_levels', column: 'city', count: 10_000 }]);
});

const bundled = new URL('../../data/lendingclub/applications.csv.gz', import.meta.url);
const read = (file: URL, target: string): ReadSample => {
  const sample = readSample({ csv: new Uint8Array(gunzipSync(readFileSync(file))), target });
  if (!sample.ok) throw new Error(JSON.stringify(sample.facts));
  return sample.value;
};

test('[TBL-11] the bundled applications need no declared columns', () => {
  const { table, outcomes, findings } = read(bundled, 'Class=bad');
  expect([table.rowCount, table.columns.length, outcomes.reduce((sum, each) => sum + each, 0)]).toEqual([
    9857, 22, 517,
  ]);
  expect(findings).toEqual([]);
});
