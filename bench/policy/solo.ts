/**
 * `node bench/policy/solo.ts <engine> <from> <to>`: one engine in a process of its own decides a part of the applications.
 * Prints as JSON where it differs from the hand-written code, and the memory of the process.
 */
import { APPLICATIONS, type Application, type Decide, drawApplications, SEED } from './application.ts';
import { BATCH, ENGINES } from './engines.ts';
import { decideByHand } from './hand-written.ts';

const EXAMPLES = 3;

export type SoloAnswer = {
  readonly isInstalled: boolean;
  readonly compared: number;
  readonly differences: number;
  readonly examples: readonly { readonly index: number; readonly byHand: string; readonly given: unknown }[];
  readonly residentMiB: number;
};

const [name = '', from = '0', to = String(APPLICATIONS)] = process.argv.slice(2);
const part = drawApplications(APPLICATIONS, SEED).slice(Number(from), Number(to));
const decide =
  name === BATCH.name
    ? await openRows(part)
    : ((await ENGINES.find((engine) => engine.name === name)?.open()) ?? null);
process.stdout.write(JSON.stringify(await compare(decide, part)));

/** The sample decided whole, then asked row by row. */
async function openRows(applications: readonly Application[]): Promise<Decide> {
  const outcomeOf = (await BATCH.open())(applications)();
  const rows = new Map(applications.map((application, row) => [application, row]));
  return (application) => outcomeOf(rows.get(application) ?? -1);
}

async function compare(engine: Decide | null, applications: readonly Application[]): Promise<SoloAnswer> {
  const examples: { index: number; byHand: string; given: unknown }[] = [];
  let differences = 0;
  for (const [index, application] of engine === null ? [] : applications.entries()) {
    const byHand = decideByHand(application);
    const given = await engine?.(application);
    if (given === byHand) continue;
    differences += 1;
    if (examples.length < EXAMPLES) examples.push({ index: index + Number(from), byHand, given });
  }
  return {
    isInstalled: engine !== null,
    compared: engine === null ? 0 : applications.length,
    differences,
    examples,
    residentMiB: process.memoryUsage.rss() / 2 ** 20,
  };
}
