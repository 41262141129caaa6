/**
 * `plimsoll bench scoring`: rows a second on one core. A card of 10 characteristics; 300 trees of depth 5 over 20 inputs in a
 * batch, and one row at a time; beside XGBoost and LightGBM predicting with their own models of that shape on one thread in the
 * same run. Plimsoll scores those very models, imported, and the margins are compared. Seconds are of the processor.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scoreRows } from '@plimsoll/core/model';
import { BOOST_DEFAULTS, trainTrees } from '@plimsoll/core/model/boost';
import { importModel } from '@plimsoll/core/model/exchange';
import { prepareShap, prepareTrees, type TreeEnsemble } from '@plimsoll/core/model/trees';
import { numericColumn, type Table, tableOf, takeRows } from '@plimsoll/core/table';
import { runPeer } from './python/index.ts';
import { makeCard, makeScoringSample, type ScoringSample } from './scoring/index.ts';

const ROWS = 200_000;
const INPUTS = 20;
const TREES = 300;
const DEPTH = 5;
const CARD_SIZE = 10;
const SINGLE_ROWS = 20_000;
const EXPLAINED_ROWS = 500;
const TRAINING_ROWS = 40_000;
const ROUNDS = 5;

type PeerFigures = {
  readonly version: string;
  /** Of all rows in one call; least of `ROUNDS`. */
  readonly seconds: number;
  /** Of one row a call, as its python interface takes it. */
  readonly singleUs: number;
  /** Files in the folder. */
  readonly model: string;
  readonly margins: string;
};

/** Runs it; the last line is JSON: `seconds` of the batch of trees, the peers' by name, `ratio` to the fastest, and the rest. */
export async function bench(): Promise<void> {
  const sample = makeScoringSample({ rows: ROWS, inputs: INPUTS });
  const table = tableOf(sample.columns.map((column, at) => numericColumn(sample.names[at] ?? '', column)));
  const card = makeCard(sample, CARD_SIZE);
  const cardSeconds = leastSeconds(() => scoreRows(card, table));
  say(`card, ${CARD_SIZE} characteristics        ${perSecond(cardSeconds)}`);
  const own = measureTrees('own trees', trainOwn(sample, table), table);
  const peers = await measurePeers(sample, table);
  const fastest = Math.min(...peers.map(({ peer }) => peer.seconds));
  const beside = peers.find(({ peer }) => peer.seconds === fastest);
  const seconds = beside?.ours.seconds ?? own.seconds;
  const answer = {
    rows: ROWS,
    trees: TREES,
    depth: DEPTH,
    seconds,
    ...Object.fromEntries(peers.map(({ name, peer }) => [name, peer.seconds])),
    ratio: beside === undefined ? null : seconds / fastest,
    rowsPerS: ROWS / seconds,
    cardRowsPerS: ROWS / cardSeconds,
    own,
    peers: Object.fromEntries(
      peers.map(({ name, peer, ours, furthest }) => [
        name,
        {
          version: peer.version,
          singleUs: peer.singleUs,
          ours,
          ratio: ours.seconds / peer.seconds,
          furthest,
        },
      ]),
    ),
  };
  say(
    JSON.stringify(answer, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ),
  );
}

function trainOwn({ outcomes }: ScoringSample, table: Table): TreeEnsemble {
  const rows = Int32Array.from({ length: TRAINING_ROWS }, (_, row) => row);
  const trained = trainTrees(
    { table: takeRows(table, rows), outcomes: outcomes.slice(0, TRAINING_ROWS) },
    { ...BOOST_DEFAULTS, rounds: TREES, growth: 'depthWise', depthMax: DEPTH, leavesMax: 2 ** DEPTH },
  );
  if (!trained.ok) throw new Error(`the made sample can be trained on: ${JSON.stringify(trained.facts)}`);
  return trained.value.ensemble;
}

type TreeFigures = { readonly seconds: number; readonly singleUs: number; readonly shapUs: number };

function measureTrees(name: string, ensemble: TreeEnsemble, table: Table): TreeFigures {
  const prepared = prepareTrees(ensemble);
  const seconds = leastSeconds(() => prepared.margins(table));
  const rows = Array.from({ length: SINGLE_ROWS }, (_, row) =>
    Float64Array.from(table.columns, (column) =>
      column.kind === 'numeric' ? (column.values[row] ?? Number.NaN) : -1,
    ),
  );
  const single = leastSeconds(() => rows.reduce((sum, row) => sum + prepared.marginOf(row), 0));
  const shap = prepareShap(ensemble);
  const explain = leastSeconds(() =>
    rows.slice(0, EXPLAINED_ROWS).reduce((sum, row) => sum + (shap.valuesOf(row)[0] ?? 0), 0),
  );
  const figures = {
    seconds,
    singleUs: (single / SINGLE_ROWS) * 1e6,
    shapUs: (explain / EXPLAINED_ROWS) * 1e6,
  };
  say(
    `${name.padEnd(30)} ${perSecond(seconds)}, one row ${figures.singleUs.toFixed(1)} µs, its SHAP values ${figures.shapUs.toFixed(0)} µs`,
  );
  return figures;
}

type Beside = {
  readonly name: string;
  readonly peer: PeerFigures;
  readonly ours: TreeFigures;
  /** The largest difference of a margin. */
  readonly furthest: number;
};

async function measurePeers({ columns, outcomes }: ScoringSample, table: Table): Promise<readonly Beside[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-scoring-'));
  try {
    await writeFile(
      join(folder, 'columns.f32'),
      Buffer.concat(columns.map((column) => Buffer.from(column.buffer))),
    );
    await writeFile(join(folder, 'outcomes.u8'), outcomes);
    const words = [folder, ROWS, INPUTS, TREES, DEPTH, TRAINING_ROWS, ROUNDS].map(String);
    const answered = runPeer({ script: 'scoring_bench.py', words }) as {
      readonly [name: string]: PeerFigures;
    } | null;
    const besides: Beside[] = [];
    for (const [name, peer] of Object.entries(answered ?? {})) {
      const imported = importModel(await readFile(join(folder, peer.model)));
      if (!imported.ok)
        throw new Error(`the model of ${name} is imported: ${JSON.stringify(imported.facts)}`);
      const { ensemble } = imported.value;
      const ours = measureTrees(`the model of ${name}`, ensemble, table);
      const margins = prepareTrees(ensemble).margins(table);
      const theirs = new Float64Array((await readFile(join(folder, peer.margins))).buffer);
      const furthest = margins.reduce(
        (most, margin, row) => Math.max(most, Math.abs(margin - (theirs[row] ?? Number.NaN))),
        0,
      );
      say(
        `${`${name} ${peer.version} itself`.padEnd(30)} ${perSecond(peer.seconds)}, one row ${peer.singleUs.toFixed(0)} µs; margins differ by ${furthest.toExponential(1)} at most`,
      );
      besides.push({ name, peer, ours, furthest });
    }
    return besides;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function leastSeconds(run: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return Math.min(...rounds);
}

function perSecond(seconds: number): string {
  return `${Math.round(ROWS / seconds)
    .toLocaleString('en')
    .padStart(11)} rows/s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
