/**
 * Tasks on threads of their own, a few at a time: the server's own thread decides and must not be held up. Tasks that
 * wait are bounded, so is the time of one; a task that is cancelled ends with its thread.
 */
import { Worker } from 'node:worker_threads';
import type { JsonValue, Refusal, Result } from '@plimsoll/core/base';
import type { Progress, Task, TaskMessage } from './task.ts';

/** Tasks at once, and tasks that may wait for their turn. */
const RUNNING_LIMIT = 2;
const WAITING_LIMIT = 32;

export type Running = {
  /** The task's answer; null when it was cancelled. Rejects when the thread broke. */
  readonly answer: Promise<Result<JsonValue> | null>;
  readonly cancel: () => void;
};

export type TaskRunner = {
  /** Starts a task, or lets it wait; null when too many wait already. */
  readonly run: (task: Task, limitMs: number, onProgress?: Progress) => Running | null;
  /** Cancels all and takes no more. */
  readonly close: () => Promise<void>;
};

type Job = {
  readonly task: Task;
  readonly limitMs: number;
  readonly onProgress: Progress | undefined;
  readonly settle: (answer: Result<JsonValue> | null) => void;
  readonly fail: (fault: Error) => void;
  worker: Worker | null;
  isOver: boolean;
};

const tooLong: Refusal = {
  ok: false,
  code: 'task_too_long',
  rule: 'MDL-6',
  facts: { problem: 'the work took longer than it may' },
};

/** A runner with no task. */
export function createTaskRunner(): TaskRunner {
  const waiting: Job[] = [];
  const running = new Set<Job>();
  let isClosed = false;

  const next = (): void => {
    while (running.size < RUNNING_LIMIT && waiting.length > 0) {
      const job = waiting.shift() as Job;
      if (!job.isOver) begin(job);
    }
  };
  const end = (job: Job, conclude: () => void): void => {
    if (job.isOver) return;
    job.isOver = true;
    running.delete(job);
    // The answer is told once the thread is gone, so that what it held is free.
    void (job.worker?.terminate() ?? Promise.resolve(0)).finally(() => {
      conclude();
      next();
    });
  };
  const begin = (job: Job): void => {
    running.add(job);
    const worker = new Worker(new URL('./task-worker.ts', import.meta.url), { workerData: job.task });
    job.worker = worker;
    const timer = setTimeout(() => end(job, () => job.settle(tooLong)), job.limitMs);
    timer.unref();
    worker.on('message', (message: TaskMessage) => {
      if (message.kind === 'progress') job.onProgress?.(message.step, message.share);
      else end(job, () => job.settle(message.answer));
    });
    worker.once('error', (fault) => end(job, () => job.fail(fault)));
    worker.once('exit', () => {
      clearTimeout(timer);
      end(job, () => job.fail(new Error('the thread ended without an answer')));
    });
  };

  return {
    run: (task, limitMs, onProgress) => {
      if (isClosed || waiting.length >= WAITING_LIMIT) return null;
      const { promise, resolve, reject } = Promise.withResolvers<Result<JsonValue> | null>();
      const job: Job = {
        task,
        limitMs,
        onProgress,
        settle: resolve,
        fail: reject,
        worker: null,
        isOver: false,
      };
      waiting.push(job);
      next();
      return { answer: promise, cancel: () => end(job, () => job.settle(null)) };
    },
    close: async () => {
      isClosed = true;
      const jobs = [...running, ...waiting];
      await Promise.all(
        jobs.map(async (job) => {
          end(job, () => job.settle(null));
          await job.worker?.terminate();
        }),
      );
    },
  };
}
