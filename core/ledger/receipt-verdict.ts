/**
 * Checking a receipt, step by step, so that a person sees each one hold or fail, in their language. The order is that
 * of the argument: this leaf has this hash; the hash leads to a root; the log signed a root; it is the same root; the
 * body is the one that the leaf binds. A step that rests on a failed one is not reached, never assumed.
 */
import {
  canonicalize,
  equalBytes,
  fromHex,
  type JsonObject,
  type JsonValue,
  toHex,
} from '@plimsoll/core/base';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
import { PERSONAL_MEMBER, verifyCommitment } from './commitment.ts';
import { type Hashes, portableHashes } from './hash.ts';
import { leafHash } from './leaf.ts';
import { parseVkey } from './note.ts';
import { rootOfInclusion } from './proof.ts';
import { type Opening, parseReceipt, type Receipt } from './receipt.ts';
import {
  type ReceiptStepCode,
  type ReceiptStepStatus,
  receiptStepTexts,
  type StepText,
} from './receipt-text.ts';

export type ReceiptStep = {
  readonly code: ReceiptStepCode;
  readonly status: ReceiptStepStatus;
  readonly title: StepText;
  /** What this outcome means. */
  readonly detail: StepText;
  /** The hashes and sizes that were looked at. */
  readonly facts: JsonObject;
};

/** `ok`: every step held (an opening may be absent). `opened`: the body was there and is the one that was logged. */
export type ReceiptVerdict = {
  readonly ok: boolean;
  readonly opened: boolean;
  readonly steps: readonly ReceiptStep[];
};

/**
 * Checks a receipt against the log's key, which the reader must have from elsewhere.
 * @param json the receipt as it came, not yet trusted in any way
 * @param vkey the verifier key, `name+id+base64`
 */
export function verifyReceipt(
  json: JsonValue,
  vkey: string,
  hashes: Hashes = portableHashes,
): ReceiptVerdict {
  const receipt = parseReceipt(json);
  if (receipt === null)
    return verdictOf([
      step('receipt_form', 'failed'),
      ...LATER_STEPS.map((code) => step(code, 'not_reached')),
    ]);
  const hash = leafHashOf(receipt, hashes);
  const hashed =
    hash === null ? step('leaf_hash', 'failed') : step('leaf_hash', 'held', { leafHash: toHex(hash) });
  const root = hash === null ? null : rootOf(receipt, hash, hashes);
  const { checkpoint, signed } = checkSignature(receipt, vkey, hashes);
  return verdictOf([
    step('receipt_form', 'held', { index: receipt.index, treeSize: receipt.treeSize }),
    hashed,
    checkInclusion(receipt, hash, root),
    signed,
    matchRoots(receipt, root, checkpoint),
    checkOpening(receipt, hash, hashes),
  ]);
}

const LATER_STEPS: readonly ReceiptStepCode[] = [
  'leaf_hash',
  'inclusion',
  'checkpoint_signature',
  'root_match',
  'commitment_opening',
];

function leafHashOf(receipt: Receipt, hashes: Hashes): Uint8Array | null {
  try {
    return leafHash(receipt.leaf, hashes);
  } catch {
    // The form is good, so only the length can be wrong: a leaf that no log holds.
    return null;
  }
}

function rootOf(receipt: Receipt, hash: Uint8Array, hashes: Hashes): Uint8Array | null {
  const proof = receipt.inclusion.map((text) => fromHex(text) ?? new Uint8Array(0));
  return rootOfInclusion({ leafHash: hash, index: receipt.index, size: receipt.treeSize, proof }, hashes);
}

function checkInclusion(receipt: Receipt, hash: Uint8Array | null, root: Uint8Array | null): ReceiptStep {
  if (hash === null) return step('inclusion', 'not_reached');
  const facts = { index: receipt.index, treeSize: receipt.treeSize, hashCount: receipt.inclusion.length };
  return root === null
    ? step('inclusion', 'failed', facts)
    : step('inclusion', 'held', { ...facts, root: toHex(root) });
}

function checkSignature(
  receipt: Receipt,
  vkey: string,
  hashes: Hashes,
): { readonly checkpoint: Checkpoint | null; readonly signed: ReceiptStep } {
  const key = parseVkey(vkey, hashes);
  if (key === null)
    return { checkpoint: null, signed: step('checkpoint_signature', 'failed', { reason: 'key_malformed' }) };
  const { verdict, checkpoint } = verifyCheckpoint(receipt.checkpoint, key, { hashes });
  if (checkpoint === null)
    return { checkpoint, signed: step('checkpoint_signature', 'failed', { reason: verdict, key: key.name }) };
  const facts = { origin: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) };
  return { checkpoint, signed: step('checkpoint_signature', 'held', facts) };
}

function matchRoots(receipt: Receipt, root: Uint8Array | null, checkpoint: Checkpoint | null): ReceiptStep {
  if (root === null || checkpoint === null) return step('root_match', 'not_reached');
  const facts = {
    root: toHex(root),
    signedRoot: toHex(checkpoint.root),
    treeSize: receipt.treeSize,
    signedSize: checkpoint.size,
  };
  const isMatch = checkpoint.size === receipt.treeSize && equalBytes(root, checkpoint.root);
  return step('root_match', isMatch ? 'held' : 'failed', facts);
}

function checkOpening(receipt: Receipt, hash: Uint8Array | null, hashes: Hashes): ReceiptStep {
  const { opening, leaf } = receipt;
  if (opening === undefined) return step('commitment_opening', 'not_offered');
  if (hash === null) return step('commitment_opening', 'not_reached');
  const { personal, body } = opening;
  const isOpen =
    opens(leaf.commitment, opening, hashes) &&
    (personal === undefined || opens(personalCommitmentOf(body), personal, hashes));
  return step('commitment_opening', isOpen ? 'held' : 'failed', { commitment: leaf.commitment });
}

function opens(commitment: string | null, { salt, body }: Opening, hashes: Hashes): boolean {
  if (commitment === null || !isCanonicalizable(body)) return false;
  return verifyCommitment(commitment, { salt: fromHex(salt) ?? new Uint8Array(0), body }, hashes);
}

function personalCommitmentOf(body: JsonValue): string | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const commitment = (body as JsonObject)[PERSONAL_MEMBER];
  return typeof commitment === 'string' ? commitment : null;
}

/** A body of outside may hold what no logged body can: lone surrogates, or deeper nesting than is written. */
function isCanonicalizable(body: JsonValue): boolean {
  try {
    canonicalize(body);
    return true;
  } catch {
    return false;
  }
}

function step(code: ReceiptStepCode, status: ReceiptStepStatus, facts: JsonObject = {}): ReceiptStep {
  const { title, ...details } = receiptStepTexts[code];
  return { code, status, title, detail: details[status], facts };
}

function verdictOf(steps: readonly ReceiptStep[]): ReceiptVerdict {
  const opening = steps.find(({ code }) => code === 'commitment_opening');
  const isOpened = opening?.status === 'held';
  const ok = steps.every(({ code, status }) =>
    code === 'commitment_opening' ? status === 'held' || status === 'not_offered' : status === 'held',
  );
  return { ok, opened: ok && isOpened, steps };
}
