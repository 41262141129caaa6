/**
 * `plimsoll policy test <file|folder>`: runs the cases of policies and says what came out otherwise, with the rows that
 * fired, and which rows no case reaches. `--update` writes what came out into the cases. Exit code 1 when a case fails.
 */
import { readdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CaseFailure,
  caseNames,
  type CaseProblem,
  type CaseReport,
  type CaseResult,
  parseCases,
  replaceEmbeddedCases,
  runCases,
  updateCases,
} from '@plimsoll/core/dmn';
import { type Bilingual, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import {
  type CaseSource,
  findCases,
  notFound,
  type PolicyFile,
  readPolicyFile,
  replaceFile,
} from './policy-file.ts';

const MAX_FILES = 1_000;
const MAX_FOLDER_DEPTH = 8;

/** One document of cases, run. */
type TestRun = {
  readonly policy: string;
  readonly cases: string;
  readonly hash: string;
  readonly report: CaseReport;
  readonly updated: boolean;
};

export async function runPolicyTest({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const target = words[0] ?? '';
  if (!existsSync(target)) return reportFailure(notFound(target), isJson);
  const isFolder = (await stat(target)).isDirectory();
  const paths = isFolder ? await findPolicies(target, 0) : [policyOf(target)];
  const runs: TestRun[] = [];
  const without: string[] = [];
  for (const path of paths) {
    const read = await readPolicyFile(path);
    if (!read.ok) return reportFailure(read.failure, isJson);
    const sources = await findCases(read.file);
    if (sources.length === 0) without.push(path);
    for (const source of sources) {
      const run = await runSource(read.file, source, options['update'] === true);
      if ('sentence' in run) return reportFailure(run, isJson);
      runs.push(run);
    }
  }
  if (runs.length === 0) return reportFailure(noCases(target), isJson);
  const failed = runs.reduce((sum, { report, updated }) => sum + (updated ? 0 : report.failed), 0);
  if (isJson) printJson({ ok: failed === 0, runs, without });
  else printRuns(runs, without);
  return failed === 0 ? exitCode.done : exitCode.failed;
}

/** The policy that a file of cases stands beside; a policy is itself. */
function policyOf(path: string): string {
  return path.replace(/\.cases\.json$/, '.dmn');
}

async function findPolicies(folder: string, depth: number): Promise<readonly string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
    if (entry.isDirectory() && !isHidden && depth < MAX_FOLDER_DEPTH)
      found.push(...(await findPolicies(path, depth + 1)));
    if (entry.isFile() && entry.name.endsWith('.dmn')) found.push(path);
  }
  return found.slice(0, MAX_FILES);
}

async function runSource(
  file: PolicyFile,
  source: CaseSource,
  isUpdating: boolean,
): Promise<TestRun | Failure> {
  const read = parseCases(source.text, caseNames(file.policy));
  if (!read.ok) return unreadable(source, read.problems);
  const report = runCases(file.policy, read.document);
  const run = { policy: file.path, cases: source.path, hash: file.policy.hash, report };
  if (!isUpdating || report.failed === 0) return { ...run, updated: false };
  const text = updateCases(source.text, report);
  const content = source.isEmbedded ? replaceEmbeddedCases(file.xml, text) : text;
  if (content === null) return unreadable(source, []);
  await replaceFile(source.path, content);
  return { ...run, updated: true };
}

function unreadable(source: CaseSource, problems: readonly CaseProblem[]): Failure {
  const lines = (language: keyof Bilingual): string =>
    problems.map(({ path, text }) => `${path === '' ? '' : `${path}: `}${text[language]}`).join('\n  ');
  return {
    code: 'cases_unreadable',
    sentence: {
      en: `The cases in ${source.path} can’t be used:\n  ${lines('en')}`,
      zh: `${source.path} 中的案例无法使用：\n  ${lines('zh')}`,
    },
    remedy: {
      en: 'docs/guides/policy-files.md says how cases are written.',
      zh: '案例的写法见 docs/guides/policy-files.md。',
    },
  };
}

function noCases(target: string): Failure {
  return {
    code: 'no_cases',
    sentence: { en: `${target} has no cases.`, zh: `${target} 没有案例。` },
    remedy: {
      en: 'Write NAME.cases.json beside NAME.dmn, cases.json beside the only policy of a folder, or cases inside the policy; docs/guides/policy-files.md says how.',
      zh: '在 NAME.dmn 旁写 NAME.cases.json，或在仅有一个策略的文件夹中写 cases.json，或写在策略文件内；写法见 docs/guides/policy-files.md。',
    },
  };
}

function printRuns(runs: readonly TestRun[], without: readonly string[]): void {
  for (const { policy, cases, report, updated } of runs) {
    printLine(policy === cases ? policy : `${policy}  (${cases})`);
    for (const result of report.results) printResult(result);
    printCoverage(report);
    if (updated) printLine(`  ${say({ en: `updated: ${cases}`, zh: `已更新：${cases}` })}`);
  }
  for (const path of without) printLine(say({ en: `${path}: no cases`, zh: `${path}：没有案例` }));
  const passed = runs.reduce((sum, { report }) => sum + report.passed, 0);
  const failed = runs.reduce((sum, { report }) => sum + report.failed, 0);
  printLine(say({ en: `${passed} passed, ${failed} failed`, zh: `通过 ${passed}，未通过 ${failed}` }));
}

function printResult({ name, passed, failures, run }: CaseResult): void {
  printLine(`  ${passed ? '✓' : '✗'} ${name}`);
  if (passed) return;
  for (const failure of failures) printFailure(failure);
  const rows = Object.entries(run.rows).map(
    ([table, fired]) => `${table} ${fired.length === 0 ? '–' : fired.join(', ')}`,
  );
  printLine(`      ${say({ en: 'rows that fired', zh: '命中的行' })}: ${rows.join('; ') || '–'}`);
}

function printFailure({ kind, path, expected, actual }: CaseFailure): void {
  const label: { readonly [kind in CaseFailure['kind']]: Bilingual } = {
    value: { en: path, zh: path },
    rows: { en: `rows of ${path}`, zh: `${path} 命中的行` },
    error: { en: 'an error that was not expected', zh: '未预期的错误' },
    executor: {
      en: `${path}: the compiled policy answers otherwise, which is a fault of Plimsoll: please report it`,
      zh: `${path}：编译执行与解释执行结果不一致，这是 Plimsoll 的缺陷，请报告`,
    },
    no_error: { en: 'an error that did not occur', zh: '预期的错误未发生' },
  };
  const words = { en: ['expected', 'actual'], zh: ['期望', '实际'] } as const;
  printLine(`      ${say(label[kind])}`);
  printLine(`        ${say({ en: words.en[0], zh: words.zh[0] })}  ${JSON.stringify(expected)}`);
  printLine(`        ${say({ en: words.en[1], zh: words.zh[1] })}  ${JSON.stringify(actual)}`);
}

function printCoverage({ coverage }: CaseReport): void {
  for (const { table, rules, missed } of coverage) {
    const share = `${rules - missed.length}/${rules}`;
    const rest =
      missed.length === 0
        ? ''
        : say({
            en: `; no case reaches rows ${shorten(missed)}`,
            zh: `；没有案例命中第 ${shorten(missed)} 行`,
          });
    printLine(`  ${say({ en: 'rows', zh: '行' })} ${table} ${share}${rest}`);
  }
}

/** Row numbers with runs drawn together: `1, 4–7`. */
function shorten(rows: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === row - 1) last.to = row;
    else runs.push({ from: row, to: row });
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
