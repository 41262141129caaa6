/**
 * Are these still the people the model was built on? PSI of the score and CSI of each input, on bins cut on the building
 * sample and frozen. Each reason for a missing value is a bin, and so are levels the building sample never had:
 * dropping them hides the drift one looks for. What sampling alone would give: PSI/(1/n + 1/m) is about chi-square
 * with bins − 1 degrees (Yurdakul & Naranjo 2020).
 */
import { assert } from '@plimsoll/core/base';
import { type AucInterval, chiSquareTail, normalQuantile, psi } from '@plimsoll/core/stats';
import type { Column, Table } from '@plimsoll/core/table';

export type StabilityBin = {
  /** Numbers [from, to), one level, a reason for absence, or levels never seen when building. */
  readonly kind: 'range' | 'level' | 'missing' | 'unseen';
  readonly label: string;
  readonly expected: number;
  readonly actual: number;
};

export type Shift = {
  readonly name: string;
  readonly index: number;
  /** The chance of an index this large where nothing has shifted. */
  readonly pValue: number;
  /** The index that sampling alone exceeds once in twenty. */
  readonly noise: number;
  readonly bins: readonly StabilityBin[];
};

export type AucDrift = {
  readonly before: AucInterval;
  readonly after: AucInterval;
  /** Before less after, of two separate samples. */
  readonly loss: number;
  readonly low: number;
  readonly high: number;
};

/** PSI of scores on equal shares of the building sample. */
export function measureScoreShift(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  binCount: number,
): Shift {
  const edges = quantileEdges(before, binCount);
  return shiftOf('', edges.length + 1, {
    label: (bin) => rangeLabels(edges)[bin] ?? '',
    expected: countRanges(before, edges),
    actual: countRanges(after, edges),
  });
}

/** CSI of each column that both tables have. */
export function measureInputShifts(before: Table, after: Table, binCount: number): readonly Shift[] {
  return before.columns.flatMap((old) => {
    const now = after.columns.find((column) => column.name === old.name && column.kind === old.kind);
    if (now === undefined) return [];
    return [shiftOfColumn(old, now, binCount)];
  });
}

/** Loss of AUC between two samples of different rows. */
export function measureAucDrift(before: AucInterval, after: AucInterval): AucDrift {
  const half = normalQuantile(0.975) * Math.hypot(before.standardError, after.standardError);
  const loss = before.auc - after.auc;
  return { before, after, loss, low: loss - half, high: loss + half };
}

function shiftOfColumn(old: Column, now: Column, binCount: number): Shift {
  const oldBins = new Map<string, number>();
  const nowBins = new Map<string, number>();
  const kinds = new Map<string, StabilityBin['kind']>();
  const edges = old.kind === 'numeric' ? quantileEdges(presentOf(old), binCount) : [];
  const ranges = rangeLabels(edges);
  const known = old.kind === 'categorical' ? new Set(usedLevels(old)) : new Set<string>();
  if (old.kind === 'numeric') for (const label of ranges) kinds.set(label, 'range');
  else for (const level of known) kinds.set(`= ${level}`, 'level');
  const place = (column: Column, row: number): string => {
    const mark = column.marks[row] ?? 0;
    if (mark > 0) return keep(`missing: ${column.markNames[mark - 1] ?? ''}`, 'missing');
    if (column.kind === 'numeric') return ranges[rangeAt(edges, column.values[row] ?? Number.NaN)] ?? '';
    const level = column.levels[column.codes[row] ?? -1];
    if (level === undefined) return keep('missing: ', 'missing');
    return known.has(level) ? keep(`= ${level}`, 'level') : keep('unseen', 'unseen');
  };
  const keep = (label: string, kind: StabilityBin['kind']): string => {
    kinds.set(label, kind);
    return label;
  };
  const add = (bins: Map<string, number>, label: string): void =>
    void bins.set(label, (bins.get(label) ?? 0) + 1);
  for (let row = 0; row < old.marks.length; row += 1) add(oldBins, place(old, row));
  for (let row = 0; row < now.marks.length; row += 1) add(nowBins, place(now, row));
  const labels = [...kinds.keys()];
  const shift = shiftOf(old.name, labels.length, {
    label: (bin) => labels[bin] ?? '',
    expected: labels.map((label) => oldBins.get(label) ?? 0),
    actual: labels.map((label) => nowBins.get(label) ?? 0),
  });
  return { ...shift, bins: shift.bins.map((bin) => ({ ...bin, kind: kinds.get(bin.label) ?? 'range' })) };
}

function shiftOf(
  name: string,
  count: number,
  sides: {
    readonly label: (bin: number) => string;
    readonly expected: readonly number[];
    readonly actual: readonly number[];
  },
): Shift {
  const index = psi(sides.expected, sides.actual);
  const rows = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);
  const scale = 1 / rows(sides.expected) + 1 / rows(sides.actual);
  const degrees = Math.max(1, count - 1);
  return {
    name,
    index,
    pValue: chiSquareTail(index / scale, degrees),
    noise: scale * chiSquareQuantile95(degrees),
    bins: sides.expected.map((expected, bin) => ({
      kind: 'range',
      label: sides.label(bin),
      expected,
      actual: sides.actual[bin] ?? 0,
    })),
  };
}

const MAX_BISECTIONS = 60;

/** The value exceeded once in twenty. */
function chiSquareQuantile95(degrees: number): number {
  let low = 0;
  let high = degrees + 20 * Math.sqrt(2 * degrees) + 20;
  for (let step = 0; step < MAX_BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (chiSquareTail(middle, degrees) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

function presentOf(column: Extract<Column, { kind: 'numeric' }>): Float64Array {
  return Float64Array.from(column.values).filter(
    (value, row) => (column.marks[row] ?? 0) === 0 && Number.isFinite(value),
  );
}

function usedLevels(column: Extract<Column, { kind: 'categorical' }>): readonly string[] {
  const used = new Uint8Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) used[code] = 1;
  return column.levels.filter((_, code) => used[code] === 1);
}

/** Inner edges of bins of about equal count: distinct, growing; a value on an edge belongs to its right. */
function quantileEdges(values: ArrayLike<number>, count: number): readonly number[] {
  assert(count >= 2, 'two bins at least');
  const sorted = Float64Array.from(values).sort();
  const edges: number[] = [];
  for (let bin = 1; bin < count && sorted.length > 0; bin += 1) {
    const edge = sorted[Math.floor((bin * sorted.length) / count)] as number;
    if (edge > (edges.at(-1) ?? sorted[0] ?? edge)) edges.push(edge);
  }
  return edges;
}

function countRanges(values: ArrayLike<number>, edges: readonly number[]): readonly number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (let row = 0; row < values.length; row += 1) {
    const bin = rangeAt(edges, values[row] ?? Number.NaN);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function rangeAt(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Edges in six digits, or whole where six digits don't tell two apart. */
function rangeLabels(edges: readonly number[]): readonly string[] {
  const short = edges.map((edge) => String(Number(edge.toPrecision(6))));
  const texts = new Set(short).size === edges.length ? short : edges.map(String);
  return Array.from({ length: edges.length + 1 }, (_, bin) => {
    const [from, to] = [texts[bin - 1], texts[bin]];
    if (from === undefined) return to === undefined ? 'all' : `< ${to}`;
    return to === undefined ? `≥ ${from}` : `[${from}, ${to})`;
  });
}
