import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { rootFolder } from './repository.ts';

function call(words: readonly string[], language = 'en') {
  const run = spawnSync(process.execPath, ['cli/main.ts', ...words], {
    cwd: rootFolder,
    encoding: 'utf8',
    env: { ...process.env, PLIMSOLL_LANGUAGE: language, NO_COLOR: '1' },
  });
  return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('help lists every command in the language of the reader and exits with 0', () => {
  for (const words of [[], ['help'], ['--help']]) {
    const { exitCode, stdout } = call(words);
    expect(exitCode).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`  ${name}`);
  }
  expect(call(['help'], 'zh').stdout).toContain('用法：');
});

test('a wrong call exits with 2, says how to go on, and is JSON under --json', () => {
  for (const words of [['no-such-command'], ['version', 'extra'], ['version', '--no-such-option']]) {
    const plain = call(words);
    expect(plain).toMatchObject({ exitCode: 2, stdout: '' });
    expect(plain.stderr).toContain('./plimsoll help');
    const json = call([...words, '--json']);
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, code: 'wrong_call' });
  }
});

test('--json works before and after the command and prints one document', () => {
  for (const words of [
    ['--json', 'version'],
    ['version', '--json'],
  ])
    expect(JSON.parse(call(words).stdout)).toMatchObject({ ok: true, node: process.version });
});

test('a reader that closes the pipe is no fault', () => {
  const run = spawnSync('sh', ['-c', '"$NODE" cli/main.ts help | head -n 1'], {
    cwd: rootFolder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, NO_COLOR: '1' },
  });
  expect(run.stderr).toBe('');
  expect(run.stdout.split('\n')).toHaveLength(2);
});

test('an unknown step and an unknown kind of test are refused with what would have worked', () => {
  expect(call(['check', 'nothing'])).toMatchObject({ exitCode: 2, stdout: '' });
  const refused = call(['test', '--project', 'nothing']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/^unknown_project\n.*"nothing".*\n.*unit, engine or browser/);
});

test('a run that finds no test is not green', () => {
  const { exitCode, stdout } = call(['test', '--project', 'unit', 'no-file-has-this-name']);
  expect(exitCode).toBe(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
}, 30_000);

test('every command has its file, and is in the table once', () => {
  const names = commands.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const table = readFileSync(`${rootFolder}cli/commands.ts`, 'utf8');
  const files = [...table.matchAll(/import\('\.\/([a-z-]+\.ts)'\)/g)].map(([, file]) => file ?? '');
  expect(files.length).toBe(commands.length);
  expect(files.filter((file) => !existsSync(`${rootFolder}cli/${file}`))).toEqual([]);
});
