/**
 * `plimsoll bench binning`: 100 variables × 150,000 rows binned beside optbinning in one run, one thread each, the same sample,
 * pre-bins of the same tree, the same trend (ascending or descending, whichever holds more). Seconds are of the processor.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Binning, binColumn, type BinSettings } from '@plimsoll/core/binning';
import { type NumericColumn, numericColumn } from '@plimsoll/core/table';
import { type MadeSample, makeSample } from './binning/index.ts';
import { median } from './load/index.ts';
import { runPeer } from './python/index.ts';

const ROWS = 150_000;
const VARIABLES = 100;
const ROUNDS = 3;
const SOLVERS = ['cp', 'mip'] as const;
/** IVs that differ by less are the same answer: the solver counts evidence in millionths. */
const SAME_IV = 1e-6;

const TREE: BinSettings = {
  minGoods: 1,
  minBads: 1,
  minShare: 0,
  maxBins: 20,
  maxPrebins: 20,
  edgeDigits: null,
  prebinning: 'tree',
  dropsPurePrebins: true,
  trend: 'auto',
};
const QUANTILE: BinSettings = {
  ...TREE,
  prebinning: 'quantile',
  dropsPurePrebins: false,
  minBads: 50,
  minGoods: 50,
};

type PeerFigures = {
  readonly version: string;
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly iv: readonly number[];
};

/** Runs it; the last line is JSON: `seconds`, those of each peer, `ratio` to the fastest, and how far the IVs agree. */
export async function bench(): Promise<void> {
  const sample = makeSample({ rows: ROWS, variables: VARIABLES });
  const columns = sample.columns.map((values, at) => numericColumn(`v${at}`, values));
  const tree = measure(columns, sample, TREE);
  const quantile = measure(columns, sample, QUANTILE);
  say(`Plimsoll, pre-bins of a tree   ${tree.seconds.toFixed(2)} s   ${perVariable(tree.seconds)}`);
  say(`Plimsoll, quantiles, ≥ 50 bads ${quantile.seconds.toFixed(2)} s   ${perVariable(quantile.seconds)}`);
  const peers = await measurePeers(sample);
  const figures = Object.fromEntries(
    Object.entries(peers).map(([name, peer]) => {
      const agreement = agreementOf(tree.binnings, peer.iv);
      say(
        `${name.padEnd(30)} ${peer.seconds.toFixed(2)} s   ${perVariable(peer.seconds)}   ${(peer.seconds / tree.seconds).toFixed(1)} times ours; IV: ${agreement.same} same, ${agreement.higher} ours higher, ${agreement.lower} ours lower`,
      );
      return [name, { seconds: peer.seconds, wallSeconds: peer.wallSeconds, ...agreement }];
    }),
  );
  const fastest = Math.min(...Object.values(peers).map((peer) => peer.seconds));
  const answer = {
    rows: ROWS,
    variables: VARIABLES,
    seconds: tree.seconds,
    secondsQuantile: quantile.seconds,
    peers: figures,
    ratio: Number.isFinite(fastest) ? tree.seconds / fastest : null,
  };
  say(
    JSON.stringify(answer, (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ),
  );
}

function measure(
  columns: readonly NumericColumn[],
  { outcomes }: MadeSample,
  settings: BinSettings,
): { readonly seconds: number; readonly binnings: readonly (Binning | null)[] } {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    const binnings = columns.map((column) => binColumn(column, outcomes, settings));
    const { user, system } = process.cpuUsage(start);
    return { seconds: (user + system) / 1e6, binnings };
  });
  return { seconds: median(rounds.map((round) => round.seconds)), binnings: rounds[0]?.binnings ?? [] };
}

async function measurePeers({
  columns,
  outcomes,
}: MadeSample): Promise<{ readonly [name: string]: PeerFigures }> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-binning-'));
  const peers: Record<string, PeerFigures> = {};
  try {
    const values = new Float64Array(VARIABLES * ROWS);
    for (const [at, column] of columns.entries()) values.set(column, at * ROWS);
    await writeFile(join(folder, 'columns.f64'), values);
    await writeFile(join(folder, 'outcomes.u8'), outcomes);
    for (const solver of SOLVERS) {
      const run = runPeer({
        script: 'binning_bench.py',
        words: [folder, String(ROWS), String(VARIABLES), solver],
      }) as PeerFigures | null;
      if (run !== null) peers[`optbinning ${run.version}, ${solver}`] = run;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return peers;
}

/** How many variables have the same IV on both sides, a higher one here, a lower one here; and the widest gap. */
function agreementOf(
  binnings: readonly (Binning | null)[],
  peer: readonly number[],
): { readonly same: number; readonly higher: number; readonly lower: number; readonly widestIvGap: number } {
  const gaps = binnings.map((binning, at) => (binning?.iv ?? 0) - (peer[at] ?? 0));
  return {
    same: gaps.filter((gap) => Math.abs(gap) <= SAME_IV).length,
    higher: gaps.filter((gap) => gap > SAME_IV).length,
    lower: gaps.filter((gap) => gap < -SAME_IV).length,
    widestIvGap: Math.max(...gaps.map(Math.abs)),
  };
}

function perVariable(seconds: number): string {
  return `${((seconds * 1000) / VARIABLES).toFixed(1)} ms a variable`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
