/**
 * A log for tests, written past the store: events with a salt each, so that what an attacker with the database in hand
 * can do is done here row by row, and what only the keys can open stays out of reach.
 */
import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalize, type JsonObject } from '@plimsoll/core/base';
import {
  commit,
  createSigner,
  ed25519FromSeed,
  edgeRoot,
  emptyEdge,
  growTiles,
  leafHash,
  type NoteSigner,
} from '@plimsoll/core/ledger';
import { leafOf, type Opener, readEvents, type StoredEvent, type TestDatabase } from '@plimsoll/server/store';
import type pg from 'pg';
import { integrate, type IntegratorParts } from './integrate.ts';
import { createLeafSeal } from './leaf-seal.ts';
import { writeTiles } from './tile-table.ts';
import { verifyLog, type VerifyParts } from './verify.ts';
import type { LogReport } from './verify-report.ts';

/** A log of three events a stream; every third stream is about a person. */
export type TestLog = {
  readonly pool: pg.Pool;
  readonly signer: NoteSigner;
  readonly notesFolder: string;
  readonly opener: Opener;
  /** Appends `count` events. */
  readonly append: (count: number) => Promise<void>;
  /** Appends the event that a person was erased. */
  readonly appendErasure: (subject: string) => Promise<void>;
  readonly integrate: (parts?: Partial<IntegratorParts>) => ReturnType<typeof integrate>;
  readonly verify: (parts?: Partial<VerifyParts>) => Promise<LogReport>;
  /** Subjects whose keys were destroyed. */
  readonly erased: Set<string>;
  /** Runs statements as somebody who owns the database: no trigger stops them. */
  readonly attack: (...statements: readonly string[]) => Promise<void>;
  /** Recomputes the stored leaf hash of each event from its columns, as a thorough attacker would. */
  readonly rehashLeaves: () => Promise<void>;
  /** Recomputes every tile from the stored leaf hashes, and the roots of the checkpoints, but can't sign them. */
  readonly rehashTiles: () => Promise<void>;
  readonly drop: () => Promise<void>;
};

const SALT_KEY = Buffer.alloc(32, 5);
const SEAL_KEY = new Uint8Array(32).fill(6);

export const testSeal = createLeafSeal(SEAL_KEY);

/** The id of the event at a position. */
export function testEventId(position: number): string {
  const hex = createHash('sha256').update(`event ${position}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function saltOfTestEvent(id: string): Uint8Array {
  return createHmac('sha256', SALT_KEY).update(id).digest();
}

/** The body that was logged at a position. */
export function testBody(position: number): JsonObject {
  return {
    amountMinor: 100_000 + position,
    outcome: position % 2 === 0 ? 'approve' : 'decline',
    note: '"借款" 😀',
  };
}

/** An empty log in a database. */
export async function createTestLog(database: TestDatabase): Promise<TestLog> {
  const { pool } = database;
  const notesFolder = await mkdtemp(join(tmpdir(), 'plimsoll-notes-'));
  const signer = createSigner({ name: 'plimsoll.test/log', ...ed25519FromSeed(new Uint8Array(32).fill(1)) });
  const erased = new Set<string>();
  let size = 0;
  const opener: Opener = {
    open: async (events) =>
      events.map((event) => {
        const isErased = event.kind !== 'person.erased' && erased.has(event.subject ?? '');
        const body = JSON.parse(event.body) as JsonObject;
        return { kind: 'open', salt: saltOfTestEvent(event.id), body, personal: isErased ? 'erased' : null };
      }),
  };
  const attack = async (...statements: readonly string[]): Promise<void> => {
    await pool.query('ALTER TABLE event DISABLE TRIGGER USER');
    await pool.query('ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER');
    for (const statement of statements) await pool.query(statement);
    await pool.query('ALTER TABLE event ENABLE TRIGGER USER');
    await pool.query('ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER');
  };
  const append = async (events: readonly StoredEvent[]): Promise<void> => {
    await insertEvents(pool, events);
    size += events.length;
    await pool.query('UPDATE log_head SET size = $1', [size]);
  };
  const rehashLeaves = async (): Promise<void> => {
    await attack(
      ...(await readEvents(pool, { from: 0, count: size })).map((event) => {
        const hash = Buffer.from(leafHash(leafOf(event))).toString('hex');
        return `UPDATE event SET leaf_hash = '\\x${hash}' WHERE position = ${event.position}`;
      }),
    );
  };
  return {
    pool,
    signer,
    notesFolder,
    opener,
    erased,
    attack,
    rehashLeaves,
    rehashTiles: async () => rehash(pool, attack),
    append: async (count) => append(Array.from({ length: count }, (_, at) => makeEvent(size + at))),
    appendErasure: async (subject) => {
      const event = makeEvent(size);
      const named = { ...event, stream: `person:${subject}`, version: 1, kind: 'person.erased', subject };
      await append([{ ...named, leafHash: leafHash(leafOf(named)) }]);
    },
    integrate: async (parts) => integrate(pool, { signer, seal: testSeal, notesFolder, ...parts }),
    verify: async (parts) => verifyLog(pool, { key: signer, opener, seal: testSeal, notesFolder, ...parts }),
    drop: async () => {
      await rm(notesFolder, { recursive: true });
      await database.drop();
    },
  };
}

function makeEvent(position: number): StoredEvent {
  const id = testEventId(position);
  const stream = Math.floor(position / 3);
  const subject = stream % 3 === 0 ? `person-${stream}` : null;
  const body = testBody(position);
  const named = {
    position,
    id,
    stream: `application:${stream}`,
    version: (position % 3) + 1,
    kind: 'application.decided',
    bookedAt: new Date(Date.UTC(2026, 0, 15) + position * 1001).toISOString(),
    effectiveDay: '2026-01-15',
    actor: 'key:test',
    subject,
    policyHash: 'hash-of-policy',
    modelId: null,
    commitment: Buffer.from(commit(saltOfTestEvent(id), body), 'hex'),
    body: canonicalize(body),
    sealed: null,
  };
  return { ...named, leafHash: leafHash(leafOf({ ...named, leafHash: new Uint8Array(0) })) };
}

async function insertEvents(pool: pg.Pool, events: readonly StoredEvent[]): Promise<void> {
  const column = <T>(read: (event: StoredEvent) => T): readonly T[] => events.map(read);
  await pool.query(
    `INSERT INTO event (position, id, stream, version, kind, booked_at, effective_day, actor, subject, policy_hash,
                        model_id, commitment, leaf_hash, body)
     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::timestamptz[], $7::date[],
                          $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[], $13::bytea[], $14::text[])`,
    [
      column(({ position }) => position),
      column(({ id }) => id),
      column(({ stream }) => stream),
      column(({ version }) => version),
      column(({ kind }) => kind),
      column(({ bookedAt }) => bookedAt),
      column(({ effectiveDay }) => effectiveDay),
      column(({ actor }) => actor),
      column(({ subject }) => subject),
      column(({ policyHash }) => policyHash),
      column(({ modelId }) => modelId),
      column(({ commitment }) => Buffer.from(commitment)),
      column(({ leafHash: hash }) => Buffer.from(hash)),
      column(({ body }) => body),
    ],
  );
}

async function rehash(pool: pg.Pool, attack: TestLog['attack']): Promise<void> {
  const { rows } = await pool.query<{ leaf_hash: Buffer }>('SELECT leaf_hash FROM event ORDER BY position');
  const hashes = rows.map(({ leaf_hash: hash }) => hash);
  await writeTiles(pool, growTiles(emptyEdge, hashes).tiles);
  const sizes = await pool.query<{ size: number }>('SELECT size FROM ledger_checkpoint');
  await attack(
    ...sizes.rows.map(({ size }) => {
      const root = Buffer.from(edgeRoot(growTiles(emptyEdge, hashes.slice(0, size)).edge)).toString('hex');
      return `UPDATE ledger_checkpoint SET root = '\\x${root}' WHERE size = ${size}`;
    }),
  );
}
