import { expect, test } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { categoricalColumn, type Column, numericColumn, tableOf } from '@plimsoll/core/table';
import { aucAlone, FINDING_CODES, findLeaks, type LeakQuestion } from './index.ts';
import { found } from './words.ts';

const ROWS = 2000;
const random = createRandom('leaks');
const risk = Float64Array.from({ length: ROWS }, () => random.normal());
const outcomes = Uint8Array.from(risk, (x) => (random.next() < 1 / (1 + Math.exp(1.5 - x)) ? 1 : 0));
const every = <T>(make: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => make(row));

function leaksOf(columns: readonly Column[], rest: Partial<LeakQuestion> = {}): readonly string[] {
  return findLeaks({ table: tableOf(columns), outcomes, ...rest }).map((each) =>
    `${each.code} ${each.subject}`.trim(),
  );
}

const honest = numericColumn('honest', risk);

test('[VAL-3] every finding says its numbers in Chinese and in English', () => {
  for (const code of FINDING_CODES) {
    const numbers = new Proxy({}, { get: () => 0.4321 }) as { readonly [name: string]: number };
    const finding = found(code, 'note', { subject: 'income', numbers });
    expect(finding.words.zh).toMatch(/[\u4e00-\u9fff]/u);
    expect(finding.words.en).toMatch(/^[^\u4e00-\u9fff]+\.$/u);
    for (const text of [finding.words.zh, finding.words.en]) expect(text).toMatch(/0\.4|43\.2%|\b0\b/u);
  }
});

test('[VAL-11] an input too good alone is found, whichever way it points', () => {
  const noisy = (row: number): number => (outcomes[row] ?? 0) * 3 + random.normal();
  expect(leaksOf([honest, numericColumn('later', every(noisy))])).toContain('input_too_good later');
  expect(
    leaksOf([
      numericColumn(
        'turned',
        every((row) => -noisy(row)),
      ),
    ]),
  ).toContain('input_too_good turned');
  const bent = every((row) => ((outcomes[row] ?? 0) === 1 ? 0 : row % 2 === 0 ? 4 : -4) + random.normal());
  expect(leaksOf([numericColumn('bent', bent)])).toContain('input_too_good bent');
  const level = every((row) => `${outcomes[row] === 1 ? 'b' : 'g'}${random.next() < 0.05 ? 'x' : ''}`);
  expect(leaksOf([categoricalColumn('status', level)])).toContain('input_too_good status');
  expect(leaksOf([honest])).toEqual([]);
});

test('[VAL-11] a thousand levels without risk do not look like risk', () => {
  const named = categoricalColumn(
    'place',
    every(() => `p${random.integer(1, 1000)}`),
  );
  expect(aucAlone(named, outcomes)).toBeLessThan(0.55);
  expect(leaksOf([named])).toEqual([]);
});

test('[VAL-11] near the whole model is near enough', () => {
  const others = ['a', 'b', 'c'].map((name) =>
    numericColumn(
      name,
      every(() => random.next()),
    ),
  );
  const alone = aucAlone(honest, outcomes);
  expect(leaksOf([honest, ...others], { modelAuc: alone + 0.001 })).toEqual(['input_too_good honest']);
  expect(leaksOf([honest, ...others], { modelAuc: alone + 0.05 })).toEqual([]);
});

test('[VAL-12] a value that exists for one outcome alone is found, be it a date of loss or an amount of zero', () => {
  const lossDay = every((row) => (outcomes[row] === 1 && random.next() < 0.7 ? 17000 + row : Number.NaN));
  expect(leaksOf([numericColumn('lossDay', lossDay)])).toContain('after_the_fact lossDay');
  const loss = every((row) => (outcomes[row] === 1 && random.next() < 0.8 ? 100 + row : 0));
  expect(leaksOf([numericColumn('loss', loss)])).toContain('after_the_fact loss');
  const missing = every((row) => (random.next() < 0.3 ? Number.NaN : (risk[row] ?? 0)));
  expect(leaksOf([numericColumn('asked', missing)])).toEqual([]);
  const rare = every((row) => (row === 3 || row === 8 ? 1 : 0));
  expect(leaksOf([numericColumn('rare', rare)])).toEqual([]);
});

test('[VAL-13] days that come later, persons on both sides, copies across folds', () => {
  const folds = Uint8Array.from({ length: ROWS }, (_, row) => row % 5);
  const observed = numericColumn(
    'observed',
    every(() => 100),
  );
  const known = numericColumn(
    'reported',
    every((row) => (row < 30 ? 140 : 90)),
  );
  const person = categoricalColumn(
    'person',
    every((row) => `p${row === 1999 ? 0 : row}`),
  );
  const table = tableOf([honest, observed, known, person]);
  const question = { table, outcomes, folds, person: 'person' };
  const dated = findLeaks({ ...question, dates: { observation: 'observed', known: ['reported'] } });
  expect(dated.map((each) => [each.code, each.subject, each.numbers['rows']])).toEqual([
    ['date_after_observation', 'reported', 30],
    ['person_on_both_sides', 'person', 2],
  ]);
  const copied = numericColumn(
    'copied',
    every((row) => (row < 100 ? (row % 50) + 0.5 : row)),
  );
  const equal = Uint8Array.from({ length: ROWS }, () => 0).fill(1, 0, 400);
  const copies = findLeaks({
    table: tableOf([copied]),
    outcomes: equal,
    folds: folds.map((_, row) => (row < 50 ? 0 : 1)),
  });
  expect(copies.at(-1)).toMatchObject({
    code: 'duplicates_across_folds',
    severity: 'warning',
    numbers: { rows: 100, groups: 50 },
  });
});
