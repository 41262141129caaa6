/**
 * Limits in the log: a person's and those of the groups they are in move together, in one append. The latest event of a
 * stream holds all that is known of a limit, so it is read at once however often it moved.
 */
import { type JsonObject, ok, type Result } from '@plimsoll/core/base';
import { decideLimit, type LimitCommand } from '@plimsoll/loan/origination';
import {
  type DomainEvent,
  type LimitEventBody,
  type LimitHolding,
  type LimitState,
  limitStream,
  noLimit,
} from '@plimsoll/loan/spine';
import { readLatest, type StreamAppend } from '@plimsoll/server/store';
import type pg from 'pg';

export type StoredLimit = { readonly state: LimitState; readonly version: number };

/** The limit of a person, or of `group:<name>`; one that nobody set limits nothing. */
export async function readLimit(pool: pg.Pool, owner: string): Promise<StoredLimit> {
  const latest = await readLatest(pool, limitStream(owner));
  if (latest === null) return { state: noLimit, version: 0 };
  const { after } = JSON.parse(latest.body) as JsonObject & LimitEventBody;
  return { state: after, version: latest.version };
}

export type LimitMove = {
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** `hold`: may be refused; `record`: what happened anyway. */
  readonly kind: 'hold' | 'record';
  readonly holdings: readonly LimitHolding[];
  /** A limit that the person gets with it, unless they have one in that currency. */
  readonly first?: { readonly currency: string; readonly limitMinor: number };
};

/**
 * What moves append to the limits of persons and of their groups, each stream once. Refuses what exceeds any of them.
 */
export async function decideLimits(
  pool: pg.Pool,
  moves: readonly LimitMove[],
): Promise<Result<readonly StreamAppend[]>> {
  const reached = new Map<string, Reached>();
  for (const { subject, day, kind, holdings, first } of moves) {
    const own = await reach(pool, reached, subject);
    const { groups, limits } = own.state;
    const commands: LimitCommand[] = [{ kind, holdings }];
    if (first !== undefined && !Object.hasOwn(limits, first.currency))
      commands.unshift({ kind: 'set', ...first, groups });
    for (const owner of [subject, ...groups.map((group) => `group:${group}`)]) {
      const before = await reach(pool, reached, owner);
      const decided = decideAll(before, owner === subject ? commands : [{ kind, holdings }], { owner, day });
      if (!decided.ok) return decided;
      reached.set(owner, decided.value);
    }
  }
  return ok([...reached].flatMap(([owner, limit]) => appendOf(owner, limit)));
}

/** A limit with what is to be appended to it. */
type Reached = StoredLimit & { readonly events: readonly DomainEvent[] };

async function reach(pool: pg.Pool, reached: ReadonlyMap<string, Reached>, owner: string): Promise<Reached> {
  return reached.get(owner) ?? { ...(await readLimit(pool, owner)), events: [] };
}

/** `version` is the one before the events. */
function appendOf(owner: string, { version, events }: Reached): readonly StreamAppend[] {
  return events.length === 0 ? [] : [{ stream: limitStream(owner), expectedVersion: version, events }];
}

export type LimitWish = {
  readonly owner: string;
  readonly day: string;
  readonly currency: string;
  readonly limitMinor: number | null;
  /** Those they are in; as before when left out. */
  readonly groups?: readonly string[];
  /** All guarantees that they stand for in the currency, by an id of the caller's; as before when left out. */
  readonly guarantees?: readonly { readonly id: string; readonly amountMinor: number }[];
};

/** Sets a limit, the groups and the guarantees of a person: the groups that they join or leave take what they hold along. */
export async function setLimit(
  pool: pg.Pool,
  wish: LimitWish,
): Promise<
  Result<{ readonly state: LimitState; readonly version: number; readonly streams: readonly StreamAppend[] }>
> {
  const { owner, day, currency, limitMinor } = wish;
  const before = await readLimit(pool, owner);
  const groups = wish.groups ?? before.state.groups;
  const commands: LimitCommand[] = [
    { kind: 'set', currency, limitMinor, groups },
    { kind: 'hold', holdings: guaranteesOf(before.state, wish) },
  ];
  const mine = decideAll({ ...before, events: [] }, commands, { owner, day });
  if (!mine.ok) return mine;
  const { state: after, events } = mine.value;
  const streams = [...appendOf(owner, mine.value)];
  for (const group of new Set([...before.state.groups, ...after.groups])) {
    const place = { owner: `group:${group}`, day };
    const isIn = after.groups.includes(group);
    const gone = before.state.holdings.filter(
      ({ id }) => !isIn || !after.holdings.some((each) => each.id === id),
    );
    const holdings = [...gone.map(emptied), ...(isIn ? after.holdings : [])];
    const known = { ...(await readLimit(pool, place.owner)), events: [] };
    const theirs = decideAll(known, [{ kind: 'hold', holdings }], place);
    if (!theirs.ok) return theirs;
    streams.push(...appendOf(place.owner, theirs.value));
  }
  return ok({ state: after, version: before.version + events.length, streams });
}

function guaranteesOf(
  { holdings }: LimitState,
  { currency, guarantees }: LimitWish,
): readonly LimitHolding[] {
  if (guarantees === undefined) return [];
  const none = { kind: 'guarantee', currency, usedMinor: 0, untilDay: null } as const;
  const wanted = guarantees.map(({ id, amountMinor }) => ({
    ...none,
    id: `guarantee:${id}`,
    reservedMinor: amountMinor,
  }));
  const gone = holdings
    .filter((each) => each.id.startsWith('guarantee:') && each.currency === currency)
    .filter(({ id }) => !wanted.some((each) => each.id === id));
  return [...gone.map(emptied), ...wanted];
}

function emptied(holding: LimitHolding): LimitHolding {
  return { ...holding, reservedMinor: 0, usedMinor: 0 };
}

/** Commands on one limit, one after the other. */
function decideAll(
  before: Reached,
  commands: readonly LimitCommand[],
  place: { readonly owner: string; readonly day: string },
): Result<Reached> {
  const events = [...before.events];
  let { state } = before;
  for (const command of commands) {
    const decided = decideLimit(state, command, place);
    if (!decided.ok) return decided;
    state = decided.value.state;
    if (decided.value.event !== null) events.push(decided.value.event);
  }
  return ok({ state, version: before.version, events });
}
