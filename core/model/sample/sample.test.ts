import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { columnOf, inferTable, numericColumnOf, parseCsv, type Table } from '@plimsoll/core/table';
import * as fc from 'fast-check';
import { expect, test, type TestContext } from 'vitest';
import { designSample, findLateColumns, rollCounts, rollTable, suggestBad, vintageTable } from './index.ts';

/** Public sets that may not be shipped: from the folder PLIMSOLL_SETS, or `shared/data` beside the repository. */
const setsFolder = [
  process.env['PLIMSOLL_SETS'] ?? '',
  fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
].find((folder) => existsSync(folder));

const readSet = (context: TestContext, path: string): string => {
  const file = join(setsFolder ?? '', path);
  if (setsFolder === undefined || !existsSync(file))
    return context.skip(`${path} is not here: set PLIMSOLL_SETS to the folder of the public sets`);
  const bytes = readFileSync(file);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

const tableOf = (csv: string): Table => {
  const read = inferTable(csv);
  if (!read.ok) throw new Error(JSON.stringify(read.facts));
  return read.value.table;
};

const BUCKETS = ['C', 'M1', 'M2', 'M3', 'M4+'];

const monthly = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 12 }))
  .chain(([monthCount, loans]) =>
    fc
      .array(fc.constantFrom(0, 1, 2, 3, 4, 255), {
        minLength: monthCount * loans,
        maxLength: monthCount * loans,
      })
      .map((states) => ({ buckets: BUCKETS, monthCount, states: Uint8Array.from(states) })),
  );

test('[SMP-1] every loan seen in both months of a step is counted once', () => {
  fc.assert(
    fc.property(monthly, (book) => {
      const { monthCount, states } = book;
      const seen = Array.from(
        { length: monthCount - 1 },
        (_, month) =>
          Array.from({ length: states.length / monthCount }, (__, loan) => loan * monthCount + month).filter(
            (at) => states[at] !== 255 && states[at + 1] !== 255,
          ).length,
      );
      const counted = rollCounts(book).map((step) =>
        step.reduce((sum, to) => sum + to.reduce((row, count) => row + count, 0), 0),
      );
      expect(counted).toEqual(seen);
    }),
  );
});

test('[SMP-1] month-to-month moves of the public Taiwan sample', (context) => {
  const table = tableOf(readSet(context, 'taiwan_default/UCI_Credit_Card.csv.gz'));
  const reference = parseCsv(readSet(context, 'taiwan_default/ref_roll_counts.csv'));
  if (!reference.ok) throw new Error('readable');
  const columns = ['PAY_6', 'PAY_5', 'PAY_4', 'PAY_3', 'PAY_2', 'PAY_0'].map((name) =>
    numericColumnOf(table, name),
  );
  const states = Uint8Array.from({ length: table.rowCount * columns.length }, (_, at) => {
    const value = columns[at % columns.length]?.values[Math.floor(at / columns.length)] ?? 0;
    return Math.min(4, Math.max(0, value));
  });
  const steps = rollCounts({ buckets: BUCKETS, monthCount: columns.length, states });
  expect(steps.flatMap((step) => step.map((to) => [...to]))).toEqual(
    reference.value.rows.map((row) => row.slice(2).map(Number)),
  );
  const suggested = suggestBad(
    { buckets: BUCKETS, monthCount: columns.length, states },
    { threshold: 0.5, followMonths: 2 },
  );
  expect(suggested.evidence.map(({ reached }) => reached > 0)).toContain(true);
});

test('[SMP-2] the shares of a bucket sum to 1; a bucket nobody was in has none', () => {
  fc.assert(
    fc.property(monthly, (book) => {
      for (const { shares, count, to } of rollTable(book)) {
        expect(to.reduce((sum, each) => sum + each, 0)).toBe(count);
        if (shares === null) expect(count).toBe(0);
        else expect(shares.cured + shares.better + shares.same + shares.worse).toBeCloseTo(1, 12);
      }
    }),
  );
});

test('[SMP-3] the definition of bad is where most never come back', () => {
  // 100 loans reach M1 and 80 cure; 100 reach M2, of which 70 never come back; ten reach M3, which says nothing.
  const loan = (count: number, ...months: readonly number[]): number[] =>
    Array.from({ length: count }, () => months).flat();
  const states = Uint8Array.from([
    ...loan(80, 0, 1, 0, 0),
    ...loan(20, 0, 1, 1, 1),
    ...loan(30, 0, 2, 1, 0),
    ...loan(70, 0, 2, 3, 4),
    ...loan(10, 0, 3, 0, 0),
    ...loan(500, 0, 0, 0, 2),
    ...loan(9, 0, 2, 255, 255),
  ]);
  const book = { buckets: BUCKETS, monthCount: 4, states };
  expect(suggestBad(book, { threshold: 0.5, followMonths: 2 })).toMatchObject({
    bucket: 'M2',
    evidence: [
      {},
      { reached: 100, neverBack: 0.2, rolledOn: 0 },
      { reached: 100, neverBack: 0.7, rolledOn: 0.7 },
      { reached: 10, neverBack: null },
      { reached: 0, neverBack: null },
    ],
  });
  expect(suggestBad(book, { threshold: 0.9, followMonths: 2 }).bucket).toBeNull();
  expect(suggestBad(book, { threshold: 0.2, followMonths: 2 }).bucket).toBe('M1');
});

const day = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);

test('[SMP-4] kept and dropped loans are all loans, and no kept one is younger than the window', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(day, day), { minLength: 200, maxLength: 300 }), (loans) => {
      const decided = loans.map(([from]) => from);
      const bad = loans.map(([from, later]) => from + later);
      const design = { fromDay: 50, toDay: 350, performanceDays: 90, asOfDay: 380, outOfTimeDay: 200 };
      const sample = designSample(
        { decided, bad },
        {
          ...design,
          exclusions: [{ name: 'staff', isOut: (row) => row % 10 === 0 }],
          isIndeterminate: (row) => row % 7 === 0,
        },
      );
      if (!sample.ok) throw new Error(JSON.stringify(sample.facts));
      const { development, outOfTime, outcomes, dropped } = sample.value;
      const kept = [...development, ...outOfTime];
      expect(kept.length + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(loans.length);
      expect(new Set(kept).size).toBe(kept.length);
      for (const row of kept) {
        expect((decided[row] ?? 0) + 90).toBeLessThanOrEqual(380);
        expect(outcomes[row]).toBe((bad[row] ?? 0) - (decided[row] ?? 0) <= 90 ? 1 : 0);
        expect((decided[row] ?? 0) >= 200).toBe(outOfTime.includes(row));
      }
      expect(dropped.map(({ reason, name }) => name ?? reason)).toEqual([
        'no_start',
        'outside_window',
        'staff',
        'immature',
        'not_followed',
        'indeterminate',
      ]);
    }),
  );
});

test('[SMP-4] a young loan is out even when it is bad already; the bads that went with it are told', () => {
  const decided = [0, 0, 95, 95, 0];
  const bad = [10, Number.NaN, 96, Number.NaN, Number.NaN];
  const lastWatched = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 20];
  const sample = designSample(
    { decided, bad, lastWatched },
    { fromDay: 0, toDay: 100, performanceDays: 30, asOfDay: 100, outOfTimeDay: null },
  );
  expect(sample).toMatchObject({
    ok: true,
    value: { development: Int32Array.of(0, 1), lastMatureDay: 70 },
  });
  const dropped = sample.ok ? sample.value.dropped : [];
  expect(dropped.filter(({ count }) => count > 0)).toEqual([
    { reason: 'immature', name: null, count: 2, bads: 1 },
    { reason: 'not_followed', name: null, count: 1, bads: 0 },
  ]);
});

test('[SMP-5] a window without a mature loan and a part of one class are refused', () => {
  const loans = { decided: [0, 0, 50, 50], bad: [1, Number.NaN, Number.NaN, Number.NaN] };
  const design = { fromDay: 0, toDay: 60, performanceDays: 30, asOfDay: 100, outOfTimeDay: null };
  for (const odd of [{ toDay: -1 }, { asOfDay: 20 }, { outOfTimeDay: 40 }, { fromDay: 40 }])
    expect(designSample(loans, { ...design, ...odd })).toMatchObject({
      ok: false,
      code: 'sample_unfit',
      rule: 'SMP-5',
    });
  expect(designSample(loans, design)).toMatchObject({ ok: true });
});

test('[SMP-6] a share is null while a loan of the vintage is younger than the horizon', () => {
  const loans = { vintages: ['b', 'a', 'a'], daysToBad: [5, Number.NaN, 40], daysWatched: [20, 100, 60] };
  expect(vintageTable(loans, [10, 30, 90])).toEqual([
    { vintage: 'a', count: 2, badShares: [0, 0, null] },
    { vintage: 'b', count: 1, badShares: [1, null, null] },
  ]);
});

test('[SMP-6] charge-offs of the public small-business sample by year of approval', (context) => {
  const table = tableOf(readSet(context, 'sba_case_ca/sba_case_ca.csv.gz'));
  const reference = tableOf(readSet(context, 'sba_case_ca/ref_vintage.csv'));
  const numbers = (name: string): ArrayLike<number> => numericColumnOf(table, name).values;
  const [chargedOff, disbursed, isBad] = [
    numbers('ChgOffDate'),
    numbers('DisbursementDate'),
    numbers('Default'),
  ];
  const horizons = [12, 24, 36, 48, 60, 84];
  const rows = vintageTable(
    {
      vintages: Array.from(numbers('ApprovalFY'), String),
      daysToBad: Array.from(chargedOff, (on, row) =>
        isBad[row] === 1 ? on - (disbursed[row] ?? 0) : Number.NaN,
      ),
    },
    horizons.map((months) => (months * 365) / 12),
  );
  expect(rows.map(({ vintage, count }) => [Number(vintage), count])).toEqual(
    [...numericColumnOf(reference, 'fy').values].map((year, row) => [
      year,
      numericColumnOf(reference, 'n').values[row],
    ]),
  );
  for (const [at, months] of horizons.entries())
    expect(rows.map(({ badShares }) => Number(badShares[at]?.toFixed(4)))).toEqual([
      ...numericColumnOf(reference, `cum_${months}m`).values,
    ]);
});

test('[SMP-6] first payments of the public Nigerian micro-loans by month', (context) => {
  const csv = parseCsv(readSet(context, 'superlender_nigeria/trainprevloans.csv.gz'));
  const reference = tableOf(readSet(context, 'superlender_nigeria/ref_vintage_first_payment.csv'));
  if (!csv.ok) throw new Error('readable');
  const cells = (name: string): readonly string[] => {
    const at = csv.value.header.indexOf(name);
    return csv.value.rows.map((row) => row[at] ?? '');
  };
  const daysAt = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) / 86_400_000;
  const due = cells('firstduedate').map(daysAt);
  const late = cells('firstrepaiddate').map((text, row) => daysAt(text) - (due[row] ?? 0));
  const horizons = [0, 3, 7, 15, 30];
  // The reference counts by the month in which a loan was asked for. "Late by k" is the complement of "paid by day k".
  const rows = vintageTable(
    { vintages: cells('creationdate').map((text) => text.slice(0, 7)), daysToBad: late },
    horizons,
  );
  expect(rows.map(({ count }) => count)).toEqual([...numericColumnOf(reference, 'n').values]);
  for (const [at, days] of horizons.entries())
    expect(rows.map(({ badShares }) => Number((1 - (badShares[at] ?? 0)).toFixed(4)))).toEqual([
      ...numericColumnOf(reference, `late${days}`).values,
    ]);
});

test('[SMP-13] a column of after the approval is named', () => {
  const csv = `card,spend,income\n${Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? `no,0,${row}` : `yes,${row % 90},${row}`)).join('\n')}`;
  const table = tableOf(csv);
  const isAccepted = Uint8Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? 0 : 1));
  const variables = { ...table, columns: table.columns.filter(({ name }) => name !== 'card') };
  expect(findLateColumns(variables, isAccepted).map(({ column }) => column)).toEqual(['spend']);
});

test('[SMP-13] the leaks of the public card applications are named, and no other column', (context) => {
  const table = tableOf(readSet(context, 'aer_creditcard/CreditCard.csv.gz'));
  const card = columnOf(table, 'card');
  if (card.kind !== 'categorical') throw new Error('yes and no');
  const isAccepted = Uint8Array.from(card.codes, (code) => (card.levels[code] === 'yes' ? 1 : 0));
  const variables = { ...table, columns: table.columns.filter(({ name }) => name !== 'card') };
  const late = findLateColumns(variables, isAccepted).map(({ column }) => column);
  expect(late).toEqual(['share', 'expenditure']);
});
