import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { factsOf, readArtefact, scoreRows } from '@plimsoll/core/model';
import { numericColumn, tableOf } from '@plimsoll/core/table';
import { decide, readOrigination } from '@plimsoll/loan/origination';
import { lendingClubApplication, readLendingClub, type TownApplication } from './index.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
const day = '2026-01-05';
/** Ten thousand decisions: half a second alone, many on a busy machine. */
const TIME_LIMIT_MS = 120_000;

type Decided = {
  readonly body: TownApplication['body'];
  readonly outcome: JsonValue;
  readonly grade: JsonValue;
  readonly score: JsonValue;
  readonly faults: string;
  readonly isBad: boolean;
};
let decisions: readonly Decided[];

beforeAll(async () => {
  const prepared = await readOrigination({
    policyXml: read('policies/starter/policy.dmn').toString('utf8'),
    catalogue: JSON.parse(read('policies/starter/products.json').toString('utf8')) as JsonValue,
    modelId: null,
  });
  const rows = readLendingClub(gunzipSync(read('data/lendingclub/applications.csv.gz')).toString('utf8'));
  if (!prepared.ok || !rows.ok) throw new Error(JSON.stringify([prepared, rows.ok]));
  const context = { origination: prepared.value, day };
  decisions = rows.value.map((row, index) => {
    const made = lendingClubApplication(row, index, { seed: 'town', consentDay: day });
    if (!made.ok) throw new Error(JSON.stringify(made));
    const { body, performance } = made.value;
    const command = { kind: 'submit', applicationId: String(index), subject: 's', form: body } as const;
    const events = decide(null, command, context);
    if (!events.ok) throw new Error(JSON.stringify(events));
    const { outcome = null, grade = null, score = null, errors, missing } = events.value[1]?.body ?? {};
    const faults = JSON.stringify([errors, missing]);
    return { body, outcome, grade, score, faults, isBad: performance === 'bad' };
  });
}, TIME_LIMIT_MS);

test('[SIM-12] the starter policy approves, refers and declines sane shares, and risk rises with grade and outcome', () => {
  expect(new Set(decisions.map((each) => each.faults))).toEqual(new Set(['[[],[]]']));
  const shareOf = (outcome: string) =>
    decisions.filter((each) => each.outcome === outcome).length / decisions.length;
  expect(shareOf('approve')).toBeGreaterThan(0.6);
  expect(shareOf('approve')).toBeLessThan(0.75);
  expect(shareOf('refer')).toBeGreaterThan(0.1);
  expect(shareOf('refer')).toBeLessThan(0.15);
  const badRate = (among: readonly Decided[]) => among.filter((each) => each.isBad).length / among.length;
  const rises = (groups: readonly (readonly Decided[])[]) => {
    const rates = groups.map(badRate);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  };
  rises(
    ['approve', 'refer', 'decline'].map((outcome) => decisions.filter((each) => each.outcome === outcome)),
  );
  rises([...'ABCDEFG'].map((grade) => decisions.filter((each) => each.grade === grade)));
});

test('[SIM-13] what the policy scores is what the model would, for every application', () => {
  const artefact = readArtefact(read('policies/starter/scorecard.json').toString('utf8'));
  if (!artefact.ok) throw new Error(JSON.stringify(artefact));
  const { scorecard } = artefact.value;
  const scored = decisions.filter((each) => each.score !== null);
  expect(scored.length).toBeGreaterThan(9000);
  const valueOf = ({ body }: Decided, name: string): number => {
    const sent = name === 'amountMinor' || name === 'termMonths' ? body[name] : body.facts[name];
    return typeof sent === 'number' ? sent : Number.NaN;
  };
  const names = new Set(scorecard.characteristics.flatMap(({ source }) => factsOf(source)));
  const columns = [...names].map((name) =>
    numericColumn(
      name,
      scored.map((each) => valueOf(each, name)),
    ),
  );
  expect(scored.map((each) => each.score)).toEqual([...scoreRows(scorecard, tableOf(columns))]);
});
