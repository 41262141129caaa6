/** An event of the log as callers read it. */
import type { EventList } from '@plimsoll/api/origination';
import type { StoredEvent } from '@plimsoll/server/store';
import type { Static } from 'typebox';

type EventRow = Static<typeof EventList>['rows'][number];

/** An event with its public body. */
export function presentEvent(event: StoredEvent): EventRow {
  const { position, id, kind, version, bookedAt, effectiveDay, actor, policyHash, modelId, body, sealed } =
    event;
  return {
    position,
    id,
    kind,
    version,
    bookedAt,
    effectiveDay,
    actor,
    policyHash,
    modelId,
    body: JSON.parse(body) as Record<string, unknown>,
    sealed: sealed !== null,
  };
}
