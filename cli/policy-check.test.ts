import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PolicyCheck } from '@plimsoll/core/dmn';
import { rootFolder } from './repository.ts';

function call(words: readonly string[], language = 'en') {
  const run = spawnSync(process.execPath, ['cli/main.ts', 'policy', 'check', ...words], {
    cwd: rootFolder,
    encoding: 'utf8',
    env: { ...process.env, PLIMSOLL_LANGUAGE: language, NO_COLOR: '1' },
  });
  return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr };
}

const STARTER = 'policies/starter/policy.dmn';

test('the starter policy has no error, all of its tables are checked completely, and each outcome was seen', () => {
  const { exitCode, stdout } = call([STARTER, '--json']);
  expect(exitCode).toBe(0);
  const { findings, tables } = JSON.parse(stdout) as PolicyCheck;
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(tables.length).toBeGreaterThan(8);
  expect(tables.filter(({ method }) => method !== 'complete')).toEqual([]);
  const codes = findings.map(({ code }) => code);
  expect(codes).not.toContain('CHECK_OUTCOME_UNSEEN');
  expect(codes).not.toContain('CHECK_APPROVAL_UNPROVED');
}, 30_000);

test('an error ends with 1, in words of either language, with an example', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-check-'));
  const file = join(folder, 'policy.dmn');
  const xml = readFileSync(join(rootFolder, STARTER), 'utf8');
  writeFileSync(file, xml.replace('<text>[630..660)</text>', '<text>[630..670)</text>'));
  const english = call([file]);
  expect(english.exitCode).toBe(1);
  expect(english.stdout).toMatch(/error +CHECK_SEVERAL_HITS {2}grade › rule 2/);
  expect(english.stdout).toContain('example: {');
  expect(call([file], 'zh').stdout).toContain('却能同时命中');
  rmSync(folder, { recursive: true });
}, 30_000);

test('without its guard the starter policy approves while things are missing: found without any case to start from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-check-'));
  const file = join(folder, 'policy.dmn');
  const xml = readFileSync(join(rootFolder, STARTER), 'utf8');
  writeFileSync(file, xml.replace('_rule_7_in_6"><text>true<', '_rule_7_in_6"><text>-<'));
  const { exitCode, stdout } = call([file, '--json']);
  expect(exitCode).toBe(1);
  const { findings } = JSON.parse(stdout) as PolicyCheck;
  const without = findings.filter(
    ({ code, severity }) => code === 'CHECK_APPROVES_WITHOUT' && severity === 'error',
  );
  expect(without.map(({ place }) => place.element)).toEqual(
    expect.arrayContaining(['accountsNowDelinquent', 'pastDueMinor', 'region', 'purpose']),
  );
  for (const { example } of without) expect(example).toMatchObject({ level: 'inputs', gives: 'approve' });
  rmSync(folder, { recursive: true });
}, 30_000);

test('a file that is missing or unreadable is a failure with its problems', () => {
  expect(call(['no-such.dmn'])).toMatchObject({ exitCode: 1, stdout: '' });
  const { exitCode, stdout } = call(['policies/starter/products.json', '--json']);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [] });
}, 30_000);
