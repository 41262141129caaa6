/**
 * Whether a model that was read is of a size that can be linked in time: names, contexts, types within types, and all
 * expressions together. What is refused here would cost the square of its size, or double with every level.
 */
import {
  MAX_CONTEXT_ENTRIES,
  MAX_ITEM_DEPTH,
  MAX_NAME_LENGTH,
  MAX_PROBLEMS,
  MAX_TEXT_WORK,
  MAX_TYPE_CHAIN,
  MAX_TYPE_PARTS,
} from './limits.ts';
import { createProblem, type Problem } from './problem.ts';
import type { SourceItem, SourceModel } from './source.ts';

/** Members that are names, and members whose texts are expressions. */
const NAMES: ReadonlySet<string> = new Set(['name', 'variable']);
const TEXTS: ReadonlySet<string> = new Set([
  'text',
  'allowed',
  'constraint',
  'values',
  'fallback',
  'inputs',
  'outputs',
]);

/** Characters up to which a text is read in no time to speak of, as the cells of tables are. */
const SHORT_TEXT = 200;

type Count = { longestName: number; mostEntries: number; textWork: number };

/** What is too large, by element; empty for a model that can be linked. */
export function findOversize(model: SourceModel): readonly Problem[] {
  const problems: Problem[] = [];
  let textWork = 0;
  const elements = [
    ...model.items,
    ...model.inputs,
    ...model.decisions,
    ...model.knowledge,
    ...model.services,
  ];
  for (const element of elements) {
    const count: Count = { longestName: 0, mostEntries: 0, textWork: 0 };
    measure(element, '', count);
    textWork += count.textWork;
    const tooMany = (what: string, most: number): void => {
      const place = { element: element.name.slice(0, MAX_NAME_LENGTH) };
      problems.push(createProblem('DMN_TOO_MANY', place, { what, most }));
    };
    if (count.longestName > MAX_NAME_LENGTH) tooMany('characters of a name', MAX_NAME_LENGTH);
    if (count.mostEntries > MAX_CONTEXT_ENTRIES) tooMany('entries of a context', MAX_CONTEXT_ENTRIES);
  }
  if (textWork > MAX_TEXT_WORK)
    problems.push(createProblem('DMN_TOO_MANY', {}, { what: 'long expressions', most: MAX_TEXT_WORK }));
  return [...problems, ...findLargeTypes(model.items)].slice(0, MAX_PROBLEMS);
}

/** Goes through an element as it was read; its nesting is bounded by that of the file. */
function measure(part: unknown, member: string, count: Count): void {
  if (typeof part === 'string') {
    if (NAMES.has(member)) count.longestName = Math.max(count.longestName, part.length);
    else if (TEXTS.has(member)) count.textWork += Math.max(0, part.length - SHORT_TEXT) ** 2;
  } else if (Array.isArray(part)) {
    if (member === 'entries') count.mostEntries = Math.max(count.mostEntries, part.length);
    for (const each of part) measure(each, member, count);
  } else if (typeof part === 'object' && part !== null) {
    for (const [name, value] of Object.entries(part)) measure(value, name, count);
  }
}

/** Types whose parts, each with its own parts, are too many or too deep; a type inside itself is one part. */
function findLargeTypes(items: readonly SourceItem[]): readonly Problem[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const known = new Map<string, number>();
  const open = new Set<string>();
  return items.flatMap((item) =>
    partsByName(item.name, 0) > MAX_TYPE_PARTS
      ? [
          createProblem(
            'DMN_TOO_MANY',
            { element: item.name },
            { what: 'parts of a type', most: MAX_TYPE_PARTS },
          ),
        ]
      : [],
  );

  function partsByName(name: string, chain: number): number {
    const item = byName.get(name);
    if (item === undefined || open.has(name)) return 1;
    const before = known.get(name);
    if (before !== undefined) return before;
    if (chain > MAX_TYPE_CHAIN) return MAX_TYPE_PARTS + 1;
    open.add(name);
    const parts = partsOf(item, chain, 0);
    open.delete(name);
    known.set(name, parts);
    return parts;
  }

  function partsOf(item: SourceItem, chain: number, depth: number): number {
    if (depth > MAX_ITEM_DEPTH) return MAX_TYPE_PARTS + 1;
    let parts = 1;
    if (item.typeRef !== null) parts += partsByName(item.typeRef.trim(), chain + 1);
    for (const component of item.components) {
      parts += partsOf(component, chain, depth + 1);
      if (parts > MAX_TYPE_PARTS) break;
    }
    return Math.min(parts, MAX_TYPE_PARTS + 1);
  }
}
