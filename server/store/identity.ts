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

/** The one spelling of a value that is looked up. */
export function normalise(kind: BlindKind, value: string): string {
  const plain = value.normalize('NFKC').trim();
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

/** The blind index that tells persons apart: kind and number of the identity document. */
export function identityBlind(keys: Keys, identity: PersonIdentity): Buffer {
  return keys.blind('identity', `${identity.idKind}\0${normalise('idNumber', identity.idNumber)}`);
}

/** The blind indexes by which the person will be found. */
export function lookUpBlinds(keys: Keys, identity: PersonIdentity): readonly Buffer[] {
  const { idNumber, phone, email } = identity;
  const blinds = [blindOf(keys, 'idNumber', idNumber)];
  if (phone !== null) blinds.push(blindOf(keys, 'phone', phone));
  if (email !== null) blinds.push(blindOf(keys, 'email', email));
  return blinds;
}
