/** What the room of models needs of the house. */
import type pg from 'pg';
import type { JsonValue, Result } from '@plimsoll/core/base';
import { refuse } from '@plimsoll/core/base';
import type { ModelRegistry, SampleShelf, Task, TaskRunner, Trainings } from '@plimsoll/server/model';

export type ModelPorts = {
  readonly pool: pg.Pool;
  readonly models: ModelRegistry;
  readonly samples: SampleShelf;
  readonly trainings: Trainings;
  readonly runner: TaskRunner;
};

/** The longest a caller waits for work on a sample. */
const TASK_LIMIT_MS = 300_000;

/** Work that the caller waits for, on a thread of its own. */
export async function runForCaller(runner: TaskRunner, task: Task): Promise<Result<JsonValue>> {
  const running = runner.run(task, TASK_LIMIT_MS);
  if (running === null) return refuse('overloaded', 'MDL-6');
  return (await running.answer) ?? refuse('stopping', 'MDL-6');
}
