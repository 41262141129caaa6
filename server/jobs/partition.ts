/**
 * The end of a day of one partition, page by page. What a page changed and how far the partition has come are one
 * append, so a process that is killed has either done a page or not, and the next one goes on behind it. At the end of
 * the partition the interest that has run and not fallen due is booked, as the difference to what was booked before.
 */
import { assert } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import type { Posting } from '@plimsoll/core/journal';
import type { DomainEvent } from '@plimsoll/loan/spine';
import type { Appended, Log, StreamAppend } from '@plimsoll/server/store';
import type pg from 'pg';
import { type Accrued, add, type ClosedPage, closePage, PAGE_LOANS, readPage } from './page.ts';

export const ACTOR = 'system:end-of-day';
/** Times that a page is done again because somebody wrote to one of its loans meanwhile. */
const MAX_ATTEMPTS = 20;

export type Position = {
  readonly upTo: string | null;
  readonly pages: number;
  readonly loans: number;
  readonly changed: number;
  readonly refused: number;
  readonly accrued: Accrued;
};

export type Place = { readonly pool: pg.Pool; readonly log: Log };

const beginning: Position = { upTo: null, pages: 0, loans: 0, changed: 0, refused: 0, accrued: {} };

/** Closes a day of a partition from where it stands; tells of each page how many loans it held. */
export async function closePartition(
  place: Place,
  of: { readonly day: Day; readonly partition: number },
  onPage: (loans: number) => void,
): Promise<Position> {
  const before = await readAccrued(place.pool, of);
  let at = await readPosition(place.pool, of);
  while (at.pages === 0 || at.upTo !== null) {
    const next = await closeNextPage(place, { ...of, before }, at);
    onPage(next.loans - at.loans);
    at = next;
  }
  return at;
}

type Of = { readonly day: Day; readonly partition: number; readonly before: Accrued };

async function closeNextPage(place: Place, of: Of, at: Position): Promise<Position> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const rows = await readPage(place.pool, of.partition, at.upTo);
    const page = closePage(rows, of.day);
    const next: Position = {
      upTo: rows.length < PAGE_LOANS ? null : (rows.at(-1)?.id ?? null),
      pages: at.pages + 1,
      loans: at.loans + rows.length,
      changed: at.changed + page.events.length,
      refused: at.refused + page.refusals.length,
      accrued: sumOf(at.accrued, page.accrued),
    };
    const outcome = await append(place.log, { of, page, next });
    if (outcome.kind === 'committed') return next;
    assert(
      outcome.kind === 'stale_version' || outcome.kind === 'overloaded',
      `a page is written: ${outcome.kind}`,
    );
  }
  throw new Error(`loans of partition ${of.partition} are written to all the time`);
}

async function append(
  log: Log,
  step: { readonly of: Of; readonly page: ClosedPage; readonly next: Position },
): Promise<Appended> {
  const { of, page, next } = step;
  const day = formatDay(of.day);
  const stream = `day:${day}:${String(of.partition).padStart(2, '0')}`;
  const postings = next.upTo === null ? accruedPostings(of.before, next.accrued) : [];
  const body = { day, partition: of.partition, ...next, refusals: page.refusals, postings };
  const streams: StreamAppend[] = page.events.map(({ event, version }) => ({
    stream: event.stream,
    expectedVersion: version,
    events: [event],
  }));
  const own = [dayEvent(stream, 'day.advanced', body)];
  streams.push({ stream, expectedVersion: next.pages - 1, events: own });
  return log.append({
    actor: ACTOR,
    idempotency: null,
    streams,
    persons: [],
    reply: { status: 200, body: {} },
    isStep: true,
  });
}

/** An event of an end of day. */
export function dayEvent(
  stream: string,
  kind: 'day.started' | 'day.advanced' | 'day.closed',
  body: DomainEvent['body'] & { readonly day: string },
): DomainEvent {
  const effectiveDay = body.day;
  return { stream, kind, effectiveDay, subject: null, body, personal: null, policyHash: null, modelId: null };
}

function accruedPostings(before: Accrued, after: Accrued): readonly Posting[] {
  const moved: Accrued = {};
  for (const [sign, side] of [
    [-1, before],
    [1, after],
  ] as const)
    for (const [funder, amounts] of Object.entries(side))
      for (const [currency, amount] of Object.entries(amounts))
        add(moved, { funder, currency, amountMinor: sign * amount });
  return Object.entries(moved).flatMap(([funder, amounts]) =>
    Object.entries(amounts)
      .filter(([, amountMinor]) => amountMinor !== 0)
      .flatMap(([currency, amountMinor]): readonly Posting[] => [
        { funder, currency, account: 'accrued_interest', amountMinor },
        { funder, currency, account: 'interest_income', amountMinor: 0 - amountMinor },
      ]),
  );
}

function sumOf(one: Accrued, other: Accrued): Accrued {
  const sum: Accrued = {};
  for (const side of [one, other])
    for (const [funder, amounts] of Object.entries(side))
      for (const [currency, amountMinor] of Object.entries(amounts))
        add(sum, { funder, currency, amountMinor });
  return sum;
}

async function readPosition(
  pool: pg.Pool,
  { day, partition }: { readonly day: Day; readonly partition: number },
): Promise<Position> {
  const { rows } = await pool.query<Omit<Position, 'accrued'> & { readonly accrued: string }>(
    `SELECT up_to AS "upTo", pages, loans, changed, refused, accrued FROM day_step WHERE day = $1 AND partition = $2`,
    [formatDay(day), partition],
  );
  const [row] = rows;
  return row === undefined ? beginning : { ...row, accrued: JSON.parse(row.accrued) as Accrued };
}

/** What the last end of day before this one has booked for the partition. */
async function readAccrued(
  pool: pg.Pool,
  { day, partition }: { readonly day: Day; readonly partition: number },
): Promise<Accrued> {
  const { rows } = await pool.query<{ readonly accrued: string }>(
    'SELECT accrued FROM day_step WHERE day < $1 AND partition = $2 ORDER BY day DESC LIMIT 1',
    [formatDay(day), partition],
  );
  return JSON.parse(rows[0]?.accrued ?? '{}') as Accrued;
}
