/** Policies as callers read them: versions, the model as tables, the inputs with their missing-value rule. */
import Type, { type Static } from 'typebox';
import type { CheckedTable, Finding, Model, PolicyInput } from '@plimsoll/core/dmn';
import { Hash, Instant, shape } from '@plimsoll/api/primitive';

const row = {
  hash: Hash,
  name: Type.String(),
  publishedAt: Instant,
  actor: Type.String(),
  active: Type.Boolean(),
};

export const PolicyRow = shape(row);
export type PolicyRow = Static<typeof PolicyRow>;
export const PolicyList = shape({ rows: Type.Array(PolicyRow) });

export const PolicyDetail = shape({
  ...row,
  inputs: Type.Unsafe<readonly PolicyInput[]>({ type: 'array', items: { type: 'object' } }),
  model: Type.Unsafe<Model>({ type: 'object' }),
  xml: Type.String({ description: 'The DMN file' }),
});
export type PolicyDetail = Static<typeof PolicyDetail>;

/** What the checks of a version found, and how each of its tables was checked. */
export const PolicyFindings = shape({
  findings: Type.Unsafe<readonly Finding[]>({ type: 'array', items: { type: 'object' } }),
  tables: Type.Unsafe<readonly CheckedTable[]>({ type: 'array', items: { type: 'object' } }),
});
export type PolicyFindings = Static<typeof PolicyFindings>;
