/**
 * One named model as its events tell it: all versions with their states. Invariants of the fold: versions count 1, 2, 3 …
 * in the order of their drafts; at most one is live; every state is one that the lifecycle leads to; the hash of a
 * version's document never changes.
 */
import { assert } from '@plimsoll/core/base';
import type { DomainEvent, EventKind } from '@plimsoll/loan/spine';
import { modelLifecycle, type ModelState } from './lifecycle.ts';

/** Whether a model did what its trainer said, on the rows it was judged on. `fail` can't be approved. */
export type Verdict = 'pass' | 'warn' | 'fail';

/** What was measured; null where it could not be. */
export type ModelFigures = {
  readonly auc: number | null;
  readonly ks: number | null;
  readonly brier: number | null;
  readonly logLoss: number | null;
};

/** Body of `model.drafted`. */
export type DraftedBody = {
  readonly version: number;
  readonly documentSha256: string;
  readonly documentKind: string;
  readonly origin: 'trained' | 'imported';
  readonly sampleSha256: string | null;
  readonly figures: ModelFigures;
};

/** Body of `model.validated`. */
export type ValidatedBody = {
  readonly version: number;
  readonly documentSha256: string;
  readonly reportSha256: string;
  readonly sampleSha256: string;
  readonly verdict: Verdict;
  readonly figures: ModelFigures;
  readonly note: string;
};

/** Body of `model.approved`. The last day is one on which it still scores. */
export type ApprovedBody = {
  readonly version: number;
  readonly documentSha256: string;
  readonly expiresDay: string;
  readonly revalidateDay: string;
  readonly note: string;
};

export type ModelVersion = {
  readonly version: number;
  readonly state: ModelState;
  readonly drafted: DraftedBody;
  /** Who drafted it, as the log names the caller. */
  readonly author: string;
  readonly validated: ValidatedBody | null;
  /** Whether the latest validation is newer than the latest approval. */
  readonly isFreshlyValidated: boolean;
  readonly approved: ApprovedBody | null;
};

export type NamedModel = {
  readonly name: string;
  /** Number of events of the stream. */
  readonly revision: number;
  readonly versions: readonly ModelVersion[];
};

/** What the fold reads of an event. */
export type ModelEvent = Pick<DomainEvent, 'stream' | 'kind' | 'body'> & { readonly actor: string };

const STREAM = 'model:';

/** The stream of a model: all versions of one name, so that two of them can never go live at once. */
export function modelStream(name: string): string {
  return STREAM + name;
}

/** The state that events in order lead to; null for none. Asserts what the lifecycle allows: a log that says otherwise is broken. */
export function foldModel(events: readonly ModelEvent[]): NamedModel | null {
  return events.reduce<NamedModel | null>(applyModelEvent, null);
}

/** One step of the fold. */
export function applyModelEvent(model: NamedModel | null, event: ModelEvent): NamedModel {
  const name = event.stream.slice(STREAM.length);
  assert(event.stream.startsWith(STREAM) && name !== '', 'the stream of a model begins with model:');
  const before = model ?? { name, revision: 0, versions: [] };
  assert(before.name === name, 'the events are of one model');
  const next = { ...before, revision: before.revision + 1 };
  const number = event.body['version'];
  if (event.kind === 'model.drafted') {
    assert(number === before.versions.length + 1, 'versions count from one without a gap');
    return { ...next, versions: [...before.versions, draftOf(event)] };
  }
  const old = before.versions.find(({ version }) => version === number);
  assert(old !== undefined, `${event.kind} is about a version that was drafted`);
  const changed = changeOf(old, event);
  const versions = before.versions.map((each) => (each === old ? changed : each));
  assert(versions.filter(({ state }) => state === 'live').length <= 1, 'at most one version is live');
  return { ...next, versions };
}

function draftOf(event: ModelEvent): ModelVersion {
  const drafted = event.body as unknown as DraftedBody;
  return {
    version: drafted.version,
    state: 'draft',
    drafted,
    author: event.actor,
    validated: null,
    isFreshlyValidated: false,
    approved: null,
  };
}

function changeOf(old: ModelVersion, event: ModelEvent): ModelVersion {
  const state = nextState(old.state, event.kind);
  assert(state !== null, `${event.kind} may follow when a version is ${old.state}`);
  switch (event.kind) {
    case 'model.validated':
      return {
        ...old,
        state,
        validated: event.body as unknown as ValidatedBody,
        isFreshlyValidated: true,
      };
    case 'model.approved':
      return { ...old, state, approved: event.body as unknown as ApprovedBody, isFreshlyValidated: false };
    default:
      return { ...old, state };
  }
}

function nextState(from: ModelState, event: EventKind): ModelState | null {
  return modelLifecycle.find((step) => step.from === from && step.event === event)?.to ?? null;
}

/** The version of that number; null when there is none. */
export function versionOf(model: NamedModel | null, version: number): ModelVersion | null {
  return model?.versions.find((each) => each.version === version) ?? null;
}

/** The version that is live; null when none is. */
export function liveVersionOf(model: NamedModel | null): ModelVersion | null {
  return model?.versions.find(({ state }) => state === 'live') ?? null;
}
