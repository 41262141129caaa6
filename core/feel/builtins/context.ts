/** Context built-ins (OMG DMN 1.5, 10.3.4.11). */
import {
  type CallFault,
  callFault,
  type FeelContext,
  type FeelFunction,
  type FeelList,
  type FeelValue,
  isContext,
} from '../value.ts';
import { builtin, needs, signature } from './define.ts';

function getDeep(context: FeelContext, keys: FeelList): FeelValue {
  return keys.reduce<FeelValue>(
    (value, key) => (isContext(value) && typeof key === 'string' ? (value.get(key) ?? null) : null),
    context,
  );
}

/** The context with the value at the path of keys; null when there is no context on the way. */
function putDeep(context: FeelContext, keys: FeelList, value: FeelValue): FeelContext | null {
  const [key, ...others] = keys;
  if (typeof key !== 'string') return null;
  if (others.length === 0) return new Map(context).set(key, value);
  const inner = context.get(key) ?? null;
  const next = isContext(inner) ? putDeep(inner, others, value) : null;
  return next === null ? null : new Map(context).set(key, next);
}

function contextFrom(entries: FeelList): FeelValue | CallFault {
  const context = new Map<string, FeelValue>();
  for (const entry of entries) {
    const key = isContext(entry) ? (entry.get('key') ?? null) : null;
    if (typeof key !== 'string' || !isContext(entry) || !entry.has('value'))
      return callFault('FEEL_DOMAIN', { function: 'context' });
    if (context.has(key)) return callFault('FEEL_DUPLICATE_NAME', { name: key });
    context.set(key, entry.get('value') ?? null);
  }
  return context;
}

function merge(contexts: FeelList): FeelValue | CallFault {
  const merged = new Map<string, FeelValue>();
  for (const context of contexts) {
    if (!isContext(context)) return callFault('FEEL_TYPE', { function: 'context merge', wanted: 'context' });
    for (const [key, value] of context) merged.set(key, value);
  }
  return merged;
}

export const CONTEXT_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'get value',
    signature([needs('m', 'context'), needs('key', 'string')], ([context, key]) => context.get(key) ?? null),
    signature([needs('m', 'context'), needs('keys', 'list')], ([context, keys]) =>
      keys.length === 0 ? null : getDeep(context, keys),
    ),
  ),
  builtin(
    'get entries',
    signature([needs('m', 'context')], ([context]) =>
      [...context].map(
        ([key, value]) =>
          new Map<string, FeelValue>([
            ['key', key],
            ['value', value],
          ]),
      ),
    ),
  ),
  builtin(
    'context put',
    signature(
      [needs('context', 'context'), needs('key', 'string'), needs('value', 'any')],
      ([context, key, value]) => new Map(context).set(key, value),
    ),
    signature(
      [needs('context', 'context'), needs('keys', 'list'), needs('value', 'any')],
      ([context, keys, value]) =>
        putDeep(context, keys, value) ?? callFault('FEEL_DOMAIN', { function: 'context put' }),
    ),
  ),
  builtin(
    'context merge',
    signature([needs('contexts', 'list')], ([contexts]) => merge(contexts)),
  ),
  builtin(
    'context',
    signature([needs('entries', 'list')], ([entries]) => contextFrom(entries)),
  ),
];
