export { createDayRunner } from './runner.ts';
export type { DayReport, DayRunner } from './runner.ts';
export { makeLoans } from './testing-loans.ts';
