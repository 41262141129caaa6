import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DomainEvent } from '@plimsoll/loan/spine';
import {
  decideModel,
  foldModel,
  type GovernanceContext,
  isExpired,
  liveVersionOf,
  MAX_VERSIONS,
  modelLifecycle,
  modelMoves,
  modelStates,
  modelStream,
  type ModelCommand,
  type ModelEvent,
  type ModelState,
  type NamedModel,
  scoringRefusal,
  versionOf,
} from './index.ts';

const day = '2026-03-02';
const hashOf = (seed: number) => seed.toString(16).padStart(64, '0');
const figures = { auc: 0.75, ks: 0.4, brier: 0.08, logLoss: 0.3 };
const by = (actor: string, changes: Partial<GovernanceContext> = {}): GovernanceContext => ({
  day,
  actor,
  activeUses: () => [],
  ...changes,
});

const draft = (seed: number): ModelCommand => ({
  kind: 'draft',
  name: 'consumer',
  documentSha256: hashOf(seed),
  documentKind: 'card',
  origin: 'trained',
  sampleSha256: hashOf(900),
  figures,
});
const validate = (version: number, verdict: 'pass' | 'warn' | 'fail' = 'pass'): ModelCommand => ({
  kind: 'validate',
  version,
  reportSha256: hashOf(800 + version),
  sampleSha256: hashOf(900),
  verdict,
  figures,
  note: 'out of time',
});
const approve = (
  version: number,
  days: { readonly expiresDay?: string; readonly revalidateDay?: string } = {},
): ModelCommand => ({
  kind: 'approve',
  version,
  expiresDay: '2027-03-02',
  revalidateDay: '2026-09-02',
  note: 'as the committee decided',
  ...days,
});
const move = (kind: 'make_live' | 'retire' | 'reject', version: number): ModelCommand => ({
  kind,
  version,
  note: 'a note',
});

type Turn = readonly [command: ModelCommand, context: GovernanceContext];

const booked = (events: readonly DomainEvent[], actor: string): readonly ModelEvent[] =>
  events.map((event) => ({ ...event, actor }));

/** Plays turns from nothing; throws on the first refusal. */
function play(...turns: readonly Turn[]): NamedModel | null {
  let log: readonly ModelEvent[] = [];
  for (const [command, context] of turns) {
    const decided = decideModel(foldModel(log), command, context);
    if (!decided.ok) throw new Error(`${command.kind}: ${decided.code}`);
    log = [...log, ...booked(decided.value, context.actor)];
  }
  return foldModel(log);
}

const ann = by('key:ann');
const bob = by('person:bob');
const drafted: readonly Turn[] = [[draft(1), ann]];
const validated: readonly Turn[] = [...drafted, [validate(1), ann]];
const approved: readonly Turn[] = [...validated, [approve(1), bob]];
const live: readonly Turn[] = [...approved, [move('make_live', 1), bob]];
const ways: { readonly [S in ModelState]: readonly Turn[] } = {
  draft: drafted,
  validated,
  approved,
  live,
  retired: [...live, [move('retire', 1), bob]],
  rejected: [...drafted, [move('reject', 1), bob]],
};

test('[GOV-1] a draft is the next version; the same document again is refused unless it was rejected', () => {
  const model = play(...drafted, [draft(2), bob]);
  expect(model?.versions.map(({ version, author }) => [version, author])).toEqual([
    [1, 'key:ann'],
    [2, 'person:bob'],
  ]);
  expect(decideModel(model, draft(2), ann)).toMatchObject({
    code: 'model_exists',
    rule: 'GOV-1',
    facts: { version: 2 },
  });
  const rejected = play(...ways.rejected);
  expect(decideModel(rejected, draft(1), ann)).toMatchObject({ ok: true });
  const full = { name: 'consumer', revision: MAX_VERSIONS, versions: [] as NamedModel['versions'][number][] };
  const first = versionOf(model, 1);
  if (first === null) throw new Error('drafted');
  for (let version = 1; version <= MAX_VERSIONS; version++) full.versions.push({ ...first, version });
  expect(decideModel(full, draft(7), ann)).toMatchObject({ code: 'model_versions_full' });
});

test('[GOV-2] a version that was never drafted moves nowhere', () => {
  for (const model of [null, play(...drafted)])
    expect(decideModel(model, validate(9), ann)).toMatchObject({ code: 'model_not_found', rule: 'GOV-2' });
});

test('[GOV-3] what the lifecycle does not have is refused, for every state and move; ends are ends', () => {
  const commands = {
    validate: validate(1),
    approve: approve(1),
    make_live: move('make_live', 1),
    retire: move('retire', 1),
    reject: move('reject', 1),
  };
  for (const state of modelStates)
    for (const each of modelMoves) {
      const model = play(...ways[state], ...(state === 'live' ? ([[validate(1), ann]] as const) : []));
      expect(versionOf(model, 1)?.state).toBe(state);
      const step = modelLifecycle.find(({ from, move: of }) => from === state && of === each);
      const found = decideModel(model, commands[each], bob);
      if (step === undefined) expect(found).toMatchObject({ code: 'model_move_not_allowed', rule: 'GOV-3' });
      else if (state !== 'approved' || each !== 'approve') expect(found).toMatchObject({ ok: true });
    }
  expect(modelLifecycle.some(({ from }) => from === 'retired' || from === 'rejected')).toBe(false);
});

test('[GOV-4] the author can not approve, nor the same key by way of the console', () => {
  const model = play(...validated);
  for (const actor of ['key:ann', 'person:ann'])
    expect(decideModel(model, approve(1), by(actor))).toMatchObject({
      code: 'model_needs_second_person',
      rule: 'GOV-4',
    });
  expect(decideModel(model, approve(1), bob)).toMatchObject({ ok: true });
});

test('[GOV-5] approval needs a fresh validation that did not fail', () => {
  const failed = play(...drafted, [validate(1, 'fail'), ann]);
  expect(decideModel(failed, approve(1), bob)).toMatchObject({ code: 'model_validation_failed' });
  const again = decideModel(play(...approved), approve(1), bob);
  expect(again).toMatchObject({ code: 'model_not_validated', rule: 'GOV-5' });
  expect(play(...live, [validate(1, 'warn'), ann], [approve(1), bob])?.versions[0]?.state).toBe('live');
});

test('[GOV-6] the days of an approval are days to come, the review first, ten years at most', () => {
  const model = play(...validated);
  const wrong = [
    { expiresDay: day },
    { revalidateDay: day },
    { revalidateDay: '2027-03-03' },
    { expiresDay: '2037-01-01' },
    { expiresDay: '2027-02-30' },
  ];
  for (const days of wrong)
    expect(decideModel(model, approve(1, days), bob)).toMatchObject({
      code: 'model_day_unusable',
      rule: 'GOV-6',
    });
});

test('[GOV-7] only the approved and the live may score', () => {
  for (const state of modelStates) {
    const version = versionOf(play(...ways[state]), 1);
    if (version === null) throw new Error('drafted');
    const refusal = scoringRefusal('consumer', version, day);
    if (state === 'approved' || state === 'live') expect(refusal).toBeNull();
    else expect(refusal).toMatchObject({ code: 'model_not_approved', rule: 'GOV-7', facts: { state } });
  }
});

test('[GOV-8] after its last day a version neither scores nor goes live, until it is approved anew', () => {
  const later = by('person:bob', { day: '2027-03-03' });
  const model = play(...approved);
  const version = versionOf(model, 1);
  if (version === null) throw new Error('drafted');
  expect(isExpired(version, '2027-03-02')).toBe(false);
  expect(scoringRefusal('consumer', version, '2027-03-02')).toBeNull();
  expect(scoringRefusal('consumer', version, later.day)).toMatchObject({
    code: 'model_expired',
    rule: 'GOV-8',
  });
  expect(decideModel(model, move('make_live', 1), later)).toMatchObject({ code: 'model_expired' });
  const days = { expiresDay: '2028-03-02', revalidateDay: '2027-09-02' };
  const renewed = versionOf(play(...approved, [validate(1), ann], [approve(1, days), later]), 1);
  if (renewed === null) throw new Error('drafted');
  expect(scoringRefusal('consumer', renewed, later.day)).toBeNull();
});

test('[GOV-9] what the deciding policy asks is neither retired nor superseded', () => {
  const used = by('person:bob', { activeUses: (version) => (version === 1 ? [hashOf(5)] : []) });
  const model = play(...live, [draft(2), ann], [validate(2), ann], [approve(2), bob]);
  for (const command of [move('retire', 1), move('make_live', 2)])
    expect(decideModel(model, command, used)).toMatchObject({
      code: 'model_in_use',
      rule: 'GOV-9',
      facts: { version: 1, policies: [hashOf(5)] },
    });
  expect(decideModel(model, move('retire', 2), used)).toMatchObject({ ok: true });
});

const commandOf = fc.oneof(
  fc.nat(5).map(draft),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('pass', 'warn', 'fail'))
    .map(([at, verdict]) => validate(at, verdict)),
  fc.integer({ min: 1, max: 4 }).map((at) => approve(at)),
  fc
    .tuple(fc.constantFrom('make_live', 'retire', 'reject'), fc.integer({ min: 1, max: 4 }))
    .map(([kind, at]) => move(kind, at)),
);
const turnOf = fc.tuple(commandOf, fc.constantFrom(ann, bob, by('person:cid')));

test('[GOV-10] whatever commands come, at most one version is live and each step is one of the table', () => {
  fc.assert(
    fc.property(fc.array(turnOf, { maxLength: 60 }), (turns) => {
      let log: readonly ModelEvent[] = [];
      for (const [command, context] of turns) {
        const before = foldModel(log);
        const decided = decideModel(before, command, context);
        if (!decided.ok) continue;
        log = [...log, ...booked(decided.value, context.actor)];
        const after = foldModel(log);
        expect(after?.revision).toBe(log.length);
        expect(after?.versions.filter(({ state }) => state === 'live').length).toBeLessThanOrEqual(1);
        for (const now of after?.versions ?? []) {
          const was = versionOf(before, now.version)?.state;
          if (was !== undefined && was !== now.state)
            expect(modelLifecycle.some(({ from, to }) => from === was && to === now.state)).toBe(true);
          if (now.state === 'approved' || now.state === 'live') expect(now.approved).not.toBeNull();
        }
        if (command.kind === 'make_live') expect(liveVersionOf(after)?.version).toBe(command.version);
      }
    }),
  );
});

test('[GOV-11] each event of a version names its document, the same one from draft to end', () => {
  fc.assert(
    fc.property(fc.array(turnOf, { maxLength: 40 }), (turns) => {
      let log: readonly ModelEvent[] = [];
      for (const [command, context] of turns) {
        const decided = decideModel(foldModel(log), command, context);
        if (decided.ok) log = [...log, ...booked(decided.value, context.actor)];
      }
      const model = foldModel(log);
      for (const { stream, body } of log) {
        expect(stream).toBe(modelStream('consumer'));
        const version = versionOf(model, Number(body['version']));
        expect(body['documentSha256']).toBe(version?.drafted.documentSha256);
      }
    }),
  );
  expect(() =>
    foldModel([{ stream: 'model:consumer', kind: 'model.retired', body: { version: 1 }, actor: 'key:x' }]),
  ).toThrow('a version that was drafted');
});
