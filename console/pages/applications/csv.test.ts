import type { ApplicationRow } from '@plimsoll/api/origination';
import { expect, test } from 'vitest';
import { writeCsv } from './csv.ts';

const row: ApplicationRow = {
  id: '0198c0de-0000-7000-8000-000000000001',
  subject: 'abc',
  product: '=1+1',
  currency: 'USD',
  amountMinor: 1_200_050,
  termMonths: 36,
  purpose: 'say "hi", twice',
  scenario: 'general',
  submittedAt: '2026-01-01T00:00:00.000Z',
  decidedAt: '2026-01-01T00:00:00.010Z',
  outcome: 'refer',
  grade: null,
  score: -3,
  probabilityOfDefault: 0.05,
  limitMinor: null,
  rateAnnual: null,
  reasons: ['A', 'B'],
  policyHash: 'f'.repeat(64),
  modelId: null,
  performance: null,
  madeUp: true,
};

test('[CON-10] an export keeps names, minor units and empties, quotes what needs it, and runs no formula', () => {
  const [head = '', line = '', rest] = writeCsv([row]).split('\r\n');
  expect(head.startsWith('\uFEFFid,subject,')).toBe(true);
  expect(line).toContain(",'=1+1,");
  expect(line).toContain('"say ""hi"", twice"');
  expect(line).toContain(',1200050,36,refer,,-3,0.05,,,A B,,');
  expect(rest).toBe('');
});
