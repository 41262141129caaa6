export type { ErrorEntry } from './entry.ts';
export { createProblem, isErrorCode, Problem } from './problem.ts';
export type { ProblemParts } from './problem.ts';
export { errorRegistry } from './registry.ts';
export type { ErrorCode } from './registry.ts';
