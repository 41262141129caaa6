/**
 * `plimsoll test`: every test of the house through vitest, in three projects (unit, engine, browser). Ends with the
 * line `N passed, N failed`; how many did not run stands on the line before. A file that cannot be loaded and an error
 * outside any test count as failed: a run that did not test everything is never green.
 */
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { rootFolder } from './repository.ts';

const projects = ['unit', 'engine', 'browser'];

type Failed = { readonly file: string; readonly test: string; readonly message: string };
type Skipped = { readonly file: string; readonly test: string; readonly reason: string };
type Tally = { passedCount: number; failed: Failed[]; skipped: Skipped[] };

/** Runs the tests whose file path contains one of the words (all without words). */
export async function runTests(request: CommandRequest): Promise<ExitCode> {
  const project = request.options['project'];
  if (typeof project === 'string' && !projects.includes(project))
    return refuseProject(project, request.isJson);
  // vitest keeps a token of its own in a home folder, which CI and unprivileged users may lack.
  process.env['XDG_DATA_HOME'] ??= join(tmpdir(), `plimsoll-test-${userInfo().uid}`);
  const tally: Tally = { passedCount: 0, failed: [], skipped: [] };
  const vitest = await startVitest('test', [...request.words], {
    root: rootFolder,
    config: `${rootFolder}vitest.config.ts`,
    run: true,
    watch: false,
    // Node reads the settings itself, so that nothing is written into a tree that belongs to somebody else.
    configLoader: 'native',
    ...(typeof project === 'string' ? { project } : {}),
    reporters: request.isJson ? [tallyReporter(tally)] : ['default', tallyReporter(tally)],
  });
  await vitest.close();
  if (tally.failed.length === 0 && (tally.passedCount === 0 || Number(process.exitCode ?? 0) !== 0))
    tally.failed.push({
      file: '',
      test: 'the run itself',
      message: 'no test ran to its end, or the set-up failed',
    });
  const isGreen = tally.failed.length === 0;
  if (request.isJson)
    printJson({ ok: isGreen, passed: tally.passedCount, failed: tally.failed, skipped: tally.skipped });
  else printTally(tally);
  process.exitCode = isGreen ? exitCode.done : exitCode.failed;
  return isGreen ? exitCode.done : exitCode.failed;
}

function tallyReporter(tally: Tally): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      for (const module of modules) addModule(tally, module);
      for (const error of unhandledErrors)
        tally.failed.push({ file: '', test: 'error outside any test', message: error.message });
    },
  };
}

function addModule(tally: Tally, module: TestModule): void {
  const file = module.relativeModuleId;
  for (const error of module.errors())
    tally.failed.push({ file, test: 'the file itself', message: error.message });
  for (const suite of module.children.allSuites()) addSuiteErrors(tally, file, suite);
  for (const testCase of module.children.allTests()) addTest(tally, file, testCase);
}

function addSuiteErrors(tally: Tally, file: string, suite: TestSuite): void {
  for (const error of suite.errors())
    tally.failed.push({ file, test: suite.fullName, message: error.message });
}

function addTest(tally: Tally, file: string, testCase: TestCase): void {
  const result = testCase.result();
  const test = testCase.fullName;
  switch (result.state) {
    case 'passed':
      tally.passedCount += 1;
      return;
    case 'failed':
      tally.failed.push({ file, test, message: result.errors[0]?.message ?? '' });
      return;
    case 'skipped':
      tally.skipped.push({ file, test, reason: result.note ?? '' });
      return;
    default:
      tally.failed.push({ file, test, message: 'did not run to its end' });
  }
}

function printTally(tally: Tally): void {
  for (const { file, test, reason } of tally.skipped)
    printLine(
      say({ en: `skipped: ${file}: ${test} ${reason}`, zh: `跳过：${file}：${test} ${reason}` }).trimEnd(),
    );
  for (const { file, test, message } of tally.failed)
    printLine(`failed: ${file}: ${test}: ${message.split('\n', 1)[0] ?? ''}`);
  if (tally.skipped.length > 0)
    printLine(say({ en: `${tally.skipped.length} skipped`, zh: `跳过 ${tally.skipped.length} 项` }));
  printLine(`${tally.passedCount} passed, ${tally.failed.length} failed`);
}

function refuseProject(project: string, isJson: boolean): ExitCode {
  reportFailure(
    {
      code: 'unknown_project',
      sentence: {
        en: `There is no kind of test called "${project}".`,
        zh: `没有名为“${project}”的测试类别。`,
      },
      remedy: { en: 'Use unit, engine or browser.', zh: '请使用 unit、engine 或 browser。' },
    },
    isJson,
  );
  return exitCode.usage;
}
