/** Why loans can't be served: a product, a table of caps or a template, a policy that can't be read. */
export type LoanShelfFaultCode =
  | 'loan_product_unreadable'
  | 'caps_unreadable'
  | 'contract_template_unreadable'
  | 'classification_unreadable';

export class LoanShelfFault extends Error {
  readonly code: LoanShelfFaultCode;

  constructor(code: LoanShelfFaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'LoanShelfFault';
    this.code = code;
  }
}
