import { expect, test } from 'vitest';
import { isDangerous, isNote, moves, proposeDays, scopeOf } from './move.ts';
import { scoreBandsOf } from './score-bands.ts';

test('[CON-28] bands of scores hold every row once, and end where the curve has a point', () => {
  const gap = Array.from({ length: 101 }, (_, at) => ({
    share: at / 100,
    score: 1 - at / 100,
    badShare: Math.sqrt(at / 100),
    goodShare: (at / 100) ** 2,
  }));
  const bands = scoreBandsOf(gap, { goods: 10_000, bads: 1_000 });
  expect(bands.length).toBeGreaterThan(10);
  expect(bands.reduce((sum, { goods }) => sum + goods, 0)).toBe(10_000);
  expect(bands.reduce((sum, { bads }) => sum + bads, 0)).toBe(1_000);
  const scores = new Set(gap.map(({ score }) => score));
  for (const [at, { from, to }] of bands.entries()) {
    expect(scores.has(from) && scores.has(to)).toBe(true);
    if (at > 0) expect(from).toBe(bands[at - 1]?.to);
  }
  expect(scoreBandsOf([], { goods: 1, bads: 1 })).toEqual([]);
  expect(scoreBandsOf(gap.slice(0, 1), { goods: 1, bads: 1 })).toEqual([]);
});

test('[CON-29] an act needs a reason; days that are proposed leave time to validate again', () => {
  expect([isNote(''), isNote('  a '), isNote('checked')]).toEqual([false, false, true]);
  const { expiresDay, revalidateDay } = proposeDays(Date.parse('2026-01-01T00:00:00Z'));
  expect(expiresDay).toBe('2027-01-01');
  expect(revalidateDay < expiresDay).toBe(true);
});

test('[CON-29] only ends are dangerous, and only validating is not an approver’s', () => {
  expect(moves.filter(isDangerous)).toEqual(['reject', 'retire']);
  expect(moves.filter((move) => scopeOf(move) === 'write')).toEqual(['validate']);
});
