/** Cells as people write them, one by one: what each is taken for, and what is refused. */
import { ANY, createScope, parseExpression, parseTests } from '@plimsoll/core/feel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAmount, readDay } from './amount.ts';
import { readCondition } from './condition.ts';
import type { SheetCell } from './grid.ts';
import { readOutcome } from './outcome.ts';
import type { CellColumn, CellRead, ColumnKind, RangeEnds } from './reading.ts';

const names = new Set(['minAge', 'region']);
const scope = createScope([...names].map((name, index) => ({ name, index, type: ANY })));

function columnOf(kind: ColumnKind, more: Partial<CellColumn> = {}): CellColumn {
  return {
    kind,
    allowed: null,
    share: 'fraction',
    rangeEnds: 'unsaid',
    isFeel: (text) => parseTests(text, scope, ANY).problems.length === 0,
    names,
    ...more,
  };
}

const cell = (text: string, kind: SheetCell['kind'] = 'text'): SheetCell => ({ kind, text });
const feelOf = (read: CellRead): string | null => (read.ok ? read.feel : null);
const condition = (text: string, kind: ColumnKind, more: Partial<CellColumn> = {}): string | null =>
  feelOf(readCondition(cell(text), columnOf(kind, more)));
const outcome = (text: string, kind: ColumnKind, more: Partial<CellColumn> = {}): string | null =>
  feelOf(
    readOutcome(
      cell(text),
      columnOf(kind, { isFeel: (feel) => parseExpression(feel, scope).problems.length === 0, ...more }),
    ),
  );

test.each(['', '-', '—', '－', '*', '＊', 'any', 'ALL', '任意', '不限', '全部', '  '])(
  '[EXC-1] any value: %j',
  (text) => {
    for (const kind of ['number', 'string', 'boolean', 'date', 'feel'] as const)
      expect(condition(text, kind)).toBe('-');
    expect(feelOf(readCondition(null, columnOf('number')))).toBe('-');
  },
);

test.each([
  ['18', '18'],
  ['１８', '18'],
  ['018.50', '18.5'],
  ['-5', '-5'],
  ['>=3', '>= 3'],
  ['≥ 3', '>= 3'],
  ['＞３', '> 3'],
  ['≤100', '<= 100'],
  ['<20%', '< 0.2'],
  ['12.5％', '0.125'],
  ['=7', '7'],
  ['18-60', '[18..60]'],
  ['18~60', '[18..60]'],
  ['18～60', '[18..60]'],
  ['18－60', '[18..60]'],
  ['18至60', '[18..60]'],
  ['18 to 60', '[18..60]'],
  ['-10--5', '[-10..-5]'],
  ['-5-5', '[-5..5]'],
  ['10%-20%', '[0.1..0.2]'],
  ['[18..60)', '[18..60)'],
  ['[18,60)', '[18..60)'],
  ['（18，60］', '(18..60]'],
  [']18..60[', '(18..60)'],
  ['1,000', '1000'],
  ['>=1,200', '>= 1200'],
  ['[1,000, 2,500)', '[1000..2500)'],
  ['5万', '50000'],
  ['1.25亿', '125000000'],
  ['1; 2; 3', '1, 2, 3'],
  ['1,2,3', '1, 2, 3'],
  ['12、24，36', '12, 24, 36'],
  ['18以上', '>= 18'],
  ['18及以上', '>= 18'],
  ['60以下', '<= 60'],
  ['60(含)以下', '<= 60'],
  ['不满18', '< 18'],
  ['超过60', '> 60'],
  ['不低于600', '>= 600'],
  ['大于等于 5', '>= 5'],
  ['≠5', 'not(5)'],
  ['<>5', 'not(5)'],
  ['not(1, 2)', 'not(1, 2)'],
  ['>=18且<60', '[18..60)'],
  ['>18 and <= 60', '(18..60]'],
  ['18<=x<60', '[18..60)'],
  ['<10; >90', '< 10, > 90'],
  ['null', 'null'],
  ['缺失', 'null'],
  ['>= minAge', '>= minAge'],
  ['feel: ? * 2 > 10', '? * 2 > 10'],
])('[EXC-2] numbers: %j is %j', (text, feel) => {
  expect(condition(text, 'number')).toBe(feel);
});

test.each([
  ['1,200', '1,200 may be one number or several'],
  ['60-18', 'a condition that is not understood: 60-18'],
  ['18岁', 'a condition that is not understood: 18岁'],
  ['about 5', 'a condition that is not understood: about 5'],
  ['18<=income<60', 'a condition that is not understood: 18<=income<60'],
  ['1/3', '1/3 may be several numbers, a fraction or a date'],
  ['>=18,<60', '>=18,<60: conditions with a comma between them are alternatives in FEEL'],
  ['1;;2', 'a condition that is not understood: 1;;2'],
  ['not(1); 2', 'not(1); 2: an exclusion among other conditions'],
  ['feel: ? +', 'FEEL that can’t be read: ? +'],
])('[EXC-3] numbers: %j is refused', (text, problem) => {
  const read = readCondition(cell(text), columnOf('number'));
  if (read.ok) throw new Error(`taken as ${read.feel}`);
  expect(read.problem.en).toBe(problem);
  expect(read.remedy.en).not.toBe('');
  expect(read.problem.zh + read.remedy.zh).toMatch(/[\u4E00-\u9FFF]/);
});

test('[EXC-3] kinds that a spreadsheet gives: dates in numbers, numbers in texts, faults, formulas', () => {
  const refused = (given: SheetCell, kind: ColumnKind): boolean => !readCondition(given, columnOf(kind)).ok;
  expect(refused(cell('2026-01-03', 'date'), 'number')).toBe(true);
  expect(refused(cell('7', 'number'), 'string')).toBe(true);
  expect(refused(cell('true', 'boolean'), 'string')).toBe(true);
  expect(refused(cell('1', 'number'), 'boolean')).toBe(true);
  expect(refused(cell('#N/A', 'fault'), 'number')).toBe(true);
  expect(refused(cell('=A1+1', 'fault'), 'string')).toBe(true);
  expect(feelOf(readCondition(cell('7', 'number'), columnOf('string', { allowed: ['7', '8'] })))).toBe('"7"');
});

test.each([
  ['A', '"A"'],
  ['A,B,C', '"A", "B", "C"'],
  ['A/B/C', '"A", "B", "C"'],
  ['A，B、C；D', '"A", "B", "C", "D"'],
  ['"A", "B"', '"A", "B"'],
  ['“A”', '"A"'],
  ['not(A, B)', 'not("A", "B")'],
  ['≠A', 'not("A")'],
  ['self-employed (part time)', '"self-employed (part time)"'],
  ['ａ', '"ａ"'],
  ['C:\\x', '"C:\\\\x"'],
  ['null', 'null'],
])('[EXC-4] texts: %j is %j', (text, feel) => {
  expect(condition(text, 'string')).toBe(feel);
});

test('[EXC-4] allowed values: one that holds a separator stays whole, others are refused', () => {
  const allowed = ['N/A', 'home, own', 'A', 'B', 'any'];
  expect(condition('N/A', 'string', { allowed })).toBe('"N/A"');
  expect(condition('home, own', 'string', { allowed })).toBe('"home, own"');
  expect(condition('A/B', 'string', { allowed })).toBe('"A", "B"');
  expect(condition('any', 'string', { allowed })).toBe('"any"');
  expect(condition('A/C', 'string', { allowed })).toBeNull();
  expect(outcome('C', 'string', { allowed })).toBeNull();
});

test.each(['N/A', 'A,,B', '>=A', '"A', 'region'])('[EXC-3] texts: %j is refused', (text) => {
  expect(condition(text, 'string')).toBeNull();
});

test.each([
  ['是', 'true'],
  ['否', 'false'],
  ['Y', 'true'],
  ['n', 'false'],
  ['TRUE', 'true'],
  ['是/否', 'true, false'],
  ['Y/N', 'true, false'],
])('[EXC-5] yes and no: %j is %j', (text, feel) => {
  expect(condition(text, 'boolean')).toBe(feel);
});

test.each([
  ['2026-01-31', 'date("2026-01-31")'],
  ['2026/1/3', 'date("2026-01-03")'],
  ['2026年1月3日', 'date("2026-01-03")'],
  ['>=20260131', '>= date("2026-01-31")'],
  ['2026-01-01~2026-12-31', '[date("2026-01-01")..date("2026-12-31")]'],
  ['2026-01-01至2026-12-31', '[date("2026-01-01")..date("2026-12-31")]'],
])('[EXC-6] dates: %j is %j', (text, feel) => {
  expect(condition(text, 'date')).toBe(feel);
});

test.each(['01/02/2026', '26-01-02', '2026-02-29', '2026-13-01', 'today'])('[EXC-6] no date: %j', (text) => {
  expect(readDay(text)).toBeNull();
  expect(condition(text, 'date')).toBeNull();
});

test.each<readonly [RangeEnds, string]>([
  ['unsaid', '[18..25]'],
  ['both', '[18..25]'],
  ['low', '[18..25)'],
  ['high', '(18..25]'],
])('[EXC-7] ends of a dash: %s', (rangeEnds, feel) => {
  expect(condition('18-25', 'number', { rangeEnds })).toBe(feel);
  expect(condition('[18..25)', 'number', { rangeEnds })).toBe('[18..25)');
});

test.each([
  ['number', '1,200', '1200'],
  ['number', '20%', '0.2'],
  ['number', 'minAge * 2', 'minAge * 2'],
  ['string', 'too young', '"too young"'],
  ['string', '"a" + region', '"a" + region'],
  ['string', 'say "no"', null],
  ['string', '-', null],
  ['string', '', null],
  ['number', '', null],
  ['number', 'approve', null],
  ['boolean', '否', 'false'],
  ['date', '2026/1/3', 'date("2026-01-03")'],
  ['feel', '[1, 2]', '[1, 2]'],
  ['feel', 'two words', null],
  ['string', 'feel: region', 'region'],
  ['string', 'null', 'null'],
] as const)('[EXC-8] outputs: %s %j is %j', (kind, text, feel) => {
  expect(outcome(text, kind)).toBe(feel);
});

test('[EXC-2] a share keeps its figure where the unit is percent; digits are moved, not computed', () => {
  expect(condition('<20%', 'number', { share: 'percent' })).toBe('< 20');
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(8), (digits, places) => {
      const text =
        digits < 0n
          ? `-${String(-digits).padStart(places + 1, '0')}`
          : String(digits).padStart(places + 1, '0');
      const decimal = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
      const read = readAmount(`${decimal}%`, 'fraction');
      expect(readAmount(`${read}`, 'fraction')).toBe(read);
      const back = /^(-?)(\d+)(?:\.(\d+))?$/.exec(read ?? '');
      const fraction = (back?.[3] ?? '').padEnd(places + 2, '0');
      expect(BigInt(`${back?.[1] ?? ''}${back?.[2] ?? ''}${fraction}`)).toBe(digits);
    }),
  );
});
