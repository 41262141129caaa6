/**
 * What a training of boosted trees may be told, its defaults, and what of it is refused.
 * Sources of the meanings: Friedman, Annals of Statistics 29 (2001); Chen & Guestrin, KDD 2016; Ke et al., NIPS 2017.
 * Gains are those of the second-order objective without the factor ½: G²/(H + l2) of the parts less that of the whole.
 */
import { ok, type Result, refuse } from '@plimsoll/core/base';

/** The most leaves a tree may have, the deepest it may be, and the most rounds: bounds of memory and of time. */
export const MAX_LEAVES = 1024;
export const MAX_DEPTH = 32;
export const MAX_ROUNDS = 20_000;
/** Bins of a feature fit a byte; bin 0 is "missing". */
export const MAX_BINS = 255;

/** Which way the margin of bad may move as an input grows. */
export type Trend = 'ascending' | 'descending';

/** How levels of a category are treated, so that many levels don't learn by heart. */
export type LevelSettings = {
  /** Up to so many levels, each is tried against the rest; above, levels are sorted by smoothed gradient. */
  readonly oneHotMax: number;
  /** Added to the hessian of a level when levels are sorted. */
  readonly smoothing: number;
  /** Added to l2 when a set of levels is judged. */
  readonly l2: number;
  /** A level with fewer rows is pooled with the other rare ones, and isn't moved by itself in a node. */
  readonly rowsMin: number;
  /** The most levels that one side of a split lists. */
  readonly setMax: number;
};

export type BoostSettings = {
  readonly seed: string;
  readonly rounds: number;
  readonly learningRate: number;
  /** leafWise: the leaf with the largest gain is split next; depthWise: level by level. */
  readonly growth: 'leafWise' | 'depthWise';
  readonly leavesMax: number;
  readonly depthMax: number;
  readonly l1: number;
  readonly l2: number;
  /** The least hessian and the fewest rows of a leaf. */
  readonly childHessianMin: number;
  readonly rowsMin: number;
  readonly gainMin: number;
  readonly binsMax: number;
  /** Shares of rows drawn for a tree, of columns for a tree, and of those for a node. */
  readonly rowShare: number;
  readonly columnShareTree: number;
  readonly columnShareNode: number;
  /** Multiplies the weight of bads. Other than 1 it shifts the margins: they are no longer log-odds of the sample. */
  readonly scalePositive: number;
  /** Rounds without a better loss on the validation part after which training ends; null: all rounds are kept. */
  readonly patience: number | null;
  readonly monotone: { readonly [input: string]: Trend };
  /** Inputs that may meet on one path must stand in one group; an input in no group meets none. null: any may meet. */
  readonly interactions: readonly (readonly string[])[] | null;
  readonly levels: LevelSettings;
};

export const BOOST_DEFAULTS: BoostSettings = {
  seed: 'boost',
  rounds: 100,
  learningRate: 0.1,
  growth: 'leafWise',
  leavesMax: 31,
  depthMax: MAX_DEPTH,
  l1: 0,
  l2: 1,
  childHessianMin: 0.001,
  rowsMin: 20,
  gainMin: 0,
  binsMax: MAX_BINS,
  rowShare: 1,
  columnShareTree: 1,
  columnShareNode: 1,
  scalePositive: 1,
  patience: null,
  monotone: {},
  interactions: null,
  levels: { oneHotMax: 4, smoothing: 10, l2: 10, rowsMin: 20, setMax: 32 },
};

type Bound = readonly [name: string, value: number, min: number, max: number, isWhole: boolean];

/** Settings that can be trained with, or the first that can't. */
export function checkSettings(settings: BoostSettings): Result<BoostSettings> {
  const bounds: readonly Bound[] = [
    ['rounds', settings.rounds, 1, MAX_ROUNDS, true],
    ['learningRate', settings.learningRate, 1e-6, 1, false],
    ['leavesMax', settings.leavesMax, 2, MAX_LEAVES, true],
    ['depthMax', settings.depthMax, 1, MAX_DEPTH, true],
    ['l1', settings.l1, 0, 1e9, false],
    ['l2', settings.l2, 0, 1e9, false],
    ['childHessianMin', settings.childHessianMin, 0, 1e12, false],
    ['rowsMin', settings.rowsMin, 1, 2 ** 31 - 1, true],
    ['gainMin', settings.gainMin, 0, 1e12, false],
    ['binsMax', settings.binsMax, 2, MAX_BINS, true],
    ['rowShare', settings.rowShare, 1e-6, 1, false],
    ['columnShareTree', settings.columnShareTree, 1e-6, 1, false],
    ['columnShareNode', settings.columnShareNode, 1e-6, 1, false],
    ['scalePositive', settings.scalePositive, 1e-3, 1e3, false],
    ['patience', settings.patience ?? 1, 1, MAX_ROUNDS, true],
    ['levels.oneHotMax', settings.levels.oneHotMax, 0, MAX_BINS, true],
    ['levels.smoothing', settings.levels.smoothing, 0, 1e9, false],
    ['levels.l2', settings.levels.l2, 0, 1e9, false],
    ['levels.rowsMin', settings.levels.rowsMin, 1, 2 ** 31 - 1, true],
    ['levels.setMax', settings.levels.setMax, 1, MAX_BINS, true],
  ];
  for (const [setting, value, min, max, isWhole] of bounds)
    if (!(value >= min && value <= max) || (isWhole && !Number.isInteger(value)))
      return refuse('model_not_fitted', 'BST-2', {
        problem: 'a setting is out of bounds',
        setting,
        value,
        min,
        max,
      });
  return ok(settings);
}
