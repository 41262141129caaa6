/**
 * The versions of models: read from the projection and from their streams, moved by the pure decider, scored by the one
 * function of the core. A document is read once, checked against its hash and its own parity rows, and kept ready.
 */
import type pg from 'pg';
import { type JsonObject, ok, type Result, refuse } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, readModel, type Scorer } from '@plimsoll/core/model/document';
import {
  decideModel,
  foldModel,
  liveVersionOf,
  type ModelCommand,
  type ModelEvent,
  type ModelFigures,
  modelStream,
  type ModelVersion,
  type NamedModel,
  scoringRefusal,
  versionOf,
} from '@plimsoll/loan/governance';
import type { EventKind } from '@plimsoll/loan/spine';
import { type Log, readDocument, readStream, type StoredEvent, writeDocument } from '@plimsoll/server/store';
import type { ModelKey } from '@plimsoll/api/model';
import { readRow, type VersionRow } from './version-table.ts';

const MAX_ATTEMPTS = 4;
/** Documents kept ready to score. */
const READY_LIMIT = 16;

export type StoredModel = {
  readonly model: NamedModel;
  readonly version: ModelVersion;
  readonly events: readonly StoredEvent[];
};

export type ModelRegistry = {
  /** A version with the events of its name; null when there is none. */
  readonly find: (key: ModelKey) => Promise<StoredModel | null>;
  /** Its row in the projection. */
  readonly row: (key: ModelKey) => Promise<VersionRow | null>;
  readonly text: (version: ModelVersion) => Promise<string>;
  readonly document: (version: ModelVersion) => Promise<Result<ModelDocument>>;
  readonly report: (version: ModelVersion) => Promise<JsonObject | null>;
  /** Keeps a document and drafts a version of it. */
  readonly draft: (draft: Draft) => Promise<Result<ModelKey>>;
  /** Decides a move and appends it. */
  readonly move: (name: string, command: ModelCommand, actor: string) => Promise<Result<ModelVersion>>;
  readonly keepReport: (text: string) => Promise<string>;
  /** What scores for a version now; refused unless it is approved or live, and before it is expired. Without a version: the live one. */
  readonly scorer: (key: {
    readonly name: string;
    readonly version: number | null;
  }) => Promise<Result<Ready>>;
  /** Hashes of the deciding policies that ask a version. */
  readonly usesOf: (name: string, version: number) => readonly string[];
  readonly day: () => string;
};

export type Draft = {
  readonly name: string;
  readonly text: string;
  readonly kind: string;
  readonly origin: 'trained' | 'imported';
  readonly sampleSha256: string | null;
  readonly figures: ModelFigures;
  readonly actor: string;
};
export type Ready = { readonly scorer: Scorer; readonly version: ModelVersion };

export type RegistryParts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly clock: () => number;
  readonly usesOf: ModelRegistry['usesOf'];
  /** Told after a version has moved. */
  readonly onMoved: () => Promise<void>;
};

/** Opens the registry over a database that has its tables. */
export function openModelRegistry(parts: RegistryParts): ModelRegistry {
  const { pool, usesOf } = parts;
  const day = (): string => new Date(parts.clock()).toISOString().slice(0, 10);
  const ready = new Map<string, Promise<Result<Scorer>>>();
  const scorerOf = async (sha256: string): Promise<Result<Scorer>> => {
    const known = ready.get(sha256);
    if (known !== undefined) return known;
    const reading = readScorer(pool, sha256);
    if (ready.size >= READY_LIMIT) ready.delete(ready.keys().next().value ?? '');
    ready.set(sha256, reading);
    reading.then(
      (scorer) => scorer.ok || ready.delete(sha256),
      () => ready.delete(sha256),
    );
    return reading;
  };
  const text = async ({ drafted }: ModelVersion): Promise<string> => {
    const found = await readDocument(pool, drafted.documentSha256);
    if (found === null) throw new Error(`the document ${drafted.documentSha256} is not in the database`);
    return found;
  };
  const move: ModelRegistry['move'] = async (name, command, actor) =>
    commit(parts, { name, command, actor, day: day() });
  return {
    find: async ({ name, version }) => {
      const events = await readStream(pool, modelStream(name));
      const model = foldModel(events.map(eventOf));
      const found = versionOf(model, version);
      return model === null || found === null ? null : { model, version: found, events };
    },
    row: async (key) => readRow(pool, key),
    text,
    document: async (version) => readModel(await text(version)),
    report: async ({ validated }) => {
      const found = validated === null ? null : await readDocument(pool, validated.reportSha256);
      return found === null ? null : (JSON.parse(found) as JsonObject);
    },
    draft: async (draft) => draftVersion(parts, draft, move),
    move,
    keepReport: async (report) => writeDocument(pool, report),
    scorer: async ({ name, version }) => {
      const model = foldModel((await readStream(pool, modelStream(name))).map(eventOf));
      const found = version === null ? liveVersionOf(model) : versionOf(model, version);
      if (found === null && version === null && model !== null)
        return refuse('model_not_live', 'MDL-8', { model: name });
      if (found === null) return refuse('model_not_found', 'MDL-8', { model: name, version });
      const refusal = scoringRefusal(name, found, day());
      if (refusal !== null) return refusal;
      const scorer = await scorerOf(found.drafted.documentSha256);
      return scorer.ok ? ok({ scorer: scorer.value, version: found }) : scorer;
    },
    usesOf,
    day,
  };
}

async function readScorer(pool: pg.Pool, sha256: string): Promise<Result<Scorer>> {
  const text = await readDocument(pool, sha256);
  if (text === null) return refuse('model_not_found', 'MDL-8', { document: sha256 });
  const document = readModel(text);
  return document.ok ? prepareModel(document.value) : document;
}

/** A document that can't be read, or doesn't give the scores that it holds, is no draft. */
async function draftVersion(
  { pool }: RegistryParts,
  draft: Draft,
  move: ModelRegistry['move'],
): Promise<Result<ModelKey>> {
  const document = readModel(draft.text);
  if (!document.ok) return document;
  const scorer = prepareModel(document.value);
  if (!scorer.ok) return scorer;
  const { name, kind, origin, sampleSha256, figures, actor } = draft;
  const documentSha256 = await writeDocument(pool, draft.text);
  const command = {
    kind: 'draft',
    name,
    documentSha256,
    documentKind: kind,
    origin,
    sampleSha256,
    figures,
  } as const;
  const drafted = await move(name, command, actor);
  return drafted.ok ? ok({ name, version: drafted.value.version }) : drafted;
}

type Move = {
  readonly name: string;
  readonly command: ModelCommand;
  readonly actor: string;
  readonly day: string;
};

/** Decides and appends; decided again when somebody else wrote in between. Answers with the version as it is then. */
async function commit(
  { pool, log, usesOf, onMoved }: RegistryParts,
  { name, command, actor, day }: Move,
): Promise<Result<ModelVersion>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const events = (await readStream(pool, modelStream(name))).map(eventOf);
    const activeUses = (version: number): readonly string[] => usesOf(name, version);
    const decided = decideModel(foldModel(events), command, { day, actor, activeUses });
    if (!decided.ok) return decided;
    const appended = await log.append({
      actor,
      idempotency: null,
      streams: [{ stream: modelStream(name), expectedVersion: events.length, events: decided.value }],
      persons: [],
      reply: { status: 200, body: {} },
    });
    if (appended.kind === 'overloaded') return refuse('overloaded', 'MDL-6');
    if (appended.kind !== 'committed') continue;
    const after = foldModel([...events, ...decided.value.map((event) => ({ ...event, actor }))]);
    const number = command.kind === 'draft' ? (after?.versions.length ?? 0) : command.version;
    const version = versionOf(after, number);
    await onMoved();
    if (version !== null) return ok(version);
  }
  return refuse('stale_version', 'MDL-6');
}

function eventOf({ stream, kind, body, actor }: StoredEvent): ModelEvent {
  return { stream, kind: kind as EventKind, body: JSON.parse(body) as JsonObject, actor };
}
