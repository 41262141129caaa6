/** What can be wrong with the policy that a server is to start with. */
export type PolicyShelfFaultCode =
  | 'policy_unreadable'
  | 'policy_has_errors'
  | 'policy_model_unusable'
  | 'catalogue_unreadable'
  | 'policy_not_published';

/** A fault with a code that never changes and a sentence for the operator. */
export class PolicyShelfFault extends Error {
  readonly code: PolicyShelfFaultCode;
  constructor(code: PolicyShelfFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PolicyShelfFault';
    this.code = code;
  }
}
