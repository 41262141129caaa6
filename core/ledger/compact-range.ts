/**
 * A compact range: all that must be remembered of a log to go on appending and know its root, one hash per set bit of
 * its size. Source: "Compact ranges" of transparency-dev/merkle (docs/compact_ranges.md). A walk over a log of any
 * length keeps one of these and nothing else.
 */
import { assert, fromHex, type JsonObject, type JsonValue, toHex } from '@plimsoll/core/base';
import { HASH_BYTES, type Hashes, hashNode, portableHashes } from './hash.ts';
import { foldHashes } from './proof-plan.ts';
import { halved, isSize, subtreesBetween } from './subtree.ts';

/** `peaks`: the hashes of the perfect subtrees of a log of `size` leaves, left (largest) to right. */
export type CompactRange = { readonly size: number; readonly peaks: readonly Uint8Array[] };

/** The log without leaves. */
export const emptyRange: CompactRange = { size: 0, peaks: [] };

/** The range after `leafHashes`; amortised one node hash per leaf. */
export function extendRange(
  range: CompactRange,
  leafHashes: Iterable<Uint8Array>,
  hashes: Hashes = portableHashes,
): CompactRange {
  const peaks = [...range.peaks];
  let size = range.size;
  for (const leafHash of leafHashes) {
    assert(leafHash.length === HASH_BYTES, 'a leaf hash of 32 bytes');
    let carried = leafHash;
    for (let rest = size; rest % 2 === 1; rest = halved(rest)) {
      const left = peaks.pop();
      assert(left !== undefined, 'a peak for each set bit of the size');
      carried = hashNode(left, carried, hashes);
    }
    peaks.push(carried);
    size += 1;
  }
  assert(isSize(size), 'a size within the safe integers');
  return { size, peaks };
}

/** The root of the log so far. */
export function rangeRoot(range: CompactRange, hashes: Hashes = portableHashes): Uint8Array {
  return foldHashes(range.peaks, hashes);
}

/** The range as JSON. */
export function rangeToJson(range: CompactRange): JsonObject {
  return { size: range.size, peaks: range.peaks.map(toHex) };
}

/** The range that JSON holds; null when it holds none. */
export function rangeFromJson(json: JsonValue): CompactRange | null {
  if (json === null || typeof json !== 'object' || !('size' in json) || !('peaks' in json)) return null;
  const { size, peaks } = json;
  if (typeof size !== 'number' || !isSize(size) || !Array.isArray(peaks)) return null;
  if (peaks.length !== subtreesBetween(0, size).length) return null;
  const read: Uint8Array[] = [];
  for (const peak of peaks as readonly JsonValue[]) {
    const hash = typeof peak === 'string' ? fromHex(peak) : null;
    if (hash === null || hash.length !== HASH_BYTES) return null;
    read.push(hash);
  }
  return { size, peaks: read };
}
