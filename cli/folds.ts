/**
 * `plimsoll folds`: how well a kind of model does on rows it never saw, over given folds of any sample. All that looks at an
 * outcome happens inside the training part of a fold. The last line is JSON, so that figures can be compared by a program.
 */
import { calibratedPds } from '@plimsoll/core/model/calibrate';
import { type BoostPort } from '@plimsoll/core/model/boost';
import { type Directions, fitBody, figuresOf, marginsOf, type ModelKind } from '@plimsoll/core/model/fit';
import { takeRows } from '@plimsoll/core/table';
import { openThreads } from '@plimsoll/server/train';
import {
  good,
  kindOf,
  readDirections,
  readFolds,
  readSampleFile,
  type SampleFile,
  threadsOf,
} from './sample-file.ts';
import { type CommandRequest, type ExitCode, exitCode, printLine } from './outcome.ts';
import { startProgress } from './progress.ts';

const FIGURES = ['auc', 'ks', 'brier', 'logLoss', 'fitSeconds'] as const;

type FoldFigures = { readonly [figure in (typeof FIGURES)[number] | 'fold' | 'rows' | 'bads']: number };

const SEED = 1;

export async function runFolds({ options, isJson }: CommandRequest): Promise<ExitCode> {
  const sample = await readSampleFile(options);
  if (!isJson) for (const finding of sample.findings) process.stderr.write(`${finding}\n`);
  const folds = await readFolds(options['folds'], sample.outcomes);
  const kind = kindOf(options['model']);
  const monotone = await readDirections(options['monotone']);
  const names = [...new Set(folds)].sort((left, right) => left - right);
  const progress = startProgress({ en: 'Folds', zh: '交叉验证' }, names.length, isJson);
  const figures: FoldFigures[] = [];
  const host = openThreads(threadsOf(options['threads']));
  for (const [at, fold] of names.entries()) {
    figures.push(measureFold(sample, { folds, fold, kind, monotone, port: { host } }));
    progress.advance(at + 1);
  }
  await host.close();
  progress.finish();
  if (!isJson) printFigures(figures);
  const spread = Object.fromEntries(FIGURES.map((figure) => [figure, spreadOf(figures, figure)]));
  const { rows, bads } = sizeOf(sample.outcomes);
  printLine(JSON.stringify({ model: kind, rows, bads, folds: figures.length, ...spread, byFold: figures }));
  return exitCode.done;
}

type FoldRequest = {
  readonly folds: Uint8Array;
  readonly fold: number;
  readonly kind: ModelKind;
  readonly monotone: Directions;
  readonly port: BoostPort;
};

function measureFold(sample: SampleFile, { folds, fold, port, ...wish }: FoldRequest): FoldFigures {
  const train = partOf(sample, folds, (each) => each !== fold);
  const test = partOf(sample, folds, (each) => each === fold);
  const startedMs = performance.now();
  const { body } = good(fitBody({ ...wish, ...train, seed: SEED, port }));
  const fitSeconds = (performance.now() - startedMs) / 1000;
  const chances = calibratedPds({ kind: 'none' }, good(marginsOf(body, test.table)));
  return { fold, ...sizeOf(test.outcomes), ...figuresOf(chances, test.outcomes), fitSeconds };
}

function partOf(sample: SampleFile, folds: Uint8Array, keep: (fold: number) => boolean) {
  const rows = Int32Array.from(folds.keys()).filter((row) => keep(folds[row] ?? 0));
  return {
    table: takeRows(sample.table, rows),
    outcomes: Uint8Array.from(rows, (row) => sample.outcomes[row] ?? 0),
  };
}

function sizeOf(outcomes: Uint8Array): { readonly rows: number; readonly bads: number } {
  return { rows: outcomes.length, bads: outcomes.reduce((sum, outcome) => sum + outcome, 0) };
}

/** Mean and standard deviation (n − 1) over the folds. */
function spreadOf(figures: readonly FoldFigures[], figure: (typeof FIGURES)[number]) {
  const values = figures.map((each) => each[figure]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

function printFigures(figures: readonly FoldFigures[]): void {
  printLine('fold     rows    bads     AUC      KS   Brier  logLoss   fit s');
  for (const each of figures)
    printLine(
      `${String(each.fold).padStart(4)} ${String(each.rows).padStart(8)} ${String(each.bads).padStart(7)} ` +
        `${each.auc.toFixed(4).padStart(7)} ${each.ks.toFixed(4).padStart(7)} ${each.brier.toFixed(4).padStart(7)} ` +
        `${each.logLoss.toFixed(4).padStart(8)} ${each.fitSeconds.toFixed(2).padStart(7)}`,
    );
}
