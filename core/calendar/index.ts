export { dayOf, formatDay, parseDay, partsOfDay } from './day.ts';
export type { Day } from './day.ts';
