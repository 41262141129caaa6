export { books, habits, liveLoan } from './life.ts';
export type { Habit, Life } from './life.ts';
