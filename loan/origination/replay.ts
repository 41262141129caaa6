/**
 * A past decision made again from what the log kept: the submission, the terms and the day, under the policy of the
 * recorded hash. The recomputed body must have the same canonical bytes as the recorded one. Decisions are made by the
 * compiled policy and made again by the interpreter, so that a replay also proves that both agree.
 */
import { canonicalize, type JsonObject, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import type { Trace } from '@plimsoll/core/dmn';
import { type DecidedBody, type FoldedEvent, foldApplication, type Outcome } from '@plimsoll/loan/spine';
import { type DecisionSetting, interpretBody, traceBody } from './evaluate.ts';
import type { Origination } from './prepare.ts';

export type Difference = {
  readonly field: string;
  readonly recorded: JsonValue;
  readonly recomputed: JsonValue;
};

export type Replay = {
  readonly recorded: JsonObject;
  readonly recomputed: JsonObject;
  /** Whether both have the same canonical bytes. */
  readonly same: boolean;
  readonly differences: readonly Difference[];
  readonly trace: Trace;
};

export type DecisionTrace = { readonly outcome: Outcome; readonly trace: Trace };

/**
 * Decides again. `events` are those of one application in order; `origination` must hold the policy of the recorded
 * hash (its catalogue is not read). Refuses `application_not_found`, `application_not_decided`, and `policy_not_found`
 * when it holds another policy (ORG-13).
 */
export function replayDecision(origination: Origination, events: readonly FoldedEvent[]): Result<Replay> {
  const past = pastDecision(origination, events);
  if (!past.ok) return past;
  const { recorded, setting } = past.value;
  const recomputed = interpretBody(origination, setting);
  return ok({
    recorded,
    recomputed,
    same: canonicalize(recorded) === canonicalize(recomputed),
    differences: differencesOf(recorded, recomputed),
    trace: traceBody(origination, setting),
  });
}

/** The trace of a past decision, with the outcome that is on record. Refuses as `replayDecision` does. */
export function traceDecision(
  origination: Origination,
  events: readonly FoldedEvent[],
): Result<DecisionTrace> {
  const past = pastDecision(origination, events);
  if (!past.ok) return past;
  const { recorded, setting } = past.value;
  return ok({ outcome: recorded.outcome, trace: traceBody(origination, setting) });
}

type PastDecision = { readonly recorded: DecidedBody; readonly setting: DecisionSetting };

function pastDecision(origination: Origination, events: readonly FoldedEvent[]): Result<PastDecision> {
  const state = foldApplication(events);
  if (state === null) return refuse('application_not_found', 'ORG-13');
  const { submitted, decided, policyHash } = state;
  if (decided === null) return refuse('application_not_decided', 'ORG-13', { application: state.id });
  if (policyHash !== origination.policy.hash)
    return refuse('policy_not_found', 'ORG-13', { recorded: policyHash, given: origination.policy.hash });
  return ok({
    recorded: decided,
    setting: {
      submitted,
      terms: decided.terms,
      day: decided.contextDay,
      ...(decided.models === undefined ? {} : { recorded: decided.models }),
    },
  });
}

function differencesOf(recorded: JsonObject, recomputed: JsonObject): readonly Difference[] {
  const fields = new Set([...Object.keys(recorded), ...Object.keys(recomputed)]);
  return [...fields].flatMap((field) => {
    const before = recorded[field] ?? null;
    const after = recomputed[field] ?? null;
    return canonicalize(before) === canonicalize(after)
      ? []
      : [{ field, recorded: before, recomputed: after }];
  });
}
