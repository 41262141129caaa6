import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { SubmitApplication } from '@plimsoll/api/origination';
import { lendingClubApplication, type LendingClubRow, readLendingClub } from './index.ts';

const file = new URL('../../data/lendingclub/applications.csv.gz', import.meta.url);
const csv = gunzipSync(readFileSync(file)).toString('utf8');
const setting = { seed: 'town', consentDay: '2026-01-05' };

function rowsOf(text: string): readonly LendingClubRow[] {
  const rows = readLendingClub(text);
  if (!rows.ok) throw new Error(JSON.stringify(rows));
  return rows.value;
}

test('[SIM-4] a file without a column it needs is refused with the name', () => {
  expect(readLendingClub('term,Class\nterm_36,good\n')).toMatchObject({
    ok: false,
    code: 'sample_unreadable',
    facts: { missingColumns: expect.arrayContaining(['funded_amnt', 'annual_inc']) },
  });
});

test('[SIM-5] every row of the set becomes a submission that the API takes', () => {
  const rows = rowsOf(csv);
  expect(rows).toHaveLength(9857);
  const keys = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const made = lendingClubApplication(row, index, setting);
    if (!made.ok) throw new Error(`row ${index}`);
    expect(Value.Check(SubmitApplication, made.value.body)).toBe(true);
    keys.add(made.value.idempotencyKey);
  }
  expect(keys.size).toBe(9857);
}, 60_000);

test('[SIM-5] a row with a value that the set does not hold is refused, never guessed', () => {
  const row = rowsOf(csv)[0] as LendingClubRow;
  for (const [column, text] of [
    ['term', 'term_48'],
    ['annual_inc', ''],
    ['annual_inc', 'NA'],
    ['emp_length', 'emp_11'],
    ['verification_status', ''],
    ['addr_state', 'California'],
    ['Class', 'unknown'],
    ['funded_amnt', '0'],
  ] as const)
    expect(lendingClubApplication({ ...row, [column]: text }, 7, setting)).toEqual({
      ok: false,
      code: 'sample_unreadable',
      rule: 'SIM-5',
      facts: { row: 7 },
    });
});

test('[SIM-6] the old verdict and the outcome do not travel with the application', () => {
  const row = rowsOf(csv)[0] as LendingClubRow;
  const other = { ...row, int_rate: '28.99', sub_grade: 'G5', Class: 'bad' };
  const one = lendingClubApplication(row, 0, setting);
  const two = lendingClubApplication(other, 0, setting);
  if (!one.ok || !two.ok) throw new Error('both rows are sound');
  expect(two.value.body).toEqual(one.value.body);
  expect([one.value.performance, two.value.performance]).toEqual(['good', 'bad']);
});

test('[SIM-7] an unknown length of employment is missing for want of a record', () => {
  const row = rowsOf(csv)[0] as LendingClubRow;
  const factOf = (text: string) => {
    const made = lendingClubApplication({ ...row, emp_length: text }, 0, setting);
    return made.ok ? made.value.body.facts['employmentYears'] : made;
  };
  expect(['emp_unk', 'emp_lt_1', 'emp_1', 'emp_9', 'emp_ge_10'].map(factOf)).toEqual([
    { missing: 'no_record' },
    0,
    1,
    9,
    10,
  ]);
});
