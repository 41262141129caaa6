/** What stories of loans share: calls that must succeed, a made-up borrower, and everything between an offer and its money. */
import type { Client } from '@plimsoll/api/client';

type Called<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: unknown };

/** The value of a call that must succeed. */
export function good<T>(result: Called<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** A made-up person; each seed is another. */
export function madeUpBorrower(seed: number) {
  return {
    idKind: 'cn_resident_id',
    idNumber: `11010119900101${String(seed).padStart(4, '0')}`,
    phone: `+86138${String(seed).padStart(8, '0')}`,
  };
}

/** What a contract is made with. */
export const contractWish = {
  language: 'zh',
  purpose: { zh: '旅游', en: 'travel' },
  borrower: {
    name: 'Made Up',
    identityNumber: '110101199001010001',
    phone: '+8613800000001',
    account: '6222 0000',
  },
} as const;

/** Says that the statement is shown or was read; of another text where a hash is given. */
export async function readStatement(
  call: Client,
  id: string,
  { step, sha256 }: { readonly step: 'shown' | 'confirmed'; readonly sha256?: string },
) {
  const { disclosureSha256 } = good(await call('readAgreement', { params: { id } }));
  const body = { disclosureSha256: sha256 ?? disclosureSha256, language: 'zh', step } as const;
  return call('readDisclosure', { params: { id }, body, idempotencyKey: crypto.randomUUID() });
}

/** Reads, confirms and signs. `wait` lets the least time of reading pass. */
export async function signLoan(call: Client, id: string, wait: () => void): Promise<void> {
  good(await readStatement(call, id, { step: 'shown' }));
  wait();
  good(await readStatement(call, id, { step: 'confirmed' }));
  const { confirmationCode: code } = good(await call('makeContract', { params: { id }, body: contractWish }));
  good(await call('signContract', { params: { id }, body: { code }, idempotencyKey: crypto.randomUUID() }));
}
