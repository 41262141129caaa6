/**
 * Training on several threads: this one and workers, over one shared memory. The answer has the same bits as on one thread.
 * Owns its workers: close it. The caller's thread is busy while a training lasts, so a server trains in a process or worker of its own.
 */
import { Worker } from 'node:worker_threads';
import {
  type Host,
  joinWork,
  performTask,
  type Session,
  shareWork,
  WORD,
  type WorkPlan,
} from '@plimsoll/core/model/boost';
import type { Join } from './train-worker.ts';
import { LEAVE, startTurn, waitWhile } from './turn.ts';

export const MAX_TRAIN_THREADS = 64;
/** A worker that hasn't done its part of one task after this time is taken for dead. */
const TASK_LIMIT_MS = 2 * 60_000;

export type ThreadHost = Host & { readonly close: () => Promise<void> };

/** A thread that failed in the middle of a training. */
export class TrainFault extends Error {
  override readonly name = 'TrainFault';
}

/** A host of so many threads, this one among them. Workers start when the first training opens. */
export function openThreads(threads: number): ThreadHost {
  const parts = Math.max(1, Math.min(MAX_TRAIN_THREADS, Math.floor(threads)));
  const workers: Worker[] = [];
  return {
    parts,
    open: (plan) => {
      while (workers.length < parts - 1) workers.push(startWorker());
      return openSession(plan, workers);
    },
    close: async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
    },
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./train-worker.ts', import.meta.url));
  worker.unref();
  // A failure is told through the shared words, where the training sees it at once.
  worker.on('error', () => undefined);
  return worker;
}

function openSession(plan: WorkPlan, workers: Worker[]): Session {
  const shared = shareWork(plan);
  const { work, kernels } = joinWork(shared, 0);
  for (const [at, worker] of workers.entries()) {
    const join: Join = { shared, part: at + 1 };
    worker.postMessage(join, []);
  }
  let hasFailed = false;
  const finish = (): void => {
    let done = 0;
    while (done < workers.length && !hasFailed) {
      const now = waitWhile(work.words, WORD.done, { old: done, limitMs: TASK_LIMIT_MS });
      hasFailed = now === done;
      done = now;
    }
    hasFailed ||= Atomics.load(work.words, WORD.failed) !== 0;
    if (hasFailed)
      throw new TrainFault('a thread of the training failed, or did not finish its part in time');
  };
  const run = (task: number): void => {
    startTurn(work.words, task);
    try {
      performTask(work, kernels, 0);
    } finally {
      finish();
    }
  };
  const close = (): void => {
    // Threads that failed are not asked for anything again: the next training starts others.
    if (hasFailed) for (const worker of workers.splice(0)) void worker.terminate();
    else {
      startTurn(work.words, LEAVE);
      finish();
    }
  };
  return { work, kernels, run, close };
}
