/**
 * Cursors of lists: where a page ended, as an opaque text. A cursor belongs to the filter and order it was made under and
 * is refused under another; a forged one can only point to another place of a list that the caller may read anyway.
 */
import { hash } from 'node:crypto';
import { canonicalize, type JsonObject, type JsonValue } from '@plimsoll/core/base';

/** The value that the list is sorted by (null where a row has none) and the id of the last row. */
export type Place = { readonly value: string | number | null; readonly id: string };

const TAG_LENGTH = 16;
const FORM = /^[A-Za-z0-9_-]{1,400}$/;

/** Writes a cursor. `filter`: all that shapes the list, its order included. */
export function writeCursor(place: Place, filter: JsonObject): string {
  const text = JSON.stringify([tagOf(filter), place.value, place.id]);
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** Reads a cursor; null when it is none, or one of another filter. */
export function readCursor(text: string, filter: JsonObject): Place | null {
  if (!FORM.test(text)) return null;
  const parts = parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || parts.length !== 3) return null;
  const [tag, value, id] = parts as readonly JsonValue[];
  if (tag !== tagOf(filter) || typeof id !== 'string' || id.includes('\0')) return null;
  if (value !== null && typeof value !== 'string' && typeof value !== 'number') return null;
  return { value: value ?? null, id };
}

function tagOf(filter: JsonObject): string {
  return hash('sha256', canonicalize(filter), 'base64url').slice(0, TAG_LENGTH);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
