/** A change of a loan, from its id to the event: whoever books a fact, over HTTP or from a payment, comes through here. */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { decideLoan, type LoanCommand } from '@plimsoll/loan/servicing';
import {
  type DomainEvent,
  holdingOf,
  type LoanEventBody,
  type LoanRecord,
  loanStream,
} from '@plimsoll/loan/spine';
import { readStream, type StreamAppend } from '@plimsoll/server/store';
import type pg from 'pg';
import { agreementOf } from './agreement.ts';
import { books } from './books.ts';
import { decideLimits } from './limit.ts';
import { readLoan, type StoredLoan } from './loan-table.ts';
import type { LoanShelf } from './shelf.ts';

export type Change = {
  readonly command: LoanCommand;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly factId: string;
};
export type DecidedChange = {
  readonly stored: StoredLoan;
  readonly event: DomainEvent;
  /** All that is appended, or nothing of it: the loan's event, and those of the limits that it moves. */
  readonly streams: readonly StreamAppend[];
};

type Ports = { readonly pool: pg.Pool; readonly loans: LoanShelf };

/**
 * Decides a change of a loan and of the limits that it moves. Refuses `loan_not_found`, what `decideLoan` refuses, a draw
 * beyond a limit, and (`contract_not_signed`, LNS-8) one before the contract was signed where the product asks for it.
 */
export async function decideChange(
  { pool, loans }: Ports,
  id: string,
  { command, today, factId }: Change,
): Promise<Result<DecidedChange>> {
  const stored = await readLoan(pool, id);
  if (stored === null) return refuse('loan_not_found', 'LNS-2', { id });
  const event = decideLoan(stored.record, command, { today, factId, books });
  if (!event.ok) return event;
  if (command.deed.kind === 'disbursed' && (await isUnsigned(pool, loans, stored)))
    return refuse('contract_not_signed', 'LNS-8', { problem: 'the product asks for it', party: 'borrower' });
  const { record, version } = stored;
  const limits = await moveLimits(pool, {
    record,
    event: event.value,
    day: today,
    kind: command.deed.kind === 'disbursed' ? 'hold' : 'record',
  });
  if (!limits.ok) return limits;
  const own = { stream: event.value.stream, expectedVersion: version, events: [event.value] };
  return ok({ stored, event: event.value, streams: [own, ...limits.value] });
}

type Move = {
  readonly record: LoanRecord;
  readonly event: DomainEvent;
  readonly day: string;
  readonly kind: 'hold' | 'record';
};

/** The limits of the borrower and their groups, by what the loan holds after an event. */
async function moveLimits(
  pool: pg.Pool,
  { record, event, day, kind }: Move,
): Promise<Result<readonly StreamAppend[]>> {
  const [opened] = record.facts;
  if (record.subject === null || opened?.kind !== 'opened') return ok([]);
  const { after } = event.body as unknown as LoanEventBody;
  const holdings = [holdingOf(record.id, opened, after)];
  return decideLimits(pool, { subject: record.subject, day, kind, holdings });
}

/** A product that is no longer sold is taken to ask for signatures. */
async function isUnsigned(pool: pg.Pool, { find }: LoanShelf, { record }: StoredLoan): Promise<boolean> {
  const [opened] = record.facts;
  const product = opened?.kind === 'opened' ? find(opened.product) : null;
  if (product !== null && !product.signing.isRequired) return false;
  return agreementOf(await readStream(pool, loanStream(record.id))).signedAtMs === null;
}
