export { aprActuarial, unitPeriodRate } from './apr-actuarial.ts';
export type { PeriodFlow } from './apr-actuarial.ts';
export { levelPayment } from './level-payment.ts';
export type { LevelPaymentTerms } from './level-payment.ts';
export { aprEffective, irr, xirr } from './rate.ts';
export type { DatedFlow, TimedFlow } from './rate.ts';
export { checkUnitPeriod, countUnitPeriods, periodsPerYear } from './unit-period.ts';
export type { PeriodCount, UnitPeriod } from './unit-period.ts';
