/**
 * Bins merged after a fit: ranges that move against their trend are pooled, and neighbours whose effects a person could
 * not tell apart in points become one, until no more are left than a card may show. What is merged costs least:
 * information times the square of what the effects differ by.
 */
import { assert } from '@plimsoll/core/base';
import type { Bin } from '@plimsoll/core/binning';
import { effectsOf, type FittedTerm, slopeOf } from './effect.ts';
import {
  chainOf,
  exchangeableOf,
  type FineSettings,
  type FineTerm,
  looseOf,
  mergedTerm,
} from './fine-bins.ts';
import { shaped } from './shape.ts';

export type CondenseSettings = {
  readonly maxBins: number;
  readonly minBads: number;
  readonly pointsPerLogOdds: number;
  readonly fine: FineSettings;
};

/** Effects nearer than this are one: shaping leaves equal what it pooled, up to rounding. */
const SAME_EFFECT = 1e-9;
/** Neighbours less than this many points apart are merged. */
const LEAST_STEP_POINTS = 2;

export type PooledTerm = {
  readonly term: FineTerm;
  readonly effects: Float64Array;
  /** False where only one bin with an effect of its own is left. */
  readonly isAlive: boolean;
};

/**
 * Merges ranges whose effects go against the term's trend, and holds bins at zero that stand alone and are safe by the fit
 * though risky by their own rows, or the other way round. The same term where nothing is to be done.
 */
export function poolAgainst(term: FineTerm, effects: Float64Array, fine: FineSettings): PooledTerm {
  const contrary = looseOf(term).filter(
    (at) => !term.neutral.includes(at) && (effects[at] ?? 0) * binAt(term, at).woe > SAME_EFFECT,
  );
  if (contrary.length === 0) return pooled(term, effects, fine);
  return pooled({ ...term, neutral: [...term.neutral, ...contrary] }, effects, fine);
}

function pooled(term: FineTerm, effects: Float64Array, fine: FineSettings): PooledTerm {
  const chain = chainOf(term);
  if (term.trend === 'free' || chain.length < 2) return { term, effects, isAlive: true };
  const bins = chain.map((at) => binAt(term, at));
  const nearest = shaped(
    { values: chain.map((at) => effects[at] ?? 0), weights: bins.map(weightOf) },
    term.trend,
  );
  const groups: number[][] = [];
  for (const [place, at] of chain.entries()) {
    const step = Math.abs((nearest[place] ?? 0) - (nearest[place - 1] ?? Number.NaN));
    if (step <= SAME_EFFECT) groups.at(-1)?.push(at);
    else groups.push([at]);
  }
  if (groups.length === chain.length) return { term, effects, isAlive: true };
  const merged = mergedTerm(term, groups, fine);
  const moved = new Float64Array(merged.term.binning.bins.length);
  for (const [from, to] of merged.mapped.entries())
    moved[to] = chain.includes(from) ? (nearest[chain.indexOf(from)] ?? 0) : (effects[from] ?? 0);
  const filled = merged.term.binning.bins.filter((bin) => bin.goods + bin.bads > 0).length;
  return { term: merged.term, effects: moved, isAlive: filled >= 2 };
}

/** A block of bins that will be one. */
type Block = {
  readonly bins: readonly number[];
  readonly weight: number;
  readonly bads: number;
  readonly goods: number;
  readonly effect: number;
};

/** Merges neighbours (of ranges in order; of level groups in the order of their effects) until the bounds hold. */
export function condense(
  term: FineTerm,
  effects: readonly number[],
  settings: CondenseSettings,
): Omit<FittedTerm, 'freedom'> {
  const isNumeric = term.binning.kind === 'numeric';
  const order = isNumeric
    ? [...chainOf(term)]
    : exchangeableOf(term).filter((at) => binAt(term, at).cell.kind === 'levels');
  if (!isNumeric) order.sort((a, b) => (effects[a] ?? 0) - (effects[b] ?? 0));
  let blocks = order.map((at): Block => {
    const bin = binAt(term, at);
    return { bins: [at], weight: weightOf(bin), bads: bin.bads, goods: bin.goods, effect: effects[at] ?? 0 };
  });
  for (let round = 0; round < order.length; round += 1) {
    const at = nextMerge(blocks, settings);
    if (at === null) break;
    const [left, right] = [blocks[at], blocks[at + 1]];
    assert(left !== undefined && right !== undefined, 'two blocks are merged');
    blocks = blocks.toSpliced(at, 2, joined(left, right));
  }
  const merged = mergedTerm(
    term,
    blocks.map((block) => block.bins),
    settings.fine,
  );
  const moved = new Float64Array(merged.term.binning.bins.length);
  for (const [from, to] of merged.mapped.entries())
    moved[to] = blocks.find((block) => block.bins.includes(from))?.effect ?? effects[from] ?? 0;
  const complete = effectsOf(merged.term, moved);
  return { term: merged.term, effects: complete, slope: slopeOf(merged.term, complete) };
}

/** The index of the block to join with its right neighbour, or null when all bounds hold. */
function nextMerge(blocks: readonly Block[], settings: CondenseSettings): number | null {
  let best: { readonly at: number; readonly cost: number } | null = null;
  for (let at = 0; at + 1 < blocks.length; at += 1) {
    const [left, right] = [blocks[at], blocks[at + 1]];
    if (left === undefined || right === undefined) continue;
    const apart = Math.abs(left.effect - right.effect);
    const isThin = [left, right].some((block) => Math.min(block.bads, block.goods) < settings.minBads);
    const isSame = apart * settings.pointsPerLogOdds < LEAST_STEP_POINTS;
    if (!isThin && !isSame && blocks.length <= settings.maxBins) continue;
    const cost = ((left.weight * right.weight) / (left.weight + right.weight)) * apart ** 2;
    if (best === null || cost < best.cost) best = { at, cost };
  }
  return best === null ? null : best.at;
}

function joined(left: Block, right: Block): Block {
  const weight = left.weight + right.weight;
  return {
    bins: [...left.bins, ...right.bins],
    weight,
    bads: left.bads + right.bads,
    goods: left.goods + right.goods,
    effect: (left.weight * left.effect + right.weight * right.effect) / weight,
  };
}

/** The information a bin holds on its log-odds: the inverse of their variance. */
function weightOf({ goods, bads }: Bin): number {
  return ((goods + 0.5) * (bads + 0.5)) / (goods + bads + 1);
}

function binAt(term: FineTerm, at: number): Bin {
  const bin = term.binning.bins[at];
  assert(bin !== undefined, 'a bin of the binning');
  return bin;
}
