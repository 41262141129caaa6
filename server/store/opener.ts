/**
 * Opens events: the whole body as it was committed to, and the salt of its commitment. Asks the database for the keys
 * each time, so that what is erased stays closed from that moment on, whichever server erased it.
 */
import { canonicalize, type JsonObject } from '@plimsoll/core/base';
import type pg from 'pg';
import type { Keys } from '@plimsoll/server/keys';
import { loadLogKeys } from './log-key.ts';
import { createPeople, type PersonKeys } from './person.ts';
import type { StoredEvent } from './request.ts';
import { openPersonal, readObject, saltOf, type SealingKeys, usesLogKey, wholeBody } from './sealed-event.ts';

export type Opened =
  | {
      readonly kind: 'open';
      /** The public part. */
      readonly body: JsonObject;
      readonly personal: JsonObject | null;
      /** Canonical JSON of both together: what the commitment is over. */
      readonly wholeText: string;
      readonly salt: Uint8Array;
    }
  /** The keys of the person were destroyed: nobody can open it any more. */
  | { readonly kind: 'erased' }
  /** It should open and doesn't: body, box or person row were altered. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export type Opener = {
  /** Opens a page of events, in order. */
  readonly open: (events: readonly StoredEvent[]) => Promise<readonly Opened[]>;
};

/** Faults: `key_wrong` when the master key is not the one of this database. */
export async function createOpener(pool: pg.Pool, keys: Keys): Promise<Opener> {
  const logKeys = await loadLogKeys(pool, keys);
  const people = createPeople(pool, keys);
  return {
    open: async (events) => {
      const subjects = events.flatMap((event) => (usesLogKey(event) ? [] : [event.subject ?? '']));
      const persons = await people.read(subjects);
      return events.map((event) =>
        openEvent(event, usesLogKey(event) ? logKeys : persons.get(event.subject ?? '')),
      );
    },
  };
}

function openEvent(event: StoredEvent, keys: SealingKeys | PersonKeys | 'erased' | undefined): Opened {
  if (keys === 'erased') return { kind: 'erased' };
  if (keys === undefined) return { kind: 'unreadable', reason: 'the person is unknown' };
  const body = readObject(event.body);
  if (body === null) return { kind: 'unreadable', reason: 'the body is no JSON object' };
  const personal = keys.dataKey === null ? null : openPersonal(event, keys.dataKey);
  if (event.sealed !== null && personal === null)
    return { kind: 'unreadable', reason: 'the sealed part does not open' };
  const wholeText = canonicalize(wholeBody(body, personal));
  return { kind: 'open', body, personal, wholeText, salt: saltOf(keys.saltKey, event.id) };
}
