/**
 * The python of the peers that benchmarks run beside Plimsoll: the one named by PLIMSOLL_PEERS_PYTHON, or that of a virtual
 * environment in bench/peers/.venv. The product needs none; where there is none, or a package is missing, the peer is left
 * out and the reason printed. Peers run in a process of their own with one thread unless told otherwise.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PEERS = fileURLToPath(new URL('../peers/', import.meta.url));
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const DEFAULT_LIMIT_MS = 30 * 60_000;

export type PeerRun = {
  /** A file in bench/peers. */
  readonly script: string;
  readonly words?: readonly string[];
  readonly threads?: number;
  readonly limitMs?: number;
};

/** Runs a script of bench/peers; its last line of output is JSON. Null, with the reason printed, when it can't run. */
export function runPeer({ script, words = [], threads = 1, limitMs = DEFAULT_LIMIT_MS }: PeerRun): unknown {
  const python = findPython();
  if (python === null)
    return leftOut(script, 'there is no python: set PLIMSOLL_PEERS_PYTHON or make bench/peers/.venv');
  const cores = String(threads);
  const { status, stdout, stderr } = spawnSync(python, [`${PEERS}${script}`, ...words], {
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: limitMs,
    env: { ...process.env, OMP_NUM_THREADS: cores, OPENBLAS_NUM_THREADS: cores, MKL_NUM_THREADS: cores },
  });
  if (status !== 0) return leftOut(script, stderr?.trim().split('\n').at(-1) ?? 'it did not run');
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last) as unknown;
}

function findPython(): string | null {
  const named = process.env['PLIMSOLL_PEERS_PYTHON'];
  if (named !== undefined && named !== '') return named;
  const own = `${PEERS}.venv/bin/python`;
  return existsSync(own) ? own : null;
}

function leftOut(script: string, reason: string): null {
  process.stderr.write(`bench/peers/${script} is left out: ${reason}\n`);
  return null;
}
