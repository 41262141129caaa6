export { dayOf, formatDay, parseDay } from './day.ts';
export type { Day } from './day.ts';
