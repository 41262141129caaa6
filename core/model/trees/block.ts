/**
 * The answers of every test for a block of 128 rows, one bit a row: bit set = goes left. Numbers: a bit at the row's rank, then
 * an OR along the thresholds, since who is below one is below every higher one. Categories: an OR of the levels of a test.
 */
import { assert } from '@plimsoll/core/base';
import { type Column, columnOf, type Table } from '@plimsoll/core/table';
import { type TreeEnsemble, type TreeInput, ZERO_BAND } from './ensemble.ts';
import {
  BLOCK_ROWS,
  BLOCK_WORDS,
  type CategoricalTests,
  type EnsembleLayout,
  type NumericTests,
} from './layout.ts';
import { rankOf } from './rank.ts';

export const UNSEEN_CODE = -2;

export type BlockFiller = (from: number, count: number) => void;

/** A function that writes the answers for rows `from` … `from + count − 1` of a table into `answers`. */
export function createBlockFiller(
  ensemble: TreeEnsemble,
  layout: EnsembleLayout,
  { table, answers }: { readonly table: Table; readonly answers: Int32Array },
): BlockFiller {
  const fillers = [
    ...layout.numeric.map((tests) => numericFiller(ensemble, tests, { table, answers })),
    ...layout.categorical.map((tests) =>
      categoricalFiller(inputAt(ensemble, tests.input), tests, { table, answers }),
    ),
  ];
  return (from, count) => {
    assert(count <= BLOCK_ROWS, 'a block holds its rows');
    for (const fill of fillers) fill(from, count);
  };
}

/** A number as the comparisons of an ensemble see it: NaN where it is missing. */
export function numberSeen(value: number, input: TreeInput, precision: TreeEnsemble['precision']): number {
  if (input.zeroIsMissing === true && Math.abs(value) <= ZERO_BAND) return Number.NaN;
  return precision === 'float32' ? Math.fround(value) : value;
}

/** Tables of one row come by the thousand, and an input may have thousands of levels: the look-up is made once. */
const codesOfInput = new WeakMap<TreeInput, ReadonlyMap<string, number>>();

/** For each level of a column: its code among the levels of the input, or `UNSEEN_CODE`. */
function codesOfLevels(levels: readonly string[], input: TreeInput): Int32Array {
  let known = codesOfInput.get(input);
  if (known === undefined) {
    known = new Map(input.levels.map((level, code) => [level, code]));
    codesOfInput.set(input, known);
  }
  const codes = known;
  return Int32Array.from(levels, (level) => codes.get(level) ?? UNSEEN_CODE);
}

/** The input of an index; asserts that it is there. */
export function inputAt(ensemble: TreeEnsemble, at: number): TreeInput {
  const input = ensemble.inputs[at];
  assert(input !== undefined, 'an input of the ensemble');
  return input;
}

/** The column an input reads; asserts that the table has it, of its kind. */
function columnFor(table: Table, input: TreeInput): Column {
  const column = columnOf(table, input.name);
  assert(column.kind === input.kind, `column ${input.name} is ${input.kind}`);
  return column;
}

/** A function that writes a row of a table by input, as `marginOf` takes it: numbers, codes, NaN missing, `UNSEEN_CODE`. */
export function createRowReader(
  ensemble: TreeEnsemble,
  table: Table,
): (row: number, into: Float64Array) => void {
  const readers = ensemble.inputs.map((input) => {
    const column = columnFor(table, input);
    if (column.kind === 'numeric') return (row: number) => column.values[row] as number;
    const known = codesOfLevels(column.levels, input);
    return (row: number) => known[column.codes[row] as number] ?? Number.NaN;
  });
  return (row, into) => {
    for (const [at, read] of readers.entries()) into[at] = read(row);
  };
}

type Target = { readonly table: Table; readonly answers: Int32Array };

function numericFiller(ensemble: TreeEnsemble, tests: NumericTests, { table, answers }: Target): BlockFiller {
  const input = inputAt(ensemble, tests.input);
  const column = columnFor(table, input);
  assert(column.kind === 'numeric', 'a numeric column');
  const { values } = column;
  const { ranker } = tests;
  const isPlain = input.zeroIsMissing !== true && ensemble.precision === 'float64';
  const size = ranker.thresholds.length;
  const buckets = new Int32Array((size + 1) * BLOCK_WORDS);
  const missing = new Int32Array(BLOCK_WORDS);
  return (from, count) => {
    buckets.fill(0);
    missing.fill(0);
    for (let row = 0; row < count; row += 1) {
      const raw = values[from + row] as number;
      const value = isPlain ? raw : numberSeen(raw, input, ensemble.precision);
      const word = row >> 5;
      if (Number.isNaN(value)) {
        missing[word] = (missing[word] as number) | (1 << (row & 31));
        continue;
      }
      const at = rankOf(ranker, value) * BLOCK_WORDS + word;
      buckets[at] = (buckets[at] as number) | (1 << (row & 31));
    }
    spread(tests, answers, { buckets, missing });
  };
}

/** Who has reached k thresholds goes left at threshold k (counted from 0) and at every higher one. */
function spread(
  tests: NumericTests,
  answers: Int32Array,
  { buckets, missing }: { readonly buckets: Int32Array; readonly missing: Int32Array },
): void {
  const { missingRight, missingLeft } = tests;
  const size = missingRight.length;
  for (let word = 0; word < BLOCK_WORDS; word += 1) {
    const absent = missing[word] as number;
    let below = 0;
    for (let at = 0; at < size; at += 1) {
      below |= buckets[at * BLOCK_WORDS + word] as number;
      const right = missingRight[at] as number;
      const left = missingLeft[at] as number;
      if (right >= 0) answers[right * BLOCK_WORDS + word] = below;
      if (left >= 0) answers[left * BLOCK_WORDS + word] = below | absent;
    }
  }
}

function categoricalFiller(
  input: TreeInput,
  tests: CategoricalTests,
  { table, answers }: Target,
): BlockFiller {
  const column = columnFor(table, input);
  assert(column.kind === 'categorical', 'a categorical column');
  const { codes } = column;
  const codeOfLevel = codesOfLevels(column.levels, input);
  // One set of rows a level, then one for missing and one for unseen.
  const rowsOf = new Int32Array((tests.levels + 2) * BLOCK_WORDS);
  const slotOf = (row: number): number => {
    const code = codes[row] as number;
    if (code < 0) return tests.levels;
    const known = codeOfLevel[code] as number;
    return known >= 0 ? known : tests.levels + 1;
  };
  return (from, count) => {
    for (let row = 0; row < count; row += 1) {
      const at = slotOf(from + row) * BLOCK_WORDS + (row >> 5);
      rowsOf[at] = (rowsOf[at] as number) | (1 << (row & 31));
    }
    for (const test of tests.tests)
      for (let word = 0; word < BLOCK_WORDS; word += 1) {
        const absent = rowsOf[tests.levels * BLOCK_WORDS + word] as number;
        const unseen = rowsOf[(tests.levels + 1) * BLOCK_WORDS + word] as number;
        let named = 0;
        for (const code of test.codes) named |= rowsOf[code * BLOCK_WORDS + word] as number;
        const left = test.areLeft ? named : ~(named | absent | unseen);
        answers[test.test * BLOCK_WORDS + word] =
          left | (test.missingLeft ? absent : 0) | (test.unseenLeft ? unseen : 0);
      }
    for (let row = 0; row < count; row += 1) rowsOf[slotOf(from + row) * BLOCK_WORDS + (row >> 5)] = 0;
  };
}
