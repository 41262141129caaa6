/**
 * The one way by which a request becomes events: decide, append, answer after the commit. An answer that was given to
 * the same key before is given again, also where deciding again would now refuse. When somebody else wrote in between,
 * it is decided again from the new state, a few times at most.
 */
import type { JsonObject, Refusal } from '@plimsoll/core/base';
import type { CallReply } from '@plimsoll/api/client';
import type { RouteName } from '@plimsoll/api/route';
import type { Appended, AppendRequest, Log } from '@plimsoll/server/store';
import { answer, type Answer, type Idempotency, refuseCall, type ShellRefusal } from './call.ts';

const MAX_ATTEMPTS = 4;

export type Wish = Pick<AppendRequest, 'bookedAtMs' | 'streams' | 'persons' | 'reply'>;
export type Decided = { readonly ok: true; readonly value: Wish } | Refusal | ShellRefusal;
export type Writing = {
  readonly log: Log;
  readonly actor: string;
  readonly idempotency: Idempotency | null;
};

/** Decides and appends. `decide` is asked again, with fresh state, when the log has moved on. */
export async function decideAndAppend<N extends RouteName>(
  { log, actor, idempotency }: Writing,
  decide: () => Promise<Decided>,
): Promise<Answer<N>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const decided = await decide();
    if (!decided.ok) return (await recall<N>({ log, actor, idempotency })) ?? decided;
    const appended = await log.append({ ...decided.value, actor, idempotency });
    const reached = conclude<N>(appended);
    if (reached !== null) return reached;
  }
  return refuseCall('stale_version');
}

/** What the same request was answered before; null when it is new or has no key. */
async function recall<N extends RouteName>({ log, actor, idempotency }: Writing): Promise<Answer<N> | null> {
  if (idempotency === null) return null;
  const before = await log.answered(actor, idempotency.key, idempotency.requestHash);
  return before === null ? null : conclude<N>(before);
}

/** The answer to an append; null when it should be decided again. */
function conclude<N extends RouteName>(appended: Appended): Answer<N> | null {
  switch (appended.kind) {
    case 'committed':
      return { ...answer(asReply<N>(appended.reply.body)), text: appended.replyText };
    case 'replayed':
      return { ...answer(asReply<N>(appended.reply.body)), isReplayed: true };
    case 'idempotency_conflict':
      return refuseCall('idempotency_conflict');
    case 'overloaded':
      return refuseCall('overloaded');
    case 'person_erased':
    case 'person_changed':
    case 'stale_version':
      return null;
    default:
      return appended satisfies never;
  }
}

/** The log keeps answers as JSON; each was one of this route when it was written. */
function asReply<N extends RouteName>(body: JsonObject): CallReply<N> {
  return body as unknown as CallReply<N>;
}
