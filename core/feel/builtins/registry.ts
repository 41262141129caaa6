/** All built-in functions by name. A model's own names come before these. */
import { nameKey } from '../scope.ts';
import type { FeelFunction } from '../value.ts';
import { CONTEXT_BUILTINS } from './context.ts';
import { CONVERSION_BUILTINS } from './conversion.ts';
import { LIST_BUILTINS } from './list.ts';
import { MOMENT_BUILTINS } from './moment.ts';
import { NUMBER_BUILTINS } from './number.ts';
import { RANGE_BUILTINS } from './range.ts';
import { STATISTICS_BUILTINS } from './statistics.ts';
import { STRING_BUILTINS } from './string.ts';

const ALL: readonly FeelFunction[] = [
  ...NUMBER_BUILTINS,
  ...STRING_BUILTINS,
  ...CONVERSION_BUILTINS,
  ...MOMENT_BUILTINS,
  ...LIST_BUILTINS,
  ...STATISTICS_BUILTINS,
  ...CONTEXT_BUILTINS,
  ...RANGE_BUILTINS,
];

const BY_KEY: ReadonlyMap<string, FeelFunction> = new Map(ALL.map((fn) => [nameKey(fn.name), fn]));

/** Names with spaces, which the grammar has to know. */
export const BUILTIN_NAMES: readonly string[] = ALL.map(({ name }) => name).filter(
  (name) => name.includes(' ') && !name.startsWith('date'),
);

/** `key` as `nameKey` makes it; null when there is no such function. */
export function findBuiltin(key: string): FeelFunction | null {
  return BY_KEY.get(key) ?? null;
}
