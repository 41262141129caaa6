/** Stored events as the domain folds them. */
import type { JsonObject } from '@plimsoll/core/base';
import type { EventKind, FoldedEvent } from '@plimsoll/loan/spine';
import type { StoredEvent } from './request.ts';

/** The events of one stream, as loan/spine reads them. */
export function folded(events: readonly StoredEvent[]): readonly FoldedEvent[] {
  return events.map(({ stream, kind, subject, body, policyHash, modelId }) => ({
    stream,
    kind: kind as EventKind,
    subject,
    body: JSON.parse(body) as JsonObject,
    policyHash,
    modelId,
  }));
}
