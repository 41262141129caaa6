/**
 * The room of proofs over HTTP. Everyone with `ledger:read` may check that the log holds together; what an event says is
 * opened only to those who may read it elsewhere, and personal data only when asked for, with a record of the look.
 */
import type { Scope } from '@plimsoll/api/identity';
import { assertNever, type Result, toHex } from '@plimsoll/core/base';
import { type EventKind, personalDataViewed } from '@plimsoll/loan/spine';
import { type Caller, mayDo } from '@plimsoll/server/identity';
import type { LedgerReader, ReceiptOpening } from '@plimsoll/server/ledger';
import { type Log, type Opener, readEvent, readStream, type StoredEvent } from '@plimsoll/server/store';
import type pg from 'pg';
import { answer, refuseCall, type RoomHandlers } from './call.ts';
import { decideAndAppend } from './write.ts';

export type LedgerPorts = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly reader: LedgerReader;
  readonly opener: Opener;
  /** Takes what is in the log into the tree now, rather than at the next beat. */
  readonly integrateNow: () => Promise<void>;
  readonly verifierKey: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

const APPLICATION = 'application:';

/** The handlers of the room. */
export function createLedgerHandlers(ports: LedgerPorts): RoomHandlers<'ledger'> {
  const { pool, reader, verifierKey, integrateNow } = ports;
  return {
    readCheckpoint: async () => {
      if ((await reader.checkpoint()) === null) await integrateNow();
      const latest = await reader.checkpoint();
      if (latest === null) return refuseCall('receipt_not_ready');
      return answer({ size: latest.size, root: toHex(latest.root), note: latest.note, verifierKey });
    },
    proveConsistency: async ({ query: { from, to } }) => {
      const [fromRoot, toRoot, proof] = await Promise.all([
        reader.rootAt(from),
        reader.rootAt(to),
        prove(reader, from, to),
      ]);
      if (!fromRoot.ok) return fromRoot;
      if (!toRoot.ok) return toRoot;
      if (!proof.ok) return proof;
      return answer({ from, to, fromRoot: fromRoot.value, toRoot: toRoot.value, proof: [...proof.value] });
    },
    readReceipt: async ({ params: { id }, query, caller }) => {
      const event = await readEvent(pool, id);
      if (event === null) return refuseCall('event_not_found');
      const isWhole = query.opening === 'whole';
      if (isWhole && event.sealed !== null && !mayDo(caller, 'personal_data:read'))
        return refuseCall('forbidden', { scope: 'personal_data:read', role: caller.role });
      const mayOpen = mayDo(caller, scopeOf(event.kind as EventKind));
      const opening = mayOpen ? await open(ports, event, isWhole ? caller : null) : null;
      const early = await reader.receipt(id, opening);
      const isEarly = !early.ok && early.code === 'receipt_not_ready';
      if (isEarly) await integrateNow();
      const receipt = isEarly ? await reader.receipt(id, opening) : early;
      return receipt.ok ? answer({ eventId: id, verifierKey, receipt: receipt.value }) : receipt;
    },
  };
}

/** The empty log is the beginning of every log; there is nothing to prove. */
async function prove(reader: LedgerReader, from: number, to: number): Promise<Result<readonly string[]>> {
  return from === 0 ? { ok: true, value: [] } : reader.consistencyProof(from, to);
}

/** The scope with which the body of an event can be read elsewhere. */
function scopeOf(kind: EventKind): Scope {
  if (/^(?:loan|payment|day)\./.test(kind)) return 'loans:read';
  switch (kind as Exclude<EventKind, `${'loan' | 'payment' | 'day'}.${string}`>) {
    case 'application.submitted':
    case 'application.decided':
    case 'application.performance_observed':
    case 'personal_data.viewed':
    case 'person.erased':
      return 'applications:read';
    case 'policy.published':
      return 'policies:read';
    case 'model.drafted':
    case 'model.validated':
    case 'model.approved':
    case 'model.made_live':
    case 'model.retired':
    case 'model.rejected':
      return 'models:read';
    default:
      return assertNever(kind as never);
  }
}

/** Opens an event: its public body, and for a caller who asks for the whole, the personal part once the look is recorded. */
async function open(
  ports: LedgerPorts,
  event: StoredEvent,
  wholeFor: Caller | null,
): Promise<ReceiptOpening | null> {
  const isPersonalShown =
    wholeFor !== null && event.sealed !== null && (await recordLook(ports, event, wholeFor));
  const [opened] = await ports.opener.open([event]);
  if (opened === undefined || opened.kind !== 'open') return null;
  const { salt, body, personal } = opened;
  const outer = { salt: toHex(salt), body };
  if (!isPersonalShown || personal === null || personal === 'erased') return outer;
  return { ...outer, personal: { salt: toHex(personal.salt), body: personal.body } };
}

async function recordLook(
  { pool, log, clock }: LedgerPorts,
  event: StoredEvent,
  caller: Caller,
): Promise<boolean> {
  const { subject, stream } = event;
  if (subject === null || !stream.startsWith(APPLICATION)) return false;
  const applicationId = stream.slice(APPLICATION.length);
  const recorded = await decideAndAppend<'revealPersonalData'>(
    { log, actor: caller.actor, idempotency: null },
    async () => {
      const person = (await log.readPersonKeys([subject])).get(subject);
      if (person === undefined || person === 'erased') return refuseCall('person_erased');
      const day = new Date(clock()).toISOString().slice(0, 10);
      const view = personalDataViewed({
        applicationId,
        subject,
        reason: `receipt of event ${event.id}`,
        day,
      });
      const expectedVersion = (await readStream(pool, stream)).length;
      const reply = { status: 200, body: {} };
      return {
        ok: true,
        value: { streams: [{ stream, expectedVersion, events: [view] }], persons: [person], reply },
      };
    },
  );
  return recorded.ok;
}
