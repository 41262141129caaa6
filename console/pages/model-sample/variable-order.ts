/** The order of the list of variables: pure, and the same for the same choice. */
import type { Variable } from '@plimsoll/api/model';
import type { VariableOrder, VariableSort } from '../../address/index.ts';

/** Equal ones stand by name; one without the figure stands last whatever the order. */
export function sortVariables(
  variables: readonly Variable[],
  { sort, order }: VariableOrder,
): readonly Variable[] {
  const sign = order === 'asc' ? 1 : -1;
  return variables.toSorted((a, b) => {
    if (sort === 'name') return sign * compareNames(a, b);
    const left = figureOf(a, sort);
    const right = figureOf(b, sort);
    if (left === null || right === null) return left === right ? compareNames(a, b) : left === null ? 1 : -1;
    return sign * (left - right) || compareNames(a, b);
  });
}

function figureOf({ iv, auc, missingShare }: Variable, sort: VariableSort): number | null {
  if (sort === 'auc') return auc;
  return sort === 'missing' ? missingShare : iv;
}

function compareNames(a: Variable, b: Variable): number {
  return a.name.localeCompare(b.name);
}
