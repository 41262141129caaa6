/** Whether the log's key is the one this browser saw first. The first key is taken on trust, and the page says so. */
import type { Seen } from './seen.ts';

export type KeyTrust = 'first' | 'same' | 'changed';

export function compareKey(seen: Seen | null, verifierKey: string): KeyTrust {
  if (seen === null) return 'first';
  return seen.verifierKey === verifierKey ? 'same' : 'changed';
}
