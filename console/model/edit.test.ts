import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFormats, dictionaries } from '../words/index.ts';
import { labelOfBin } from './bin-label.ts';
import { redo, startHistory, takeStep, undo } from './edit-history.ts';
import { keptVariables, parseKept } from './kept-bins.ts';

test('[CON-24] any walk of steps can be taken back to where it began and forward again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 50 }), (steps) => {
      let history = startHistory(0);
      for (const step of steps) history = takeStep(history, step);
      let back = history;
      for (let at = 0; at < steps.length; at += 1) back = undo(back);
      expect(back.now).toBe(0);
      expect(undo(back)).toBe(back);
      let forward = back;
      for (let at = 0; at < steps.length; at += 1) forward = redo(forward);
      expect(forward).toEqual(history);
      expect(redo(forward)).toBe(forward);
    }),
  );
});

test('[CON-24] a new step forgets what was taken back', () => {
  const back = undo(takeStep(takeStep(startHistory('a'), 'b'), 'c'));
  expect(takeStep(back, 'd')).toEqual({ before: ['a', 'b'], now: 'd', after: [] });
});

test('[CON-25] kept bins are read as they were kept, and what is no cut is left out', () => {
  const kept = { age: { cuts: [1, 2.5] }, job: { groups: [['a'], ['b', 'c']] } };
  expect(parseKept(JSON.stringify(kept))).toEqual(kept);
  const wrong = { age: { cuts: ['1'] }, job: { groups: ['a'] }, use: null, debt: 3, ok: { cuts: [] } };
  expect(keptVariables(parseKept(JSON.stringify(wrong)))).toEqual(['ok']);
  for (const text of [null, '', '[', '[]', '3', 'null']) expect(parseKept(text)).toEqual({});
});

test('[CON-24] a bin is called by its interval, its levels or why its values are absent', () => {
  const language = { words: dictionaries.en, formats: createFormats('en', 'UTC') };
  const label = (cell: Parameters<typeof labelOfBin>[0]['cell']) => labelOfBin({ cell }, language);
  expect(label({ kind: 'range', from: null, to: 1_500 })).toBe('< 1,500');
  expect(label({ kind: 'range', from: 0.25, to: 1 })).toBe('0.25 – < 1');
  expect(label({ kind: 'range', from: 1, to: null })).toBe('≥ 1');
  expect(label({ kind: 'range', from: null, to: null })).toBe('every value');
  expect(label({ kind: 'levels', levels: ['a', 'b', 'c', 'd', 'e'] })).toBe('a, b, c and 2 more');
  expect(label({ kind: 'special', reason: 'source_down' })).toBe('Missing: source_down');
  expect(labelOfBin({ cell: { kind: 'missing' }, label: 'no file' }, language)).toBe('no file');
});
