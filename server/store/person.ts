/**
 * Persons: a random pseudonym each (the subject), found again by blind index, with a data key (seals) and a salt key
 * (hides commitments), both wrapped together by the master key.
 *
 * Resolving for writing is batched (all that ask within one turn share a query) and remembered; the append refuses a
 * person who was erased meanwhile. Who surely has not been here is made up without asking; should another server have
 * created them all the same, the append refuses that too, and for a while everybody is asked for. Reading keys to open something always asks the database, so that a person erased
 * through another server is unreadable here at once.
 */
import type pg from 'pg';
import { KEY_BYTES, KeyFault, type Keys, nextRandomBytes } from '@plimsoll/server/keys';
import { type BlindKind, blindOf, blindsOf, type PersonIdentity } from './identity.ts';
import { createRecent, type Recent } from './recent.ts';
import { encodeRelation, type Relation } from './relation.ts';
import { createSeen } from './seen.ts';
import { uuidV7 } from './uuid.ts';

export type PersonKeys = {
  readonly subject: string;
  readonly dataKey: Uint8Array;
  readonly saltKey: Uint8Array;
  /** What makes the person's row; null when it exists. */
  readonly creation: PersonCreation | null;
  /** Blind indexes to be stored with the next append. */
  readonly blinds: readonly Uint8Array[];
};

export type PersonCreation = {
  readonly idBlind: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly keyVersion: number;
};

export type People = {
  /** The person of an identity: known, or made up now and stored by the append that uses it. */
  readonly resolve: (identity: PersonIdentity) => Promise<PersonKeys>;
  /** The keys of each subject that exists; 'erased' where they were destroyed; absent where there is no such person. */
  readonly read: (subjects: readonly string[]) => Promise<ReadonlyMap<string, PersonKeys | 'erased'>>;
  /** The subjects that carry a value, compared in its one spelling. */
  readonly find: (kind: BlindKind, value: string) => Promise<readonly string[]>;
  /** Takes note that an append stored these persons. */
  readonly stored: (persons: readonly PersonKeys[]) => void;
  /** Drops what is remembered of a person. */
  readonly forget: (subject: string) => void;
  /** Takes note that another server creates persons: for a while nobody is taken for new unasked. */
  readonly distrust: () => void;
};

const REMEMBERED_PERSONS = 16_384;
const SEEN_PAGE_ROWS = 1000;
const MAX_COHORT = 32;
/** For so long all are looked up after another server was seen to create persons. */
const DISTRUST_MS = 60_000;
const FOUND_LIMIT = 1000;
const BLINDS: Relation = { columns: [['blind', 'bytea']] };

type PersonRow = {
  readonly subject: string;
  readonly id_blind: Buffer | null;
  readonly wrapped_key: Buffer | null;
};

type Waiting = {
  readonly blind: Buffer;
  readonly done: (person: PersonKeys) => void;
  readonly fail: (reason: unknown) => void;
};

/** Persons over a database. */
export function createPeople(pool: pg.Pool, keys: Keys): People {
  const byBlind: Recent<string, PersonKeys> = createRecent(REMEMBERED_PERSONS);
  const newcomers = createNewcomers(pool);
  const joinCohort = createCohort();
  let waiting: Waiting[] = [];
  let isAsking = false;

  const remember = (blind: string, person: PersonKeys): PersonKeys => {
    byBlind.set(blind, person);
    return person;
  };
  /** One query at a time: who comes while it runs shares the next one. */
  const flush = async (): Promise<void> => {
    const asked = waiting;
    waiting = [];
    isAsking = true;
    try {
      const found = await readByBlind(
        pool,
        keys,
        asked.map(({ blind }) => blind),
      );
      for (const { blind, done } of asked) {
        const name = nameOf(blind);
        done(byBlind.get(name) ?? remember(name, found.get(name) ?? newcomers.create(keys, blind)));
      }
    } catch (error) {
      for (const { fail } of asked) fail(error);
    } finally {
      isAsking = false;
      if (waiting.length > 0) void flush();
    }
  };
  const resolve = async (identity: PersonIdentity): Promise<PersonKeys> => {
    const { identity: blind, lookUps: blinds } = blindsOf(keys, identity);
    const known = byBlind.get(nameOf(blind));
    if (known !== undefined) return { ...known, blinds };
    if (newcomers.isNew(blind)) {
      await joinCohort();
      return {
        ...(byBlind.get(nameOf(blind)) ?? remember(nameOf(blind), newcomers.create(keys, blind))),
        blinds,
      };
    }
    const person = await new Promise<PersonKeys>((done, fail) => {
      waiting.push({ blind, done, fail });
      if (waiting.length === 1 && !isAsking) setImmediate(() => void (isAsking || flush()));
    });
    return { ...person, blinds };
  };
  return {
    resolve,
    read: async (subjects) => readBySubject(pool, keys, subjects),
    find: async (kind, value) => {
      const { rows } = await pool.query<{ subject: string }>(
        'SELECT subject FROM person_blind WHERE blind = $1 ORDER BY subject LIMIT $2',
        [blindOf(keys, kind, value), FOUND_LIMIT],
      );
      return rows.map(({ subject }) => subject);
    },
    stored: (persons) => {
      for (const person of persons) {
        if (person.creation === null) continue;
        const name = nameOf(person.creation.idBlind);
        if (byBlind.get(name)?.subject === person.subject)
          byBlind.set(name, { ...person, creation: null, blinds: [] });
      }
    },
    forget: (subject) => byBlind.drop((person) => person.subject === subject),
    distrust: newcomers.distrust,
  };
}

/**
 * Requests that come one upon the other go on together: the same step of many after each other finds its code in the
 * processor's caches. Whoever comes alone waits for two turns of the event loop.
 */
function createCohort(): () => Promise<void> {
  let members: (() => void)[] = [];
  let countBefore = 0;
  const turn = (): void => {
    if (members.length > countBefore && members.length < MAX_COHORT) {
      countBefore = members.length;
      setImmediate(turn);
      return;
    }
    const all = members;
    members = [];
    countBefore = 0;
    for (const goOn of all) goOn();
  };
  return async () =>
    new Promise((goOn) => {
      members.push(goOn);
      if (members.length === 1) setImmediate(turn);
    });
}

/** Who surely is not in the database: known once all persons in it have been read, in the background. */
type Newcomers = {
  readonly isNew: (blind: Uint8Array) => boolean;
  readonly create: (keys: Keys, blind: Uint8Array) => PersonKeys;
  readonly distrust: () => void;
};

function createNewcomers(pool: pg.Pool): Newcomers {
  const seen = createSeen();
  // What can't be read leaves every person to be looked up.
  let trustedFromMs = Infinity;
  void readAllBlinds(pool, seen.add).then(
    () => {
      trustedFromMs = 0;
    },
    () => undefined,
  );
  return {
    isNew: (blind) => !seen.mayHave(blind) && Date.now() >= trustedFromMs,
    create: (keys, blind) => {
      seen.add(blind);
      return createPerson(keys, blind);
    },
    distrust: () => {
      trustedFromMs = Math.max(trustedFromMs, Date.now() + DISTRUST_MS);
    },
  };
}

async function readAllBlinds(pool: pg.Pool, add: (blind: Uint8Array) => void): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await pool.query<Pick<PersonRow, 'subject' | 'id_blind'>>({
      name: 'persons-after',
      text: `SELECT subject, id_blind FROM person WHERE subject > $1 ORDER BY subject LIMIT ${SEEN_PAGE_ROWS}`,
      values: [after],
    });
    for (const { id_blind: blind } of rows) if (blind !== null) add(blind);
    const last = rows.at(-1);
    if (last === undefined || rows.length < SEEN_PAGE_ROWS) return;
    after = last.subject;
  }
}

/** What a blind index is remembered under. */
function nameOf(blind: Uint8Array): string {
  return Buffer.from(blind.buffer, blind.byteOffset, blind.length).toString('latin1');
}

function createPerson(keys: Keys, idBlind: Uint8Array): PersonKeys {
  // Version 7: neighbours in time are neighbours in the indexes.
  const subject = uuidV7(Date.now());
  const material = nextRandomBytes(2 * KEY_BYTES);
  const creation = { idBlind, wrappedKey: keys.wrap(material, subject), keyVersion: keys.keyVersion };
  return { subject, ...splitKeys(material), creation, blinds: [] };
}

async function readByBlind(
  pool: pg.Pool,
  keys: Keys,
  blinds: readonly Buffer[],
): Promise<ReadonlyMap<string, PersonKeys>> {
  const { rows } = await pool.query<PersonRow>({
    name: 'person-by-blind',
    text: 'SELECT subject, id_blind, wrapped_key FROM person WHERE id_blind = ANY($1::bytea[])',
    values: encodeRelation(
      BLINDS,
      blinds.map((blind) => [blind]),
    ),
  });
  const found = new Map<string, PersonKeys>();
  for (const row of rows) {
    const person = openRow(keys, row);
    if (person !== 'erased' && row.id_blind !== null) found.set(nameOf(row.id_blind), person);
  }
  return found;
}

async function readBySubject(
  pool: pg.Pool,
  keys: Keys,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, PersonKeys | 'erased'>> {
  if (subjects.length === 0) return new Map();
  const { rows } = await pool.query<PersonRow>({
    name: 'person-by-subject',
    text: 'SELECT subject, id_blind, wrapped_key FROM person WHERE subject = ANY($1::text[])',
    values: [[...new Set(subjects)]],
  });
  return new Map(rows.map((row) => [row.subject, openRow(keys, row)]));
}

function openRow(keys: Keys, row: PersonRow): PersonKeys | 'erased' {
  if (row.wrapped_key === null) return 'erased';
  const material = keys.unwrap(row.wrapped_key, row.subject);
  if (material === null) {
    throw new KeyFault(
      'key_wrong',
      'the key of a person does not open: it was altered, or the master key is another one',
    );
  }
  return { subject: row.subject, ...splitKeys(material), creation: null, blinds: [] };
}

function splitKeys(material: Buffer): { readonly dataKey: Buffer; readonly saltKey: Buffer } {
  return { dataKey: material.subarray(0, KEY_BYTES), saltKey: material.subarray(KEY_BYTES, 2 * KEY_BYTES) };
}
