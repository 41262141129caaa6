import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveRow, rowWindow, scrollToRow } from './window.ts';

test('[CON-6] of 100,000 rows only those on the screen and a few beside them are drawn', () => {
  const drawn = rowWindow({ scrollTop: 40 * 50_000, viewHeight: 800, rowHeight: 40, rowCount: 100_000 });
  expect(drawn).toEqual({ first: 49_992, end: 50_028 });
});

test('[CON-6] every row that can be seen is among those drawn, wherever one scrolls', () => {
  const lists = fc.record({
    scrollTop: fc.integer({ min: -50, max: 500_000 }),
    viewHeight: fc.integer({ min: 1, max: 2_000 }),
    rowHeight: fc.integer({ min: 20, max: 60 }),
    rowCount: fc.integer({ min: 0, max: 10_000 }),
  });
  fc.assert(
    fc.property(lists, (list) => {
      const { first, end } = rowWindow(list);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(list.rowCount);
      for (let y = Math.max(0, list.scrollTop); y < list.scrollTop + list.viewHeight; y += list.rowHeight) {
        const row = Math.floor(y / list.rowHeight);
        expect(row >= list.rowCount || (row >= first && row < end)).toBe(true);
      }
    }),
  );
});

test('[CON-6] the list scrolls no further than it takes to show the active row', () => {
  const view = { scrollTop: 100, viewHeight: 200, rowHeight: 20 };
  expect(scrollToRow(6, view)).toBe(100);
  expect(scrollToRow(2, view)).toBe(40);
  expect(scrollToRow(20, view)).toBe(220);
});

test('[CON-7] j, k, arrows, page and end keys move the active row inside the list', () => {
  const list = { active: 3, rowCount: 10, pageRows: 5 };
  expect(
    ['j', 'k', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) =>
      moveRow(key, list),
    ),
  ).toEqual([4, 2, 4, 2, 8, 0, 0, 9, null]);
  expect(moveRow('j', { active: -1, rowCount: 10, pageRows: 5 })).toBe(0);
  expect(moveRow('j', { active: -1, rowCount: 0, pageRows: 5 })).toBeNull();
});
