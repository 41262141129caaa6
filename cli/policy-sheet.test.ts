import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as xlsx from '@e965/xlsx';
import { exportTable, importTable, putTable, readPolicy } from '@plimsoll/core/dmn';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rootFolder } from './repository.ts';
import { readGrid, writeGrid } from './sheet-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-sheet-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const starter = readFileSync(join(rootFolder, 'policies/starter/policy.dmn'), 'utf8');
const at = (name: string): string => join(folder, name);

function call(words: readonly string[], language = 'en') {
  const run = spawnSync(process.execPath, [join(rootFolder, 'cli/main.ts'), 'policy', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PLIMSOLL_LANGUAGE: language, NO_COLOR: '1' },
  });
  return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr };
}

test.each(['csv', 'xlsx'])(
  'every table of the starter policy leaves as %s and comes back to the byte',
  async (kind) => {
    const policy = await readPolicy(starter);
    if (!policy.ok) throw new Error('readable');
    const tables = policy.value.model.decisions.flatMap(({ name, logic }) =>
      logic.kind === 'table' ? [name] : [],
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const decision of tables) {
      const exported = exportTable(policy.value, decision);
      if (!exported.ok) throw new Error(exported.problem);
      const path = at(`${decision}.${kind}`);
      writeFileSync(path, writeGrid(path, exported.grid) ?? '');
      const read = await readGrid(path, null);
      if (!read.ok) throw new Error(read.failure.code);
      const options = {
        decision,
        hitPolicy: null,
        rangeEnds: 'unsaid',
        outputs: [],
        mayAddInputs: false,
      } as const;
      const answer = importTable(read.grid, policy.value, options);
      expect({ decision, problems: answer.problems }).toEqual({ decision, problems: [] });
      if (answer.ok) expect(putTable(starter, policy.value, answer.imported)).toBe(starter);
    }
  },
);

const anySign = fc.constantFrom(...('aZ09 ,;"\'<>&=+-@%，；～是否\n\t😀'.match(/./gsu) ?? []));
const anyCell = fc.oneof(
  fc.array(anySign, { minLength: 1, maxLength: 8 }).map((signs) => signs.join('')),
  fc.constantFrom('007', '1e5', '12345678901234567', '0.10', 'TRUE', '2026-01-01', '1-3', '#N/A', '=1+1'),
);

test.each(['csv', 'xlsx'])(
  'texts of any signs are the same after %s',
  async (kind) => {
    const path = at(`any.${kind}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyCell, anyCell), { minLength: 1, maxLength: 4 }), async (rows) => {
        const texts = rows.map((row) => row.map((text) => (text.trim() === '' ? null : text)));
        const cells = texts.map((row) =>
          row.map((text) => (text === null ? null : ({ kind: 'text', text } as const))),
        );
        writeFileSync(
          path,
          writeGrid(path, {
            name: 'a',
            merged: [],
            rows: [['head', 'more'].map((text) => ({ kind: 'text', text }) as const), ...cells],
          }) ?? '',
        );
        const read = await readGrid(path, null);
        if (!read.ok) throw new Error(JSON.stringify(read.failure));
        const last = texts.findLastIndex((row) => row.some((text) => text !== null));
        const back = read.grid.rows.slice(1).map((row) => row.map((cell) => cell?.text ?? null));
        expect(back.slice(0, last + 1)).toEqual(texts.slice(0, last + 1));
      }),
      { numRuns: 100 },
    );
  },
  30_000,
);

test('a sheet as a risk team keeps it: title, merged cells, shares, numbers as text, a formula, empty rows', async () => {
  const sheet = xlsx.utils.aoa_to_sheet([
    ['额度规则 2026'],
    ['输入', '', '输出', '备注'],
    ['客群', '负债率', '系数', '说明'],
    ['A', '<20%', 0.5, ''],
    ['', '[20%..50%)', '0.3', '数字存为文本'],
    ['B、C', '不低于50%', null, '公式'],
    [],
  ]);
  sheet['C6'] = { t: 'n', f: 'C4/5', v: 0.1 };
  sheet['!merges'] = [
    { s: { r: 0, c: 0 }, e: { r: 0, c: 3 } },
    { s: { r: 1, c: 0 }, e: { r: 1, c: 1 } },
    { s: { r: 3, c: 0 }, e: { r: 4, c: 0 } },
  ];
  const book = xlsx.utils.book_new();
  xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([['说明']]), '说明');
  xlsx.utils.book_append_sheet(book, sheet, '规则');
  writeFileSync(
    at('team.xlsx'),
    new Uint8Array(xlsx.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer),
  );
  const words = ['import', 'team.xlsx', '--into', 'team.dmn', '--decision', '额度系数', '--hit-policy', 'U'];
  const several = call(words);
  expect(several.stderr).toMatch(/^sheet_not_found\n.*说明, 规则/);
  const done = call([...words, '--sheet', '规则', '--name', '额度']);
  expect(done).toMatchObject({ exitCode: 0, stdout: '3 rules, 2 inputs, 1 outputs → team.dmn\n' });
  const policy = await readPolicy(readFileSync(at('team.dmn'), 'utf8'));
  const logic = policy.ok ? policy.value.model.decisions[0]?.logic : null;
  expect(
    logic?.kind === 'table' && logic.rules.map(({ inputs, outputs }) => [...inputs, ...outputs]),
  ).toEqual([
    ['"A"', '< 0.2', '0.5'],
    ['"A"', '[0.2..0.5)', '0.3'],
    ['"B", "C"', '>= 0.5', '0.1'],
  ]);
}, 30_000);

/** GB18030 has no encoder here: the two bytes of each sign are found by decoding all pairs. */
function encodeGb(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const pairs = new Map<string, readonly number[]>();
  for (let first = 0x81; first < 0xff; first += 1)
    for (let second = 0x40; second < 0xff; second += 1)
      pairs.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
  return Buffer.from([...text].flatMap((sign) => pairs.get(sign) ?? [sign.charCodeAt(0)]));
}

test('CSV in GB18030; what is not understood is told by cell, and the file stays', () => {
  const text = '输入,输出\r\n年龄,结论\r\n18岁,拒绝\r\n"1,200",通过\r\n';
  writeFileSync(at('gb.csv'), encodeGb(text));
  const words = ['import', 'gb.csv', '--into', 'gb.dmn', '--decision', 'verdict', '--hit-policy', 'F'];
  const refused = call(words, 'zh');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('A3 “18岁”');
  expect(existsSync(at('gb.dmn'))).toBe(false);
  writeFileSync(at('gb.csv'), encodeGb(text.replace('18岁', '18').replace('"1,200"', '1200')));
  const done = call([...words, '--json']);
  expect(JSON.parse(done.stdout)).toMatchObject({ ok: true, encoding: 'gb18030', rules: 2 });
}, 30_000);

test('an import that would break the policy is refused with the policy’s own words, and nothing is written', () => {
  writeFileSync(at('whole.dmn'), starter);
  writeFileSync(at('bad.csv'), 'F,input,output\n,score,grade\n,feel: > nowhere,A\n');
  expect(call(['import', 'bad.csv', '--into', 'whole.dmn', '--decision', 'grade']).stderr).toContain(
    'B3 “feel: > nowhere”',
  );
  writeFileSync(at('cycle.csv'), 'F,input,output\n,verdict,a\n,-,A\n');
  const cycle = call(['import', 'cycle.csv', '--into', 'whole.dmn', '--decision', 'grade']);
  expect(cycle.exitCode).toBe(1);
  expect(cycle.stderr).toContain('DMN_CYCLE');
  expect(readFileSync(at('whole.dmn'), 'utf8')).toBe(starter);
}, 30_000);

test('wrong calls and files that are no sheets say what to do', () => {
  writeFileSync(at('whole.dmn'), starter);
  writeFileSync(at('plain.txt'), 'a');
  writeFileSync(at('fake.xlsx'), 'a,b\n');
  writeFileSync(at('open.csv'), 'a,b\n"c,d\n');
  expect(call(['import', 'open.csv'])).toMatchObject({ exitCode: 2 });
  const into = ['--into', 'x.dmn', '--decision', 'd'];
  expect(call(['import', 'plain.txt', ...into]).stderr).toMatch(/^sheet_kind_unknown\n/);
  expect(call(['import', 'fake.xlsx', ...into]).stderr).toMatch(/^sheet_unreadable\n.*not a ZIP archive/);
  expect(call(['import', 'open.csv', ...into]).stderr).toMatch(/^sheet_unreadable\n.*never closed, line 2/);
  expect(call(['import', 'none.csv', ...into]).stderr).toMatch(/^file_not_found\n/);
  expect(call(['export', 'whole.dmn', '--decision', 'score', '--to', 'a.csv']).stderr).toMatch(/^no_table\n/);
  expect(call(['export', 'whole.dmn', '--decision', 'grade', '--to', 'a.ods']).stderr).toMatch(
    /^sheet_kind_unknown\n/,
  );
}, 60_000);
