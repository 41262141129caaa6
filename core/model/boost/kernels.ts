/**
 * The inner loops of training, in plain TypeScript: each can be done in parts, and each part by another thread. The
 * WebAssembly twin of the first two gives the same bits: sums are of whole numbers, and the sigmoid is the same
 * sequence of additions, multiplications and one division, never Math.exp, whose last bit may differ between engines.
 */
import { GRADIENT_UNITS, HESSIAN_UNITS, HISTOGRAM_STRIDE, type Workspace } from './workspace.ts';

/** A stretch of rows or of features, from included, to not. */
export type Stretch = { readonly from: number; readonly to: number };

export type Kernels = {
  /** Writes gradient and hessian of the rows of training in the stretch, from their margins. */
  readonly fillGradients: (rows: Stretch) => void;
  /** Adds rows `order[from … to)` into the histogram of the features in the stretch; it is emptied first. */
  readonly fillHistogram: (histogram: number, rows: Stretch, features: Stretch) => void;
  /** Brings rows `order[from … to)` that go left before those that go right, each side in its old order; gives the first of the right. */
  readonly partition: (node: number, rows: Stretch) => number;
};

/** |margin| beyond which the probability is that of the bound: hessians would be zero units anyway. */
export const MARGIN_BOUND = 30;
/** ln 2 in two parts, so that k · ln 2 is taken away exactly. */
export const EXP_CONSTANTS = {
  log2e: 1.4426950408889634,
  ln2High: 0.6931471803691238,
  ln2Low: 1.9082149292705877e-10,
} as const;
/** Taylor coefficients of e^r, highest first, for |r| ≤ ln 2 / 2: relative error below 2e-10. */
export const EXP_TERMS: readonly number[] = [1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 0.5, 1, 1];

/** The loops over a workspace. */
export function plainKernels(work: Workspace): Kernels {
  return {
    fillGradients: (rows) => fillGradients(work, rows),
    fillHistogram: (histogram, rows, features) => fillHistogram(work, { histogram, rows, features }),
    partition: (node, rows) => partition(work, node, rows),
  };
}

const powerWords = new Int32Array(2);
const powerDouble = new Float64Array(powerWords.buffer);

function fillGradients(work: Workspace, rows: Stretch): void {
  const { margins, outcomes, weights, packed, plan } = work;
  const { log2e, ln2High, ln2Low } = EXP_CONSTANTS;
  const gradientScale = GRADIENT_UNITS / plan.weightMax;
  const hessianScale = (4 * HESSIAN_UNITS) / plan.weightMax;
  const [t0, t1, t2, t3, t4, t5, t6, t7, t8] = EXP_TERMS as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let row = rows.from; row < rows.to; row++) {
    const x = -Math.min(MARGIN_BOUND, Math.max(-MARGIN_BOUND, margins[row] as number));
    const k = Math.floor(x * log2e + 0.5);
    const r = x - k * ln2High - k * ln2Low;
    const e = (((((((t0 * r + t1) * r + t2) * r + t3) * r + t4) * r + t5) * r + t6) * r + t7) * r + t8;
    powerWords[1] = (k + 1023) << 20;
    const probability = 1 / (1 + e * (powerDouble[0] as number));
    const weight = weights[row] as number;
    const gradient = Math.floor((probability - (outcomes[row] as number)) * weight * gradientScale + 0.5);
    const hessian = Math.floor(probability * (1 - probability) * weight * hessianScale + 0.5);
    packed[row] = (gradient << 16) | Math.max(1, hessian);
  }
}

type HistogramRequest = { readonly histogram: number; readonly rows: Stretch; readonly features: Stretch };

function fillHistogram(work: Workspace, request: HistogramRequest): void {
  const { bins, order, packed, sums, plan } = work;
  const { rows, features } = request;
  const width = plan.features.length;
  const base = request.histogram * width * HISTOGRAM_STRIDE;
  sums.fill(0, base + features.from * HISTOGRAM_STRIDE, base + features.to * HISTOGRAM_STRIDE);
  for (let at = rows.from; at < rows.to; at++) {
    const row = order[at] as number;
    const word = packed[row] as number;
    const gradient = word >> 16;
    const hessian = word & 0xffff;
    const line = row * width;
    for (let feature = features.from; feature < features.to; feature++) {
      const place = base + feature * HISTOGRAM_STRIDE + 2 * (bins[line + feature] as number);
      sums[place] = (sums[place] as number) + gradient;
      sums[place + 1] = (sums[place + 1] as number) + hessian;
    }
  }
}

function partition(work: Workspace, node: number, rows: Stretch): number {
  const { columnBins, order, spare, nodeBins, nodeFeature, plan } = work;
  const column = (nodeFeature[node] as number) * plan.trainRows;
  const marks = node * 256;
  let left = rows.from;
  let right = 0;
  for (let at = rows.from; at < rows.to; at++) {
    const row = order[at] as number;
    const goesLeft = nodeBins[marks + (columnBins[column + row] as number)] as number;
    // Both are written and one counts: no branch that a processor could guess wrong.
    order[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  order.set(spare.subarray(0, right), left);
  return left;
}
