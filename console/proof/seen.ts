/** What this browser remembers of the log: its key, and the last checkpoint whose signature held. */
export type SeenCheckpoint = { readonly size: number; readonly root: string; readonly at: string };
export type Seen = { readonly verifierKey: string; readonly checkpoint: SeenCheckpoint | null };

const place = 'plimsoll.ledger.seen';

export function readSeen(): Seen | null {
  const text = localStorage.getItem(place);
  return text === null ? null : parseSeen(text);
}

export function keepSeen(seen: Seen): void {
  localStorage.setItem(place, JSON.stringify(seen));
}

export function forgetSeen(): void {
  localStorage.removeItem(place);
}

/** Reads a remembered state; null when the text is none. */
export function parseSeen(text: string): Seen | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not ours: nothing is remembered.
    return null;
  }
  if (!isRecord(value) || typeof value['verifierKey'] !== 'string') return null;
  const { verifierKey, checkpoint } = value;
  if (checkpoint === null) return { verifierKey, checkpoint };
  if (!isRecord(checkpoint)) return null;
  const { size, root, at } = checkpoint;
  if (!Number.isSafeInteger(size) || typeof root !== 'string' || typeof at !== 'string') return null;
  return { verifierKey, checkpoint: { size: size as number, root, at } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
