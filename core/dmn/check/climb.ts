/**
 * The search for one outcome that the general search didn't meet: from the runs that came nearest, inputs are changed, and
 * a run that is as near or nearer is gone on from. Near is: how far a row that says the outcome was looked at.
 */
import { equalValues, type FeelValue } from '@plimsoll/core/feel';
import type { PolicyValues } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import { type Attempt, attempt } from './attempt.ts';
import { MAX_CLIMB, MAX_SAMPLED_RULES } from './limits.ts';
import { type Corpus, pickValue, ruleCount } from './search.ts';

/** A row of a decision table that says the wanted outcome. */
type Target = { readonly table: number; readonly rule: number };

/** Runs that `isWanted` takes, at most one; null when none was found. `tries` is how many runs it took. */
export function climbTo(
  policy: Policy,
  {
    wanted,
    decision,
    isWanted,
  }: { readonly wanted: FeelValue; readonly decision: string; readonly isWanted: (run: Attempt) => boolean },
  { attempts, candidates, random }: Corpus,
): { readonly found: Attempt | null; readonly tries: number } {
  const targets = targetsOf(policy, wanted);
  const names = [...candidates.keys()];
  const most = Math.min(MAX_CLIMB, Math.ceil(MAX_SAMPLED_RULES / ruleCount(policy)));
  if (targets.length === 0 || names.length === 0) return { found: null, tries: 0 };
  const starts = attempts
    .map((run) => ({ run, height: heightOf(run, targets) }))
    .toSorted((left, right) => right.height - left.height)
    .slice(0, STARTS);
  let tries = 0;
  for (const start of starts) {
    let { run, height } = start;
    for (let step = 0; step < most / starts.length; step += 1) {
      const lacking = names.filter((name) => (run.values[name] ?? null) === null);
      const pool = lacking.length > 0 && random.next() < 0.5 ? lacking : names;
      const moved = Array.from({ length: random.integer(1, MOST_MOVED) }, () => random.pick(pool));
      const values: PolicyValues = {
        ...run.values,
        ...Object.fromEntries(moved.map((name) => [name, pickValue(candidates.get(name) ?? [null], random)])),
      };
      const next = attempt(policy.program, values, decision);
      tries += 1;
      if (isWanted(next)) return { found: next, tries };
      const reached = heightOf(next, targets);
      if (reached >= height) [run, height] = [next, reached];
    }
  }
  return { found: null, tries };
}

/** Climbs from so many runs, each with an equal share of the tries. */
const STARTS = 6;
/** Inputs changed at once. */
const MOST_MOVED = 3;

function targetsOf({ program }: Policy, wanted: FeelValue): readonly Target[] {
  return program.globals.flatMap((global, table) =>
    global.kind !== 'decision' || global.logic.kind !== 'table'
      ? []
      : global.logic.rules
          .filter(({ outputs }) =>
            outputs.some((node) => node.kind === 'literal' && equalValues(node.value, wanted) === true),
          )
          .map(({ index }) => ({ table, rule: index })),
  );
}

/** More than a policy has. */
const MANY_INPUTS = 10_000;
/** A row that was looked at counts more than any row before it that matched; then each column that held. */
const LOOKED_AT = 1000;

function heightOf({ tables, errors, values }: Attempt, targets: readonly Target[]): number {
  let best = 0;
  for (const { table, rule } of targets) {
    const rules = tables.get(table)?.rules ?? [];
    const seen = rules.find(({ index }) => index === rule);
    const height =
      seen === undefined
        ? (rules.at(-1)?.index ?? 0)
        : LOOKED_AT * (seen.matched ? 2 : 1) + (seen.failedInput ?? 0);
    best = Math.max(best, height);
  }
  // Among equals the run that lacks least is nearer: a guard against what is missing shows no progress until nothing is.
  const present = Object.values(values).filter((value) => value !== null).length;
  return best - (errors.length > 0 ? 1 : 0) + present / MANY_INPUTS;
}
