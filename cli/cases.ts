/**
 * `plimsoll cases <files...>`: runs cases of figures from elsewhere (schedules, lives of loans, rates) and says of each
 * whether our figures are those of its source. The last line on stdout is JSON. A case that could not be run has not
 * passed: the exit code is 0 only when every case did.
 */
import { readFile, stat } from 'node:fs/promises';
import type { JsonValue } from '@plimsoll/core/base';
import { runCostCase } from './case-cost.ts';
import { runLoanCase } from './case-loan.ts';
import { type CaseOutcome, failCase, isObject, refuseCase, type TestCase } from './case-outcome.ts';
import { runScheduleCase } from './case-schedule.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_CASES = 100_000;

const runners: { readonly [kind: string]: (testCase: TestCase) => CaseOutcome } = {
  apr_us_actuarial: runCostCase,
  apr_eu: runCostCase,
  irr: runCostCase,
  xirr: runCostCase,
  pmt: runCostCase,
  schedule: runScheduleCase,
  rate_factor: runScheduleCase,
  allocation: runLoanCase,
  charge: runLoanCase,
  delinquency: runLoanCase,
  overdue: runLoanCase,
  payoff: runLoanCase,
  repayment: runLoanCase,
  restructure: runLoanCase,
  reversal: runLoanCase,
  write_off: runLoanCase,
};

export async function runCases({ words, isJson }: CommandRequest): Promise<ExitCode> {
  const testCases: TestCase[] = [];
  // Every file is read before the first case runs: a wrong name at the end of a long list is said at once.
  for (const path of words) {
    const read = await readCases(path);
    if ('sentence' in read) return reportFailure(read, isJson);
    testCases.push(...read.testCases);
  }
  const outcomes = testCases.map(runCase);
  const count = countOf(outcomes);
  if (isJson) printJson({ ok: count.passed === outcomes.length, ...count, outcomes });
  else {
    for (const { id, status, why } of outcomes) printLine(`${status.padEnd(7)}  ${id}  ${why}`);
    printJson(count);
  }
  return count.passed === outcomes.length ? exitCode.done : exitCode.failed;
}

function runCase(testCase: TestCase): CaseOutcome {
  const run = Object.hasOwn(runners, testCase.kind) ? runners[testCase.kind] : undefined;
  if (run === undefined) return refuseCase(testCase, `there is no kind of case named ${testCase.kind}`);
  try {
    return run(testCase);
  } catch (error) {
    // Whatever a case says, a fault on our side is ours.
    return failCase(testCase, `fault: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function countOf(outcomes: readonly CaseOutcome[]) {
  const of = (status: CaseOutcome['status']) => outcomes.filter((each) => each.status === status).length;
  return { passed: of('passed'), failed: of('failed'), refused: of('refused') };
}

async function readCases(path: string): Promise<{ readonly testCases: readonly TestCase[] } | Failure> {
  const text = await readText(path);
  if (text === null) return unreadable(path, 'it cannot be read', '无法读取');
  const document = parse(text);
  if (document === undefined) return unreadable(path, 'it is not JSON', '不是合法的 JSON');
  const list = isObject(document) ? document['cases'] : undefined;
  if (!Array.isArray(list) || list.length === 0)
    return unreadable(path, 'it has no list named cases with a case in it', '缺少非空的 cases 列表');
  if (list.length > MAX_CASES)
    return unreadable(path, `it has more than ${MAX_CASES} cases`, `案例多于 ${MAX_CASES} 条`);
  const wrong = list.findIndex((each) => !isTestCase(each));
  if (wrong !== -1)
    return unreadable(
      path,
      `case ${wrong + 1} has no id and kind as texts`,
      `第 ${wrong + 1} 条案例缺少文本 id 与 kind`,
    );
  return { testCases: list.filter(isTestCase) };
}

function isTestCase(value: JsonValue): value is TestCase {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['kind'] === 'string';
}

async function readText(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= MAX_FILE_BYTES ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function unreadable(path: string, en: string, zh: string): Failure {
  return {
    code: 'cases_unreadable',
    sentence: { en: `${path} is no file of cases: ${en}.`, zh: `${path} 不是案例文件：${zh}。` },
    remedy: {
      en: 'Name JSON files of the form {"cases": [{"id": "…", "kind": "…", …}]}.',
      zh: '请指定形如 {"cases": [{"id": "…", "kind": "…", …}]} 的 JSON 文件。',
    },
  };
}
