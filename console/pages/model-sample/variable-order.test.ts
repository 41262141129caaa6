import { expect, test } from 'vitest';
import type { Variable } from '@plimsoll/api/model';
import { sortVariables } from './variable-order.ts';

const variable = (name: string, iv: number, auc: number | null): Variable => ({
  name,
  kind: 'numeric',
  iv,
  auc,
  missingShare: 0,
  distinct: 2,
  bins: [],
  hints: [],
});
const variables = [variable('b', 0.1, 0.6), variable('a', 0.1, null), variable('c', 0.3, 0.7)];
const names = (sorted: readonly Variable[]) => sorted.map(({ name }) => name).join('');

test('[CON-27] variables stand in the order chosen, equal ones by name, and one without the figure last', () => {
  expect(names(sortVariables(variables, { sort: 'iv', order: 'desc' }))).toBe('cab');
  expect(names(sortVariables(variables, { sort: 'iv', order: 'asc' }))).toBe('abc');
  expect(names(sortVariables(variables, { sort: 'name', order: 'desc' }))).toBe('cba');
  expect(names(sortVariables(variables, { sort: 'auc', order: 'desc' }))).toBe('cba');
  expect(names(sortVariables(variables, { sort: 'auc', order: 'asc' }))).toBe('bca');
});
