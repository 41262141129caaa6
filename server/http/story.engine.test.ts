import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '@plimsoll/api/client';
import type { ApplicationRow } from '@plimsoll/api/origination';
import { canonicalize, fromHex, type JsonValue } from '@plimsoll/core/base';
import { verifyConsistency, verifyReceipt } from '@plimsoll/core/ledger';
import { madeUpForm, startTestService, type TestService } from '@plimsoll/server/service';

const APPLICATIONS = 120;
let server: TestService;
let call: Client;
const ids: string[] = [];

beforeAll(async () => {
  server = await startTestService();
  call = server.client();
  for (let seed = 0; seed < APPLICATIONS; seed++) {
    const sent = await call('submitApplication', { body: madeUpForm(seed), idempotencyKey: `story-${seed}` });
    if (!sent.ok) throw new Error(sent.problem.detail);
    ids.push(sent.value.id);
  }
});
afterAll(async () => server.stop());

/** The value of a call that must succeed. */
function good<T>(
  reply:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly problem: { readonly code: string } },
): T {
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply.value;
}

async function walk(query: object, limit: number): Promise<readonly ApplicationRow[]> {
  const rows: ApplicationRow[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: ApplicationRow[]; nextCursor: string | null } = good(
      await call('listApplications', { query: { ...query, limit, ...(cursor === null ? {} : { cursor }) } }),
    );
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

test('[HTTP-7] an application is decided in the call that brings it and can be read back', async () => {
  const before = await server.logSize();
  const decision = good(
    await call('submitApplication', { body: madeUpForm(1000), idempotencyKey: 'story-one' }),
  );
  ids.push(decision.id);
  expect(await server.logSize()).toBe(before + 2);
  const detail = good(await call('readApplication', { params: { id: decision.id } }));
  expect(detail.outcome).toBe(decision.outcome);
  expect(detail.reasonTexts).toEqual(decision.reasons);
  expect(detail.facts['inquiries6m']).toBe(madeUpForm(1000).facts['inquiries6m']);
  expect(detail.policyHash).toBe(decision.policyHash);
  expect(detail.version).toBe(2);
  const events = good(await call('listEvents', { params: { id: decision.id } }));
  expect(events.rows.map(({ kind }) => kind)).toEqual(['application.submitted', 'application.decided']);
  expect(JSON.stringify(events)).not.toContain('Made Up');
});

test('[HTTP-9] every order and page size gives each application once, in order', async () => {
  for (const sort of ['submittedAt', 'score', 'amountMinor'] as const)
    for (const order of ['asc', 'desc'] as const)
      for (const limit of [7, 500]) {
        const rows = await walk({ sort, order }, limit);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        expect(rows.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
        const values = rows.map((row) => row[sort]);
        const known = values.filter((value) => value !== null);
        const sorted = known.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
        expect(known).toEqual(order === 'asc' ? sorted : sorted.toReversed());
        // Those without the value come last.
        expect(values.slice(known.length).every((value) => value === null)).toBe(true);
      }
});

test('[HTTP-9] filters keep what they name, and a cursor of another filter is refused', async () => {
  const all = await walk({}, 500);
  for (const outcome of ['approve', 'refer', 'decline'] as const) {
    const rows = await walk({ outcome }, 11);
    expect(rows.map(({ id }) => id)).toEqual(
      all.filter((row) => row.outcome === outcome).map(({ id }) => id),
    );
  }
  const page = good(await call('listApplications', { query: { limit: 5 } }));
  const other = await call('listApplications', {
    query: { limit: 5, outcome: 'refer', cursor: page.nextCursor ?? '' },
  });
  expect(other).toMatchObject({ ok: false, status: 400, problem: { code: 'invalid_cursor' } });
});

test('[HTTP-10] replaying a decision gives the same bytes, and the trace the same outcome', async () => {
  for (const id of ids.slice(0, 20)) {
    const replay = good(await call('replayApplication', { params: { id } }));
    expect(replay.same).toBe(true);
    expect(replay.recomputedSha256).toBe(replay.recordedSha256);
    expect(replay.differences).toEqual([]);
    const detail = good(await call('readApplication', { params: { id } }));
    expect(good(await call('traceApplication', { params: { id } })).outcome).toBe(detail.outcome);
  }
});

test('[HTTP-11] personal data is shown after the look is on record, by whom and why', async () => {
  const id = ids[3] ?? '';
  const shown = good(await call('revealPersonalData', { params: { id }, body: { reason: 'a call back' } }));
  expect(shown.applicant).toEqual(madeUpForm(3).applicant);
  const events = good(await call('listEvents', { params: { id } }));
  expect(events.rows.at(-1)).toMatchObject({
    kind: 'personal_data.viewed',
    actor: 'key:admin',
    sealed: true,
  });
  expect(JSON.stringify(events)).not.toContain('a call back');
});

test('[HTTP-11] a person is found by an exact value, and gone when erased, while decisions and proofs stay', async () => {
  const id = ids[4] ?? '';
  const { applicant } = madeUpForm(4);
  const found = good(
    await call('searchPerson', { body: { field: 'idNumber', value: ` ${applicant.idNumber} ` } }),
  );
  expect(found.applications.map((row) => row.id)).toEqual([id]);
  const subject = found.subject ?? '';
  const erase = { params: { id: subject }, body: { reason: 'asked for' }, idempotencyKey: 'erase-4' };
  const erased = good(await call('erasePerson', erase));
  expect(good(await call('erasePerson', erase))).toEqual(erased);
  expect(await call('erasePerson', { ...erase, idempotencyKey: 'again' })).toMatchObject({ status: 410 });
  expect(await call('revealPersonalData', { params: { id }, body: { reason: 'late' } })).toMatchObject({
    status: 410,
    problem: { code: 'person_erased' },
  });
  expect(
    good(await call('searchPerson', { body: { field: 'phone', value: applicant.phone } })).subject,
  ).toBeNull();
  expect(good(await call('readApplication', { params: { id } })).erased).toBe(true);
  expect(good(await call('replayApplication', { params: { id } })).same).toBe(true);
  const observed = { performance: 'good', observedDay: '2026-06-01' } as const;
  const late = { params: { id }, body: observed, idempotencyKey: 'late-performance' };
  expect(good(await call('observePerformance', late)).performance).toBe('good');
});

test('[HTTP-18] a receipt convinces who trusts only the key, and the log only grows', async () => {
  const first = good(await call('readCheckpoint', {}));
  const id = ids[5] ?? '';
  const events = good(await call('listEvents', { params: { id } }));
  const decided = events.rows.find(({ kind }) => kind === 'application.decided')?.id ?? '';
  const { receipt, verifierKey } = good(await call('readReceipt', { params: { id: decided } }));
  expect(verifyReceipt(receipt as unknown as JsonValue, verifierKey)).toMatchObject({
    ok: true,
    opened: true,
  });
  expect(receipt.opening?.body).toEqual(events.rows.find((row) => row.id === decided)?.body);
  await call('submitApplication', { body: madeUpForm(2000), idempotencyKey: 'story-later' }).then((sent) =>
    ids.push(good(sent).id),
  );
  await expect.poll(async () => good(await call('readCheckpoint', {})).size).toBeGreaterThan(first.size);
  const last = good(await call('readCheckpoint', {}));
  const proof = good(await call('proveConsistency', { query: { from: first.size, to: last.size } }));
  expect(proof.fromRoot).toBe(first.root);
  expect(proof.toRoot).toBe(last.root);
  const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
  const claim = {
    from: proof.from,
    to: proof.to,
    fromRoot: bytes(proof.fromRoot),
    toRoot: bytes(proof.toRoot),
    proof: proof.proof.map(bytes),
  };
  expect(verifyConsistency(claim)).toBe(true);
});

test('[HTTP-18] a receipt opens personal data only when asked, to those who may, and records the look', async () => {
  const id = ids[6] ?? '';
  const submitted = good(await call('listEvents', { params: { id } })).rows[0]?.id ?? '';
  const plain = good(await call('readReceipt', { params: { id: submitted } }));
  expect(plain.receipt.opening?.body).toMatchObject({ amountMinor: 1_500_000 });
  expect(plain.receipt.opening?.personal).toBeUndefined();
  expect(JSON.stringify(plain)).not.toContain('Made Up 6');
  expect(verifyReceipt(plain.receipt as unknown as JsonValue, plain.verifierKey).opened).toBe(true);
  const auditor = server.client(await server.createKey('auditor'));
  const refused = await auditor('readReceipt', { params: { id: submitted }, query: { opening: 'whole' } });
  expect(refused).toMatchObject({ status: 403 });
  const whole = good(await call('readReceipt', { params: { id: submitted }, query: { opening: 'whole' } }));
  expect(whole.receipt.opening?.personal?.body).toMatchObject({ name: 'Made Up 6' });
  expect(verifyReceipt(whole.receipt as unknown as JsonValue, whole.verifierKey).opened).toBe(true);
  const events = good(await call('listEvents', { params: { id } }));
  expect(events.rows.at(-1)?.kind).toBe('personal_data.viewed');
});

test('[HTTP-17] the overview adds up to the list, and performance counts where the decision counted', async () => {
  for (const id of ids.slice(10, 20))
    good(
      await call('observePerformance', {
        params: { id },
        body: { performance: 'bad', observedDay: '2026-06-01' },
        idempotencyKey: `p-${id}`,
      }),
    );
  const rows = await walk({}, 500);
  const overview = good(await call('readOverview', {}));
  const countOf = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  expect(overview).toMatchObject({
    count: rows.length,
    approve: countOf('approve'),
    refer: countOf('refer'),
    decline: countOf('decline'),
  });
  expect(overview.byHour.reduce((sum, hour) => sum + hour.approve + hour.refer + hour.decline, 0)).toBe(
    rows.length,
  );
  const scored = rows.filter(({ score }) => score !== null).length;
  expect(overview.byScoreBand.reduce((sum, band) => sum + band.approve + band.refer + band.decline, 0)).toBe(
    scored,
  );
  expect(overview.unscored).toBe(rows.length - scored);
  const bad = rows.filter(({ performance, score }) => performance === 'bad' && score !== null).length;
  expect(overview.byScoreBand.reduce((sum, band) => sum + band.bad, 0)).toBe(bad);
  expect(overview.decisionLatency.count).toBe(rows.length);
  const again = await call('observePerformance', {
    params: { id: ids[10] ?? '' },
    body: { performance: 'good', observedDay: '2026-06-01' },
    idempotencyKey: 'p-again',
  });
  expect(again).toMatchObject({ status: 409, problem: { code: 'performance_already_observed' } });
});

test('[HTTP-1] policy, products and health answer as the table says', async () => {
  const { rows } = good(await call('listPolicies', {}));
  expect(rows.filter(({ active }) => active)).toHaveLength(1);
  const policy = good(await call('readPolicy', { params: { hash: rows[0]?.hash ?? '' } }));
  expect(policy.inputs.map(({ name }) => name)).toContain('annualIncomeMinor');
  expect(canonicalize(policy.model as unknown as JsonValue)).toContain('decision');
  const hash = rows[0]?.hash ?? '';
  const checked = good(await call('checkPolicy', { params: { hash } }));
  expect(checked.tables.length).toBeGreaterThan(5);
  expect(checked.findings.map(({ severity }) => severity)).not.toContain('error');
  const unknown = await call('checkPolicy', {
    params: { hash: hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
  });
  expect(unknown).toMatchObject({ ok: false, problem: { code: 'policy_not_found' } });
  expect(good(await call('listProducts', {})).rows.map(({ id }) => id)).toContain('personal-instalment');
  expect(good(await call('readHealth', {})).status).toBe('ok');
});

test('[HTTP-21] metrics count requests by route, decisions by outcome, and the log', async () => {
  const reply = await fetch(`${server.url}/metrics`, {
    headers: { authorization: `Bearer ${server.admin}` },
  });
  const text = await reply.text();
  expect(text).toMatch(
    /plimsoll_http_request_duration_seconds_count\{route="submitApplication",status="201"\} \d+/,
  );
  expect(text).toMatch(/plimsoll_decisions_total\{outcome="\w+"\} \d+/);
  const size = Number(/plimsoll_log_events (\d+)/.exec(text)?.[1]);
  expect(size).toBe(await server.logSize());
  expect(text).toMatch(/plimsoll_event_loop_lag_p99_seconds [\d.e-]+/);
  expect(text).toMatch(/plimsoll_log_append_queue_requests 0/);
});

test('[HTTP-20] the log of the server holds no personal data, no secret and no value of an address', async () => {
  await call('listApplications', { query: { subject: 'tell-tale-subject' } });
  const text = server.lines.join('\n');
  expect(server.lines.length).toBeGreaterThan(0);
  for (const forbidden of [
    'Made Up',
    '900-0',
    '+1555',
    'example.com',
    server.admin,
    'tell-tale-subject',
    'a call back',
  ])
    expect(text).not.toContain(forbidden);
});
