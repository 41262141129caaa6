/**
 * `plimsoll bench policy`: one credit policy (20 rules over 31 fields, a table of 15 rows, a scorecard of 10 by 5, cut-offs) by
 * hand-written code, by Plimsoll's runners, and by other engines. First every engine decides all applications in a process
 * of its own and is held to the hand-written code; then they take turns in one process. The machine may be shared: quote ratios.
 */
import { median } from './load/index.ts';
import {
  APPLICATIONS,
  BATCH,
  compareEngines,
  type Decide,
  drawApplications,
  ENGINES,
  installPeers,
  measureBatch,
  measurePace,
  peerVersions,
  type PolicyEngine,
  SEED,
} from './policy/index.ts';

const ROUNDS = 7;
const WARM_UP_MS = 1000;
const TURN_MS = 300;

const ROWS: readonly { readonly name: string; readonly title: string }[] = [...ENGINES, BATCH];

type Opened = PolicyEngine & { readonly decide: Decide };

/** Runs it and prints a table; the last line is JSON: decisions a second by engine, null where one is not installed. */
export async function bench(): Promise<void> {
  installPeers();
  process.stdout.write(`each engine decides ${APPLICATIONS} applications; the slowest takes minutes\n`);
  const agreement = await compareEngines();
  const opened = (await Promise.all(ENGINES.map(openEngine))).filter((engine) => engine !== null);
  const paces = await measureAll(opened);
  const byHand = paces.get('handWritten') ?? Number.NaN;
  for (const { name, title } of ROWS) {
    const answer = agreement.get(name);
    const pace = paces.get(name);
    const figures =
      pace === undefined
        ? 'not installed'
        : `${Math.round(pace).toLocaleString('en').padStart(12)}/s  ${(byHand / pace).toFixed(1).padStart(8)} × the time by hand`;
    const differences =
      answer?.isInstalled === true
        ? `${answer.differences} of ${answer.compared} differ  ${answer.residentMiB.toFixed(0).padStart(4)} MiB resident`
        : '';
    process.stdout.write(`${title.padEnd(38)} ${figures}  ${differences}\n`);
    for (const { index, byHand: wanted, given } of answer?.examples ?? [])
      process.stdout.write(`  application ${index}: by hand ${wanted}, here ${JSON.stringify(given)}\n`);
  }
  process.stdout.write(`${peerVersions()}; Node ${process.version}\n`);
  const figures = ROWS.map(({ name }) => {
    const pace = paces.get(name);
    return [name, pace === undefined ? null : Math.round(pace)];
  });
  process.stdout.write(`${JSON.stringify(Object.fromEntries(figures))}\n`);
}

async function openEngine(engine: PolicyEngine): Promise<Opened | null> {
  const decide = await engine.open();
  return decide === null ? null : { ...engine, decide };
}

/** The median over the rounds, by engine; the engines take turns, the columns last. */
async function measureAll(engines: readonly Opened[]): Promise<ReadonlyMap<string, number>> {
  const applications = drawApplications(APPLICATIONS, SEED);
  const courses = engines.map(() => ({ applications, at: 0 }));
  const decideAll = (await BATCH.open())(applications);
  const paces = new Map<string, number[]>(ROWS.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    const durationMs = round === 0 ? WARM_UP_MS : TURN_MS;
    const note = (name: string, pace: number): void => {
      if (round > 0) paces.get(name)?.push(pace);
    };
    for (const [index, engine] of engines.entries())
      note(engine.name, await measurePace(engine, courses[index] ?? { applications, at: 0 }, durationMs));
    note(BATCH.name, measureBatch(decideAll, applications.length, durationMs));
  }
  return new Map([...paces].flatMap(([name, each]) => (each.length === 0 ? [] : [[name, median(each)]])));
}
