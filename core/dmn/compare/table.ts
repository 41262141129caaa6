/**
 * Two versions of a decision table, column by column and rule by rule. Rules are paired by their ids, or by their cells
 * alone where that leaves fewer differences (a tool may have numbered the ids anew).
 */
import type { SourceRule, SourceTable } from '../source.ts';
import {
  type Alignment,
  findMoved,
  type Pair,
  pairByKey,
  pairByLikeness,
  pairWithinGaps,
  settleAlignment,
} from './align.ts';
import type { CellChange, ChangeCode, ChangeList, Site } from './change.ts';

type Feel = (text: string) => string;
type Versions = { readonly old: SourceTable; readonly new: SourceTable };
type Column = SourceTable['inputs'][number] | SourceTable['outputs'][number];
type Role = CellChange['role'];

/** The share of equal cells from which two rules without ids are one that was changed. */
const LEAST_LIKENESS = 0.5;

export function compareTables(
  versions: Versions,
  { feel, site }: { readonly feel: Feel; readonly site: Site },
): ChangeList {
  const { old, new: fresh } = versions;
  const changes: ChangeList = [];
  if (old.hitPolicy !== fresh.hitPolicy || old.aggregation !== fresh.aggregation)
    changes.push({
      ...site,
      code: 'HIT_POLICY',
      facts: { old: nameHitPolicy(old), new: nameHitPolicy(fresh) },
    });
  const columns = alignTableColumns(versions, feel);
  changes.push(...compareColumns(versions, columns, { feel, site }));
  const sheet: Sheet = { ...versions, columns, feel };
  changes.push(...compareRules(sheet, site));
  return changes;
}

function alignTableColumns({ old, new: fresh }: Versions, feel: Feel): Columns {
  return {
    input: alignColumns(old.inputs, fresh.inputs, (column) => feel('text' in column ? column.text : '')),
    output: alignColumns(old.outputs, fresh.outputs, (column) => ('name' in column ? column.name : null)),
    annotation: alignNames(old.annotations, fresh.annotations),
  };
}

/** Which columns and rules of one table are which of the other. */
export function alignTables(
  versions: Versions,
  feel: Feel,
): { readonly columns: Columns; readonly rules: Alignment } {
  const columns = alignTableColumns(versions, feel);
  return { columns, rules: alignRules({ ...versions, columns, feel }) };
}

function nameHitPolicy({ hitPolicy, aggregation }: SourceTable): string {
  return aggregation === null ? hitPolicy : `${hitPolicy} ${aggregation}`;
}

type Columns = { readonly [role in Role]: Alignment };

function alignColumns<T extends Column>(
  old: readonly T[],
  fresh: readonly T[],
  keyOf: (column: T) => string | null,
): Alignment {
  const counts = { old: old.length, new: fresh.length };
  const byKey = pairByKey(old.map(keyOf), fresh.map(keyOf));
  const labelOf = ({ label }: T): string | null => (label === '' ? null : label);
  const byLabel = pairByKey(old.map(labelOf), fresh.map(labelOf), byKey);
  return settleAlignment(pairWithinGaps(byLabel, counts), counts);
}

function alignNames(old: readonly string[], fresh: readonly string[]): Alignment {
  const counts = { old: old.length, new: fresh.length };
  return settleAlignment(pairWithinGaps(pairByKey(old, fresh), counts), counts);
}

function compareColumns(
  versions: Versions,
  columns: Columns,
  { feel, site }: { readonly feel: Feel; readonly site: Site },
): ChangeList {
  const changes: ChangeList = [];
  for (const role of ['input', 'output', 'annotation'] as const) {
    const names = { old: namesOf(versions.old, role), new: namesOf(versions.new, role) };
    const add = (code: ChangeCode, facts: ChangeList[number]['facts']): void => {
      changes.push({ ...site, code, facts: { role, ...facts } });
    };
    const { pairs, removed, added } = columns[role];
    for (const index of removed)
      add('COLUMN_REMOVED', { column: names.old[index] ?? '', position: index + 1 });
    for (const index of added) add('COLUMN_ADDED', { column: names.new[index] ?? '', position: index + 1 });
    for (const pair of findMoved(pairs))
      add('COLUMN_MOVED', { column: names.new[pair.new] ?? '', old: pair.old + 1, new: pair.new + 1 });
    for (const pair of pairs)
      for (const [code, before, after] of columnDifferences(versions, role, { pair, feel }))
        add(code, { column: names.new[pair.new] ?? '', old: before, new: after });
  }
  return changes;
}

function namesOf(table: SourceTable, role: Role): readonly string[] {
  if (role === 'annotation') return table.annotations;
  if (role === 'input') return table.inputs.map(({ label }) => label);
  return table.outputs.map(({ name, label }) => name ?? label);
}

type Difference = readonly [code: ChangeCode, old: string | null, fresh: string | null];

function columnDifferences(
  versions: Versions,
  role: Role,
  { pair, feel }: { readonly pair: Pair; readonly feel: Feel },
): readonly Difference[] {
  const found: Difference[] = [];
  type Texts = readonly [old: string | null, fresh: string | null];
  const note = (code: ChangeCode, [old, fresh]: Texts, form: Feel = plain): void => {
    const [before, after] = [old, fresh].map((text) => (text === null ? null : form(text)));
    if (before !== after) found.push([code, old, fresh]);
  };
  if (role === 'annotation') {
    note('COLUMN_LABEL', [
      versions.old.annotations[pair.old] ?? '',
      versions.new.annotations[pair.new] ?? '',
    ]);
    return found;
  }
  if (role === 'input') {
    const [old, fresh] = [versions.old.inputs[pair.old], versions.new.inputs[pair.new]];
    if (old === undefined || fresh === undefined) return found;
    note('COLUMN_EXPRESSION', [old.text, fresh.text], feel);
    const labelOf = (column: typeof old): string | null =>
      feel(column.label) === feel(column.text) ? null : column.label;
    note('COLUMN_LABEL', [labelOf(old), labelOf(fresh)]);
    note('COLUMN_TYPE', [old.typeRef, fresh.typeRef]);
    note('COLUMN_VALUES', [old.values, fresh.values], feel);
    note('COLUMN_MONOTONE', [old.monotone ?? null, fresh.monotone ?? null]);
    return found;
  }
  const [old, fresh] = [versions.old.outputs[pair.old], versions.new.outputs[pair.new]];
  if (old === undefined || fresh === undefined) return found;
  note('COLUMN_EXPRESSION', [old.name, fresh.name]);
  const labelOf = (column: typeof old): string | null => (column.label === column.name ? null : column.label);
  note('COLUMN_LABEL', [labelOf(old), labelOf(fresh)]);
  note('COLUMN_TYPE', [old.typeRef, fresh.typeRef]);
  note('COLUMN_VALUES', [old.values, fresh.values], feel);
  note('COLUMN_DEFAULT', [old.fallback, fresh.fallback], feel);
  return found;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

type Sheet = Versions & { readonly columns: Columns; readonly feel: Feel };

function compareRules(sheet: Sheet, site: Site): ChangeList {
  const { pairs, removed, added } = alignRules(sheet);
  const changes: ChangeList = [];
  for (const index of removed)
    changes.push({
      ...site,
      code: 'RULE_REMOVED',
      facts: { row: index + 1 },
      cells: wholeRule(sheet, index, 'old'),
    });
  const moved = new Set(findMoved(pairs).map((pair) => pair.new));
  const byNew = new Map(pairs.map((pair) => [pair.new, pair]));
  const news = [...pairs.map((pair) => pair.new), ...added].toSorted((left, right) => left - right);
  for (const index of news) {
    const pair = byNew.get(index);
    const row = index + 1;
    if (pair === undefined) {
      changes.push({ ...site, code: 'RULE_ADDED', facts: { row }, cells: wholeRule(sheet, index, 'new') });
      continue;
    }
    const facts = { row, rowBefore: pair.old + 1 };
    if (moved.has(index)) changes.push({ ...site, code: 'RULE_MOVED', facts });
    const cells = cellChanges(sheet, pair);
    if (cells.length > 0) changes.push({ ...site, code: 'RULE_CHANGED', facts, cells });
  }
  return changes;
}

function alignRules(sheet: Sheet): Alignment {
  const byIds = alignBy(sheet, pairByKey(sheet.old.rules.map(idOf), sheet.new.rules.map(idOf)));
  const byCells = alignBy(sheet, []);
  return costOf(sheet, byCells) < costOf(sheet, byIds) ? byCells : byIds;
}

/** Null for the id that a rule without one is given when it is read. */
function idOf({ id }: SourceRule, index: number): string | null {
  return id === '' || id === `rule-${index + 1}` ? null : id;
}

function alignBy(sheet: Sheet, taken: readonly Pair[]): Alignment {
  const { old, new: fresh } = sheet;
  const counts = { old: old.rules.length, new: fresh.rules.length };
  const shared = sharedTexts(sheet);
  const keyOf = (texts: readonly string[]): string => JSON.stringify(texts);
  const equal = pairByKey(shared.old.map(keyOf), shared.new.map(keyOf), taken);
  const alike = pairByLikeness(equal, {
    counts,
    least: LEAST_LIKENESS,
    of: (left, right) => likeness(shared.old[left] ?? [], shared.new[right] ?? []),
  });
  return settleAlignment(pairWithinGaps(alike, counts), counts);
}

/** Cells of the columns that both versions have, in one form and one order. */
function sharedTexts({ old, new: fresh, columns, feel }: Sheet): {
  readonly old: readonly (readonly string[])[];
  readonly new: readonly (readonly string[])[];
} {
  const read = (rule: SourceRule, side: 'old' | 'new'): readonly string[] => [
    ...columns.input.pairs.map((pair) => feel(rule.inputs[pair[side]] ?? '') || '-'),
    ...columns.output.pairs.map((pair) => feel(rule.outputs[pair[side]] ?? '')),
  ];
  return {
    old: old.rules.map((rule) => read(rule, 'old')),
    new: fresh.rules.map((rule) => read(rule, 'new')),
  };
}

/** The share of equal cells; two cells that hold for any value say little, so they count a quarter. */
function likeness(old: readonly string[], fresh: readonly string[]): number {
  let equal = 0;
  let all = 0;
  for (const [index, text] of old.entries()) {
    const weight = text === '-' && fresh[index] === '-' ? 0.25 : 1;
    all += weight;
    if (text === fresh[index]) equal += weight;
  }
  return all === 0 ? 0 : equal / all;
}

function costOf(sheet: Sheet, { pairs, removed, added }: Alignment): number {
  const width = sheet.new.inputs.length + sheet.new.outputs.length;
  const changed = pairs.reduce((sum, pair) => sum + cellChanges(sheet, pair).length, 0);
  return changed + (removed.length + added.length) * width + findMoved(pairs).length;
}

const ROLES = ['input', 'output', 'annotation'] as const;

function cellsOf(rule: SourceRule | undefined, role: Role): readonly string[] {
  if (rule === undefined) return [];
  return role === 'input' ? rule.inputs : role === 'output' ? rule.outputs : rule.annotations;
}

/** Cells that differ. A column that one version lacks counts where its cell says anything. */
function cellChanges(sheet: Sheet, pair: Pair): readonly CellChange[] {
  const rules = { old: sheet.old.rules[pair.old], new: sheet.new.rules[pair.new] };
  return ROLES.flatMap((role) => {
    const names = { old: namesOf(sheet.old, role), new: namesOf(sheet.new, role) };
    const cells = { old: cellsOf(rules.old, role), new: cellsOf(rules.new, role) };
    const form = (text: string): string =>
      role === 'annotation' ? plain(text) : formCell(text, role, sheet.feel);
    const { pairs, removed, added } = sheet.columns[role];
    const says = (text: string | undefined): text is string =>
      text !== undefined && !['', '-'].includes(form(text));
    return [
      ...removed.flatMap((index): readonly CellChange[] => {
        const text = cells.old[index];
        return says(text) ? [{ role, column: names.old[index] ?? '', old: text, new: null }] : [];
      }),
      ...mergeInOrder(
        pairs.flatMap((each): readonly Placed[] => {
          const [before, after] = [cells.old[each.old] ?? '', cells.new[each.new] ?? ''];
          if (form(before) === form(after)) return [];
          return [
            { at: each.new, change: { role, column: names.new[each.new] ?? '', old: before, new: after } },
          ];
        }),
        added.flatMap((index): readonly Placed[] => {
          const text = cells.new[index];
          return says(text)
            ? [{ at: index, change: { role, column: names.new[index] ?? '', old: null, new: text } }]
            : [];
        }),
      ),
      ...extraCells(cells, role, { names, form }),
    ];
  });
}

type Placed = { readonly at: number; readonly change: CellChange };

function mergeInOrder(...lists: readonly (readonly Placed[])[]): readonly CellChange[] {
  return lists
    .flat()
    .toSorted((left, right) => left.at - right.at)
    .map(({ change }) => change);
}

/** Cells beyond the columns, which a draft or a sheet of notes may have. */
function extraCells(
  cells: { readonly old: readonly string[]; readonly new: readonly string[] },
  role: Role,
  {
    names,
    form,
  }: {
    readonly names: { readonly old: readonly string[]; readonly new: readonly string[] };
    readonly form: (text: string) => string;
  },
): readonly CellChange[] {
  const rest = { old: cells.old.slice(names.old.length), new: cells.new.slice(names.new.length) };
  const most = Math.max(rest.old.length, rest.new.length);
  return Array.from({ length: most }, (_, index) => index).flatMap((index): readonly CellChange[] => {
    const [before = null, after = null] = [rest.old[index], rest.new[index]];
    const isEqual = (before === null ? null : form(before)) === (after === null ? null : form(after));
    return isEqual ? [] : [{ role, column: `#${names.new.length + index + 1}`, old: before, new: after }];
  });
}

function formCell(text: string, role: Role, feel: Feel): string {
  const squeezed = feel(text);
  return squeezed === '' && role === 'input' ? '-' : squeezed;
}

/** What a rule says, its empty cells left out. */
function wholeRule(sheet: Sheet, index: number, side: 'old' | 'new'): readonly CellChange[] {
  const table = sheet[side];
  return ROLES.flatMap((role) => {
    const names = namesOf(table, role);
    return cellsOf(table.rules[index], role).flatMap((text, column): readonly CellChange[] => {
      if (['', '-'].includes(text.trim())) return [];
      const change = { role, column: names[column] ?? `#${column + 1}` };
      return [side === 'old' ? { ...change, old: text, new: null } : { ...change, old: null, new: text }];
    });
  });
}
