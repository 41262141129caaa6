import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { dayOf } from '@plimsoll/core/calendar';
import { allInCost, plannedFlows, unitPeriodOf } from '@plimsoll/core/cost';
import { ed25519FromSeed } from '@plimsoll/core/ledger';
import { type LoanTerms, planLoan, prepareTerms, presets } from '@plimsoll/core/schedule';
import { type Contract, type ContractRequest, renderContract, showContract } from './contract.ts';
import {
  answerChallenge,
  challengeWith,
  checkSignatures,
  type CodeChallenge,
  codeVerifier,
  keyProvider,
  type ContractSignature,
  keyVerifier,
  signWithKey,
} from './contract-signature.ts';
import { readContractTemplate } from './contract-template.ts';

const shipped = JSON.parse(
  readFileSync(new URL('../../policies/contracts/loan.json', import.meta.url), 'utf8'),
) as {
  readonly clauses: readonly { readonly heading: JsonValue; readonly text: { zh: string; en: string } }[];
};
const read = readContractTemplate(shipped);
if (!read.ok) throw new Error(JSON.stringify(read));
const template = read.value;

const terms: LoanTerms = { ...presets.cn_level_payment, rateAnnual: 0.12, instalments: 3 };
const disbursedOn = dayOf(2026, 8, 1);
const salt = new Uint8Array(32).fill(7);
const particulars = {
  'borrower.name': '王小明',
  'borrower.identity_number': '110101199001011234',
  'borrower.phone': '13800000000',
  'borrower.account': '6222 0000 1111',
};

function requestOf(change: Partial<ContractRequest> = {}): ContractRequest {
  const planned = planLoan(prepareTerms(terms), { disbursedOn, amountMinor: 300_000 });
  if (!planned.ok) throw new Error(planned.code);
  const plan = { terms, disbursedOn, amountMinor: 300_000, instalments: planned.value.instalments };
  const flows = plannedFlows(plan);
  const cost = flows.ok ? allInCost(flows.value, unitPeriodOf(plan)) : flows;
  if (!cost.ok) throw new Error(cost.code);
  return {
    template,
    language: 'zh',
    contractId: 'c-1',
    day: disbursedOn,
    product: { zh: '个人分期', en: 'Personal instalment' },
    purpose: { zh: '装修', en: 'home improvement' },
    lenderName: '某某小额贷款公司',
    borrower: 'subject-1',
    particulars,
    salt,
    plan,
    cost: cost.value,
    disclosureSha256: 'ab'.repeat(32),
    ...change,
  };
}

function contractOf(change: Partial<ContractRequest> = {}): Contract {
  const contract = renderContract(requestOf(change));
  if (!contract.ok) throw new Error(JSON.stringify(contract));
  return contract.value;
}

test('[CTR-1] a template without a language, with an unknown place or without a needed one is refused', () => {
  const change = (text: unknown) =>
    readContractTemplate({
      ...shipped,
      clauses: [...shipped.clauses, { heading: { zh: '甲', en: 'A' }, text }],
    } as JsonValue);
  expect(change({ zh: '乙', en: 'B' }).ok).toBe(true);
  expect(change({ zh: '乙' })).toMatchObject({ code: 'contract_template_unreadable' });
  expect(change({ zh: '{{salary}}', en: 'B' })).toMatchObject({ facts: { place: '$.clauses[6].salary' } });
  for (const at of [0, 1, 2, 3])
    expect(readContractTemplate({ ...shipped, clauses: shipped.clauses.toSpliced(at, 1) })).toMatchObject({
      code: 'contract_template_unreadable',
      facts: { place: '$.clauses' },
    });
});

test('[CTR-2] the same request gives the same text, with no place left open, in both languages', () => {
  for (const language of ['zh', 'en'] as const) {
    const contract = contractOf({ language });
    expect(contractOf({ language })).toEqual(contract);
    expect(contract.text).not.toMatch(/\{\{|undefined| \n|\r/);
    expect(contract.text).toContain('CNY 3,000.00');
    expect(contract.text).toContain('2026-09-01');
    expect(contract.text.endsWith('\n')).toBe(true);
  }
  expect(contractOf({ product: { zh: 'e\u0301', en: 'x' } }).sha256).toBe(
    contractOf({ product: { zh: '\u00E9', en: 'x' } }).sha256,
  );
});

test.each([
  ['an empty value', { lenderName: ' ' }],
  ['a direction mark', { lenderName: 'Good\u202Edoog' }],
  ['a zero-width space', { product: { zh: '个人\u200B分期', en: 'x' } }],
  ['the brackets of personal places', { lenderName: '⟦borrower.name⟧ and Co' }],
  ['a hash that is none', { disclosureSha256: 'none' }],
  ['a name that is none', { particulars: { ...particulars, 'borrower.name': '' } }],
])('[CTR-2] %s is refused', (_, change) => {
  expect(renderContract(requestOf(change))).toMatchObject({ code: 'contract_not_rendered', rule: 'CTR-2' });
});

test('[CTR-3] nothing personal is in the text, and every other word moves the hash', () => {
  const contract = contractOf();
  for (const value of Object.values(particulars)) expect(JSON.stringify(contract)).not.toContain(value);
  for (const change of [
    { purpose: { zh: '旅游', en: 'travel' } },
    { contractId: 'c-2' },
    { disclosureSha256: 'ac'.repeat(32) },
    { particulars: { ...particulars, 'borrower.phone': '13800000001' } },
    { salt: new Uint8Array(32).fill(8) },
    { day: dayOf(2026, 8, 2) },
  ])
    expect(contractOf(change).sha256).not.toBe(contract.sha256);
});

test('[CTR-3] whatever the particulars are, the text does not have them', () => {
  const words = fc.string({
    minLength: 4,
    maxLength: 20,
    unit: fc.constantFrom(...'张王李赵0123456789ABCDEF'),
  });
  fc.assert(
    fc.property(words, words, (name, identity) => {
      const own = {
        ...particulars,
        'borrower.name': `${name}甲乙`,
        'borrower.identity_number': `${identity}丙丁`,
      };
      const contract = renderContract(requestOf({ particulars: own }));
      expect(contract.ok && !contract.value.text.includes(`${name}甲乙`)).toBe(true);
      const shown = contract.ok ? showContract(contract.value, { particulars: own, salt }) : contract;
      expect(shown.ok && shown.value.includes(`${name}甲乙`)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('[CTR-4] it is shown in full with its own particulars only', () => {
  const contract = contractOf();
  const shown = showContract(contract, { particulars, salt });
  expect(shown.ok && shown.value).toContain('王小明');
  expect(shown.ok && shown.value).not.toContain('⟦');
  const other = { ...particulars, 'borrower.name': '李四' };
  for (const wrong of [
    showContract(contract, { particulars: other, salt }),
    showContract(contract, { particulars, salt: new Uint8Array(32) }),
    showContract({ ...contract, text: `${contract.text} ` }, { particulars, salt }),
  ])
    expect(wrong).toMatchObject({ code: 'contract_differs' });
});

const keys = ed25519FromSeed(new Uint8Array(32).fill(3));
const lenderKeys = new Map([['lender-key', keys.publicKey]]);
const challengeOf = (contract: Contract): CodeChallenge =>
  challengeWith('482913', salt, {
    challengeId: 'ch-1',
    party: 'borrower',
    signer: contract.borrower,
    contractSha256: contract.sha256,
    expiresAtMs: 2_000_000,
    attemptsLeft: 3,
  });

function signaturesOf(contract: Contract): readonly ContractSignature[] {
  const answered = answerChallenge(challengeOf(contract), { code: '482913', salt, atMs: 1_500_000 });
  if (!answered.ok) throw new Error(answered.code);
  const lender = {
    party: 'lender',
    signer: 'lender-key',
    contractSha256: contract.sha256,
    signedAtMs: 1_600_000,
  } as const;
  return [answered.value, signWithKey(lender, keys.sign)];
}

const verifiersOf = (contract: Contract) => ({
  ed25519: keyVerifier(lenderKeys),
  confirmation_code: codeVerifier([challengeOf(contract)]),
});

test('[CTR-5] both parties by their methods make it signed; anything less does not', () => {
  const contract = contractOf();
  const signatures = signaturesOf(contract);
  const [borrower, lender] = signatures as readonly [ContractSignature, ContractSignature];
  const check = (given: readonly ContractSignature[], parties: readonly ('borrower' | 'guarantor')[] = []) =>
    checkSignatures(contract, { signatures: given, parties }, verifiersOf(contract));
  expect(check(signatures)).toEqual({ ok: true, value: signatures });
  for (const wrong of [
    check([]),
    check([borrower]),
    check([borrower, borrower, lender]),
    check(signatures, ['guarantor']),
    check([
      borrower,
      { ...lender, value: lender.value.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    ]),
    check([borrower, { ...lender, signedAtMs: lender.signedAtMs + 1 }]),
    check([borrower, { ...lender, signer: 'other-key' }]),
    check([borrower, { ...lender, method: 'toString' }]),
    check([{ ...borrower, signer: 'subject-2' }, lender]),
    check([{ ...borrower, signedAtMs: 2_000_001 }, lender]),
    check([{ ...borrower, contractSha256: 'cd'.repeat(32) }, lender]),
  ])
    expect(wrong).toMatchObject({ code: 'contract_not_signed', rule: 'CTR-5' });
});

test('[CTR-5] the key as a provider signs as itself only and holds its own signatures for good', async () => {
  const contract = contractOf();
  const provider = keyProvider({ name: 'lender-key', ...keys });
  const request = { party: 'lender', contractSha256: contract.sha256, signedAtMs: 1_600_000 } as const;
  const signed = await provider.sign({ ...request, signer: 'lender-key' });
  expect(signed).toEqual({ ok: true, value: signaturesOf(contract)[1] });
  expect(signed.ok && provider.verify(signed.value)).toEqual(signed);
  expect(await provider.sign({ ...request, signer: 'other' })).toMatchObject({ code: 'contract_not_signed' });
  const moved = signed.ok ? { ...signed.value, party: 'guarantor' as const } : null;
  expect(moved === null ? null : provider.verify(moved)).toMatchObject({ code: 'contract_not_signed' });
});

test('[CTR-6] a code is good for its own text, its own time and a number of attempts', () => {
  const challenge = challengeOf(contractOf());
  const other = challengeOf(contractOf({ contractId: 'c-2' }));
  expect(answerChallenge(challenge, { code: '482913', salt, atMs: 2_000_000 })).toMatchObject({ ok: true });
  for (const [given, answer] of [
    [challenge, { code: '482914', salt, atMs: 1 }],
    [challenge, { code: '482913', salt, atMs: 2_000_001 }],
    [challenge, { code: '482913', salt, atMs: Number.NaN }],
    [
      { ...challenge, attemptsLeft: 0 },
      { code: '482913', salt, atMs: 1 },
    ],
    [
      { ...other, commitment: challenge.commitment },
      { code: '482913', salt, atMs: 1 },
    ],
  ] as const)
    expect(answerChallenge(given, answer)).toMatchObject({ code: 'contract_code_wrong', rule: 'CTR-6' });
});
