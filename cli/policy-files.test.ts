import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rootFolder } from './repository.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const starter = readFileSync(join(rootFolder, 'policies/starter/policy.dmn'), 'utf8');
const starterCases = readFileSync(join(rootFolder, 'policies/starter/cases.json'), 'utf8');

function call(words: readonly string[], language = 'en') {
  const run = spawnSync(process.execPath, [join(rootFolder, 'cli/main.ts'), 'policy', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PLIMSOLL_LANGUAGE: language, NO_COLOR: '1' },
  });
  return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr };
}

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

test('policy test runs the cases of the starter policy, and says which rows no case reaches', () => {
  const { exitCode, stdout } = call(['test', join(rootFolder, 'policies')]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('rows eligibility 7/7\n');
  expect(stdout).toMatch(/rows scorecardPoints \d+\/38; no case reaches rows /);
  expect(stdout).toMatch(/\d{2} passed, 0 failed\n$/);
});

test('a case that fails shows what was expected, what came out and the rows; --update mends the cases', () => {
  write('one.dmn', starter);
  write('one.cases.json', starterCases.replace('"outcome": "approve"', '"outcome": "decline"'));
  const { exitCode, stdout } = call(['test', 'one.dmn']);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    'decision.outcome\n        expected  "decline"\n        actual  "approve"\n      rows that fired: eligibility 7; ',
  );
  const json = call(['test', 'one.cases.json', '--json']);
  expect(json.exitCode).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, runs: [{ report: { failed: 1 } }] });
  expect(call(['test', 'one.dmn', '--update'])).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(folder, 'one.cases.json'), 'utf8')).toBe(starterCases);
}, 30_000);

test('what can’t be tested is refused: no file, no cases, cases that speak of something else', () => {
  expect(call(['test', 'none.dmn']).stderr).toMatch(/^file_not_found\n/);
  write('two.dmn', starter);
  expect(call(['test', 'two.dmn']).stderr).toMatch(/^no_cases\n/);
  write('two.cases.json', '{"cases": [{"name": "a", "expect": {"verdictt": 1}}]}');
  const refused = call(['test', 'two.dmn'], 'zh');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('cases[0].expect.verdictt: 策略中没有决策“verdictt”');
}, 30_000);

test('policy diff: in words, 0 for the same meaning, 1 for another, 2 for a file that can’t be read', () => {
  write('old.dmn', starter);
  write('moved.dmn', starter.replaceAll(' x="1', ' x="7'));
  expect(call(['diff', 'old.dmn', 'moved.dmn'])).toMatchObject({
    exitCode: 0,
    stdout: 'Both mean the same.\n',
  });
  write('new.dmn', starter.replace('plimsoll:unit="months"', 'plimsoll:unit="days"'));
  expect(call(['diff', 'old.dmn', 'new.dmn', '--lang', 'zh'])).toMatchObject({
    exitCode: 1,
    stdout: '输入 termMonths：单位 `months` → `days`\n',
  });
  const json = call(['diff', 'old.dmn', 'new.dmn', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    same: false,
    changes: [{ code: 'UNIT', element: { kind: 'input', name: 'termMonths' }, facts: { old: 'months' } }],
  });
  write('broken.dmn', starter.replace('<typeRef>number</typeRef>', '<typeRef>numbre</typeRef>'));
  const broken = call(['diff', 'old.dmn', 'broken.dmn']);
  expect(broken.exitCode).toBe(2);
  expect(broken.stderr).toMatch(/^policy_invalid\n.*broken\.dmn.*\n.*DMN_UNKNOWN_TYPE/);
  expect(call(['diff', 'old.dmn', 'new.dmn', '--lang', 'fr']).exitCode).toBe(2);
}, 30_000);
