/** Puts an imported table into a policy file, or makes a policy file of it. Every byte outside of what it writes stays. */
import { compareTables } from '../compare/table.ts';
import { escapeXml, outlineXml, type XmlElement } from '../outline.ts';
import type { Policy } from '../policy.ts';
import { referenceTo } from '../source.ts';
import { canonicalFeel } from '../squeeze.ts';
import type { ImportedTable } from './import-table.ts';
import type { ImportedInput } from './import-work.ts';
import { namesUsed } from './names-used.ts';
import { rewriteTable, writeTable } from './write-table.ts';

const DMN_NAMESPACE = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const INDENT = '  ';

/** The policy file with the imported table in it. Null when the file's elements can't be told apart. */
export function putTable(xml: string, policy: Policy, imported: ImportedTable): string | null {
  const root = outlineXml(xml);
  if (root === null) return null;
  const file: File = { xml, root, policy, makeId: idMaker(xml) };
  const decision = root.children.find(
    (child) => child.name === 'decision' && nameOf(child) === imported.decision,
  );
  return decision === undefined ? addDecision(file, imported) : changeDecision(file, decision, imported);
}

/** A policy file that holds one decision and the inputs it asks for. */
export function makePolicy(name: string, imported: ImportedTable): string {
  const slug = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'policy';
  const inputs = imported.newInputs;
  const makeId = idMaker('');
  const ids = new Map(inputs.map((input) => [input.name, makeId(`input_${input.name}`)]));
  const elements = [
    ...inputs.map((input) => `${INDENT}${writeInput(input, ids.get(input.name) ?? '', '')}`),
    writeDecision(imported, {
      prefix: '',
      makeId,
      requirements: inputs.map(({ name: input }) => ['Input', ids.get(input) ?? '']),
    }),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${DMN_NAMESPACE}" xmlns:plimsoll="https://plimsoll.dev/dmn" id="${makeId('definitions')}" name="${escapeXml(name)}" namespace="https://plimsoll.dev/policies/${slug}">
${elements.join('\n')}
</definitions>
`;
}

/** Whether the table that a file says is the one that was imported: read again, nothing is taken on trust. */
export function holdsTable(policy: Policy, imported: ImportedTable): boolean {
  const logic = policy.source.decisions.find(({ name }) => name === imported.decision)?.logic;
  if (logic?.kind !== 'table') return false;
  const site = { element: { kind: 'decision', name: imported.decision }, path: [] } as const;
  return compareTables({ old: imported.table, new: logic }, { feel: canonicalFeel, site }).length === 0;
}

type File = {
  readonly xml: string;
  readonly root: XmlElement;
  readonly policy: Policy;
  readonly makeId: (wish: string) => string;
};

function nameOf({ attributes }: XmlElement): string {
  return (attributes['name'] ?? '').replace(/\s+/g, ' ').trim();
}

/** Makes ids that the file doesn't have yet: the wish, or the wish with a number. */
function idMaker(xml: string): (wish: string) => string {
  const taken = new Set(
    [...xml.matchAll(/\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, one, two]) => one ?? two ?? ''),
  );
  return (wish) => {
    // The kept reader takes ASCII ids only; names in other letters are left to the number.
    const plain = wish.replace(/[^A-Za-z0-9_.-]+/g, '_').replace(/^(?![A-Za-z_])/, '_');
    const base = plain.replace(/(?<=\w)_+$/, '');
    const stem = base.replace(/_\d+$/, '');
    let id = base;
    for (let number = 2; taken.has(id); number += 1) id = `${stem}_${number}`;
    taken.add(id);
    return id;
  };
}

function changeDecision(file: File, decision: XmlElement, imported: ImportedTable): string | null {
  const { xml, root, policy, makeId } = file;
  const element = decision.children.find((child) => child.name === 'decisionTable');
  const logic = policy.source.decisions.find(({ name }) => name === imported.decision)?.logic;
  if (element === undefined || logic?.kind !== 'table') return null;
  const indent = indentAt(xml, element.from);
  const text = rewriteTable(
    { xml, element, table: logic },
    {
      table: imported.table,
      prefix: element.prefix,
      indent,
      makeId,
      idBase: decision.attributes['id'] ?? 'decision',
    },
  );
  const inputs = makeInputs(file, imported.newInputs);
  const requirements = missingRequirements(file, imported, inputs.ids).map(
    (requirement) => `${writeRequirement(requirement, { prefix: root.prefix, makeId })}\n${indent}`,
  );
  const first = root.children.find((child) => child.name === 'decision') ?? decision;
  return splice(xml, [
    { from: first.from, to: first.from, text: inputs.text },
    { from: element.from, to: element.from, text: requirements.join('') },
    { from: element.from, to: element.to, text },
  ]);
}

function addDecision(file: File, imported: ImportedTable): string {
  const { xml, root, makeId } = file;
  const inputs = makeInputs(file, imported.newInputs);
  const text = writeDecision(imported, {
    prefix: root.prefix,
    makeId,
    requirements: missingRequirements(file, imported, inputs.ids),
  });
  const elements = new Set([
    'inputData',
    'decision',
    'businessKnowledgeModel',
    'decisionService',
    'knowledgeSource',
    'itemDefinition',
    'import',
    'extensionElements',
    'description',
  ]);
  const last = root.children.findLast(({ name }) => elements.has(name));
  const at = last?.to ?? root.innerFrom;
  const added = `${inputs.text === '' ? '' : `\n${INDENT}${inputs.text.trimEnd()}`}\n${text}`;
  return splice(xml, [{ from: at, to: at, text: added }]);
}

type Edit = { readonly from: number; readonly to: number; readonly text: string };

/** Edits in the order of their places; those at one place in the order given. */
function splice(xml: string, edits: readonly Edit[]): string {
  let text = '';
  let from = 0;
  for (const edit of edits.toSorted((left, right) => left.from - right.from)) {
    text += `${xml.slice(from, edit.from)}${edit.text}`;
    from = edit.to;
  }
  return `${text}${xml.slice(from)}`;
}

function indentAt(xml: string, at: number): string {
  return /[ \t]*$/.exec(xml.slice(0, at))?.[0] ?? '';
}

function makeInputs({ root, makeId }: File, inputs: readonly ImportedInput[]) {
  const ids = new Map(inputs.map(({ name }) => [name, makeId(`input_${name}`)]));
  const text = inputs
    .map((input) => `${writeInput(input, ids.get(input.name) ?? '', root.prefix)}\n${INDENT}`)
    .join('');
  return { ids, text };
}

function writeInput({ name, type }: ImportedInput, id: string, prefix: string): string {
  const typeRef = type === '' || type === 'Any' ? '' : ` typeRef="${escapeXml(type)}"`;
  const variable = `<${prefix}variable name="${escapeXml(name)}"${typeRef}/>`;
  return `<${prefix}inputData id="${id}" name="${escapeXml(name)}">${variable}</${prefix}inputData>`;
}

type Requirement = readonly [kind: 'Input' | 'Decision' | 'Knowledge', id: string];

/** What the table uses and the decision doesn't require yet. */
function missingRequirements(
  { policy: { source } }: File,
  imported: ImportedTable,
  newIds: ReadonlyMap<string, string>,
): readonly Requirement[] {
  const known = new Map<string, Requirement>([
    ...source.inputs.map(({ name, id }): [string, Requirement] => [name, ['Input', id]]),
    ...source.decisions.map(({ name, id }): [string, Requirement] => [name, ['Decision', id]]),
    ...source.knowledge.map(({ name, id }): [string, Requirement] => [name, ['Knowledge', id]]),
    ...[...newIds].map(([name, id]): [string, Requirement] => [name, ['Input', id]]),
  ]);
  const required = new Set(source.decisions.find(({ name }) => name === imported.decision)?.requires);
  return namesUsed(imported.table, [...known.keys()]).flatMap((name): readonly Requirement[] => {
    const requirement = known.get(name);
    const isKnown = requirement === undefined || required.has(referenceTo(source.namespace, requirement[1]));
    return isKnown ? [] : [requirement];
  });
}

type Writing = { readonly prefix: string; readonly makeId: (wish: string) => string };

function writeRequirement([kind, id]: Requirement, { prefix, makeId }: Writing): string {
  const tag = kind === 'Knowledge' ? 'knowledgeRequirement' : 'informationRequirement';
  return `<${prefix}${tag} id="${makeId(`${tag}_1`)}"><${prefix}required${kind} href="#${escapeXml(id)}"/></${prefix}${tag}>`;
}

function writeDecision(
  { decision, table }: ImportedTable,
  { prefix, makeId, requirements }: Writing & { readonly requirements: readonly Requirement[] },
): string {
  const id = makeId(`decision_${decision}`);
  const inner = INDENT + INDENT;
  const lines = [
    `<${prefix}variable name="${escapeXml(decision)}"/>`,
    ...requirements.map((requirement) => writeRequirement(requirement, { prefix, makeId })),
    writeTable({ table, prefix, indent: inner, makeId, idBase: id }),
  ];
  const body = lines.map((line) => `${inner}${line}`).join('\n');
  return `${INDENT}<${prefix}decision id="${id}" name="${escapeXml(decision)}">\n${body}\n${INDENT}</${prefix}decision>`;
}
