export { adjustDay, dayOfWeek, isBusinessDay, MAX_CLOSED_DAYS } from './business-day.ts';
export type { BusinessCalendar, HolidayRule } from './business-day.ts';
export { dayOf, formatDay, parseDay, partsOfDay } from './day.ts';
export type { Day } from './day.ts';
export { dayCounts, yearDays, yearFractions } from './day-count.ts';
export type { DayCount, LeapDay, YearFraction } from './day-count.ts';
export { addMonths, addPeriods, dayOfMonth, daysOfMonth, isLeapYear } from './step.ts';
export type { MonthEnd, Period, PeriodUnit } from './step.ts';
