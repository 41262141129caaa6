/** Two versions of an element's logic: boxed expressions are laid out as parts with a path, and compared part by part. */
import type { SourceExpression, SourceParameter, SourceTable } from '../source.ts';
import { findMoved, pairByKey } from './align.ts';
import type { ChangeList, PathStep, Site } from './change.ts';
import { compareTables } from './table.ts';

type Feel = (text: string) => string;

/** One node of the logic. `key` is its path as text, for pairing. */
type Part = {
  readonly path: readonly PathStep[];
  readonly kind: string;
  readonly typeRef: string | null;
  /** The text of a literal, or whatever else the node itself says. */
  readonly text: string | null;
  readonly table: SourceTable | null;
};

export function compareLogic(
  old: SourceExpression | null,
  fresh: SourceExpression | null,
  { feel, site }: { readonly feel: Feel; readonly site: Site },
): ChangeList {
  const [oldParts, newParts] = [layOut(old), layOut(fresh)];
  const keysOf = (parts: readonly Part[]): readonly string[] => parts.map(({ path }) => JSON.stringify(path));
  const [oldKeys, newKeys] = [keysOf(oldParts), keysOf(newParts)];
  const pairs = pairByKey(oldKeys, newKeys);
  const changes: ChangeList = [];
  const at = (part: Part): Site => ({ ...site, path: [...site.path, ...part.path] });
  const [olds, news] = [new Set(oldKeys), new Set(newKeys)];
  for (const [index, part] of oldParts.entries())
    if (!news.has(oldKeys[index] ?? '') && isTopmost(part, news))
      changes.push({ ...at(part), code: 'PART_REMOVED', facts: { old: part.text ?? part.kind, new: null } });
  for (const [index, part] of newParts.entries())
    if (!olds.has(newKeys[index] ?? '') && isTopmost(part, olds))
      changes.push({ ...at(part), code: 'PART_ADDED', facts: { old: null, new: part.text ?? part.kind } });
  for (const pair of pairs) {
    const [before, after] = [oldParts[pair.old], newParts[pair.new]];
    if (before !== undefined && after !== undefined)
      changes.push(...compareParts({ old: before, new: after }, { feel, site: at(after) }));
  }
  if (findMoved(pairs).length > 0)
    changes.push({ ...site, code: 'PART_ORDER', facts: { old: orderOf(oldParts), new: orderOf(newParts) } });
  return changes;
}

/** Whether the part's parent is in the other version: what is inside an added part is not listed again. */
function isTopmost({ path }: Part, others: ReadonlySet<string>): boolean {
  return path.length === 0 || others.has(JSON.stringify(path.slice(0, -1)));
}

function orderOf(parts: readonly Part[]): string {
  return parts.flatMap(({ path }) => (path.length === 1 ? [path[0]?.name ?? ''] : [])).join(', ');
}

function compareParts(
  parts: { readonly old: Part; readonly new: Part },
  { feel, site }: { readonly feel: Feel; readonly site: Site },
): ChangeList {
  const { old, new: fresh } = parts;
  const changes: ChangeList = [];
  if (old.typeRef !== fresh.typeRef)
    changes.push({ ...site, code: 'TYPE', facts: { old: old.typeRef, new: fresh.typeRef } });
  if (old.kind !== fresh.kind) {
    changes.push({
      ...site,
      code: 'LOGIC_KIND',
      facts: { oldKind: old.kind, newKind: fresh.kind, old: old.text, new: fresh.text },
    });
    return changes;
  }
  if (old.table !== null && fresh.table !== null)
    changes.push(...compareTables({ old: old.table, new: fresh.table }, { feel, site }));
  else if (feel(old.text ?? '') !== feel(fresh.text ?? ''))
    changes.push({ ...site, code: 'EXPRESSION', facts: { old: old.text, new: fresh.text } });
  return changes;
}

function layOut(logic: SourceExpression | null): readonly Part[] {
  const parts: Part[] = [];
  if (logic !== null) visit(logic, [], parts);
  return parts;
}

function visit(node: SourceExpression, path: readonly PathStep[], parts: Part[]): void {
  const { kind, typeRef } = node;
  parts.push({
    path,
    kind,
    typeRef,
    text: ownText(node),
    table: node.kind === 'table' ? node : null,
  });
  for (const [step, inner] of innerOf(node)) {
    const here = [...path, step];
    if ('kind' in inner) visit(inner, here, parts);
    else parts.push({ path: here, kind: 'name', typeRef: inner.typeRef, text: null, table: null });
  }
}

function ownText(node: SourceExpression): string | null {
  switch (node.kind) {
    case 'literal':
      return node.text;
    case 'iteration':
      return `${node.iteration} ${node.variable}`;
    case 'function':
      return node.isExternal ? 'external' : null;
    case 'missing':
      return node.what;
    default:
      return null;
  }
}

type Inner = readonly [step: PathStep, inner: SourceExpression | SourceParameter];

function innerOf(node: SourceExpression): readonly Inner[] {
  const step = (part: PathStep['part'], name: string | number = ''): PathStep => ({
    part,
    name: String(name),
  });
  switch (node.kind) {
    case 'context':
      return node.entries.map(({ name, typeRef, value }): Inner => {
        const here = name === null ? step('result') : step('entry', name);
        return [here, typeRef === null ? value : { ...value, typeRef }];
      });
    case 'relation':
      return [
        ...node.columns.map((column): Inner => [step('column', column.name), column]),
        ...node.rows.flatMap((row, index) =>
          row.map(
            (cell, column): Inner => [
              step('row', `${index + 1} ${node.columns[column]?.name ?? column + 1}`),
              cell,
            ],
          ),
        ),
      ];
    case 'list':
      return node.items.map((item, index): Inner => [step('item', index + 1), item]);
    case 'invocation':
      return [
        [step('callee'), node.callee],
        ...node.bindings.map(({ name, value }): Inner => [step('binding', name), value]),
      ];
    case 'function':
      return [
        ...node.parameters.map((parameter): Inner => [step('parameter', parameter.name), parameter]),
        [step('body'), node.body],
      ];
    case 'conditional':
      return [
        [step('condition'), node.condition],
        [step('then'), node.then],
        [step('otherwise'), node.otherwise],
      ];
    case 'filter':
      return [
        [step('source'), node.source],
        [step('match'), node.match],
      ];
    case 'iteration':
      return [
        [step('source'), node.source],
        [step('body'), node.body],
      ];
    case 'literal':
    case 'table':
    case 'missing':
      return [];
    default:
      return node satisfies never;
  }
}
