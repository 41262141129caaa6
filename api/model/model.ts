/**
 * Models as callers read and move them: trainings, versions with their states, what was measured, scores. A version's
 * state is what its events say; nothing scores unless it is approved or live, and not after its last day.
 */
import Type, { type Static } from 'typebox';
import type { JsonObject } from '@plimsoll/core/base';
import { CalendarDay, Hash, Id, Instant, shape } from '@plimsoll/api/primitive';
import { ColumnName, Target } from './sample.ts';

const Count = Type.Integer({ minimum: 0 });
const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const AnyObject = Type.Unsafe<JsonObject>({ type: 'object' });

export const ModelName = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,62}$',
  description: 'Small letters, digits and dashes',
});
export const ModelKey = shape({
  name: ModelName,
  version: Type.Integer({ minimum: 1, maximum: 100_000 }),
});
export type ModelKey = Static<typeof ModelKey>;

export const ModelKind = Type.Union([Type.Literal('card'), Type.Literal('boost'), Type.Literal('glass')]);

export const StartTraining = shape({
  name: ModelName,
  kind: ModelKind,
  sample: Hash,
  target: Target,
  drop: Type.Optional(Type.Array(ColumnName, { maxItems: 1000 })),
  /** 1: chance of bad grows with the value, −1: it falls. */
  monotone: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Literal(1), Type.Literal(-1)]))),
  /** Share of rows that are kept aside and judged once; stratified, by the seed. */
  testShare: Type.Optional(Type.Number({ minimum: 0.05, maximum: 0.5 })),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
  /** Bins cut by a person, by variable; of a card alone. */
  bins: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Union([
        shape({ cuts: Type.Array(Type.Number()) }),
        shape({ groups: Type.Array(Type.Array(Type.String())) }),
      ]),
    ),
  ),
});
export type StartTraining = Static<typeof StartTraining>;

export const Training = shape({
  id: Id,
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
    Type.Literal('interrupted'),
  ]),
  /** What it is at, such as `read`, `fit`, `measure`, `write`; with how far, 0 to 1. */
  step: Type.String(),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  startedAt: Instant,
  endedAt: OrNull(Instant),
  actor: Type.String(),
  wish: StartTraining,
  /** The draft that came of it. */
  result: OrNull(ModelKey),
  /** Why it failed: the refusal's code and facts. */
  failure: OrNull(shape({ code: Type.String(), facts: AnyObject })),
});
export type Training = Static<typeof Training>;
export const TrainingList = shape({ rows: Type.Array(Training) });

export const ModelState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('validated'),
  Type.Literal('approved'),
  Type.Literal('live'),
  Type.Literal('retired'),
  Type.Literal('rejected'),
]);

const Figures = shape({
  auc: OrNull(Type.Number()),
  ks: OrNull(Type.Number()),
  brier: OrNull(Type.Number()),
  logLoss: OrNull(Type.Number()),
});

const modelRow = {
  name: ModelName,
  version: Type.Integer({ minimum: 1 }),
  state: ModelState,
  kind: Type.String({ description: 'card, trees or glass' }),
  documentSha256: Hash,
  sampleSha256: OrNull(Hash),
  author: Type.String({ description: 'Who drafted it' }),
  draftedAt: Instant,
  validatedAt: OrNull(Instant),
  approvedBy: OrNull(Type.String()),
  approvedAt: OrNull(Instant),
  liveAt: OrNull(Instant),
  endedAt: OrNull(Instant),
  /** The last day on which it scores; null before approval. */
  expiresDay: OrNull(CalendarDay),
  /** The day by which it must be validated again; null before approval. */
  revalidateDay: OrNull(CalendarDay),
  isExpired: Type.Boolean(),
  isRevalidationDue: Type.Boolean(),
  /** On the rows kept aside at training; nulls for an import. */
  figures: Figures,
};
export const ModelRow = shape(modelRow);
export type ModelRow = Static<typeof ModelRow>;
export const ModelList = shape({ rows: Type.Array(ModelRow) });

export const ModelEvent = shape({
  id: Id,
  kind: Type.String(),
  bookedAt: Instant,
  actor: Type.String(),
  body: AnyObject,
});
export const ModelDetail = shape({
  ...modelRow,
  target: Target,
  inputs: Type.Array(shape({ name: Type.String(), kind: Type.String(), levels: Type.Array(Type.String()) })),
  lineage: AnyObject,
  validation: AnyObject,
  /** What may be done now by the caller, and why not where not. */
  moves: Type.Array(
    shape({ move: Type.String(), isAllowed: Type.Boolean(), refusal: OrNull(Type.String()) }),
  ),
  events: Type.Array(ModelEvent),
  /** Policy versions that ask this version, by hash. */
  usedBy: Type.Array(Hash),
});
export type ModelDetail = Static<typeof ModelDetail>;

/** The document itself, `plimsoll.model/1`. */
export const ModelDocumentReply = AnyObject;

const Note = Type.String({ minLength: 1, maxLength: 2000 });
export const ValidateModel = shape({ sample: Hash, target: Type.Optional(Target), note: Note });
export const ApproveModel = shape({ note: Note, expiresDay: CalendarDay, revalidateDay: CalendarDay });
export const MoveModel = shape({ note: Note });

/** The validation report: `plimsoll.validation/1`, with the figures by which it was judged. */
export const ModelReport = shape({ sha256: Hash, sampleSha256: Hash, bookedAt: Instant, report: AnyObject });
export type ModelReport = Static<typeof ModelReport>;

export const ImportModelQuery = shape({
  name: ModelName,
  format: Type.Optional(
    Type.Union([
      Type.Literal('plimsoll'),
      Type.Literal('lightgbm'),
      Type.Literal('xgboost'),
      Type.Literal('pmml'),
      Type.Literal('onnx'),
    ]),
  ),
  /** The target of a foreign file, which doesn't say it. */
  column: Type.Optional(ColumnName),
  badValue: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});
export type ImportModelQuery = Static<typeof ImportModelQuery>;
export const ExportModelQuery = shape({
  format: Type.Union([
    Type.Literal('plimsoll'),
    Type.Literal('pmml'),
    Type.Literal('sql'),
    Type.Literal('javascript'),
    Type.Literal('dmn'),
  ]),
});
export const ExportedModel = shape({
  fileName: Type.String(),
  mediaType: Type.String(),
  text: Type.String(),
});

export const CompareModels = shape({
  left: ModelKey,
  right: ModelKey,
  sample: Hash,
  target: Target,
  /** Share of applicants to be approved under each; .8 when left out. */
  approvalShare: Type.Optional(Type.Number({ minimum: 0.01, maximum: 0.99 })),
});
export type CompareModels = Static<typeof CompareModels>;

const Side = shape({
  ...Figures.properties,
  /** At most 101 points from (0, 0) to (1, 1). */
  roc: Type.Array(shape({ falseAlarms: Type.Number(), hits: Type.Number() })),
  /** Ten groups of equal size, from the safest. */
  calibration: Type.Array(shape({ rows: Count, predicted: Type.Number(), observed: Type.Number() })),
});
const SwapCell = shape({ rows: Count, bads: Count, badRate: OrNull(Type.Number()) });
export const ModelComparison = shape({
  rows: Count,
  bads: Count,
  left: Side,
  right: Side,
  /** Both approve, only the left, only the right, neither: by the same approval share. */
  swap: shape({ both: SwapCell, leftOnly: SwapCell, rightOnly: SwapCell, neither: SwapCell }),
  approvalShare: Type.Number(),
  /** How far each input moves the log-odds on average (mean absolute effect over at most 2,000 rows), under each. */
  reasons: Type.Array(shape({ input: Type.String(), left: Type.Number(), right: Type.Number() })),
  /** DeLong's test of the difference of the two AUCs. */
  aucDifference: shape({ value: Type.Number(), pValue: OrNull(Type.Number()) }),
});
export type ModelComparison = Static<typeof ModelComparison>;

const CellValue = Type.Union([
  Type.Number(),
  Type.String({ maxLength: 1000 }),
  Type.Null(),
  shape({ absent: Type.String({ maxLength: 100 }) }),
]);
export const ScoreRows = shape({
  rows: Type.Array(Type.Record(Type.String(), CellValue), { minItems: 1, maxItems: 1000 }),
  /** Whether each row's answer says what each input added. */
  reasons: Type.Optional(Type.Boolean()),
});
export const ScoredRows = shape({
  name: ModelName,
  version: Type.Integer(),
  documentSha256: Hash,
  rows: Type.Array(
    shape({
      probability: Type.Number({ description: 'Of bad' }),
      margin: Type.Number({ description: 'Log-odds of bad, before calibration' }),
      points: OrNull(Type.Number()),
      reasons: Type.Optional(Type.Array(shape({ input: Type.String(), effect: Type.Number() }))),
    }),
  ),
});
export type ScoredRows = Static<typeof ScoredRows>;
