export { machineThreads } from './thread-count.ts';
export { MAX_TRAIN_THREADS, openThreads, TrainFault } from './thread-host.ts';
export type { ThreadHost } from './thread-host.ts';
