import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from './index.ts';
import { xoshiro128 } from './random.ts';

test('the generator gives the numbers of the authors’ C program (state 1, 2, 3, 4)', () => {
  const word = xoshiro128([1, 2, 3, 4]);
  expect(Array.from({ length: 10 }, word)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('the same seed gives the same stream and another seed another', () => {
  const draw = (seed: string) => {
    const random = createRandom(seed);
    return Array.from({ length: 20 }, () => random.next());
  };
  expect(draw('harbour')).toEqual(draw('harbour'));
  expect(draw('harbour')).not.toEqual(draw('harbour '));
});

test('a seed keeps its numbers from release to release', () => {
  const random = createRandom('plimsoll');
  expect([random.integer(1, 6), random.integer(1, 1_000_000), random.integer(0, 2 ** 40)]).toEqual([
    5, 214803, 117180380099,
  ]);
});

test('whole numbers stay inside their bounds, which both occur', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), fc.integer({ min: 0, max: 3 }), (seed, min, width) => {
      const random = createRandom(seed);
      const drawn = new Set(Array.from({ length: 200 }, () => random.integer(min, min + width)));
      expect(Math.min(...drawn)).toBe(min);
      expect(Math.max(...drawn)).toBe(min + width);
      expect(drawn.size).toBe(width + 1);
    }),
  );
});

test('uniform and normal numbers have the moments they should', () => {
  const random = createRandom('moments');
  const count = 50_000;
  const uniform = Array.from({ length: count }, () => random.next());
  const normal = Array.from({ length: count }, () => random.normal());
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(uniform)).toBeCloseTo(0.5, 2);
  expect(mean(normal)).toBeCloseTo(0, 1);
  expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
});

test('a shuffle keeps every item and leaves its input alone', () => {
  const random = createRandom('cards');
  const items = Object.freeze(Array.from({ length: 52 }, (_, card) => card));
  const dealt = random.shuffle(items);
  expect(dealt).not.toEqual(items);
  expect([...dealt].sort((left, right) => left - right)).toEqual(items);
  expect(items).toContain(random.pick(items));
  expect(() => random.pick([])).toThrow('assertion failed');
  expect(() => random.integer(2, 1)).toThrow('assertion failed');
});
