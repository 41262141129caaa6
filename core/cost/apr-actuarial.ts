/**
 * The annual percentage rate of 12 CFR 1026 (Regulation Z) Appendix J, actuarial method: the rate a unit-period at which
 * advances and payments are worth the same, by the general equation (b)(8), times unit-periods a year. Several advances,
 * odd first periods and odd payments are only other terms of that equation.
 */
import { ok, refuse, type Result } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { type DatedFlow, rateOf } from './rate.ts';
import { checkUnitPeriod, countUnitPeriods, periodsPerYear, type UnitPeriod } from './unit-period.ts';

/** Money after so many unit-periods and a fraction of one since the first advance. */
export type PeriodFlow = { readonly full: number; readonly fraction: number; readonly amount: number };

/** The rate a unit-period, as a fraction. Unit-periods are counted by the caller. */
export function unitPeriodRate(flows: readonly PeriodFlow[]): Result<number> {
  const wrong = flows.find(({ full }) => !Number.isInteger(full) || full < 0);
  if (wrong !== undefined)
    return refuse('cost_input_refused', 'CST-8', {
      problem: 'unit-periods are whole',
      full: String(wrong.full),
    });
  return rateOf(flows.map(({ full, fraction, amount }) => ({ periods: full, fraction, amount })));
}

/** The APR as a fraction a year, of advances (one sign) and payments (the other) on their days; the first is an advance. */
export function aprActuarial(flows: readonly DatedFlow[], unitPeriod: UnitPeriod): Result<number> {
  const unit = checkUnitPeriod(unitPeriod);
  if (!unit.ok) return unit;
  const days = flows.map(({ day }) => day);
  if (days.some((day) => !Number.isSafeInteger(day)))
    return refuse('cost_input_refused', 'CST-2', { problem: 'a flow has no day' });
  const start = days.reduce((least, day) => (day < least ? day : least), days[0] ?? (0 as Day));
  const rate = unitPeriodRate(
    flows.map(({ day, amount }) => ({ ...countUnitPeriods(start, day, unit.value), amount })),
  );
  return rate.ok ? ok(rate.value * periodsPerYear(unit.value)) : rate;
}
