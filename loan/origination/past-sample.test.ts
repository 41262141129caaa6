import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/core/base';
import { columnOf } from '@plimsoll/core/table';
import type { EventKind, FoldedEvent } from '@plimsoll/loan/spine';
import { createPastSample } from './index.ts';

const event = (id: string, kind: EventKind, body: JsonObject): FoldedEvent => ({
  stream: kind.startsWith('application') ? `application:${id}` : `policy:${id}`,
  kind,
  subject: `person-${id}`,
  body,
  policyHash: null,
  modelId: null,
});

const submitted = (id: string, facts: JsonObject): FoldedEvent =>
  event(id, 'application.submitted', {
    product: 'p',
    amountMinor: 100,
    termMonths: 12,
    purpose: 'car',
    facts,
  });
const decided = (id: string, outcome: string): FoldedEvent =>
  event(id, 'application.decided', { outcome, contextDay: '2026-01-02', grade: 'A', score: 700 });
const observed = (id: string, performance: string): FoldedEvent =>
  event(id, 'application.performance_observed', { performance });

test('[ORG-26] decided applications are rows of what was known at the decision, in the order of submission', () => {
  const reader = createPastSample();
  const events = [
    submitted('a', { income: 5, owner: true, job: 'x' }),
    event('h', 'policy.published', {}),
    submitted('b', { income: { missing: 'no_record' }, owner: false }),
    submitted('c', { income: 7, owner: true }),
    decided('b', 'decline'),
    decided('a', 'approve'),
    observed('a', 'bad'),
  ];
  for (const each of events) reader.take(each);
  const sample = reader.finish();
  expect(sample).toMatchObject({
    ids: ['a', 'b'],
    isAccepted: Uint8Array.of(1, 0),
    performance: ['bad', null],
    undecided: 1,
  });
  const { table } = sample;
  expect(table.columns.map(({ name }) => name)).toEqual([
    'decidedDay',
    'amountMinor',
    'termMonths',
    'product',
    'purpose',
    'income',
    'job',
    'owner',
  ]);
  expect(columnOf(table, 'income')).toMatchObject({
    values: Float64Array.of(5, Number.NaN),
    marks: Uint8Array.of(0, 1),
    markNames: ['no_record'],
  });
  expect(columnOf(table, 'job')).toMatchObject({
    levels: ['x'],
    codes: Int32Array.of(0, -1),
    markNames: ['not_recorded'],
  });
  expect(columnOf(table, 'owner')).toMatchObject({ levels: ['false', 'true'], codes: Int32Array.of(1, 0) });
  expect(columnOf(table, 'decidedDay')).toMatchObject({ values: Float64Array.of(20_455, 20_455) });
});
