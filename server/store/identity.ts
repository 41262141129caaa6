/**
 * What tells persons apart, in one spelling: the same number typed with blanks or in another width must give the same
 * blind index. NFKC (Unicode 16, annex 15) first, so that full-width digits become plain ones.
 */
import type { Keys } from '@plimsoll/server/keys';

export type PersonIdentity = {
  /** cn_resident_id, passport, us_ssn … */
  readonly idKind: string;
  readonly idNumber: string;
  readonly phone: string | null;
  readonly email: string | null;
};

export type BlindKind = 'idNumber' | 'phone' | 'email';

const ASCII = /^[ -~]*$/;

/** The one spelling of a value that is looked up. */
export function normalise(kind: BlindKind, value: string): string {
  // NFKC leaves ASCII as it is.
  const plain = (ASCII.test(value) ? value : value.normalize('NFKC')).trim();
  switch (kind) {
    case 'idNumber':
      return plain.replaceAll(/[\s.-]/g, '').toUpperCase();
    case 'phone':
      return plain.replaceAll(/[^\d+]/g, '').replace(/^00/, '+');
    case 'email':
      return plain.toLowerCase();
  }
}

/** The blind index of one value. */
export function blindOf(keys: Keys, kind: BlindKind, value: string): Buffer {
  return keys.blind(kind, normalise(kind, value));
}

/** The blind indexes of an identity. */
export type IdentityBlinds = {
  /** Tells persons apart: kind and number of the identity document. */
  readonly identity: Buffer;
  /** By these the person will be found. */
  readonly lookUps: readonly Buffer[];
};

/** All blind indexes of an identity. */
export function blindsOf(keys: Keys, { idKind, idNumber, phone, email }: PersonIdentity): IdentityBlinds {
  const number = normalise('idNumber', idNumber);
  const lookUps = [keys.blind('idNumber', number)];
  if (phone !== null) lookUps.push(blindOf(keys, 'phone', phone));
  if (email !== null) lookUps.push(blindOf(keys, 'email', email));
  return { identity: keys.blind('identity', `${idKind}\0${number}`), lookUps };
}
