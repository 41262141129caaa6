import type { LoanEventBody, LoanRecord } from '@plimsoll/loan/spine';
import { expect, test } from 'vitest';
import { closeDay } from './day.ts';
import { summaryOf } from './state.ts';
import { dayAt, lifeOf, recordOf, stateOn } from './testing-loan.ts';

const facts = lifeOf({});
const standingOn = (day: string): LoanRecord => ({
  ...recordOf(facts),
  after: summaryOf(stateOn(day, facts)),
});

/** How the loan stands after closing a day; null where the day was quiet. */
function afterClosing(loan: LoanRecord, day: string): LoanEventBody['after'] | null {
  const closed = closeDay(loan, dayAt(day), () => []);
  if (!closed.ok || closed.value === null) throw new Error('a day that can be closed');
  return closed.value.event === null ? null : (closed.value.event.body as unknown as LoanEventBody).after;
}

test('[SRV-25] a quiet day brings nothing, a due day what fell due, and the same day again nothing more', () => {
  const before = standingOn('2026-01-30');
  expect(afterClosing(before, '2026-01-31')).toBeNull();
  const after = afterClosing(before, '2026-02-01');
  expect(after).toMatchObject({ status: 'active', asOf: '2026-02-01', principalMinor: 120_000 });
  expect(after?.dueMinor).toBeGreaterThan(0);
  expect(afterClosing({ ...before, after }, '2026-02-01')).toBeNull();
});

test('[SRV-25] a loan that stands on a later day tells the interest of the day and is not set back', () => {
  const closed = closeDay(standingOn('2026-03-05'), dayAt('2026-01-20'), () => []);
  expect(closed).toMatchObject({ ok: true, value: { event: null, currency: 'CNY' } });
  expect(closed.ok && closed.value?.accruedMinor).toBe(stateOn('2026-01-20', facts).accruedMinor);
  expect(closed.ok && closed.value?.accruedMinor).toBeGreaterThan(0);
});

test('[SRV-25] before a loan was opened there is nothing to close', () => {
  expect(closeDay(recordOf(facts), dayAt('2025-12-31'), () => [])).toEqual({ ok: true, value: null });
});
