/** What stands behind a loan, over HTTP: set as a whole, with what guarantors hold of their own limits in the same append. */
import type { SetSecurity } from '@plimsoll/api/loan';
import { assert, type JsonObject, type Refusal, refuse } from '@plimsoll/core/base';
import { coverageOf, type LoanSecurity } from '@plimsoll/loan/origination';
import { holdingOf, loanStream } from '@plimsoll/loan/spine';
import {
  agreementEvent,
  agreementOf,
  decideLimits,
  guaranteeMoves,
  readLoan,
  type StoredLoan,
} from '@plimsoll/server/loan';
import { readStream } from '@plimsoll/server/store';
import { answer, type RoomHandlers, refuseCall } from '../call.ts';
import { decideAndAppend, type Decided } from '../write.ts';
import { dayAt, type LoanPorts } from './ports.ts';

/** The handlers of security. */
export function createSecurity(ports: LoanPorts): Pick<RoomHandlers<'loan'>, 'readSecurity' | 'setSecurity'> {
  const { pool, log, turns } = ports;
  return {
    readSecurity: async ({ params: { id } }) => {
      const stored = await readLoan(pool, id);
      if (stored === null) return refuseCall('loan_not_found', { id });
      const { security } = agreementOf(await readStream(pool, loanStream(id)));
      return answer(present(stored, security));
    },
    setSecurity: async ({ params: { id }, body, caller, idempotency }) =>
      turns([id, ...body.guarantees.map(({ guarantor }) => guarantor)], async () =>
        decideAndAppend<'setSecurity'>({ log, actor: caller.actor, idempotency }, async () =>
          secure(ports, id, body),
        ),
      ),
  };
}

async function secure(ports: LoanPorts, id: string, body: SetSecurity): Promise<Decided> {
  const { pool, clock } = ports;
  const stored = await readLoan(pool, id);
  if (stored === null) return refuseCall('loan_not_found', { id });
  const refusal = await refusalOfGuarantors(ports, stored, body);
  if (refusal !== null) return refusal;
  const nowMs = clock();
  const day = dayAt(nowMs);
  const { record, version } = stored;
  const opened = openingOf(stored);
  assert(record.after !== null, 'a loan that was opened');
  const before = agreementOf(await readStream(pool, loanStream(id))).security;
  const none = { ...holdingOf(id, opened, record.after), reservedMinor: 0, usedMinor: 0 };
  const gone = before.guarantees.filter(
    ({ guarantor }) => !body.guarantees.some((each) => each.guarantor === guarantor),
  );
  const limits = await decideLimits(pool, [
    ...guaranteeMoves({ collateral: [], guarantees: gone }, none, { day, kind: 'record' }),
    ...guaranteeMoves(body, holdingOf(id, opened, record.after), { day, kind: 'hold' }),
  ]);
  if (!limits.ok) return limits;
  const part = { day, body: { security: body } as unknown as JsonObject, personal: null };
  const event = agreementEvent(record, 'loan.secured', part);
  const own = { stream: event.stream, expectedVersion: version, events: [event] };
  const reply = { status: 200, body: present(stored, body) };
  return { ok: true, value: { bookedAtMs: nowMs, streams: [own, ...limits.value], persons: [], reply } };
}

/** Other people than the borrower, known here, each once. */
async function refusalOfGuarantors(
  { log }: LoanPorts,
  { record }: StoredLoan,
  { guarantees }: SetSecurity,
): Promise<Refusal | null> {
  const names = guarantees.map(({ guarantor }) => guarantor);
  const known = await log.readPersonKeys(names);
  const no = (guarantor: string, problem: string) =>
    refuse('guarantor_unsuitable', 'LNS-12', { guarantor, problem });
  for (const [index, name] of names.entries()) {
    if (name === record.subject) return no(name, 'it is the borrower');
    if (!known.has(name)) return no(name, 'there is no such person');
    if (names.indexOf(name) !== index) return no(name, 'named twice');
  }
  return null;
}

function openingOf({ record }: StoredLoan) {
  const [opened] = record.facts;
  assert(opened?.kind === 'opened', 'the first fact of a loan opens it');
  return opened;
}

function present(stored: StoredLoan, { collateral, guarantees }: LoanSecurity) {
  const { record } = stored;
  const { amountMinor, terms } = openingOf(stored);
  assert(record.after !== null, 'a loan that was opened');
  return {
    id: record.id,
    currency: terms.currency,
    collateral: collateral.map((each) => ({ ...each })),
    guarantees: guarantees.map((each) => ({ ...each })),
    ...coverageOf({ collateral, guarantees }, { amountMinor, after: record.after }),
  };
}
