/** The names of a policy that the cells of a table use. */
import { ANY, createScope, parseExpression, parseTests } from '@plimsoll/core/feel';
import type { SourceTable } from '../source.ts';

/** Of `names`, those that occur as names in any expression or cell. */
export function namesUsed(table: SourceTable, names: readonly string[]): readonly string[] {
  const scope = createScope(names.map((name, index) => ({ name, index, type: ANY })));
  const found = new Set<number>();
  for (const { text, values } of table.inputs) {
    gather(parseExpression(text, scope).node, found);
    if (values !== null) gather(parseTests(values, scope, ANY).test, found);
  }
  for (const { values, fallback } of table.outputs) {
    if (values !== null) gather(parseTests(values, scope, ANY).test, found);
    if (fallback !== null) gather(parseExpression(fallback, scope).node, found);
  }
  for (const rule of table.rules) {
    for (const text of rule.inputs) gather(parseTests(text, scope, ANY).test, found);
    for (const text of rule.outputs) gather(parseExpression(text, scope).node, found);
  }
  return names.filter((_, index) => found.has(index));
}

/** Walks a tree of plain nodes, whatever their kinds. */
function gather(node: unknown, found: Set<number>): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) gather(item, found);
    return;
  }
  if ('kind' in node && node.kind === 'global' && 'index' in node && typeof node.index === 'number')
    found.add(node.index);
  for (const value of Object.values(node)) gather(value, found);
}
