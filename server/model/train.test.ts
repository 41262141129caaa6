import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@plimsoll/core/base';
import { expect, test } from 'vitest';
import { createTaskRunner } from './runner.ts';
import type { Task } from './task.ts';
import { type Trained, trainOnSample } from './train.ts';

function makeCsv(rowCount: number): string {
  const random = createRandom('threads');
  const lines = Array.from({ length: rowCount }, () => {
    const use = random.integer(0, 99);
    const job = random.pick(['clerk', 'farmer', 'driver', '']);
    const chance = 0.05 + use / 300 + (job === 'farmer' ? 0.2 : 0);
    return `${use},${random.integer(18, 70)},${job},${random.next() < chance ? 'bad' : 'good'}`;
  });
  return ['use,age,job,end', ...lines].join('\n');
}

function taskOf(kind: 'boost' | 'glass', threads: number, path = ''): Extract<Task, { kind: 'train' }> {
  const sample = 'a'.repeat(64);
  const target = { column: 'end', badValue: 'bad' };
  const wish = { name: 'consumer', kind, sample, target };
  return { kind: 'train', path, sampleName: 'made', codeVersion: 'test', threads, wish };
}

test.each(['boost', 'glass'] as const)(
  '[MDL-11] %s: a document has the same bytes on one thread and on three',
  (kind) => {
    const csv = [new TextEncoder().encode(makeCsv(900))];
    const trained = (threads: number): Trained => {
      const result = trainOnSample(
        () => csv,
        taskOf(kind, threads),
        () => undefined,
      );
      if (!result.ok) throw new Error(JSON.stringify(result));
      return result.value;
    };
    const alone = trained(1);
    expect(alone.kind).toBe(kind === 'boost' ? 'trees' : 'glass');
    expect(trained(3)).toEqual(alone);
  },
);

test('[MDL-11] a training on threads that is cancelled in the middle ends, and the next one has its turn', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-threads-'));
  const runner = createTaskRunner();
  try {
    const [large, small] = [join(folder, 'large.csv'), join(folder, 'small.csv')];
    await writeFile(large, makeCsv(60_000));
    await writeFile(small, makeCsv(600));
    const fitting = Promise.withResolvers<undefined>();
    const long = runner.run(taskOf('boost', 2, large), 120_000, (step) => {
      if (step === 'fit') fitting.resolve(undefined);
    });
    await fitting.promise;
    long?.cancel();
    expect(await long?.answer).toBeNull();
    const next = await runner.run(taskOf('boost', 2, small), 120_000)?.answer;
    expect(next).toMatchObject({ ok: true, value: { kind: 'trees' } });
  } finally {
    await runner.close();
    await rm(folder, { recursive: true });
  }
}, 60_000);
