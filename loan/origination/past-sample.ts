/**
 * Past applications as a sample, from the events of the log: one row for each that was decided, with what was known when it
 * was. What the decision said (outcome, grade, score, limit) is no variable: a model would learn the old policy. Facts
 * that were declared missing keep their reason; one that an application didn't have at all is `not_recorded`.
 */
import { assert, canonicalize } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';
import { categoricalColumn, type Column, type Table, tableOf } from '@plimsoll/core/table';
import {
  type ApplicationState,
  applyEvent,
  type Fact,
  type FoldedEvent,
  type Performance,
  type SubmittedBody,
} from '@plimsoll/loan/spine';

export const NOT_RECORDED = 'not_recorded';

export type PastSample = {
  /** Facts of the submission by their names, and `decidedDay`, `amountMinor`, `termMonths`, `product`, `purpose`. */
  readonly table: Table;
  /** Ids of the applications, in the order of their submission. */
  readonly ids: readonly string[];
  /** 1 where the decision was to approve. */
  readonly isAccepted: Uint8Array;
  /** Null where none was observed: declined, referred, or not ripe. */
  readonly performance: readonly (Performance | null)[];
  /** Applications that are submitted and not decided; they have no row. */
  readonly undecided: number;
};

export type PastSampleReader = {
  /** Takes the next event of the log; kinds that are not of applications are passed over. */
  readonly take: (event: FoldedEvent) => void;
  readonly finish: () => PastSample;
};

/** Begins at the beginning of the log. */
export function createPastSample(): PastSampleReader {
  const states = new Map<string, ApplicationState>();
  return {
    take: (event) => {
      if (!event.kind.startsWith('application.')) return;
      states.set(event.stream, applyEvent(states.get(event.stream) ?? null, event));
    },
    finish: () => sampleOf([...states.values()]),
  };
}

function sampleOf(states: readonly ApplicationState[]): PastSample {
  const decided = states.filter((state) => state.decided !== null);
  const names = [...new Set(decided.flatMap(({ submitted }) => Object.keys(submitted.facts)))].sort();
  const terms: readonly (readonly [string, (state: ApplicationState) => Fact])[] = [
    ['decidedDay', (state) => dayOfDecision(state)],
    ['amountMinor', ({ submitted }) => submitted.amountMinor],
    ['termMonths', ({ submitted }) => submitted.termMonths],
    ['product', ({ submitted }) => submitted.product],
    ['purpose', ({ submitted }) => submitted.purpose],
  ];
  const own = new Set(terms.map(([name]) => name));
  return {
    table: tableOf([
      ...terms.map(([name, termOf]) => factColumn(name, decided.map(termOf))),
      ...names
        .filter((name) => !own.has(name))
        .map((name) =>
          factColumn(
            name,
            decided.map(({ submitted }) => factOf(submitted, name)),
          ),
        ),
    ]),
    ids: decided.map(({ id }) => id),
    isAccepted: Uint8Array.from(decided, (state) => (state.decided?.outcome === 'approve' ? 1 : 0)),
    performance: decided.map((state) => state.performance),
    undecided: states.length - decided.length,
  };
}

function dayOfDecision({ decided }: ApplicationState): number {
  const day = parseDay(decided?.contextDay ?? '');
  assert(day !== null, 'a decision was made on a day');
  return day;
}

type Absent = { readonly missing: string };

function factOf({ facts }: SubmittedBody, name: string): Fact | Absent {
  return Object.hasOwn(facts, name) ? (facts[name] as Fact) : { missing: NOT_RECORDED };
}

/** Numeric where every present fact is a number, else categorical; truth values are `true` and `false`. */
function factColumn(name: string, facts: readonly (Fact | Absent)[]): Column {
  const reasonOf = (fact: Fact | Absent): string | null => (typeof fact === 'object' ? fact.missing : null);
  const markNames = [...new Set(facts.map(reasonOf).filter((reason) => reason !== null))].sort();
  const marks = Uint8Array.from(facts, (fact) => markNames.indexOf(reasonOf(fact) ?? '') + 1);
  const isNumeric = facts.every((fact) => typeof fact === 'object' || typeof fact === 'number');
  if (isNumeric) {
    const values = Float64Array.from(facts, (fact) => (typeof fact === 'number' ? fact : Number.NaN));
    return { kind: 'numeric', name, values, marks, markNames };
  }
  const texts = facts.map((fact) =>
    typeof fact === 'object' ? null : typeof fact === 'string' ? fact : canonicalize(fact),
  );
  return { ...categoricalColumn(name, texts), marks, markNames };
}
