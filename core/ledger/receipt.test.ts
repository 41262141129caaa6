/** Leaves, commitments and receipts: one text, one hash, and every tampering found at its step. */
import { canonicalize, fromUtf8, type JsonObject, type JsonValue, toHex } from '@plimsoll/core/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  commit,
  createSigner,
  edgeRoot,
  ed25519FromSeed,
  emptyEdge,
  formatVkey,
  growTiles,
  inclusionPlan,
  type Leaf,
  leafBytes,
  leafHash,
  MAX_LEAF_BYTES,
  parseLeaf,
  type Receipt,
  readPlan,
  signCheckpoint,
  verifyCommitment,
  verifyReceipt,
} from './index.ts';
import { receiptStepTexts } from './receipt-text.ts';

const LOG_SIZE = 300;
const salt = new Uint8Array(32).fill(9);
const body: JsonObject = { outcome: 'approve', amountMinor: 250_000, reasons: ['R1'] };

const leafAt = (version: number): Leaf => ({
  v: 1,
  id: `event-${version}`,
  kind: 'application.decided',
  stream: 'application/7',
  version,
  bookedAt: '2026-02-03T04:05:06.789Z',
  effectiveDay: '2026-02-03',
  actor: 'key:demo',
  subject: 'person-1',
  policyHash: 'ab'.repeat(32),
  modelId: null,
  commitment: commit(salt, body),
});

const leaves = Array.from({ length: LOG_SIZE }, (_, version) => leafAt(version));
const { edge, tiles } = growTiles(
  emptyEdge,
  leaves.map((leaf) => leafHash(leaf)),
);
const signer = createSigner({ name: 'plimsoll.example', ...ed25519FromSeed(new Uint8Array(32).fill(1)) });
const vkey = formatVkey(signer);
const note = signCheckpoint({ size: LOG_SIZE, root: edgeRoot(edge) }, [signer]);

function receiptOf(index: number): Receipt {
  const read = readPlan(inclusionPlan(index, LOG_SIZE), ({ level, index: at }) => {
    return tiles.find((tile) => tile.level === level && tile.index === at)?.hashes;
  });
  if (!read.ok) throw new Error('every tile is there');
  return {
    leaf: leaves[index] as Leaf,
    index,
    treeSize: LOG_SIZE,
    inclusion: read.value.map(toHex),
    checkpoint: note,
    opening: { salt: toHex(salt), body },
  };
}

const json = (receipt: unknown): JsonValue => JSON.parse(JSON.stringify(receipt)) as JsonValue;
const statusesOf = (receipt: unknown, key = vkey) =>
  Object.fromEntries(verifyReceipt(json(receipt), key).steps.map(({ code, status }) => [code, status]));

test('[LDG-18] the text of a leaf is fixed for ever', () => {
  expect(fromUtf8(leafBytes(leafAt(3)))).toBe(
    '{"actor":"key:demo","bookedAt":"2026-02-03T04:05:06.789Z","commitment":"' +
      `${commit(salt, body)}","effectiveDay":"2026-02-03","id":"event-3","kind":"application.decided",` +
      `"modelId":null,"policyHash":"${'ab'.repeat(32)}","stream":"application/7","subject":"person-1","v":1,"version":3}`,
  );
});

test('[LDG-18] the order of members makes no difference, each member does', () => {
  const leaf = leafAt(3);
  const reversed = Object.fromEntries(Object.entries(leaf).toReversed()) as unknown as Leaf;
  expect(leafHash(reversed)).toEqual(leafHash(leaf));
  const changes: readonly Partial<Leaf>[] = [
    { id: 'event-4' },
    { kind: 'application.submitted' },
    { stream: 'application/8' },
    { version: 4 },
    { bookedAt: '2026-02-03T04:05:06.790Z' },
    { effectiveDay: '2026-02-04' },
    { actor: 'key:other' },
    { subject: null },
    { policyHash: null },
    { modelId: 'null' },
    { commitment: '0'.repeat(64) },
  ];
  const hashes = new Set(changes.map((change) => toHex(leafHash({ ...leaf, ...change }))));
  expect(hashes.size).toBe(changes.length);
  expect(hashes.has(toHex(leafHash(leaf)))).toBe(false);
});

test('[LDG-18] the text of any leaf is its canonical JSON', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  const maybe = fc.option(text);
  fc.assert(
    fc.property(
      text,
      text,
      text,
      maybe,
      maybe,
      fc.maxSafeNat(),
      (id, stream, actor, subject, modelId, version) => {
        const leaf: Leaf = { ...leafAt(1), id, stream, actor, subject, modelId, version };
        expect(fromUtf8(leafBytes(leaf))).toBe(canonicalize(leaf));
      },
    ),
  );
});

test('[LDG-19] a leaf of another shape is not read', () => {
  const leaf = json(leafAt(0)) as JsonObject;
  expect(parseLeaf(leaf)).toEqual(leaf);
  for (const name of Object.keys(leaf)) {
    const { [name]: _dropped, ...rest } = leaf;
    expect(parseLeaf(rest)).toBeNull();
    for (const wrong of [[], {}, true, '', -1]) expect(parseLeaf({ ...leaf, [name]: wrong })).toBeNull();
  }
  expect(parseLeaf({ ...leaf, extra: 1 })).toBeNull();
  expect(parseLeaf({ ...leaf, v: 2 })).toBeNull();
  expect(parseLeaf({ ...leaf, bookedAt: '2026-02-03T04:05:06Z' })).toBeNull();
  expect(parseLeaf({ ...leaf, actor: '\ud800' })).toBeNull();
  for (const other of [null, 1, 'x', []]) expect(parseLeaf(other)).toBeNull();
});

test('[LDG-19] no leaf is longer than an entry of the log may be', () => {
  const leaf = leafAt(0);
  const spare = MAX_LEAF_BYTES - leafBytes({ ...leaf, actor: 'a' }).length;
  expect(leafBytes({ ...leaf, actor: 'a'.repeat(spare + 1) })).toHaveLength(MAX_LEAF_BYTES);
  expect(() => leafBytes({ ...leaf, actor: 'a'.repeat(spare + 2) })).toThrow('assertion failed');
  expect(() => leafBytes({ ...leaf, version: 0.5 })).toThrow('assertion failed');
});

test('[LDG-20] a commitment opens with its own salt and body alone', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.jsonValue(),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (drawn, other, key) => {
        const committed = json(drawn);
        const commitment = commit(key, committed);
        expect(verifyCommitment(commitment, { salt: key, body: committed })).toBe(true);
        const isSame = canonicalize(json(other)) === canonicalize(committed);
        expect(verifyCommitment(commitment, { salt: key, body: json(other) })).toBe(isSame);
        const turned = key.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
        expect(verifyCommitment(commitment, { salt: turned, body: committed })).toBe(false);
      },
    ),
  );
  expect(verifyCommitment('zz', { salt, body })).toBe(false);
  expect(verifyCommitment(commit(salt, body), { salt: salt.slice(1), body })).toBe(false);
  expect(() => commit(salt.slice(1), body)).toThrow('assertion failed');
});

test('[LDG-20] a commitment is what Python’s hmac gives for the same salt and canonical text', () => {
  // hmac.new(bytes(32), b'{}', hashlib.sha256).hexdigest()
  expect(commit(new Uint8Array(32), {})).toBe(
    '22f8eea909400af98adf3681a9f31923ef6b7fcba4abb553d92823a3e9d5c25e',
  );
});

test('[LDG-21] genuine receipts verify, with their body and without', () => {
  for (const index of [0, 1, 255, 256, LOG_SIZE - 1]) {
    const receipt = receiptOf(index);
    expect(verifyReceipt(json(receipt), vkey)).toMatchObject({ ok: true, opened: true });
    const { opening: _hidden, ...closed } = receipt;
    expect(verifyReceipt(json(closed), vkey)).toMatchObject({ ok: true, opened: false });
  }
});

test('[LDG-22] each tampering fails at its step', () => {
  const receipt = receiptOf(100);
  const otherHash = toHex(leafHash(leafAt(7)));
  const other = createSigner({ name: signer.name, ...ed25519FromSeed(new Uint8Array(32).fill(2)) });
  const otherNote = signCheckpoint({ size: LOG_SIZE, root: new Uint8Array(32) }, [signer]);
  const tamperings: readonly (readonly [string, object])[] = [
    ['root_match', { leaf: { ...receipt.leaf, actor: 'somebody else' } }],
    ['root_match', { leaf: { ...receipt.leaf, commitment: commit(salt, { outcome: 'decline' }) } }],
    ['root_match', { index: 101 }],
    ['root_match', { inclusion: receipt.inclusion.with(3, otherHash) }],
    ['inclusion', { inclusion: receipt.inclusion.slice(1) }],
    ['inclusion', { inclusion: [...receipt.inclusion, otherHash] }],
    ['inclusion', { index: LOG_SIZE }],
    ['root_match', { treeSize: LOG_SIZE - 1 }],
    ['checkpoint_signature', { checkpoint: note.replace(`${LOG_SIZE}`, '299') }],
    [
      'checkpoint_signature',
      { checkpoint: signCheckpoint({ size: LOG_SIZE, root: edgeRoot(edge) }, [other]) },
    ],
    ['checkpoint_signature', { checkpoint: 'nothing' }],
    ['root_match', { checkpoint: otherNote }],
    ['commitment_opening', { opening: { salt: toHex(salt), body: { ...body, outcome: 'decline' } } }],
    ['commitment_opening', { opening: { salt: '00'.repeat(32), body } }],
    ['commitment_opening', { opening: { salt: '00', body } }],
    ['receipt_form', { inclusion: ['zz'] }],
    ['receipt_form', { leaf: { ...receipt.leaf, extra: 1 } }],
    ['receipt_form', { note: 'more' }],
    ['receipt_form', { index: 1.5 }],
    ['receipt_form', { opening: { salt: toHex(salt) } }],
  ];
  for (const [step, change] of tamperings) {
    const tampered = json({ ...receipt, ...change });
    expect(verifyReceipt(tampered, vkey).ok).toBe(false);
    expect(verifyReceipt(tampered, vkey).steps.find(({ status }) => status === 'failed')?.code).toBe(step);
  }
  expect(statusesOf(receipt, 'no key')['checkpoint_signature']).toBe('failed');
  expect(statusesOf(receipt, formatVkey(other))['checkpoint_signature']).toBe('failed');
});

test('[LDG-22] a body that no log can hold does not open, and does not throw', () => {
  let deep: JsonValue = 1;
  for (let depth = 0; depth < 1000; depth++) deep = [deep];
  for (const wrong of ['\ud800', deep]) {
    const tampered = { ...receiptOf(5), opening: { salt: toHex(salt), body: wrong } };
    expect(verifyReceipt(tampered as unknown as JsonValue, vkey).ok).toBe(false);
  }
});

test('[LDG-22] no JSON at all makes the check throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(verifyReceipt(json(value), vkey).ok).toBe(false);
    }),
  );
});

test('[LDG-23] what rests on a failed step is not reached', () => {
  expect(statusesOf({})).toEqual({
    receipt_form: 'failed',
    leaf_hash: 'not_reached',
    inclusion: 'not_reached',
    checkpoint_signature: 'not_reached',
    root_match: 'not_reached',
    commitment_opening: 'not_reached',
  });
  const { opening: _hidden, ...closed } = receiptOf(4);
  expect(statusesOf({ ...closed, checkpoint: 'nothing' })).toEqual({
    receipt_form: 'held',
    leaf_hash: 'held',
    inclusion: 'held',
    checkpoint_signature: 'failed',
    root_match: 'not_reached',
    commitment_opening: 'not_offered',
  });
  const long = { ...closed.leaf, actor: 'a'.repeat(MAX_LEAF_BYTES) };
  expect(statusesOf({ ...closed, leaf: long })).toMatchObject({
    leaf_hash: 'failed',
    inclusion: 'not_reached',
  });
});

test('[LDG-24] every outcome of every step speaks both languages', () => {
  for (const words of Object.values(receiptStepTexts))
    for (const text of Object.values(words)) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/[a-z]{3}/);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
    }
});

test('[LDG-26] a personal part opens under its own salt, and the body opens without it', () => {
  const personalSalt = new Uint8Array(32).fill(3);
  const personal = { name: 'Jetty Sample', phone: '+1 555-0100' };
  const withPersonal: JsonObject = { ...body, personal: commit(personalSalt, personal) };
  const leaf = { ...leafAt(0), commitment: commit(salt, withPersonal) };
  const { edge: end } = growTiles(emptyEdge, [leafHash(leaf)]);
  const bare: Receipt = {
    leaf,
    index: 0,
    treeSize: 1,
    inclusion: [],
    checkpoint: signCheckpoint({ size: 1, root: edgeRoot(end) }, [signer]),
    opening: { salt: toHex(salt), body: withPersonal },
  };
  const opened = (opening: Receipt['opening']) => verifyReceipt(json({ ...bare, opening }), vkey).opened;
  const outer = { salt: toHex(salt), body: withPersonal };
  const inner = { salt: toHex(personalSalt), body: personal };
  expect(opened(outer)).toBe(true);
  expect(opened({ ...outer, personal: inner })).toBe(true);
  expect(opened({ ...outer, personal: { ...inner, body: { ...personal, name: 'Another' } } })).toBe(false);
  expect(opened({ ...outer, personal: { ...inner, salt: toHex(salt) } })).toBe(false);
  expect(opened({ salt: toHex(salt), body, personal: inner })).toBe(false);
  expect(verifyReceipt(json({ ...bare, opening: { ...outer, extra: 1 } }), vkey).ok).toBe(false);
});
