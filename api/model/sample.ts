/**
 * Samples and what is looked up in them: tables of past loans that models are trained on, kept under the SHA-256 of
 * their bytes. A sample holds no personal data: columns that look as if they did are named, and a sample with an
 * identity in it is refused.
 */
import Type, { type Static } from 'typebox';
import type { BinningBench, BinSettings } from '@plimsoll/core/binning';
import { Hash, Instant, shape, Text } from '@plimsoll/api/primitive';

const Count = Type.Integer({ minimum: 0 });
const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** The name of a column of a sample. */
export const ColumnName = Type.String({ minLength: 1, maxLength: 200 });
/** Which column says how the loan ended, and the value that means bad. */
export const Target = shape({ column: ColumnName, badValue: Type.String({ minLength: 1, maxLength: 200 }) });
export type Target = Static<typeof Target>;

export const UploadSampleQuery = shape({ name: Type.String({ minLength: 1, maxLength: 120 }) });

/** Something about a sample that a person should know before training on it. */
export const SampleFinding = shape({
  code: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  column: OrNull(Type.String()),
  text: Text,
});
export type SampleFinding = Static<typeof SampleFinding>;

export const SampleColumn = shape({
  name: Type.String(),
  kind: Type.Union([Type.Literal('numeric'), Type.Literal('categorical')]),
  missing: Count,
  distinct: Count,
  min: OrNull(Type.Number()),
  max: OrNull(Type.Number()),
  /** The values that occur most, at most 12, with their counts; of categories and of numbers with few values. */
  values: Type.Array(shape({ value: Type.String(), count: Count })),
});

const sampleRow = {
  sha256: Hash,
  name: Type.String(),
  rows: Count,
  columnCount: Count,
  sizeBytes: Count,
  uploadedAt: Instant,
  actor: Type.String({ description: 'Who brought it; `system:start` for the one that ships' }),
};
export const SampleRow = shape(sampleRow);
export type SampleRow = Static<typeof SampleRow>;
export const SampleList = shape({ rows: Type.Array(SampleRow) });
export const SampleDetail = shape({
  ...sampleRow,
  columns: Type.Array(SampleColumn),
  findings: Type.Array(SampleFinding),
});
export type SampleDetail = Static<typeof SampleDetail>;

export const VariablesQuery = shape({
  column: ColumnName,
  badValue: Type.String({ minLength: 1, maxLength: 200 }),
});

/** One variable against the target. `auc` is that of the variable alone, turned so that it is at least one half. */
export const Variable = shape({
  name: Type.String(),
  kind: Type.Union([Type.Literal('numeric'), Type.Literal('categorical')]),
  iv: Type.Number(),
  auc: OrNull(Type.Number()),
  missingShare: Type.Number(),
  distinct: Count,
  bins: Type.Array(shape({ label: Type.String(), share: Type.Number(), badRate: Type.Number() })),
  /** Codes of what looks like a leak or a flaw: `too_good_alone`, `constant`, `all_missing`, `many_levels`. */
  hints: Type.Array(shape({ code: Type.String(), text: Text })),
});
export type Variable = Static<typeof Variable>;
export const VariableList = shape({
  rows: Count,
  bads: Count,
  target: Target,
  variables: Type.Array(Variable),
});
export type VariableList = Static<typeof VariableList>;

export const BinVariable = shape({
  target: Target,
  variable: ColumnName,
  trend: Type.Optional(Type.String({ description: 'A trend of core/binning; `auto` when left out' })),
  maxBins: Type.Optional(Type.Integer({ minimum: 2, maximum: 50 })),
  minShare: Type.Optional(Type.Number({ minimum: 0, maximum: 0.5 })),
  /** A person's own cut points instead of computed ones, ascending; of numbers. */
  cuts: Type.Optional(Type.Array(Type.Number(), { maxItems: 50 })),
  /** A person's own groups of levels; of categories. Levels that are not named make a group of their own. */
  groups: Type.Optional(
    Type.Array(Type.Array(Type.String(), { minItems: 1, maxItems: 1000 }), { maxItems: 50 }),
  ),
});
export type BinVariable = Static<typeof BinVariable>;

export const VariableBin = shape({
  label: Type.String(),
  kind: Type.Union([
    Type.Literal('range'),
    Type.Literal('levels'),
    Type.Literal('missing'),
    Type.Literal('special'),
    Type.Literal('unseen'),
  ]),
  from: OrNull(Type.Number()),
  to: OrNull(Type.Number()),
  levels: Type.Array(Type.String()),
  goods: Count,
  bads: Count,
  badRate: OrNull(Type.Number()),
  woe: Type.Number(),
  iv: Type.Number(),
});
export const VariableBinning = shape({
  variable: Type.String(),
  kind: Type.Union([Type.Literal('numeric'), Type.Literal('categorical')]),
  trend: Type.String(),
  iv: Type.Number(),
  bins: Type.Array(VariableBin),
  /** What outcomes say about the variable, in at most a thousand cells: enough to move bins in the browser. */
  bench: Type.Unsafe<BinningBench>({ type: 'object' }),
  /** The settings it was cut with. */
  settings: Type.Unsafe<BinSettings>({ type: 'object' }),
});
export type VariableBinning = Static<typeof VariableBinning>;
