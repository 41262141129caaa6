export type { Brand } from './brand.ts';
export { concatBytes, equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from './bytes.ts';
export { canonicalize, MAX_JSON_DEPTH } from './canonical-json.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { createRandom } from './random.ts';
export type { Random } from './random.ts';
export { assert, assertNever, ok, refuse } from './result.ts';
export type { Refusal, Result } from './result.ts';
