import { expect, test } from 'vitest';
import { elapsedSeconds, leftSeconds } from './time-left.ts';
import { isModelName, suggestName, toRequest, usualWish } from './train-wish.ts';

const sample = 'a'.repeat(64);
const target = { column: 'status', badValue: 'default' };

test('[CON-26] a plain wish sends no more than it says, and the bins of a person go along with a card', () => {
  const plain = toRequest({ ...usualWish, name: 'small' }, { sample, target, bins: {} });
  expect(plain).toEqual({ name: 'small', kind: 'card', sample, target, testShare: 0.2, seed: 1 });
  const bins = { age: { cuts: [30] } };
  expect(toRequest({ ...usualWish, name: 'small' }, { sample, target, bins }).bins).toEqual(bins);
  expect(
    toRequest({ ...usualWish, name: 'small', kind: 'boost' }, { sample, target, bins }).bins,
  ).toBeUndefined();
});

test('[CON-26] a variable that is left out keeps neither direction nor bins', () => {
  const request = toRequest(
    { ...usualWish, name: 'small', drop: ['age'], directions: { age: 1, use: -1 } },
    { sample, target, bins: { age: { cuts: [30] }, use: { cuts: [5] } } },
  );
  expect(request.drop).toEqual(['age']);
  expect(request.monotone).toEqual({ use: -1 });
  expect(request.bins).toEqual({ use: { cuts: [5] } });
});

test('[CON-26] a suggested name is one that a model may have', () => {
  for (const name of ['Lending Club 2017', '2017 loans', '客户', '--', 'x'.repeat(200), 'A b-']) {
    expect(isModelName(suggestName(name))).toBe(true);
  }
  expect(suggestName('Lending Club 2017')).toBe('lending-club-2017');
});

test('[CON-26] time left is in proportion to what is done, and unknown at the start and at the end', () => {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const nowMs = Date.parse('2026-01-01T00:00:30.000Z');
  expect(elapsedSeconds(startedAt, nowMs)).toBe(30);
  expect(leftSeconds({ startedAt, progress: 0.25, nowMs })).toBe(90);
  expect(leftSeconds({ startedAt, progress: 0.01, nowMs })).toBeNull();
  expect(leftSeconds({ startedAt, progress: 1, nowMs })).toBeNull();
});
