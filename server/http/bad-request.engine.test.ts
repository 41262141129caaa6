import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorRegistry, isErrorCode } from '@plimsoll/api/errors';
import { madeUpForm, startTestService, type TestService } from '@plimsoll/server/service';

let server: TestService;
beforeAll(async () => {
  server = await startTestService();
});
afterAll(async () => server.stop());

type Ask = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};
type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const SECRET_NUMBER = '900-77-4242';

/** Sends a request as it stands, without a client that would mend it. */
async function send(ask: Ask): Promise<Reply> {
  const { hostname, port } = new URL(server.url);
  const headers = {
    authorization: `Bearer ${server.admin}`,
    'content-type': 'application/json',
    'idempotency-key': `bad-${Math.random()}`,
    ...ask.headers,
  };
  const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  return new Promise((done, fail) => {
    const request = httpRequest(
      {
        hostname,
        port,
        agent,
        method: ask.method ?? 'POST',
        path: ask.path ?? '/v1/applications',
        headers: kept,
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          done({
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', fail);
    request.end(ask.body);
  });
}

/** The registered code of a reply; asserts that it is a whole problem of its status. */
function codeOf({ status, text, headers }: Reply): string {
  expect(status, text).toBeGreaterThanOrEqual(400);
  expect(status, text).toBeLessThan(500);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = JSON.parse(text) as {
    readonly code: string;
    readonly status: number;
    readonly titles: unknown;
  };
  expect(isErrorCode(problem.code), problem.code).toBe(true);
  expect(problem.status).toBe(status);
  if (isErrorCode(problem.code)) expect(errorRegistry[problem.code].status).toBe(status);
  return problem.code;
}

const form = madeUpForm(1);
const good = JSON.stringify({ ...form, applicant: { ...form.applicant, idNumber: SECRET_NUMBER } });
const change = (changes: object): string => JSON.stringify({ ...form, ...changes });
const changeApplicant = (changes: object): string => change({ applicant: { ...form.applicant, ...changes } });
const changeFacts = (changes: object): string => change({ facts: { ...form.facts, ...changes } });
/** Puts raw JSON text in the place of a field, for what JSON.stringify can't write. */
const raw = (field: string, text: string): string => change({ [field]: '\u0001' }).replace('"\\u0001"', text);
const bytes = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

const id = '0190a3c4-5d6e-7f80-9abc-def012345678';
const table: readonly (readonly [what: string, code: string, ask: Ask])[] = [
  ['no body', 'invalid_body', { headers: { 'content-type': '' } }],
  ['an empty body', 'invalid_body', { body: '' }],
  ['not JSON', 'malformed_json', { body: 'hello' }],
  ['half of a JSON', 'malformed_json', { body: good.slice(0, 100) }],
  ['a comma too many', 'malformed_json', { body: '{"a":1,}' }],
  ['single quotes', 'malformed_json', { body: "{'a':1}" }],
  ['two values', 'malformed_json', { body: '{} {}' }],
  ['NaN', 'malformed_json', { body: raw('amountMinor', 'NaN') }],
  ['Infinity', 'malformed_json', { body: raw('amountMinor', 'Infinity') }],
  ['hexadecimal', 'malformed_json', { body: raw('amountMinor', '0x10') }],
  ['a comment', 'malformed_json', { body: `/* hi */${good}` }],
  ['a byte order mark', 'malformed_json', { body: bytes(Buffer.from([0xef, 0xbb, 0xbf]), good) }],
  ['UTF-16', 'malformed_json', { body: Buffer.from(good, 'utf16le') }],
  [
    'bytes that are no UTF-8',
    'malformed_json',
    { body: bytes('{"product":"', Buffer.from([0xff, 0xfe]), '"}') },
  ],
  ['an overlong encoding', 'malformed_json', { body: bytes('{"a":"', Buffer.from([0xc0, 0x80]), '"}') }],
  [
    'a surrogate as UTF-8',
    'malformed_json',
    { body: bytes('{"a":"', Buffer.from([0xed, 0xa0, 0x80]), '"}') },
  ],
  ['latin-1 bytes', 'malformed_json', { body: Buffer.from('{"a":"é"}', 'latin1') }],
  ['a raw NUL', 'malformed_json', { body: '{"a":"\0"}' }],
  ['an escaped NUL', 'invalid_body', { body: changeApplicant({ name: 'a\0b' }) }],
  ['half of a surrogate pair', 'invalid_body', { body: good.replace('Made Up', '\\ud800') }],
  ['a name twice', 'invalid_body', { body: `{"product":"a","product":"b"}` }],
  ['a name twice, once escaped', 'invalid_body', { body: String.raw`{"product":"a","pr\u006fduct":"b"}` }],
  ['__proto__', 'invalid_body', { body: raw('facts', '{"__proto__":{"admin":true}}') }],
  ['constructor', 'invalid_body', { body: raw('facts', '{"constructor":{"prototype":1}}') }],
  ['nested __proto__', 'invalid_body', { body: '{"a":[{"b":{"__proto__":null}}]}' }],
  ['a number beyond the doubles', 'invalid_body', { body: raw('amountMinor', '1e400') }],
  ['an amount of 2^60', 'invalid_body', { body: raw('amountMinor', '1152921504606846976') }],
  [
    'a fact beyond the doubles',
    'invalid_body',
    { body: changeFacts({}).replace('"inquiries6m":1', '"inquiries6m":1e999') },
  ],
  ['33 levels of arrays', 'body_too_deep', { body: '['.repeat(33) + ']'.repeat(33) }],
  ['60,000 levels', 'body_too_deep', { body: '['.repeat(60_000) }],
  ['60,000 levels of objects', 'body_too_deep', { body: '{"a":'.repeat(12_000) }],
  ['64 KiB and a byte', 'body_too_large', { body: ' '.repeat(64 * 1024 + 1) }],
  ['10 MB', 'body_too_large', { body: Buffer.alloc(10_000_000, 0x20) }],
  ['an array', 'invalid_body', { body: '[]' }],
  ['a text', 'invalid_body', { body: '"hello"' }],
  ['null', 'invalid_body', { body: 'null' }],
  ['an unknown field', 'invalid_body', { body: change({ colour: 'blue' }) }],
  ['an unknown field of the applicant', 'invalid_body', { body: changeApplicant({ colour: 'blue' }) }],
  ['a field left out', 'invalid_body', { body: change({ currency: undefined }) }],
  ['an amount as text', 'invalid_body', { body: change({ amountMinor: '1500000' }) }],
  ['an amount of zero', 'invalid_body', { body: change({ amountMinor: 0 }) }],
  ['an amount below zero', 'invalid_body', { body: change({ amountMinor: -5 }) }],
  ['half a cent', 'invalid_body', { body: change({ amountMinor: 100.5 }) }],
  ['a term as text', 'invalid_body', { body: change({ termMonths: '36' }) }],
  ['a currency in lower case', 'invalid_body', { body: change({ currency: 'usd' }) }],
  ['a scenario that is none', 'invalid_body', { body: change({ scenario: 'gambling' }) }],
  ['consents that are no list', 'invalid_body', { body: change({ consents: {} }) }],
  ['21 consents', 'invalid_body', { body: change({ consents: Array(21).fill(form.consents[0]) }) }],
  [
    'a day that does not exist',
    'invalid_body',
    { body: change({ consents: [{ purpose: 'bureau_query', grantedDay: '2026-02-30' }] }) },
  ],
  [
    'the year 0',
    'invalid_body',
    { body: change({ consents: [{ purpose: 'bureau_query', grantedDay: '0000-01-01' }] }) },
  ],
  ['an id number of signs alone', 'invalid_body', { body: changeApplicant({ idNumber: ' - . - ' }) }],
  ['a phone without digits', 'invalid_body', { body: changeApplicant({ phone: 'none' }) }],
  ['an e-mail that is none', 'invalid_body', { body: changeApplicant({ email: 'ann' }) }],
  ['an applicant without a name', 'invalid_body', { body: changeApplicant({ name: '' }) }],
  ['an applicant that is a text', 'invalid_body', { body: change({ applicant: 'me' }) }],
  ['facts that are a list', 'invalid_body', { body: change({ facts: [1] }) }],
  ['a fact with a strange name', 'invalid_body', { body: changeFacts({ 'Robert"); DROP TABLE': 1 }) }],
  ['a fact that is a list', 'invalid_body', { body: changeFacts({ inquiries6m: [1] }) }],
  ['a fact that is null', 'invalid_body', { body: changeFacts({ inquiries6m: null }) }],
  [
    'missing without a known reason',
    'invalid_body',
    { body: changeFacts({ inquiries6m: { missing: 'forgot' } }) },
  ],
  ['a fact the policy has not', 'fact_unknown', { body: changeFacts({ shoeSize: 43 }) }],
  ['a fact of another type', 'fact_wrong_type', { body: changeFacts({ inquiries6m: 'many' }) }],
  [
    'a fact outside the allowed ones',
    'fact_not_allowed',
    { body: changeFacts({ incomeVerification: 'maybe' }) },
  ],
  ['a product that is none', 'product_unknown', { body: change({ product: 'moon-loan' }) }],
  ['a currency not offered', 'currency_not_offered', { body: change({ currency: 'CNY' }) }],
  ['a large amount', 'amount_out_of_range', { body: change({ amountMinor: 900_000_000 }) }],
  ['a term not offered', 'term_not_offered', { body: change({ termMonths: 37 }) }],
  ['no consent', 'consent_missing', { body: change({ consents: [] }) }],
  ['no content type', 'unsupported_media_type', { headers: { 'content-type': '' }, body: good }],
  [
    'form data',
    'unsupported_media_type',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
  ],
  ['plain text', 'unsupported_media_type', { headers: { 'content-type': 'text/plain' }, body: good }],
  [
    'a content type that is none',
    'unsupported_media_type',
    { headers: { 'content-type': ';;;' }, body: good },
  ],
  [
    'charset latin-1',
    'unsupported_media_type',
    { headers: { 'content-type': 'application/json; charset=iso-8859-1' }, body: good },
  ],
  ['gzip', 'unsupported_media_type', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(good) }],
  ['no idempotency key', 'idempotency_key_missing', { headers: { 'idempotency-key': '' }, body: good }],
  [
    'an idempotency key with a blank',
    'idempotency_key_invalid',
    { headers: { 'idempotency-key': 'a b' }, body: good },
  ],
  [
    'a long idempotency key',
    'idempotency_key_invalid',
    { headers: { 'idempotency-key': 'k'.repeat(129) }, body: good },
  ],
  ['no key', 'unauthenticated', { headers: { authorization: '' }, body: good }],
  ['a garbage key', 'unauthenticated', { headers: { authorization: 'Bearer hello' }, body: good }],
  [
    'a key that is unknown',
    'unauthenticated',
    { headers: { authorization: `Bearer plim_admin_${'A'.repeat(43)}` }, body: good },
  ],
  ['basic authentication', 'unauthenticated', { headers: { authorization: 'Basic YTpi' }, body: good }],
  [
    'a session that is none',
    'unauthenticated',
    { headers: { authorization: '', cookie: `plimsoll_session=${'A'.repeat(43)}` }, body: good },
  ],
  ['an unknown path', 'route_not_found', { path: '/v2/applications', body: good }],
  ['a path below a route', 'route_not_found', { path: '/v1/applications/a/b/c/d', body: good }],
  ['another method', 'method_not_allowed', { method: 'PUT', body: good }],
  [
    'a method nobody takes',
    'method_not_allowed',
    { method: 'PATCH', path: `/v1/applications/${id}`, body: '{}' },
  ],
  ['OPTIONS', 'method_not_allowed', { method: 'OPTIONS' }],
  ['DELETE of the list', 'method_not_allowed', { method: 'DELETE', headers: { 'content-type': '' } }],
  ['an id that is none', 'invalid_path', { method: 'GET', path: '/v1/applications/42' }],
  ['an id with a NUL', 'invalid_path', { method: 'GET', path: '/v1/applications/%00' }],
  ['a broken escape', 'malformed_request', { method: 'GET', path: '/v1/applications/%zz' }],
  ['a long id', 'invalid_path', { method: 'GET', path: `/v1/applications/${'a'.repeat(300)}` }],
  ['an application that is none', 'application_not_found', { method: 'GET', path: `/v1/applications/${id}` }],
  ['a hash that is none', 'invalid_path', { method: 'GET', path: '/v1/policies/abc' }],
  ['a policy that is none', 'policy_not_found', { method: 'GET', path: `/v1/policies/${'0'.repeat(64)}` }],
  ['an unknown filter', 'invalid_query', { method: 'GET', path: '/v1/applications?colour=blue' }],
  ['a filter twice', 'invalid_query', { method: 'GET', path: '/v1/applications?limit=1&limit=2' }],
  ['a limit that is no number', 'invalid_query', { method: 'GET', path: '/v1/applications?limit=many' }],
  ['a limit of zero', 'invalid_query', { method: 'GET', path: '/v1/applications?limit=0' }],
  ['a large limit', 'invalid_query', { method: 'GET', path: '/v1/applications?limit=501' }],
  ['an infinite score', 'invalid_query', { method: 'GET', path: '/v1/applications?scoreMin=1e999' }],
  ['an instant that is none', 'invalid_query', { method: 'GET', path: '/v1/applications?from=yesterday' }],
  [
    'an instant of the year 0',
    'invalid_query',
    { method: 'GET', path: '/v1/applications?from=0000-01-01T00:00:00Z' },
  ],
  ['a NUL in a filter', 'invalid_query', { method: 'GET', path: '/v1/applications?subject=%00' }],
  ['a query where none is taken', 'invalid_query', { method: 'GET', path: '/v1/products?x=1' }],
  ['a cursor that is none', 'invalid_cursor', { method: 'GET', path: '/v1/applications?cursor=abc' }],
  [
    'a cursor of nonsense',
    'invalid_cursor',
    { method: 'GET', path: `/v1/applications?cursor=${Buffer.from('[1,2]').toString('base64url')}` },
  ],
  [
    'a tree size beyond the log',
    'tree_size_out_of_range',
    { method: 'GET', path: '/v1/ledger/consistency?from=1&to=99999' },
  ],
  [
    'a consistency proof backwards',
    'tree_size_out_of_range',
    { method: 'GET', path: '/v1/ledger/consistency?from=1&to=0' },
  ],
  ['a receipt of no event', 'event_not_found', { method: 'GET', path: `/v1/events/${id}/receipt` }],
  [
    'an overview backwards',
    'invalid_query',
    { method: 'GET', path: '/v1/overview?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z' },
  ],
  [
    'performance of no application',
    'application_not_found',
    { path: `/v1/applications/${id}/performance`, body: '{"performance":"good","observedDay":"2026-05-01"}' },
  ],
  [
    'personal data of no application',
    'application_not_found',
    { path: `/v1/applications/${id}/personal-data`, body: '{"reason":"because"}' },
  ],
  [
    'erasure of nobody',
    'person_not_found',
    { path: `/v1/persons/${id}/erasure`, body: '{"reason":"asked for"}' },
  ],
  ['a key of a role that is none', 'invalid_body', { path: '/v1/keys', body: '{"name":"x","role":"king"}' }],
  [
    'revoking no key',
    'key_not_found',
    { method: 'DELETE', path: `/v1/keys/${id}`, headers: { 'content-type': '' } },
  ],
  ['a body where none is taken', 'invalid_body', { path: `/v1/applications/${id}/replay`, body: '{"a":1}' }],
  ['signing in with garbage', 'unauthenticated', { path: '/v1/session', body: '{"key":"not-a-key-at-all"}' }],
  ['an expectation nobody meets', 'malformed_request', { headers: { expect: 'miracles' }, body: good }],
  ['16 KiB of headers', 'headers_too_large', { headers: { 'x-long': 'x'.repeat(20_000) }, body: good }],
];

test('[HTTP-3] each of more than a hundred bad requests is a clear 4xx and writes nothing', async () => {
  expect(table.length).toBeGreaterThan(100);
  const before = await server.logSize();
  for (const [what, code, ask] of table) {
    const reply = await send(ask);
    expect(codeOf(reply), `${what}: ${reply.text}`).toBe(code);
    expect(reply.text, what).not.toContain(SECRET_NUMBER);
  }
  expect(await server.logSize()).toBe(before);
});

test('[HTTP-3] what is no HTTP at all is answered in the same form', async () => {
  const before = await server.logSize();
  const lines = [
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /v1/health HTTP/1.1\r\n\r\n',
    'POST /v1/applications HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
    'POST /v1/applications HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
    'FROB /v1/applications HTTP/1.1\r\nHost: a\r\n\r\n',
  ];
  for (const line of lines) {
    const text = await sendRaw(line);
    expect(text, line).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(text, line).toMatch(/"code":"(malformed_request|route_not_found)"/);
  }
  expect(await server.logSize()).toBe(before);
});

test('[HTTP-3] any bytes as a body are a 4xx, never a 5xx, and write nothing', async () => {
  const before = await server.logSize();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (body) => {
      codeOf(await send({ body: Buffer.from(body) }));
    }),
    { numRuns: 200 },
  );
  expect(await server.logSize()).toBe(before);
});

test('[HTTP-3] any JSON in the place of any field is decided or refused, never a 5xx', async () => {
  const fields = [
    ...Object.keys(form),
    'applicant.name',
    'applicant.idNumber',
    'facts.inquiries6m',
    'consents.0',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 4 }), async (field, value) => {
      const reply = await send({ body: JSON.stringify(replaceAt(form, field.split('.'), value)) });
      if (reply.status !== 201) codeOf(reply);
    }),
    { numRuns: 300 },
  );
});

test('[HTTP-3] any query string on the list is answered or refused, never a 5xx', async () => {
  const names = fc.constantFrom(
    'from',
    'to',
    'scoreMin',
    'amountMinMinor',
    'subject',
    'reason',
    'grade',
    'cursor',
    'limit',
    'sort',
  );
  await fc.assert(
    fc.asyncProperty(names, fc.string({ unit: 'binary', maxLength: 60 }), async (name, value) => {
      const path = `/v1/applications?${name}=${encodeURIComponent(value.toWellFormed())}`;
      const reply = await send({ method: 'GET', path });
      if (reply.status !== 200) codeOf(reply);
    }),
    { numRuns: 300 },
  );
});

test('[HTTP-6] a wrong field is named with what is expected, in both languages; a personal value is not repeated', async () => {
  const reply = await send({
    body: change({ termMonths: '36', applicant: { ...form.applicant, idNumber: SECRET_NUMBER, phone: '1' } }),
  });
  const { fields } = JSON.parse(reply.text) as { readonly fields: readonly { readonly path: string }[] };
  expect(fields).toContainEqual({
    path: '/termMonths',
    message: 'expected a whole number from 1 to 600',
    messages: { zh: '应为1 至 600 的整数', en: 'expected a whole number from 1 to 600' },
    value: '36',
  });
  const phone = fields.find(({ path }) => path === '/applicant/phone');
  expect(phone).toBeDefined();
  expect(phone).not.toHaveProperty('value');
});

test('[HTTP-12] a path that exists under other methods says which', async () => {
  const reply = await send({ method: 'PUT', body: good });
  expect(reply.status).toBe(405);
  expect(reply.headers['allow']).toBe('GET, HEAD, POST');
});

async function sendRaw(text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let got = '';
    socket.on('data', (chunk: Buffer) => {
      got += chunk.toString('utf8');
      if (got.includes('"code"')) socket.end();
    });
    socket.on('close', () => done(got));
    socket.on('error', fail);
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${text}`)));
  });
}

function replaceAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === step ? replaceAt(item, rest, replacement) : item));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [step]: replaceAt(members[step], rest, replacement) };
}
