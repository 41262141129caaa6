/**
 * From a statement of cost to a signed contract: shown, read for the least time, the contract made and its text kept, a code
 * that the borrower confirms it with, the lender's signature by the house's key. Every step is an event.
 */
import { assert, fromHex, type JsonObject, ok, type Result, refuse, toHex } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';
import {
  checkOffer,
  checkReading,
  type DisclosureReading,
  type ReadingRule,
} from '@plimsoll/loan/compliance';
import {
  answerChallenge,
  challengeWith,
  checkSignatures,
  codeVerifier,
  type Contract,
  type ContractLanguage,
  type ContractTemplate,
  keyVerifier,
  type PersonalParticulars,
  renderContract,
  signWithKey,
} from '@plimsoll/loan/origination';
import type { DomainEvent, LocalText } from '@plimsoll/loan/spine';
import { nextRandomBytes } from '@plimsoll/server/keys';
import { type Agreement, agreementEvent } from './agreement.ts';
import type { StoredLoan } from './loan-table.ts';

/** A loan, what was agreed of it so far, and now. */
export type SigningCase = {
  readonly stored: StoredLoan;
  readonly agreement: Agreement;
  readonly leastSeconds: number;
  readonly nowMs: number;
  /** `YYYY-MM-DD`. */
  readonly day: string;
};

/** How long a code is good, and how many answers it takes. */
const CODE_MS = 10 * 60_000;
export const CODE_ATTEMPTS = 5;
const CODE_DIGITS = 6;
const SALT_BYTES = 32;
const LENDER_KEY = 'plimsoll';

export type LenderKey = {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
};

/** The statement is shown, or, later, reading it is confirmed. Refuses (`disclosure_not_read`) what was too short. */
export function readDisclosure(
  loan: SigningCase,
  wish: {
    readonly disclosureSha256: string;
    readonly language: ContractLanguage;
    readonly isConfirmed: boolean;
  },
): Result<{ readonly event: DomainEvent; readonly reading: DisclosureReading }> {
  const { nowMs, agreement } = loan;
  const rule = ruleOf({ ...loan, agreement: { ...agreement, disclosureSha256: wish.disclosureSha256 } });
  if (wish.disclosureSha256 !== agreement.disclosureSha256)
    return refuse('disclosure_not_read', 'LNS-7', {
      problem: 'another text was read',
      read: wish.disclosureSha256,
      agreed: agreement.disclosureSha256,
    });
  const shown = wish.isConfirmed ? agreement.reading : null;
  if (wish.isConfirmed && shown === null)
    return refuse('disclosure_not_read', 'LNS-7', { problem: 'it was never shown' });
  const reading: DisclosureReading = {
    disclosureSha256: agreement.disclosureSha256,
    subject: rule.subject,
    language: shown?.language ?? wish.language,
    shownAtMs: shown?.shownAtMs ?? nowMs,
    confirmedAtMs: wish.isConfirmed ? nowMs : null,
  };
  const checked = wish.isConfirmed ? checkReading(reading, rule) : ok(reading);
  if (!checked.ok) return checked;
  const part = { day: loan.day, body: { reading }, personal: null };
  return ok({ reading, event: agreementEvent(loan.stored.record, 'loan.disclosure_read', part) });
}

export type ContractWish = {
  readonly template: ContractTemplate;
  readonly language: ContractLanguage;
  readonly purpose: LocalText;
  readonly particulars: PersonalParticulars;
  readonly challengeId: string;
};
export type MadeOf = { readonly event: DomainEvent; readonly contract: Contract; readonly code: string };

/** Makes the contract and the code that confirms it. Its text is for `writeDocument`; the event has its hash. */
export function makeContract(loan: SigningCase, wish: ContractWish): Result<MadeOf> {
  const { stored, agreement, nowMs, day } = loan;
  const read = checkReading(agreement.reading, ruleOf(loan));
  if (!read.ok) return read;
  if (agreement.signedAtMs !== null)
    return refuse('contract_already_signed', 'LNS-8', { contractSha256: agreement.contract?.sha256 ?? '' });
  const [opened] = stored.record.facts;
  const agreed = parseDay(agreement.disclosure.day);
  const today = parseDay(day);
  assert(opened?.kind === 'opened' && agreed !== null && today !== null, 'a loan that was opened');
  const scope = { jurisdiction: 'agreed', lenderType: 'agreed', tags: [] };
  const costed = checkOffer(
    { terms: opened.terms, amountMinor: opened.amountMinor, disbursedOn: agreed, scope },
    // Caps were held against it when it was offered.
    { table: { jurisdictions: [{ code: 'agreed', lenderTypes: ['agreed'] }], rows: [] }, references: [] },
    agreed,
  );
  if (!costed.ok) return costed;
  const { plan, cost } = costed.value;
  const { particulars, challengeId } = wish;
  const borrower = ruleOf(loan).subject;
  const salt = nextRandomBytes(SALT_BYTES);
  const { disclosure, disclosureSha256 } = agreement;
  const made = renderContract({
    ...wish,
    contractId: stored.record.id,
    day: today,
    product: disclosure.product,
    lenderName: disclosure.items.find(({ code }) => code === 'interest')?.payee.name ?? '',
    borrower,
    salt,
    plan,
    cost,
    disclosureSha256,
  });
  if (!made.ok) return made;
  const code = drawCode();
  const codeSalt = nextRandomBytes(SALT_BYTES);
  const challenge = challengeWith(code, codeSalt, {
    challengeId,
    party: 'borrower',
    signer: borrower,
    contractSha256: made.value.sha256,
    expiresAtMs: nowMs + CODE_MS,
    attemptsLeft: CODE_ATTEMPTS,
  });
  const { text: _text, ...contract } = made.value;
  const body = { contract, challenge } as unknown as JsonObject;
  const personal = { particulars, salt: toHex(salt), codeSalt: toHex(codeSalt) } as unknown as JsonObject;
  const event = agreementEvent(stored.record, 'loan.contract_made', { day, body, personal });
  return ok({ event, contract: made.value, code });
}

/** Both sign: the borrower by the code, the lender by the key. `codeSalt` comes from the sealed part of the contract's event. */
export function signContract(
  loan: SigningCase,
  answer: { readonly code: string; readonly codeSalt: string; readonly attempts: number },
  key: LenderKey,
): Result<DomainEvent> {
  const { stored, agreement, nowMs, day } = loan;
  const { contract, challenge } = agreement;
  const read = checkReading(agreement.reading, ruleOf(loan));
  if (!read.ok) return read;
  if (contract === null || challenge === null)
    return refuse('contract_not_signed', 'LNS-8', { problem: 'no contract was made', party: 'borrower' });
  if (agreement.signedAtMs !== null)
    return refuse('contract_already_signed', 'LNS-8', { contractSha256: contract.sha256 });
  const salt = fromHex(answer.codeSalt);
  assert(salt !== null, 'a salt in hex');
  const left = { ...challenge, attemptsLeft: challenge.attemptsLeft - answer.attempts };
  const borrower = answerChallenge(left, { code: answer.code, salt, atMs: nowMs });
  if (!borrower.ok) return borrower;
  const request = {
    party: 'lender',
    signer: LENDER_KEY,
    contractSha256: contract.sha256,
    signedAtMs: nowMs,
  } as const;
  const signatures = [borrower.value, signWithKey(request, key.sign)];
  const verifiers = {
    confirmation_code: codeVerifier([challenge]),
    ed25519: keyVerifier(new Map([[LENDER_KEY, key.publicKey]])),
  };
  const signed = checkSignatures({ ...contract, text: '' }, { signatures, parties: [] }, verifiers);
  if (!signed.ok) return signed;
  const body = { signatures, signedAtMs: nowMs, contractSha256: contract.sha256 } as unknown as JsonObject;
  return ok(agreementEvent(stored.record, 'loan.signed', { day, body, personal: null }));
}

function ruleOf({ stored, agreement, leastSeconds, nowMs }: SigningCase): ReadingRule {
  const { disclosureSha256 } = agreement;
  return { disclosureSha256, subject: stored.record.subject ?? '', leastSeconds, signedAtMs: nowMs };
}

/** Six digits by chance, without a lean: numbers beyond the last whole million are drawn again. */
function drawCode(): string {
  const range = 10 ** CODE_DIGITS;
  const most = 2 ** 32 - (2 ** 32 % range);
  for (;;) {
    const drawn = nextRandomBytes(4).readUInt32BE();
    if (drawn < most) return String(drawn % range).padStart(CODE_DIGITS, '0');
  }
}
