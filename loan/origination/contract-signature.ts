/**
 * Signatures as evidence: who signed which text, when, by what method of which provider, and the value that proves it. A
 * provider outside (a certificate authority, a signing platform) is a port; two are built in and need nobody: the lender
 * signs with a key that is held here, and the borrower confirms with a code that was sent for this one text.
 */
import { equalBytes, fromHex, ok, refuse, type Result, toHex, toUtf8 } from '@plimsoll/core/base';
import { commit, ed25519Algorithm } from '@plimsoll/core/ledger';
import type { Contract } from './contract.ts';

export type SigningParty = 'borrower' | 'lender' | 'guarantor';

/** JSON as it stands in an event; nothing in it is personal. Instants are milliseconds since 1970. */
export type ContractSignature = {
  readonly party: SigningParty;
  /** A pseudonym, or the name of a key. */
  readonly signer: string;
  /** `ed25519`, `confirmation_code`, or what a provider calls its own. */
  readonly method: string;
  readonly provider: string;
  readonly contractSha256: string;
  readonly signedAtMs: number;
  /** What proves it, in the form of the method; hex for those built in. */
  readonly value: string;
};

export type SignatureRequest = Pick<ContractSignature, 'party' | 'signer' | 'contractSha256' | 'signedAtMs'>;

/** A provider of signatures. `sign` may ask a person and take minutes; `verify` needs nothing but the evidence. */
export type SignatureProvider = {
  readonly name: string;
  readonly methods: readonly string[];
  readonly sign: (request: SignatureRequest) => Promise<Result<ContractSignature>>;
  readonly verify: (signature: ContractSignature) => Result<ContractSignature>;
};

/** How a signature of a method is verified; a method that is missing is not trusted. */
export type SignatureVerifiers = { readonly [method: string]: Verifier };
type Verifier = (signature: ContractSignature) => boolean;

export const HOUSE = 'plimsoll';

/** The bytes that a key signs: the text's hash, who, and when, under a name of their own so that they pass for nothing else. */
export function signatureMessage({
  party,
  signer,
  contractSha256,
  signedAtMs,
}: SignatureRequest): Uint8Array {
  return toUtf8(`plimsoll contract signature v1\n${contractSha256}\n${party}\n${signer}\n${signedAtMs}\n`);
}

/** The lender's signature by a key that is held here. `sign` is the keyholder's; nothing of the key passes through. */
export function signWithKey(
  request: SignatureRequest,
  sign: (message: Uint8Array) => Uint8Array,
): ContractSignature {
  return { ...request, method: 'ed25519', provider: HOUSE, value: toHex(sign(signatureMessage(request))) };
}

/** A verifier of `ed25519` for the keys that are trusted, by their names. */
export function keyVerifier(publicKeys: ReadonlyMap<string, Uint8Array>): Verifier {
  return (signature) => {
    const publicKey = publicKeys.get(signature.signer);
    const value = fromHex(signature.value);
    if (publicKey === undefined || value === null) return false;
    return ed25519Algorithm.verify({ publicKey, message: signatureMessage(signature), signature: value });
  };
}

/** The lender's key as a provider: signs at once, and trusts its own public key and no other. */
export function keyProvider(key: {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}): SignatureProvider {
  const verify = keyVerifier(new Map([[key.name, key.publicKey]]));
  return {
    name: HOUSE,
    methods: ['ed25519'],
    sign: (request) =>
      Promise.resolve(
        request.signer === key.name
          ? ok(signWithKey(request, key.sign))
          : refuse('contract_not_signed', 'CTR-5', { problem: 'there is no such key', party: request.party }),
      ),
    verify: (signature) =>
      signature.method === 'ed25519' && verify(signature)
        ? ok(signature)
        : refuse('contract_not_signed', 'CTR-5', {
            problem: 'the signature does not hold',
            party: signature.party,
          }),
  };
}

/** A code sent for one text to one person. The code is not kept: only its commitment, under a random salt of 32 bytes. */
export type CodeChallenge = {
  readonly challengeId: string;
  readonly party: SigningParty;
  readonly signer: string;
  readonly contractSha256: string;
  readonly commitment: string;
  readonly expiresAtMs: number;
  readonly attemptsLeft: number;
};

/** Makes the challenge of a code that the caller drew by chance and sends. */
export function challengeWith(
  code: string,
  salt: Uint8Array,
  challenge: Omit<CodeChallenge, 'commitment'>,
): CodeChallenge {
  return { ...challenge, commitment: commit(salt, codeBody(code, challenge)) };
}

/** The borrower's answer. Refuses (`contract_code_wrong`) another code, one too late, and one too many. */
export function answerChallenge(
  challenge: CodeChallenge,
  { code, salt, atMs }: { readonly code: string; readonly salt: Uint8Array; readonly atMs: number },
): Result<ContractSignature> {
  const { challengeId, party, signer, contractSha256, commitment, expiresAtMs, attemptsLeft } = challenge;
  const no = (problem: string) =>
    refuse('contract_code_wrong', 'CTR-6', { problem, challengeId, attemptsLeft });
  if (attemptsLeft < 1) return no('no attempt is left');
  if (!(atMs <= expiresAtMs)) return no('the code has expired');
  const [given, sent] = [fromHex(commit(salt, codeBody(code, challenge))), fromHex(commitment)];
  if (given === null || sent === null || !equalBytes(given, sent)) return no('the code is another one');
  return ok({
    party,
    signer,
    method: 'confirmation_code',
    provider: HOUSE,
    contractSha256,
    signedAtMs: atMs,
    value: commitment,
  });
}

/** A verifier of `confirmation_code` against the challenges on record: who, for which text, by which commitment. */
export function codeVerifier(challenges: readonly CodeChallenge[]): Verifier {
  return (signature) =>
    challenges.some(
      ({ party, signer, contractSha256, commitment, expiresAtMs }) =>
        party === signature.party &&
        signer === signature.signer &&
        contractSha256 === signature.contractSha256 &&
        commitment === signature.value &&
        signature.signedAtMs <= expiresAtMs,
    );
}

/**
 * That borrower, lender and every other party named have signed this very text, each once. Refuses (`contract_not_signed`) a party that is missing or
 * there twice, another text, and a signature that its verifier does not hold for good or that nobody verifies.
 */
export function checkSignatures(
  contract: Contract,
  {
    signatures,
    parties,
  }: { readonly signatures: readonly ContractSignature[]; readonly parties: readonly SigningParty[] },
  verifiers: SignatureVerifiers,
): Result<readonly ContractSignature[]> {
  const no = (problem: string, party: string) =>
    refuse('contract_not_signed', 'CTR-5', { problem, party, contractId: contract.contractId });
  for (const signature of signatures) {
    const { party, method, signedAtMs, contractSha256 } = signature;
    if (contractSha256 !== contract.sha256) return no('another text was signed', party);
    if (party === 'borrower' && signature.signer !== contract.borrower)
      return no('somebody else signed', party);
    if (!Number.isSafeInteger(signedAtMs)) return no('the signature has no time', party);
    const verify = Object.hasOwn(verifiers, method) ? verifiers[method] : undefined;
    if (verify === undefined || !verify(signature)) return no('the signature does not hold', party);
  }
  for (const party of new Set<SigningParty>(['borrower', 'lender', ...parties])) {
    const count = signatures.filter((signature) => signature.party === party).length;
    if (count !== 1) return no(count === 0 ? 'it has not signed' : 'it has signed twice', party);
  }
  return ok(signatures);
}

function codeBody(
  code: string,
  { challengeId, party, signer, contractSha256 }: Omit<CodeChallenge, 'commitment'>,
) {
  return { code, challengeId, party, signer, contractSha256 };
}
