/** A grown tree as the arrays of a document: thresholds are edges of bins, sets of bins become codes of levels. */
import { assert } from '@plimsoll/core/base';
import type { Tree, TreeInput } from '@plimsoll/core/model/trees';
import type { GrownNode } from './grow.ts';
import type { Feature } from './matrix.ts';

export function inputOf({ column }: Feature): TreeInput {
  return column.kind === 'numeric'
    ? { name: column.name, kind: 'numeric', levels: [] }
    : { name: column.name, kind: 'categorical', levels: column.levels };
}

/** `values` by node, learning rate included. The cover of a node is its rows of training. */
export function treeOf(
  nodes: readonly GrownNode[],
  features: readonly Feature[],
  values: readonly number[],
): Tree {
  const splits = nodes.map((node) => (node.left < 0 ? null : node.split));
  return {
    feature: splits.map((split) => split?.feature ?? -1),
    threshold: splits.map((split) => (split === null ? 0 : thresholdOf(features, split))),
    levelsLeft: splits.map((split) => (split === null ? null : levelsLeftOf(features, split))),
    missingLeft: splits.map((split) => split?.isMissingLeft ?? false),
    left: nodes.map(({ left }) => left),
    right: nodes.map(({ right }) => right),
    value: values,
    cover: nodes.map(({ from, to }) => Math.max(1, to - from)),
  };
}

type Split = NonNullable<GrownNode['split']>;

/** Bins up to the split's go left, and the edge above bin b is edge b − 1; every number is below the greatest one. */
function thresholdOf(features: readonly Feature[], split: Split): number {
  const cuts = features[split.feature]?.cuts;
  assert(cuts !== undefined, 'a split has a feature');
  return cuts.kind === 'numeric' ? (cuts.edges[split.bin - 1] ?? Number.MAX_VALUE) : 0;
}

/** Codes whose bin goes left; a level without rows has the bin of a missing value. */
function levelsLeftOf(features: readonly Feature[], split: Split): readonly number[] | null {
  const cuts = features[split.feature]?.cuts;
  if (cuts?.kind !== 'categorical') return null;
  return [...cuts.binOf.keys()].filter((code) => split.leftBins[cuts.binOf[code] as number] === 1);
}
