/**
 * The room's one door for writing: decide(model, command, context) → events, or a refusal. Pure. Four eyes: whoever
 * drafted a version can't approve it, whether by a key or signed in to the console with it. One version of a name is live
 * at a time: making another live retires it in the same append.
 */
import { ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';
import type { DomainEvent } from '@plimsoll/loan/spine';
import { type ModelMove, type ModelStep, stepOf } from './lifecycle.ts';
import {
  type DraftedBody,
  liveVersionOf,
  type ModelVersion,
  modelStream,
  type NamedModel,
  type ValidatedBody,
  versionOf,
} from './model.ts';

/** The most versions that one name may have. */
export const MAX_VERSIONS = 1000;
/** The farthest last day of an approval: ten years on. */
const MAX_DAYS_VALID = 3653;

export type DraftCommand = { readonly kind: 'draft'; readonly name: string } & Omit<DraftedBody, 'version'>;
export type ValidateCommand = { readonly kind: 'validate'; readonly version: number } & Omit<
  ValidatedBody,
  'version' | 'documentSha256'
>;
export type ApproveCommand = {
  readonly kind: 'approve';
  readonly version: number;
  readonly expiresDay: string;
  readonly revalidateDay: string;
  readonly note: string;
};
export type EndCommand = {
  readonly kind: 'make_live' | 'retire' | 'reject';
  readonly version: number;
  readonly note: string;
};
export type ModelCommand = DraftCommand | ValidateCommand | ApproveCommand | EndCommand;

export type GovernanceContext = {
  /** Today, `YYYY-MM-DD`. */
  readonly day: string;
  /** Who asks, as the log names callers: `key:<name>` or `person:<name>`. */
  readonly actor: string;
  /** Hashes of the policy versions that decide now and ask this version of the model. */
  readonly activeUses: (version: number) => readonly string[];
};

/** Decides a command. Refusals carry a code of api/errors, the rule and the facts. */
export function decideModel(
  model: NamedModel | null,
  command: ModelCommand,
  context: GovernanceContext,
): Result<readonly DomainEvent[]> {
  if (command.kind === 'draft') return draft(model, command, context);
  const version = versionOf(model, command.version);
  if (model === null || version === null)
    return refuse('model_not_found', 'GOV-2', { version: command.version });
  const refusal = refusalOf(model, { version, move: command.kind }, context);
  if (refusal !== null) return refusal;
  const { drafted } = version;
  const head = { version: version.version, documentSha256: drafted.documentSha256 };
  switch (command.kind) {
    case 'validate': {
      const { reportSha256, sampleSha256, verdict, figures, note } = command;
      const body = { ...head, reportSha256, sampleSha256, verdict, figures, note };
      return ok([eventOf(model.name, { kind: 'model.validated', body }, context)]);
    }
    case 'approve': {
      const { expiresDay, revalidateDay, note } = command;
      const wrong = dayProblem(command, context.day);
      if (wrong !== null) return wrong;
      const body = { ...head, expiresDay, revalidateDay, note };
      return ok([eventOf(model.name, { kind: 'model.approved', body }, context)]);
    }
    case 'make_live':
      return ok(madeLive(model, { head, note: command.note }, context));
    case 'retire':
      return ok([eventOf(model.name, { kind: 'model.retired', body: endBody(head, command.note) }, context)]);
    case 'reject':
      return ok([
        eventOf(model.name, { kind: 'model.rejected', body: endBody(head, command.note) }, context),
      ]);
  }
}

/** Whether a move may be made now, days of an approval aside; null: yes. What `decideModel` asks, for who wants to know before. */
export function refusalOf(
  model: NamedModel,
  { version, move }: { readonly version: ModelVersion; readonly move: ModelMove },
  { day, actor, activeUses }: GovernanceContext,
): Refusal | null {
  const step = stepOf(version.state, move);
  if (step === null)
    return refuse('model_move_not_allowed', 'GOV-3', { model: model.name, state: version.state, move });
  if (move === 'approve') return approvalRefusal(version, step, actor);
  if (move === 'make_live') {
    if (isExpired(version, day))
      return refuse('model_expired', 'GOV-8', { expiresDay: version.approved?.expiresDay ?? null, day });
    const live = liveVersionOf(model);
    return live === null ? null : useRefusal(model.name, live, activeUses(live.version));
  }
  return move === 'retire' ? useRefusal(model.name, version, activeUses(version.version)) : null;
}

function approvalRefusal(version: ModelVersion, { from }: ModelStep, actor: string): Refusal | null {
  if (nameOf(actor) === nameOf(version.author))
    return refuse('model_needs_second_person', 'GOV-4', { author: version.author, actor });
  if (version.validated === null || !version.isFreshlyValidated)
    return refuse('model_not_validated', 'GOV-5', { version: version.version, state: from });
  if (version.validated.verdict === 'fail')
    return refuse('model_validation_failed', 'GOV-5', { report: version.validated.reportSha256 });
  return null;
}

function useRefusal(name: string, { version }: ModelVersion, policies: readonly string[]): Refusal | null {
  return policies.length === 0
    ? null
    : refuse('model_in_use', 'GOV-9', { model: name, version, policies: [...policies] });
}

/** Whether its last day is over. */
export function isExpired({ approved }: Pick<ModelVersion, 'approved'>, day: string): boolean {
  return approved !== null && day > approved.expiresDay;
}

/** Why a version may not score on a day; null when it may. Only the approved and the live do, until their last day. */
export function scoringRefusal(name: string, version: ModelVersion, day: string): Refusal | null {
  const { state, approved } = version;
  if (approved === null || (state !== 'approved' && state !== 'live'))
    return refuse('model_not_approved', 'GOV-7', { model: name, version: version.version, state });
  if (isExpired(version, day))
    return refuse('model_expired', 'GOV-8', {
      model: name,
      version: version.version,
      expiresDay: approved.expiresDay,
      day,
    });
  return null;
}

/** A key and the person signed in with it are one. */
function nameOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}

function draft(
  model: NamedModel | null,
  command: DraftCommand,
  context: GovernanceContext,
): Result<readonly DomainEvent[]> {
  const count = model?.versions.length ?? 0;
  if (count >= MAX_VERSIONS)
    return refuse('model_versions_full', 'GOV-1', { model: command.name, limit: MAX_VERSIONS });
  const same = model?.versions.find(
    ({ drafted, state }) => drafted.documentSha256 === command.documentSha256 && state !== 'rejected',
  );
  if (same !== undefined)
    return refuse('model_exists', 'GOV-1', { model: command.name, version: same.version });
  const { documentSha256, documentKind, origin, sampleSha256, figures } = command;
  const body = { version: count + 1, documentSha256, documentKind, origin, sampleSha256, figures };
  return ok([eventOf(command.name, { kind: 'model.drafted', body }, context)]);
}

function dayProblem({ expiresDay, revalidateDay }: ApproveCommand, today: string): Refusal | null {
  const [now, last, review] = [parseDay(today), parseDay(expiresDay), parseDay(revalidateDay)];
  const isSound =
    now !== null &&
    last !== null &&
    review !== null &&
    review > now &&
    last >= review &&
    last - now <= MAX_DAYS_VALID;
  return isSound
    ? null
    : refuse('model_day_unusable', 'GOV-6', { today, revalidateDay, expiresDay, daysMax: MAX_DAYS_VALID });
}

type Head = { readonly version: number; readonly documentSha256: string };
type EndBody = Head & { readonly note: string; readonly supersededBy: number | null };

function endBody(head: Head, note: string, supersededBy: number | null = null): EndBody {
  return { ...head, note, supersededBy };
}

/** The old one goes and the new one comes in one append, or neither. */
function madeLive(
  model: NamedModel,
  { head, note }: { readonly head: Head; readonly note: string },
  context: GovernanceContext,
): readonly DomainEvent[] {
  const old = liveVersionOf(model);
  const { name } = model;
  const live = eventOf(name, { kind: 'model.made_live', body: { ...head, note } }, context);
  if (old === null) return [live];
  const { documentSha256 } = old.drafted;
  const body = endBody({ version: old.version, documentSha256 }, note, head.version);
  return [eventOf(name, { kind: 'model.retired', body }, context), live];
}

function eventOf(
  name: string,
  { kind, body }: Pick<DomainEvent, 'kind' | 'body'>,
  { day }: GovernanceContext,
): DomainEvent {
  const version = Number(body['version']);
  return {
    stream: modelStream(name),
    kind,
    effectiveDay: day,
    subject: null,
    body,
    personal: null,
    policyHash: null,
    modelId: `${name}@${version}`,
  };
}
