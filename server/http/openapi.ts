/** The OpenAPI document of this server: the routes as they are, the facts as the active policy asks for them. */
import { writeOpenApi } from '@plimsoll/api/route';
import type { JsonObject } from '@plimsoll/core/base';
import type { PolicyInput } from '@plimsoll/core/dmn';

const missing: JsonObject = {
  type: 'object',
  properties: { missing: { enum: ['not_asked', 'source_down', 'no_record'] } },
  required: ['missing'],
  additionalProperties: false,
  description: 'There is no value, and why',
};

/** Writes the document. `inputs`: the inputs that callers send as facts; null before a policy is published. */
export function describeApi(version: string, inputs: readonly PolicyInput[] | null): JsonObject {
  return writeOpenApi({ version, facts: inputs === null ? null : factsSchema(inputs) });
}

/** The facts by name: type, unit, allowed values, and whether a missing one refers the case. */
export function factsSchema(inputs: readonly PolicyInput[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map((input) => [input.name, factSchema(input)])),
    additionalProperties: false,
  };
}

function factSchema({ type, allowedValues, whenMissing, unit, label }: PolicyInput): JsonObject {
  const value: JsonObject = {
    ...(type === 'any' ? { type: ['string', 'number', 'boolean'] } : { type }),
    ...(allowedValues === null ? {} : { enum: allowedValues }),
  };
  const consequence = whenMissing === 'refer' ? 'When it is missing a person decides.' : 'It may be missing.';
  return {
    anyOf: [value, missing],
    title: label.en,
    description: `${label.en} · ${label.zh}${unit === null ? '' : ` · ${unit}`}. ${consequence}`,
    ...(unit === null ? {} : { 'x-plimsoll-unit': unit }),
    'x-plimsoll-when-missing': whenMissing,
  };
}
