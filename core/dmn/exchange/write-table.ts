/**
 * A decision table as XML. Where a table is there already, columns and rules that are still the same keep their text,
 * rules that changed keep their ids and all but the changed cells, and what stands between them stays.
 */
import { alignTables } from '../compare/table.ts';
import { escapeXml, type XmlElement } from '../outline.ts';
import type { SourceRule, SourceTable } from '../source.ts';
import { canonicalFeel } from '../squeeze.ts';

export type TableXml = {
  readonly table: SourceTable;
  /** The prefix of the DMN namespace in the file, with its colon. */
  readonly prefix: string;
  readonly indent: string;
  /** Makes an id that the file doesn't have. */
  readonly makeId: (wish: string) => string;
  /** What ids begin with. */
  readonly idBase: string;
};

export type OldTable = { readonly xml: string; readonly element: XmlElement; readonly table: SourceTable };

const STEP = '  ';
const PLIMSOLL = 'https://plimsoll.dev/dmn';
/** Children of a table that an import writes anew. */
const OWN_CHILDREN: ReadonlySet<string> = new Set(['input', 'output', 'annotation', 'rule']);

/** The element of a new table. */
export function writeTable(parts: TableXml): string {
  const { table, prefix, indent } = parts;
  const children = [
    ...writeColumns(parts),
    ...table.rules.map((rule) => writeRule(rule, { ...parts, id: null })),
  ];
  const inner = children.map((child) => `\n${indent}${STEP}${child}`).join('');
  const attributes = ` id="${parts.makeId(`${parts.idBase}_table`)}"${hitAttributes(table)}`;
  return `<${prefix}decisionTable${attributes}>${inner}\n${indent}</${prefix}decisionTable>`;
}

/** The element of a table that was there, with other columns and rules. */
export function rewriteTable(old: OldTable, parts: TableXml): string {
  const { xml, element } = old;
  const { table, prefix, indent } = parts;
  const versions = { old: old.table, new: table };
  const { columns, rules } = alignTables(versions, canonicalFeel);
  const same = (['input', 'output', 'annotation'] as const).every(
    (role) =>
      columns[role].added.length === 0 &&
      columns[role].removed.length === 0 &&
      columns[role].pairs.every((pair) => pair.old === pair.new),
  );
  const kept = element.children
    .map(
      (child, at): Piece => ({
        text: xml.slice(child.from, child.to),
        gap: gapBefore(old, at),
        name: child.name,
      }),
    )
    .filter(({ name }) => !OWN_CHILDREN.has(name));
  const pieces: Piece[] = [...kept];
  for (const role of ['input', 'output', 'annotation'] as const) {
    const elements = childrenAt(element, role);
    const count =
      role === 'input'
        ? table.inputs.length
        : role === 'output'
          ? table.outputs.length
          : table.annotations.length;
    for (let index = 0; index < count; index += 1) {
      const pair = columns[role].pairs.find((each) => each.new === index);
      const at = pair === undefined ? undefined : elements[pair.old];
      const isSame =
        pair !== undefined && columnText(old.table, role, pair.old) === columnText(table, role, index);
      const was = at === undefined ? null : (element.children[at] ?? null);
      pieces.push({
        name: role,
        gap: at === undefined ? null : gapBefore(old, at),
        text:
          isSame && was !== null
            ? xml.slice(was.from, was.to)
            : writeColumn(role, index, { ...parts, id: was?.attributes['id'] ?? null }),
      });
    }
  }
  const ruleElements = childrenAt(element, 'rule');
  const byNew = new Map(rules.pairs.map((pair) => [pair.new, pair.old]));
  for (const [index, rule] of table.rules.entries()) {
    const oldIndex = byNew.get(index);
    const at = oldIndex === undefined ? undefined : ruleElements[oldIndex];
    const was = at === undefined ? undefined : element.children[at];
    const before = oldIndex === undefined ? undefined : old.table.rules[oldIndex];
    pieces.push({
      name: 'rule',
      gap: at === undefined ? null : gapBefore(old, at),
      text: ruleText(rule, { old, was, before, same }, parts),
    });
  }
  const usual = `\n${indent}${STEP}`;
  const inner = pieces.map(({ text, gap }) => `${gap ?? usual}${text}`).join('');
  const close =
    element.innerFrom === element.to ? `</${prefix}decisionTable>` : xml.slice(element.innerTo, element.to);
  const last = element.children.at(-1);
  const end = last === undefined ? `\n${indent}` : xml.slice(last.to, element.innerTo);
  return `${openingTag(old, table)}${inner}${end}${close}`;
}

type Piece = { readonly text: string; readonly gap: string | null; readonly name: string };

/** White space and comments before a child. */
function gapBefore({ xml, element }: OldTable, at: number): string {
  const from = at === 0 ? element.innerFrom : (element.children[at - 1]?.to ?? element.innerFrom);
  return xml.slice(from, element.children[at]?.from ?? from);
}

function childrenAt(element: XmlElement, name: string): readonly number[] {
  return element.children.flatMap((child, index) => (child.name === name ? [index] : []));
}

type RuleOrigin = {
  readonly old: OldTable;
  readonly was: XmlElement | undefined;
  readonly before: SourceRule | undefined;
  readonly same: boolean;
};

function ruleText(rule: SourceRule, { old, was, before, same }: RuleOrigin, parts: TableXml): string {
  if (was === undefined || before === undefined) return writeRule(rule, { ...parts, id: null });
  const id = was.attributes['id'] ?? null;
  const isOther = rule.id !== '' && rule.id !== id;
  const patched = same && !isOther ? patchRule(rule, { xml: old.xml, was, before }) : null;
  return patched ?? writeRule(rule, { ...parts, id: isOther ? null : id });
}

/** The rule's text with other texts in the cells that changed; null when it can't be done so. */
function patchRule(
  rule: SourceRule,
  { xml, was, before }: { readonly xml: string; readonly was: XmlElement; readonly before: SourceRule },
): string | null {
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  const lists = [
    ['inputEntry', before.inputs, rule.inputs],
    ['outputEntry', before.outputs, rule.outputs],
    ['annotationEntry', before.annotations, rule.annotations],
  ] as const;
  for (const [name, olds, news] of lists) {
    const entries = was.children.filter((child) => child.name === name);
    for (const [index, text] of news.entries()) {
      const isSame =
        name === 'annotationEntry'
          ? plain(olds[index] ?? '') === plain(text)
          : cellForm(olds[index] ?? '', name) === cellForm(text, name);
      if (isSame) continue;
      const holder = entries[index]?.children.find((child) => child.name === 'text');
      if (holder === undefined || holder.innerFrom === holder.to) return null;
      edits.push({ from: holder.innerFrom, to: holder.innerTo, text: escapeXml(text) });
    }
  }
  let text = '';
  let from = was.from;
  for (const edit of edits.toSorted((left, right) => left.from - right.from)) {
    text += `${xml.slice(from, edit.from)}${edit.text}`;
    from = edit.to;
  }
  return `${text}${xml.slice(from, was.to)}`;
}

function cellForm(text: string, name: string): string {
  return canonicalFeel(text) || (name === 'inputEntry' ? '-' : '');
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function hitAttributes({ hitPolicy, aggregation }: SourceTable): string {
  return ` hitPolicy="${hitPolicy}"${aggregation === null ? '' : ` aggregation="${aggregation}"`}`;
}

function openingTag({ xml, element, table: before }: OldTable, table: SourceTable): string {
  const tag = xml.slice(element.from, element.innerFrom).replace(/\/>$/, '>');
  if (before.hitPolicy === table.hitPolicy && before.aggregation === table.aggregation) return tag;
  const bare = tag.replace(/\s+(?:hitPolicy|aggregation)\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
  return bare.replace(/\s*>$/, `${hitAttributes(table)}>`);
}

type Role = 'input' | 'output' | 'annotation';

/** Everything that a column says, in one form. */
function columnText(table: SourceTable, role: Role, index: number): string {
  const form = (text: string | null | undefined): string | null =>
    text === null || text === undefined ? null : canonicalFeel(text);
  if (role === 'annotation') return JSON.stringify(plain(table.annotations[index] ?? ''));
  if (role === 'input') {
    const input = table.inputs[index];
    return JSON.stringify([
      form(input?.text),
      plain(input?.label ?? ''),
      input?.typeRef,
      form(input?.values),
      input?.monotone ?? null,
    ]);
  }
  const output = table.outputs[index];
  return JSON.stringify([
    output?.name,
    plain(output?.label ?? ''),
    output?.typeRef,
    form(output?.values),
    form(output?.fallback),
  ]);
}

type WithId = TableXml & { readonly id: string | null };

function writeColumns(parts: TableXml): readonly string[] {
  const { table } = parts;
  const make = (role: Role, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => writeColumn(role, index, { ...parts, id: null }));
  return [
    ...make('input', table.inputs.length),
    ...make('output', table.outputs.length),
    ...make('annotation', table.annotations.length),
  ];
}

function writeColumn(role: Role, index: number, parts: WithId): string {
  const { table, prefix, makeId, idBase } = parts;
  const id = parts.id ?? makeId(`${idBase}_${role}_${index + 1}`);
  if (role === 'annotation')
    return `<${prefix}annotation name="${escapeXml(table.annotations[index] ?? '')}"/>`;
  if (role === 'input') {
    const input = table.inputs[index];
    if (input === undefined) return '';
    const label = input.label === canonicalFeel(input.text) ? '' : attribute('label', input.label);
    // The prefix is declared where it is used: the file may not know it, or call it otherwise.
    const monotone =
      input.monotone === undefined
        ? ''
        : `${attribute('xmlns:plimsoll', PLIMSOLL)}${attribute('plimsoll:monotone', input.monotone)}`;
    const expression = `<${prefix}inputExpression${attribute('typeRef', input.typeRef)}>${textElement(input.text, prefix)}</${prefix}inputExpression>`;
    return `<${prefix}input id="${id}"${label}${monotone}>${expression}${optional('inputValues', input.values, prefix)}</${prefix}input>`;
  }
  const output = table.outputs[index];
  if (output === undefined) return '';
  const label = output.label === (output.name ?? '') ? '' : attribute('label', output.label);
  const attributes = `id="${id}"${attribute('name', output.name)}${label}${attribute('typeRef', output.typeRef)}`;
  const inner = `${optional('outputValues', output.values, prefix)}${optional('defaultOutputEntry', output.fallback, prefix)}`;
  return inner === ''
    ? `<${prefix}output ${attributes}/>`
    : `<${prefix}output ${attributes}>${inner}</${prefix}output>`;
}

function attribute(name: string, value: string | null): string {
  return value === null ? '' : ` ${name}="${escapeXml(value)}"`;
}

function textElement(text: string, prefix: string): string {
  return `<${prefix}text>${escapeXml(text)}</${prefix}text>`;
}

function optional(name: string, text: string | null, prefix: string): string {
  return text === null ? '' : `<${prefix}${name}>${textElement(text, prefix)}</${prefix}${name}>`;
}

function writeRule(rule: SourceRule, { prefix, indent, makeId, idBase, id }: WithId): string {
  const own = rule.id === '' ? (id ?? makeId(`${idBase}_rule_1`)) : rule.id;
  const entry = (name: string, text: string): string =>
    `\n${indent}${STEP}${STEP}<${prefix}${name}>${textElement(text, prefix)}</${prefix}${name}>`;
  const cells = [
    ...rule.inputs.map((text) => entry('inputEntry', text)),
    ...rule.outputs.map((text) => entry('outputEntry', text)),
    ...rule.annotations.map((text) => entry('annotationEntry', text)),
  ];
  return `<${prefix}rule id="${escapeXml(own)}">${cells.join('')}\n${indent}${STEP}</${prefix}rule>`;
}
