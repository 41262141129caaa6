/** Checkpoints, notes, keys and signatures: other implementations' vectors and probes of our own. */
import { fromHex, fromUtf8, toBase64, toHex } from '@plimsoll/core/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createSigner,
  ed25519Algorithm,
  ed25519FromSeed,
  formatCheckpoint,
  formatVkey,
  keyIdOf,
  type NoteSigner,
  parseCheckpoint,
  parseNote,
  parseVkey,
  signCheckpoint,
  signNote,
  verifyCheckpoint,
  verifyNote,
} from './index.ts';
import checkpointVectors from './vectors/c2sp-checkpoint-parse.json' with { type: 'json' };
import signatureVectors from './vectors/ed25519.json' with { type: 'json' };

const bytes = (hex: string) => fromHex(hex) as Uint8Array;
const signerOf = (name: string, fill: number): NoteSigner =>
  createSigner({ name, ...ed25519FromSeed(new Uint8Array(32).fill(fill)) });

const own = signerOf('plimsoll.example/log', 1);
const witness = signerOf('witness.example', 2);
const root = new Uint8Array(32).fill(7);

test('[LDG-13] checkpoints that transparency-dev/formats reads', () => {
  for (const { text, origin, size, hashUtf8, ext } of checkpointVectors.parse_ok) {
    const parsed = parseCheckpoint(text);
    expect(parsed?.origin).toBe(origin);
    expect(parsed?.size).toBe(size);
    expect(fromUtf8(parsed?.root ?? new Uint8Array(0))).toBe(hashUtf8);
    expect(parsed?.extensions).toEqual(ext);
    expect(parsed === null ? null : formatCheckpoint(parsed)).toBe(text);
  }
});

test('[LDG-13] checkpoints that transparency-dev/formats refuses, and more', () => {
  for (const { text } of checkpointVectors.parse_fail) expect(parseCheckpoint(text)).toBeNull();
  const coded = toBase64(root);
  const more = [
    `Log\n0123\n${coded}\n`,
    `Log\n+1\n${coded}\n`,
    `Log\n1e3\n${coded}\n`,
    `Log\n9007199254740992\n${coded}\n`,
    `Log\n1\n${coded}\n\n`,
    `Log\n1\n\n`,
    `Log\n1\n${coded.slice(0, -1)}\n`,
    `Log\r\n1\r\n${coded}\r\n`,
    '',
  ];
  for (const text of more) expect(parseCheckpoint(text)).toBeNull();
  expect(parseCheckpoint(`Log\n0\n${coded}\n`)?.size).toBe(0);
});

test('[LDG-14] a note verifies for each key that signed it and for no other', () => {
  const note = signNote('ognuno sta solo\n\ned è subito sera\n', [own, witness]);
  const parsed = parseNote(note);
  expect(parsed?.text).toBe('ognuno sta solo\n\ned è subito sera\n');
  expect(parsed?.signatures.map(({ name }) => name)).toEqual([own.name, witness.name]);
  if (parsed === null) return;
  expect(verifyNote(parsed, own)).toBe('verified');
  expect(verifyNote(parsed, witness)).toBe('verified');
  expect(verifyNote(parsed, signerOf('other.example', 1))).toBe('not_signed_by_key');
  expect(verifyNote(parsed, signerOf(own.name, 3))).toBe('not_signed_by_key');
  expect(verifyNote(parsed, own, { algorithms: [] })).toBe('algorithm_unknown');
});

test('[LDG-14] a wrong line of a known key spoils the note, a wrong line of another does not', () => {
  const parsed = parseNote(signNote('text\n', [own, witness]));
  if (parsed === null) throw new Error('a note of our own parses');
  const turned = parsed.signatures.map((line) =>
    line.name === own.name ? { ...line, signature: line.signature.map((byte) => byte ^ 1) } : line,
  );
  expect(verifyNote({ ...parsed, signatures: turned }, own)).toBe('signature_wrong');
  expect(verifyNote({ ...parsed, signatures: [...parsed.signatures, ...turned] }, own)).toBe(
    'signature_wrong',
  );
  expect(verifyNote({ ...parsed, signatures: turned }, witness)).toBe('verified');
  expect(verifyNote({ ...parsed, text: 'texT\n' }, own)).toBe('signature_wrong');
});

test('[LDG-14] what is no note is not read', () => {
  const note = signNote('text\n', [own]);
  const [line] = note.split('\n').slice(-2);
  const wrong = [
    '',
    'text\n',
    note.slice(0, -1),
    note.replace('\n\n', '\n'),
    note.replace('—', '-'),
    note.replace('text', 'te\txt'),
    note.replace('text', 'te\ud800xt'),
    `${note}\n`,
    `${note}trailing\n`,
    note.replace(own.name, 'a+b'),
    note.replace(own.name, ''),
    'text\n\n— name AAAA\n',
    `text\n\n${`${line}\n`.repeat(65)}`,
  ];
  for (const text of wrong) expect(parseNote(text)).toBeNull();
  expect(() => signNote('no newline', [own])).toThrow('assertion failed');
  expect(() => signerOf('a name', 1)).toThrow('assertion failed');
});

test('[LDG-14] any change of one character of a signed note keeps it from verifying', () => {
  const note = signNote('harbour\n42\n', [own]);
  const signedEnd = note.length;
  fc.assert(
    fc.property(
      fc.nat({ max: signedEnd - 1 }),
      fc.string({ minLength: 1, maxLength: 1 }),
      (at, character) => {
        fc.pre(note[at] !== character);
        const parsed = parseNote(note.slice(0, at) + character + note.slice(at + 1));
        expect(parsed === null ? 'malformed' : verifyNote(parsed, own)).not.toBe('verified');
      },
    ),
    { numRuns: 300 },
  );
});

test('[LDG-15] verifier keys read back, and altered ones are not read', () => {
  const vkey = formatVkey(own);
  expect(parseVkey(vkey)).toEqual({ name: own.name, algorithm: 1, publicKey: own.publicKey });
  expect(vkey).toContain(`+${toHex(keyIdOf(own))}+`);
  const wrong = [
    '',
    'a',
    'a+b',
    `x${vkey}`,
    vkey.replace('+A', '+B'),
    vkey.slice(0, -4),
    `${vkey}AAAA`,
    vkey.toUpperCase(),
  ];
  for (const text of wrong) expect(parseVkey(text)).toBeNull();
});

test('[LDG-15] the verifier key and note of the signed-note specification’s Go package', () => {
  // golang.org/x/mod/sumdb/note, example_test.go (BSD-3): PeterNeumann's key and the note that it signed.
  const key = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const note = parseNote(
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
  );
  expect(key?.name).toBe('PeterNeumann');
  expect(
    note === null || key === null
      ? null
      : verifyNote({ ...note, text: note.text.replace('\u2019', "'") }, key),
  ).toBe('verified');
});

test('[LDG-16] RFC 8032 section 7.1', () => {
  for (const { seed, pk, msg, sig } of signatureVectors.rfc8032) {
    const key = ed25519FromSeed(bytes(seed));
    expect(toHex(key.publicKey)).toBe(pk);
    expect(toHex(key.sign(bytes(msg)))).toBe(sig);
    const claim = { publicKey: bytes(pk), message: bytes(msg), signature: bytes(sig) };
    expect(ed25519Algorithm.verify(claim)).toBe(true);
  }
});

test('[LDG-16] Wycheproof: all 151 cases', () => {
  const { cases, count } = signatureVectors.wycheproof;
  const wrong = cases.filter(({ pk, msg, sig, result }) => {
    const claim = { publicKey: bytes(pk), message: bytes(msg), signature: bytes(sig) };
    return ed25519Algorithm.verify(claim) !== (result === 'valid');
  });
  expect(wrong.map(({ tcId }) => tcId)).toEqual([]);
  expect(cases).toHaveLength(count);
});

test('[LDG-17] a checkpoint verifies under the key of its log alone', () => {
  const note = signCheckpoint({ size: 42, root }, [own, witness]);
  const { verdict, checkpoint } = verifyCheckpoint(note, own);
  expect(verdict).toBe('verified');
  expect(checkpoint).toEqual({ origin: own.name, size: 42, root, extensions: [] });
  expect(verifyCheckpoint(note, witness).verdict).toBe('another_log');
  expect(verifyCheckpoint(note.replace('42', '43'), own).verdict).toBe('signature_wrong');
  expect(verifyCheckpoint(signNote('no\ncheckpoint\n', [own]), own).verdict).toBe('malformed');
  expect(verifyCheckpoint(signNote(`${own.name}\n1\nAAAA\n`, [own]), own).verdict).toBe('malformed');
  expect(() => signCheckpoint({ size: 1, root: new Uint8Array(3) }, [own])).toThrow('assertion failed');
});
