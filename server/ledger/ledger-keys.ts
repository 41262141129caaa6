/** The keys of the ledger out of the keys of this Plimsoll: who signs, what seals leaves, and how others check. */
import { createSigner, formatVkey, type NoteSigner } from '@plimsoll/core/ledger';
import type { Keys } from '@plimsoll/server/keys';
import { createLeafSeal, type LeafSeal } from './leaf-seal.ts';

export type LedgerKeys = {
  readonly signer: NoteSigner;
  readonly seal: LeafSeal;
  /** The public key as text, for whoever checks receipts. */
  readonly vkey: string;
};

/** `origin`: the name of this log, without spaces and plus, such as `lender.example/log`. Keep it for ever. */
export function ledgerKeys(keys: Keys, origin: string): LedgerKeys {
  const signer = createSigner({ name: origin, publicKey: keys.publicKey, sign: keys.sign });
  return { signer, seal: createLeafSeal(keys.blind('ledger', 'leaf seal')), vkey: formatVkey(signer) };
}
