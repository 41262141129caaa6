import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCostCase } from './case-cost.ts';
import { rootFolder } from './repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cases-'));

function call(document: unknown, words: readonly string[] = []) {
  const file = join(folder, 'given-cases.json');
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  const run = spawnSync(process.execPath, ['cli/main.ts', 'cases', file, ...words], {
    cwd: rootFolder,
    encoding: 'utf8',
    env: { ...process.env, PLIMSOLL_LANGUAGE: 'en', NO_COLOR: '1' },
  });
  return { exitCode: run.status, lines: run.stdout.trimEnd().split('\n'), stderr: run.stderr };
}

const yearly = { id: 'one', kind: 'irr', flows: [-100, 110], expected: 0.1, tolerance: 1e-9 };

test('each case has a line, and the last line counts them', () => {
  const good = call({ cases: [yearly] });
  expect(good.exitCode).toBe(0);
  expect(good.lines.at(-1)).toBe('{"passed":1,"failed":0,"refused":0}');
  const mixed = call({
    cases: [yearly, { ...yearly, id: 'two', expected: 0.2 }, { id: 'three', kind: 'riddle' }],
  });
  expect(mixed.exitCode).toBe(1);
  expect(mixed.lines).toHaveLength(4);
  expect(mixed.lines[1]).toMatch(/^failed {3}two {2}expected 0\.2, got 0\.1/);
  expect(mixed.lines[2]).toMatch(/^refused {2}three {2}.*riddle/);
  expect(mixed.lines[3]).toBe('{"passed":1,"failed":1,"refused":1}');
});

test('a file that holds no cases, is no JSON or is not there is said by name', () => {
  for (const document of ['{', '[]', '{"cases": []}', '{"cases": [{"kind": "irr"}]}', 'null']) {
    const { exitCode, stderr } = call(document);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^cases_unreadable\n.*given-cases\.json is no file of cases/);
  }
  expect(call({ cases: [yearly] }, [join(folder, 'nowhere.json')]).stderr).toContain('nowhere.json');
});

const outcome = (fields: object) => runCostCase({ id: 'x', kind: 'irr', ...fields });

test('several rates: all of them, one of them, or none is what a case may expect', () => {
  const flows = [-1000, 3600, -4310, 1716];
  expect(outcome({ flows, expected: [0.3, 0.1, 0.2], tolerance: 1e-9 }).status).toBe('passed');
  expect(outcome({ flows, expected: [0.1, 0.2] }).status).toBe('failed');
  expect(outcome({ flows, expected: 0.2, tolerance: 1e-9 })).toMatchObject({
    status: 'passed',
    why: expect.stringContaining('one of several'),
  });
  expect(outcome({ flows, expected: 0.25 }).status).toBe('failed');
  expect(outcome({ flows, expected: null }).status).toBe('passed');
  expect(outcome({ flows: [-100, 110], expected: null }).status).toBe('failed');
});

test.each([
  ['Level payment, 10000 at 8 %/12, 10 months', 1037.032_089_37],
  ['Level payment at zero rate, 1200 over 12 months', 100],
  ['Level payment, 1,200 at 0 %, 12 payments', 100],
  ['12 monthly payments for 10000 at 12 % a year', 888.487_886_783],
])('a payment is read from its title: %s', (title, expected) => {
  expect(outcome({ kind: 'pmt', title, expected }).why).toContain(String(expected).slice(0, 6));
  expect(outcome({ kind: 'pmt', title, expected }).status).toBe('passed');
});

test('what a case leaves open is refused, not guessed', () => {
  expect(outcome({ kind: 'pmt', title: 'A level payment', expected: 1 }).status).toBe('refused');
  expect(outcome({ kind: 'pmt', title: '10000 at 8 %, 10 months', expected: 1 }).status).toBe('refused');
  expect(outcome({ kind: 'pmt', principal: 100, periods: 4, rate_per_period: 0, expected: 25 }).status).toBe(
    'passed',
  );
  expect(outcome({ kind: 'xirr', flows: [], day_count: '30/360', expected: 1 }).status).toBe('refused');
  expect(outcome({ kind: 'apr_us_actuarial', expected_apr_percent: 1 }).status).toBe('refused');
});
