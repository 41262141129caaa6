/** A thread of a training: joins the shared memory of each training it is told of, and does its part of every task until the end. */
import { parentPort } from 'node:worker_threads';
import { joinWork, performTask, type SharedWork, WORD } from '@plimsoll/core/model/boost';
import { endTurn, LEAVE, waitWhile } from './turn.ts';

export type Join = { readonly shared: SharedWork; readonly part: number };

parentPort?.on('message', ({ shared, part }: Join) => {
  const { work, kernels } = joinWork(shared, part);
  const { words } = work;
  for (let turn = 0; ; ) {
    const next = waitWhile(words, WORD.turn, { old: turn });
    if (next === turn) continue;
    turn = next;
    const isOver = words[WORD.task] === LEAVE;
    try {
      if (!isOver) performTask(work, kernels, part);
    } catch (error) {
      Atomics.store(words, WORD.failed, part);
      throw error;
    } finally {
      endTurn(words);
    }
    if (isOver) return;
  }
});
