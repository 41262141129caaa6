/**
 * The policy for `feelin`, which runs single FEEL expressions and has no tables: an expression for each decision and each
 * characteristic, with just the names that it uses. It takes text alone, so it reads each expression again at each call.
 */
import type { Application } from './application.ts';
import { loadPeer } from './peers.ts';
import {
  columnsOf,
  NO_RULE,
  OUTCOME,
  type PolicyTable,
  rowsByField,
  SCORECARD,
  SCREENING,
  SEGMENT,
} from './tables.ts';

type Values = { readonly [name: string]: unknown };
type Package = { readonly evaluate: (expression: string, context: Values) => { readonly value: unknown } };

/** Opens the policy; null without the package. */
export function openFeelin(): ((application: Application) => unknown) | null {
  const feelin = loadPeer('feelin') as Package | null;
  if (feelin === null) return null;
  const run = (expression: string, context: Values): unknown => feelin.evaluate(expression, context).value;
  const screening = chainOf(SCREENING, `"${NO_RULE}"`);
  const [segment, segmentFields] = [chainOf(SEGMENT, 'null'), columnsOf(SEGMENT)];
  const characteristics = rowsByField(SCORECARD).map(([field, rows]) => {
    const branches = rows.map(({ test, then }) => `if ${conditionOf(field, test)} then ${then} else `);
    return [field, `${branches.join('')}null`] as const;
  });
  const total = `sum([${characteristics.map(([field]) => field).join(', ')}])`;
  const outcome = chainOf(OUTCOME, 'null');
  return (application) => {
    const values: Values = application;
    const screened = run(screening, values);
    if (screened === 'decline') return screened;
    const points = characteristics.map(
      ([field, text]) => [field, run(text, { [field]: values[field] })] as const,
    );
    return run(outcome, {
      screening: screened,
      segment: run(segment, Object.fromEntries(segmentFields.map((field) => [field, values[field]]))),
      score: run(total, Object.fromEntries(points)),
    });
  };
}

function chainOf(table: PolicyTable, fallback: string): string {
  const branches = table.rows.map(({ when, then }) => {
    const conditions = Object.entries(when).map(([field, test]) => conditionOf(field, test ?? ''));
    const output = table.outputType === 'string' ? `"${then}"` : then;
    return `if ${conditions.length === 0 ? 'true' : conditions.join(' and ')} then ${output} else `;
  });
  return `${branches.join('')}${fallback}`;
}

function conditionOf(field: string, test: string): string {
  if (/^[<>]/.test(test)) return `${field} ${test}`;
  if (test.startsWith('[')) return `${field} in ${test}`;
  if (test.includes(',')) return `${field} in (${test})`;
  return `${field} = ${test}`;
}
