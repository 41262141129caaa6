/**
 * Who may call. Keys for programs, sessions for people; both looked up by the hash of their secret and remembered for
 * a short while, so that a request costs one hash and one look into a map.
 *
 * Invariants: a secret is never stored nor logged; what is remembered is at most RECALL_LIMIT_MS old, so a key that
 * another server revoked is refused within that time, and one that this server revoked at once; at most REMEMBERED_LIMIT
 * callers are remembered; what isn't known to be good is refused.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Role } from '@plimsoll/api/identity';
import { type Caller, isRole } from './caller.ts';
import * as table from './key-table.ts';
import {
  hashSecret,
  nameSecret,
  isKeySecret,
  isSameHash,
  isSessionSecret,
  makeKeySecret,
  makeSessionSecret,
} from './secret.ts';

/** A remembered caller older than this is looked up again before it is believed. */
export const RECALL_LIMIT_MS = 1000;
/** One older than this is looked up again in the background, so that busy keys never wait. */
const REFRESH_AFTER_MS = 500;
const REMEMBERED_LIMIT = 10_000;
const SESSION_MS = 12 * 3_600_000;
const DAY_MS = 86_400_000;

export type CreatedKey = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly secret: string;
};
export type Identity = {
  /** The caller of a key's secret; null when it is none, unknown, expired or revoked. */
  readonly findByKey: (secret: string) => Promise<Caller | null>;
  /** The person of a session's secret; null when it has ended or its key has. */
  readonly findBySession: (secret: string) => Promise<Caller | null>;
  /** What is remembered of a secret, without waiting; undefined when it must be looked up. */
  readonly recall: (secret: string) => Caller | undefined;
  readonly signIn: (secret: string) => Promise<{ readonly caller: Caller; readonly secret: string } | null>;
  readonly signOut: (sessionHash: Buffer) => Promise<void>;
  readonly listKeys: () => Promise<readonly table.KeyRecord[]>;
  /** null when a living key has that name. */
  readonly createKey: (wish: {
    readonly name: string;
    readonly role: Role;
    readonly daysValid: number | null;
  }) => Promise<CreatedKey | null>;
  /** false when there is no such key. */
  readonly revokeKey: (id: string) => Promise<boolean>;
};

type Remembered = { readonly caller: Caller; readonly at: number };

/** Opens the register of keys and sessions over a database that has its tables. `now`: milliseconds, for tests. */
export function openIdentity(pool: pg.Pool, now: () => number = Date.now): Identity {
  const remembered = new Map<string, Remembered>();
  const lookUps = new Map<string, Promise<Caller | null>>();

  const recall = (secret: string): Caller | undefined => {
    const name = memoryName(secret);
    const known = remembered.get(name);
    if (known === undefined) return undefined;
    const age = now() - known.at;
    if (age > RECALL_LIMIT_MS || isOver(known.caller, now())) return undefined;
    // A background look-up may fail with the database; the next request that waits for one will say so.
    if (age > REFRESH_AFTER_MS) lookUp(name, secret).catch(() => undefined);
    return known.caller;
  };

  const lookUp = (name: string, secret: string): Promise<Caller | null> => {
    const running = lookUps.get(name);
    if (running !== undefined) return running;
    const begun = now();
    const search = find(pool, secret, begun)
      .then((caller) => {
        // One that was forgotten meanwhile (revoked, signed out) must not come back by an older look-up.
        if (lookUps.get(name) !== search) return caller;
        if (caller === null) remembered.delete(name);
        else remember(remembered, name, { caller, at: begun });
        return caller;
      })
      .finally(() => {
        if (lookUps.get(name) === search) lookUps.delete(name);
      });
    lookUps.set(name, search);
    return search;
  };

  const forget = (isMeant: (caller: Caller) => boolean): void => {
    lookUps.clear();
    for (const [name, { caller }] of remembered) if (isMeant(caller)) remembered.delete(name);
  };

  const lookUpFresh = async (secret: string, hasForm: boolean): Promise<Caller | null> =>
    hasForm ? (recall(secret) ?? lookUp(memoryName(secret), secret)) : null;

  return {
    recall,
    findByKey: async (secret) => lookUpFresh(secret, isKeySecret(secret)),
    findBySession: async (secret) => lookUpFresh(secret, isSessionSecret(secret)),
    signIn: async (secret) => signIn(pool, secret, now),
    signOut: async (sessionHash) => {
      await table.endSession(pool, sessionHash, new Date(now()));
      forget((caller) => caller.sessionHash?.equals(sessionHash) ?? false);
    },
    listKeys: async () => table.listKeys(pool),
    createKey: async ({ name, role, daysValid }) => {
      const at = now();
      const expiresAt = daysValid === null ? null : new Date(at + daysValid * DAY_MS);
      return createKey(pool, { name, role, createdAt: new Date(at), expiresAt });
    },
    revokeKey: async (id) => {
      const isKnown = await table.revokeKey(pool, id, new Date(now()));
      forget((caller) => caller.keyId === id);
      return isKnown;
    },
  };
}

/** Makes a key and returns its secret, once; null when a living key has that name. */
export async function createKey(
  client: pg.Pool | pg.PoolClient,
  wish: Pick<table.KeyRecord, 'name' | 'createdAt' | 'expiresAt'> & { readonly role: Role },
): Promise<CreatedKey | null> {
  const secret = makeKeySecret(wish.role);
  const id = randomUUID();
  const key = { ...wish, id, revokedAt: null, secretHash: hashSecret(secret) };
  const isNew = await table.insertKey(client, key);
  return isNew ? { id, name: wish.name, role: wish.role, secret } : null;
}

async function signIn(
  pool: pg.Pool,
  secret: string,
  now: () => number,
): Promise<{ readonly caller: Caller; readonly secret: string } | null> {
  if (!isKeySecret(secret)) return null;
  const key = await find(pool, secret, now());
  if (key === null) return null;
  const sessionSecret = makeSessionSecret();
  const idHash = hashSecret(sessionSecret);
  const createdAt = new Date(now());
  const latest = createdAt.getTime() + SESSION_MS;
  const expiresAt = new Date(Math.min(latest, key.expiresAt?.getTime() ?? latest));
  await table.insertSession(pool, { idHash, keyId: key.keyId, createdAt, expiresAt });
  return {
    caller: { ...key, actor: `person:${key.name}`, expiresAt, sessionHash: idHash },
    secret: sessionSecret,
  };
}

async function find(pool: pg.Pool, secret: string, now: number): Promise<Caller | null> {
  const secretHash = hashSecret(secret);
  if (isKeySecret(secret)) {
    const key = await table.findKey(pool, secretHash);
    if (key === null || !isSameHash(key.secretHash, secretHash)) return null;
    return living({ key, actor: `key:${key.name}`, expiresAt: key.expiresAt, sessionHash: null, now });
  }
  const session = await table.findSession(pool, secretHash);
  if (session === null || !isSameHash(session.idHash, secretHash)) return null;
  const { key, sessionExpiresAt: expiresAt } = session;
  return living({ key, actor: `person:${key.name}`, expiresAt, sessionHash: secretHash, now });
}

function living(found: {
  readonly key: table.KeyRecord;
  readonly actor: string;
  readonly expiresAt: Date | null;
  readonly sessionHash: Buffer | null;
  readonly now: number;
}): Caller | null {
  const { key, actor, expiresAt, sessionHash } = found;
  if (key.revokedAt !== null || !isRole(key.role)) return null;
  if (key.expiresAt !== null && key.expiresAt.getTime() <= found.now) return null;
  const caller = { keyId: key.id, name: key.name, role: key.role, actor, expiresAt, sessionHash };
  return isOver(caller, found.now) ? null : caller;
}

function isOver(caller: Caller, now: number): boolean {
  return caller.expiresAt !== null && caller.expiresAt.getTime() <= now;
}

/** The map is searched by hash, so neither its memory nor its timing holds a secret. */
function memoryName(secret: string): string {
  return nameSecret(secret);
}

function remember(memory: Map<string, Remembered>, name: string, entry: Remembered): void {
  if (memory.size >= REMEMBERED_LIMIT && !memory.has(name)) {
    const oldest = memory.keys().next().value;
    if (oldest !== undefined) memory.delete(oldest);
  }
  memory.set(name, entry);
}
