/**
 * Walks linked trees without knowing every kind of node: whatever holds a node, or a test, is looked into. New kinds of
 * nodes are walked too, so a check can't pass over what it has never heard of.
 */
import {
  createFrame,
  createRun,
  type FeelNode,
  type FeelValue,
  run,
  type TestNode,
} from '@plimsoll/core/feel';
import type { BoxedNode, TableNode } from '../boxed.ts';

type Plain = { readonly [member: string]: unknown };

/** Members that hold no node: types and places, values of FEEL, what a table keeps beside its cells. */
const NOT_WALKED: ReadonlySet<string> = new Set([
  'type',
  'at',
  'fit',
  'fn',
  'of',
  'order',
  'settled',
  'blank',
  'columns',
  'values',
]);

/** Every object with a `kind` inside a node, the node itself first. `enter` may keep the walk out of one. */
export function walk(root: unknown, enter: (node: Plain & { readonly kind: string }) => boolean): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const top = open.pop();
    if (Array.isArray(top)) {
      for (let index = top.length - 1; index >= 0; index -= 1) open.push(top[index]);
    } else if (typeof top === 'object' && top !== null && !(top instanceof Map) && !(top instanceof Set)) {
      const node = top as Plain;
      if (typeof node['kind'] === 'string' && !enter(node as Plain & { readonly kind: string })) continue;
      if (node['kind'] === 'literal' && !isBoxed(node)) continue;
      for (const name of Object.keys(node).toReversed())
        if (!NOT_WALKED.has(name) || isNodeMember(node, name)) open.push(node[name]);
    }
  }
}

/** `of` is a type in `instance of` but an expression in a test; a boxed literal holds its expression in `node`. */
function isNodeMember(node: Plain, name: string): boolean {
  return name === 'of' && node['kind'] === 'member';
}

function isBoxed(node: Plain): boolean {
  return 'node' in node;
}

/** The globals that a tree asks for, by index. */
export function globalsIn(root: unknown): ReadonlySet<number> {
  const found = new Set<number>();
  walk(root, (node) => {
    if (node.kind === 'global') found.add(node['index'] as number);
    return true;
  });
  return found;
}

/** The tables of a decision's logic, outermost first. */
export function tablesIn(logic: BoxedNode): readonly TableNode[] {
  const found: TableNode[] = [];
  walk(logic, (node) => {
    if (node.kind === 'table') found.push(node as unknown as TableNode);
    return true;
  });
  return found;
}

/** What is not the same each time it is asked for. */
const RESTLESS: ReadonlySet<string> = new Set(['today', 'now']);

/** Whether an expression means the same everywhere: it looks at no name. */
export function isClosed(root: FeelNode | TestNode): boolean {
  let closed = true;
  walk(root, (node) => {
    if (node.kind === 'global' || node.kind === 'local' || node.kind === 'itemName' || node.kind === 'broken')
      closed = false;
    if (node.kind === 'builtin' && RESTLESS.has((node as unknown as { fn: { name: string } }).fn.name))
      closed = false;
    return closed;
  });
  return closed;
}

/** A frame in which nothing of a model is known and faults are not heard. */
export function bareFrame(): ReturnType<typeof createFrame> {
  return createFrame(createRun({ global: () => null, fault: () => undefined }));
}

/** The value of an expression that looks at no name. */
export function valueOfClosed(node: FeelNode): FeelValue {
  return run(node, bareFrame());
}

/** A text that is the same for expressions that are written the same, wherever they stand. */
export function keyOf(root: unknown): string {
  return JSON.stringify(root, (name, value: unknown) => {
    if (name === 'at' || name === 'type' || name === 'slot') return undefined;
    if (name === 'fn') return (value as { readonly name: string }).name;
    return value instanceof Set || value instanceof Map ? [...value] : value;
  });
}
