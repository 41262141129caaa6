/** Some dozens of applications of made-up people, sent through the API as a lender's system would. */
import { type Client, createClient, type Transport } from '@plimsoll/api/client';
import type { SubmitApplication } from '@plimsoll/api/origination';

export function createKeyClient(url: string, key: string): Client {
  const transport: Transport = async ({ method, path, headers, body }) => {
    const reply = await fetch(url + path, { method, headers: { ...headers }, body });
    return { status: reply.status, text: await reply.text() };
  };
  return createClient(transport, { authorization: `Bearer ${key}` });
}

export const knownPhone = '+15550000003';

/** Sends `count` applications and tells how every second one turned out. Returns their ids. Throws on a refusal. */
export async function sendMadeUp(client: Client, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const sent = await client('submitApplication', { body: madeUp(seed), idempotencyKey: `made-up-${seed}` });
    if (!sent.ok) throw new Error(`application ${seed}: ${sent.problem.code} ${sent.problem.detail}`);
    ids.push(sent.value.id);
    if (seed % 2 === 1) continue;
    const observed = await client('observePerformance', {
      params: { id: sent.value.id },
      body: { performance: seed % 8 === 0 ? 'bad' : 'good', observedDay: '2026-06-30' },
      idempotencyKey: `made-up-performance-${seed}`,
    });
    if (!observed.ok) throw new Error(`performance ${seed}: ${observed.problem.code}`);
  }
  return ids;
}

function madeUp(seed: number): SubmitApplication {
  const number = String(seed).padStart(8, '0');
  return {
    product: 'personal-instalment',
    amountMinor: 500_000 + (seed % 9) * 250_000,
    currency: 'USD',
    termMonths: seed % 3 === 0 ? 60 : 36,
    purpose: 'debt_consolidation',
    scenario: 'general',
    applicant: {
      kind: 'person',
      name: `Made Up ${seed}`,
      idKind: 'us_ssn',
      idNumber: `900-${number}`,
      phone: `+1555${number.slice(1)}`,
      email: `made.up.${seed}@example.com`,
    },
    consents: [
      { purpose: 'credit_decision', grantedDay: '2026-01-05' },
      { purpose: 'bureau_query', grantedDay: '2026-01-05' },
    ],
    facts: {
      annualIncomeMinor: 3_000_000 + (seed % 17) * 700_000,
      incomeVerification: ['verified', 'source_verified', 'not_verified'][seed % 3] ?? 'verified',
      employmentYears: seed % 7 === 0 ? { missing: 'no_record' } : seed % 11,
      region: ['US-CA', 'US-NY', 'US-TX'][seed % 3] ?? 'US-CA',
      accountsNowDelinquent: seed % 13 === 5 ? 1 : 0,
      pastDueMinor: 0,
      delinquencies24m: seed % 5 === 0 ? 1 : 0,
      inquiries6m: seed % 4,
      inquiries12m: seed % 6,
      financeInquiries: seed % 3,
      revolvingUtilisationPct: (seed * 7) % 100,
      totalUtilisationPct: (seed * 5) % 100,
      activeInstalmentAccounts: seed % 4,
      instalmentAccountsOpened12m: seed % 3,
      instalmentAccountsOpened24m: seed % 5,
      instalmentBalanceMinor: (seed % 9) * 250_000,
      instalmentAccounts: 1 + (seed % 12),
      instalmentCreditLimitMinor: (seed % 9) * 500_000,
    },
    madeUp: true,
  };
}
