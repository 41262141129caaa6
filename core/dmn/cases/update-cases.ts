/** A document whose expectations are what came out: what a person reads, judges and commits. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import type { CaseReport } from './run-cases.ts';

/**
 * The text of the document with the values, rows and errors of the report. Only what is expected already is written
 * anew: entries of contexts that no case names stay unnamed. Everything else of the document stays.
 */
export function updateCases(text: string, report: CaseReport): string {
  const document = JSON.parse(text) as JsonObject;
  const cases = (document['cases'] as readonly JsonObject[]).map((each, index) => {
    const run = report.results[index]?.run;
    if (run === undefined) return each;
    const { expect, rows } = each;
    const codes = [...new Set(run.errors.map(({ code }) => code))].toSorted();
    const { errors: _errors, beside, ...rest } = each;
    return {
      ...rest,
      ...(isObject(expect)
        ? { expect: mapEntries(expect, (value, name) => narrow(value, run.values[name] ?? null)) }
        : {}),
      ...(isObject(rows) ? { rows: mapEntries(rows, (_, table) => run.rows[table] ?? null) } : {}),
      ...(codes.length === 0 ? {} : { errors: codes }),
      ...(beside === undefined ? {} : { beside }),
    };
  });
  return `${JSON.stringify({ ...document, cases }, null, 2)}\n`;
}

/** The actual value with the entries that were expected. */
function narrow(expected: JsonValue, actual: JsonValue): JsonValue {
  if (!isObject(expected) || !isObject(actual)) return actual;
  return mapEntries(expected, (value, name) => narrow(value, actual[name] ?? null));
}

function mapEntries(value: JsonObject, change: (inner: JsonValue, name: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
