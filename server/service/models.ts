/** The parts of the room of models, in the folder of this Plimsoll. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createTaskRunner,
  type ModelRegistry,
  openModelRegistry,
  openSampleShelf,
  openTrainings,
  type SampleShelf,
  type TaskRunner,
  type Trainings,
} from '@plimsoll/server/model';
import type { PolicyShelf } from '@plimsoll/server/policy';
import { type Log, uuidV7 } from '@plimsoll/server/store';
import type pg from 'pg';

export type ModelParts = {
  readonly models: ModelRegistry;
  readonly samples: SampleShelf;
  readonly trainings: Trainings;
  readonly runner: TaskRunner;
};

const BUNDLED = fileURLToPath(new URL('../../data/lendingclub/applications.csv.gz', import.meta.url));

/** Opens them; nothing runs before it is asked for. */
export function openModels(parts: {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly clock: () => number;
  readonly home: string;
  readonly codeVersion: string;
  readonly shelf: Pick<PolicyShelf, 'usesOf' | 'refresh'>;
}): ModelParts {
  const { pool, log, clock, home, codeVersion, shelf } = parts;
  const runner = createTaskRunner();
  const models = openModelRegistry({ pool, log, clock, usesOf: shelf.usesOf, onMoved: shelf.refresh });
  const samples = openSampleShelf({
    folder: join(home, 'samples'),
    runner,
    clock,
    bundled: [{ path: BUNDLED, name: 'lendingclub' }],
  });
  const trainings = openTrainings({
    folder: join(home, 'trainings'),
    runner,
    samples,
    clock,
    createId: uuidV7,
    codeVersion,
    draft: async (trained, { name, sample }, actor) =>
      models.draft({ ...trained, name, origin: 'trained', sampleSha256: sample, actor }),
  });
  return { models, samples, trainings, runner };
}
