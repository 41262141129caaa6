/**
 * A copy of the DMN compatibility kit: every file of test cases below a folder, with the model beside it and the other
 * models there, which it may import.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Policy, readPolicyDraft } from '@plimsoll/core/dmn';
import { type CaseFailure, type Executor, failCase, makeRunnable, runCase } from './execution.ts';
import { readSuite, type Suite } from './suite.ts';

export type Count = { readonly passed: number; readonly total: number };
export type FolderReport = {
  readonly folder: string;
  readonly level: 2 | 3;
  readonly count: Count;
  readonly failures: readonly CaseFailure[];
  /** Runs that a compiled model left to the interpreter: those with errors. */
  readonly interpreted: number;
};

type SuiteFile = { readonly path: string; readonly folder: string; readonly suite: Suite };

/** Files of test cases below a folder, by path. One that is no XML is a suite of one case that fails. */
export function findSuites(root: string, words: string | null): readonly SuiteFile[] {
  const paths = globSync('**/*.xml', { cwd: root }).toSorted();
  return paths.flatMap((path) => {
    if (words !== null && !path.includes(words)) return [];
    const suite = readSuiteFile(join(root, path));
    return suite === null ? [] : [{ path: join(root, path), folder: dirname(path), suite }];
  });
}

function readSuiteFile(path: string): Suite | null {
  try {
    return readSuite(readFileSync(path, 'utf8'));
  } catch {
    const testCase = { id: basename(path), invocable: null, inputs: [], results: [] };
    return { modelName: '', level: null, cases: [testCase] };
  }
}

export function countCases(suites: readonly SuiteFile[]): number {
  return suites.reduce((total, { suite }) => total + suite.cases.length, 0);
}

/** Runs one file of test cases. */
export async function runSuite(
  root: string,
  { path, folder, suite }: SuiteFile,
  executor: Executor = 'interpreter',
): Promise<FolderReport> {
  const modelPath = join(dirname(path), suite.modelName);
  const model = relative(root, modelPath) || suite.modelName;
  const read = await readModel(modelPath);
  const runnable = read.policy === null ? null : makeRunnable(read.policy, executor);
  const failures = suite.cases.flatMap((testCase) => {
    const failure =
      runnable === null
        ? failCase(testCase, { model, reason: read.reason })
        : runCase(runnable, model, testCase);
    return failure === null ? [] : [failure];
  });
  return {
    folder,
    level: levelOf(path, suite),
    count: { passed: suite.cases.length - failures.length, total: suite.cases.length },
    failures,
    interpreted: runnable?.compiled?.counts.interpreted ?? 0,
  };
}

function levelOf(path: string, suite: Suite): 2 | 3 {
  const named = /compliance-level-([23])/.exec(resolve(path))?.[1];
  return named === undefined ? (suite.level ?? 3) : named === '2' ? 2 : 3;
}

async function readModel(path: string): Promise<{ readonly policy: Policy | null; readonly reason: string }> {
  if (!existsSync(path)) return { policy: null, reason: 'there is no such model' };
  const imports = globSync('*.dmn', { cwd: dirname(path) })
    .filter((name) => name !== basename(path))
    .map((name) => readFileSync(join(dirname(path), name), 'utf8'));
  try {
    const { policy, problems } = await readPolicyDraft(readFileSync(path, 'utf8'), { imports });
    return { policy, reason: problems[0]?.text.en ?? 'unreadable' };
  } catch (error) {
    return { policy: null, reason: error instanceof Error ? error.message : 'unreadable' };
  }
}
