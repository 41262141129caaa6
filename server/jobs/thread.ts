/** Threads of the end of day, and the words between them and who runs it. */
import { Worker } from 'node:worker_threads';
import type { Day } from '@plimsoll/core/calendar';

export type DayWorkerOptions = {
  readonly databaseUrl: string;
  /** The folder of the key files. */
  readonly secrets: string;
  readonly masterKey: string | null;
};
export type DayTask = { readonly day: Day; readonly partition: number };
export type Counts = { readonly loans: number; readonly changed: number; readonly refused: number };
export type DayWord =
  | { readonly kind: 'page'; readonly loans: number }
  | ({ readonly kind: 'closed' } & Counts)
  | { readonly kind: 'failed'; readonly problem: string };

export type DayThread = {
  readonly close: (task: DayTask, onPage: (loans: number) => void) => Promise<Counts>;
  readonly end: () => Promise<void>;
};

/** A page at a time is all that a thread keeps; without a limit the collector would let garbage lie. */
const OLD_MIB = 512;
const YOUNG_MIB = 16;

/** Starts a thread. */
export function startDayThread(options: DayWorkerOptions): DayThread {
  const worker = new Worker(new URL('./day-worker.ts', import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: OLD_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  let fail: (fault: Error) => void = () => undefined;
  let hear: (word: DayWord) => void = () => undefined;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (word: DayWord) => hear(word));
  worker.once('error', (fault: Error) => fail(fault));
  worker.once('exit', () => fail(new Error('a thread of the end of day ended')));
  return {
    close: async (task, onPage) =>
      new Promise((resolve, reject) => {
        fail = reject;
        hear = (word) => {
          if (word.kind === 'page') onPage(word.loans);
          else if (word.kind === 'closed') resolve(word);
          else reject(new Error(word.problem));
        };
        worker.postMessage(task, []);
      }),
    end: async () => {
      fail = () => undefined;
      worker.postMessage(null, []);
      await ended;
    },
  };
}
