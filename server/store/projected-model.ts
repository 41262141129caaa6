/** What projections read of the life of a model version: what one event changes of its row; null leaves it as it was. */
import { assert, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';

export type ModelChange = {
  readonly name: string;
  readonly version: number;
  /** The state that the event speaks of; a version in use that is validated or approved anew keeps its further one. */
  readonly state: string;
  readonly documentSha256: string | null;
  readonly documentKind: string | null;
  readonly origin: string | null;
  readonly sampleSha256: string | null;
  readonly author: string | null;
  readonly draftedAtMs: number | null;
  readonly validatedAtMs: number | null;
  readonly verdict: string | null;
  readonly reportSha256: string | null;
  readonly approvedBy: string | null;
  readonly approvedAtMs: number | null;
  /** Days since 1970. */
  readonly expiresDay: number | null;
  readonly revalidateDay: number | null;
  readonly liveAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly auc: number | null;
  readonly ks: number | null;
  readonly brier: number | null;
  readonly logLoss: number | null;
};

type Source = {
  readonly stream: string;
  readonly kind: string;
  readonly bookedAtMs: number;
  readonly actor: string;
  readonly body: JsonObject;
};

const STREAM = 'model:';
const nothing: Omit<ModelChange, 'name' | 'version' | 'state'> = {
  documentSha256: null,
  documentKind: null,
  origin: null,
  sampleSha256: null,
  author: null,
  draftedAtMs: null,
  validatedAtMs: null,
  verdict: null,
  reportSha256: null,
  approvedBy: null,
  approvedAtMs: null,
  expiresDay: null,
  revalidateDay: null,
  liveAtMs: null,
  endedAtMs: null,
  auc: null,
  ks: null,
  brier: null,
  logLoss: null,
};

/** Reads an event of a model; null for any other kind. Asserts on a body that is not of its kind. */
export function parseModelChange(source: Source): ModelChange | null {
  if (!source.kind.startsWith(STREAM.replace(':', '.'))) return null;
  const { stream, body, bookedAtMs: at, actor } = source;
  assert(stream.startsWith(STREAM) && stream.length > STREAM.length, 'a model has a stream model:<name>');
  const version = body['version'];
  assert(Number.isSafeInteger(version), 'the body has a version');
  const change = { ...nothing, name: stream.slice(STREAM.length), version: version as number };
  switch (source.kind) {
    case 'model.drafted':
      return { ...change, state: 'draft', author: actor, draftedAtMs: at, ...draftFields(body) };
    case 'model.validated':
      return {
        ...change,
        state: 'validated',
        validatedAtMs: at,
        verdict: text(body, 'verdict'),
        reportSha256: text(body, 'reportSha256'),
      };
    case 'model.approved':
      return {
        ...change,
        state: 'approved',
        approvedAtMs: at,
        approvedBy: actor,
        expiresDay: day(body, 'expiresDay'),
        revalidateDay: day(body, 'revalidateDay'),
      };
    case 'model.made_live':
      return { ...change, state: 'live', liveAtMs: at };
    case 'model.retired':
      return { ...change, state: 'retired', endedAtMs: at };
    case 'model.rejected':
      return { ...change, state: 'rejected', endedAtMs: at };
    default:
      return null;
  }
}

/** How far along a life each state is: a version that is validated or approved anew does not go back. */
export const STATE_ORDER = ['draft', 'validated', 'approved', 'live', 'retired', 'rejected'];

/** Two changes of one version as one, the later over the earlier. */
export function mergeModelChanges(earlier: ModelChange, later: ModelChange): ModelChange {
  const merged = Object.fromEntries(
    Object.entries(later).map(([field, value]) => [
      field,
      (value as JsonValue) ?? earlier[field as keyof ModelChange],
    ]),
  ) as unknown as ModelChange;
  return { ...merged, state: furtherState(earlier.state, later.state) };
}

function furtherState(one: string, other: string): string {
  return STATE_ORDER.indexOf(one) > STATE_ORDER.indexOf(other) ? one : other;
}

function draftFields(
  body: JsonObject,
): Pick<
  ModelChange,
  'documentSha256' | 'documentKind' | 'origin' | 'sampleSha256' | 'auc' | 'ks' | 'brier' | 'logLoss'
> {
  const figures = (body['figures'] ?? {}) as JsonObject;
  const sample = body['sampleSha256'] ?? null;
  assert(sample === null || typeof sample === 'string', 'a sample is named by its hash');
  return {
    documentSha256: text(body, 'documentSha256'),
    documentKind: text(body, 'documentKind'),
    origin: text(body, 'origin'),
    sampleSha256: sample,
    auc: figure(figures, 'auc'),
    ks: figure(figures, 'ks'),
    brier: figure(figures, 'brier'),
    logLoss: figure(figures, 'logLoss'),
  };
}

function text(body: JsonObject, name: string): string {
  const value = body[name];
  assert(typeof value === 'string' && value !== '', `the body has a text ${name}`);
  return value;
}

function day(body: JsonObject, name: string): number {
  const parsed = parseDay(text(body, name));
  assert(parsed !== null, `the body has a day ${name}`);
  return parsed;
}

function figure(figures: JsonObject, name: string): number | null {
  const value = figures[name] ?? null;
  assert(value === null || (typeof value === 'number' && Number.isFinite(value)), `a figure ${name}`);
  return value;
}
