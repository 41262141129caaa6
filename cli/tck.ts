/**
 * `plimsoll tck <folder>`: runs a copy of the public DMN compatibility kit (dmn-tck/tck) and counts as it counts: one
 * result per test case. The kit is not part of this repository. The last line on stdout is JSON.
 */
import { existsSync } from 'node:fs';
import { type Executor, executors } from './tck/execution.ts';
import { type Count, countCases, findSuites, type FolderReport, runSuite } from './tck/kit.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { startProgress } from './progress.ts';

/** Exits 1 when a case fails. `--only words` keeps the files whose path contains the words. */
export async function runKit({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const root = words[0] ?? '.';
  if (!existsSync(root)) return refuseFolder(root, isJson);
  const suites = findSuites(root, typeof options['only'] === 'string' ? options['only'] : null);
  if (suites.length === 0) return refuseFolder(root, isJson);
  const executor = readExecutor(options['executor']);
  if (executor === null) return refuseExecutor(isJson);
  const progress = startProgress(
    { en: 'Running the kit', zh: '正在运行兼容性测试' },
    countCases(suites),
    isJson,
  );
  const reports: FolderReport[] = [];
  let doneCount = 0;
  for (const suite of suites) {
    const report = await runSuite(root, suite, executor);
    reports.push(report);
    doneCount += report.count.total;
    progress.advance(doneCount);
  }
  progress.finish();
  const totals = { level2: totalOf(reports, 2), level3: totalOf(reports, 3) };
  const failures = reports.flatMap((report) => report.failures);
  if (isJson) printJson({ ok: failures.length === 0, ...totals, failures });
  else {
    for (const report of reports) printFolder(report);
    for (const { model, testCase, node, expected, actual } of failures)
      printLine(`FAILED  ${model}  ${testCase}  ${node}\n  expected  ${expected}\n  actual    ${actual}`);
    if (executor !== 'interpreter') printLine(sayInterpreted(reports));
    printJson(totals);
  }
  return failures.length === 0 ? exitCode.done : exitCode.failed;
}

function totalOf(reports: readonly FolderReport[], level: 2 | 3): Count {
  const own = reports.filter((report) => report.level === level);
  return {
    passed: own.reduce((sum, { count }) => sum + count.passed, 0),
    total: own.reduce((sum, { count }) => sum + count.total, 0),
  };
}

function sayInterpreted(reports: readonly FolderReport[]): string {
  const count = reports.reduce((sum, { interpreted }) => sum + interpreted, 0);
  return `${count} results had errors and were left to the interpreter`;
}

function printFolder({ folder, count: { passed, total } }: FolderReport): void {
  const mark = passed === total ? ' ' : '✗';
  printLine(`${mark} ${String(passed).padStart(4)} / ${String(total).padStart(4)}  ${folder}`);
}

function readExecutor(word: unknown): Executor | null {
  return word === undefined ? 'interpreter' : (executors.find((each) => each === word) ?? null);
}

function refuseExecutor(isJson: boolean): ExitCode {
  const names = executors.join(', ');
  const failure = {
    code: 'wrong_call',
    sentence: { en: 'There is no such executor.', zh: '没有这种执行方式。' },
    remedy: { en: `Name one of ${names}.`, zh: `请从以下选择：${names}。` },
  };
  return reportFailure(failure, isJson);
}

function refuseFolder(folder: string, isJson: boolean): ExitCode {
  const failure = {
    code: 'kit_missing',
    sentence: {
      en: `There are no test cases of the kit in ${folder}.`,
      zh: `${folder} 中没有兼容性测试用例。`,
    },
    remedy: {
      en: 'Name a folder of a copy of dmn-tck/tck, such as TestCases.',
      zh: '请指定 dmn-tck/tck 副本中的目录，例如 TestCases。',
    },
  };
  return reportFailure(failure, isJson);
}
