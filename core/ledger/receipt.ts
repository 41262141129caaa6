/**
 * A receipt: all that a person needs to check, alone, that an event is in the log: the leaf, its path to the root, the
 * signed checkpoint with that root, and, where they may see it, the body. Sources: RFC 9162 section 2.1.3, C2SP.
 * Checking never throws on what it is given: a receipt comes from a stranger.
 */
import { fromHex, type JsonObject, type JsonValue } from '@plimsoll/core/base';
import { HASH_BYTES } from './hash.ts';
import { type Leaf, parseLeaf } from './leaf.ts';
import { MAX_LEVEL, isSize } from './subtree.ts';

export type Receipt = {
  readonly leaf: Leaf;
  /** The event's position in the log, from 0. */
  readonly index: number;
  readonly treeSize: number;
  /** Hashes from the leaf up, lower-case hex. */
  readonly inclusion: readonly string[];
  /** The signed note whose tree has `treeSize` leaves. */
  readonly checkpoint: string;
  /** Left out where the reader may not see the body. */
  readonly opening?: Opening & {
    /** Opens the body's member `personal`; left out where the reader may not see it, or the person was erased. */
    readonly personal?: Opening;
  };
};

/** A salt (hex) and what it was committed with. */
export type Opening = { readonly salt: string; readonly body: JsonValue };

const MEMBERS: ReadonlySet<string> = new Set([
  'leaf',
  'index',
  'treeSize',
  'inclusion',
  'checkpoint',
  'opening',
]);

/** Reads a receipt from JSON of outside; null when it is none. */
export function parseReceipt(json: JsonValue): Receipt | null {
  if (!isObject(json) || Object.keys(json).some((name) => !MEMBERS.has(name))) return null;
  const { index, treeSize, checkpoint } = json;
  const leaf = json['leaf'] === undefined ? null : parseLeaf(json['leaf']);
  const inclusion = parseHashes(json['inclusion']);
  if (leaf === null || inclusion === null || typeof checkpoint !== 'string') return null;
  if (typeof index !== 'number' || typeof treeSize !== 'number' || !isSize(index) || !isSize(treeSize))
    return null;
  const receipt = { leaf, index, treeSize, inclusion, checkpoint };
  if (json['opening'] === undefined) return receipt;
  const opening = parseWhole(json['opening']);
  return opening === null || opening === undefined ? null : { ...receipt, opening };
}

function parseHashes(json: JsonValue | undefined): readonly string[] | null {
  if (!Array.isArray(json) || json.length > MAX_LEVEL) return null;
  const texts: string[] = [];
  for (const item of json as readonly JsonValue[]) {
    if (typeof item !== 'string' || fromHex(item)?.length !== HASH_BYTES) return null;
    texts.push(item);
  }
  return texts;
}

function parseWhole(json: JsonValue): Receipt['opening'] | null {
  if (!isObject(json)) return null;
  const { personal: inner, ...outer } = json;
  const opening = parseOpening(outer);
  if (opening === null || inner === undefined) return opening;
  const personal = parseOpening(inner);
  return personal === null ? null : { ...opening, personal };
}

function parseOpening(json: JsonValue): Opening | null {
  if (!isObject(json) || Object.keys(json).length !== 2) return null;
  const { salt, body } = json;
  if (typeof salt !== 'string' || fromHex(salt) === null || body === undefined) return null;
  return { salt, body };
}

function isObject(json: JsonValue): json is JsonObject {
  return json !== null && typeof json === 'object' && !Array.isArray(json);
}
