import { expect, test } from 'vitest';
import { type Role, roles } from '@plimsoll/api/identity';
import {
  hashSecret,
  isKeySecret,
  isSameHash,
  isSessionSecret,
  makeKeySecret,
  makeSessionSecret,
} from './secret.ts';

test('[IDN-1] a secret shows its role, holds 256 random bits and is never made twice', () => {
  for (const role of Object.keys(roles) as readonly Role[]) {
    const secrets = Array.from({ length: 50 }, () => makeKeySecret(role));
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) {
      expect(secret.startsWith(`plim_${role}_`)).toBe(true);
      expect(Buffer.from(secret.slice(`plim_${role}_`.length), 'base64url')).toHaveLength(32);
      expect(isKeySecret(secret)).toBe(true);
      expect(isSessionSecret(secret)).toBe(false);
    }
  }
  expect(isSessionSecret(makeSessionSecret())).toBe(true);
});

test('[IDN-1] what has not the form of a key is none', () => {
  const good = makeKeySecret('admin');
  for (const text of [
    '',
    'plim_',
    good.slice(1),
    `${good}x`,
    good.replace('plim', 'PLIM'),
    `${good}\n`,
    `${good.slice(0, -1)}=`,
  ])
    expect(isKeySecret(text)).toBe(false);
});

test('[IDN-1] hashes are SHA-256 and compared whole', () => {
  const hash = hashSecret('abc');
  expect(hash.toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(isSameHash(hash, hashSecret('abc'))).toBe(true);
  expect(isSameHash(hash, hashSecret('abd'))).toBe(false);
  expect(isSameHash(hash, hash.subarray(1))).toBe(false);
});
