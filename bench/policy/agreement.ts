/** Whether every engine decides as the hand-written code does, for all applications: each in a process of its own, two at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { APPLICATIONS } from './application.ts';
import { BATCH, ENGINES } from './engines.ts';
import type { SoloAnswer } from './solo.ts';

const AT_ONCE = 2;
/** The slow one comes in halves. */
const HALVED: ReadonlySet<string> = new Set(['feelin']);

type Part = { readonly name: string; readonly from: number; readonly to: number };

/** By engine: the answers of its parts put together. */
export async function compareEngines(): Promise<ReadonlyMap<string, SoloAnswer>> {
  const parts = [...ENGINES, BATCH]
    .flatMap(({ name }): readonly Part[] => {
      const middle = HALVED.has(name) ? APPLICATIONS / 2 : APPLICATIONS;
      const whole = { name, from: 0, to: middle };
      return middle === APPLICATIONS ? [whole] : [whole, { name, from: middle, to: APPLICATIONS }];
    })
    .toReversed();
  const answers = new Map<string, SoloAnswer>();
  const work = async (): Promise<void> => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const answer = await runSolo(part);
      const known = answers.get(part.name);
      answers.set(part.name, known === undefined ? answer : joinAnswers(known, answer));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

async function runSolo({ name, from, to }: Part): Promise<SoloAnswer> {
  const script = fileURLToPath(new URL('./solo.ts', import.meta.url));
  const words = ['--disable-warning=ExperimentalWarning', script, name, String(from), String(to)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}`);
  return JSON.parse(printed) as SoloAnswer;
}

function joinAnswers(left: SoloAnswer, right: SoloAnswer): SoloAnswer {
  return {
    isInstalled: left.isInstalled,
    compared: left.compared + right.compared,
    differences: left.differences + right.differences,
    examples: [...left.examples, ...right.examples],
    residentMiB: Math.max(left.residentMiB, right.residentMiB),
  };
}
