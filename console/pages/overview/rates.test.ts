import { expect, test } from 'vitest';
import { bandFilter, drawnBadRate, observedBadRate, toTimeBars } from './rates.ts';

test('[CON-9] a bad rate is unknown, not zero, where no outcome is known', () => {
  expect(observedBadRate({ good: 0, bad: 0 })).toBeNull();
  expect(observedBadRate({ good: 3, bad: 1 })).toBe(0.25);
  expect(drawnBadRate({ good: 3, bad: 1 })).toBeNull();
  expect(drawnBadRate({ good: 30, bad: 10 })).toBe(25);
});

test('[CON-9] hours become days when they are too many for a chart, and no application is lost', () => {
  const byHour = Array.from({ length: 200 }, (_, at) => ({
    hour: new Date(Date.UTC(2026, 0, 1, at)).toISOString(),
    approve: 2,
    refer: 1,
    decline: at % 2,
  }));
  const { step, bars } = toTimeBars(byHour);
  expect(step).toBe('day');
  expect(bars).toHaveLength(9);
  expect(bars.reduce((sum, { approve, refer, decline }) => sum + approve + refer + decline, 0)).toBe(700);
  expect(toTimeBars(byHour.slice(0, 5)).step).toBe('hour');
});

test('[CON-9] a band of the chart opens the scores of that band and of no other', () => {
  expect(bandFilter(580)).toEqual({ scoreMin: 580, scoreMax: 599 });
});
