/**
 * The memory that a training works in: typed arrays over one buffer, so that threads and a WebAssembly module can share it.
 * Rows of training come first, those of validation after them; bins lie row by row. Gradient and hessian of a row are whole
 * numbers of 16 bits in one word, so their sums are exact whatever the order: that is why threads change no bit.
 */
import { assert } from '@plimsoll/core/base';
import type { LevelSettings } from './settings.ts';

/** Bytes of one feature's histogram: 256 pairs of doubles (sum of gradients, sum of hessians). */
const HISTOGRAM_PAIRS = 256;
/** Doubles from one feature's histogram to the next. */
export const HISTOGRAM_STRIDE = 2 * HISTOGRAM_PAIRS;
/** The largest whole numbers that stand for a gradient and a hessian of one row. */
export const GRADIENT_UNITS = 32_767;
export const HESSIAN_UNITS = 65_535;
/** Doubles that tell a candidate split: gain, gradient and hessian of its left side, last bin on the left, missing left. */
export const CANDIDATE_STRIDE = 5;
/** A page of WebAssembly memory. */
const PAGE_BYTES = 65_536;
const ALIGNMENT = 64;

export type FeaturePlan = {
  readonly kind: 'numeric' | 'categorical';
  /** Bin 0, "missing", included. */
  readonly binCount: number;
  /** 1: the margin may not fall as the bin grows; −1: may not rise; 0: free. */
  readonly trend: -1 | 0 | 1;
};

/** All that a thread must know to lay the same arrays over the same buffer and to search the same splits. */
export type WorkPlan = {
  readonly trainRows: number;
  readonly allRows: number;
  readonly features: readonly FeaturePlan[];
  readonly histogramCount: number;
  readonly nodeCountMax: number;
  readonly parts: number;
  readonly weightMax: number;
  readonly isBounded: boolean;
  readonly l1: number;
  readonly l2: number;
  readonly childHessianMin: number;
  readonly gainMin: number;
  readonly levels: LevelSettings;
};

export type Workspace = {
  readonly plan: WorkPlan;
  readonly buffer: ArrayBufferLike;
  /** Words between threads: see `Word`. */
  readonly words: Int32Array;
  /** What the two children of a split are judged by: see `Real`. */
  readonly reals: Float64Array;
  readonly bins: Uint8Array;
  /** The bins of the rows of training again, feature after feature: a split reads one of them, not the whole lines. */
  readonly columnBins: Uint8Array;
  /** gradient << 16 | hessian, by row. */
  readonly packed: Int32Array;
  readonly margins: Float64Array;
  readonly outcomes: Uint8Array;
  readonly weights: Float64Array;
  /** Rows of training that the tree sees, each leaf's together. */
  readonly order: Int32Array;
  readonly spare: Int32Array;
  readonly sums: Float64Array;
  /** Per thread, feature and bin: one 64-bit word, or two of 32. */
  readonly scratch: Int32Array;
  /** Per child and feature: may it be split on. */
  readonly allowed: Uint8Array;
  readonly candidates: Float64Array;
  /** Per child and feature, for categories: 256 marks of the bins that go left. */
  readonly leftBins: Uint8Array;
  /** The tree, by node: feature (−1 at a leaf), children, bins that go left, value, and its rows in `order`. */
  readonly nodeFeature: Int32Array;
  readonly nodeLeft: Int32Array;
  readonly nodeRight: Int32Array;
  readonly nodeBins: Uint8Array;
  readonly nodeValue: Float64Array;
  readonly nodeFrom: Int32Array;
  readonly nodeTo: Int32Array;
  /** 1 where a row of training is in the tree's draw. */
  readonly drawn: Uint8Array;
};

/** Places in `words`. Turn, done and failed belong to whoever runs threads. */
export const WORD = {
  turn: 0,
  done: 1,
  task: 2,
  failed: 12,
  from: 3,
  to: 4,
  smallHistogram: 5,
  largeHistogram: 6,
  smallChild: 7,
  searchFirst: 8,
  searchSecond: 9,
  nodeCount: 10,
  drawnCount: 11,
} as const;
const WORD_COUNT = 64;

/** Places in `reals`, for each child: its sums in units, the bounds of its value, and its rows. */
export const REAL = { gradient: 0, hessian: 1, lower: 2, upper: 3, rows: 4 } as const;
export const REAL_STRIDE = 8;

type Kind = { readonly BYTES_PER_ELEMENT: number };

/** Sizes of the arrays in bytes, in the order in which they lie. */
function sizesOf(plan: WorkPlan): readonly (readonly [keyof Arrays, number])[] {
  const features = plan.features.length;
  const by = (kind: Kind, count: number): number => kind.BYTES_PER_ELEMENT * count;
  return [
    ['words', by(Int32Array, WORD_COUNT)],
    ['reals', by(Float64Array, 2 * REAL_STRIDE)],
    ['margins', by(Float64Array, plan.allRows)],
    ['weights', by(Float64Array, plan.allRows)],
    ['sums', by(Float64Array, plan.histogramCount * features * HISTOGRAM_STRIDE)],
    ['candidates', by(Float64Array, 2 * features * CANDIDATE_STRIDE)],
    ['nodeValue', by(Float64Array, plan.nodeCountMax)],
    ['packed', by(Int32Array, plan.trainRows)],
    ['order', by(Int32Array, plan.trainRows)],
    ['spare', by(Int32Array, plan.trainRows)],
    ['scratch', by(Int32Array, features * HISTOGRAM_STRIDE)],
    ['nodeFeature', by(Int32Array, plan.nodeCountMax)],
    ['nodeLeft', by(Int32Array, plan.nodeCountMax)],
    ['nodeRight', by(Int32Array, plan.nodeCountMax)],
    ['nodeFrom', by(Int32Array, plan.nodeCountMax)],
    ['nodeTo', by(Int32Array, plan.nodeCountMax)],
    ['bins', plan.allRows * features],
    ['columnBins', plan.trainRows * features],
    ['outcomes', plan.allRows],
    ['allowed', 2 * features],
    ['leftBins', 2 * features * HISTOGRAM_PAIRS],
    ['nodeBins', plan.nodeCountMax * HISTOGRAM_PAIRS],
    ['drawn', plan.trainRows],
  ];
}

type Arrays = Omit<Workspace, 'plan' | 'buffer'>;

/** Bytes that the arrays of a plan take, whole pages. */
export function bytesOf(plan: WorkPlan): number {
  const bytes = sizesOf(plan).reduce((sum, [, size]) => sum + aligned(size), 0);
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Lays the arrays of a plan over a buffer of at least `bytesOf(plan)`. Nothing is written. */
export function layWorkspace(plan: WorkPlan, buffer: ArrayBufferLike): Workspace {
  assert(buffer.byteLength >= bytesOf(plan), 'the buffer holds the arrays of the plan');
  const places = new Map<keyof Arrays, readonly [number, number]>();
  let place = 0;
  for (const [name, size] of sizesOf(plan)) {
    places.set(name, [place, size]);
    place += aligned(size);
  }
  const placeOf = (name: keyof Arrays): readonly [number, number] => places.get(name) ?? [0, 0];
  const bytes = (name: keyof Arrays): Uint8Array => new Uint8Array(buffer, ...placeOf(name));
  const words = (name: keyof Arrays): Int32Array =>
    new Int32Array(buffer, placeOf(name)[0], placeOf(name)[1] / Int32Array.BYTES_PER_ELEMENT);
  const doubles = (name: keyof Arrays): Float64Array =>
    new Float64Array(buffer, placeOf(name)[0], placeOf(name)[1] / Float64Array.BYTES_PER_ELEMENT);
  return {
    plan,
    buffer,
    words: words('words'),
    reals: doubles('reals'),
    bins: bytes('bins'),
    columnBins: bytes('columnBins'),
    packed: words('packed'),
    margins: doubles('margins'),
    outcomes: bytes('outcomes'),
    weights: doubles('weights'),
    order: words('order'),
    spare: words('spare'),
    sums: doubles('sums'),
    scratch: words('scratch'),
    allowed: bytes('allowed'),
    candidates: doubles('candidates'),
    leftBins: bytes('leftBins'),
    nodeFeature: words('nodeFeature'),
    nodeLeft: words('nodeLeft'),
    nodeRight: words('nodeRight'),
    nodeBins: bytes('nodeBins'),
    nodeValue: doubles('nodeValue'),
    nodeFrom: words('nodeFrom'),
    nodeTo: words('nodeTo'),
    drawn: bytes('drawn'),
  };
}
