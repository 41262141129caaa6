/**
 * Changes of model versions as a part of a statement. A version in use that is validated or approved anew keeps its
 * state, and what an event does not say stays as it was; so the order of pages does not matter within a version.
 */
import { type ModelChange, STATE_ORDER } from './projected-model.ts';
import type { Cell, ColumnType } from './relation.ts';
import type { Part, PartRows } from './statement.ts';

/** The columns of `model_version` with where each comes from. */
const COLUMNS: readonly (readonly [column: string, type: ColumnType, field: keyof ModelChange])[] = [
  ['name', 'text', 'name'],
  ['version', 'int4', 'version'],
  ['state', 'text', 'state'],
  ['document_sha256', 'text', 'documentSha256'],
  ['document_kind', 'text', 'documentKind'],
  ['origin', 'text', 'origin'],
  ['sample_sha256', 'text', 'sampleSha256'],
  ['author', 'text', 'author'],
  ['drafted_at', 'timestamptz', 'draftedAtMs'],
  ['validated_at', 'timestamptz', 'validatedAtMs'],
  ['verdict', 'text', 'verdict'],
  ['report_sha256', 'text', 'reportSha256'],
  ['approved_by', 'text', 'approvedBy'],
  ['approved_at', 'timestamptz', 'approvedAtMs'],
  ['expires_day', 'date', 'expiresDay'],
  ['revalidate_day', 'date', 'revalidateDay'],
  ['live_at', 'timestamptz', 'liveAtMs'],
  ['ended_at', 'timestamptz', 'endedAtMs'],
  ['auc', 'float8', 'auc'],
  ['ks', 'float8', 'ks'],
  ['brier', 'float8', 'brier'],
  ['log_loss', 'float8', 'logLoss'],
];
const names = COLUMNS.map(([column]) => column);
const orderSql = `ARRAY[${STATE_ORDER.map((state) => `'${state}'`).join(', ')}]`;
const assignments = names.slice(3).map((column) => `${column} = coalesce(EXCLUDED.${column}, m.${column})`);

const part: Part = {
  name: 'mv',
  relation: { columns: COLUMNS.map(([column, type]) => [column, type]) },
  sql: (rows) => `model_versions AS (
    INSERT INTO model_version AS m (${names.join(', ')})
    SELECT ${names.map((column) => `mv.${column}`).join(', ')} FROM head, ${rows}
    ON CONFLICT (name, version) DO UPDATE SET
      state = CASE WHEN array_position(${orderSql}, EXCLUDED.state) < array_position(${orderSql}, m.state)
        THEN m.state ELSE EXCLUDED.state END,
      ${assignments.join(',\n      ')})`,
};

/** The part of a page's changes of models. */
export function modelPart(changes: readonly ModelChange[]): PartRows {
  return {
    part,
    rows: changes.map((change) => COLUMNS.map(([, , field]): Cell => change[field])),
  };
}
