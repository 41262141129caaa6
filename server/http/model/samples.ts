/** Samples, their variables, and trainings on them, over HTTP. */
import type { VariableBinning, VariableList } from '@plimsoll/api/model';
import { ok, type JsonValue, type Result } from '@plimsoll/core/base';
import { answer, refuseCall, type RoomHandlers } from '../call.ts';
import { type ModelPorts, runForCaller } from './ports.ts';

type Handlers = Pick<
  RoomHandlers<'model'>,
  | 'uploadSample'
  | 'listSamples'
  | 'readSample'
  | 'measureVariables'
  | 'binVariable'
  | 'startTraining'
  | 'listTrainings'
  | 'readTraining'
  | 'cancelTraining'
>;

/** Variables of a sample that were measured: it never changes, so neither do they. */
const MEASURED_LIMIT = 32;

/** The handlers of samples and trainings. */
export function createSampleHandlers({ samples, trainings, runner }: ModelPorts): Handlers {
  const measured = new Map<string, JsonValue>();
  return {
    uploadSample: async ({ upload, query: { name }, caller }) =>
      asAnswer(await samples.add({ bytes: upload, name, actor: caller.actor })),
    listSamples: async () => answer({ rows: [...(await samples.list())] }),
    readSample: async ({ params: { sha256 } }) => {
      const found = await samples.find(sha256);
      return found === null ? refuseCall('sample_not_found') : answer(found);
    },
    measureVariables: async ({ params: { sha256 }, query: target }) => {
      if ((await samples.find(sha256)) === null) return refuseCall('sample_not_found');
      const key = JSON.stringify([sha256, target.column, target.badValue]);
      const known = measured.get(key);
      if (known !== undefined) return answer(known as unknown as VariableList);
      const path = samples.pathOf(sha256);
      const found = await runForCaller(runner, { kind: 'variables', path, target });
      if (!found.ok) return found;
      if (measured.size >= MEASURED_LIMIT) measured.delete(measured.keys().next().value ?? '');
      measured.set(key, found.value);
      return answer(found.value as unknown as VariableList);
    },
    binVariable: async ({ params: { sha256 }, body: wish }) => {
      if ((await samples.find(sha256)) === null) return refuseCall('sample_not_found');
      const found = await runForCaller(runner, { kind: 'bin', path: samples.pathOf(sha256), wish });
      return asAnswer(found.ok ? ok(found.value as unknown as VariableBinning) : found);
    },
    startTraining: async ({ body, caller }) => asAnswer(await trainings.start(body, caller.actor)),
    listTrainings: async () => answer({ rows: [...(await trainings.list())] }),
    readTraining: async ({ params: { id } }) => {
      const found = await trainings.find(id);
      return found === null ? refuseCall('training_not_found') : answer(found);
    },
    cancelTraining: async ({ params: { id } }) => asAnswer(await trainings.cancel(id)),
  };
}

function asAnswer<T>(
  result: Result<T>,
): ReturnType<typeof answer<T>> | Exclude<Result<T>, { readonly ok: true }> {
  return result.ok ? answer(result.value) : result;
}
