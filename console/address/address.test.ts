import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ApplicationFilter,
  countConditions,
  outcomes,
  performances,
  readFilter,
  sorts,
  writeFilter,
} from './application-filter.ts';
import { defaultRange, presets, readRange, toSpan, writeRange } from './time-range.ts';

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const filters: fc.Arbitrary<ApplicationFilter> = fc
  .record({
    outcome: optional(fc.constantFrom(...outcomes)),
    performance: optional(fc.constantFrom(...performances)),
    sort: optional(fc.constantFrom(...sorts)),
    order: optional(fc.constantFrom('asc' as const, 'desc' as const)),
    grade: optional(fc.string({ minLength: 1, maxLength: 8 })),
    reason: optional(fc.string({ minLength: 1, maxLength: 64 })),
    scoreMin: optional(fc.integer({ min: -999, max: 999 })),
    amountMaxMinor: optional(fc.nat()),
  })
  .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));

test('[CON-4] a filter survives the way into an address and back', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const again = readFilter(new URLSearchParams(writeFilter(filter).toString()));
      expect(again).toEqual(filter);
    }),
  );
});

test('[CON-4] what an address says wrongly is left out, not guessed', () => {
  const search = new URLSearchParams(
    'outcome=maybe&scoreMin=ten&amountMinMinor=1.5&policyHash=abc&sort=name&order=up',
  );
  expect(readFilter(search)).toEqual({});
});

test('[CON-4] sort and order are not conditions', () => {
  expect(countConditions({ outcome: 'approve', grade: 'A', sort: 'score', order: 'asc' })).toBe(2);
});

test('[CON-5] every time range survives the way into an address and back, and keeps other parameters', () => {
  const chosen = {
    kind: 'chosen',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-02T00:00:00.000Z',
  } as const;
  for (const range of [...presets.map((preset) => ({ kind: 'preset', preset }) as const), chosen]) {
    const search = writeRange(new URLSearchParams('outcome=approve&range=7d&from=x'), range);
    expect(readRange(search)).toEqual(range);
    expect(search.get('outcome')).toBe('approve');
  }
});

test('[CON-5] a range that ends before it begins counts as the default', () => {
  const search = new URLSearchParams({ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' });
  expect(readRange(search)).toEqual(defaultRange);
});

test('[CON-5] a relative range starts on a round moment, so that looks close together ask the same', () => {
  const now = Date.parse('2026-03-01T10:20:30.400Z');
  expect(toSpan({ kind: 'preset', preset: '1h' }, now)).toEqual({ from: '2026-03-01T09:00:00.000Z' });
  expect(toSpan({ kind: 'preset', preset: '30d' }, now)).toEqual({ from: '2026-01-30T10:00:00.000Z' });
});
