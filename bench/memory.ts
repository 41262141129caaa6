/**
 * `plimsoll bench memory`: whether the server's memory stays flat over 100,000 decisions. Heap after a collection of
 * garbage and resident size, every 10,000 decisions, and the growth of the heap over the second half by least squares.
 */
import { createSubmissions, driveCount, startMeasuredServer } from './load/index.ts';

const DECISIONS = 100_000;
const STEP = 10_000;
const CLIENTS = 64;
const MIB = 1024 * 1024;

type Sample = { readonly decisions: number; readonly heapMiB: number; readonly residentMiB: number };

/** Runs it and prints a table; the last line is JSON. */
export async function bench(): Promise<void> {
  const server = await startMeasuredServer();
  try {
    const submission = await createSubmissions(server.key);
    const samples: Sample[] = [];
    for (let decisions = STEP; decisions <= DECISIONS; decisions += STEP) {
      const run = `memory-${decisions}`;
      const { failures } = await driveCount({
        port: server.port,
        clients: CLIENTS,
        count: STEP,
        expectStatus: 201,
        request: (index) => submission(run, index),
      });
      if (failures.length > 0) throw new Error(`not every request was decided: ${failures[0]}`);
      const { heapUsed, external, rss } = await server.readMemory();
      const sample = { decisions, heapMiB: (heapUsed + external) / MIB, residentMiB: rss / MIB };
      samples.push(sample);
      process.stdout.write(
        `${String(decisions).padStart(8)} decisions  heap ${sample.heapMiB.toFixed(1).padStart(7)} MiB  resident ${sample.residentMiB.toFixed(0).padStart(5)} MiB\n`,
      );
    }
    const later = samples.slice(samples.length / 2);
    const bytesPerDecision = slope(later) * MIB;
    const [first, last] = [later[0], later.at(-1)];
    process.stdout.write(
      `${JSON.stringify({
        decisions: DECISIONS,
        heapMiBAtHalf: round(first?.heapMiB),
        heapMiBAtEnd: round(last?.heapMiB),
        residentMiBAtHalf: round(first?.residentMiB),
        residentMiBAtEnd: round(last?.residentMiB),
        heapBytesPerDecision: round(bytesPerDecision),
      })}\n`,
    );
  } finally {
    await server.stop();
  }
}

/** Least-squares slope of the heap, MiB a decision. */
function slope(samples: readonly Sample[]): number {
  const mean = (pick: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [x, y] = [mean(({ decisions }) => decisions), mean(({ heapMiB }) => heapMiB)];
  const covariance = mean(({ decisions, heapMiB }) => (decisions - x) * (heapMiB - y));
  return covariance / mean(({ decisions }) => (decisions - x) ** 2);
}

function round(value: number | undefined): number {
  return Number((value ?? Number.NaN).toFixed(1));
}
