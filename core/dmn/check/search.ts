/**
 * The search for examples: runs of the whole policy, each made from an earlier one by changing a few inputs; a run is
 * kept when it shows something that none before it did (a rule that matched, the column at which one failed, a value).
 * So the runs work their way down to rules that hold seldom. Bounded and seeded: the same policy gives the same runs.
 */
import { createRandom, type JsonObject, type Random } from '@plimsoll/core/base';
import { type FeelValue, fromJson, isContext } from '@plimsoll/core/feel';
import type { PolicyValues } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import { type Attempt, attempt } from './attempt.ts';
import { type Candidates, findCandidates } from './candidate.ts';
import { MAX_CORPUS, MAX_SAMPLED_RULES, MAX_SAMPLES } from './limits.ts';

export type Corpus = {
  readonly candidates: Candidates;
  /** The runs that were kept, in order. */
  readonly attempts: readonly Attempt[];
  /** How many runs there were. */
  readonly tries: number;
  readonly random: Random;
};

/** Runs `decision` until the bounds are reached. */
export function searchPolicy(
  policy: Policy,
  {
    decision,
    cases,
    samples = MAX_SAMPLES,
  }: { readonly decision: string; readonly cases: readonly JsonObject[]; readonly samples?: number },
): Corpus {
  const { program } = policy;
  const candidates = findCandidates(program, cases);
  const names = [...candidates.keys()];
  const random = createRandom(`check/${policy.hash}`);
  const seen = new Set<string>();
  const attempts: Attempt[] = [];
  let tries = 0;
  const most = Math.min(samples, Math.ceil(MAX_SAMPLED_RULES / Math.max(1, ruleCount(policy))));
  const visit = (values: PolicyValues): void => {
    tries += 1;
    const made = attempt(program, values, decision);
    let isFresh = false;
    for (const sign of signsOf(made)) {
      if (seen.has(sign)) continue;
      seen.add(sign);
      isFresh = true;
    }
    if (isFresh && attempts.length < MAX_CORPUS) attempts.push(made);
  };
  for (const each of cases.slice(0, most)) visit(valuesOf(each, names));
  for (const pick of [firstOf, lastPresent, middleOf])
    visit(Object.fromEntries(names.map((name) => [name, pick(candidates.get(name) ?? [null])])));
  visit({});
  while (tries < most && names.length > 0) {
    const isNew = attempts.length === 0 || tries < FRESH_STARTS || random.next() < 0.05;
    const base = isNew ? {} : pickBase(attempts, random).values;
    const changed = isNew ? names : names.filter(() => random.next() < 1 / names.length);
    const moved = changed.length === 0 ? [random.pick(names)] : changed;
    visit({
      ...base,
      ...Object.fromEntries(moved.map((name) => [name, pickValue(candidates.get(name) ?? [null], random)])),
    });
  }
  return { candidates, attempts, tries, random };
}

/** Runs that start anew before any goes on from another. */
const FRESH_STARTS = 40;
/** What is missing ends most cases early, so it is tried seldom. */
const MISSING_SHARE = 0.06;

/** One of the candidates; the missing one stands last. */
export function pickValue(values: readonly FeelValue[], random: Random): FeelValue {
  if (values.length < 2 || random.next() < MISSING_SHARE) return null;
  return values[random.integer(0, values.length - 2)] ?? null;
}

/** The latest are the furthest: half of the picks come from the last fifth. */
function pickBase(attempts: readonly Attempt[], random: Random): Attempt {
  const from = random.next() < 0.5 ? Math.floor(attempts.length * 0.8) : 0;
  return attempts[random.integer(from, attempts.length - 1)] as Attempt;
}

export function ruleCount(policy: Policy): number {
  return policy.program.globals.reduce(
    (count, global) =>
      count + (global.kind === 'decision' && global.logic.kind === 'table' ? global.logic.rules.length : 1),
    0,
  );
}

export function valuesOf(given: JsonObject, names: readonly string[]): PolicyValues {
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(given, name) ? [[name, fromJson(given[name] ?? null)]] : [])),
  );
}

const firstOf = (values: readonly FeelValue[]): FeelValue => values[0] ?? null;
const lastPresent = (values: readonly FeelValue[]): FeelValue => values.at(-2) ?? null;
const middleOf = (values: readonly FeelValue[]): FeelValue => values[Math.floor(values.length / 2)] ?? null;

/** What a run shows. */
function signsOf({ tables, value, errors }: Attempt): readonly string[] {
  const signs: string[] = [];
  for (const [index, { rules }] of tables) {
    let hasMatch = false;
    for (const { index: rule, matched, failedInput } of rules) {
      signs.push(`${index}:${rule}:${failedInput ?? 'hit'}`);
      hasMatch ||= matched;
    }
    if (!hasMatch) signs.push(`${index}:none`);
  }
  for (const { code, place } of errors) signs.push(`${code} ${place.element} ${place.rule} ${place.column}`);
  const entries = isContext(value) ? [...value] : [['', value] as const];
  for (const [name, entry] of entries)
    if (entry === null || typeof entry === 'string' || typeof entry === 'boolean')
      signs.push(`${name}=${entry}`);
  return signs;
}

/** Inputs changed one or two at a time, starting from given runs; stops when `isFound` says so. */
export function* vary(
  bases: readonly PolicyValues[],
  { candidates, random }: Corpus,
  { names, fixed }: { readonly names: readonly string[]; readonly fixed: PolicyValues },
): Generator<PolicyValues> {
  for (const base of bases) yield { ...base, ...fixed };
  const free = names.filter((name) => !Object.hasOwn(fixed, name));
  if (free.length === 0) return;
  for (;;) {
    const base = bases.length === 0 ? {} : random.pick(bases);
    const moved =
      bases.length === 0 ? free : Array.from({ length: random.integer(1, 3) }, () => random.pick(free));
    yield {
      ...base,
      ...Object.fromEntries(moved.map((name) => [name, pickValue(candidates.get(name) ?? [null], random)])),
      ...fixed,
    };
  }
}
