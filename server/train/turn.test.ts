import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { waitWhile } from './turn.ts';

/** Notifies a hundred times without a change, then changes the word. */
const LATE_NOTICES = `
  const { workerData: words } = require('node:worker_threads');
  for (let at = 0; at < 100; at += 1) {
    Atomics.wait(words, 1, 0, 1);
    Atomics.notify(words, 0);
  }
  Atomics.store(words, 0, 7);
  Atomics.notify(words, 0);
`;

test('[TRN-4] a notice without a change does not end a wait, a change does, and so does the time', async () => {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(LATE_NOTICES, { eval: true, workerData: words });
  expect(waitWhile(words, 0, { old: 0, limitMs: 20_000 })).toBe(7);
  await worker.terminate();
  expect(waitWhile(words, 0, { old: 7, limitMs: 5 })).toBe(7);
});
