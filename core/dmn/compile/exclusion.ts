/**
 * Whether the rules of a UNIQUE table exclude each other, so that the first hit is the only one and nothing after it
 * needs to be looked at.
 */
import type { TableNode } from '../boxed.ts';
import { type Column, type Coverage, coverageOf, cutColumn } from './segment.ts';
import { testsOf } from './tested.ts';

/** Pairs of rules that are worth comparing. */
const MAX_PAIRS = 50_000;

type Cell = { readonly column: number; readonly coverage: Coverage };

/**
 * Complete for tests against constants. A later rule must fail in a column that the earlier one tests, before it asks
 * for any column that the earlier one doesn't test: so stopping at the hit asks for nothing less and misses no fault.
 */
export function areExclusive(node: TableNode): boolean {
  const { rules } = node;
  if ((rules.length * rules.length) / 2 > MAX_PAIRS) return false;
  const columns = node.inputs.map((_, column) => cutColumn(testsOf(node, column)));
  const cells = rules.map((rule) =>
    rule.columns.map((column, place): Cell | null => {
      const cut = columns[column] ?? null;
      const test = rule.tests[place];
      return cut === null || test === undefined ? null : { column, coverage: coverageOf(test, cut) };
    }),
  );
  return cells.every((earlier, index) =>
    cells.slice(index + 1).every((later) => excludes(earlier, later, columns)),
  );
}

type Cells = readonly (Cell | null)[];

function excludes(earlier: Cells, later: Cells, columns: readonly (Column | null)[]): boolean {
  for (const cell of later) {
    if (cell === null) return false;
    const other = earlier.find((each) => each?.column === cell.column);
    if (other === undefined || other === null) return false;
    if (areApart(cell.coverage, other.coverage, columns[cell.column] as Column)) return true;
  }
  return false;
}

function areApart(one: Coverage, other: Coverage, column: Column): boolean {
  if (one.missing && other.missing) return false;
  switch (column.kind) {
    case 'number':
      return areSpansApart(one.spans, other.spans);
    case 'string':
      return areTextsApart(one, other);
    case 'boolean':
      return !(one.yes && other.yes) && !(one.no && other.no);
    default:
      return column.kind satisfies never;
  }
}

function areSpansApart(one: readonly number[], other: readonly number[]): boolean {
  for (let left = 0; left < one.length; left += 2)
    for (let right = 0; right < other.length; right += 2)
      if (
        (one[left] as number) <= (other[right + 1] as number) &&
        (other[right] as number) <= (one[left + 1] as number)
      )
        return false;
  return true;
}

function areTextsApart(one: Coverage, other: Coverage): boolean {
  if (one.isExcept && other.isExcept) return false;
  const [listed, tested] = one.isExcept ? [other, one] : [one, other];
  return [...listed.texts].every((text) => tested.texts.has(text) === tested.isExcept);
}
