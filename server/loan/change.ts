/** A change of a loan, from its id to the event: whoever books a fact, over HTTP or from a payment, comes through here. */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { decideLoan, type LoanCommand } from '@plimsoll/loan/servicing';
import { type DomainEvent, loanStream } from '@plimsoll/loan/spine';
import { readStream } from '@plimsoll/server/store';
import type pg from 'pg';
import { agreementOf } from './agreement.ts';
import { books } from './books.ts';
import { readLoan, type StoredLoan } from './loan-table.ts';
import type { LoanShelf } from './shelf.ts';

export type Change = {
  readonly command: LoanCommand;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly factId: string;
};
export type DecidedChange = { readonly stored: StoredLoan; readonly event: DomainEvent };

/**
 * Decides a change; the event is appended under `stored.version`. Refuses `loan_not_found`, what `decideLoan` refuses, and
 * (`contract_not_signed`, LNS-8) a first disbursement before the contract was signed where the product asks for it.
 */
export async function decideChange(
  { pool, loans }: { readonly pool: pg.Pool; readonly loans: LoanShelf },
  id: string,
  { command, today, factId }: Change,
): Promise<Result<DecidedChange>> {
  const stored = await readLoan(pool, id);
  if (stored === null) return refuse('loan_not_found', 'LNS-2', { id });
  const event = decideLoan(stored.record, command, { today, factId, books });
  if (!event.ok) return event;
  if (command.deed.kind === 'disbursed' && (await isUnsigned(pool, loans, stored)))
    return refuse('contract_not_signed', 'LNS-8', { problem: 'the product asks for it', party: 'borrower' });
  return ok({ stored, event: event.value });
}

/** A product that is no longer sold is taken to ask for signatures. */
async function isUnsigned(pool: pg.Pool, { find }: LoanShelf, { record }: StoredLoan): Promise<boolean> {
  const [opened] = record.facts;
  const product = opened?.kind === 'opened' ? find(opened.product) : null;
  if (product !== null && !product.signing.isRequired) return false;
  return agreementOf(await readStream(pool, loanStream(record.id))).signedAtMs === null;
}
