/**
 * `plimsoll train`: with `--data` a model of any sample, written as one document; without, the starter card again. The
 * document is what `model import` brings to a server, and what `score` scores with.
 */
import { writeFile } from 'node:fs/promises';
import { writeModel } from '@plimsoll/core/model/document';
import { trainModel } from '@plimsoll/core/model/fit';
import { openThreads } from '@plimsoll/server/train';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';
import { startProgress } from './progress.ts';
import { good, kindOf, readDirections, readFolds, readSampleFile, threadsOf } from './sample-file.ts';
import { runTraining } from './train.ts';
import { readVersion } from './version.ts';

const USUAL_SEED = 1;
const USUAL_FILE = 'model.json';

/** Trains the starter card, or with `--data` a model of that sample. */
export async function runTrain(request: CommandRequest): Promise<ExitCode> {
  const { options, isJson } = request;
  if (options['data'] === undefined) return runTraining(request);
  const sample = await readSampleFile(options);
  if (!isJson) for (const finding of sample.findings) process.stderr.write(`${finding}\n`);
  const target = String(options['target']);
  const cut = target.lastIndexOf('=');
  const progress = startProgress({ en: 'Fits', zh: '拟合' }, 6, isJson);
  const host = openThreads(threadsOf(options['threads']));
  const trained = trainModel({
    port: { host },
    kind: kindOf(options['model'] ?? 'card'),
    table: sample.table,
    outcomes: sample.outcomes,
    seed: Number(options['seed'] ?? USUAL_SEED),
    monotone: await readDirections(options['monotone']),
    name: String(options['name'] ?? 'model'),
    target: { column: target.slice(0, cut), badValue: target.slice(cut + 1) },
    folds: options['folds'] === undefined ? null : await readFolds(options['folds'], sample.outcomes),
    absent: {},
    lineage: {
      sample: sample.name,
      sampleSha256: sample.sha256,
      foldsSha256: null,
      codeVersion: await readVersion(),
    },
    onStep: (done) => {
      progress.advance(done);
      return true;
    },
  });
  await host.close();
  const document = good(trained);
  progress.finish();
  const path = String(options['to'] ?? USUAL_FILE);
  await writeFile(path, writeModel(document));
  const { auc, ks, brier, logLoss } = document.validation;
  if (isJson) printJson({ ok: true, model: path, auc, ks, brier, logLoss });
  else
    printLine(
      `${path}  AUC ${Number(auc).toFixed(4)}  KS ${Number(ks).toFixed(4)}  Brier ${Number(brier).toFixed(4)}`,
    );
  return exitCode.done;
}
