/**
 * Gradient-boosted trees for binary log loss (Friedman 2001; second order as in XGBoost). Rounds of: gradients, a tree, its
 * values onto the margins. The same sample, settings and seed give the same bits whatever the host and its threads.
 */
import { createRandom, ok, type Random, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import type { TreeEnsemble } from '@plimsoll/core/model/trees';
import { binCountOf } from './cuts.ts';
import { inputOf, treeOf } from './document.ts';
import { growTree, type GrownNode } from './grow.ts';
import { aloneHost, type Host, type Session } from './host.ts';
import {
  checkRows,
  cutTable,
  type Feature,
  fillBins,
  type Ignored,
  type LabelledRows,
  matchColumns,
} from './matrix.ts';
import { judgeOf, valueOf } from './search.ts';
import { type BoostSettings, checkSettings } from './settings.ts';
import { TASK } from './task.ts';
import { WORD, type WorkPlan } from './workspace.ts';

/** Rows to learn from, and rows to stop by (see `patience`). */
export type BoostSample = LabelledRows & { readonly validation?: LabelledRows };

/** Where the work is done, and who is told of it: after each round, with rounds done and asked for; false ends it. */
export type BoostPort = {
  readonly host?: Host;
  readonly onProgress?: (done: number, total: number) => boolean;
};

export type BoostedTrees = {
  readonly ensemble: TreeEnsemble;
  /** Trees kept: with `patience`, up to the best round on validation. */
  readonly rounds: number;
  /** Mean log loss on validation before any tree and after each round; empty without validation. */
  readonly history: readonly number[];
  /** Columns in which all rows are alike. */
  readonly ignored: readonly Ignored[];
};

/** Trains. Refuses what can't be learnt from (BST-1, BST-2, BST-3, BST-14) and a training told to end (BST-13). */
export function trainTrees(
  sample: BoostSample,
  settings: BoostSettings,
  port: BoostPort = {},
): Result<BoostedTrees> {
  const refused = checkSample(sample, settings);
  if (refused !== null) return refused;
  const cut = cutTable(sample, settings);
  if (!cut.ok) return cut;
  const { features, ignored } = cut.value;
  const matched = sample.validation === undefined ? null : matchColumns(features, sample.validation.table);
  if (matched !== null && !matched.ok) return matched;
  const host = port.host ?? aloneHost();
  const session = host.open(planOf(sample, settings, { features, parts: host.parts }));
  try {
    fillBins(session.work, features, 0);
    if (matched !== null) fillBins(session.work, matched.value, sample.table.rowCount);
    const training = { session, settings, features, sample };
    const baseMargin = fillRows(training);
    const grown = runRounds(training, port);
    if (!grown.ok) return grown;
    const { trees, history } = grown.value;
    if (trees.length === 0)
      return refuse('model_not_fitted', 'BST-14', {
        problem: 'no split is worth making: too few rows, or nothing in them tells bads from goods',
        rows: sample.table.rowCount,
      });
    const ensemble = { inputs: features.map(inputOf), baseMargin, precision: 'float64' as const, trees };
    return ok({ ensemble, rounds: trees.length, history, ignored });
  } finally {
    session.close();
  }
}

type Training = {
  readonly session: Session;
  readonly settings: BoostSettings;
  readonly features: readonly Feature[];
  readonly sample: BoostSample;
};

function checkSample(sample: BoostSample, settings: BoostSettings): Refusal | null {
  const checked = checkSettings(settings);
  if (!checked.ok) return checked;
  const refused =
    checkRows(sample, 'training') ??
    (sample.validation === undefined ? null : checkRows(sample.validation, 'validation'));
  if (refused !== null) return refused;
  if (
    sample.validation !== undefined &&
    (sample.validation.offsets === undefined) !== (sample.offsets === undefined)
  )
    return refuse('model_not_fitted', 'BST-1', { problem: 'offsets are given for one part alone' });
  const refuseSetting = (problem: string, setting: string): Refusal =>
    refuse('model_not_fitted', 'BST-2', { problem, setting });
  if (settings.patience !== null && sample.validation === undefined)
    return refuseSetting('patience needs rows of validation', 'patience');
  const kinds = new Map(sample.table.columns.map(({ name, kind }) => [name, kind]));
  for (const name of Object.keys(settings.monotone))
    if (kinds.get(name) !== 'numeric') return refuseSetting('a trend needs a numeric column', name);
  for (const name of settings.interactions?.flat() ?? [])
    if (!kinds.has(name)) return refuseSetting('a group names a column that is not there', name);
  return null;
}

function planOf(
  sample: BoostSample,
  settings: BoostSettings,
  { features, parts }: { readonly features: readonly Feature[]; readonly parts: number },
): WorkPlan {
  const trainRows = sample.table.rowCount;
  let weightMax = sample.weights === undefined ? 1 : 0;
  for (const weight of sample.weights ?? []) weightMax = Math.max(weightMax, weight);
  const leavesAtDepth = 2 ** Math.min(settings.depthMax, 20);
  const leavesMax = Math.min(settings.leavesMax, leavesAtDepth);
  return {
    trainRows,
    allRows: trainRows + (sample.validation?.table.rowCount ?? 0),
    features: features.map(({ column, cuts }) => {
      const trend = settings.monotone[column.name];
      return {
        kind: cuts.kind,
        binCount: binCountOf(cuts),
        trend: trend === 'ascending' ? 1 : trend === 'descending' ? -1 : 0,
      };
    }),
    histogramCount: leavesMax,
    nodeCountMax: 2 * leavesMax - 1,
    parts,
    weightMax: weightMax * Math.max(1, settings.scalePositive),
    isBounded: Object.keys(settings.monotone).length > 0,
    l1: settings.l1,
    l2: settings.l2,
    childHessianMin: settings.childHessianMin,
    gainMin: settings.gainMin,
    levels: settings.levels,
  };
}

/** Outcomes, weights and margins of all rows; gives the margin before any tree: the log-odds of the weighted sample, or 0 on offsets. */
function fillRows({ session, settings, sample }: Training): number {
  const { outcomes, weights, margins } = session.work;
  outcomes.set(sample.outcomes);
  const totals = [0, 0];
  for (const [row, outcome] of sample.outcomes.entries()) {
    const weight = (sample.weights?.[row] ?? 1) * (outcome === 1 ? settings.scalePositive : 1);
    weights[row] = weight;
    totals[outcome] = (totals[outcome] as number) + weight;
  }
  const { validation } = sample;
  if (validation !== undefined) {
    const first = sample.table.rowCount;
    outcomes.set(validation.outcomes, first);
    if (validation.weights === undefined) weights.fill(1, first);
    else weights.set(validation.weights, first);
  }
  if (sample.offsets !== undefined) {
    margins.set(sample.offsets);
    if (validation?.offsets !== undefined) margins.set(validation.offsets, sample.table.rowCount);
    return 0;
  }
  const baseMargin = Math.log((totals[1] as number) / (totals[0] as number));
  margins.fill(baseMargin);
  return baseMargin;
}

type Rounds = { readonly trees: TreeEnsemble['trees']; readonly history: readonly number[] };

function runRounds(training: Training, port: BoostPort): Result<Rounds> {
  const { session, settings, features } = training;
  const { rounds, patience } = settings;
  const trees: TreeEnsemble['trees'][number][] = [];
  const history: number[] = [];
  const hasValidation = training.sample.validation !== undefined;
  if (hasValidation) history.push(validationLoss(training));
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    session.run(TASK.gradients);
    const random = createRandom(`${settings.seed}/tree/${round}`);
    const rowCount = drawRows(training, random);
    const allow = allowance(training, random);
    const nodes = growTree({ ...session, settings, allow }, rowCount);
    if (nodes.length === 1 && settings.rowShare === 1 && settings.columnShareTree === 1) break;
    const values = writeTree(training, nodes);
    session.run(TASK.advance);
    if (rowCount < session.work.plan.allRows) session.run(TASK.route);
    trees.push(treeOf(nodes, features, values));
    if (hasValidation) history.push(validationLoss(training));
    if ((history[round + 1] ?? 0) < (history[best] ?? 0)) best = round + 1;
    if (patience !== null && round + 1 - best >= patience) break;
    if (port.onProgress?.(round + 1, rounds) === false)
      return refuse('model_not_fitted', 'BST-13', { problem: 'training was told to end', round: round + 1 });
  }
  return ok({ trees: patience === null ? trees : trees.slice(0, best), history });
}

/** Rows of training that the tree sees, ascending; rows without weight are never among them. */
function drawRows({ session, settings }: Training, random: Random): number {
  const { order, drawn, weights, plan } = session.work;
  const { rowShare } = settings;
  let count = 0;
  for (let row = 0; row < plan.trainRows; row++) {
    const isDrawn = (rowShare === 1 || random.next() < rowShare) && (weights[row] as number) > 0;
    drawn[row] = isDrawn ? 1 : 0;
    if (isDrawn) order[count++] = row;
  }
  session.work.words[WORD.drawnCount] = count;
  return count;
}

/** Columns drawn for the tree and the node, less those that share no group with the node's path. */
function allowance(
  { settings, features }: Training,
  random: Random,
): (path: readonly number[]) => Uint8Array {
  const all = features.map((_, at) => at);
  const drawnOf = (from: readonly number[], share: number): readonly number[] =>
    share === 1 ? from : random.shuffle(from).slice(0, Math.max(1, Math.round(share * from.length)));
  const ofTree = drawnOf(all, settings.columnShareTree);
  const groups = (settings.interactions ?? []).map(
    (names) => new Set(all.filter((at) => names.includes(features[at]?.column.name ?? ''))),
  );
  const mayMeet = (path: readonly number[], feature: number): boolean => {
    if (settings.interactions === null || path.length === 0) return true;
    if (path.length === 1 && path[0] === feature) return true;
    return groups.some((group) => group.has(feature) && path.every((each) => group.has(each)));
  };
  // Nodes are made in an order that nothing but the tree decides, so one stream serves them all.
  return (path) => {
    const open = ofTree.filter((feature) => mayMeet(path, feature));
    const ofNode =
      settings.columnShareNode === 1 || open.length === 0 ? open : drawnOf(open, settings.columnShareNode);
    const mask = new Uint8Array(features.length);
    for (const feature of ofNode) mask[feature] = 1;
    return mask;
  };
}

/** Writes the finished tree where threads read it; gives the values of its nodes, learning rate included. */
function writeTree({ session, settings }: Training, nodes: readonly GrownNode[]): readonly number[] {
  const { work } = session;
  work.words[WORD.nodeCount] = nodes.length;
  return nodes.map((node, at) => {
    const isLeaf = node.left < 0;
    const judge = judgeOf(work.plan, node.lower, node.upper);
    // Adding 0 turns −0 into 0: a document doesn't tell them apart.
    const value = isLeaf ? settings.learningRate * valueOf(judge, node.gradient, node.hessian) + 0 : 0;
    if (isLeaf) work.nodeFeature[at] = -1;
    work.nodeLeft[at] = node.left;
    work.nodeRight[at] = node.right;
    work.nodeFrom[at] = node.from;
    work.nodeTo[at] = node.to;
    work.nodeValue[at] = value;
    return value;
  });
}

/** Mean log loss of the rows of validation, by weight. */
function validationLoss({ session }: Training): number {
  const { margins, outcomes, weights, plan } = session.work;
  let loss = 0;
  let total = 0;
  for (let row = plan.trainRows; row < plan.allRows; row++) {
    const margin = outcomes[row] === 1 ? (margins[row] as number) : -(margins[row] as number);
    const weight = weights[row] as number;
    loss += weight * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
    total += weight;
  }
  return loss / total;
}
