/** The checks of the ledger page, all in the browser: the signature of a checkpoint, and that the log only grew. */
import { fromHex, toHex } from '@plimsoll/core/base';
import { parseVkey, verifyCheckpoint, verifyConsistency } from '@plimsoll/core/ledger';
import type { SeenCheckpoint } from './seen.ts';

export type CheckpointAnswer = {
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly verifierKey: string;
};

/** `signed`: the note verifies with the key and says the same size and root as the answer around it. */
export function checkCheckpoint(answer: CheckpointAnswer): {
  readonly signed: boolean;
  readonly origin: string | null;
} {
  const key = parseVkey(answer.verifierKey);
  if (key === null) return { signed: false, origin: null };
  const { checkpoint } = verifyCheckpoint(answer.note, key);
  if (checkpoint === null) return { signed: false, origin: null };
  const isSame = checkpoint.size === answer.size && toHex(checkpoint.root) === answer.root;
  return { signed: isSame, origin: checkpoint.origin };
}

export type Growth = 'first' | 'same' | 'grew' | 'rewritten';

/** What can be said without a proof; null when a proof is needed. */
export function compareSizes(last: SeenCheckpoint | null, now: CheckpointAnswer): Growth | null {
  if (last === null) return 'first';
  if (last.size === now.size) return last.root === now.root ? 'same' : 'rewritten';
  if (last.size > now.size) return 'rewritten';
  // An empty log is a prefix of every log.
  return last.size === 0 ? 'grew' : null;
}

/** Checks a proof that the log at `last` is a prefix of the log at `now`; roots are what the browser holds, not what the proof claims. */
export function checkGrowth(last: SeenCheckpoint, now: CheckpointAnswer, proof: readonly string[]): Growth {
  const oldRoot = fromHex(last.root);
  const newRoot = fromHex(now.root);
  const hashes = proof.map((text) => fromHex(text));
  if (oldRoot === null || newRoot === null || hashes.some((hash) => hash === null)) return 'rewritten';
  const held = verifyConsistency({
    from: last.size,
    to: now.size,
    fromRoot: oldRoot,
    toRoot: newRoot,
    proof: hashes.filter((hash) => hash !== null),
  });
  return held ? 'grew' : 'rewritten';
}
