/**
 * `plimsoll bench table-read`: reads a CSV of 200,000 × 100 cells, kinds by inference, beside pandas, pyarrow and DuckDB on the
 * same file, each in a process of its own with one thread; then rows that are made while they are read, 1,000,000 × 100 unless
 * PLIMSOLL_BENCH_ROWS says otherwise. Seconds are of the processor: the machine is shared.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPeer } from './python/index.ts';
import { csvChunks } from './table-read/index.ts';

const FILE_ROWS = 200_000;
const MADE_ROWS = 1_000_000;
const PEERS = ['pandas', 'pyarrow', 'duckdb'] as const;
const ONCE = fileURLToPath(new URL('./table-read/once.ts', import.meta.url));

type Run = {
  readonly megabytes: number;
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly peakMiB: number;
  readonly rows: number;
};

/** Runs it; the last line is JSON: seconds by reader, ratio to the fastest peer, memory. */
export function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-table-read-'));
  try {
    const path = join(folder, 'loans.csv');
    const file = openSync(path, 'w');
    for (const chunk of csvChunks(FILE_ROWS)) writeSync(file, chunk);
    closeSync(file);
    const own = runOnce([path]);
    print('Plimsoll', own);
    const peers: Record<string, Run> = {};
    for (const peer of PEERS) {
      const run = runPeer({ script: 'table_read_bench.py', words: [path, peer] }) as Run | null;
      if (run === null) continue;
      peers[peer] = run;
      print(peer, run);
    }
    const made = runOnce(['made', process.env['PLIMSOLL_BENCH_ROWS'] ?? String(MADE_ROWS)]);
    print(`Plimsoll, ${made.rows.toLocaleString('en')} rows`, made);
    const fastest = Math.min(...Object.values(peers).map(({ seconds }) => seconds));
    const ratio = Number.isFinite(fastest) ? own.seconds / fastest : null;
    process.stdout.write(`${JSON.stringify({ seconds: own.seconds, ratio, own, peers, made })}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return Promise.resolve();
}

function runOnce(words: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ONCE, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Run;
}

function print(name: string, { megabytes, seconds, wallSeconds, peakMiB }: Run): void {
  const cells = [
    name.padEnd(28),
    `${megabytes.toFixed(0)} MB`.padStart(8),
    `${seconds.toFixed(2)} s of CPU`.padStart(16),
    `${wallSeconds.toFixed(2)} s`.padStart(10),
    `${(megabytes / seconds).toFixed(0)} MB/s`.padStart(10),
    `peak ${peakMiB.toFixed(0)} MiB`.padStart(16),
  ];
  process.stdout.write(`${cells.join('  ')}\n`);
}
