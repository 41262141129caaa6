/** Boxed expressions lowered; tables are in lower-table. */
import { call, constant, FRAME, type Ir } from './ir.ts';
import type { BoxedNode, ContextBoxed } from '../boxed.ts';
import { lowerCondition, lowerFeel } from './lower-feel.ts';
import { lowerFit } from './lower-fit.ts';
import { lowerTable } from './lower-table.ts';
import type { Lowering } from './lowering.ts';
import { contextFrom } from './runtime.ts';

/** An expression that gives the value of the node, fitted to its declared type. */
export function lowerBoxed(node: BoxedNode, lowering: Lowering): Ir {
  const value = lowerPlain(node, lowering);
  return node.fit === null ? value : lowerFit(value, node.fit, lowering);
}

function lowerPlain(node: BoxedNode, lowering: Lowering): Ir {
  switch (node.kind) {
    case 'literal':
      return lowerFeel(node.node, lowering);
    case 'table':
      return lowerTable(node, lowering);
    case 'context':
      return lowerContext(node, lowering);
    case 'list':
      return { op: 'list', items: node.items.map((item) => lowerBoxed(item, lowering)) };
    case 'conditional':
      return lowerConditional(node, lowering);
    default:
      return runRare(node, lowering);
  }
}

/** Only a literal condition that is surely a truth value or null: others can be errors. */
function lowerConditional(
  node: Extract<BoxedNode, { readonly kind: 'conditional' }>,
  lowering: Lowering,
): Ir {
  const { condition } = node;
  if (condition.kind !== 'literal' || condition.node.type.kind !== 'boolean' || condition.fit !== null)
    return runRare(node, lowering);
  return {
    op: 'if',
    condition: lowerCondition(condition.node, lowering),
    then: lowerBoxed(node.then, lowering),
    otherwise: lowerBoxed(node.otherwise, lowering),
  };
}

function lowerContext(node: ContextBoxed, lowering: Lowering): Ir {
  const entries = node.entries.map(({ name, slot }) => ({ name, slot }));
  const { machine } = lowering;
  const result =
    node.result === null ? call(contextFrom, constant(entries), FRAME) : lowerBoxed(node.result, lowering);
  const steps = node.entries.map(({ name, slot, value }) => {
    const entry = lowerBoxed(value, lowering);
    return { slot, value: lowering.isRecording ? call(machine.noteEntry, constant(name), entry) : entry };
  });
  return { op: 'sequence', steps, body: result };
}

/** The interpreter runs the node; the boxed expressions inside are compiled as parts. */
function runRare(node: BoxedNode, lowering: Lowering): Ir {
  for (const part of partsOf(node)) addBoxedPart(part, lowering);
  if (node.kind === 'function' || node.kind === 'invocation') lowering.nests = true;
  return call(lowering.machine.runBoxedRare, constant(node), FRAME);
}

function partsOf(node: BoxedNode): readonly BoxedNode[] {
  switch (node.kind) {
    case 'relation':
      return node.rows.flat();
    case 'invocation':
      return [node.callee, ...node.bindings.map(({ value }) => value)];
    case 'function':
      return [node.body];
    case 'conditional':
      return [node.condition, node.then, node.otherwise];
    case 'filter':
      return [node.source, node.match];
    case 'iteration':
      return [node.source, node.body];
    default:
      return [];
  }
}

export function addBoxedPart(node: BoxedNode, lowering: Lowering): void {
  if (lowering.seen.has(node)) return;
  lowering.seen.add(node);
  lowering.parts.push({ key: node, body: lowerBoxed(node, lowering) });
}
