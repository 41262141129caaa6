/**
 * The policy versions of the log, ready to decide with: the active one at hand, each older one when it is asked for. A
 * version is published by one event and never changes; which one is active is a projection of those events.
 */
import type pg from 'pg';
import { canonicalize, type JsonObject, type Refusal } from '@plimsoll/core/base';
import { type Policy, type PolicyCheck, readPolicy } from '@plimsoll/core/dmn';
import { type Origination, prepareOrigination } from '@plimsoll/loan/origination';
import type { DomainEvent, Product } from '@plimsoll/loan/spine';
import { type Log, readStream } from '@plimsoll/server/store';
import { readPolicyModel, type ResolvedModel } from '@plimsoll/server/model';
import { checkBeside, refuseErrors } from './check.ts';
import { PolicyShelfFault } from './fault.ts';

export type PolicyVersion = {
  readonly hash: string;
  readonly name: string;
  readonly publishedAt: Date;
  readonly actor: string;
};
export type ShelvedPolicy = PolicyVersion & { readonly origination: Origination; readonly xml: string };

export type PolicyShelf = {
  /** The version that decides now. */
  readonly active: () => ShelvedPolicy;
  /** A version by its hash; null when it was never published. */
  readonly find: (hash: string) => Promise<ShelvedPolicy | null>;
  /** The findings of a version; null when it was never published. Computed once, on a thread of its own. */
  readonly check: (hash: string) => Promise<PolicyCheck | null>;
  /** All versions, newest first. */
  readonly list: () => Promise<readonly PolicyVersion[]>;
  readonly products: readonly Product[];
  /** Hashes of the deciding versions that ask a version of a model. */
  readonly usesOf: (name: string, version: number) => readonly string[];
  /** Takes the days of the models that the active version asks as the log has them now. */
  readonly refresh: () => Promise<void>;
};

export type PolicySource = {
  /** The DMN file. */
  readonly xml: string;
  readonly products: readonly Product[];
  /** Names the model whose card the policy holds; null for none. */
  readonly modelId: string | null;
};

type Ports = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly source: PolicySource;
  readonly day: string;
};
type Row = {
  hash: string;
  name: string;
  xml: string;
  published_at: Date;
  actor: string;
  model_id: string | null;
};

const ACTOR = 'system:start';
/** Versions kept ready; an older one is read again when it is needed. */
const READY_LIMIT = 64;
const LIST_LIMIT = 1000;

/**
 * Publishes the source unless it is the active version already, then opens the shelf.
 * Faults: `policy_unreadable` when the source can't decide, `policy_has_errors` when the checks of a version that is new to
 * the log find an error, `policy_not_published` when the log refuses it.
 */
export async function openPolicyShelf(ports: Ports): Promise<PolicyShelf> {
  const { pool, source } = ports;
  await publish(ports);
  const ready = new Map<string, Promise<ShelvedPolicy | null>>();
  const find = (hash: string): Promise<ShelvedPolicy | null> => {
    const known = ready.get(hash);
    if (known !== undefined) return known;
    const reading = readPolicyVersion(pool, hash, source.products);
    if (ready.size >= READY_LIMIT) ready.delete(ready.keys().next().value ?? '');
    ready.set(hash, reading);
    // A version that isn't there may be published later, and a fault may pass: neither is kept.
    reading.then(
      (version) => version === null && ready.delete(hash),
      () => ready.delete(hash),
    );
    return reading;
  };
  const hash = await readActiveHash(pool);
  const found = hash === null ? null : await find(hash);
  if (found === null) throw new PolicyShelfFault('policy_not_published', 'no policy is active');
  let active = found;
  const checks = new Map<string, Promise<PolicyCheck | null>>();
  return {
    active: () => active,
    find,
    check: async (each) => keepCheck(each, checks, find),
    list: async () => listVersions(pool),
    products: source.products,
    usesOf: (name, version) =>
      active.origination.modelled.some(({ model }) => model.id === `${name}@${version}`) ? [active.hash] : [],
    refresh: async () => {
      if (active.origination.modelled.length === 0) return;
      const fresh = await readPolicyVersion(pool, active.hash, source.products);
      if (fresh !== null) active = fresh;
    },
  };
}

type Find = PolicyShelf['find'];

function keepCheck(
  hash: string,
  checks: Map<string, Promise<PolicyCheck | null>>,
  find: Find,
): Promise<PolicyCheck | null> {
  const known = checks.get(hash);
  if (known !== undefined) return known;
  const checking = find(hash).then((version) => (version === null ? null : checkBeside(version.xml)));
  if (checks.size >= READY_LIMIT) checks.delete(checks.keys().next().value ?? '');
  checks.set(hash, checking);
  checking.then(
    (check) => check === null && checks.delete(hash),
    () => checks.delete(hash),
  );
  return checking;
}

/** The version that decides: the one published last; null before the first. */
async function readActiveHash(pool: pg.Pool): Promise<string | null> {
  const { rows } = await pool.query<{ hash: string }>(
    'SELECT hash FROM policy WHERE active ORDER BY published_at DESC LIMIT 1',
  );
  return rows[0]?.hash ?? null;
}

async function publish({ pool, log, source, day }: Ports): Promise<void> {
  const policy = await read(source.xml);
  const { modelled } = await prepare(pool, policy, source);
  if ((await readActiveHash(pool)) === policy.hash) return;
  const event = published(policy, source, day);
  // A version that was followed by another is published again: going back is an event like going on.
  const expectedVersion = (await readStream(pool, event.stream)).length;
  // What the log knows already was let through once, and going back to it must not depend on newer checks.
  if (expectedVersion === 0) refuseErrors(policy);
  // A version that can't score today must not begin to decide today.
  if (modelled.length > 0) await refuseUnusable(pool, policy, day);
  const outcome = await log.append({
    actor: ACTOR,
    idempotency: null,
    streams: [{ stream: event.stream, expectedVersion, events: [event] }],
    persons: [],
    reply: { status: 200, body: {} },
  });
  // Stale: another server has published the same version a moment ago.
  if (outcome.kind !== 'committed' && outcome.kind !== 'stale_version')
    throw new PolicyShelfFault('policy_not_published', `the log answered ${outcome.kind}`);
}

function published(policy: Policy, source: PolicySource, day: string): DomainEvent {
  const body: JsonObject = { hash: policy.hash, name: policy.name, xml: source.xml };
  return {
    stream: `policy:${policy.hash}`,
    kind: 'policy.published',
    effectiveDay: day,
    subject: null,
    body,
    personal: null,
    policyHash: policy.hash,
    modelId: source.modelId,
  };
}

/** A version by its hash with what it needs to decide; null when it was never published. */
export async function readPolicyVersion(
  pool: pg.Pool,
  hash: string,
  products: readonly Product[],
): Promise<ShelvedPolicy | null> {
  const { rows } = await pool.query<Row>(
    `SELECT p.hash, p.name, p.xml, p.published_at, p.actor, e.model_id
     FROM policy p LEFT JOIN event e ON e.stream = 'policy:' || p.hash AND e.version = 1
     WHERE p.hash = $1`,
    [hash],
  );
  const row = rows[0];
  if (row === undefined) return null;
  // A version keeps the hash that decisions name it by, also where its meaning would be hashed otherwise today.
  const policy: Policy = { ...(await read(row.xml)), hash };
  const origination = await prepare(pool, policy, { xml: row.xml, products, modelId: row.model_id });
  return { ...versionOf(row), origination, xml: row.xml };
}

/** The registered models that a policy names. Faults with `policy_model_unusable` when one is not there or never was approved. */
async function readModels(pool: pg.Pool, { inputs }: Policy): Promise<readonly ResolvedModel[]> {
  const found: ResolvedModel[] = [];
  for (const { model } of inputs) {
    if (model === undefined) continue;
    const resolved = await readPolicyModel(pool, model);
    if (!resolved.ok) throw unusable(resolved);
    found.push(resolved.value);
  }
  return found;
}

async function refuseUnusable(pool: pg.Pool, policy: Policy, day: string): Promise<void> {
  for (const { refusalOn } of await readModels(pool, policy)) {
    const refusal = refusalOn(day);
    if (refusal !== null) throw unusable(refusal);
  }
}

function unusable({ code, facts }: Refusal): PolicyShelfFault {
  return new PolicyShelfFault(
    'policy_model_unusable',
    `the policy is not published, a model it asks can't be used: ${code} ${canonicalize(facts)}`,
  );
}

async function listVersions(pool: pg.Pool): Promise<readonly PolicyVersion[]> {
  const { rows } = await pool.query<Row>(
    `SELECT hash, name, published_at, actor FROM policy ORDER BY published_at DESC, hash LIMIT ${LIST_LIMIT}`,
  );
  return rows.map(versionOf);
}

function versionOf(row: Row): PolicyVersion {
  const { hash, name, actor } = row;
  return { hash, name, publishedAt: row.published_at, actor };
}

async function read(xml: string): Promise<Policy> {
  const policy = await readPolicy(xml);
  if (policy.ok) return policy.value;
  throw new PolicyShelfFault('policy_unreadable', `the policy is refused: ${canonicalize(policy.facts)}`);
}

async function prepare(pool: pg.Pool, policy: Policy, source: PolicySource): Promise<Origination> {
  const models = await readModels(pool, policy);
  const { products, modelId } = source;
  const origination = prepareOrigination(policy, products, {
    modelId,
    models: models.map(({ model }) => model),
  });
  if (origination.ok) return origination.value;
  const { code, facts } = origination;
  throw new PolicyShelfFault('policy_unreadable', `the policy is refused: ${code} ${canonicalize(facts)}`);
}
