/** One application and what happened to it: its facts, its events, and its decision made again from them. */
import { hash } from 'node:crypto';
import type { ApplicationDetail, ApplicationRow } from '@plimsoll/api/origination';
import { canonicalize, type JsonObject } from '@plimsoll/core/base';
import { reasonText, replayDecision, traceDecision } from '@plimsoll/loan/origination';
import { applicationStream, type ApplicationState, foldApplication } from '@plimsoll/loan/spine';
import type { ShelvedPolicy } from '@plimsoll/server/policy';
import { folded, readStream, type StoredEvent } from '@plimsoll/server/store';
import { answer, type RoomHandlers, refuseCall } from '../call.ts';
import { presentEvent } from '../present-event.ts';
import { findApplication } from './application-table.ts';
import type { OriginationPorts } from './ports.ts';

type History = Pick<
  RoomHandlers<'origination'>,
  'readApplication' | 'listEvents' | 'traceApplication' | 'replayApplication'
>;

/** The handlers that read one application. */
export function createHistory(ports: OriginationPorts): History {
  const { pool, log, shelf } = ports;
  const readPast = async (id: string): Promise<Past | null> => {
    const events = await readStream(pool, applicationStream(id));
    const state = foldApplication(folded(events));
    if (state === null) return null;
    const policy = state.policyHash === null ? null : await shelf.find(state.policyHash);
    return { events, state, policy };
  };
  return {
    readApplication: async ({ params: { id } }) => {
      const [row, past] = await Promise.all([findApplication(pool, id), readPast(id)]);
      if (row === null || past === null) return refuseCall('application_not_found');
      const keys = (await log.readPersonKeys([row.subject])).get(row.subject);
      return answer({ ...row, ...detailOf(past), erased: keys === 'erased' });
    },
    listEvents: async ({ params: { id } }) => {
      const events = await readStream(pool, applicationStream(id));
      return events.length === 0
        ? refuseCall('application_not_found')
        : answer({ rows: events.map(presentEvent) });
    },
    traceApplication: async ({ params: { id } }) => {
      const past = await readPast(id);
      if (past === null) return refuseCall('application_not_found');
      if (past.policy === null) return refuseCall('policy_not_found');
      const traced = traceDecision(past.policy.origination, folded(past.events));
      if (!traced.ok) return traced;
      const outcome = past.state.decided?.outcome ?? 'refer';
      return answer({ id, policyHash: past.policy.hash, outcome, trace: traced.value.trace });
    },
    replayApplication: async ({ params: { id } }) => {
      const past = await readPast(id);
      if (past === null) return refuseCall('application_not_found');
      if (past.policy === null) return refuseCall('policy_not_found');
      const replayed = replayDecision(past.policy.origination, folded(past.events));
      if (!replayed.ok) return replayed;
      const { recorded, recomputed, same, differences, trace } = replayed.value;
      const bytes = { recordedSha256: sha256(recorded), recomputedSha256: sha256(recomputed) };
      return answer({
        id,
        same,
        policyHash: past.policy.hash,
        ...bytes,
        recorded: { ...recorded },
        recomputed: { ...recomputed },
        differences: differences.map((difference) => ({ ...difference })),
        trace,
      });
    },
  };
}

type Past = {
  readonly events: readonly StoredEvent[];
  readonly state: ApplicationState;
  readonly policy: ShelvedPolicy | null;
};

function detailOf({ state, policy }: Past): Omit<ApplicationDetail, keyof ApplicationRow | 'erased'> {
  const { submitted, decided, version } = state;
  return {
    offer: decided?.offer ?? null,
    reasonTexts: (decided?.reasons ?? []).map((code) => ({
      code,
      text: policy === null ? { zh: code, en: code } : { ...reasonText(policy.origination, code) },
    })),
    facts: { ...submitted.facts },
    consents: submitted.consents.map((consent) => ({ ...consent })),
    applicantKind: submitted.applicantKind,
    version,
  };
}

function sha256(body: JsonObject): string {
  return hash('sha256', canonicalize(body), 'hex');
}
