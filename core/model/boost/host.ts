/**
 * Where a training runs: who gives its memory and does its tasks. `aloneHost` does all of it in place; a host with threads
 * lives in the shell and uses the same workspace, kernels and tasks.
 */
import { type Kernels, plainKernels } from './kernels.ts';
import { performTask, stretchOf } from './task.ts';
import { type SharedMemory, shareMemory, wasmKernels } from './wasm-kernels.ts';
import { bytesOf, layWorkspace, WORD, type Workspace, type WorkPlan } from './workspace.ts';

/** The memory of one training, and who works in it. */
export type Session = {
  readonly work: Workspace;
  readonly kernels: Kernels;
  /** Does a task in all its parts; comes back when all are done. */
  readonly run: (task: number) => void;
  readonly close: () => void;
};

export type Host = {
  /** Into how many parts tasks are cut: the threads. */
  readonly parts: number;
  /** Memory for the plan, all zero. */
  readonly open: (plan: WorkPlan) => Session;
};

/** Memory for the plan that several threads may join: a shared WebAssembly memory where there is one, else a shared buffer. */
export type SharedWork =
  | { readonly plan: WorkPlan; readonly memory: SharedMemory }
  | { readonly plan: WorkPlan; readonly memory: null; readonly buffer: SharedArrayBuffer };

/** What a thread works with. */
export type JoinedWork = { readonly work: Workspace; readonly kernels: Kernels };

export function shareWork(plan: WorkPlan): SharedWork {
  const memory = shareMemory(bytesOf(plan));
  return memory === null ? { plan, memory, buffer: new SharedArrayBuffer(bytesOf(plan)) } : { plan, memory };
}

/** Lays the workspace over shared memory, in any thread; `part` is the one this thread will do of every task. */
export function joinWork(shared: SharedWork, part: number): JoinedWork {
  const { plan } = shared;
  if (shared.memory === null) {
    const work = layWorkspace(plan, shared.buffer);
    return { work, kernels: plainKernels(work) };
  }
  const work = layWorkspace(plan, shared.memory.buffer);
  return { work, kernels: wasmKernels(work, shared.memory, stretchOf(plan, part, plan.features.length)) };
}

/** One thread: this one, with WebAssembly where there is any. */
export function aloneHost(): Host {
  return {
    parts: 1,
    open: (plan) => {
      const memory = shareMemory(bytesOf(plan));
      const work = layWorkspace(plan, memory?.buffer ?? new ArrayBuffer(bytesOf(plan)));
      const all = { from: 0, to: plan.features.length };
      const kernels = memory === null ? plainKernels(work) : wasmKernels(work, memory, all);
      const run = (task: number): void => {
        work.words[WORD.task] = task;
        performTask(work, kernels, 0);
      };
      return { work, kernels, run, close: () => undefined };
    },
  };
}
