/** One field that is wrong: where it is and what it should be, in words, with the value unless it may be personal. */
import type { Problem } from '@plimsoll/api/errors';

export type FieldProblem = NonNullable<Problem['fields']>[number];

/** Chinese, then English. */
export type Sentence = readonly [zh: string, en: string];

/** Builds one; leave out `value` where it may be personal or says nothing. */
export function fieldProblem(path: string, [zh, en]: Sentence, value?: unknown): FieldProblem {
  const problem = { path, message: en, messages: { zh, en } };
  return value === undefined ? problem : { ...problem, value };
}
