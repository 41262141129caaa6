export type { Brand } from './brand.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { assert, assertNever, ok, refuse } from './result.ts';
export type { Refusal, Result } from './result.ts';
