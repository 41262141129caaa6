/**
 * The two failures that pure code knows. A bug is an `assert` that names what should hold; a refusal is an
 * answer of the domain, a value. (A fault of the outer world, the third kind, exists in server/ only.)
 */
import type { JsonValue } from './json.ts';

/** The domain says no: a registered code, the rule that said so, and the facts in human units. */
export type Refusal = {
  readonly ok: false;
  readonly code: string;
  readonly rule: string;
  readonly facts: { readonly [name: string]: JsonValue };
};

/** A good value, or the reason there is none. */
export type Result<T, E = Refusal> = { readonly ok: true; readonly value: T } | E;

/** Wraps a good value. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Builds a refusal. `code` is a key of the registry in api/errors; `rule` is the SPEC rule, such as `ORG-4`. */
export function refuse(code: string, rule: string, facts: Refusal['facts'] = {}): Refusal {
  return { ok: false, code, rule, facts };
}

/** Throws when `condition` is false: the program is wrong, not its input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** For the default branch of an exhaustive switch: the compiler shows the case that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`assertion failed: unexpected ${JSON.stringify(value)}`);
}
