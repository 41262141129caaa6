/**
 * A bounded memory of what was used lately, in two generations: what is new or used again is in the young one; when that
 * is full, it becomes the old one, and what was in the old one goes. So an access costs a look-up, not a reordering.
 */
export type Recent<K, V> = {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => void;
  readonly delete: (key: K) => void;
  /** Drops the entries whose value passes; looks at all of them. */
  readonly drop: (isGone: (value: V) => boolean) => void;
};

/** Makes one that holds the last `limit / 2` entries used at least, and at most `limit`. */
export function createRecent<K, V>(limit: number): Recent<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const set = (key: K, value: V): void => {
    young.set(key, value);
    if (young.size * 2 < limit) return;
    old = young;
    young = new Map();
  };
  return {
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    drop: (isGone) => {
      for (const entries of [young, old])
        for (const [key, value] of entries) if (isGone(value)) entries.delete(key);
    },
  };
}
