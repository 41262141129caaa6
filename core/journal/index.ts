export { chart, chartEntry } from './account.ts';
export type { AccountEntry, AccountKind, AccountName, ChartName } from './account.ts';
export { addLegs, checkPostings, difference, MAX_POSTINGS } from './journal.ts';
export type { Balances, Leg, Posting } from './journal.ts';
