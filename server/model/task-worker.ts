/** A thread of its own for one task. To cancel it, end the thread: it holds nothing but its own memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { runTask } from './run-task.ts';
import type { Progress, Task, TaskMessage } from './task.ts';

const say = (message: TaskMessage): void => parentPort?.postMessage(message, []);
const onProgress: Progress = (step, share) => say({ kind: 'progress', step, share });
say({ kind: 'answer', answer: runTask(workerData as Task, onProgress) });
