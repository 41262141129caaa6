/**
 * The margin of a row: the base and one leaf of each tree, added in the order of the trees. Batches go 128 rows at a time
 * through each tree with one bit a row ("bit-sliced"): where the rows of a block stand is carried down the tree as bit sets, so
 * that no branch depends on a value; then the number of each row's leaf is put together from its bits. One row is walked.
 * Both ways add the same numbers in the same order: the same bits.
 * Measured against walking a batch row by row: see bench/RESULTS.md.
 */
import { assert } from '@plimsoll/core/base';
import type { Table } from '@plimsoll/core/table';
import { createBlockFiller, createRowReader } from './block.ts';
import type { TreeEnsemble } from './ensemble.ts';
import { BLOCK_ROWS, BLOCK_WORDS, type EnsembleLayout, layOut, type TreeLayout } from './layout.ts';
import { createWalker } from './walk.ts';

/** A block costs about as much as walking this many rows. */
const MAX_WALKED_ROWS = 16;

export type PreparedTrees = {
  /** The margin of each row of a table that has a column of the right kind for each input. */
  readonly margins: (table: Table) => Float64Array;
  /**
   * The margin of one row: by input a number or the code of a level; NaN is missing, a code that is no level's (such as −1)
   * is a level never seen.
   */
  readonly marginOf: (row: ArrayLike<number>) => number;
};

/** Lays an ensemble out for scoring; it must be one that `readEnsemble` takes. */
export function prepareTrees(ensemble: TreeEnsemble): PreparedTrees {
  const layout = layOut(ensemble);
  const marginOf = createWalker(ensemble);
  return {
    margins: (table) =>
      table.rowCount <= MAX_WALKED_ROWS
        ? walkedMargins(ensemble, marginOf, table)
        : batchMargins(ensemble, layout, table),
    marginOf,
  };
}

function walkedMargins(
  ensemble: TreeEnsemble,
  marginOf: PreparedTrees['marginOf'],
  table: Table,
): Float64Array {
  const read = createRowReader(ensemble, table);
  const row = new Float64Array(ensemble.inputs.length);
  return Float64Array.from({ length: table.rowCount }, (_, at) => {
    read(at, row);
    return marginOf(row);
  });
}

function batchMargins(ensemble: TreeEnsemble, layout: EnsembleLayout, table: Table): Float64Array {
  const answers = new Int32Array(layout.testCount * BLOCK_WORDS);
  const fill = createBlockFiller(ensemble, layout, { table, answers });
  const nodes = layout.trees.reduce((most, tree) => Math.max(most, tree.nodes), 1);
  const work: Work = {
    answers,
    reach: new Int32Array(nodes * BLOCK_WORDS),
    sums: new Float64Array(BLOCK_ROWS),
  };
  const margins = new Float64Array(table.rowCount);
  for (let from = 0; from < table.rowCount; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, table.rowCount - from);
    fill(from, count);
    work.sums.fill(ensemble.baseMargin);
    for (const tree of layout.trees) addTree(tree, work);
    margins.set(work.sums.subarray(0, count), from);
  }
  return margins;
}

type Work = {
  /** By test, `BLOCK_WORDS` words of one bit a row. */
  readonly answers: Int32Array;
  /** By node, which rows reach it. */
  readonly reach: Int32Array;
  readonly sums: Float64Array;
};

function addTree(tree: TreeLayout, work: Work): void {
  const leaves = tree.leafValues.length;
  if (leaves === 1) addConstant(tree.leafValues[0] as number, work.sums);
  else if (tree.coverEnds.length === 0) addWalked(tree, work);
  else {
    followRows(tree, work);
    for (let word = 0; word < BLOCK_WORDS; word += 1) addSliced(tree, work, word);
  }
}

function addConstant(value: number, sums: Float64Array): void {
  for (let row = 0; row < BLOCK_ROWS; row += 1) sums[row] = (sums[row] as number) + value;
}

/** Which rows reach each node, from the root down. Four words are written out: an inner loop would cost as much again. */
function followRows({ steps }: TreeLayout, { answers, reach }: Work): void {
  assert(BLOCK_WORDS === 4, 'four words are written out below');
  reach[0] = -1;
  reach[1] = -1;
  reach[2] = -1;
  reach[3] = -1;
  for (let at = 0; at < steps.length; at += 4) {
    const test = steps[at] as number;
    const node = steps[at + 1] as number;
    const left = steps[at + 2] as number;
    const right = steps[at + 3] as number;
    let here = reach[node] as number;
    let gone = here & (answers[test] as number);
    reach[left] = gone;
    reach[right] = here ^ gone;
    here = reach[node + 1] as number;
    gone = here & (answers[test + 1] as number);
    reach[left + 1] = gone;
    reach[right + 1] = here ^ gone;
    here = reach[node + 2] as number;
    gone = here & (answers[test + 2] as number);
    reach[left + 2] = gone;
    reach[right + 2] = here ^ gone;
    here = reach[node + 3] as number;
    gone = here & (answers[test + 3] as number);
    reach[left + 3] = gone;
    reach[right + 3] = here ^ gone;
  }
}

/** Bits of a nibble to the lowest bits of four bytes: a multiplication that copies, a mask that picks. */
const COPIES = 0x00204081;
const LOWEST_BITS = 0x01010101;

const planes = new Int32Array(8);

/** Adds the leaf of each of 32 rows, four rows at a time. */
function addSliced({ cover, coverEnds, leafValues }: TreeLayout, { reach, sums }: Work, word: number): void {
  let at = 0;
  const bits = coverEnds.length;
  for (let bit = 0; bit < bits; bit += 1) {
    let rows = 0;
    for (const end = coverEnds[bit] as number; at < end; at += 1)
      rows |= reach[(cover[at] as number) + word] as number;
    planes[bit] = rows;
  }
  for (let row = 0; row < 32; row += 4) {
    let leaf = 0;
    for (let bit = 0; bit < bits; bit += 1)
      leaf |= (Math.imul(((planes[bit] as number) >>> row) & 15, COPIES) & LOWEST_BITS) << bit;
    const to = word * 32 + row;
    sums[to] = (sums[to] as number) + (leafValues[leaf & 255] as number);
    sums[to + 1] = (sums[to + 1] as number) + (leafValues[(leaf >>> 8) & 255] as number);
    sums[to + 2] = (sums[to + 2] as number) + (leafValues[(leaf >>> 16) & 255] as number);
    sums[to + 3] = (sums[to + 3] as number) + (leafValues[leaf >>> 24] as number);
  }
}

/** A tree too big for bits: each row walks down by the answers. */
function addWalked(tree: TreeLayout, { answers, sums }: Work): void {
  const { walk } = tree;
  for (let row = 0; row < BLOCK_ROWS; row += 1) {
    const word = row >> 5;
    let at = 0;
    while ((walk[at] as number) >= 0) {
      const goesLeft = ((answers[(walk[at] as number) + word] as number) >>> (row & 31)) & 1;
      at = walk[at + 2 - goesLeft] as number;
    }
    sums[row] = (sums[row] as number) + (tree.leafValues[walk[at + 1] as number] as number);
  }
}
