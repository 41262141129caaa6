export type { CellChange, Change, ChangeCode, ElementKind, PathStep } from './change.ts';
export { comparePolicies } from './compare.ts';
export { formatChange } from './words.ts';
