/** The policy's outcome: can each happen, and can it approve while an input is missing. */
import type { JsonObject } from '@plimsoll/core/base';
import { type FeelValue, formatValue, isContext } from '@plimsoll/core/feel';
import type { PolicyValues } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import { type Attempt, attempt, showValues } from './attempt.ts';
import { climbTo } from './climb.ts';
import { createFinding, type Example, type Finding } from './finding.ts';
import { MAX_TRIES } from './limits.ts';
import { mayBe, ONLY_MISSING, type Possible } from './possible.ts';
import { createReach, type Reach } from './reach.ts';
import { possibleEntry } from './reach-feel.ts';
import { type Corpus, vary } from './search.ts';
import { inputsOf } from './subject.ts';

/** The outcomes that the mechanism knows. */
const OUTCOMES = ['approve', 'refer', 'decline'] as const;
const APPROVE = 'approve';

export type Setting = {
  readonly policy: Policy;
  readonly decision: string;
  readonly corpus: Corpus;
  readonly reach: Reach;
};

/** The outcome within the value of a decision: itself, or its entry `outcome`. */
function outcomeOf(value: FeelValue): FeelValue {
  return isContext(value) ? (value.get('outcome') ?? null) : value;
}

function outcomesOf(possible: Possible): Possible {
  return possible.entries === null ? possible : possibleEntry(possible, 'outcome');
}

/** Whether a decision answers with outcomes at all: by its name, by what it says, or by what it was seen to say. */
function isAnswer({ policy, decision, corpus, reach }: Setting): boolean {
  const known = outcomesOf(reach(policy.program.indexOf.get(decision) ?? -1)).values ?? [];
  const isOutcome = (value: FeelValue): boolean => OUTCOMES.some((outcome) => outcome === value);
  return (
    decision === 'decision' ||
    known.some(isOutcome) ||
    corpus.attempts.some(({ value }) => isOutcome(outcomeOf(value)))
  );
}

/** The runs, and those that a search of its own found for an outcome that is possible and was not met. */
export function searchOutcomes(setting: Setting): Corpus {
  const { policy, decision, corpus, reach } = setting;
  const possible = outcomesOf(reach(policy.program.indexOf.get(decision) ?? -1));
  const attempts = [...corpus.attempts];
  let { tries } = corpus;
  if (!isAnswer(setting)) return corpus;
  for (const wanted of OUTCOMES) {
    const isWanted = (run: Attempt): boolean => outcomeOf(run.value) === wanted && run.errors.length === 0;
    if (!mayBe(possible, wanted) || attempts.some(isWanted)) continue;
    const climbed = climbTo(policy, { wanted, decision, isWanted }, corpus);
    tries += climbed.tries;
    if (climbed.found !== null) attempts.push(climbed.found);
  }
  return { ...corpus, attempts, tries };
}

/** Each outcome: proved never, seen (no finding), or neither. */
export function checkOutcomes({ policy, decision, corpus, reach }: Setting): readonly Finding[] {
  const possible = outcomesOf(reach(policy.program.indexOf.get(decision) ?? -1));
  const place = { element: decision };
  if (!isAnswer({ policy, decision, corpus, reach })) return [];
  return OUTCOMES.flatMap((value) => {
    const facts = { name: decision, value, tries: corpus.tries };
    if (!mayBe(possible, value)) return [createFinding('CHECK_OUTCOME_NEVER', 'warning', { place, facts })];
    const isSeen = corpus.attempts.some((each) => outcomeOf(each.value) === value);
    return isSeen ? [] : [createFinding('CHECK_OUTCOME_UNSEEN', 'note', { place, facts })];
  });
}

/** Output values that a table declares and no input can produce. */
export function checkDeclared({ policy, reach }: Pick<Setting, 'policy' | 'reach'>): readonly Finding[] {
  return policy.program.globals.flatMap((global, index) => {
    if (global.kind !== 'decision' || global.logic.kind !== 'table') return [];
    const { outputs } = global.logic;
    const possible = reach(index);
    return outputs.flatMap(({ order, name, label }) => {
      const own = outputs.length === 1 ? possible : possibleEntry(possible, name ?? '');
      return (order ?? [])
        .filter((value) => !mayBe(own, value))
        .map((value) =>
          createFinding('CHECK_OUTCOME_NEVER', 'warning', {
            place: { element: global.name, column: label },
            facts: {
              name: outputs.length === 1 ? global.name : `${global.name}.${name ?? ''}`,
              value: formatValue(value),
            },
          }),
        );
    });
  });
}

/** For each input: is there a case that lacks it and that the policy approves. */
export function checkMissing(setting: Setting): readonly Finding[] {
  const { policy, decision, corpus } = setting;
  const { program } = policy;
  const index = program.indexOf.get(decision) ?? -1;
  if (!isAnswer(setting) || !mayBe(outcomesOf(setting.reach(index)), APPROVE)) return [];
  const names = inputsOf(program, index);
  const approved = corpus.attempts.filter(isApproval);
  const unproved: string[] = [];
  let tries = 0;
  const findings = policy.inputs.flatMap(({ name, whenMissing, model }): readonly Finding[] => {
    // What a model gives is never missing: without it the mechanism refers, whatever the policy says.
    if (!names.includes(name) || model !== undefined) return [];
    const given = new Map([[program.indexOf.get(name) ?? -1, ONLY_MISSING]]);
    if (!mayBe(outcomesOf(createReach(program, given)(index)), APPROVE)) return [];
    const search = findApproval(setting, { name, names, approved });
    tries = Math.max(tries, search.tries);
    if (search.example === null) {
      unproved.push(name);
      return [];
    }
    const severity = whenMissing === 'refer' ? 'error' : 'note';
    return [
      createFinding('CHECK_APPROVES_WITHOUT', severity, {
        place: { element: name },
        facts: { name },
        example: search.example,
      }),
    ];
  });
  if (unproved.length === 0) return findings;
  const facts = { tries, names: unproved.join(', ') };
  return [
    ...findings,
    createFinding('CHECK_APPROVAL_UNPROVED', 'note', { place: { element: decision }, facts }),
  ];
}

function isApproval({ value, errors }: Attempt): boolean {
  return outcomeOf(value) === APPROVE && errors.length === 0;
}

/** Tries approved cases without the input, then such cases with other inputs changed. */
function findApproval(
  { policy, decision, corpus }: Setting,
  {
    name,
    names,
    approved,
  }: { readonly name: string; readonly names: readonly string[]; readonly approved: readonly Attempt[] },
): { readonly example: Example | null; readonly tries: number } {
  const lacking = corpus.attempts.filter((each) => isApproval(each) && (each.values[name] ?? null) === null);
  const bases = [...lacking, ...approved].map(({ values }) => values).slice(0, MAX_TRIES);
  const fixed: PolicyValues = { [name]: null };
  const most = bases.length + MAX_TRIES;
  let tries = 0;
  for (const values of vary(bases, corpus, { names, fixed })) {
    const made = attempt(policy.program, values, decision);
    tries += 1;
    if (isApproval(made)) return { example: exampleOf(values, names), tries };
    if (tries >= most) break;
  }
  return { example: null, tries };
}

function exampleOf(values: PolicyValues, names: readonly string[]): Example {
  const shown: JsonObject = showValues(values, names);
  return { level: 'inputs', values: shown, gives: APPROVE };
}
