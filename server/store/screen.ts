/**
 * Why a batch was refused: asks the database, once for the whole batch, which of its requests can't be written and
 * gives each its answer. Whoever isn't named here may be tried again.
 */
import type pg from 'pg';
import { assert } from '@plimsoll/core/base';
import { type Prepared, subjectsInUse } from './append-statement.ts';
import type { Appended, Reply } from './request.ts';
import { readObject } from './sealed-event.ts';

/** The answers of those requests that are settled; index of the batch → answer. */
export type Verdicts = ReadonlyMap<number, Appended>;

/** Screens a batch: idempotency first (a replay is also stale), then versions, then persons. */
export async function screen(pool: pg.Pool, batch: readonly Prepared[]): Promise<Verdicts> {
  const verdicts = new Map<number, Appended>();
  for (const find of [findAnswered, findStale, findUnusable, findChanged]) {
    for (const [index, verdict] of await find(pool, batch)) {
      if (!verdicts.has(index)) verdicts.set(index, verdict);
    }
  }
  return verdicts;
}

type Kept = {
  readonly ord: number;
  readonly request_hash: Buffer;
  readonly status: number;
  readonly reply: string;
};

/** The verdict on a request whose key was used before. */
export function judgeKey(
  asked: Uint8Array,
  kept: { readonly requestHash: Uint8Array; readonly reply: Reply },
): Appended {
  return Buffer.from(asked).equals(kept.requestHash)
    ? { kind: 'replayed', reply: kept.reply }
    : { kind: 'idempotency_conflict' };
}

/** The answer kept for a key of an actor; null when there is none. */
export async function readAnswer(
  pool: pg.Pool,
  actor: string,
  key: string,
): Promise<{ readonly requestHash: Uint8Array; readonly reply: Reply } | null> {
  const { rows } = await pool.query<Omit<Kept, 'ord'>>({
    name: 'answer-by-key',
    text: 'SELECT request_hash, status, reply FROM idempotency WHERE actor = $1 AND key = $2',
    values: [actor, key],
  });
  const [row] = rows;
  return row === undefined ? null : { requestHash: row.request_hash, reply: replyOf(row) };
}

async function findAnswered(pool: pg.Pool, batch: readonly Prepared[]): Promise<Verdicts> {
  const { rows } = await pool.query<Kept>(
    `SELECT k.ord::int, i.request_hash, i.status, i.reply
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(actor, key, ord)
     JOIN idempotency AS i ON i.actor = k.actor AND i.key = k.key`,
    [batch.map(({ actor }) => actor), batch.map(({ idempotency }) => idempotency?.key ?? null)],
  );
  const verdicts = new Map<number, Appended>();
  for (const row of rows) {
    const asked = batch[row.ord - 1]?.idempotency?.requestHash;
    assert(asked !== undefined, 'a request that carries the key');
    verdicts.set(row.ord - 1, judgeKey(asked, { requestHash: row.request_hash, reply: replyOf(row) }));
  }
  return verdicts;
}

async function findStale(pool: pg.Pool, batch: readonly Prepared[]): Promise<Verdicts> {
  const asked = batch.flatMap(({ expected }, index) => expected.map((one) => ({ ...one, index })));
  const { rows } = await pool.query<{ stream: string; version: number }>(
    'SELECT stream, max(version) AS version FROM event WHERE stream = ANY($1::text[]) GROUP BY stream',
    [asked.map(({ stream }) => stream)],
  );
  const versions = new Map(rows.map(({ stream, version }) => [stream, version]));
  const stale = asked.filter(({ stream, version }) => (versions.get(stream) ?? 0) !== version);
  return new Map(stale.map(({ index, stream }) => [index, { kind: 'stale_version', stream }]));
}

/** Persons who were erased, or who exist nowhere. */
async function findUnusable(pool: pg.Pool, batch: readonly Prepared[]): Promise<Verdicts> {
  const named = batch.flatMap((request, index) => {
    const { persons } = request;
    const created = new Set(
      persons.filter(({ creation }) => creation !== null).map(({ subject }) => subject),
    );
    return subjectsInUse(request).map((subject) => ({ subject, index, isCreated: created.has(subject) }));
  });
  const { rows } = await pool.query<{ subject: string; erased: boolean }>(
    'SELECT subject, erased_at IS NOT NULL AS erased FROM person WHERE subject = ANY($1::text[])',
    [named.map(({ subject }) => subject)],
  );
  const erased = new Map(rows.map((row) => [row.subject, row.erased]));
  const unusable = named.filter(({ subject, isCreated }) => erased.get(subject) ?? !isCreated);
  return new Map(unusable.map(({ index, subject }) => [index, { kind: 'person_erased', subject }]));
}

/** New persons whose identity has got another subject meanwhile. */
async function findChanged(pool: pg.Pool, batch: readonly Prepared[]): Promise<Verdicts> {
  const created = batch.flatMap(({ persons }, index) =>
    persons.flatMap(({ subject, creation }) =>
      creation === null ? [] : [{ subject, index, idBlind: creation.idBlind }],
    ),
  );
  const { rows } = await pool.query<{ ord: number; subject: string }>(
    `SELECT k.ord::int, p.subject FROM unnest($1::bytea[]) WITH ORDINALITY AS k(blind, ord)
     JOIN person AS p ON p.id_blind = k.blind`,
    [created.map(({ idBlind }) => Buffer.from(idBlind))],
  );
  const verdicts = new Map<number, Appended>();
  for (const { ord, subject } of rows) {
    const one = created[ord - 1];
    if (one !== undefined && one.subject !== subject) {
      verdicts.set(one.index, { kind: 'person_changed', subject: one.subject });
    }
  }
  return verdicts;
}

/** An answer as it was kept. */
export function replyOf(row: { readonly status: number; readonly reply: string }): Reply {
  const body = readObject(row.reply);
  assert(body !== null, 'a kept answer is a JSON object');
  return { status: row.status, body };
}
