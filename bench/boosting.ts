/**
 * `plimsoll bench boosting`: boosted trees on 150,000 × 10 and 1,000,000 × 50 beside XGBoost `hist` and LightGBM, the same rows,
 * settings and threads, one after the other in rounds. Seconds run from columns in memory to a model, bins included, and are the
 * least of the rounds; seconds of the processor stand beside them, since others may use the machine.
 * PLIMSOLL_BENCH_ONLY narrows it: `small` or `large`, and `quick` for one round.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOOST_DEFAULTS, type BoostSettings, trainTrees } from '@plimsoll/core/model/boost';
import { prepareTrees } from '@plimsoll/core/model/trees';
import { auc } from '@plimsoll/core/stats';
import { numericColumn, type Table, tableOf } from '@plimsoll/core/table';
import { openThreads } from '@plimsoll/server/train';
import { type BenchSample, makeBenchSample, readBorrowers } from './boosting/index.ts';
import { runPeer } from './python/index.ts';

const PEERS = ['xgboost', 'lightgbm'] as const;
const THREADS = [1, 2] as const;
const GROWTHS = ['leafWise', 'depthWise'] as const;
const DEPTH = 6;

type Figures = { readonly seconds: number; readonly cpuSeconds: number; readonly auc: number | null };
type Case = {
  readonly sample: BenchSample;
  readonly judged: BenchSample;
  readonly growth: (typeof GROWTHS)[number];
  readonly threads: number;
  readonly rounds: number;
};
type Outcome = Omit<Case, 'sample' | 'judged' | 'rounds'> & {
  readonly sample: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly auc: number | null;
  readonly peers: { readonly [name: string]: Figures };
  readonly ratio: number | null;
  readonly ratioCpu: number | null;
};

/** Runs it; the last line is JSON: the worst `ratio` with its seconds, and all cases. */
export async function bench(): Promise<void> {
  const words = (process.env['PLIMSOLL_BENCH_ONLY'] ?? '').split(' ');
  process.env['OMP_WAIT_POLICY'] = 'passive';
  const outcomes: Outcome[] = [];
  for (const { sample, judged, rounds } of samplesFor(words))
    for (const growth of GROWTHS)
      for (const threads of THREADS) {
        const outcome = await measure({ sample, judged, growth, threads, rounds });
        outcomes.push(outcome);
        printOutcome(outcome);
      }
  const worst = outcomes.reduce((most, each) => ((each.ratio ?? 0) > (most.ratio ?? 0) ? each : most));
  const rounded = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value;
  say(JSON.stringify({ ...worst, cases: outcomes }, rounded));
}

type BenchCase = { readonly sample: BenchSample; readonly judged: BenchSample; readonly rounds: number };

function* samplesFor(words: readonly string[]): Iterable<BenchCase> {
  const isQuick = words.includes('quick');
  if (!words.includes('large')) {
    const borrowers = readBorrowers(null);
    const judged = readBorrowers(0);
    const made = makeBenchSample(150_000, 30_000, 10);
    if (borrowers === null)
      say('Give Me Some Credit is not here (PLIMSOLL_SETS): a made sample stands for it');
    yield { sample: borrowers ?? made, judged: judged ?? made, rounds: isQuick ? 1 : 3 };
  }
  if (words.includes('small')) return;
  const large = makeBenchSample(1_000_000, 100_000, 50);
  yield { sample: large, judged: large, rounds: isQuick ? 1 : 2 };
}

async function measure(run: Case): Promise<Outcome> {
  const { sample, judged, growth, threads, rounds } = run;
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-boosting-'));
  const own: Figures[] = [];
  const peers: Record<string, Figures[]> = {};
  try {
    await writeSample(folder, sample);
    for (let round = 0; round < rounds; round++) {
      own.push(await train(sample, growth, threads));
      for (const peer of PEERS) {
        const words = [folder, peer, growth, String(threads)];
        const found = runPeer({ script: 'boosting_bench.py', words, threads }) as
          | (Figures & { version: string })
          | null;
        if (found !== null) (peers[`${peer} ${found.version}`] ??= []).push(found);
      }
    }
    if (judged !== sample) {
      own.push({ ...least(own), auc: (await train(judged, growth, threads)).auc });
      await writeSample(folder, judged);
      for (const [name, figures] of Object.entries(peers)) {
        const words = [folder, name.split(' ')[0] ?? '', growth, String(threads)];
        const found = runPeer({ script: 'boosting_bench.py', words, threads }) as Figures | null;
        figures.push({ ...least(figures), auc: found?.auc ?? null });
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const best = Object.fromEntries(Object.entries(peers).map(([name, figures]) => [name, least(figures)]));
  const mine = least(own);
  const ratioOf = (of: (figures: Figures) => number): number | null =>
    Object.keys(best).length === 0 ? null : of(mine) / Math.min(...Object.values(best).map(of));
  return {
    sample: sample.name,
    growth,
    threads,
    ...mine,
    peers: best,
    ratio: ratioOf(({ seconds }) => seconds),
    ratioCpu: ratioOf(({ cpuSeconds }) => cpuSeconds),
  };
}

/** The least of each figure; of AUCs the last. */
function least(figures: readonly Figures[]): Figures {
  return {
    seconds: Math.min(...figures.map(({ seconds }) => seconds)),
    cpuSeconds: Math.min(...figures.map(({ cpuSeconds }) => cpuSeconds)),
    auc: figures.at(-1)?.auc ?? null,
  };
}

function settingsFor(growth: Case['growth']): BoostSettings {
  const shape = growth === 'leafWise' ? { leavesMax: 31 } : { depthMax: DEPTH, leavesMax: 2 ** DEPTH };
  return {
    ...BOOST_DEFAULTS,
    growth,
    ...shape,
    rounds: 100,
    learningRate: 0.1,
    l2: 1,
    childHessianMin: 1,
    rowsMin: 20,
  };
}

async function train(sample: BenchSample, growth: Case['growth'], threads: number): Promise<Figures> {
  const table = tableFrom(sample, 0, sample.trainRows);
  const outcomes = sample.outcomes.subarray(0, sample.trainRows);
  const host = openThreads(threads);
  const processor = process.cpuUsage();
  const start = performance.now();
  const result = trainTrees({ table, outcomes }, settingsFor(growth), threads > 1 ? { host } : {});
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  await host.close();
  if (!result.ok) throw new Error(`the sample is sound: ${JSON.stringify(result.facts)}`);
  const rows = sample.outcomes.length;
  const judged = tableFrom(sample, sample.trainRows, rows);
  const area =
    sample.trainRows === rows
      ? null
      : auc(prepareTrees(result.value.ensemble).margins(judged), sample.outcomes.subarray(sample.trainRows));
  return { seconds, cpuSeconds: (user + system) / 1e6, auc: area };
}

function tableFrom(sample: BenchSample, from: number, to: number): Table {
  return tableOf(sample.columns.map((column, at) => numericColumn(`x${at}`, column.subarray(from, to))));
}

async function writeSample(folder: string, sample: BenchSample): Promise<void> {
  const rows = sample.outcomes.length;
  const values = new Float64Array(rows * sample.columns.length);
  for (const [at, column] of sample.columns.entries()) values.set(column, at * rows);
  const { rounds, learningRate, l2, childHessianMin, rowsMin } = settingsFor('leafWise');
  const settings = { rounds, learningRate, l2, childHessianMin, rowsMin, leaves: 31, depth: DEPTH };
  const shape = {
    trainRows: sample.trainRows,
    testRows: rows - sample.trainRows,
    columns: sample.columns.length,
    settings,
  };
  await writeFile(join(folder, 'columns.f64'), values);
  await writeFile(join(folder, 'outcomes.u8'), sample.outcomes);
  await writeFile(join(folder, 'shape.json'), JSON.stringify(shape));
}

function printOutcome(outcome: Outcome): void {
  const cell = ({ seconds, cpuSeconds, auc: area }: Figures): string =>
    `${seconds.toFixed(2)} s (processor ${cpuSeconds.toFixed(2)}) AUC ${area?.toFixed(4) ?? '-'}`;
  say(`${outcome.sample}, ${outcome.growth}, ${outcome.threads} thread(s)`);
  say(`  ${'Plimsoll'.padEnd(18)} ${cell(outcome)}`);
  for (const [name, figures] of Object.entries(outcome.peers)) say(`  ${name.padEnd(18)} ${cell(figures)}`);
  if (outcome.ratio !== null)
    say(
      `  ratio to the faster ${outcome.ratio.toFixed(2)}, of processor time ${outcome.ratioCpu?.toFixed(2)}`,
    );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
