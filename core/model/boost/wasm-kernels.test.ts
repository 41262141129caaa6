import { createRandom } from '@plimsoll/core/base';
import { expect, test } from 'vitest';
import { BOOST_DEFAULTS } from './index.ts';
import { type Kernels, plainKernels } from './kernels.ts';
import { shareMemory, wasmKernels } from './wasm-kernels.ts';
import { bytesOf, HISTOGRAM_STRIDE, layWorkspace, type Workspace, type WorkPlan } from './workspace.ts';

const ROWS = 150_001;
const BINS = [255, 2, 17, 255, 3];
const WIDTHS = [5, 1];

function planFor(width: number): WorkPlan {
  return {
    trainRows: ROWS,
    allRows: ROWS,
    features: BINS.slice(0, width).map((binCount) => ({ kind: 'numeric', binCount, trend: 0 })),
    histogramCount: 2,
    nodeCountMax: 3,
    parts: 1,
    weightMax: 3,
    isBounded: false,
    l1: 0,
    l2: 1,
    childHessianMin: 0,
    gainMin: 0,
    levels: BOOST_DEFAULTS.levels,
  };
}

function fill(work: Workspace, width: number): void {
  const random = createRandom('rows');
  for (let row = 0; row < ROWS; row++) {
    // The first rows are all as heavy as can be: a word that held too few bits would run over.
    const isHeavy = row < 140_000;
    work.margins[row] = isHeavy ? 0 : random.normal() * 20;
    work.outcomes[row] = isHeavy || row % 3 === 0 ? 1 : 0;
    work.weights[row] = isHeavy ? 3 : 3 * random.next();
    work.order[row] = row;
    for (let at = 0; at < width; at++) {
      const bin = isHeavy ? 1 : random.integer(0, (BINS[at] ?? 1) - 1);
      work.bins[row * width + at] = bin;
      work.columnBins[at * ROWS + row] = bin;
    }
  }
  work.nodeFeature[1] = width - 1;
  for (let bin = 0; bin < 256; bin++) work.nodeBins[256 + bin] = bin % 2;
}

for (const width of WIDTHS)
  test(`[BST-19] gradients, histograms and partitions by WebAssembly have the bits of the plain loops, ${width} wide`, () => {
    const plan = planFor(width);
    const memory = shareMemory(bytesOf(plan));
    if (memory === null) throw new Error('this engine has WebAssembly');
    const works = [
      layWorkspace(plan, memory.buffer),
      layWorkspace(plan, new ArrayBuffer(bytesOf(plan))),
    ] as const;
    for (const work of works) fill(work, width);
    const all = { from: 0, to: width };
    const twins: readonly (readonly [Workspace, Kernels])[] = [
      [works[0], wasmKernels(works[0], memory, all)],
      [works[1], plainKernels(works[1])],
    ];
    const firsts = twins.map(([work, kernels]) => {
      // What the last training left in a histogram must not stay.
      work.sums.fill(9, HISTOGRAM_STRIDE * width);
      kernels.fillGradients({ from: 0, to: ROWS });
      kernels.fillHistogram(0, { from: 0, to: ROWS }, all);
      kernels.fillHistogram(1, { from: 139_990, to: 140_003 }, all);
      return kernels.partition(1, { from: 3, to: ROWS - 5 });
    });
    expect(firsts[0]).toBe(firsts[1]);
    for (const name of ['packed', 'order'] as const) expect(works[0][name]).toEqual(works[1][name]);
    for (const histogram of [0, 1])
      for (const [at, binCount] of plan.features.map((feature) => feature.binCount).entries()) {
        const from = (histogram * width + at) * HISTOGRAM_STRIDE;
        expect(works[0].sums.slice(from, from + 2 * binCount)).toEqual(
          works[1].sums.slice(from, from + 2 * binCount),
        );
      }
    expect(works[1].sums[2]).toBeLessThan(-(2 ** 31));
    expect(works[1].sums[3]).toBeGreaterThan(2 ** 32);
  });
