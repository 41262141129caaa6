import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SampleDetail, StartTraining, Training } from '@plimsoll/api/model';
import { createTaskRunner } from './runner.ts';
import type { SampleShelf } from './sample-shelf.ts';
import { openTrainings } from './trainings.ts';

const sha256 = 'a'.repeat(64);
const wish: StartTraining = {
  name: 'consumer',
  kind: 'card',
  sample: sha256,
  target: { column: 'end', badValue: 'bad' },
};
const id = '0198c1de-0000-7000-8000-000000000001';
const open: Training = {
  id,
  state: 'running',
  step: 'fit',
  progress: 0.4,
  startedAt: '2026-01-05T10:00:00.000Z',
  endedAt: null,
  actor: 'key:ann',
  wish,
  result: null,
  failure: null,
};

async function inRoom(use: (room: ReturnType<typeof openTrainings>, folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-trainings-'));
  const runner = createTaskRunner();
  const sample = { name: 'made', columns: [{ name: 'end' }, { name: 'age' }] } as unknown as SampleDetail;
  const samples: SampleShelf = {
    add: async () => ({ ok: true, value: sample }),
    list: async () => [],
    find: async () => sample,
    pathOf: () => join(folder, 'sample.csv'),
  };
  let count = 0;
  try {
    const room = openTrainings({
      folder,
      runner,
      samples,
      clock: () => Date.UTC(2026, 0, 6),
      createId: () => `0198c1de-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`,
      codeVersion: '1.0.0',
      draft: async () => ({ ok: true, value: { name: 'consumer', version: 1 } }),
    });
    await use(room, folder);
  } finally {
    await runner.close();
    await rm(folder, { recursive: true });
  }
}

test('[MDL-6] a training that was open when the server stopped is interrupted, in memory and on disk', async () => {
  await inRoom(async (room, folder) => {
    await writeFile(join(folder, `${id}.json`), JSON.stringify(open));
    const [found] = await room.list();
    expect(found).toMatchObject({
      id,
      state: 'interrupted',
      step: 'fit',
      endedAt: '2026-01-06T00:00:00.000Z',
    });
    expect(JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8'))).toEqual(found);
    expect(await room.cancel(id)).toMatchObject({ ok: false, code: 'training_over' });
  });
});

test('[MDL-6] trainings that wait are bounded, and each tells that it failed when its file is gone', async () => {
  await inRoom(async (room) => {
    const started = [];
    for (let n = 0; n < 11; n++) started.push(await room.start(wish, 'key:ann'));
    expect(started.filter(({ ok }) => ok)).toHaveLength(10);
    expect(started.at(-1)).toMatchObject({ ok: false, code: 'trainings_full' });
    await expect
      .poll(async () => (await room.list()).filter(({ state }) => state === 'failed').length, {
        timeout: 20_000,
      })
      .toBe(10);
    expect((await room.list())[0]?.failure).toMatchObject({ code: 'internal_error' });
  });
});
