/** Proofs as callers read them: checkpoints, consistency, receipts (RFC 6962, C2SP signed notes). */
import Type from 'typebox';
import type { Receipt } from '@plimsoll/core/ledger';
import { Hash, Id, shape } from '@plimsoll/api/primitive';

export const CheckpointReply = shape({
  size: Type.Integer({ description: 'Events in the log' }),
  root: Hash,
  note: Type.String({ description: 'The checkpoint as a C2SP signed note' }),
  verifierKey: Type.String({ description: 'The public key in C2SP vkey form' }),
});

export const ConsistencyQuery = shape({
  from: Type.Integer({ minimum: 0 }),
  to: Type.Integer({ minimum: 0 }),
});
export const ConsistencyReply = shape({
  from: Type.Integer(),
  to: Type.Integer(),
  fromRoot: Hash,
  toRoot: Hash,
  proof: Type.Array(Hash),
});

/** Without `opening=whole` an event with personal data stays closed; with it the look is recorded like any other. */
export const ReceiptQuery = shape({ opening: Type.Optional(Type.Literal('whole')) });

/** `opening` (salt and body) only for those who may see the body; null otherwise, or when the person was erased. */
export const ReceiptReply = shape({
  eventId: Id,
  verifierKey: Type.String(),
  receipt: Type.Unsafe<Receipt>({ type: 'object' }),
});
