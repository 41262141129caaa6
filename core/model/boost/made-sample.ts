/** Samples whose law is known, and a reading of an ensemble that shares nothing with training: for the tests of this folder. */
import { createRandom } from '@plimsoll/core/base';
import type { Tree, TreeEnsemble } from '@plimsoll/core/model/trees';
import { categoricalColumn, numericColumn, type Table, tableOf } from '@plimsoll/core/table';
import type { Host } from './host.ts';
import { plainKernels } from './kernels.ts';
import { performTask } from './task.ts';
import { bytesOf, layWorkspace, WORD } from './workspace.ts';

export type MadeSample = { readonly table: Table; readonly outcomes: Uint8Array };

/** Four numbers, one with missing values, and a category; bads by a law with bends and one meeting of two inputs. */
export function makeSample(rowCount: number, seed = 'made'): MadeSample {
  const random = createRandom(seed);
  const rows = Array.from({ length: rowCount }, () => ({
    income: Math.exp(random.normal()),
    age: random.integer(18, 75),
    use: random.next() < 0.15 ? Number.NaN : random.next(),
    noise: random.normal(),
    job: random.next() < 0.05 ? null : random.pick(['clerk', 'cook', 'farmer', 'nurse', 'other', 'smith']),
    chance: random.next(),
  }));
  const margin = ({ income, age, use, job }: (typeof rows)[number]): number =>
    -1.2 -
    0.8 * Math.log(income) +
    (Number.isNaN(use) ? 0.6 : 2.5 * (use - 0.5)) +
    (age < 30 && income < 1 ? 0.9 : 0) +
    (job === 'farmer' || job === 'smith' ? 0.8 : 0);
  return {
    table: tableOf([
      numericColumn(
        'income',
        rows.map(({ income }) => income),
      ),
      numericColumn(
        'age',
        rows.map(({ age }) => age),
      ),
      numericColumn(
        'use',
        rows.map(({ use }) => use),
      ),
      numericColumn(
        'noise',
        rows.map(({ noise }) => noise),
      ),
      categoricalColumn(
        'job',
        rows.map(({ job }) => job),
      ),
    ]),
    outcomes: Uint8Array.from(rows, (row) => (row.chance < 1 / (1 + Math.exp(-margin(row))) ? 1 : 0)),
  };
}

/** Values and codes of one row, by input: NaN is missing, and so is a level the input doesn't name. */
export function rowOf(ensemble: TreeEnsemble, table: Table, row: number): readonly number[] {
  return ensemble.inputs.map((input) => {
    const column = table.columns.find(({ name }) => name === input.name);
    if (column === undefined) throw new Error('the table has the inputs');
    if (column.kind === 'numeric') return column.values[row] as number;
    const code = input.levels.indexOf(column.levels[column.codes[row] as number] ?? '');
    return code < 0 ? Number.NaN : code;
  });
}

/** The margin of a row, by the words of the document's contract. */
export function marginOf(ensemble: TreeEnsemble, row: readonly number[]): number {
  return ensemble.trees.reduce(
    (sum, tree) => sum + (tree.value[leafOf(tree, row)] as number),
    ensemble.baseMargin,
  );
}

export function leafOf(tree: Tree, row: readonly number[]): number {
  let node = 0;
  while ((tree.feature[node] as number) >= 0) {
    const value = row[tree.feature[node] as number] as number;
    const levels = tree.levelsLeft[node];
    const isKnownLeft = levels ? levels.includes(value) : value < (tree.threshold[node] as number);
    const isLeft = Number.isNaN(value) ? tree.missingLeft[node] === true : isKnownLeft;
    node = (isLeft ? tree.left : tree.right)[node] as number;
  }
  return node;
}

export function marginsOf(ensemble: TreeEnsemble, table: Table): readonly number[] {
  return Array.from({ length: table.rowCount }, (_, row) => marginOf(ensemble, rowOf(ensemble, table, row)));
}

/** Every path from the root to a leaf, as the inputs met on it. */
export function pathsOf(tree: Tree, node = 0, met: readonly number[] = []): readonly (readonly number[])[] {
  const feature = tree.feature[node] as number;
  if (feature < 0) return [met];
  const further = [...met, feature];
  return [...pathsOf(tree, tree.left[node], further), ...pathsOf(tree, tree.right[node], further)];
}

/** Does tasks in several parts, the last part first: what threads may do to the order of things. */
export function partedHost(parts: number): Host {
  return {
    parts,
    open: (plan) => {
      const work = layWorkspace(plan, new ArrayBuffer(bytesOf(plan)));
      const kernels = plainKernels(work);
      const run = (task: number): void => {
        work.words[WORD.task] = task;
        for (let part = parts - 1; part >= 0; part--) performTask(work, kernels, part);
      };
      return { work, kernels, run, close: () => undefined };
    },
  };
}
