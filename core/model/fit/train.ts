/**
 * From a sample to a model document: fitted on all rows, judged and calibrated on margins of rows each fold's model never
 * saw, with parity rows to prove itself with on any machine. The same sample, plan and seed give the same bytes.
 */
import { createRandom, ok, type Random, type Result, refuse } from '@plimsoll/core/base';
import { type Calibration, calibratedPds, fitPlatt } from '@plimsoll/core/model/calibrate';
import {
  type InputValue,
  type InputValues,
  MODEL_SCHEMA,
  type ModelBody,
  type ModelDocument,
  type ModelInput,
  type ModelLineage,
  type ModelTarget,
  type ParityRow,
  prepareModel,
} from '@plimsoll/core/model/document';
import { ABSENT_TEXTS, type Column, type Table, takeRows } from '@plimsoll/core/table';
import { type Figures, figuresOf, meanOf, stratifiedFolds } from './figures.ts';
import { fitBody } from './fit.ts';
import type { FitPlan } from './plan.ts';

const PARITY_ROWS = 20;
const POINT_SCALING = { baseScore: 600, baseOdds: 20, pdo: 50 };

type Step = {
  /** Told how many fits are done of all; false ends the training. */
  readonly onStep?: (done: number, total: number) => boolean;
};

export type TrainPlan = FitPlan &
  Step & {
    readonly name: string;
    readonly target: ModelTarget;
    /** The fold of each row; null: five stratified folds by the seed. */
    readonly folds: Uint8Array | null;
    /** By input, texts that mean "no value" beside those that files use for it, each with its reason. */
    readonly absent: { readonly [input: string]: ModelInput['absent'] };
    readonly lineage: Pick<ModelLineage, 'sample' | 'sampleSha256' | 'foldsSha256' | 'codeVersion'>;
  };

export type FoldFigures = Figures & { readonly fold: number; readonly rows: number; readonly bads: number };

/** Margins of rows by a model that did not learn from them, with the figures of each fold. */
export type HeldOut = { readonly margins: Float64Array; readonly figures: readonly FoldFigures[] };

/** Fits on all folds but one and scores that one, for each in turn. */
export function crossFit(plan: FitPlan & Step, folds: Uint8Array): Result<HeldOut> {
  const names = [...new Set(folds)].sort((left, right) => left - right);
  const margins = new Float64Array(folds.length);
  const figures: FoldFigures[] = [];
  for (const [at, fold] of names.entries()) {
    if (plan.onStep?.(at, names.length + 1) === false) return cancelled();
    const rows = rowsWhere(folds, (each) => each === fold);
    const train = partOf(
      plan,
      rowsWhere(folds, (each) => each !== fold),
    );
    const test = partOf(plan, rows);
    const fitted = fitBody({ ...plan, ...train });
    if (!fitted.ok) return fitted;
    const scores = marginsOf(fitted.value.body, test.table);
    if (!scores.ok) return scores;
    for (const [place, row] of rows.entries()) margins[row] = scores.value[place] ?? Number.NaN;
    const chances = calibratedPds({ kind: 'none' }, scores.value);
    figures.push({ fold, rows: rows.length, bads: badsOf(test), ...figuresOf(chances, test.outcomes) });
  }
  return ok({ margins, figures });
}

/** The margins a body gives the rows of a table, through the one scoring function. */
export function marginsOf(body: ModelBody, table: Table): Result<Float64Array> {
  const scorer = prepareModel(bareDocument(body, table));
  if (!scorer.ok) return scorer;
  const scores = scorer.value.scoreTable(table);
  return scores.ok ? ok(scores.value.margins) : scores;
}

/** Trains a document. Refuses what can't be fitted, folds of one outcome, and a training told to end. */
export function trainModel(plan: TrainPlan): Result<ModelDocument> {
  const folds = plan.folds ?? stratifiedFolds(plan.outcomes, plan.seed);
  const held = crossFit(plan, folds);
  if (!held.ok) return held;
  const steps = new Set(folds).size;
  if (plan.onStep?.(steps, steps + 1) === false) return cancelled();
  const fitted = fitBody(plan);
  if (!fitted.ok) return fitted;
  const { body, settings } = fitted.value;
  const calibration = calibrationOf(held.value, plan);
  const document: ModelDocument = {
    ...bareDocument(body, plan.table),
    name: plan.name,
    inputs: plan.table.columns.map((column) =>
      inputOf(column, { ...ABSENT_TEXTS, ...plan.absent[column.name] }),
    ),
    calibration,
    target: plan.target,
    lineage: {
      ...plan.lineage,
      rows: plan.table.rowCount,
      bads: badsOf(plan),
      seed: plan.seed,
      settings,
    },
    validation: {
      origin: 'out_of_fold',
      ...figuresOf(calibratedPds(calibration, held.value.margins), plan.outcomes),
      mean: meanOf(held.value.figures),
      folds: held.value.figures,
    },
  };
  plan.onStep?.(steps + 1, steps + 1);
  return withParity(document, plan);
}

/** A straight line on held-out margins; where none can be learnt (too few bads) the margins stand as they are. */
function calibrationOf({ margins }: HeldOut, { outcomes }: FitPlan): Calibration {
  const seen = new Uint8Array(margins.length);
  const platt = fitPlatt({ margins, outcomes, seen, origin: 'out_of_fold' });
  return platt.ok ? platt.value : { kind: 'none' };
}

function bareDocument(body: ModelBody, table: Table): ModelDocument {
  return {
    schema: MODEL_SCHEMA,
    name: 'unnamed',
    inputs: table.columns.map((column) => inputOf(column, {})),
    body,
    calibration: { kind: 'none' },
    scaling: body.kind === 'card' ? null : POINT_SCALING,
    target: { column: '', badValue: '' },
    lineage: {
      sample: null,
      sampleSha256: null,
      foldsSha256: null,
      rows: null,
      bads: null,
      codeVersion: '',
      seed: null,
      settings: {},
    },
    validation: {},
    parity: [],
  };
}

function inputOf({ name, kind }: Column, absent: ModelInput['absent']): ModelInput {
  return { name, label: { zh: name, en: name }, kind, absent };
}

/** Adds an empty row and rows mixed from values of many rows, each input's from another, so that none is a person's. */
function withParity(document: ModelDocument, { table, seed }: TrainPlan): Result<ModelDocument> {
  const scorer = prepareModel(document);
  if (!scorer.ok) return scorer;
  const random = createRandom(`parity ${seed}`);
  const parity: ParityRow[] = [];
  for (let at = 0; at < PARITY_ROWS; at += 1) {
    const values = at === 0 ? emptyRow(table) : mixedRow(table, random);
    const scored = scorer.value.scoreRow(values);
    if (!scored.ok) return scored;
    parity.push({ values, ...scored.value });
  }
  return ok({ ...document, parity });
}

function emptyRow(table: Table): InputValues {
  return Object.fromEntries(table.columns.map((column) => [column.name, null]));
}

function mixedRow(table: Table, random: Random): InputValues {
  return Object.fromEntries(
    table.columns.map((column) => [column.name, cellOf(column, random.integer(0, table.rowCount - 1))]),
  );
}

function cellOf(column: Column, row: number): InputValue {
  const mark = column.marks[row] ?? 0;
  if (mark > 0) return { absent: column.markNames[mark - 1] ?? 'no_record' };
  if (column.kind === 'numeric') return column.values[row] ?? null;
  return column.levels[column.codes[row] ?? -1] ?? null;
}

type Part = Pick<FitPlan, 'table' | 'outcomes'>;

function partOf({ table, outcomes }: Part, rows: Int32Array): Part {
  return { table: takeRows(table, rows), outcomes: Uint8Array.from(rows, (row) => outcomes[row] ?? 0) };
}

function rowsWhere(marks: Uint8Array, keep: (mark: number) => boolean): Int32Array {
  return Int32Array.from(marks.keys()).filter((row) => keep(marks[row] ?? 0));
}

function badsOf({ outcomes }: Part): number {
  return outcomes.reduce((total, outcome) => total + outcome, 0);
}

function cancelled(): ReturnType<typeof refuse> {
  return refuse('training_cancelled', 'FIT-4', { problem: 'the training was told to end' });
}
