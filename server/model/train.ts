/**
 * Training on a sample: out-of-fold figures and calibration by the trainer of the core, and, where a share of rows was to
 * be kept aside, one look at them by the finished document. The document is text; its hash is its name.
 */
import { createRandom, type JsonObject, ok, type Result, refuse } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, writeModel } from '@plimsoll/core/model/document';
import {
  type Directions,
  type FitPlan,
  figuresOf,
  MODEL_KINDS,
  trainModel,
  type TrainPlan,
} from '@plimsoll/core/model/fit';
import { type CsvSource, readSample, type Table, takeRows } from '@plimsoll/core/table';
import type { HandCuts } from '@plimsoll/core/model';
import type { ModelFigures } from '@plimsoll/loan/governance';
import type { StartTraining } from '@plimsoll/api/model';
import { openThreads } from '@plimsoll/server/train';
import type { Progress, Task } from './task.ts';
import { cutProblem } from './variable.ts';

export type Trained = { readonly text: string; readonly kind: string; readonly figures: ModelFigures };

const USUAL_SEED = 1;

/** Trains. Refuses what the reader and the trainer refuse, and columns to drop that are not there. */
export function trainOnSample(
  csv: CsvSource,
  { wish, sampleName, codeVersion, threads }: Extract<Task, { kind: 'train' }>,
  onProgress: Progress,
): Result<Trained> {
  const kind = MODEL_KINDS.find((each) => each === wish.kind);
  if (kind === undefined)
    return refuse('model_unusable', 'MDL-5', { problem: `no trainer for ${wish.kind} yet` });
  const { column, badValue } = wish.target;
  const drop = wish.drop ?? [];
  const sample = readSample({ csv, target: `${column}=${badValue}`, drop });
  if (!sample.ok) return sample;
  const { table, outcomes } = sample.value;
  const seed = wish.seed ?? USUAL_SEED;
  const parts = splitRows({ table, outcomes }, wish.testShare ?? 0, seed);
  const unknown = Object.keys(wish.monotone ?? {}).find(
    (name) => !table.columns.some((each) => each.name === name),
  );
  if (unknown !== undefined) return refuse('column_unknown', 'MDL-5', { column: unknown });
  const cuts = cutsOf(wish, table);
  if (!cuts.ok) return cuts;
  const document = trainOnThreads(threads, {
    ...parts.train,
    kind,
    seed,
    monotone: directionsOf(wish),
    cuts: cuts.value,
    name: wish.name,
    target: wish.target,
    folds: null,
    absent: {},
    lineage: { sample: sampleName, sampleSha256: wish.sample, foldsSha256: null, codeVersion },
    onStep: (done, total) => {
      onProgress('fit', done / total);
      return true;
    },
  });
  if (!document.ok) return document;
  onProgress('measure', 1);
  return judged(document.value, parts.test);
}

/** On several threads, which end with the training; a card is fitted on one. */
function trainOnThreads(threads: number, plan: TrainPlan): Result<ModelDocument> {
  if (plan.kind === 'card' || threads < 2) return trainModel(plan);
  const host = openThreads(threads);
  try {
    return trainModel({ ...plan, port: { host } });
  } finally {
    void host.close();
  }
}

type Part = Pick<FitPlan, 'table' | 'outcomes'>;

/** Rows to learn from and rows kept aside, each with its share of bads, drawn by the seed. */
function splitRows(
  sample: Part,
  testShare: number,
  seed: number,
): { readonly train: Part; readonly test: Part | null } {
  if (testShare === 0) return { train: sample, test: null };
  const random = createRandom(`kept aside ${seed}`);
  const aside: number[] = [];
  const rest: number[] = [];
  for (const outcome of [0, 1]) {
    const rows = random.shuffle(
      [...sample.outcomes.keys()].filter((row) => sample.outcomes[row] === outcome),
    );
    const count = Math.round(rows.length * testShare);
    aside.push(...rows.slice(0, count));
    rest.push(...rows.slice(count));
  }
  return { train: partOf(sample, rest), test: partOf(sample, aside) };
}

function partOf({ table, outcomes }: Part, rows: readonly number[]): Part {
  const picked = Int32Array.from(rows).sort();
  return { table: takeRows(table, picked), outcomes: Uint8Array.from(picked, (row) => outcomes[row] ?? 0) };
}

/** The bins that the wish brings along. Refuses those of a column that is not there, and cuts that make no sense. */
function cutsOf({ bins }: StartTraining, { columns }: Table): Result<HandCuts> {
  const cuts: { [name: string]: HandCuts[string] } = {};
  for (const [name, cut] of Object.entries(bins ?? {})) {
    const column = columns.find((each) => each.name === name);
    if (column === undefined) return refuse('column_unknown', 'MDL-5', { column: name });
    const problem = cutProblem(column, cut);
    if (problem !== null) return refuse('variable_unusable', 'MDL-5', { column: name, problem });
    cuts[name] = 'cuts' in cut ? { edges: cut.cuts } : { groups: cut.groups };
  }
  return ok(cuts);
}

function directionsOf({ monotone }: StartTraining): Directions {
  return Object.fromEntries(
    Object.entries(monotone ?? {}).map(([name, sign]) => [name, sign === 1 ? 'ascending' : 'descending']),
  );
}

/** The figures of a draft are those on rows kept aside, or out of fold where none were. */
function judged(document: ModelDocument, test: Part | null): Result<Trained> {
  const kind = document.body.kind;
  if (test === null) {
    const { auc, ks, brier, logLoss } = document.validation as unknown as ModelFigures;
    return ok({ text: writeModel(document), kind, figures: { auc, ks, brier, logLoss } });
  }
  const chances = chancesOf(document, test.table);
  if (!chances.ok) return chances;
  const figures = figuresOf(chances.value, test.outcomes);
  const bads = test.outcomes.reduce((count, outcome) => count + outcome, 0);
  const keptAside = { rows: test.outcomes.length, bads, ...figures };
  const validation: JsonObject = { ...document.validation, keptAside };
  return ok({ text: writeModel({ ...document, validation }), kind, figures });
}

/** Chances of bad by the one scoring function. */
export function chancesOf(document: ModelDocument, table: Table): Result<Float64Array> {
  const scorer = prepareModel(document);
  if (!scorer.ok) return scorer;
  const scores = scorer.value.scoreTable(table);
  return scores.ok ? ok(scores.value.probabilities) : scores;
}
