import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type Policy, readPolicy } from '@plimsoll/core/dmn';
import type { LoanDeed } from '@plimsoll/loan/spine';
import { classify, standingOf } from './classify.ts';
import { lifeOf, stateOn } from './testing-loan.ts';

async function policyOf(portfolio: string): Promise<Policy> {
  const path = new URL(`../../policies/classification/${portfolio}/policy.dmn`, import.meta.url);
  const read = await readPolicy(await readFile(path, 'utf8'));
  if (!read.ok) throw new Error(read.code);
  return read.value;
}

const standing = { dpd: 0, monthsSinceRestructured: null, isRefinanced: false };

test('[SRV-20] a policy is told days past due and the whole months since the last restructuring that holds', () => {
  const day = '2026-07-09';
  const terms = stateOn('2026-01-01', lifeOf({})).terms;
  const changed: LoanDeed = {
    kind: 'restructured',
    terms: { ...terms, instalments: 24 },
    reason: 'hardship',
  };
  const told = (...deeds: readonly (readonly [string, LoanDeed])[]) => {
    const facts = lifeOf({}, ...deeds);
    return standingOf(facts, stateOn(day, facts), { isRefinanced: false });
  };
  expect(told().monthsSinceRestructured).toBeNull();
  expect(told(['2026-05-10', changed])).toEqual({ ...standing, dpd: 29, monthsSinceRestructured: 1 });
  const undone: LoanDeed = { kind: 'reversed', factId: 'f2', reason: 'mistake' };
  expect(told(['2026-05-10', changed], ['2026-05-11', undone])).toEqual({ ...standing, dpd: 158 });
});

test('[SRV-21] the same days past due are classes of their own in each portfolio', async () => {
  const classAt = async (portfolio: string, dpd: number) => {
    const found = classify(await policyOf(portfolio), { ...standing, dpd });
    return found.ok ? found.value : found.code;
  };
  expect(await classAt('bank', 90)).toEqual({ class: 'special_mention', stage: 2 });
  expect(await classAt('microloan', 90)).toEqual({ class: 'substandard', stage: 3 });
  expect(await classAt('card', 121)).toEqual({ class: 'doubtful', stage: 3 });
  expect(await classAt('bank', 121)).toEqual({ class: 'substandard', stage: 3 });
});

test('[SRV-21] an answer that is no class or no stage is refused', async () => {
  const found = classify(await policyOf('bank'), { ...standing, dpd: Number.NaN });
  expect(found.ok ? null : found.code).toBe('classification_failed');
});
