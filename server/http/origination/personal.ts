/** Personal data: found by an exact value, shown with a record of who asked and why, destroyed on request. */
import type { Applicant } from '@plimsoll/api/origination';
import {
  applicationStream,
  foldApplication,
  personalDataViewed,
  personErased,
  personStream,
} from '@plimsoll/loan/spine';
import { folded, type Opener, readStream, type StoredEvent } from '@plimsoll/server/store';
import { answer, type Answer, type RoomHandlers, refuseCall } from '../call.ts';
import { decideAndAppend } from '../write.ts';
import { findOfSubjects } from './application-table.ts';
import { dayAt, type OriginationPorts } from './ports.ts';

type Personal = Pick<RoomHandlers<'origination'>, 'searchPerson' | 'revealPersonalData' | 'erasePerson'>;

/** The handlers that touch personal data. */
export function createPersonal(ports: OriginationPorts): Personal {
  const { pool, log, clock } = ports;
  return {
    searchPerson: async ({ body: { field, value } }) => {
      const subjects = await log.findSubjects(field, value);
      return answer({ subject: subjects[0] ?? null, applications: await findOfSubjects(pool, subjects) });
    },
    revealPersonalData: async ({ params: { id }, body: { reason }, caller }) => {
      const opened = createOpened();
      const viewed = await decideAndAppend<'revealPersonalData'>(
        { log, actor: caller.actor, idempotency: null },
        async () => {
          const events = await readStream(pool, applicationStream(id));
          const state = foldApplication(folded(events));
          if (state === null) return refuseCall('application_not_found');
          const { subject, version } = state;
          const person = (await log.readPersonKeys([subject])).get(subject);
          if (person === undefined) return refuseCall('person_not_found');
          if (person === 'erased') return refuseCall('person_erased');
          opened.applicant = await openApplicant(ports.opener, events);
          const view = personalDataViewed({ applicationId: id, subject, reason, day: dayAt(clock()) });
          const stream = { stream: view.stream, expectedVersion: version, events: [view] };
          // The reply that the log keeps holds nothing personal; what is shown goes to the asker alone.
          return {
            ok: true,
            value: { streams: [stream], persons: [person], reply: { status: 200, body: {} } },
          };
        },
      );
      return show(viewed, opened.applicant);
    },
    erasePerson: async ({ params: { id: subject }, caller, idempotency }) =>
      decideAndAppend<'erasePerson'>({ log, actor: caller.actor, idempotency }, async () => {
        const person = (await log.readPersonKeys([subject])).get(subject);
        if (person === undefined) return refuseCall('person_not_found');
        if (person === 'erased') return refuseCall('person_erased');
        const nowMs = clock();
        const event = personErased({ subject, day: dayAt(nowMs) });
        const version = (await readStream(pool, personStream(subject))).length;
        const stream = { stream: event.stream, expectedVersion: version, events: [event] };
        const body = { subject, erasedAt: new Date(nowMs).toISOString() };
        const wish = { bookedAtMs: nowMs, streams: [stream], persons: [], reply: { status: 200, body } };
        return { ok: true, value: wish };
      }),
  };
}

type Opened = { applicant: Applicant | null };

function createOpened(): Opened {
  return { applicant: null };
}

function show(
  viewed: Answer<'revealPersonalData'>,
  applicant: Applicant | null,
): Answer<'revealPersonalData'> {
  if (!viewed.ok) return viewed;
  if (applicant === null) throw new Error('the sealed part of an application does not open');
  return answer({ applicant });
}

/** The applicant of an application, from the sealed part of its first event; null when it doesn't open. */
async function openApplicant(opener: Opener, events: readonly StoredEvent[]): Promise<Applicant | null> {
  const submitted = events.filter(({ kind }) => kind === 'application.submitted');
  const [opened] = await opener.open(submitted);
  if (opened === undefined || opened.kind !== 'open') return null;
  const { body, personal } = opened;
  if (personal === null || personal === 'erased') return null;
  return { kind: body['applicantKind'], ...personal.body } as unknown as Applicant;
}
