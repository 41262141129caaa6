/** Does a task: the file is read here, the arithmetic is the core's. */
import { closeSync, openSync, readSync } from 'node:fs';
import { assertNever, type JsonValue, ok, type Result } from '@plimsoll/core/base';
import { type ReadSample, readSample } from '@plimsoll/core/table';
import type { Target } from '@plimsoll/api/model';
import { compareOnSample } from './compare.ts';
import { describeSample } from './describe.ts';
import type { Progress, Task } from './task.ts';
import { trainOnSample } from './train.ts';
import { validateOnSample } from './validate.ts';
import { binVariable, measureVariables } from './variable.ts';

const CHUNK_BYTES = 1 << 20;

/** Runs a task to its answer. Refusals are those of the core. */
export function runTask(task: Task, onProgress: Progress): Result<JsonValue> {
  onProgress('read', 0);
  const csv = (): Iterable<Uint8Array> => chunksOf(task.path);
  switch (task.kind) {
    case 'describe':
      return asJson(describeSample(csv));
    case 'variables':
      return withSample(csv, task.target, (sample) => measureVariables(sample, task.target, onProgress));
    case 'bin':
      return withSample(csv, task.wish.target, (sample) => binVariable(sample, task.wish));
    case 'train':
      return asJson(trainOnSample(csv, task, onProgress));
    case 'validate':
      return asJson(validateOnSample(csv, task, onProgress));
    case 'compare':
      return asJson(compareOnSample(csv, task, onProgress));
    default:
      return assertNever(task);
  }
}

function withSample(
  csv: () => Iterable<Uint8Array>,
  target: Target,
  use: (sample: ReadSample) => Result<unknown>,
): Result<JsonValue> {
  const sample = readSample({ csv, target: `${target.column}=${target.badValue}` });
  return sample.ok ? asJson(use(sample.value)) : sample;
}

function asJson(result: Result<unknown>): Result<JsonValue> {
  return result.ok ? ok(result.value as JsonValue) : result;
}

/** A file piece by piece, from its beginning each time it is gone through. */
function* chunksOf(path: string): Iterable<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const count = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}
