import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hmacSha256, hmacSha256Hex, sha256 } from './hmac.ts';
import { findPaths } from './home.ts';
import { createKeys, createTestKeys, loadKeys } from './keys.ts';
import { nextRandomBytes, nextRandomHex } from './random.ts';
import { seal, unseal } from './seal.ts';

let home = '';
let secrets = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plimsoll-keys-'));
  secrets = join(home, 'secrets');
});
afterEach(async () => rm(home, { recursive: true }));

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('[KEY-1] a first start makes both keys, private; a later start reads the same ones', async () => {
  const first = await loadKeys({ secrets, mayCreate: true });
  expect([
    await mode(secrets),
    await mode(join(secrets, 'master.key')),
    await mode(join(secrets, 'signing.pem')),
  ]).toEqual([0o700, 0o600, 0o600]);
  const second = await loadKeys({ secrets, mayCreate: false });
  expect(second.publicKey).toEqual(first.publicKey);
  expect(second.unwrap(first.wrap(Buffer.from('material'), 'me'), 'me')?.toString()).toBe('material');
});

test('[KEY-2] a database with data and no master key is a fault, and none is made', async () => {
  await expect(loadKeys({ secrets, mayCreate: false })).rejects.toMatchObject({ code: 'master_key_missing' });
  expect(await readdir(secrets)).toEqual([]);
});

test('[KEY-3] the master key may come from the environment, in hex or base64, and nothing else', async () => {
  const bytes = randomBytes(32);
  const [hex, base64] = await Promise.all(
    (['hex', 'base64'] as const).map((encoding, place) =>
      loadKeys({ secrets: join(home, String(place)), masterKey: bytes.toString(encoding), mayCreate: false }),
    ),
  );
  expect(hex?.blind('phone', '1')).toEqual(base64?.blind('phone', '1'));
  for (const masterKey of ['abc', 'z'.repeat(64), bytes.toString('hex').slice(2)]) {
    await expect(loadKeys({ secrets, masterKey, mayCreate: true })).rejects.toMatchObject({
      code: 'master_key_unreadable',
    });
  }
});

test('[KEY-4] a box opens with its own key and context, and with nothing else', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, fc.string(), fc.nat(), (plain, context, place) => {
      const key = randomBytes(32);
      const box = seal(plain, key, context);
      expect(unseal(box, key, context)).toEqual(Buffer.from(plain));
      expect(unseal(box, randomBytes(32), context)).toBeNull();
      expect(unseal(box, key, `${context}x`)).toBeNull();
      const bent = Buffer.from(box);
      bent[place % bent.length] = (bent[place % bent.length] ?? 0) ^ 1;
      expect(unseal(bent, key, context)).toBeNull();
      expect(unseal(box.subarray(0, 20), key, context)).toBeNull();
    }),
  );
});

test('[KEY-10] the HMAC is the one of node:crypto, for texts and bytes of any length', () => {
  const lengths = fc.integer({ min: 0, max: 40_000 });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      lengths,
      fc.string({ unit: 'binary' }),
      (key, length, text) => {
        for (const message of [
          Buffer.alloc(length, text || 'x'),
          text.toWellFormed().repeat(Math.ceil(length / 100)),
        ]) {
          const native = createHmac('sha256', key).update(message).digest();
          expect(hmacSha256(key, message)).toEqual(native);
          expect(hmacSha256Hex(key, message)).toBe(native.toString('hex'));
          expect(sha256(Buffer.from(message))).toEqual(createHash('sha256').update(message).digest());
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('[KEY-11] random bytes are never handed out twice', () => {
  const seen = new Set(Array.from({ length: 5000 }, () => nextRandomBytes(12).toString('hex')));
  for (let count = 0; count < 5000; count++) seen.add(nextRandomHex(12));
  expect(seen.size).toBe(10_000);
  expect([...seen].every((text) => /^[0-9a-f]{24}$/.test(text))).toBe(true);
});

test('[KEY-5] wrapping and blind index use different keys, both bound to the master key', () => {
  const signing = generateKeyPairSync('ed25519').privateKey;
  const master = randomBytes(32);
  const keys = createKeys(master, signing);
  const box = keys.wrap(Buffer.from('secret'), 'x');
  expect(unseal(box, master, 'x')).toBeNull();
  expect(unseal(box, keys.blind('', ''), 'x')).toBeNull();
  expect(createKeys(master, signing).unwrap(box, 'x')?.toString()).toBe('secret');
  expect(createTestKeys().unwrap(box, 'x')).toBeNull();
});

test('[KEY-6] a blind index tells kind, value and master key apart', () => {
  const keys = createTestKeys();
  expect(keys.blind('phone', '123')).toEqual(keys.blind('phone', '123'));
  const others = [
    keys.blind('phone', '124'),
    keys.blind('email', '123'),
    createTestKeys().blind('phone', '123'),
  ];
  for (const other of others) expect(other).not.toEqual(keys.blind('phone', '123'));
});

test('[KEY-7] a signature verifies against the raw public key', () => {
  const keys = createTestKeys();
  const message = Buffer.from('checkpoint');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), keys.publicKey]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  expect(verify(null, message, publicKey, keys.sign(message))).toBe(true);
  expect(verify(null, Buffer.from('another'), publicKey, keys.sign(message))).toBe(false);
});

test('[KEY-8] a loosened key file is closed again', async () => {
  await loadKeys({ secrets, mayCreate: true });
  await chmod(join(secrets, 'master.key'), 0o644);
  await loadKeys({ secrets, mayCreate: false });
  expect(await mode(join(secrets, 'master.key'))).toBe(0o600);
});

test('[KEY-9] the home is the one named, else .plimsoll in the repository', () => {
  expect(findPaths({ PLIMSOLL_HOME: '/srv/p' })).toEqual({
    home: '/srv/p',
    secrets: '/srv/p/secrets',
    backups: '/srv/p/backups',
  });
  expect(findPaths({}).home).toMatch(/\.plimsoll$/);
});
