import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@plimsoll/server/store';
import { ensureFirstKeys, mayDo, openIdentity, RECALL_LIMIT_MS } from './index.ts';

let postgres: TestPostgres;
let database: TestDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase();
});
afterAll(async () => {
  await database.drop();
  await postgres.stop();
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let names = 0;
const key = (changes: object = {}) =>
  ({ name: `k${names++}`, role: 'auditor', daysValid: null, ...changes }) as const;

/** A register whose clock the test moves. */
function open() {
  const clock = { nowMs: Date.parse('2026-06-01T00:00:00Z') };
  return { clock, identity: openIdentity(database.pool, () => clock.nowMs) };
}

test('[IDN-2] the first start makes one administrator and one integrator, once, also when two start at once', async () => {
  const both = await Promise.all([ensureFirstKeys(database.pool), ensureFirstKeys(database.pool)]);
  const made = both.filter((keys) => keys !== null);
  expect(made).toHaveLength(1);
  const { identity } = open();
  const admin = await identity.findByKey(made[0]?.admin.secret ?? '');
  expect(admin).toMatchObject({ actor: 'key:admin', role: 'admin', expiresAt: null, sessionHash: null });
  expect(await identity.findByKey(made[0]?.integrator.secret ?? '')).toMatchObject({ role: 'integrator' });
  expect(await ensureFirstKeys(database.pool)).toBeNull();
});

test('[IDN-1] no table holds a secret', async () => {
  const { identity } = open();
  const made = await identity.createKey(key());
  const session = await identity.signIn(made?.secret ?? '');
  const { rows } = await database.pool.query<{ text: string }>(
    "SELECT string_agg(k::text, '') || (SELECT coalesce(string_agg(s::text, ''), '') FROM session s) AS text FROM api_key k",
  );
  const text = rows[0]?.text ?? '';
  for (const secret of [made?.secret ?? '?', session?.secret ?? '?']) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
  }
});

test('[IDN-3] a revoked key is refused at once here and within a second on another server', async () => {
  const here = open();
  const there = open();
  const made = await here.identity.createKey(key());
  const secret = made?.secret ?? '';
  expect(await here.identity.findByKey(secret)).not.toBeNull();
  expect(await there.identity.findByKey(secret)).not.toBeNull();
  expect(await here.identity.revokeKey(made?.id ?? '')).toBe(true);
  expect(await here.identity.findByKey(secret)).toBeNull();
  there.clock.nowMs += RECALL_LIMIT_MS + 1;
  expect(there.identity.recall(secret)).toBeUndefined();
  expect(await there.identity.findByKey(secret)).toBeNull();
  expect(await here.identity.revokeKey('0190a3c4-5d6e-7f80-9abc-def012345678')).toBe(false);
});

test('[IDN-4] a key ends with its last day, also while it is remembered', async () => {
  const { clock, identity } = open();
  const made = await identity.createKey(key({ daysValid: 1 }));
  const secret = made?.secret ?? '';
  clock.nowMs += DAY_MS - 100;
  expect(await identity.findByKey(secret)).not.toBeNull();
  clock.nowMs += 100;
  expect(identity.recall(secret)).toBeUndefined();
  expect(await identity.findByKey(secret)).toBeNull();
});

test('[IDN-5] a session ends by signing out, after twelve hours, and with its key', async () => {
  const { clock, identity } = open();
  const made = await identity.createKey(key());
  const [first, second, third] = await Promise.all(
    [1, 2, 3].map(async () => identity.signIn(made?.secret ?? '')),
  );
  expect(first?.caller.actor).toBe(`person:${made?.name ?? ''}`);
  expect(await identity.findBySession(first?.secret ?? '')).toMatchObject({
    actor: `person:${made?.name ?? ''}`,
  });
  await identity.signOut(first?.caller.sessionHash ?? Buffer.alloc(32));
  expect(await identity.findBySession(first?.secret ?? '')).toBeNull();
  expect(await identity.findBySession(second?.secret ?? '')).not.toBeNull();
  clock.nowMs += 12 * HOUR_MS - 1;
  expect(await identity.findBySession(second?.secret ?? '')).not.toBeNull();
  clock.nowMs += 1;
  expect(await identity.findBySession(second?.secret ?? '')).toBeNull();
  clock.nowMs -= HOUR_MS;
  expect(await identity.findBySession(third?.secret ?? '')).not.toBeNull();
  await identity.revokeKey(made?.id ?? '');
  expect(await identity.findBySession(third?.secret ?? '')).toBeNull();
});

test('[IDN-5] a session is no key, a key no session, and neither is made from garbage', async () => {
  const { identity } = open();
  const made = await identity.createKey(key());
  const session = await identity.signIn(made?.secret ?? '');
  expect(await identity.findByKey(session?.secret ?? '')).toBeNull();
  expect(await identity.findBySession(made?.secret ?? '')).toBeNull();
  expect(await identity.signIn(session?.secret ?? '')).toBeNull();
  for (const text of ['', 'x', "' OR 1=1 --", `plim_admin_${'A'.repeat(43)}`]) {
    expect(await identity.findByKey(text)).toBeNull();
    expect(await identity.findBySession(text)).toBeNull();
  }
});

test('[IDN-6] a name stands for one living key', async () => {
  const { identity } = open();
  const wish = key();
  const made = await identity.createKey(wish);
  expect(made).not.toBeNull();
  expect(await identity.createKey(wish)).toBeNull();
  await identity.revokeKey(made?.id ?? '');
  expect(await identity.createKey(wish)).not.toBeNull();
});

test('[IDN-7] a key whose role this release does not know may do nothing, and a role does what it names', async () => {
  const { identity } = open();
  const made = await identity.createKey(key());
  const caller = await identity.findByKey(made?.secret ?? '');
  expect(caller !== null && mayDo(caller, 'ledger:read')).toBe(true);
  expect(caller !== null && mayDo(caller, 'personal_data:read')).toBe(false);
  await database.pool.query("UPDATE api_key SET role = 'emperor' WHERE id = $1", [made?.id]);
  expect(await open().identity.findByKey(made?.secret ?? '')).toBeNull();
});

test('[IDN-8] a busy key is looked up again in the background, so no request waits for it', async () => {
  const { clock, identity } = open();
  const made = await identity.createKey(key());
  const secret = made?.secret ?? '';
  await identity.findByKey(secret);
  for (let step = 0; step < 10; step++) {
    clock.nowMs += RECALL_LIMIT_MS * 0.75;
    expect(identity.recall(secret)).toBeDefined();
    // The look-up that the recall began in the background.
    await new Promise((done) => setTimeout(done, 50));
  }
});
