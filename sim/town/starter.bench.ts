/** Run with `node sim/town/starter.bench.ts`: microseconds per decision of the starter policy, engine and checks included. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { JsonValue } from '@plimsoll/core/base';
import { type ApplicationForm, decide, readOrigination } from '@plimsoll/loan/origination';
import { lendingClubApplication, readLendingClub } from './index.ts';

const ROUNDS = 8;
const day = '2026-01-05';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
const prepared = await readOrigination({
  policyXml: read('policies/starter/policy.dmn').toString('utf8'),
  catalogue: JSON.parse(read('policies/starter/products.json').toString('utf8')) as JsonValue,
  modelId: null,
});
if (!prepared.ok) throw new Error(JSON.stringify(prepared));
const rows = readLendingClub(gunzipSync(read('data/lendingclub/applications.csv.gz')).toString('utf8'));
if (!rows.ok) throw new Error(JSON.stringify(rows));
const forms = rows.value.flatMap((row, index): readonly ApplicationForm[] => {
  const made = lendingClubApplication(row, index, { seed: 'bench', consentDay: day });
  return made.ok ? [made.value.body] : [];
});

const context = { origination: prepared.value, day };
const roundUs = Array.from({ length: ROUNDS }, () => {
  const start = performance.now();
  for (const form of forms) decide(null, { kind: 'submit', applicationId: 'a', subject: 's', form }, context);
  return Math.round(((performance.now() - start) * 10_000) / forms.length) / 10;
});
console.log(JSON.stringify({ applications: forms.length, bestUs: Math.min(...roundUs), roundUs }));
