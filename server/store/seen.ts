/**
 * A memory of which keyed hashes were seen, without the hashes: Bloom filters (Bloom 1970), one after the other as more
 * comes, each twice as large as the one before (Almeida and others 2007), at two bytes a hash. What was seen is always
 * known; of what was not, one in four hundred or so of a filter's share seems to have been.
 */
import { assert } from '@plimsoll/core/base';

export type Seen = {
  readonly add: (hash: Uint8Array) => void;
  /** False: never added. True: added, or looks like one that was. */
  readonly mayHave: (hash: Uint8Array) => boolean;
};

type Filter = { readonly bits: Uint8Array; readonly capacity: number; count: number };

const FIRST_CAPACITY = 65_536;
const BITS_OF_HASH = 16;
/** Four probes, each by 32 bits of the hash, which is as good as random. */
const PROBES = 4;
const HASH_BYTES = 16;

/** Makes an empty one for hashes of at least 16 bytes that nobody can choose. */
export function createSeen(firstCapacity: number = FIRST_CAPACITY): Seen {
  const filters = [createFilter(firstCapacity)];
  return {
    add: (hash) => {
      let filter = filters.at(-1);
      assert(filter !== undefined, 'a filter');
      if (filter.count === filter.capacity) {
        filter = createFilter(2 * filter.capacity);
        filters.push(filter);
      }
      filter.count += 1;
      for (let probe = 0; probe < PROBES; probe++) {
        const bit = bitOf(filter, hash, probe);
        filter.bits[bit >>> 3] = (filter.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
      }
    },
    mayHave: (hash) => filters.some((filter) => hasAll(filter, hash)),
  };
}

function createFilter(capacity: number): Filter {
  return { bits: new Uint8Array((capacity * BITS_OF_HASH) / 8), capacity, count: 0 };
}

function hasAll(filter: Filter, hash: Uint8Array): boolean {
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = bitOf(filter, hash, probe);
    if (((filter.bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

function bitOf({ bits }: Filter, hash: Uint8Array, probe: number): number {
  assert(hash.length >= HASH_BYTES, 'a hash of at least 16 bytes');
  const at = 4 * probe;
  let word = 0;
  for (let place = at; place < at + 4; place++) word = word * 256 + (hash[place] as number);
  return word % (8 * bits.length);
}
