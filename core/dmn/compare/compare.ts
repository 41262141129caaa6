/**
 * Compares two versions of a policy by what they mean. Nothing is reported exactly when their hashes are equal: an
 * element whose canonical meaning differs has at least one change, if need be a general one.
 */
import { canonicalize, type JsonValue } from '@plimsoll/core/base';
import {
  bareType,
  importsOf,
  namesAcross,
  type FeelForm,
  feelForm,
  type Meaning,
  type MeaningNode,
  readMeaning,
} from '../meaning.ts';
import type { Policy } from '../policy.ts';
import type { LinkedModel } from '../read-models.ts';
import { qualify, type SourceElement, type SourceModel } from '../source.ts';
import { pairByKey, type Pair, settleAlignment } from './align.ts';
import type { Change, ChangeCode, ChangeList, ElementKind, Site } from './change.ts';
import { compareItems } from './item.ts';
import { compareLogic } from './logic.ts';

type Version = {
  readonly source: SourceModel;
  readonly meaning: Meaning;
  readonly path: string;
  readonly isMain: boolean;
};
type Versions = { readonly old: Version; readonly new: Version; readonly feel: FeelForm };
type Group = 'inputs' | 'decisions' | 'knowledge' | 'services';

const GROUPS: readonly (readonly [Group, ElementKind])[] = [
  ['inputs', 'input'],
  ['decisions', 'decision'],
  ['knowledge', 'knowledge'],
  ['services', 'service'],
];

/**
 * What differs, from the old version to the new one: types, inputs, decisions with their rules, knowledge models,
 * services, in the model itself and in those that it imports. Empty exactly when `old.hash === fresh.hash`.
 */
export function comparePolicies(
  old: Pick<Policy, 'models'>,
  fresh: Pick<Policy, 'models'>,
): readonly Change[] {
  const feel = feelForm([...old.models, ...fresh.models].map(({ source }) => source));
  const read = (models: readonly LinkedModel[]): readonly Version[] => readVersions(models, feel);
  const [olds, news] = [read(old.models), read(fresh.models)];
  const counts = { old: olds.length, new: news.length };
  const { pairs, removed, added } = settleAlignment(pairByKey(olds.map(keyOf), news.map(keyOf)), counts);
  const site: Site = { element: { kind: 'policy', name: news[0]?.source.name ?? '' }, path: [] };
  const nameOf = (version: Version | undefined): string | null =>
    version === undefined ? null : version.path || version.source.name;
  return [
    ...pairs.flatMap((pair) => {
      const [before, after] = [olds[pair.old], news[pair.new]];
      return before === undefined || after === undefined
        ? []
        : compareModels({ old: before, new: after, feel });
    }),
    ...removed.map(
      (index): Change => ({ ...site, code: 'IMPORTS', facts: { old: nameOf(olds[index]), new: null } }),
    ),
    ...added.map(
      (index): Change => ({ ...site, code: 'IMPORTS', facts: { old: null, new: nameOf(news[index]) } }),
    ),
  ];
}

function readVersions(models: readonly LinkedModel[], feel: FeelForm): readonly Version[] {
  const names = namesAcross(models);
  return models.map(({ source: asRead, path, imports }): Version => {
    const source = bareTypes(asRead);
    const meaning = readMeaning(source, feel, names);
    return {
      source,
      path,
      isMain: asRead === models[0]?.source,
      meaning: models.length === 1 ? meaning : { ...meaning, imports: importsOf(imports, models) },
    };
  });
}

/** A model is known by its path; those without one, the main one apart, by their namespace. */
function keyOf({ path, isMain, source }: Version): string {
  return isMain ? '' : path === '' ? `#${source.namespace}` : path;
}

function compareModels(versions: Versions): readonly Change[] {
  const sources = { old: versions.old.source, new: versions.new.source };
  const pairs = new Map(GROUPS.map(([group]) => [group, pairElements(versions, group)]));
  const renamed = new Map(
    GROUPS.flatMap(([group]) =>
      (pairs.get(group) ?? []).map((pair): [string, string] => [
        qualify(versions.old.path, sources.old[group][pair.old]?.name ?? ''),
        qualify(versions.new.path, sources.new[group][pair.new]?.name ?? ''),
      ]),
    ),
  );
  const changes = [
    ...compareWhole(versions),
    ...compareItems({ old: sources.old.items, new: sources.new.items }, versions.feel),
    ...GROUPS.flatMap(([group, kind]) =>
      compareGroup(versions, group, { kind, pairs: pairs.get(group) ?? [], renamed }),
    ),
  ];
  return changes.map((change) => ({
    ...change,
    element: { ...change.element, name: qualify(versions.new.path, change.element.name) },
  }));
}

/** Types without the prefixes of old files, everywhere. */
function bareTypes(source: SourceModel): SourceModel {
  const types = new Set(source.items.map(({ name }) => name));
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([member, inner]: [string, unknown]) => [
        member,
        (member === 'typeRef' || member === 'result') && typeof inner === 'string'
          ? bareType(inner, types)
          : strip(inner),
      ]),
    );
  };
  return strip(source) as SourceModel;
}

function compareWhole({ old, new: fresh }: Versions): ChangeList {
  const site: Site = { element: { kind: 'policy', name: fresh.source.name }, path: [] };
  const changes: ChangeList = [];
  if (old.source.name !== fresh.source.name)
    changes.push({ ...site, code: 'RENAMED', facts: { old: old.source.name, new: fresh.source.name } });
  const imports = [old, fresh].map(({ meaning }) => canonicalize(meaning.imports as JsonValue));
  if (imports[0] !== imports[1])
    changes.push({ ...site, code: 'IMPORTS', facts: { old: imports[0] ?? '', new: imports[1] ?? '' } });
  return changes;
}

/** Pairs by name; then what is left over by an equal meaning apart from the name, where it is the only one. */
function pairElements({ old, new: fresh }: Versions, group: Group): readonly Pair[] {
  const [olds, news] = [old.source[group], fresh.source[group]];
  const byName = pairByKey(
    olds.map(({ name }) => name),
    news.map(({ name }) => name),
  );
  const rest = settleAlignment(byName, { old: olds.length, new: news.length });
  const signature = (version: Version, index: number): string =>
    signatureOf(version.source[group][index], nodeOf(version, group, index));
  const olderSigns = rest.removed.map((index) => signature(old, index));
  const newerSigns = rest.added.map((index) => signature(fresh, index));
  const isOnly = (signs: readonly string[], sign: string): boolean =>
    signs.filter((each) => each === sign).length === 1;
  const renamed = rest.removed.flatMap((index, at): readonly Pair[] => {
    const sign = olderSigns[at] ?? '';
    if (sign === '' || !isOnly(olderSigns, sign) || !isOnly(newerSigns, sign)) return [];
    return [{ old: index, new: rest.added[newerSigns.indexOf(sign)] ?? 0 }];
  });
  return [...byName, ...renamed];
}

function nodeOf({ source, meaning }: Version, group: Group, index: number): MeaningNode {
  const name = source[group][index]?.name;
  return meaning[group].find((node) => node['name'] === name) ?? {};
}

/** What an element says apart from its name; empty for an input that nothing but its name tells from others. */
function signatureOf(element: SourceElement | undefined, node: MeaningNode): string {
  if (element === undefined) return '';
  const { name, label: _label, ...rest } = node;
  const labels = Object.values(element.label).filter((text) => text !== element.name);
  if (!('logic' in node) && labels.length === 0) return '';
  return canonicalize({ ...rest, labels, isNamed: name !== '' });
}

type GroupParts = {
  readonly kind: ElementKind;
  readonly pairs: readonly Pair[];
  readonly renamed: ReadonlyMap<string, string>;
};

function compareGroup(versions: Versions, group: Group, { kind, pairs, renamed }: GroupParts): ChangeList {
  const { old, new: fresh } = versions;
  const counts = { old: old.source[group].length, new: fresh.source[group].length };
  const { removed, added, pairs: ordered } = settleAlignment(pairs, counts);
  const siteOf = (name: string): Site => ({ element: { kind, name }, path: [] });
  const oldName = (index: number): string => old.source[group][index]?.name ?? '';
  const newName = (index: number): string => fresh.source[group][index]?.name ?? '';
  return [
    ...removed.map((index): Change => ({ ...siteOf(oldName(index)), code: 'REMOVED', facts: {} })),
    ...added.map((index): Change => ({ ...siteOf(newName(index)), code: 'ADDED', facts: {} })),
    ...ordered.flatMap((pair) => {
      const site = siteOf(newName(pair.new));
      const isRenamed = oldName(pair.old) !== newName(pair.new);
      const facts = { old: oldName(pair.old), new: newName(pair.new) };
      const first: ChangeList = isRenamed ? [{ ...site, code: 'RENAMED', facts }] : [];
      const nodes = {
        old: rename(nodeOf(old, group, pair.old), renamed),
        new: nodeOf(fresh, group, pair.new),
      };
      if (canonicalize(nodes.old) === canonicalize(nodes.new)) return first;
      const found = [...first, ...compareElements(versions, group, { pair, nodes, site })];
      return found.length > 0 ? found : [otherChange(nodes, site)];
    }),
  ];
}

type Nodes = { readonly old: MeaningNode; readonly new: MeaningNode };

/** The old node with the new names of what it requires, gives, takes and computes. */
function rename(node: MeaningNode, renamed: ReadonlyMap<string, string>): MeaningNode {
  const mapped = (value: JsonValue, member: string): JsonValue => {
    if (!Array.isArray(value)) return value;
    const names = namesIn(node, member).map((each) => renamed.get(each) ?? each);
    return member === 'takes' ? names : names.toSorted();
  };
  const named = new Set(['requires', 'gives', 'takes', 'computes']);
  return Object.fromEntries(
    Object.entries(node).map(([member, value]) => [
      member,
      named.has(member) ? mapped(value, member) : value,
    ]),
  );
}

function otherChange(nodes: Nodes, site: Site): Change {
  const members = Object.keys({ ...nodes.old, ...nodes.new });
  const differs = members.filter(
    (member) => canonicalize(nodes.old[member] ?? null) !== canonicalize(nodes.new[member] ?? null),
  );
  const show = (node: MeaningNode): string =>
    canonicalize(Object.fromEntries(differs.map((member) => [member, node[member] ?? null]))).slice(0, 500);
  return { ...site, code: 'OTHER', facts: { old: show(nodes.old), new: show(nodes.new) } };
}

function compareElements(
  { old, new: fresh, feel }: Versions,
  group: Group,
  { pair, nodes, site }: { readonly pair: Pair; readonly nodes: Nodes; readonly site: Site },
): ChangeList {
  const [before, after] = [old.source[group][pair.old], fresh.source[group][pair.new]];
  if (before === undefined || after === undefined) return [];
  const changes: ChangeList = compareHeads({ old: before, new: after }, site);
  const add = (code: ChangeCode, facts: Change['facts']): void => {
    changes.push({ ...site, code, facts });
  };
  for (const [code, member] of LISTS) {
    const [olds, news] = [namesIn(nodes.old, member), namesIn(nodes.new, member)];
    if (member === 'requires') {
      for (const name of olds.filter((each) => !news.includes(each))) add('REQUIREMENT_REMOVED', { name });
      for (const name of news.filter((each) => !olds.includes(each))) add('REQUIREMENT_ADDED', { name });
    } else if (olds.join() !== news.join()) add(code, { old: olds.join(', '), new: news.join(', ') });
  }
  for (const [code, member] of [
    ['WHEN_MISSING', 'whenMissing'],
    ['UNIT', 'unit'],
    ['MODEL', 'model'],
  ] as const) {
    const [olds, news] = [nodes.old[member] ?? null, nodes.new[member] ?? null];
    if (olds !== news) add(code, { old: textOf(olds), new: textOf(news) });
  }
  if ('logic' in before && 'logic' in after)
    changes.push(...compareLogic(before.logic, after.logic, { feel, site }));
  return changes;
}

const LISTS: readonly (readonly [ChangeCode, string])[] = [
  ['REQUIREMENT_ADDED', 'requires'],
  ['SERVICE_TAKES', 'takes'],
  ['SERVICE_GIVES', 'gives'],
  ['SERVICE_COMPUTES', 'computes'],
];

function namesIn(node: MeaningNode, member: string): readonly string[] {
  const value = node[member];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function textOf(value: JsonValue): string | null {
  return value === null ? null : typeof value === 'string' ? value : canonicalize(value);
}

function compareHeads(
  { old, new: fresh }: { readonly old: SourceElement; readonly new: SourceElement },
  site: Site,
): ChangeList {
  const changes: ChangeList = [];
  for (const language of ['zh', 'en'] as const) {
    // A label that was not given is the name, whose change is told as such.
    const [before, after] = [old, fresh].map((element) =>
      element.label[language] === element.name ? null : element.label[language].replace(/\s+/g, ' ').trim(),
    );
    if (before !== after)
      changes.push({ ...site, code: 'LABEL', facts: { language, old: before ?? null, new: after ?? null } });
  }
  if (old.typeRef !== fresh.typeRef)
    changes.push({ ...site, code: 'TYPE', facts: { old: old.typeRef, new: fresh.typeRef } });
  return changes;
}
