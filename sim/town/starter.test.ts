import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { decide, readOrigination } from '@plimsoll/loan/origination';
import { lendingClubApplication, readLendingClub } from './index.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
const day = '2026-01-05';

// Ten thousand decisions: well under a second alone, several on a busy machine.
test('[SIM-12] the starter policy approves, refers and declines sane shares, and risk rises with grade and outcome', async () => {
  const prepared = await readOrigination({
    policyXml: read('policies/starter/policy.dmn').toString('utf8'),
    catalogue: JSON.parse(read('policies/starter/products.json').toString('utf8')) as JsonValue,
    modelId: null,
  });
  const rows = readLendingClub(gunzipSync(read('data/lendingclub/applications.csv.gz')).toString('utf8'));
  if (!prepared.ok || !rows.ok) throw new Error(JSON.stringify([prepared, rows.ok]));
  const context = { origination: prepared.value, day };
  const decisions = rows.value.map((row, index) => {
    const made = lendingClubApplication(row, index, { seed: 'town', consentDay: day });
    if (!made.ok) throw new Error(JSON.stringify(made));
    const command = {
      kind: 'submit',
      applicationId: String(index),
      subject: 's',
      form: made.value.body,
    } as const;
    const events = decide(null, command, context);
    if (!events.ok) throw new Error(JSON.stringify(events));
    const { outcome, grade, errors, missing } = events.value[1]?.body ?? {};
    return {
      outcome,
      grade,
      faults: JSON.stringify([errors, missing]),
      isBad: made.value.performance === 'bad',
    };
  });
  expect(new Set(decisions.map((each) => each.faults))).toEqual(new Set(['[[],[]]']));
  const shareOf = (outcome: string) =>
    decisions.filter((each) => each.outcome === outcome).length / decisions.length;
  expect(shareOf('approve')).toBeGreaterThan(0.6);
  expect(shareOf('approve')).toBeLessThan(0.75);
  expect(shareOf('refer')).toBeGreaterThan(0.1);
  expect(shareOf('refer')).toBeLessThan(0.15);
  const badRate = (among: typeof decisions) => among.filter((each) => each.isBad).length / among.length;
  const rises = (groups: readonly (typeof decisions)[]) => {
    const rates = groups.map(badRate);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  };
  rises(
    ['approve', 'refer', 'decline'].map((outcome) => decisions.filter((each) => each.outcome === outcome)),
  );
  rises([...'ABCDEFG'].map((grade) => decisions.filter((each) => each.grade === grade)));
}, 60_000);
