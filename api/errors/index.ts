export { createProblem, isErrorCode, Problem } from './problem.ts';
export type { ProblemParts } from './problem.ts';
export { errorRegistry } from './registry.ts';
export type { ErrorCode, ErrorEntry } from './registry.ts';
