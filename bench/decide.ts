/**
 * `plimsoll bench decide`: decisions over HTTP, durable, beside what the same PostgreSQL does with bare single-row
 * insert transactions at the same concurrency. The two take turns in one run, since the machine may be shared: quote
 * the ratio. Server, load client and PostgreSQL share the machine's cores; every application is of a new person.
 */
import {
  createSubmissions,
  driveClosed,
  driveOpen,
  measureBareInserts,
  median,
  quantile,
  startMeasuredServer,
} from './load/index.ts';

const CLIENTS = 64;
const ROUNDS = 5;
const WARM_UP_MS = 10_000;
const DECIDE_MS = 6000;
const INSERT_MS = 3000;
const HALF_LOAD_MS = 8000;
/** Requests written ahead for each second of a closed loop; more than are answered. */
const AHEAD_PER_S = 6000;

type Round = {
  readonly decisionsPerS: number;
  readonly insertsPerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** Runs it and prints a table; the last line is JSON. */
export async function bench(): Promise<void> {
  const server = await startMeasuredServer();
  try {
    const submission = await createSubmissions(server.key);
    const decide = async (run: string, durationMs: number) => {
      const result = await driveClosed({
        port: server.port,
        clients: CLIENTS,
        durationMs,
        expectStatus: 201,
        request: writeAhead(run, (durationMs * AHEAD_PER_S) / 1000, submission),
      });
      if (result.failures.length > 0) throw new Error(`not every request was decided: ${result.failures[0]}`);
      return result;
    };
    await decide('warm-up', WARM_UP_MS);
    const rounds: Round[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const insertsPerS = await measureBareInserts({ ...server, clients: CLIENTS, durationMs: INSERT_MS });
      const { count, elapsedMs, latenciesMs } = await decide(`round-${round}`, DECIDE_MS);
      const decisionsPerS = (count * 1000) / elapsedMs;
      const [p50Ms, p99Ms] = [quantile(latenciesMs, 0.5), quantile(latenciesMs, 0.99)];
      rounds.push({ decisionsPerS, insertsPerS, p50Ms, p99Ms });
      printRow(`round ${round}`, { decisionsPerS, insertsPerS, p50Ms, p99Ms });
    }
    const middle = summarize(rounds);
    const half = await driveOpen({
      port: server.port,
      clients: CLIENTS,
      durationMs: HALF_LOAD_MS,
      expectStatus: 201,
      ratePerS: middle.decisionsPerS / 2,
      request: writeAhead('half', (HALF_LOAD_MS * middle.decisionsPerS) / 2000, submission),
    });
    if (half.failures.length > 0) throw new Error(`not every request was decided: ${half.failures[0]}`);
    printRow('median', middle);
    const p99MsAtHalfLoad = quantile(half.latenciesMs, 0.99);
    process.stdout.write(`p99 at half load (${rounded(middle.decisionsPerS / 2, 0)}/s, open loop): `);
    process.stdout.write(`${rounded(p99MsAtHalfLoad, 1)} ms\n`);
    const ratio = median(rounds.map((round) => round.decisionsPerS / round.insertsPerS));
    const figures = { ...middle, ratio, p99MsAtHalfLoad };
    process.stdout.write(
      `${JSON.stringify(Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value, 3)])))}\n`,
    );
  } finally {
    await server.stop();
  }
}

/** Requests written before the clock starts, so that writing them takes no time from the server's cores. */
function writeAhead(
  run: string,
  count: number,
  submission: (run: string, index: number) => Buffer,
): (index: number) => Buffer {
  const ready = Array.from({ length: Math.ceil(count) }, (_, index) => submission(run, index));
  return (index) => ready[index] ?? submission(run, index);
}

function summarize(rounds: readonly Round[]): Round {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  return {
    decisionsPerS: of((round) => round.decisionsPerS),
    insertsPerS: of((round) => round.insertsPerS),
    p50Ms: of((round) => round.p50Ms),
    p99Ms: of((round) => round.p99Ms),
  };
}

function printRow(name: string, row: Round): void {
  const cells = [
    name.padEnd(10),
    `${rounded(row.decisionsPerS, 0)} decisions/s`.padStart(18),
    `${rounded(row.insertsPerS, 0)} inserts/s`.padStart(18),
    `ratio ${rounded(row.decisionsPerS / row.insertsPerS, 2)}`.padStart(12),
    `p50 ${rounded(row.p50Ms, 1)} ms`.padStart(14),
    `p99 ${rounded(row.p99Ms, 1)} ms`.padStart(14),
  ];
  process.stdout.write(`${cells.join('  ')}\n`);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
