/** How fast an engine decides: turns of a few hundred milliseconds over the applications, outcomes counted so that none is left out. */
import type { Application, Decide, DecideAll } from './application.ts';
import type { PolicyEngine } from './engines.ts';

/** Applications between two looks at the clock. */
const STEP_FAST = 20_000;
const STEP_SLOW = 100;

/** Where a turn begins, kept so that slow engines come through all applications over several turns. */
export type Course = { readonly applications: readonly Application[]; at: number };

/** Decisions a second during about `durationMs`. */
export async function measurePace(
  engine: PolicyEngine & { readonly decide: Decide },
  course: Course,
  durationMs: number,
): Promise<number> {
  const start = performance.now();
  let count = 0;
  let elapsedMs = 0;
  // The first look at the clock comes soon: whether an engine is quick is not known before.
  let step = STEP_SLOW;
  while (elapsedMs < durationMs) {
    const part = takeNext(course, step);
    if (engine.underWay === 0) runPart(engine.decide, part);
    else await runWaiting(engine, part);
    count += part.length;
    elapsedMs = performance.now() - start;
    if (elapsedMs < 1) step = STEP_FAST;
  }
  return (count * 1000) / elapsedMs;
}

/** Decisions a second of a sample that is decided whole, again and again. */
export function measureBatch(decideAll: DecideAll, count: number, durationMs: number): number {
  const start = performance.now();
  let decided = 0;
  let elapsedMs = 0;
  while (elapsedMs < durationMs) {
    const outcomeOf = decideAll();
    if (typeof outcomeOf(count - 1) !== 'string') refuseSilence(1);
    decided += count;
    elapsedMs = performance.now() - start;
  }
  return (decided * 1000) / elapsedMs;
}

function takeNext(course: Course, step: number): readonly Application[] {
  const { applications, at } = course;
  course.at = (at + step) % applications.length;
  return at === 0 && step >= applications.length ? applications : applications.slice(at, at + step);
}

function runPart(decide: Decide, part: readonly Application[]): void {
  let unanswered = 0;
  for (let index = 0; index < part.length; index += 1)
    if (typeof decide(part[index] as Application) !== 'string') unanswered += 1;
  refuseSilence(unanswered);
}

async function runWaiting(
  { decide, underWay }: PolicyEngine & { readonly decide: Decide },
  part: readonly Application[],
): Promise<void> {
  let unanswered = 0;
  for (let index = 0; index < part.length; index += underWay) {
    const outcomes = await Promise.all(part.slice(index, index + underWay).map(decide));
    for (const outcome of outcomes) if (typeof outcome !== 'string') unanswered += 1;
  }
  refuseSilence(unanswered);
}

function refuseSilence(unanswered: number): void {
  if (unanswered > 0) throw new Error(`every application has an outcome, ${unanswered} had none`);
}
