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

/** What a move appends to the limits of a person and of their groups. Refuses what exceeds any of them. */
export async function decideLimits(pool: pg.Pool, move: LimitMove): Promise<Result<readonly StreamAppend[]>> {
  const own = await readLimit(pool, move.subject);
  const commands: LimitCommand[] = [{ kind: move.kind, holdings: move.holdings }];
  const { groups, limits } = own.state;
  if (move.first !== undefined && !Object.hasOwn(limits, move.first.currency))
    commands.unshift({ kind: 'set', ...move.first, groups });
  const streams: StreamAppend[] = [];
  const mine = decideAll(own, commands, { owner: move.subject, day: move.day });
  if (!mine.ok) return mine;
  streams.push(...mine.value);
  for (const group of groups) {
    const owner = `group:${group}`;
    const command = { kind: move.kind, holdings: move.holdings };
    const theirs = decideAll(await readLimit(pool, owner), [command], { owner, day: move.day });
    if (!theirs.ok) return theirs;
    streams.push(...theirs.value);
  }
  return ok(streams);
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
  const mine = decideAll(before, commands, { owner, day });
  if (!mine.ok) return mine;
  const after = stateAfter(before, mine.value);
  const streams = [...mine.value];
  for (const group of new Set([...before.state.groups, ...after.state.groups])) {
    const place = { owner: `group:${group}`, day };
    const isIn = after.state.groups.includes(group);
    const gone = before.state.holdings.filter(
      ({ id }) => !isIn || !after.state.holdings.some((each) => each.id === id),
    );
    const holdings = [...gone.map(emptied), ...(isIn ? after.state.holdings : [])];
    const theirs = decideAll(await readLimit(pool, place.owner), [{ kind: 'hold', holdings }], place);
    if (!theirs.ok) return theirs;
    streams.push(...theirs.value);
  }
  return ok({ ...after, streams });
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
    .filter((each) => each.kind === 'guarantee' && each.currency === currency)
    .filter(({ id }) => !wanted.some((each) => each.id === id));
  return [...gone.map(emptied), ...wanted];
}

function emptied(holding: LimitHolding): LimitHolding {
  return { ...holding, reservedMinor: 0, usedMinor: 0 };
}

/** Commands on one limit, one after the other, as what is appended to its stream; nothing when nothing changes. */
function decideAll(
  { state, version }: StoredLimit,
  commands: readonly LimitCommand[],
  place: { readonly owner: string; readonly day: string },
): Result<readonly StreamAppend[]> {
  const events: DomainEvent[] = [];
  let reached = state;
  for (const command of commands) {
    const decided = decideLimit(reached, command, place);
    if (!decided.ok) return decided;
    reached = decided.value.state;
    if (decided.value.event !== null) events.push(decided.value.event);
  }
  return ok(
    events.length === 0 ? [] : [{ stream: limitStream(place.owner), expectedVersion: version, events }],
  );
}

function stateAfter(before: StoredLimit, streams: readonly StreamAppend[]): StoredLimit {
  const events = streams.flatMap((stream) => stream.events);
  const last = events.at(-1)?.body as unknown as LimitEventBody | undefined;
  return { state: last?.after ?? before.state, version: before.version + events.length };
}
