/** Runs cases and says what came out otherwise, which rows fired, and which rows no case reaches. */
import { canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { type FeelValue, fromJson, toJson } from '@plimsoll/core/feel';
import { compilePolicy } from '../compile/index.ts';
import { createEvaluation } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import { type EvaluationError, formatPlace } from '../problem.ts';
import type { Trace } from '../trace.ts';
import { traceEvaluation } from '../trace-evaluation.ts';
import type { CaseDocument, CaseNames, PolicyCase } from './case.ts';

/** What one run of some decisions gave. */
export type CaseRun = {
  readonly values: JsonObject;
  /** Rows from 1 that fired, of each table that was looked at. */
  readonly rows: { readonly [table: string]: readonly number[] };
  readonly errors: readonly { readonly code: string; readonly place: string }[];
};

/** A way of running a policy. */
export type CaseRunner = (given: JsonObject, decisions: readonly string[]) => CaseRun;

export type CaseFailure = {
  /** `executor`: the compiled policy answered otherwise than the interpreter, which is a fault of Plimsoll. */
  readonly kind: 'value' | 'rows' | 'error' | 'no_error' | 'executor';
  /** Such as `verdict.outcome`; the table; the code. */
  readonly path: string;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
};

export type CaseResult = {
  readonly name: string;
  readonly passed: boolean;
  readonly failures: readonly CaseFailure[];
  readonly run: CaseRun;
};

export type TableCoverage = {
  readonly table: string;
  readonly rules: number;
  /** Rows from 1 that fired in no case. */
  readonly missed: readonly number[];
};

export type CaseReport = {
  readonly results: readonly CaseResult[];
  readonly passed: number;
  readonly failed: number;
  readonly coverage: readonly TableCoverage[];
};

/** The names that cases of this policy may use. */
export function caseNames(policy: Policy): CaseNames {
  return {
    inputs: new Set(policy.inputs.map(({ name }) => name)),
    decisions: new Set(policy.decisions.map(({ name }) => name)),
    tables: new Map(
      policy.model.decisions.flatMap(({ name, logic }): readonly [string, number][] =>
        logic.kind === 'table' ? [[name, logic.rules.length]] : [],
      ),
    ),
  };
}

/**
 * Runs every case, by the interpreter, which is what a policy means, and by the compiled policy, which must agree. Only
 * what a case expects is computed, and what that needs: a table is not looked at otherwise.
 */
export function runCases(
  policy: Policy,
  { cases }: CaseDocument,
  by: { readonly interpreted: Policy; readonly compiled: Policy } = { interpreted: policy, compiled: policy },
): CaseReport {
  const [interpret, compiled] = [createInterpreter(by.interpreted), createCompiled(by.compiled)];
  const results = cases.map((each): CaseResult => {
    const decisions = decisionsOf(each);
    const run = interpret(each.given, decisions);
    const failures = [...failuresOf(each, run), ...disagreements(run, compiled(each.given, decisions))];
    return { name: each.name, passed: failures.length === 0, failures, run };
  });
  const passed = results.filter((result) => result.passed).length;
  return { results, passed, failed: results.length - passed, coverage: coverageOf(policy, results) };
}

function disagreements(run: CaseRun, other: CaseRun): readonly CaseFailure[] {
  return (['values', 'rows', 'errors'] as const).flatMap((path): readonly CaseFailure[] => {
    const [expected, actual]: readonly JsonValue[] = [run[path], other[path]];
    if (expected === undefined || actual === undefined || canonicalize(expected) === canonicalize(actual))
      return [];
    return [{ kind: 'executor', path, expected, actual }];
  });
}

/** With no value expected, the tables themselves are computed. */
function decisionsOf({ expect, rows }: PolicyCase): readonly string[] {
  const decisions = Object.keys(expect);
  return decisions.length > 0 ? decisions : Object.keys(rows).filter((table) => rows[table] !== null);
}

function createInterpreter(policy: Policy): CaseRunner {
  return (given, decisions) => {
    const inputs = readGiven(given);
    return gather(decisions, (decision) => {
      const evaluation = createEvaluation(policy, inputs);
      const value = evaluation.value(decision);
      return { value, errors: evaluation.errors, trace: traceEvaluation(policy, inputs, decision) };
    });
  };
}

function createCompiled(policy: Policy): CaseRunner {
  const compiled = compilePolicy(policy);
  return (given, decisions) =>
    gather(decisions, (decision) => {
      const { value, errors, trace } = compiled.record(readGiven(given), decision);
      return { value, errors, trace: trace() };
    });
}

function readGiven(given: JsonObject): { readonly [name: string]: FeelValue } {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fromJson(value)]));
}

type Computed = {
  readonly value: FeelValue;
  readonly errors: readonly EvaluationError[];
  readonly trace: Trace;
};

function gather(decisions: readonly string[], compute: (decision: string) => Computed): CaseRun {
  const values: { [decision: string]: JsonValue } = {};
  const rows: { [table: string]: readonly number[] } = {};
  const errors = new Map<string, CaseRun['errors'][number]>();
  for (const decision of decisions) {
    const { value, errors: found, trace } = compute(decision);
    values[decision] = toJson(value);
    for (const { name, table } of trace.decisions)
      if (table !== undefined)
        rows[name] = table.rules.filter((rule) => rule.matched).map((rule) => rule.index + 1);
    for (const { code, place } of found) {
      const error = { code, place: formatPlace(place) };
      errors.set(canonicalize(error), error);
    }
  }
  return { values, rows, errors: [...errors.values()] };
}

function failuresOf(each: PolicyCase, run: CaseRun): readonly CaseFailure[] {
  const failures: CaseFailure[] = [];
  for (const [decision, expected] of Object.entries(each.expect))
    failures.push(...differences(expected, run.values[decision] ?? null, decision));
  for (const [table, expected] of Object.entries(each.rows)) {
    const actual = run.rows[table] ?? null;
    if (canonicalize(expected) !== canonicalize(actual))
      failures.push({ kind: 'rows', path: table, expected, actual });
  }
  const codes = new Set(run.errors.map(({ code }) => code));
  for (const code of each.errors)
    if (!codes.has(code)) failures.push({ kind: 'no_error', path: code, expected: code, actual: null });
  for (const { code, place } of run.errors)
    if (!each.errors.includes(code))
      failures.push({ kind: 'error', path: code, expected: null, actual: `${code} @ ${place}` });
  return failures;
}

/** Contexts are compared by the entries that are expected, lists item by item, all else as a whole. */
function differences(expected: JsonValue, actual: JsonValue, path: string): readonly CaseFailure[] {
  if (isContext(expected) && isContext(actual))
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(value, actual[name] ?? null, `${path}.${name}`),
    );
  if (isList(expected) && isList(actual) && expected.length === actual.length)
    return expected.flatMap((item, index) =>
      differences(item, actual[index] ?? null, `${path}[${index + 1}]`),
    );
  return canonicalize(expected) === canonicalize(actual) ? [] : [{ kind: 'value', path, expected, actual }];
}

function isContext(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function coverageOf(policy: Policy, results: readonly CaseResult[]): readonly TableCoverage[] {
  return [...caseNames(policy).tables].map(([table, rules]): TableCoverage => {
    const hit = new Set(results.flatMap(({ run }) => run.rows[table] ?? []));
    const all = Array.from({ length: rules }, (_, index) => index + 1);
    return { table, rules, missed: all.filter((row) => !hit.has(row)) };
  });
}
