/**
 * The demo: the bundled LendingClub applications, sent to the running server through its HTTP API as any lender's
 * system would. Each has a key of its own under one actor, so a feed that was interrupted goes on where it stopped.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { createClient } from '@plimsoll/api/client';
import type { Service } from '@plimsoll/server/service';
import { feed, type FeedReport, type FeedRow } from '@plimsoll/sim/feed';
import { lendingClubApplication, readLendingClub } from '@plimsoll/sim/town';
import { startProgress } from './progress.ts';
import { rootFolder } from './repository.ts';
import { createHttpTransport } from './transport.ts';

const DEMO_KEY = 'demo';
const DEMO_ACTOR = `key:${DEMO_KEY}`;
/** Fixed, so that the demo is the same request on whatever day it is sent again. */
const DEMO_SETTING = { seed: 'plimsoll-demo', consentDay: '2026-01-02' };
const OBSERVED_DAY = '2026-06-30';
const CONCURRENCY = 64;
/** Each application is sent, and later its performance. */
const REQUESTS_PER_ROW = 2;

/** Reads the demo's submissions. Throws when the bundled file isn't what it was. */
export async function readDemo(): Promise<readonly FeedRow[]> {
  const packed = await readFile(join(rootFolder, 'data', 'lendingclub', 'applications.csv.gz'));
  const rows = readLendingClub(gunzipSync(packed).toString('utf8'));
  if (!rows.ok) throw new Error(`data/lendingclub: ${rows.code} ${JSON.stringify(rows.facts)}`);
  return rows.value.map((row, index) => {
    const application = lendingClubApplication(row, index, DEMO_SETTING);
    if (!application.ok) throw new Error(`data/lendingclub: ${JSON.stringify(application.facts)}`);
    return application.value;
  });
}

/**
 * Feeds the demo when the log has no applications yet, or when a feed was interrupted. Null when there is nothing to
 * feed: all of it is there, or the applications are somebody else's.
 */
export async function feedDemo(service: Service, isJson: boolean): Promise<FeedReport | null> {
  const rows = await readDemo();
  const sentCount = await countSent(service);
  if (sentCount >= rows.length * REQUESTS_PER_ROW) return null;
  if (sentCount === 0 && (await hasApplications(service))) return null;
  const secret = await createDemoKey(service);
  const transport = createHttpTransport(service.url, CONCURRENCY);
  const progress = startProgress(
    { en: 'Applications decided, then outcomes', zh: '审批申请，再登记还款表现' },
    rows.length * REQUESTS_PER_ROW,
    isJson,
  );
  try {
    return await feed({
      client: createClient(transport.send, { authorization: `Bearer ${secret.secret}` }),
      rows,
      concurrency: CONCURRENCY,
      observedDay: OBSERVED_DAY,
      wait: async (ms) => wait(ms),
      onProgress: ({ round, done }) => progress.advance(round === 'applications' ? done : rows.length + done),
    });
  } finally {
    progress.finish();
    transport.close();
    await service.identity.revokeKey(secret.id);
  }
}

/** A key that lives as long as the feed. One of an interrupted feed is ended first: names are unique. */
async function createDemoKey(service: Service): Promise<{ readonly id: string; readonly secret: string }> {
  for (const key of await service.identity.listKeys()) {
    if (key.name === DEMO_KEY && key.revokedAt === null) await service.identity.revokeKey(key.id);
  }
  const key = await service.identity.createKey({ name: DEMO_KEY, role: 'integrator', daysValid: 1 });
  if (key === null) throw new Error('the key of the demo could not be made');
  return key;
}

async function countSent({ pool }: Service): Promise<number> {
  const { rows } = await pool.query<{ sent: number }>(
    'SELECT count(*)::int AS sent FROM idempotency WHERE actor = $1',
    [DEMO_ACTOR],
  );
  return rows[0]?.sent ?? 0;
}

async function hasApplications({ pool }: Service): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM application LIMIT 1');
  return (rowCount ?? 0) > 0;
}
