import { expect, test } from 'vitest';
import type { JsonObject } from '@plimsoll/core/base';
import { liveLoan } from '@plimsoll/sim/payer';
import { audit, type AuditedEvent } from './index.ts';

/** How many lives are looked at here; `PLIMSOLL_HISTORIES` asks for more. */
const LIVES = Number(process.env['PLIMSOLL_HISTORIES'] ?? 150);
/** Made lives take about twenty milliseconds each on a busy machine. */
const LIMIT_MS = 30_000 + LIVES * 100;

const eventsOf = (seed: string): readonly AuditedEvent[] =>
  liveLoan(seed).events.map(({ kind, body }) => ({ stream: `loan:${seed}`, kind, body }));

test(
  '[SIM-14] the auditor, by a path of its own, finds nothing in the lives of made-up loans',
  () => {
    const refused: { [code: string]: number } = {};
    const habits: { [habit: string]: number } = {};
    for (let seed = 1; seed <= LIVES; seed++) {
      const life = liveLoan(`life ${seed}`);
      const file = life.events.map(({ kind, body }) => ({ stream: `loan:${seed}`, kind, body }));
      expect(audit(file), `life ${seed}`).toEqual([]);
      habits[life.habit] = (habits[life.habit] ?? 0) + 1;
      for (const [code, count] of Object.entries(life.refused)) refused[code] = (refused[code] ?? 0) + count;
    }
    expect(Object.keys(habits)).toHaveLength(5);
    expect(Object.keys(refused).length).toBeGreaterThan(3);
  },
  LIMIT_MS,
);

const cases: readonly (readonly [name: string, rule: string, change: (events: AuditedEvent[]) => void])[] = [
  ['a cent moved between accounts of different funders', 'balanced', (events) => movePosting(events, 1)],
  [
    'a payment that counts twice',
    'once',
    (events) => events.push(...events.filter(isRepaid).slice(0, 1).map(again)),
  ],
  [
    'a payment without entries',
    'cash',
    (events) => replaceFirst(events, isRepaid, (body) => ({ ...body, postings: [] })),
  ],
  [
    'a summary that says less principal',
    'principal',
    (events) => replaceFirst(events, isRepaid, lessPrincipal),
  ],
  ['an opening that was lost', 'opened', (events) => events.shift()],
];

test.each(cases)('[SIM-15] the auditor finds %s', (_, rule, change) => {
  const events = [...eventsOf('life 3')];
  expect(audit(events)).toEqual([]);
  change(events);
  expect(audit(events).map((finding) => finding.rule)).toContain(rule);
});

function isRepaid({ kind }: AuditedEvent): boolean {
  return kind === 'loan.repaid';
}

/** The same payment again, as a fact of another id. */
function again(event: AuditedEvent): AuditedEvent {
  const fact = event.body['fact'] as JsonObject;
  return { ...event, body: { ...event.body, fact: { ...fact, id: 'again' } } };
}

function movePosting(events: AuditedEvent[], cents: number): void {
  replaceFirst(events, isRepaid, (body) => {
    const [first, ...rest] = body['postings'] as readonly JsonObject[];
    const moved = { ...first, amountMinor: Number(first?.['amountMinor']) + cents };
    return { ...body, postings: [moved, ...rest] };
  });
}

function lessPrincipal(body: JsonObject): JsonObject {
  const after = body['after'] as JsonObject;
  return { ...body, after: { ...after, principalMinor: Number(after['principalMinor']) - 1 } };
}

function replaceFirst(
  events: AuditedEvent[],
  isIt: (event: AuditedEvent) => boolean,
  change: (body: JsonObject) => JsonObject,
): void {
  const index = events.findIndex(isIt);
  const found = events[index];
  if (found !== undefined) events[index] = { ...found, body: change(found.body) };
}
