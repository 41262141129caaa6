import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Role, roles, type Scope } from '@plimsoll/api/identity';
import { type Route, type RouteName, routes } from '@plimsoll/api/route';
import { madeUpForm, startTestService, type TestService } from '@plimsoll/server/service';

let server: TestService;
const secrets = new Map<Role, string>();

beforeAll(async () => {
  server = await startTestService();
  for (const role of Object.keys(roles) as readonly Role[]) secrets.set(role, await server.createKey(role));
});
afterAll(async () => server.stop());

const ID = '0190a3c4-5d6e-7f80-9abc-def012345678';
const table = Object.entries<Route>(routes) as readonly (readonly [RouteName, Route])[];

async function ask(
  route: Route,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; code: string }> {
  const path = route.path.replace(':id', ID).replace(':hash', '0'.repeat(64));
  const reply = await fetch(server.url + path, { method: route.method, headers });
  const text = await reply.text();
  return {
    status: reply.status,
    code: reply.status < 400 ? '' : (JSON.parse(text) as { code: string }).code,
  };
}

function holds(role: Role, scope: Scope): boolean {
  return (roles[role] as readonly Scope[]).includes(scope);
}

test('[HTTP-2] without a key every route but health and signing in answers 401', async () => {
  for (const [name, route] of table) {
    const { status, code } = await ask(route, {});
    if (route.access === null) expect(code, name).not.toBe('unauthenticated');
    else expect({ name, status, code }).toEqual({ name, status: 401, code: 'unauthenticated' });
  }
  expect(table.filter(([, { access }]) => access === null).map(([name]) => name)).toEqual([
    'signIn',
    'readHealth',
  ]);
  for (const path of ['/openapi.json', '/metrics']) expect((await fetch(server.url + path)).status).toBe(401);
});

test('[HTTP-2] each role reaches the routes of its scopes and no other', async () => {
  for (const [name, route] of table) {
    if (route.access === null || name === 'signOut') continue;
    for (const [role, secret] of secrets) {
      const { status, code } = await ask(route, { authorization: `Bearer ${secret}` });
      const isAllowed = route.access === 'session' || holds(role, route.access);
      if (isAllowed) expect(status, `${role} ${name}`).not.toBe(403);
      else expect({ role, name, status, code }).toEqual({ role, name, status: 403, code: 'forbidden' });
      expect(status, `${role} ${name}`).not.toBe(401);
    }
  }
});

test('[HTTP-2] HEAD asks for the same key and scope as GET, and says the same without the body', async () => {
  const head = async (path: string, role: Role): Promise<Response> =>
    fetch(server.url + path, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${secrets.get(role) ?? ''}` },
    });
  const reply = await head('/v1/products', 'integrator');
  expect(reply.status).toBe(200);
  expect(await reply.text()).toBe('');
  expect((await head('/v1/keys', 'integrator')).status).toBe(403);
  expect((await fetch(`${server.url}/v1/products`, { method: 'HEAD' })).status).toBe(401);
});

test('[HTTP-2] metrics are for operators, the document for any caller', async () => {
  const get = async (path: string, role: Role): Promise<number> =>
    (await fetch(server.url + path, { headers: { authorization: `Bearer ${secrets.get(role) ?? ''}` } }))
      .status;
  expect(await get('/metrics', 'integrator')).toBe(403);
  expect(await get('/metrics', 'auditor')).toBe(200);
  expect(await get('/openapi.json', 'integrator')).toBe(200);
});

async function signIn(): Promise<string> {
  const reply = await fetch(`${server.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: secrets.get('underwriter') }),
  });
  expect(reply.status).toBe(201);
  const cookie = reply.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^plimsoll_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
  return cookie.split(';')[0] ?? '';
}

test('[HTTP-13] a signed-in person acts under their name until they sign out', async () => {
  const cookie = await signIn();
  const who = await fetch(`${server.url}/v1/session`, { headers: { cookie } });
  const session = (await who.json()) as {
    actor: string;
    role: string;
    scopes: readonly string[];
    expiresAt: string;
  };
  expect(session).toMatchObject({ role: 'underwriter', scopes: [...roles.underwriter] });
  expect(session.actor).toMatch(/^person:underwriter-/);
  expect(Date.parse(session.expiresAt)).toBeLessThanOrEqual(Date.now() + 12 * 3_600_000);
  const out = await fetch(`${server.url}/v1/session`, {
    method: 'DELETE',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  });
  expect(out.status).toBe(204);
  expect((await fetch(`${server.url}/v1/session`, { headers: { cookie } })).status).toBe(401);
});

test('[HTTP-13] a change that rides on the cookie must come from our own pages', async () => {
  const cookie = await signIn();
  const search = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    const reply = await fetch(`${server.url}/v1/applications/search`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ field: 'phone', value: '+15550000' }),
    });
    return reply.status;
  };
  expect(await search({})).toBe(403);
  expect(await search({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await search({ 'sec-fetch-site': 'same-site' })).toBe(403);
  expect(await search({ origin: 'https://evil.example' })).toBe(403);
  expect(await search({ origin: 'null' })).toBe(403);
  expect(await search({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await search({ 'sec-fetch-site': 'none' })).toBe(200);
  expect(await search({ origin: server.url })).toBe(200);
  const foreign = await fetch(`${server.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    body: JSON.stringify({ key: secrets.get('underwriter') }),
  });
  expect(foreign.status).toBe(403);
});

test('[HTTP-14] a key that asks too often waits, others and health do not', async () => {
  const strict = await startTestService({ rateLimits: { requestsPerS: 20, failuresPerMinute: 5 } });
  try {
    const get = async (path: string, secret: string): Promise<Response> =>
      fetch(strict.url + path, { headers: { authorization: `Bearer ${secret}` } });
    const replies = await Promise.all(
      Array.from({ length: 60 }, async () => get('/v1/session', strict.integrator)),
    );
    const limited = replies.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
    expect(limited[0]?.headers.get('retry-after')).toBe('1');
    expect((await get('/v1/session', strict.admin)).status).toBe(200);
    const health = await Promise.all(
      Array.from({ length: 60 }, async () => fetch(`${strict.url}/v1/health`)),
    );
    expect(health.every(({ status }) => status === 200)).toBe(true);
    const attempts: number[] = [];
    for (let attempt = 0; attempt < 10; attempt++) {
      const reply = await fetch(`${strict.url}/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key: 'plim_admin_wrong-wrong' }),
      });
      attempts.push(reply.status);
    }
    expect(attempts.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(attempts.at(-1)).toBe(429);
  } finally {
    await strict.stop();
  }
});

test('[HTTP-8] the same key and body get the same answer once, another body a conflict', async () => {
  const call = server.client();
  const before = await server.logSize();
  const wish = { body: madeUpForm(7), idempotencyKey: 'same' };
  const post = async (): Promise<Response> =>
    fetch(`${server.url}/v1/applications`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.admin}`,
        'content-type': 'application/json',
        'idempotency-key': wish.idempotencyKey,
      },
      body: JSON.stringify(wish.body),
    });
  const replies = await Promise.all(Array.from({ length: 50 }, post));
  const texts = await Promise.all(replies.map(async (reply) => reply.text()));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(texts.map((text) => (JSON.parse(text) as { id: string }).id)).size).toBe(1);
  expect(replies.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
  expect(await server.logSize()).toBe(before + 2);
  const other = await call('submitApplication', { ...wish, body: madeUpForm(7, { termMonths: 60 }) });
  expect(other).toMatchObject({ ok: false, status: 409, problem: { code: 'idempotency_conflict' } });
  // Where deciding again would refuse, the key is still known.
  const unsound = await call('submitApplication', { ...wish, body: madeUpForm(7, { termMonths: 37 }) });
  expect(unsound).toMatchObject({ ok: false, status: 409, problem: { code: 'idempotency_conflict' } });
  // Keys belong to their caller: another one may use the same text.
  const integrator = server.client(server.integrator);
  expect((await integrator('submitApplication', wish)).ok).toBe(true);
  expect(await server.logSize()).toBe(before + 4);
});
