import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDay } from '@plimsoll/core/calendar';
import { readPolicy } from '@plimsoll/core/dmn';
import type { PaymentEventBody, PaymentOrder } from '@plimsoll/loan/spine';
import {
  decidePayment,
  foldPayment,
  type KnownPayment,
  type PaymentCommand,
  type PaymentState,
  paymentLifecycle,
  reconcile,
  retryDayOf,
  signedAmount,
  type StatementLine,
} from './index.ts';

const TODAY = '2026-03-02';
const order: PaymentOrder = {
  purpose: 'debit',
  loan: 'loan-1',
  amountMinor: 12_345,
  currency: 'CNY',
  day: TODAY,
};
const settled = { kind: 'settled', reference: 'bank-7', settledDay: '2026-03-03' } as const;

/** The state after commands; a code where one is refused. */
function after(...commands: readonly PaymentCommand[]): PaymentState | string {
  let state: PaymentState | null = null;
  let version = 0;
  for (const command of commands) {
    const decided = decidePayment(state, command, TODAY);
    if (!decided.ok) return decided.code;
    if (decided.value === null) continue;
    version += 1;
    state = foldPayment('p1', [{ version, body: decided.value.body as unknown as PaymentEventBody }]);
  }
  return state ?? 'none';
}
const instruct: PaymentCommand = { kind: 'instruct', id: 'p1', order };
const report = (
  answer: Extract<PaymentCommand, { kind: 'report' }>['answer'],
  retryDay: string | null = null,
) => ({ kind: 'report', answer, retryDay }) as const;

test('[PAY-1] a payment is ordered once, for an amount', () => {
  expect(after(instruct)).toMatchObject({ status: 'instructed', attempt: 1, version: 1 });
  expect(after(instruct, instruct)).toBe('payment_exists');
  const wrong = { ...instruct, order: { ...order, amountMinor: 0.5 } };
  expect(after(wrong)).toBe('amount_impossible');
});

test('[PAY-2] every status can be reached, and nothing leads out of settled and failed', () => {
  const reached = new Set<string>(['absent']);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { from, to } of paymentLifecycle) if (reached.has(from)) reached.add(to);
  }
  expect([...reached].toSorted()).toEqual([
    'absent',
    'failed',
    'instructed',
    'settled',
    'unknown',
    'waiting',
  ]);
  expect(paymentLifecycle.some(({ from }) => from === 'settled' || from === 'failed')).toBe(false);
  expect(after(instruct, report(settled), report({ kind: 'failed', failure: 'account_closed' }))).toBe(
    'payment_move_not_allowed',
  );
  expect(after(report(settled))).toBe('payment_not_found');
  expect(after(instruct, { kind: 'retry' })).toBe('payment_move_not_allowed');
});

test('[PAY-3] the same answer again is nothing new, and no answer is unknown under the same attempt', () => {
  expect(after(instruct, report(settled), report(settled))).toMatchObject({ status: 'settled', version: 2 });
  const unknown = after(instruct, report({ kind: 'unknown' }), report({ kind: 'unknown' }));
  expect(unknown).toMatchObject({ status: 'unknown', attempt: 1, version: 2 });
  expect(after(instruct, report({ kind: 'unknown' }), report(settled))).toMatchObject({
    status: 'settled',
    reference: 'bank-7',
    settledDay: '2026-03-03',
  });
});

test('[PAY-4] a failed debit is tried again on the day of the policy, as another attempt, or given up', async () => {
  const xml = await readFile(new URL('../../policies/debit/policy.dmn', import.meta.url), 'utf8');
  const policy = await readPolicy(xml);
  if (!policy.ok) throw new Error(policy.code);
  const today = parseDay(TODAY);
  if (today === null) throw new Error(TODAY);
  const dayOf = (failure: string, attempt: number) => {
    const found = retryDayOf(policy.value, { failure, attempt }, today);
    return found.ok ? found.value : found.code;
  };
  expect([1, 2, 3, 5, 6].map((attempt) => dayOf('insufficient_funds', attempt))).toEqual([
    '2026-03-03',
    '2026-03-03',
    '2026-03-07',
    '2026-03-07',
    null,
  ]);
  expect(dayOf('account_closed', 1)).toBeNull();
  const failed = report({ kind: 'failed', failure: 'insufficient_funds' }, '2026-03-03');
  expect(after(instruct, failed)).toMatchObject({ status: 'waiting', retryDay: '2026-03-03', attempt: 1 });
  expect(after(instruct, failed, { kind: 'retry' })).toMatchObject({
    status: 'instructed',
    attempt: 2,
    retryDay: null,
  });
  const wrong = await readPolicy(
    xml.replace('<text>1</text></outputEntry>', '<text>0.5</text></outputEntry>'),
  );
  if (!wrong.ok) throw new Error(wrong.code);
  expect(retryDayOf(wrong.value, { failure: 'insufficient_funds', attempt: 1 }, today)).toMatchObject({
    code: 'retry_policy_failed',
  });
});

const known = (id: string, change: Partial<KnownPayment> = {}): KnownPayment => ({
  id,
  order,
  status: 'settled',
  reference: `bank-${id}`,
  settledDay: TODAY,
  ...change,
});
const line = (reference: string, change: Partial<StatementLine> = {}): StatementLine => ({
  day: TODAY,
  reference,
  amountMinor: 12_345,
  currency: 'CNY',
  ...change,
});

test('[PAY-5] what fits, differs, is not ours, came twice, and is missing', () => {
  const payments = [known('a'), known('b'), known('c'), known('d', { status: 'unknown', settledDay: null })];
  const lines = [
    line('bank-a'),
    line('bank-b', { amountMinor: 12_346 }),
    line('bank-a'),
    line('other'),
    line('bank-d'),
  ];
  expect(reconcile(lines, payments)).toEqual({
    matched: [{ payment: 'a', line: 0 }],
    differing: [
      { payment: 'b', line: 1 },
      { payment: 'd', line: 4 },
    ],
    repeated: [{ payment: 'a', line: 2 }],
    unexpected: [3],
    missing: ['c'],
  });
});

test('[PAY-5] nothing is dropped and nothing counts twice', () => {
  const reference = fc.constantFrom('bank-a', 'bank-b', 'bank-x', '');
  const anyLine = fc.record({
    day: fc.constantFrom(TODAY, '2026-03-03'),
    reference,
    amountMinor: fc.constantFrom(12_345, -12_345, 5),
    currency: fc.constantFrom('CNY', 'USD'),
  });
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 8 }), fc.subarray(['a', 'b', 'c']), (lines, ids) => {
      const payments = ids.map((id) => known(id));
      const found = reconcile(lines, payments);
      const placed = [...found.matched, ...found.differing, ...found.repeated].map((each) => each.line);
      expect([...placed, ...found.unexpected].toSorted((a, b) => a - b)).toEqual(
        lines.map((_, index) => index),
      );
      const named = [...found.matched, ...found.differing].map(({ payment }) => payment);
      expect([...named, ...found.missing].toSorted()).toEqual(ids.toSorted());
    }),
  );
});

test('[PAY-6] a line without a reference is matched by what it moved, once', () => {
  const payments = [known('a'), known('b'), known('out', { order: { ...order, purpose: 'disbursement' } })];
  const bare = line('');
  expect(signedAmount(order)).toBe(12_345);
  const found = reconcile([bare, bare, bare, line('', { amountMinor: -12_345 })], payments);
  expect(found.matched).toEqual([
    { payment: 'a', line: 0 },
    { payment: 'b', line: 1 },
    { payment: 'out', line: 3 },
  ]);
  expect(found.unexpected).toEqual([2]);
});
