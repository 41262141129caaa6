/**
 * Runs the cases of one file against its model. The engine is behind one function, `execute`. A case that runs too long
 * is ended by the clock of `node:vm`; one that throws fails; neither ends the run.
 */
import { createContext, Script } from 'node:vm';
import {
  type CompiledPolicy,
  compilePolicy,
  createEvaluation,
  type Evaluation,
  type EvaluationError,
  findElement,
  type Policy,
} from '@plimsoll/core/dmn';
import { type FeelDate, type FeelValue, formatValue, isContext, isFunction } from '@plimsoll/core/feel';
import type { ExpectedResult, SuiteCase } from './suite.ts';
import { isSame } from './value.ts';

/** The moment that `now()` gives, the same in every run. */
const CLOCK = {
  now: { kind: 'date and time', day: 19_723 as FeelDate['day'], nanos: 0, offset: 0, zone: null },
} as const;
const MAX_CASE_MS = 10_000;
const MAX_SHOWN_LENGTH = 300;

/** A case that did not give what the kit expects, at its first node that differs. */
export type CaseFailure = {
  readonly model: string;
  readonly testCase: string;
  readonly node: string;
  readonly expected: string;
  readonly actual: string;
};

/** The interpreter is what a policy means; the others have to agree with it. */
export const executors = ['interpreter', 'compiled', 'closures'] as const;
export type Executor = (typeof executors)[number];

/** A model with what runs it; null: the interpreter. */
export type Runnable = { readonly policy: Policy; readonly compiled: CompiledPolicy | null };

export function makeRunnable(policy: Policy, executor: Executor): Runnable {
  if (executor === 'interpreter') return { policy, compiled: null };
  const codeGeneration = executor === 'compiled' ? 'allowed' : 'forbidden';
  return { policy, compiled: compilePolicy(policy, { codeGeneration, clock: CLOCK }) };
}

type Answers = { readonly values: readonly FeelValue[]; readonly errors: readonly string[] };

/** Null: the case passed. */
export function runCase(runnable: Runnable, model: string, testCase: SuiteCase): CaseFailure | null {
  const failure = (result: ExpectedResult | null, actual: string): CaseFailure => ({
    model,
    testCase: testCase.id,
    node: result?.node ?? '',
    expected: result === null ? '' : showExpected(result),
    actual,
  });
  const first = testCase.results[0] ?? null;
  try {
    const { values, errors } = withinTime(() => execute(runnable, testCase));
    for (const [index, result] of testCase.results.entries()) {
      const actual = values[index] ?? null;
      if (!(result.allowsError && actual === null) && !isSame(result.value, actual))
        return failure(
          result,
          show(actual) + (errors.length > 0 ? ` (${errors.slice(0, 2).join('; ')})` : ''),
        );
    }
    return first === null ? failure(null, 'the case asks for nothing') : null;
  } catch (error) {
    return failure(first, error instanceof Error ? error.message.slice(0, MAX_SHOWN_LENGTH) : 'thrown');
  }
}

/** All cases of a model that can't be read fail with the reason. */
export function failCase(
  testCase: SuiteCase,
  { model, reason }: { readonly model: string; readonly reason: string },
): CaseFailure {
  const first = testCase.results[0];
  return {
    model,
    testCase: testCase.id,
    node: first?.node ?? '',
    expected: first === undefined ? '' : showExpected(first),
    actual: reason,
  };
}

/** The values of the nodes that a case asks for, in order. Functions are called by the interpreter. */
function execute({ policy, compiled }: Runnable, testCase: SuiteCase): Answers {
  const { invocable, inputs, results } = testCase;
  const known = (name: string, namespace: string | null): string =>
    (namespace === null ? null : findElement(policy, { namespace, name })) ?? name;
  const given = Object.fromEntries(
    inputs.map(({ name, namespace, value }) => [known(name, namespace), value]),
  );
  if (compiled !== null && invocable === null) {
    const decided = results.map(({ node, namespace }) => compiled.decide(given, known(node, namespace)));
    return {
      values: decided.map(({ value }) => value),
      errors: namesOf(decided.flatMap(({ errors }) => errors)),
    };
  }
  const evaluation = createEvaluation(policy, given, CLOCK);
  const called = invocable === null ? null : call(evaluation, invocable, inputs);
  const answers = results.map(({ node, namespace }) => {
    if (invocable === null) return evaluation.value(known(node, namespace));
    // A service of several decisions gives a context; a result names one of them, or the service.
    return isContext(called) && called.has(node) ? (called.get(node) ?? null) : called;
  });
  return { values: answers, errors: namesOf(evaluation.errors) };
}

function namesOf(errors: readonly EvaluationError[]): readonly string[] {
  return errors.map(({ code, text }) => `${code}: ${text.en}`);
}

/** Calls a service or a knowledge model; parameters that the case doesn't name are null, other inputs are left out. */
function call(evaluation: Evaluation, invocable: string, inputs: SuiteCase['inputs']): FeelValue {
  const callee = evaluation.value(invocable);
  const parameters = isFunction(callee) ? (callee.signatures[0] ?? []) : [];
  const args = inputs.filter(({ name }) => parameters.includes(name));
  return evaluation.invoke(invocable, Object.fromEntries(args.map(({ name, value }) => [name, value])));
}

const task: { work: () => Answers; answers: Answers | null } = {
  work: () => ({ values: [], errors: [] }),
  answers: null,
};
const stage = createContext({
  run: () => {
    task.answers = task.work();
  },
});
const start = new Script('run()');

/** Work that the clock can end. */
function withinTime(work: () => Answers): Answers {
  task.work = work;
  task.answers = null;
  start.runInContext(stage, { timeout: MAX_CASE_MS });
  return task.answers ?? { values: [], errors: [] };
}

function showExpected({ value, allowsError }: ExpectedResult): string {
  return show(value) + (allowsError ? ' or an error' : '');
}

function show(value: FeelValue): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : formatValue(value);
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}
