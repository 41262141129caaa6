/**
 * Trainings in the background: each on a thread of its own, its state in memory and in a file, so that a page that is
 * loaded again finds it and a server that stopped in the middle of one says so. What comes of one is a draft version.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import type { ModelKey, SampleDetail, StartTraining, Training } from '@plimsoll/api/model';
import { machineThreads } from '@plimsoll/server/train';
import type { TaskRunner } from './runner.ts';
import { replaceFile, type SampleShelf } from './sample-shelf.ts';
import type { Trained } from './train.ts';

/** Trainings kept in sight, trainings that wait or run at once, and the longest one may take. */
const KEPT_LIMIT = 200;
const OPEN_LIMIT = 10;
const TRAIN_LIMIT_MS = 6 * 3_600_000;
/** Progress goes to the file this often at most; memory always has the latest. */
const WRITE_EVERY_MS = 2000;

export type Trainings = {
  readonly start: (wish: StartTraining, actor: string) => Promise<Result<Training>>;
  readonly list: () => Promise<readonly Training[]>;
  readonly find: (id: string) => Promise<Training | null>;
  readonly cancel: (id: string) => Promise<Result<Training>>;
};

export type TrainingParts = {
  readonly folder: string;
  readonly runner: TaskRunner;
  readonly samples: SampleShelf;
  readonly clock: () => number;
  readonly createId: (nowMs: number) => string;
  readonly codeVersion: string;
  /** Makes a draft version of a finished training. */
  readonly draft: (trained: Trained, wish: StartTraining, actor: string) => Promise<Result<ModelKey>>;
};

type Open = { training: Training; cancel: (() => void) | null; writtenMs: number };
type Room = TrainingParts & { readonly open: Map<string, Open> };

/** Opens the room of trainings; those of an earlier run are read when they are asked for. */
export function openTrainings(parts: TrainingParts): Trainings {
  const room: Room = { ...parts, open: new Map() };
  let reading: Promise<void> | null = null;
  const recall = async (): Promise<void> => (reading ??= readEarlier(room));
  return {
    start: async (wish, actor) => {
      await recall();
      return start(room, wish, actor);
    },
    list: async () => {
      await recall();
      return [...room.open.values()]
        .map(({ training }) => training)
        .toSorted((left, right) => right.id.localeCompare(left.id));
    },
    find: async (id) => {
      await recall();
      return room.open.get(id)?.training ?? null;
    },
    cancel: async (id) => {
      await recall();
      return cancel(room, id);
    },
  };
}

async function start(room: Room, wish: StartTraining, actor: string): Promise<Result<Training>> {
  const sample = await room.samples.find(wish.sample);
  if (sample === null) return refuse('sample_not_found', 'MDL-5', { sample: wish.sample });
  const wrong = columnsProblem(sample, wish);
  if (wrong !== null) return wrong;
  const count = [...room.open.values()].filter(({ training }) => isOpen(training)).length;
  if (count >= OPEN_LIMIT) return refuse('trainings_full', 'MDL-6', { limit: OPEN_LIMIT });
  const now = room.clock();
  const training: Training = {
    id: room.createId(now),
    state: 'waiting',
    step: 'wait',
    progress: 0,
    startedAt: new Date(now).toISOString(),
    endedAt: null,
    actor,
    wish,
    result: null,
    failure: null,
  };
  const open: Open = { training, cancel: null, writtenMs: 0 };
  room.open.set(training.id, open);
  await write(room, open);
  const running = room.runner.run(
    {
      kind: 'train',
      path: room.samples.pathOf(wish.sample),
      sampleName: sample.name,
      codeVersion: room.codeVersion,
      threads: machineThreads(),
      wish,
    },
    TRAIN_LIMIT_MS,
    (step, share) => change(room, open, { state: 'running', step, progress: Math.min(1, share) }),
  );
  if (running === null) {
    room.open.delete(training.id);
    return refuse('trainings_full', 'MDL-6', { limit: OPEN_LIMIT });
  }
  open.cancel = running.cancel;
  void conclude(room, open, running.answer);
  return ok(training);
}

/** What can be told before any thread is started. */
function columnsProblem(sample: SampleDetail, wish: StartTraining): Refusal | null {
  const names = new Set(sample.columns.map(({ name }) => name));
  const asked = [wish.target.column, ...(wish.drop ?? []), ...Object.keys(wish.monotone ?? {})];
  const unknown = asked.find((name) => !names.has(name));
  return unknown === undefined ? null : refuse('column_unknown', 'MDL-5', { column: unknown });
}

async function conclude(room: Room, open: Open, answer: Promise<Result<unknown> | null>): Promise<void> {
  const { wish, actor } = open.training;
  const endedAt = (): string => new Date(room.clock()).toISOString();
  try {
    const trained = await answer;
    if (trained === null) {
      await end(room, open, { state: 'cancelled', endedAt: endedAt() });
      return;
    }
    if (trained.ok) change(room, open, { state: 'running', step: 'write', progress: 1 });
    const drafted = trained.ok ? await room.draft(trained.value as Trained, wish, actor) : trained;
    const ending: Partial<Training> = drafted.ok
      ? { state: 'done', progress: 1, result: drafted.value }
      : { state: 'failed', failure: { code: drafted.code, facts: drafted.facts } };
    await end(room, open, { ...ending, endedAt: endedAt() });
  } catch (fault) {
    const problem = fault instanceof Error ? fault.message : String(fault);
    const failure = { code: 'internal_error', facts: { problem } };
    await end(room, open, { state: 'failed', failure, endedAt: endedAt() }).catch(() => undefined);
  }
}

async function cancel(room: Room, id: string): Promise<Result<Training>> {
  const open = room.open.get(id);
  if (open === undefined) return refuse('training_not_found', 'MDL-6', { training: id });
  if (!isOpen(open.training)) return refuse('training_over', 'MDL-6', { state: open.training.state });
  open.cancel?.();
  await end(room, open, { state: 'cancelled', endedAt: new Date(room.clock()).toISOString() });
  return ok(open.training);
}

function isOpen({ state }: Training): boolean {
  return state === 'waiting' || state === 'running';
}

function change(room: Room, open: Open, changes: Partial<Training>): void {
  if (!isOpen(open.training)) return;
  open.training = { ...open.training, ...changes };
  if (room.clock() - open.writtenMs < WRITE_EVERY_MS) return;
  // Progress that did not reach the disk is only told later.
  void write(room, open).catch(() => undefined);
}

/** The first ending counts: one that was cancelled stays cancelled. */
async function end(room: Room, open: Open, ending: Partial<Training>): Promise<void> {
  if (!isOpen(open.training)) return;
  open.training = { ...open.training, ...ending };
  open.cancel = null;
  await write(room, open);
}

async function write(room: Room, open: Open): Promise<void> {
  open.writtenMs = room.clock();
  await mkdir(room.folder, { recursive: true, mode: 0o700 });
  await replaceFile(join(room.folder, `${open.training.id}.json`), JSON.stringify(open.training));
}

/** Trainings of an earlier run: one that was open then was interrupted by the stop, and is said to be so. */
async function readEarlier(room: Room): Promise<void> {
  const names = await readdir(room.folder).catch(() => []);
  const kept = names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .slice(-KEPT_LIMIT);
  for (const name of kept) {
    const text = await readFile(join(room.folder, name), 'utf8').catch(() => null);
    if (text === null) continue;
    const training = JSON.parse(text) as Training;
    const open: Open = { training, cancel: null, writtenMs: 0 };
    if (!room.open.has(training.id)) room.open.set(training.id, open);
    if (isOpen(training))
      await end(room, open, { state: 'interrupted', endedAt: new Date(room.clock()).toISOString() });
  }
}
