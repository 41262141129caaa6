/**
 * The keys of one Plimsoll. One master key of 32 bytes; from it, by HKDF-SHA-256 (RFC 5869) with a label each, the key
 * that wraps persons' keys and the key of the blind index. Beside it an Ed25519 key (RFC 8032) that signs checkpoints:
 * made apart, so that whoever signs need not be able to read. Both are files of mode 0600, made at the first start.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyFault } from './fault.ts';
import { hmacSha256 } from './hmac.ts';
import { KEY_BYTES, seal, secretKey, unseal } from './seal.ts';

export type Keys = {
  /** The version of the master key that wraps now. */
  readonly keyVersion: number;
  /** Wraps key material for `context` (a subject, a name). */
  readonly wrap: (material: Uint8Array, context: string) => Buffer;
  /** Unwraps; null when it was wrapped by another master key or for another context. */
  readonly unwrap: (wrapped: Uint8Array, context: string) => Buffer | null;
  /** The blind index of a value: keyed, so that nobody without the master key can try values. 32 bytes. */
  readonly blind: (kind: string, value: string) => Buffer;
  /** An Ed25519 signature, 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array;
  /** The raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
};

export type KeySource = {
  /** The folder of the key files, created with mode 0700. */
  readonly secrets: string;
  /** Hex or base64 of 32 bytes instead of the file (PLIMSOLL_MASTER_KEY). */
  readonly masterKey?: string | undefined;
  /** False when the database holds data: then a missing master key is a fault instead of a first start. */
  readonly mayCreate: boolean;
};

const KEY_VERSION = 1;
const MASTER_FILE = 'master.key';
const SIGNING_FILE = 'signing.pem';
const WRAPPING_LABEL = 'plimsoll/v1/wrap';
const BLIND_LABEL = 'plimsoll/v1/blind';
const RAW_PUBLIC_KEY_BYTES = 32;

/**
 * Loads the keys, or makes them at the first start.
 * Faults: `master_key_missing`, `master_key_unreadable`, `signing_key_unreadable`.
 */
export async function loadKeys(source: KeySource): Promise<Keys> {
  await mkdir(source.secrets, { recursive: true, mode: 0o700 });
  const master = await loadMaster(source);
  const signing = await loadSigning(source);
  return createKeys(master, signing);
}

/** Keys from given material: `master` 32 bytes, `signing` an Ed25519 private key. For tests and tools. */
export function createKeys(master: Uint8Array, signing: KeyObject): Keys {
  if (master.length !== KEY_BYTES)
    throw new KeyFault('master_key_unreadable', 'the master key is not 32 bytes');
  const wrapping = secretKey(derive(master, WRAPPING_LABEL));
  const blinding = derive(master, BLIND_LABEL);
  const spki = createPublicKey(signing).export({ type: 'spki', format: 'der' });
  return {
    keyVersion: KEY_VERSION,
    wrap: (material, context) => seal(material, wrapping, context),
    unwrap: (wrapped, context) => unseal(wrapped, wrapping, context),
    blind: (kind, value) => hmacSha256(blinding, `${kind}\0${value}`),
    sign: (message) => signBytes(null, message, signing),
    publicKey: new Uint8Array(spki.subarray(spki.length - RAW_PUBLIC_KEY_BYTES)),
  };
}

/** Keys that live in memory only, random: for tests. */
export function createTestKeys(): Keys {
  return createKeys(randomBytes(KEY_BYTES), generateKeyPairSync('ed25519').privateKey);
}

function derive(master: Uint8Array, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, Buffer.alloc(0), label, KEY_BYTES));
}

async function loadMaster(source: KeySource): Promise<Buffer> {
  if (source.masterKey !== undefined && source.masterKey !== '')
    return parseMaster(source.masterKey, 'PLIMSOLL_MASTER_KEY');
  const file = join(source.secrets, MASTER_FILE);
  const text = await readIfPresent(file);
  if (text !== null) {
    await keepPrivate(file);
    return parseMaster(text.trim(), file);
  }
  if (!source.mayCreate) {
    throw new KeyFault(
      'master_key_missing',
      `the database holds data, but its master key is missing (${file}, or PLIMSOLL_MASTER_KEY). ` +
        'Put the key back: without it the personal data in this database cannot be read by anyone.',
    );
  }
  const master = randomBytes(KEY_BYTES);
  await writeNew(file, `${master.toString('hex')}\n`);
  return master;
}

function parseMaster(text: string, where: string): Buffer {
  const encoding = /^[0-9a-fA-F]{64}$/.test(text) ? 'hex' : 'base64';
  const master = Buffer.from(text, encoding);
  if (master.length !== KEY_BYTES) {
    throw new KeyFault('master_key_unreadable', `${where} does not hold 32 bytes in hex or base64`);
  }
  return master;
}

async function loadSigning(source: KeySource): Promise<KeyObject> {
  const file = join(source.secrets, SIGNING_FILE);
  const text = await readIfPresent(file);
  if (text === null) {
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeNew(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    return privateKey;
  }
  await keepPrivate(file);
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new KeyFault('signing_key_unreadable', `${file} holds no private key`, cause);
  }
  throw new KeyFault('signing_key_unreadable', `${file} holds a key that is not Ed25519`);
}

async function readIfPresent(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new KeyFault('master_key_unreadable', `${file} cannot be read`, error);
  }
}

/** A key file that others may read is closed again: copying a home about easily loosens it. */
async function keepPrivate(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) await chmod(file, 0o600);
}

/** Flushed whole under another name, then linked: never half a key, never over an existing one. */
async function writeNew(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(fresh, file);
  await rm(fresh);
}
