import { expect, test } from 'vitest';
import { pickLanguage } from './language.ts';
import { type ProgressSetting, createProgress } from './progress.ts';

function record(style: ProgressSetting['style'], totalCount: number) {
  const written: string[] = [];
  const clock = { nowMs: 0 };
  const progress = createProgress({
    title: { en: 'Feeding', zh: '灌入' },
    totalCount,
    style,
    write: (text) => void written.push(text),
    clockMs: () => clock.nowMs,
  });
  return { written, clock, progress };
}

test('off a terminal there is one line per ten percent, whatever the number of calls', () => {
  const { written, clock, progress } = record('plain', 9857);
  for (let doneCount = 1; doneCount <= 9857; doneCount += 1) {
    clock.nowMs += 1;
    progress.advance(doneCount);
  }
  progress.finish();
  expect(written.length).toBe(10);
  expect(written[0]).toMatch(/986\/9,857 · 10 %/);
  expect(written.at(-1)).toMatch(/9,857\/9,857 · 100 % · 1,000\/s\n$/);
  expect(written.join('')).not.toContain('\r');
});

test('a jump over several steps prints once', () => {
  const { written, progress } = record('plain', 100);
  progress.advance(55);
  progress.advance(59);
  progress.advance(60);
  expect(written.length).toBe(2);
});

test('on a terminal the bar is redrawn at most ten times a second and ends on its own line', () => {
  const { written, clock, progress } = record('bar', 1000);
  for (let doneCount = 1; doneCount <= 1000; doneCount += 1) {
    clock.nowMs += 1;
    progress.advance(doneCount);
  }
  progress.finish();
  expect(written.length).toBeLessThanOrEqual(13);
  expect(written.every((text) => text === '\n' || text.startsWith('\r'))).toBe(true);
  expect(written.at(-1)).toBe('\n');
  expect(written.at(-2)).toContain('100 %');
});

test('under --json nothing is drawn, and an empty task is complete', () => {
  const { written, progress } = record('none', 10);
  progress.advance(10);
  progress.finish();
  expect(written).toEqual([]);
  const empty = record('plain', 0);
  empty.progress.advance(0);
  expect(empty.written.join('')).toContain('100 %');
});

test('the locale decides the language, and a setting of our own goes first', () => {
  expect(pickLanguage({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(pickLanguage({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en');
  expect(pickLanguage({ LC_ALL: '', LANG: 'zh_TW' })).toBe('zh');
  expect(pickLanguage({ PLIMSOLL_LANGUAGE: 'zh', LANG: 'en_GB' })).toBe('zh');
  expect(pickLanguage({})).toBe('en');
});
