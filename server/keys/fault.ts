/** Faults around key files. */

export type KeyFaultCode =
  | 'master_key_missing'
  | 'master_key_unreadable'
  | 'signing_key_unreadable'
  | 'key_wrong';

/** A fault with a code that never changes and a sentence for the operator. Never carries key bytes. */
export class KeyFault extends Error {
  readonly code: KeyFaultCode;
  constructor(code: KeyFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'KeyFault';
    this.code = code;
  }
}
