/** Problem details (RFC 9457): what every error reply looks like. */
import Type, { type Static } from 'typebox';
import { shape, Text } from '@plimsoll/api/primitive';
import { type ErrorCode, errorRegistry } from './registry.ts';

export const Problem = shape({
  type: Type.String({ description: 'urn:plimsoll:error:<code>' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: 'A key of docs/reference/errors.md' }),
  detail: Type.String({ description: 'What is wrong, and what to do' }),
  titles: Text,
  advice: Text,
  instance: Type.Optional(Type.String({ description: 'The id of the request, for the operator' })),
  rule: Type.Optional(Type.String({ description: 'The rule that refused it' })),
  fields: Type.Optional(
    Type.Array(
      shape({
        path: Type.String({ description: 'JSON pointer of the field' }),
        message: Type.String(),
        messages: Text,
        value: Type.Optional(
          Type.Unknown({ description: 'What was sent; left out where it may be personal' }),
        ),
      }),
    ),
  ),
  facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type Problem = Static<typeof Problem>;

export type ProblemParts = Pick<Problem, 'instance' | 'rule' | 'fields' | 'facts'> & {
  readonly detail?: string;
};

/** Builds the problem of a registered code; `parts` add the place, the rule and the facts. */
export function createProblem(code: ErrorCode, parts: ProblemParts = {}): Problem {
  const { status, title, advice } = errorRegistry[code];
  const { detail, ...rest } = parts;
  return {
    type: `urn:plimsoll:error:${code}`,
    title: title.en,
    status,
    code,
    detail: detail ?? `${title.en}. ${advice.en}.`,
    titles: title,
    advice,
    ...rest,
  };
}

/** Whether a refusal's code is one that callers know; the shell asserts it before replying. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorRegistry, code);
}
