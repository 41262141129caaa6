import { expect, test } from 'vitest';
import {
  applicationLifecycle,
  applicationStatuses,
  applicationStream,
  type DomainEvent,
  type EventKind,
  eventKinds,
  foldApplication,
  nextStatus,
  personalDataViewed,
  personErased,
} from './index.ts';

const id = '0198c1de-0000-7000-8000-000000000001';

const event = (kind: EventKind, extra: Partial<DomainEvent> = {}): DomainEvent => ({
  stream: applicationStream(id),
  kind,
  effectiveDay: '2026-01-05',
  subject: 'p-1',
  body: {},
  personal: null,
  policyHash: null,
  modelId: null,
  ...extra,
});

const submitted = event('application.submitted', { body: { product: 'personal-instalment' } });
const decided = event('application.decided', {
  body: { outcome: 'refer', reasons: ['THIN_FILE'] },
  policyHash: 'a'.repeat(64),
  modelId: 'starter',
});
const observed = event('application.performance_observed', { body: { performance: 'bad' } });
const viewed = personalDataViewed({ applicationId: id, subject: 'p-1', reason: 'a call', day: '2026-01-06' });

test('[SPN-1] every status can be reached from absent', () => {
  const reached = new Set(['absent']);
  for (let round = 0; round < applicationStatuses.length; round++)
    for (const step of applicationLifecycle) if (reached.has(step.from)) reached.add(step.to);
  expect([...reached].sort()).toEqual([...applicationStatuses].sort());
});

test('[SPN-2] no status and event lead to two', () => {
  const pairs = applicationLifecycle.map((step) => `${step.from} ${step.event}`);
  expect(new Set(pairs).size).toBe(pairs.length);
  for (const step of applicationLifecycle) expect(nextStatus(step.from, step.event)).toBe(step.to);
});

test('[SPN-3] the version is the number of events', () => {
  expect(foldApplication([])).toBeNull();
  const life = [submitted, viewed, decided, viewed, observed, viewed];
  for (let count = 1; count <= life.length; count++)
    expect(foldApplication(life.slice(0, count))?.version).toBe(count);
});

test('[SPN-4] what the lifecycle does not have throws, for every status and kind', () => {
  const histories = {
    absent: [],
    submitted: [submitted],
    decided: [submitted, decided],
    observed: [submitted, decided, observed],
  };
  const pairs = applicationStatuses.flatMap((status) => eventKinds.map((kind) => ({ status, kind })));
  const isAllowed = (pair: (typeof pairs)[number]) => nextStatus(pair.status, pair.kind) !== null;
  const fold = (pair: (typeof pairs)[number]) =>
    foldApplication([...histories[pair.status], event(pair.kind)]);
  for (const pair of pairs.filter((each) => !isAllowed(each)))
    expect(() => fold(pair)).toThrow(`when an application is ${pair.status}`);
  for (const pair of pairs.filter(isAllowed))
    expect(fold(pair)?.status).toBe(nextStatus(pair.status, pair.kind));
  const stranger = { ...decided, stream: applicationStream('other') };
  expect(() => foldApplication([submitted, stranger])).toThrow('one application');
});

test('[SPN-5] a fold holds what its events say', () => {
  const state = foldApplication([submitted, decided, observed]);
  expect(state).toEqual({
    id,
    subject: 'p-1',
    status: 'observed',
    version: 3,
    submitted: { product: 'personal-instalment' },
    decided: { outcome: 'refer', reasons: ['THIN_FILE'] },
    policyHash: 'a'.repeat(64),
    modelId: 'starter',
    performance: 'bad',
  });
  const seen = foldApplication([submitted, decided, observed, viewed]);
  expect(seen).toEqual({ ...state, version: 4 });
});

test('[SPN-6] a reason in free text is sealed, and an erasure says nothing of the person', () => {
  expect(viewed.personal).toEqual({ reason: 'a call' });
  expect(JSON.stringify(viewed.body)).not.toContain('a call');
  expect(personErased({ subject: 'p-1', day: '2026-01-07' })).toEqual({
    stream: 'person:p-1',
    kind: 'person.erased',
    effectiveDay: '2026-01-07',
    subject: 'p-1',
    body: {},
    personal: null,
    policyHash: null,
    modelId: null,
  });
});
