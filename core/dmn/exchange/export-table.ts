/**
 * A decision table as a sheet that says everything of it: marks, labels, expressions, types, values, defaults, ids. A
 * cell is written plainly where its import gives the same FEEL again, else after `feel:`.
 */
import { ANY, createScope, parseExpression, parseTests } from '@plimsoll/core/feel';
import { readOrder } from '../item.ts';
import type { Policy } from '../policy.ts';
import type { SourceTable } from '../source.ts';
import { canonicalFeel } from '../squeeze.ts';
import { type Described, describeType, textsOf } from './column-kind.ts';
import { readCondition } from './condition.ts';
import type { SheetCell, SheetGrid } from './grid.ts';
import { readOutcome } from './outcome.ts';
import type { CellColumn, CellRead } from './reading.ts';

export type ExportAnswer =
  | { readonly ok: true; readonly grid: SheetGrid }
  | { readonly ok: false; readonly problem: 'no_decision' | 'no_table' | 'loose_notes' };

/** The table of a decision. Refuses a decision that is no table, and notes outside of any column. */
export function exportTable(policy: Policy, decision: string): ExportAnswer {
  const source = policy.source.decisions.find(({ name }) => name === decision);
  if (source === undefined) return { ok: false, problem: 'no_decision' };
  const { logic: table } = source;
  if (table.kind !== 'table') return { ok: false, problem: 'no_table' };
  if (
    table.rules.some(({ annotations }) =>
      annotations.slice(table.annotations.length).some((note) => note !== ''),
    )
  )
    return { ok: false, problem: 'loose_notes' };
  const columns = columnsOf(policy, table, source.typeRef);
  const rows = [...headRows(table, columns), ...ruleRows(table, columns)];
  return { ok: true, grid: { name: decision, rows: rows.map((row) => row.map(cellOf)), merged: [] } };
}

function cellOf(text: string): SheetCell | null {
  if (text === '') return null;
  // A number is one to a spreadsheet, too, where a double holds it and gives it back.
  const isNumber =
    /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text && text.replace(/\D/g, '').length <= 15;
  return { kind: isNumber ? 'number' : 'text', text };
}

function headRows(table: SourceTable, { isUnknown }: Columns): readonly (readonly string[])[] {
  const { inputs, outputs, annotations } = table;
  const blanks = annotations.map(() => '');
  const hitPolicy = table.aggregation === null ? table.hitPolicy : `${table.hitPolicy} ${table.aggregation}`;
  const labelOf = (label: string, made: string): string => (label === made ? '' : label);
  const monotone = inputs.map((input) => input.monotone ?? '');
  const last = monotone.every((text) => text === '')
    ? []
    : [['monotone', ...monotone, ...outputs.map(() => ''), ...blanks]];
  return [
    [
      hitPolicy,
      ...inputs.map(() => 'input'),
      ...outputs.map(() => 'output'),
      ...annotations.map(() => 'annotation'),
    ],
    [
      'label',
      ...inputs.map(({ label, text }) => (canonicalFeel(label) === canonicalFeel(text) ? '' : label)),
      ...outputs.map(({ label, name }) => labelOf(label, name ?? '')),
      ...blanks,
    ],
    [
      'expression',
      ...inputs.map(({ text }) => text),
      ...outputs.map(({ name }) => name ?? ''),
      ...annotations,
    ],
    [
      'type',
      ...[...inputs, ...outputs].map(({ typeRef }, at) => typeRef ?? (isUnknown[at] === true ? 'FEEL' : '')),
      ...blanks,
    ],
    ['values', ...[...inputs, ...outputs].map(({ values }) => values ?? ''), ...blanks],
    ['default', ...inputs.map(() => ''), ...outputs.map(({ fallback }) => fallback ?? ''), ...blanks],
    ...last,
  ];
}

type Columns = {
  readonly inputs: readonly CellColumn[];
  readonly outputs: readonly CellColumn[];
  /** Of each input and output: nothing tells what it holds, so that its cells are written as FEEL. */
  readonly isUnknown: readonly boolean[];
};

function columnsOf(policy: Policy, table: SourceTable, typeRef: string | null): Columns {
  const { source } = policy;
  const names = new Set(
    [...source.inputs, ...source.decisions, ...source.knowledge, ...source.imports]
      .map(({ name }) => name)
      .filter((name) => name !== ''),
  );
  const scope = createScope([...names].map((name, index) => ({ name, index, type: ANY })));
  const base = { names, rangeEnds: 'unsaid' } as const;
  const item = source.items.find(({ name }) => name === typeRef);
  const inputKinds = table.inputs.map((input) => {
    const element = [...source.inputs, ...source.decisions].find(({ name }) => name === input.text);
    return describeType(input.typeRef, source.items) ?? describeType(element?.typeRef ?? null, source.items);
  });
  const outputKinds = table.outputs.map((output) => {
    const component = item?.components.find(({ name }) => name === output.name);
    const own = component?.typeRef ?? (table.outputs.length === 1 ? typeRef : null);
    return describeType(output.typeRef, source.items) ?? describeType(own, source.items);
  });
  return {
    isUnknown: [...inputKinds, ...outputKinds].map((kind) => kind === null),
    inputs: table.inputs.map(
      (input, at): CellColumn => ({
        ...base,
        ...settle(inputKinds[at] ?? null, input.values),
        share:
          policy.inputs.find(({ name }) => name === input.text)?.unit === 'percent' ? 'percent' : 'fraction',
        isFeel: (text) => parseTests(text, scope, ANY).problems.length === 0,
      }),
    ),
    outputs: table.outputs.map(
      (output, at): CellColumn => ({
        ...base,
        ...settle(outputKinds[at] ?? null, output.values),
        share: 'fraction',
        isFeel: (text) => parseExpression(text, scope).problems.length === 0,
      }),
    ),
  };
}

/** A column of no known kind is written as FEEL. */
function settle(described: Described | null, values: string | null): Described {
  return { kind: described?.kind ?? 'feel', allowed: textsOf(values) ?? described?.allowed ?? null };
}

function ruleRows(table: SourceTable, { inputs, outputs }: Columns): readonly (readonly string[])[] {
  return table.rules.map(({ id, inputs: tests, outputs: results, annotations }, index) => [
    id === `rule-${index + 1}` ? String(index + 1) : id,
    ...tests.map((text, at) => writeCell(text, (cell) => readBy(readCondition, cell, inputs[at]))),
    ...results.map((text, at) => writeCell(text, (cell) => readBy(readOutcome, cell, outputs[at]))),
    ...table.annotations.map((_, at) => annotations[at] ?? ''),
  ]);
}

function readBy(
  read: (cell: SheetCell | null, column: CellColumn) => CellRead,
  cell: SheetCell | null,
  column: CellColumn | undefined,
): string | null {
  if (column === undefined) return null;
  // Whoever imports it may not know the column's type: a reading that needs no doubt settled holds for all.
  const found = read(cell, column);
  return found.ok && found.note === null ? found.feel : null;
}

/** The plainest text that is read as the same FEEL. Spreadsheets take a first sign such as = or @ for a formula. */
function writeCell(feel: string, read: (cell: SheetCell | null) => string | null): string {
  const wanted = canonicalFeel(feel) || '-';
  const texts = readTexts(feel);
  const days = feel.trim().replace(/date\("(\d{4}-\d{2}-\d{2})"\)/g, '$1');
  const candidates = [...(texts === null ? [] : [texts.join('; ')]), days, feel.trim()];
  const found = candidates.find((text) => {
    const back = /^[=@+]/.test(text) ? null : read(cellOf(text));
    return back !== null && canonicalFeel(back) === wanted;
  });
  return found ?? `feel: ${feel.trim()}`;
}

/** The texts of `"A", "B"`, when none of them needs its quotes. */
function readTexts(feel: string): readonly string[] | null {
  if (!feel.trim().startsWith('"')) return null;
  const order = readOrder(feel);
  if (order === null || !order.every((value) => typeof value === 'string')) return null;
  return order.some((text) => text === '' || text !== text.trim() || /["“”;；,，、/|｜\r\n]/.test(text))
    ? null
    : order;
}
