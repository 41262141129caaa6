/**
 * Settings for a sample, from its size and from what inner splits of its own rows say. Few rows: two shapes of trees, each trained on
 * four fifths at a time, and the shape and number of rounds with the least mean loss on the rows left out are taken. Many rows:
 * one shape, one part left out. Rows that a caller keeps for judging the model are never seen.
 * The shapes were chosen on six public credit samples of 1,319 to 150,000 rows.
 */
import { createRandom, ok, type Result, refuse } from '@plimsoll/core/base';
import { takeRows } from '@plimsoll/core/table';
import { checkRows, type LabelledRows } from './matrix.ts';
import { BOOST_DEFAULTS, MAX_BINS, type BoostSettings, type LevelSettings } from './settings.ts';
import { type BoostPort, trainTrees } from './train.ts';

/** Above so many rows one part left out says enough, and trees may be larger. */
const FEW_ROWS = 20_000;
const MANY_ROWS = 60_000;
const INNER_PARTS = 5;
/** A leaf should expect some bads: where they are rare it needs more rows. */
const BADS_PER_LEAF = 5;
const ROWS_PER_LEAF = 20;
/** Few rows don't tell where between finer edges a risk turns. */
const FEW_BINS = 64;
const ROUNDS_MAX = 1000;
const PATIENCE = 60;
const LEVELS: LevelSettings = { oneHotMax: 4, smoothing: 20, l2: 50, rowsMin: 20, setMax: 32 };

/** What a caller fixes; the rest is chosen. */
export type FixedSettings = Partial<
  Pick<BoostSettings, 'seed' | 'monotone' | 'interactions' | 'scalePositive'>
>;

/** Settings to train on all the rows with. Refuses what `trainTrees` refuses, and a choice that was told to end. */
export function autoSettings(
  sample: LabelledRows,
  fixed: FixedSettings = {},
  port: BoostPort = {},
): Result<BoostSettings> {
  const refused = checkRows(sample, 'training');
  return refused ?? chooseSettings(sample, shapesFor(sample, fixed), port);
}

/** Of several settings those with the least mean loss on rows left out, with the round at which that was. */
export function chooseSettings(
  sample: LabelledRows,
  shapes: readonly BoostSettings[],
  port: BoostPort,
): Result<BoostSettings> {
  const parts = partsOf(sample, shapes[0]?.seed ?? BOOST_DEFAULTS.seed);
  const left = sample.table.rowCount > FEW_ROWS ? [0] : parts.map((_, at) => at);
  let best: { readonly settings: BoostSettings; readonly loss: number } | null = null;
  let done = 0;
  for (const shape of shapes) {
    const histories: (readonly number[])[] = [];
    for (const part of left) {
      const trained = trainTrees(
        leaveOut(sample, parts, part),
        { ...shape, patience: PATIENCE },
        innerPort(port),
      );
      if (!trained.ok && trained.rule !== 'BST-14') return trained;
      histories.push(trained.ok ? trained.value.history : []);
      done += 1;
      if (port.onProgress?.(done, shapes.length * left.length) === false)
        return refuse('model_not_fitted', 'BST-13', { problem: 'the choice of settings was told to end' });
    }
    const { rounds, loss } = bestRound(histories);
    if (rounds > 0 && loss < (best?.loss ?? Number.POSITIVE_INFINITY))
      best = { settings: { ...shape, rounds }, loss };
  }
  if (best !== null) return ok(best.settings);
  return refuse('model_not_fitted', 'BST-14', {
    problem: 'no split is worth making: too few rows, or nothing in them tells bads from goods',
    rows: sample.table.rowCount,
  });
}

function innerPort({ host }: BoostPort): BoostPort {
  return host === undefined ? {} : { host };
}

/** The fewest rows of a leaf: enough to expect some bads (or goods, where those are rarer). */
export function rowsPerLeaf(outcomes: Uint8Array): number {
  const rows = outcomes.length;
  const bads = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const rarer = Math.max(1, Math.min(bads, rows - bads));
  const forBads = Math.round((BADS_PER_LEAF * rows) / rarer);
  return Math.max(1, Math.min(Math.max(ROWS_PER_LEAF, forBads), Math.floor(rows / 20)));
}

function shapesFor({ table, outcomes }: LabelledRows, fixed: FixedSettings): readonly BoostSettings[] {
  const rows = table.rowCount;
  const rowsMin = rowsPerLeaf(outcomes);
  const binsMax = rows > FEW_ROWS ? MAX_BINS : FEW_BINS;
  const base = {
    ...BOOST_DEFAULTS,
    ...fixed,
    rounds: ROUNDS_MAX,
    l2: 10,
    rowsMin,
    binsMax,
    levels: { ...LEVELS, rowsMin },
  };
  const gentle: BoostSettings = {
    ...base,
    growth: 'depthWise',
    depthMax: 3,
    leavesMax: 8,
    learningRate: 0.03,
    rowShare: 0.5,
    columnShareNode: 0.3,
  };
  const middle: BoostSettings = {
    ...base,
    leavesMax: 12,
    learningRate: 0.04,
    rowShare: 0.6,
    columnShareNode: 0.4,
  };
  if (rows > MANY_ROWS)
    return [{ ...middle, leavesMax: 16, learningRate: 0.06, rowShare: 0.7, columnShareNode: 0.5 }];
  return rows > FEW_ROWS ? [middle] : [gentle, middle];
}

/** Rows of each inner part, with the same share of bads in all, as near as whole rows allow. */
export function partsOf({ outcomes }: LabelledRows, seed: string): readonly Int32Array[] {
  const random = createRandom(`${seed}/inner`);
  const ordered = [0, 1].flatMap((outcome) =>
    random.shuffle([...outcomes.keys()].filter((row) => outcomes[row] === outcome)),
  );
  return Array.from({ length: INNER_PARTS }, (_, part) =>
    Int32Array.from(ordered.filter((_row, at) => at % INNER_PARTS === part)).sort(),
  );
}

/** A sample whose validation part is one of the parts. */
export function leaveOut(
  sample: LabelledRows,
  parts: readonly Int32Array[],
  left: number,
): LabelledRows & { readonly validation: LabelledRows } {
  const rest = parts.flatMap((rows, at) => (at === left ? [] : [...rows]));
  const validation = rowsOf(sample, parts[left] ?? new Int32Array());
  return { ...rowsOf(sample, Int32Array.from(rest).sort()), validation };
}

function rowsOf({ table, outcomes, weights, offsets }: LabelledRows, rows: Int32Array): LabelledRows {
  const numbersOf = (all: Float64Array): Float64Array => Float64Array.from(rows, (row) => all[row] as number);
  return {
    table: takeRows(table, rows),
    outcomes: Uint8Array.from(rows, (row) => outcomes[row] as number),
    ...(weights === undefined ? {} : { weights: numbersOf(weights) }),
    ...(offsets === undefined ? {} : { offsets: numbersOf(offsets) }),
  };
}

/** The round with the least mean loss; a history that ended early holds its last loss, so that it can't look better later. */
function bestRound(histories: readonly (readonly number[])[]): {
  readonly rounds: number;
  readonly loss: number;
} {
  const length = Math.max(0, ...histories.map((history) => history.length));
  let best = { rounds: 0, loss: Number.POSITIVE_INFINITY };
  for (let round = 0; round < length; round++) {
    const losses = histories.flatMap((history) =>
      history.length === 0 ? [] : [history[Math.min(round, history.length - 1)] as number],
    );
    const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
    if (loss < best.loss) best = { rounds: round, loss };
  }
  return best;
}
