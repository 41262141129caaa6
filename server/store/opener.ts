/**
 * Opens events: the public body, the salt of its commitment, and the personal part with its own. Asks the database for
 * the keys each time, so that what is erased stays closed from that moment on, whichever server erased it.
 */
import type { JsonObject } from '@plimsoll/core/base';
import { PERSONAL_MEMBER } from '@plimsoll/core/ledger';
import type pg from 'pg';
import type { Keys } from '@plimsoll/server/keys';
import { loadLogKeys } from './log-key.ts';
import { createPeople, type PersonKeys } from './person.ts';
import type { StoredEvent } from './request.ts';
import { openPersonal, readObject, saltOf } from './sealed-event.ts';

export type Opened =
  | {
      readonly kind: 'open';
      /** What the leaf commits to; its member `personal` is the commitment to the personal part. */
      readonly body: JsonObject;
      readonly salt: Uint8Array;
      readonly personal: OpenedPersonal;
    }
  /** It should open and doesn't: body, box or person row were altered. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export type OpenedPersonal =
  /** The event has no personal part. */
  | null
  /** The keys of the person were destroyed: nobody can open it any more. */
  | 'erased'
  | { readonly body: JsonObject; readonly salt: Uint8Array };

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
      const subjects = events.flatMap(({ sealed, subject }) => (sealed === null ? [] : [subject ?? '']));
      const persons = await people.read(subjects);
      return events.map((event) => openEvent(event, logKeys.saltKey, persons.get(event.subject ?? '')));
    },
  };
}

function openEvent(
  event: StoredEvent,
  logSaltKey: Uint8Array,
  keys: PersonKeys | 'erased' | undefined,
): Opened {
  const body = readObject(event.body);
  if (body === null) return { kind: 'unreadable', reason: 'the body is no JSON object' };
  const opened = { kind: 'open', body, salt: saltOf(logSaltKey, event.id) } as const;
  if (event.sealed === null) {
    return PERSONAL_MEMBER in body
      ? { kind: 'unreadable', reason: 'the sealed part is missing' }
      : { ...opened, personal: null };
  }
  if (keys === 'erased') return { ...opened, personal: 'erased' };
  if (keys === undefined) return { kind: 'unreadable', reason: 'the person is unknown' };
  const personal = openPersonal(event, keys.dataKey);
  if (personal === null) return { kind: 'unreadable', reason: 'the sealed part does not open' };
  return { ...opened, personal: { body: personal, salt: saltOf(keys.saltKey, event.id) } };
}
