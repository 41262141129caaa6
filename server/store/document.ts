/** Documents of models and reports on them, beside the log under the SHA-256 of their text, which events name them by. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { StoreFault } from './fault.ts';

/** Keeps a text and returns its hash; one that is there already is left as it is. */
export async function writeDocument(pool: pg.Pool, text: string): Promise<string> {
  const sha256 = hashOf(text);
  await pool.query('INSERT INTO model_document (sha256, body) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    sha256,
    text,
  ]);
  return sha256;
}

/** The text of a hash; null when there is none. Faults with `document_altered` when it is not the one that was kept. */
export async function readDocument(pool: pg.Pool, sha256: string): Promise<string | null> {
  const { rows } = await pool.query<{ body: string }>('SELECT body FROM model_document WHERE sha256 = $1', [
    sha256,
  ]);
  const text = rows[0]?.body ?? null;
  if (text !== null && hashOf(text) !== sha256)
    throw new StoreFault('document_altered', `the document ${sha256} is not what its hash says`);
  return text;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
