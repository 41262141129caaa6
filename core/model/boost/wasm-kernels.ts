/**
 * The inner loops again, as a WebAssembly module made for one workspace: addresses are constants, and the loop over features is
 * written out. A histogram is first added up in words of 64 bits, the gradient in the upper half and the hessian in the lower: one
 * addition a value instead of two. 65,536 rows of at most 65,535 units fit the lower half, so after as many rows the words
 * are added to the doubles and emptied. The bits are those of the plain loops.
 */
import {
  EXP_CONSTANTS,
  EXP_TERMS,
  type Kernels,
  MARGIN_BOUND,
  plainKernels,
  type Stretch,
} from './kernels.ts';
import { type Code, moduleBytes, op, VALUE, type WasmFunction } from './wasm-bytes.ts';
import { bytesOf, GRADIENT_UNITS, HESSIAN_UNITS, HISTOGRAM_STRIDE, type Workspace } from './workspace.ts';

/** A memory that threads share. The types of the language's library don't hold WebAssembly, so what is used is told here. */
export type SharedMemory = { readonly buffer: ArrayBufferLike };
type Instance = { readonly exports: { readonly [name: string]: (...numbers: readonly number[]) => number } };
declare const WebAssembly:
  | {
      readonly Memory: new (size: {
        readonly initial: number;
        readonly maximum: number;
        readonly shared: boolean;
      }) => SharedMemory;
      readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
      readonly Instance: new (module: object, imports: object) => Instance;
    }
  | undefined;

/** Rows after which the words of a histogram are emptied. */
const BLOCK_ROWS = 65_536;
/** Rows whose lines are asked for together, before the first is used: their ways to memory overlap. */
const AHEAD_ROWS = 8;
/** Features written out in one loop. Measured: 16, 25 and 50 take the same time. */
const GROUP_FEATURES = 25;
const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

/** Memory for a workspace of so many bytes; null where there is no WebAssembly, or it is too large for one memory. */
export function shareMemory(bytes: number): SharedMemory | null {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (typeof WebAssembly === 'undefined' || pages > MAX_PAGES) return null;
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return null;
  }
}

/** The loops over a workspace that was laid over this memory; `features` are those this thread has to do with. */
export function wasmKernels(work: Workspace, memory: SharedMemory, features: Stretch): Kernels {
  if (typeof WebAssembly === 'undefined')
    throw new Error('assertion failed: a shared memory has WebAssembly');
  const pages = bytesOf(work.plan) / PAGE_BYTES;
  const groups = groupsOf(features);
  const functions = [
    ...groups.map((group, at) => addRowsOf(work, group, `add${at}`)),
    emptyOf(work),
    partitionOf(work),
    gradientsOf(work),
  ];
  const module = new WebAssembly.Module(moduleBytes(pages, functions));
  const { exports } = new WebAssembly.Instance(module, { shell: { memory } });
  const call = (name: string, numbers: readonly number[]): number => exports[name]?.(...numbers) ?? 0;
  const plain = plainKernels(work);
  const names = groups.map((_, at) => `add${at}`);
  return {
    fillGradients: ({ from, to }) => {
      const pairsTo = from + 2 * Math.floor((to - from) / 2);
      if (pairsTo > from) call('gradients', [from, pairsTo]);
      plain.fillGradients({ from: pairsTo, to });
    },
    fillHistogram: (histogram, rows) => {
      for (let from = rows.from; from < rows.to || from === rows.from; from += BLOCK_ROWS) {
        const to = Math.min(rows.to, from + BLOCK_ROWS);
        for (const name of names) call(name, [from, to]);
        emptyWords(work, features, (feature, count) => {
          const place = histogram * work.plan.features.length + feature;
          call('empty', [feature, place, count, from === rows.from ? 1 : 0]);
        });
      }
    },
    partition: (node, { from, to }) => {
      const first = call('partition', [from, to, node, work.nodeFeature[node] as number]);
      work.order.set(work.spare.subarray(0, to - first), first);
      return first;
    },
  };
}

function emptyWords(
  { plan }: Workspace,
  features: Stretch,
  empty: (feature: number, count: number) => void,
): void {
  for (let feature = features.from; feature < features.to; feature++)
    empty(feature, plan.features[feature]?.binCount ?? 0);
}

function groupsOf(features: Stretch): readonly Stretch[] {
  const count = Math.max(1, Math.ceil((features.to - features.from) / GROUP_FEATURES));
  return Array.from({ length: count }, (_, at) => ({
    from: features.from + Math.floor(((features.to - features.from) * at) / count),
    to: features.from + Math.floor(((features.to - features.from) * (at + 1)) / count),
  }));
}

/** Bytes of one feature's words. */
const WORDS_BYTES = 4 * HISTOGRAM_STRIDE;

/** (from, to): adds rows `order[from … to)` into the words of the features. */
function addRowsOf(work: Workspace, features: Stretch, name: string): WasmFunction {
  const { order, packed, bins, scratch, plan } = work;
  const width = plan.features.length;
  const [at, end, row, place, word, stop] = [0, 1, 2, 3, 4, 5];
  const { get, set, i32 } = op;
  const nextRow = op.load32(get(at), order.byteOffset);
  const addFeature = (feature: number): Code => {
    const words = scratch.byteOffset + feature * WORDS_BYTES;
    return [
      ...set(place, op.shl(op.loadByte(get(row), bins.byteOffset + feature), i32(3))),
      ...op.store64(get(place), op.i64Add(op.load64(get(place), words), get(word)), words),
    ];
  };
  const addRow: Code = [
    ...set(row, nextRow),
    ...set(place, op.load32(op.shl(get(row), i32(2)), packed.byteOffset)),
    ...set(
      word,
      op.i64Add(
        op.i64Shl(op.extendSigned(op.shrSigned(get(place), i32(16))), op.i64(32)),
        op.extendUnsigned(op.and(get(place), i32(0xffff))),
      ),
    ),
    ...set(row, op.mul(get(row), i32(width))),
    ...Array.from({ length: features.to - features.from }, (_, each) => features.from + each).flatMap(
      addFeature,
    ),
    ...op.tee(at, op.add(get(at), i32(4))),
  ];
  // Asks for the first and last byte of each row's line; the sum is kept so that no compiler leaves them out.
  const askFor = (ahead: number): Code => {
    const line = op.mul(op.load32(get(at), order.byteOffset + 4 * ahead), i32(width));
    return [
      ...set(row, line),
      ...set(stop, op.add(get(stop), op.loadByte(get(row), bins.byteOffset + features.from))),
      ...set(stop, op.add(get(stop), op.loadByte(get(row), bins.byteOffset + features.to - 1))),
    ];
  };
  const askForBlock = Array.from({ length: AHEAD_ROWS }, (_, ahead) => askFor(ahead)).flat();
  const code: Code = [
    ...set(at, op.shl(get(at), i32(2))),
    ...set(end, op.shl(get(end), i32(2))),
    // Blocks of rows while a whole one is left, then single rows.
    ...op.when(op.below(op.add(get(at), i32(4 * AHEAD_ROWS)), get(end)), [
      ...op.loop([
        ...askForBlock,
        ...set(6, op.add(get(at), i32(4 * AHEAD_ROWS))),
        ...op.loop(op.below(addRow, get(6))),
        ...op.below(op.add(get(at), i32(4 * AHEAD_ROWS)), get(end)),
      ]),
    ]),
    ...op.when(op.below(get(at), get(end)), op.loop(op.below(addRow, get(end)))),
    ...get(stop),
  ];
  return {
    name,
    parameterCount: 2,
    hasResult: true,
    locals: [VALUE.i32, VALUE.i32, VALUE.i64, VALUE.i32, VALUE.i32],
    code,
  };
}

/** (feature, place, count, isFirst): the words of a feature go to histogram `place`, set or added, and become 0. */
function emptyOf({ scratch, sums }: Workspace): WasmFunction {
  const [words, place, count, isFirst, word] = [0, 1, 2, 3, 4];
  const { get, set, i32 } = op;
  const upper = op.doubleOfSigned(op.wrap(op.i64ShrSigned(get(word), op.i64(32))));
  const lower = op.doubleOfUnsigned(op.wrap(get(word)));
  const put = (value: Code, offset: number): Code =>
    op.storeDouble(get(place), op.f64Add(op.loadDouble(get(place), offset), value), offset);
  const clear = op.storeVector(get(place), op.splat(0), sums.byteOffset);
  const body: Code = [
    ...set(word, op.load64(get(words), scratch.byteOffset)),
    ...op.store64(get(words), op.i64(0), scratch.byteOffset),
    ...op.when(get(isFirst), clear),
    ...put(upper, sums.byteOffset),
    ...put(lower, sums.byteOffset + 8),
    ...set(words, op.add(get(words), i32(8))),
    ...set(place, op.add(get(place), i32(16))),
    ...op.tee(count, op.sub(get(count), i32(1))),
  ];
  return {
    name: 'empty',
    parameterCount: 4,
    hasResult: false,
    locals: [VALUE.i64],
    code: [
      ...set(words, op.mul(get(words), i32(WORDS_BYTES))),
      ...set(place, op.mul(get(place), i32(8 * HISTOGRAM_STRIDE))),
      ...op.loop(body),
    ],
  };
}

/** (from, to, node, feature): rows that go left stay in `order`, the others go to `spare`; gives the first place of the right. */
function partitionOf({ order, spare, columnBins, nodeBins, plan }: Workspace): WasmFunction {
  const [at, end, marks, feature, left, right, row, side] = [0, 1, 2, 3, 4, 5, 6, 7];
  const { get, set, i32 } = op;
  const bin = op.loadByte(op.add(get(row), get(feature)), columnBins.byteOffset);
  const body: Code = [
    ...set(row, op.load32(get(at), order.byteOffset)),
    ...set(side, op.shl(op.loadByte(op.add(get(marks), bin), nodeBins.byteOffset), i32(2))),
    ...op.store32(get(left), get(row), order.byteOffset),
    ...op.store32(get(right), get(row), spare.byteOffset),
    ...set(left, op.add(get(left), get(side))),
    ...set(right, op.add(get(right), op.sub(i32(4), get(side)))),
    ...op.below(op.tee(at, op.add(get(at), i32(4))), get(end)),
  ];
  return {
    name: 'partition',
    parameterCount: 4,
    hasResult: true,
    locals: [VALUE.i32, VALUE.i32, VALUE.i32, VALUE.i32],
    code: [
      ...set(at, op.shl(get(at), i32(2))),
      ...set(end, op.shl(get(end), i32(2))),
      ...set(marks, op.shl(get(marks), i32(8))),
      ...set(feature, op.mul(get(feature), i32(plan.trainRows))),
      ...set(left, get(at)),
      ...op.when(op.below(get(at), get(end)), op.loop(body)),
      ...op.shrSigned(get(left), i32(2)),
    ],
  };
}

/** (from, to): gradients and hessians of rows [from, to), an even number, two at a time. */
function gradientsOf({ margins, outcomes, weights, packed, plan }: Workspace): WasmFunction {
  const [at, end, x, k, p] = [0, 1, 2, 3, 4];
  const { get, set, i32, splat } = op;
  const { log2e, ln2High, ln2Low } = EXP_CONSTANTS;
  const gradientScale = GRADIENT_UNITS / plan.weightMax;
  const hessianScale = (4 * HESSIAN_UNITS) / plan.weightMax;
  const eights = op.shl(get(at), i32(3));
  const margin = op.loadVector(eights, margins.byteOffset);
  const weight = op.loadVector(eights, weights.byteOffset);
  const outcome = op.loadTwoBytes(get(at), outcomes.byteOffset);
  const reduced = op.vSub(op.vSub(get(x), op.vMul(get(k), splat(ln2High))), op.vMul(get(k), splat(ln2Low)));
  const [highest = 0, ...terms] = EXP_TERMS;
  const series = terms.reduce<Code>(
    (sum, term) => op.vAdd(op.vMul(sum, get(x)), splat(term)),
    splat(highest),
  );
  const power = op.vShlWide(op.vWiden(op.vAddWhole(op.vWhole(get(k)), op.splatWhole(i32(1023)))), i32(52));
  const half = splat(0.5);
  const scaled = (value: Code, scale: number): Code =>
    op.vFloor(op.vAdd(op.vMul(op.vMul(value, weight), splat(scale)), half));
  const gradient = scaled(op.vSub(get(p), outcome), gradientScale);
  const hessian = scaled(op.vMul(get(p), op.vSub(splat(1), get(p))), hessianScale);
  const words = op.vOr(op.vShlWhole(op.vWhole(gradient), i32(16)), op.vWhole(op.vMax(splat(1), hessian)));
  const body: Code = [
    ...set(x, op.vNegate(op.vMin(splat(MARGIN_BOUND), op.vMax(splat(-MARGIN_BOUND), margin)))),
    ...set(k, op.vFloor(op.vAdd(op.vMul(get(x), splat(log2e)), half))),
    ...set(x, reduced),
    ...set(p, op.vDiv(splat(1), op.vAdd(splat(1), op.vMul(series, power)))),
    ...op.store64(op.shl(get(at), i32(2)), op.vLow(words), packed.byteOffset),
    ...op.below(op.tee(at, op.add(get(at), i32(2))), get(end)),
  ];
  return {
    name: 'gradients',
    parameterCount: 2,
    hasResult: false,
    locals: [VALUE.v128, VALUE.v128, VALUE.v128],
    code: op.loop(body),
  };
}
