/** Statement and contract over HTTP: what was agreed, that it was read, the contract, the signatures. */
import type { MakeContract } from '@plimsoll/api/loan';
import { assert, type JsonObject } from '@plimsoll/core/base';
import { renderDisclosure } from '@plimsoll/loan/compliance';
import { type DomainEvent, loanStream } from '@plimsoll/loan/spine';
import {
  agreementOf,
  CODE_ATTEMPTS,
  makeContract,
  readDisclosure,
  readLoan,
  signContract,
  type SigningCase,
} from '@plimsoll/server/loan';
import { type PersonKeys, readDocument, readStream, writeDocument } from '@plimsoll/server/store';
import { answer, type Answer, type RoomHandlers, refuseCall, type ShellRefusal } from '../call.ts';
import { decideAndAppend, type Decided } from '../write.ts';
import { dayAt, type LoanPorts } from './ports.ts';

type Signing = Pick<
  RoomHandlers<'loan'>,
  'readAgreement' | 'readDisclosure' | 'makeContract' | 'signContract'
>;

/** Codes whose wrong answers are remembered; beyond them the oldest are forgotten, with their codes long expired. */
const REMEMBERED_CODES = 100_000;

/** The handlers of statement and contract. */
export function createSigning(ports: LoanPorts): Signing {
  const { pool, log } = ports;
  const attempts = new Map<string, number>();
  return {
    readAgreement: async ({ params: { id } }) => {
      const found = await findCase(ports, id);
      return 'code' in found ? found : answer(await presentAgreement(ports, found));
    },
    readDisclosure: async ({ params: { id }, body, caller, idempotency }) =>
      decideAndAppend<'readDisclosure'>({ log, actor: caller.actor, idempotency }, async () => {
        const found = await findCase(ports, id);
        if ('code' in found) return found;
        const { disclosureSha256, language, step } = body;
        const read = readDisclosure(found, { disclosureSha256, language, isConfirmed: step === 'confirmed' });
        if (!read.ok) return read;
        const { reading, event } = read.value;
        const reply = {
          id,
          disclosureSha256,
          language: reading.language,
          shownAt: instant(reading.shownAtMs),
          confirmedAt: reading.confirmedAtMs === null ? null : instant(reading.confirmedAtMs),
          leastReadingSeconds: found.leastSeconds,
          page: renderDisclosure(found.agreement.disclosure, reading.language),
        };
        return written(found, event, { body: reply });
      }),
    makeContract: async ({ params: { id }, body, caller }) => make(ports, { id, body, actor: caller.actor }),
    signContract: async ({ params: { id }, body: { code }, caller, idempotency }) => {
      const signed = await decideAndAppend<'signContract'>(
        { log, actor: caller.actor, idempotency },
        async () => sign(ports, { id, code, attempts }),
      );
      if (!signed.ok && signed.code === 'contract_code_wrong') await countAttempt(pool, id, attempts);
      return signed;
    },
  };
}

async function findCase({ pool, loans, clock }: LoanPorts, id: string): Promise<SigningCase | ShellRefusal> {
  const [stored, events] = await Promise.all([readLoan(pool, id), readStream(pool, loanStream(id))]);
  if (stored === null) return refuseCall('loan_not_found', { id });
  const nowMs = clock();
  const product = productOf(stored.record.facts[0]);
  const leastSeconds = loans.find(product)?.signing.leastReadingSeconds ?? 0;
  return { stored, agreement: agreementOf(events), leastSeconds, nowMs, day: dayAt(nowMs) };
}

function productOf(opened: SigningCase['stored']['record']['facts'][number] | undefined): string {
  assert(opened?.kind === 'opened', 'the first fact of a loan opens it');
  return opened.product;
}

function written(
  { stored, nowMs }: SigningCase,
  event: DomainEvent,
  reply: { readonly body: JsonObject; readonly persons?: readonly PersonKeys[] },
): Decided {
  const { body, persons = [] } = reply;
  const streams = [{ stream: event.stream, expectedVersion: stored.version, events: [event] }];
  return { ok: true, value: { bookedAtMs: nowMs, streams, persons, reply: { status: 201, body } } };
}

type Making = { readonly id: string; readonly body: MakeContract; readonly actor: string };

/** The reply that the log keeps holds neither the code nor anything personal; what is shown goes to the asker alone. */
async function make(ports: LoanPorts, { id, body, actor }: Making): Promise<Answer<'makeContract'>> {
  const { pool, log, loans, createId } = ports;
  const shown: { value: Parameters<typeof answer<MadeReply>>[0] | null } = { value: null };
  const made = await decideAndAppend<'makeContract'>({ log, actor, idempotency: null }, async () => {
    const found = await findCase(ports, id);
    if ('code' in found) return found;
    const subject = found.stored.record.subject ?? '';
    const person = (await log.readPersonKeys([subject])).get(subject);
    if (person === undefined) return refuseCall('person_not_found');
    if (person === 'erased') return refuseCall('person_erased');
    const { name, identityNumber, phone, account } = body.borrower;
    const particulars = {
      'borrower.name': name,
      'borrower.identity_number': identityNumber,
      'borrower.phone': phone,
      'borrower.account': account,
    };
    const { language, purpose } = body;
    const challengeId = createId(found.nowMs);
    const wish = { template: loans.template, language, purpose, particulars, challengeId };
    const contract = makeContract(found, wish);
    if (!contract.ok) return contract;
    const { text, sha256: contractSha256 } = contract.value.contract;
    await writeDocument(pool, text);
    const expiresAtMs = (contract.value.event.body['challenge'] as { readonly expiresAtMs: number })
      .expiresAtMs;
    const confirmationCode = contract.value.code;
    shown.value = { id, contractSha256, text, confirmationCode, expiresAt: instant(expiresAtMs) };
    return written(found, contract.value.event, { body: {}, persons: [person] });
  });
  if (!made.ok) return made;
  assert(shown.value !== null, 'a contract that was made');
  return answer(shown.value);
}
type MadeReply = Extract<Answer<'makeContract'>, { readonly ok: true }>['value'];

type SigningWish = {
  readonly id: string;
  readonly code: string;
  readonly attempts: ReadonlyMap<string, number>;
};

async function sign(ports: LoanPorts, { id, code, attempts }: SigningWish): Promise<Decided> {
  const found = await findCase(ports, id);
  if ('code' in found) return found;
  const { challenge, contract, madeBy } = found.agreement;
  const opened = madeBy === null ? undefined : (await ports.opener.open([madeBy]))[0];
  const sealed = opened?.kind === 'open' ? opened.personal : null;
  if (sealed === 'erased') return refuseCall('person_erased');
  const codeSalt = (sealed?.body['codeSalt'] ?? '') as string;
  const used = attempts.get(challenge?.challengeId ?? '') ?? 0;
  const event = signContract(found, { code, codeSalt, attempts: used }, ports.lenderKey);
  if (!event.ok) return event;
  const reply = { id, contractSha256: contract?.sha256 ?? '', signedAt: instant(found.nowMs) };
  return written(found, event.value, { body: reply });
}

/** A wrong answer counts against its code, in this process; after the last one another contract must be made. */
async function countAttempt(
  pool: LoanPorts['pool'],
  id: string,
  attempts: Map<string, number>,
): Promise<void> {
  const { challenge } = agreementOf(await readStream(pool, loanStream(id)));
  if (challenge === null) return;
  const used = attempts.get(challenge.challengeId) ?? 0;
  attempts.delete(challenge.challengeId);
  attempts.set(challenge.challengeId, Math.min(used + 1, CODE_ATTEMPTS));
  if (attempts.size > REMEMBERED_CODES) attempts.delete(attempts.keys().next().value ?? '');
}

async function presentAgreement(
  { pool, loans }: LoanPorts,
  { stored, agreement, leastSeconds }: SigningCase,
) {
  const { disclosure, disclosureSha256, reading, contract, signatures, signedAtMs } = agreement;
  const product = loans.find(productOf(stored.record.facts[0]));
  const orNull = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : instant(ms));
  return {
    id: stored.record.id,
    isSigningRequired: product?.signing.isRequired ?? true,
    leastReadingSeconds: leastSeconds,
    disclosure: { ...disclosure },
    disclosureSha256,
    shownAt: orNull(reading?.shownAtMs),
    confirmedAt: orNull(reading?.confirmedAtMs),
    contractSha256: contract?.sha256 ?? null,
    contractText: contract === null ? null : await readDocument(pool, contract.sha256),
    signatures: signatures.map(({ signedAtMs: at, ...signature }) => ({
      ...signature,
      signedAt: instant(at),
    })),
    signedAt: orNull(signedAtMs),
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
