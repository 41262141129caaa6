/** A box of rows: for each input the values it may still have. Narrowed going down a tree, and put back going up. */
import { nextBelow } from './adjacent.ts';
import { inputAt, UNSEEN_CODE } from './block.ts';
import type { Tree, TreeEnsemble } from './ensemble.ts';
import { unseenGoesLeft } from './layout.ts';

/** Numbers in [low, high), or missing, or levels by code; `unseen` is any level that the model doesn't know. */
export type Span = {
  readonly low: number;
  readonly high: number;
  readonly missing: boolean;
  /** Null for numbers. */
  readonly codes: ReadonlySet<number> | null;
  readonly unseen: boolean;
};

/** Everything an input may be. */
export function wholeSpan(ensemble: TreeEnsemble, input: number): Span {
  const { kind, levels } = inputAt(ensemble, input);
  const isNumeric = kind === 'numeric';
  return {
    low: Number.NEGATIVE_INFINITY,
    high: isNumeric ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    missing: true,
    codes: isNumeric ? null : new Set(levels.keys()),
    unseen: !isNumeric,
  };
}

/** The part of a span that goes to one side of a node which asks about it. */
export function sideOf(span: Span, { tree, node, left }: { tree: Tree; node: number; left: boolean }): Span {
  const missing = span.missing && (tree.missingLeft[node] === true) === left;
  const levels = tree.levelsLeft[node] ?? null;
  if (levels === null || span.codes === null) {
    const threshold = tree.threshold[node] ?? 0;
    return left
      ? { ...span, missing, high: Math.min(span.high, threshold) }
      : { ...span, missing, low: Math.max(span.low, threshold) };
  }
  const wanted = new Set(levels);
  return {
    ...span,
    missing,
    codes: new Set([...span.codes].filter((code) => wanted.has(code) === left)),
    unseen: span.unseen && unseenGoesLeft(tree, node) === left,
  };
}

export function isEmpty(span: Span): boolean {
  return !(span.low < span.high || span.missing || span.unseen || (span.codes?.size ?? 0) > 0);
}

/** Some value of a span that is not empty, as a row holds it; a present one where there is any. `draw` is in [0, 1). */
export function valueIn(span: Span, precision: TreeEnsemble['precision'], draw: number): number {
  if (span.codes !== null) {
    const codes = [...span.codes, ...(span.unseen ? [UNSEEN_CODE] : [])];
    return codes[Math.floor(draw * codes.length)] ?? Number.NaN;
  }
  if (!(span.low < span.high)) return Number.NaN;
  const low = Number.isFinite(span.low)
    ? span.low
    : Number.isFinite(span.high)
      ? span.high - 1 - Math.abs(span.high)
      : 0;
  const high = Number.isFinite(span.high) ? span.high : low + 1 + Math.abs(low);
  const between = low + draw * (high - low);
  const value = precision === 'float32' ? Math.fround(between) : between;
  return value >= span.low && value < span.high ? value : lowestOf(span);
}

/** The lowest and highest numbers of a span of numbers that is not empty. */
export function lowestOf(span: Span): number {
  return Number.isFinite(span.low) ? span.low : -Number.MAX_VALUE;
}

export function highestOf(span: Span, precision: TreeEnsemble['precision']): number {
  return Number.isFinite(span.high) ? nextBelow(span.high, precision) : Number.MAX_VALUE;
}
