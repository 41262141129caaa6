/** What kind of cells a column holds: by its type where one is declared, else by the cells themselves, all of them. */
import { readOrder } from '../item.ts';
import type { LocalText, SourceItem } from '../source.ts';
import { plainSigns, readAmount } from './amount.ts';
import { readCondition, readFlag } from './condition.ts';
import type { SheetCell } from './grid.ts';
import { readOutcome } from './outcome.ts';
import type { CellColumn, ColumnKind } from './reading.ts';

export type Described = { readonly kind: ColumnKind; readonly allowed: readonly string[] | null };

const PLAIN: { readonly [type: string]: ColumnKind } = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
};
const MAX_TYPE_DEPTH = 20;

/** The kind that a type means; `feel` for contexts, lists, durations and the like. Null for no type, or Any. */
export function describeType(
  typeRef: string | null,
  items: readonly SourceItem[],
  depth = 0,
): Described | null {
  if (typeRef === null || typeRef === 'Any') return null;
  const bare = typeRef.slice(typeRef.indexOf(':') + 1);
  const item = items.find(({ name }) => name === typeRef) ?? items.find(({ name }) => name === bare);
  if (item === undefined) return { kind: PLAIN[bare] ?? 'feel', allowed: null };
  if (item.isCollection || item.components.length > 0 || item.isFunction || depth > MAX_TYPE_DEPTH)
    return { kind: 'feel', allowed: null };
  const base = describeType(item.typeRef, items, depth + 1) ?? { kind: 'feel', allowed: null };
  return { kind: base.kind, allowed: textsOf(item.allowed) ?? base.allowed };
}

/** The texts of a list such as `"A", "B"`; null when it is anything else. */
export function textsOf(values: string | null): readonly string[] | null {
  if (values === null || values.trim() === '') return null;
  const order = readOrder(values);
  return order !== null && order.every((value) => typeof value === 'string') ? order : null;
}

export type Inferred =
  | { readonly ok: true; readonly kind: ColumnKind }
  | { readonly ok: false; readonly problem: LocalText; readonly at: number };

/** The one kind that all cells are of. Numbers with leading zeros may be codes, and a mixture may be anything. */
export function inferKind(
  cells: readonly (SheetCell | null)[],
  role: 'input' | 'output',
  column: Omit<CellColumn, 'kind'>,
): Inferred {
  const said = cells.flatMap((cell, at) => (cell === null || isEmptyWord(cell, role) ? [] : [{ cell, at }]));
  const code = said.find(({ cell }) => cell.kind === 'text' && /^0\d+$/.test(cell.text.trim()));
  if (code !== undefined)
    return {
      ok: false,
      at: code.at,
      problem: {
        zh: `“${code.cell.text}”可能是数，也可能是代码`,
        en: `${code.cell.text} may be a number or a code`,
      },
    };
  const read = role === 'input' ? readCondition : readOutcome;
  for (const kind of ['number', 'date', 'boolean'] as const) {
    const fits = said.map(({ cell }) => read(cell, { ...column, kind }).ok || isDoubtful(cell, kind));
    if (said.length > 0 && fits.every(Boolean)) return { ok: true, kind };
    const at = fits.indexOf(true);
    if (at >= 0 && kind !== 'boolean' && !said.every(({ cell }) => cell.text.includes('"')))
      return {
        ok: false,
        at: said[fits.indexOf(false)]?.at ?? 0,
        problem: { zh: '此列混有不同类型的内容', en: 'the column holds cells of more than one kind' },
      };
  }
  return { ok: true, kind: 'string' };
}

function isEmptyWord(cell: SheetCell, role: 'input' | 'output'): boolean {
  const word = plainSigns(cell.text).toLowerCase();
  return (
    word === '' ||
    word === 'null' ||
    /^feel\s*:/.test(word) ||
    (role === 'input' &&
      ['-', '*', 'any', 'all', '任意', '不限', '全部', '空值', '缺失', 'missing'].includes(word))
  );
}

/** Uncertain as a number is still no text: it is refused as a number, with what to write instead. */
function isDoubtful(cell: SheetCell, kind: ColumnKind): boolean {
  if (kind !== 'number' || cell.kind === 'fault') return cell.kind === 'fault';
  const parts = plainSigns(cell.text).split(/[,/;]/);
  return parts.every((part) => readAmount(part, 'fraction') !== null) && readFlag(cell.text) === null;
}
