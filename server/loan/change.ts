/** A change of a loan, from its id to the event: whoever books a fact, over HTTP or from a payment, comes through here. */
import { ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { coverageOf, type LoanSecurity, refusalOfSecurity } from '@plimsoll/loan/origination';
import { decideLoan, type LoanCommand } from '@plimsoll/loan/servicing';
import {
  type DomainEvent,
  holdingOf,
  type LimitHolding,
  type LoanEventBody,
  type LoanRecord,
  loanStream,
} from '@plimsoll/loan/spine';
import { readStream, type StreamAppend } from '@plimsoll/server/store';
import type pg from 'pg';
import { agreementOf } from './agreement.ts';
import { books } from './books.ts';
import { decideLimits, type LimitMove } from './limit.ts';
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
 * beyond a limit, and where the product asks for it one before the contract was signed (`contract_not_signed`) or the
 * loan covered (`security_short`).
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
  const refusal = command.deed.kind === 'disbursed' ? await refusalOfPayout({ pool, loans }, stored) : null;
  if (refusal !== null) return refusal;
  const { record, version } = stored;
  const kind = command.deed.kind === 'disbursed' ? 'hold' : 'record';
  const limits = await moveLimits({ pool, loans }, { record, event: event.value, day: today, kind });
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

/** The limits of the borrower, of the guarantors and of their groups, by what the loan holds after an event. */
async function moveLimits(
  { pool, loans }: Ports,
  { record, event, day, kind }: Move,
): Promise<Result<readonly StreamAppend[]>> {
  const [opened] = record.facts;
  if (record.subject === null || opened?.kind !== 'opened') return ok([]);
  const { after } = event.body as unknown as LoanEventBody;
  const holding = holdingOf(record.id, opened, after);
  const own: LimitMove = { subject: record.subject, day, kind, holdings: [holding] };
  if (loans.find(opened.product)?.security !== 'guarantee') return decideLimits(pool, [own]);
  const { security } = agreementOf(await readStream(pool, loanStream(record.id)));
  return decideLimits(pool, [own, ...guaranteeMoves(security, holding, { day, kind: 'record' })]);
}

/** What guarantors hold of their own limits: what they stand for, at most what the loan still may come to. */
export function guaranteeMoves(
  { guarantees }: LoanSecurity,
  loan: LimitHolding,
  { day, kind }: Pick<LimitMove, 'day' | 'kind'>,
): readonly LimitMove[] {
  const most = loan.reservedMinor + loan.usedMinor;
  return guarantees.map(({ guarantor, amountMinor }) => {
    const reservedMinor = Math.min(amountMinor, most);
    const holding = { ...loan, kind: 'guarantee', reservedMinor, usedMinor: 0, untilDay: null } as const;
    return {
      subject: guarantor,
      day,
      kind,
      holdings: [{ ...holding, id: `loan-guarantee:${loan.id}:${guarantor}` }],
    };
  });
}

/** Why nothing may be paid out yet: not signed, not covered. A product that is no longer sold is taken to ask for signatures. */
async function refusalOfPayout({ pool, loans }: Ports, { record }: StoredLoan): Promise<Refusal | null> {
  const [opened] = record.facts;
  const product = opened?.kind === 'opened' ? loans.find(opened.product) : null;
  if (product !== null && !product.signing.isRequired && product.security === 'none') return null;
  const { signedAtMs, security } = agreementOf(await readStream(pool, loanStream(record.id)));
  if (signedAtMs === null && product?.signing.isRequired !== false)
    return refuse('contract_not_signed', 'LNS-8', { problem: 'the product asks for it', party: 'borrower' });
  if (opened?.kind !== 'opened' || record.after === null || product === null) return null;
  const { amountMinor } = opened;
  return refusalOfSecurity(
    product.security,
    security,
    coverageOf(security, { amountMinor, after: record.after }),
  );
}
