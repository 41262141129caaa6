/**
 * Cases of a policy: what is given, and what must come out. They travel with the policy, in its file or beside it, as
 * one JSON document; docs/guides/policy-files.md describes it for people. Unknown members are refused, so that a
 * misspelt expectation can't pass in silence.
 */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import type { LocalText } from '../source.ts';

export const MAX_CASES = 10_000;
const MAX_PROBLEMS = 20;

export type PolicyCase = {
  readonly name: string;
  /** Inputs by name, those of the document under it included. Null, or left out: missing. */
  readonly given: JsonObject;
  /** Why inputs are missing, where the case says so (`{"missing": "no_record"}`). The policy sees null. */
  readonly missing: { readonly [input: string]: string };
  /** Values of decisions. Of a context only the entries named here are compared. */
  readonly expect: JsonObject;
  /** Which rules fire, from 1, of decisions that are tables; null: the table is not looked at. */
  readonly rows: { readonly [table: string]: readonly number[] | null };
  /** Codes of errors that occur; each at least once, and no others. */
  readonly errors: readonly string[];
};

export type CaseDocument = { readonly cases: readonly PolicyCase[] };

/** What is wrong with a document, at a path such as `cases[3].rows.grade`. */
export type CaseProblem = { readonly path: string; readonly text: LocalText };

export type ReadCases =
  | { readonly ok: true; readonly document: CaseDocument }
  | { readonly ok: false; readonly problems: readonly CaseProblem[] };

const TOP_MEMBERS: ReadonlySet<string> = new Set(['about', 'given', 'cases', 'beside']);
const CASE_MEMBERS: ReadonlySet<string> = new Set([
  'name',
  'about',
  'given',
  'expect',
  'rows',
  'errors',
  'beside',
]);

/** Names that cases may speak of. */
export type CaseNames = {
  readonly inputs: ReadonlySet<string>;
  readonly decisions: ReadonlySet<string>;
  /** Decisions that are tables, with the number of their rules. */
  readonly tables: ReadonlyMap<string, number>;
};

/** Reads a document and checks every name in it against the policy. */
export function parseCases(text: string, names: CaseNames): ReadCases {
  const problems: CaseProblem[] = [];
  const report: Report = (path, zh, en) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ path, text: { zh, en } });
  };
  const document = parseJson(text, report);
  const cases = document === null ? [] : readDocument(document, names, report);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document: { cases } };
}

type Report = (path: string, zh: string, en: string) => void;

function parseJson(text: string, report: Report): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isObject(value)) return value;
    report('', '应为一个 JSON 对象', 'this must be a JSON object');
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    report('', `不是有效的 JSON：${message}`, `this is no JSON: ${message}`);
  }
  return null;
}

function readDocument(document: JsonObject, names: CaseNames, report: Report): readonly PolicyCase[] {
  refuseUnknown(document, { members: TOP_MEMBERS, path: '' }, report);
  const shared = readGiven(document['given'], { path: 'given', names }, report);
  const list = document['cases'];
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_CASES) {
    report('cases', `应为 1 至 ${MAX_CASES} 个案例的列表`, `this must be a list of 1 to ${MAX_CASES} cases`);
    return [];
  }
  const seen = new Set<string>();
  return list.flatMap((item: JsonValue, index): readonly PolicyCase[] => {
    const path = `cases[${index}]`;
    if (!isObject(item)) {
      report(path, '应为一个对象', 'this must be an object');
      return [];
    }
    const read = readCase(item, { path, names, shared }, report);
    if (seen.has(read.name))
      report(`${path}.name`, `名称重复：${read.name}`, `two cases are called “${read.name}”`);
    seen.add(read.name);
    return [read];
  });
}

type CasePlace = { readonly path: string; readonly names: CaseNames; readonly shared: JsonObject };

function readCase(item: JsonObject, { path, names, shared }: CasePlace, report: Report): PolicyCase {
  refuseUnknown(item, { members: CASE_MEMBERS, path }, report);
  const { name, expect = {}, errors = [] } = item;
  if (typeof name !== 'string' || name.trim() === '')
    report(`${path}.name`, '每个案例都要有名称', 'each case needs a name');
  const given = { ...shared, ...readGiven(item['given'], { path: `${path}.given`, names }, report) };
  const rows = readRows(item['rows'], { path: `${path}.rows`, names }, report);
  const expected = isObject(expect) ? expect : {};
  if (!isObject(expect))
    report(`${path}.expect`, '应为决策名到值的对象', 'this must be values by the names of decisions');
  for (const decision of Object.keys(expected))
    if (!names.decisions.has(decision))
      report(
        `${path}.expect.${decision}`,
        `策略中没有决策“${decision}”`,
        `the policy has no decision “${decision}”`,
      );
  const isCodes = Array.isArray(errors) && errors.every((code) => typeof code === 'string');
  if (!isCodes) report(`${path}.errors`, '应为错误代码的列表', 'this must be a list of error codes');
  if (Object.keys(expected).length === 0 && Object.keys(rows).length === 0)
    report(path, '没有期望：请给出 expect 或 rows', 'nothing is expected: write expect or rows');
  const reasons = Object.entries(given).flatMap(([input, value]): readonly [string, string][] => {
    const reason = missingReason(value);
    return reason === null ? [] : [[input, reason]];
  });
  const missing = Object.fromEntries(reasons);
  return {
    name: typeof name === 'string' ? name : path,
    given: { ...given, ...Object.fromEntries(reasons.map(([input]) => [input, null])) },
    missing,
    expect: expected,
    rows,
    errors: isCodes ? errors : [],
  };
}

/** The reason of a value such as `{"missing": "no_record"}`; null for any other value. */
function missingReason(value: JsonValue): string | null {
  if (!isObject(value) || Object.keys(value).length !== 1) return null;
  const reason = value['missing'];
  return typeof reason === 'string' ? reason : null;
}

type Named = { readonly path: string; readonly names: CaseNames };

function readGiven(value: JsonValue | undefined, { path, names }: Named, report: Report): JsonObject {
  if (value === undefined) return {};
  if (!isObject(value)) {
    report(path, '应为输入名到值的对象', 'this must be values by the names of inputs');
    return {};
  }
  for (const name of Object.keys(value))
    if (!names.inputs.has(name))
      report(`${path}.${name}`, `策略中没有输入“${name}”`, `the policy has no input “${name}”`);
  return value;
}

function readRows(value: JsonValue | undefined, { path, names }: Named, report: Report): PolicyCase['rows'] {
  if (value === undefined) return {};
  if (!isObject(value)) {
    report(path, '应为决策表名到行号列表的对象', 'this must be row numbers by the names of tables');
    return {};
  }
  const entries = Object.entries(value).flatMap(
    ([table, rows]): readonly [string, readonly number[] | null][] => {
      const count = names.tables.get(table);
      const here = `${path}.${table}`;
      if (count === undefined) {
        report(here, `策略中没有决策表“${table}”`, `the policy has no decision table “${table}”`);
        return [];
      }
      if (rows === null) return [[table, null]];
      const isRow = (row: JsonValue): row is number =>
        typeof row === 'number' && Number.isInteger(row) && row >= 1 && row <= count;
      if (Array.isArray(rows) && rows.every(isRow)) return [[table, rows]];
      report(
        here,
        `应为 1 至 ${count} 的行号列表，或 null`,
        `this must be row numbers from 1 to ${count}, or null`,
      );
      return [];
    },
  );
  return Object.fromEntries(entries);
}

function refuseUnknown(
  value: JsonObject,
  { members, path }: { readonly members: ReadonlySet<string>; readonly path: string },
  report: Report,
): void {
  for (const member of Object.keys(value)) {
    const here = path === '' ? member : `${path}.${member}`;
    const known = [...members].join(', ');
    if (!members.has(member)) report(here, `未知成员；可用：${known}`, `unknown; known are: ${known}`);
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
