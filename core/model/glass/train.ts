/**
 * Trains a glass box: boosted trees of one input each, a few inputs drawn for every tree so that none hides another, in several
 * bags whose curves are averaged (Lou, Caruana & Gehrke, KDD 2012; Nori et al., InterpretML, 2019). Then, on what the curves leave,
 * trees of two inputs for the pairs that say most, if an inner split says they help. Rounds come from inner splits.
 */
import { ok, type Result } from '@plimsoll/core/base';
import {
  BOOST_DEFAULTS,
  type BoostPort,
  type BoostSettings,
  chooseSettings,
  type LabelledRows,
  leaveOut,
  partsOf,
  rowsPerLeaf,
  trainTrees,
  type Trend,
} from '@plimsoll/core/model/boost';
import type { Tree, TreeInput } from '@plimsoll/core/model/trees';
import type { GlassModel, Shape, ShapePair } from './glass.ts';
import { rankPairs } from './pairs.ts';
import { prepareGlass, readerOf, valueAt } from './predict.ts';
import { askedBy, pairOf, shapeOf } from './shapes.ts';

export type GlassSettings = {
  readonly seed: string;
  readonly monotone: { readonly [input: string]: Trend };
  /** The most pairs; 0 for curves alone. */
  readonly pairsMax: number;
  /** How many trainings, each on its own draw of rows, are averaged. */
  readonly bags: number;
};

export const GLASS_DEFAULTS: GlassSettings = { seed: 'glass', monotone: {}, pairsMax: 5, bags: 4 };

/** Inputs among which pairs are looked for: those whose curves say most. */
const PAIR_INPUTS = 12;
const PAIR_ROUNDS = 300;
const PAIR_PATIENCE = 30;
/** Rows above which edges are finer. */
const FEW_ROWS = 20_000;

export type TrainedGlass = {
  readonly model: GlassModel;
  readonly rounds: number;
  readonly pairRounds: number;
  /** Columns in which all rows are alike. */
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
};

/** Trains. Refuses what `trainTrees` refuses. */
export function trainGlass(
  sample: LabelledRows,
  settings: GlassSettings = GLASS_DEFAULTS,
  port: BoostPort = {},
): Result<TrainedGlass> {
  const shape = curveSettings(sample, settings);
  const chosen = chooseSettings(sample, [shape], port);
  if (!chosen.ok) return chosen;
  const curves = trainCurves(sample, chosen.value, settings.bags);
  if (!curves.ok) return curves;
  const { model, ignored } = curves.value;
  const done = { rounds: chosen.value.rounds, ignored };
  const alone: TrainedGlass = { ...done, model: centred(model, sample), pairRounds: 0 };
  if (settings.pairsMax === 0 || model.shapes.length < 2) return ok(alone);
  const helping = helpfulPairs(sample, chosen.value, settings);
  if (!helping.ok) return helping;
  if (helping.value === null) return ok(alone);
  const { rounds } = helping.value;
  const shown = new Set(model.shapes.map(({ input }) => input.name));
  const names = helping.value.names.filter((pair) => pair.every((name) => shown.has(name)));
  if (names.length === 0) return ok(alone);
  const pairs = trainPairs(sample, model, { ...pairSettings(chosen.value, names), rounds, patience: null });
  if (!pairs.ok) return pairs.rule === 'BST-14' ? ok(alone) : pairs;
  return ok({ ...done, model: centred({ ...model, pairs: pairs.value }, sample), pairRounds: rounds });
}

function curveSettings({ table, outcomes }: LabelledRows, { seed, monotone }: GlassSettings): BoostSettings {
  const isSmall = table.rowCount <= FEW_ROWS;
  return {
    ...BOOST_DEFAULTS,
    seed,
    monotone,
    // No group: an input meets none but itself.
    interactions: [],
    rounds: 3000,
    learningRate: 0.05,
    leavesMax: 4,
    l2: 5,
    rowsMin: rowsPerLeaf(outcomes),
    binsMax: isSmall ? 64 : 255,
    rowShare: 0.7,
    columnShareTree: 0.3,
    levels: { ...BOOST_DEFAULTS.levels, l2: 50, rowsMin: rowsPerLeaf(outcomes) },
  };
}

type Curves = Pick<TrainedGlass, 'model' | 'ignored'>;

function trainCurves(sample: LabelledRows, settings: BoostSettings, bags: number): Result<Curves> {
  const trees: Tree[] = [];
  let inputs: readonly TreeInput[] = [];
  let intercept = 0;
  let ignored: TrainedGlass['ignored'] = [];
  for (let bag = 0; bag < bags; bag++) {
    const trained = trainTrees(sample, { ...settings, seed: `${settings.seed}/bag/${bag}` });
    if (!trained.ok) return trained;
    const { ensemble } = trained.value;
    inputs = ensemble.inputs;
    intercept = ensemble.baseMargin;
    ignored = trained.value.ignored;
    trees.push(...ensemble.trees);
  }
  const byInput = inputs.map((_, at) => trees.filter((tree) => tree.feature[0] === at));
  const shapes = inputs.flatMap((input, at): readonly Shape[] => {
    const own = byInput[at] ?? [];
    return own.length === 0 ? [] : [shapeOf(input, at, { trees: own, scale: 1 / bags })];
  });
  return ok({ model: { intercept, shapes, pairs: [] }, ignored });
}

function pairSettings(curves: BoostSettings, names: readonly (readonly string[])[]): BoostSettings {
  return {
    ...curves,
    seed: `${curves.seed}/pairs`,
    interactions: names,
    rounds: PAIR_ROUNDS,
    patience: PAIR_PATIENCE,
    learningRate: 0.05,
    leavesMax: 6,
    l2: 20,
    rowsMin: 2 * curves.rowsMin,
    binsMax: 32,
    columnShareTree: 0.6,
  };
}

type Helpful = { readonly names: readonly (readonly string[])[]; readonly rounds: number };

/** The pairs and rounds that lower the loss on rows left out, with curves that didn't see them; null when none do. */
function helpfulPairs(
  sample: LabelledRows,
  curves: BoostSettings,
  { pairsMax, seed }: GlassSettings,
): Result<Helpful | null> {
  const { validation, ...rest } = leaveOut(sample, partsOf(sample, `${seed}/pairs`), 0);
  const trained = trainCurves(rest, curves, 1);
  if (!trained.ok) return trained.rule === 'BST-14' ? ok(null) : trained;
  const { model } = trained.value;
  const offsets = prepareGlass(model).margins(rest.table);
  const telling = [...model.shapes]
    .sort((a, b) => spreadOf(b, rest) - spreadOf(a, rest))
    .slice(0, PAIR_INPUTS);
  const ranked = rankPairs(rest, telling, offsets).slice(0, pairsMax);
  const names = ranked.map(({ first, second }) => [first, second].map((at) => telling[at]?.input.name ?? ''));
  if (names.length === 0) return ok(null);
  const paired = trainTrees(
    {
      ...rest,
      offsets,
      validation: { ...validation, offsets: prepareGlass(model).margins(validation.table) },
    },
    pairSettings(curves, names),
  );
  if (!paired.ok) return paired.rule === 'BST-14' ? ok(null) : paired;
  return ok({ names, rounds: paired.value.rounds });
}

/** How far a curve moves rows: the mean distance from its mean. */
function spreadOf(shape: Shape, { table }: LabelledRows): number {
  const read = readerOf(shape.input, table);
  let sum = 0;
  const values = Float64Array.from({ length: table.rowCount }, (_, row) => valueAt(shape, read(row)));
  for (const value of values) sum += value;
  const mean = sum / table.rowCount;
  return values.reduce((total, value) => total + Math.abs(value - mean), 0) / table.rowCount;
}

/** Surfaces over the given groups, on top of the curves. A tree that asks about one input is part of a pair that has it. */
function trainPairs(
  sample: LabelledRows,
  model: GlassModel,
  settings: BoostSettings,
): Result<readonly ShapePair[]> {
  const offsets = prepareGlass(model).margins(sample.table);
  const trained = trainTrees({ ...sample, offsets }, settings);
  if (!trained.ok) return trained;
  const { inputs, trees } = trained.value.ensemble;
  const groups = (settings.interactions ?? []).map((names) =>
    names.map((name) => inputs.findIndex((input) => input.name === name)),
  );
  const groupOf = (tree: Tree): number =>
    groups.findIndex((group) => askedBy(tree).every((feature) => group.includes(feature)));
  return ok(
    groups.flatMap(([first = -1, second = -1], at): readonly ShapePair[] => {
      const own = trees.filter((tree) => groupOf(tree) === at);
      const [a, b] = [inputs[first], inputs[second]];
      if (a === undefined || b === undefined || own.length === 0) return [];
      return [pairOf([a, b], [first, second], { trees: own, scale: 1 })];
    }),
  );
}

/** Curves with a mean of 0 over the sample: the intercept is then the mean margin of curves, and a curve reads as more or less than usual. */
function centred(model: GlassModel, { table }: LabelledRows): GlassModel {
  let { intercept } = model;
  const shapes = model.shapes.map((shape) => {
    const read = readerOf(shape.input, table);
    let sum = 0;
    for (let row = 0; row < table.rowCount; row++) sum += valueAt(shape, read(row));
    const mean = sum / table.rowCount;
    intercept += mean;
    return {
      ...shape,
      values: shape.values.map((value) => value - mean),
      missing: shape.missing - mean,
      unseen: shape.unseen - mean,
    };
  });
  return { ...model, intercept, shapes };
}
