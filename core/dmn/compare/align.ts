/**
 * Which of the old things is which of the new ones. Both directions give the same pairs: ties are broken by distance,
 * which is the same from both sides.
 */

export type Pair = { readonly old: number; readonly new: number };

export type Alignment = {
  /** In the order of the new ones. */
  readonly pairs: readonly Pair[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
};

/** Products of remaining old and new things above this are paired in order instead of by likeness. */
const MAX_PAIRS = 250_000;

/** Pairs by equal keys, the first with the first; a null key stands for nothing. */
export function pairByKey(
  old: readonly (string | null)[],
  fresh: readonly (string | null)[],
  taken: readonly Pair[] = [],
): readonly Pair[] {
  const takenOld = new Set(taken.map((pair) => pair.old));
  const takenNew = new Set(taken.map((pair) => pair.new));
  const waiting = new Map<string, number[]>();
  for (const [index, key] of old.entries())
    if (key !== null && !takenOld.has(index)) waiting.set(key, [...(waiting.get(key) ?? []), index]);
  const pairs = [...taken];
  for (const [index, key] of fresh.entries()) {
    const found = key === null || takenNew.has(index) ? undefined : waiting.get(key)?.shift();
    if (found !== undefined) pairs.push({ old: found, new: index });
  }
  return pairs;
}

export type Likeness = {
  readonly counts: { readonly old: number; readonly new: number };
  /** From 0 to 1. */
  readonly of: (old: number, fresh: number) => number;
  /** Pairs below this are two things. */
  readonly least: number;
};

/** Adds pairs of the most alike among those left over, the nearest first. */
export function pairByLikeness(taken: readonly Pair[], likeness: Likeness): readonly Pair[] {
  const { removed, added } = settleAlignment(taken, likeness.counts);
  if (removed.length * added.length > MAX_PAIRS) return pairWithinGaps(taken, likeness.counts);
  const candidates = removed.flatMap((old) =>
    added.flatMap((fresh) => {
      const score = likeness.of(old, fresh);
      return score >= likeness.least ? [{ old, new: fresh, score }] : [];
    }),
  );
  candidates.sort(
    (left, right) =>
      right.score - left.score ||
      Math.abs(left.old - left.new) - Math.abs(right.old - right.new) ||
      left.old + left.new - right.old - right.new,
  );
  const takenOld = new Set<number>();
  const takenNew = new Set<number>();
  const pairs = [...taken];
  for (const candidate of candidates) {
    if (takenOld.has(candidate.old) || takenNew.has(candidate.new)) continue;
    takenOld.add(candidate.old);
    takenNew.add(candidate.new);
    pairs.push({ old: candidate.old, new: candidate.new });
  }
  return pairs;
}

/** Pairs what is left over between the same neighbours, where as many are left on both sides. */
export function pairWithinGaps(taken: readonly Pair[], counts: Likeness['counts']): readonly Pair[] {
  const { removed, added } = settleAlignment(taken, counts);
  const gaps = new Map<string, { readonly old: number[]; readonly new: number[] }>();
  const gapOf = (before: Pair, after: Pair): { readonly old: number[]; readonly new: number[] } => {
    const key = `${before.old},${before.new},${after.old},${after.new}`;
    const gap = gaps.get(key) ?? { old: [], new: [] };
    gaps.set(key, gap);
    return gap;
  };
  const START: Pair = { old: -1, new: -1 };
  const END: Pair = { old: counts.old, new: counts.new };
  const neighbours = (index: number, side: 'old' | 'new'): readonly [Pair, Pair] => {
    let [before, after] = [START, END];
    for (const pair of taken) {
      if (pair[side] < index && pair[side] > before[side]) before = pair;
      if (pair[side] > index && pair[side] < after[side]) after = pair;
    }
    return [before, after];
  };
  // Each search walks the pairs once; tables beyond the bound are looked at by their order alone.
  if ((removed.length + added.length) * taken.length > MAX_PAIRS) return taken;
  for (const old of removed) gapOf(...neighbours(old, 'old')).old.push(old);
  for (const fresh of added) gapOf(...neighbours(fresh, 'new')).new.push(fresh);
  const more = [...gaps.values()].flatMap((gap) =>
    gap.old.length === gap.new.length ? gap.old.map((old, index) => ({ old, new: gap.new[index] ?? 0 })) : [],
  );
  return [...taken, ...more];
}

export function settleAlignment(pairs: readonly Pair[], counts: Likeness['counts']): Alignment {
  const olds = new Set(pairs.map((pair) => pair.old));
  const news = new Set(pairs.map((pair) => pair.new));
  const without = (count: number, taken: ReadonlySet<number>): readonly number[] =>
    Array.from({ length: count }, (_, index) => index).filter((index) => !taken.has(index));
  return {
    pairs: pairs.toSorted((left, right) => left.new - right.new),
    removed: without(counts.old, olds),
    added: without(counts.new, news),
  };
}

/** The fewest pairs that must be called moved so that all others keep their order: those outside a longest rising run. */
export function findMoved(pairs: readonly Pair[]): readonly Pair[] {
  const ordered = pairs.toSorted((left, right) => left.new - right.new);
  /** For each length of a run the index of its smallest last member. */
  const tails: number[] = [];
  const previous: number[] = [];
  for (const [index, pair] of ordered.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ordered[tails[middle] ?? 0]?.old ?? 0) < pair.old) low = middle + 1;
      else high = middle;
    }
    previous[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  }
  const kept = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) kept.add(at);
  return ordered.filter((_, index) => !kept.has(index));
}
