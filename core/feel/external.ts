/**
 * External functions (OMG DMN 1.5, 10.3.2.13.3): a body that names a function of another language. Each is a problem
 * when it is read, so that no policy that decides has one. In a draft, what is known by its meaning is called all the
 * same, as the compatibility kit asks; all else is a fault when it is called.
 */
import { findJavaMethod } from './java-method.ts';
import type { FeelNode, FeelProblem } from './node.ts';
import type { Span } from './span.ts';
import { ANY } from './type.ts';

type Parameters = { readonly names: readonly string[]; readonly firstSlot: number; readonly at: Span };

/** The body of a function that passes its parameters on to what `java: {class, method signature}` names. */
export function readExternal(
  mapping: { readonly className: string | null; readonly signature: string | null },
  { names, firstSlot, at }: Parameters,
): { readonly body: FeelNode; readonly problems: readonly FeelProblem[] } {
  const { className, signature } = mapping;
  const fn = className === null || signature === null ? null : findJavaMethod(className, signature);
  const name = (className === null ? 'external' : `${className}.${signature ?? ''}`).slice(0, 120);
  const problems = [{ code: 'FEEL_EXTERNAL', at, facts: { name } }];
  if (fn === null) return { body: { kind: 'broken', at, type: ANY, code: 'FEEL_EXTERNAL', name }, problems };
  const args = names.map(
    (each, index): FeelNode => ({ kind: 'local', at, type: ANY, name: each, slot: firstSlot + index }),
  );
  const callee: FeelNode = { kind: 'builtin', at, type: { kind: 'function', result: ANY }, fn };
  return { body: { kind: 'call', at, type: ANY, callee, args, names: null }, problems };
}

/** The text of an entry of a literal context; null when it isn't a plain text. */
export function textEntry(node: FeelNode, name: string): string | null {
  const entry = entryOf(node, name);
  return entry?.kind === 'literal' && typeof entry.value === 'string' ? entry.value : null;
}

export function entryOf(node: FeelNode | null, name: string): FeelNode | null {
  if (node?.kind !== 'context') return null;
  return node.entries.find((entry) => entry.name === name)?.value ?? null;
}
