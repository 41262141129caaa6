/**
 * What a trace holds: the same model with the values that one evaluation gave it. Plain JSON. The recorder is filled
 * by the runners themselves, so a trace can't tell another story than the decision.
 */
import type { JsonValue } from '@plimsoll/core/base';
import type { EvaluationError } from './problem.ts';
import type { HitPolicy, LocalText } from './source.ts';

export type TraceRule = {
  /** From 0. */
  readonly index: number;
  readonly id: string;
  readonly matched: boolean;
  /** The first column that did not hold, from 0; null for a match. */
  readonly failedInput: number | null;
  /** One value per output column, for rules whose outputs were computed. */
  readonly outputs?: readonly JsonValue[];
};

/** Rules that were not looked at (after the hit of FIRST) are absent. */
export type TraceTable = {
  readonly hitPolicy: HitPolicy;
  readonly inputs: readonly {
    readonly label: string;
    readonly value: JsonValue;
    readonly computed: boolean;
  }[];
  readonly rules: readonly TraceRule[];
};

export type TraceKind =
  | 'table'
  | 'literal'
  | 'context'
  | 'relation'
  | 'list'
  | 'invocation'
  | 'function'
  | 'conditional'
  | 'filter'
  | 'iteration'
  | 'broken';

export type TraceDecision = {
  readonly name: string;
  readonly label: LocalText;
  readonly kind: TraceKind;
  readonly status: 'computed' | 'not_computed';
  readonly value: JsonValue;
  /** For a decision that is a table. */
  readonly table?: TraceTable;
  /** For a decision that is a context: its entries. */
  readonly entries?: readonly { readonly name: string; readonly value: JsonValue }[];
  /** Tables inside, such as those of knowledge models that were called. */
  readonly inner?: readonly TraceTable[];
  readonly errors: readonly EvaluationError[];
};

export type Trace = {
  readonly inputs: readonly { readonly name: string; readonly value: JsonValue; readonly used: boolean }[];
  readonly decisions: readonly TraceDecision[];
};

/** What is noted while one decision is computed. */
export type Notes = {
  /** In the order in which they were finished: the decision's own table is the last. */
  readonly tables: TraceTable[];
  readonly entries: { readonly name: string; readonly value: JsonValue }[];
};

/** Notes by decision index; `open` are those of the decision that is being computed. */
export type Recorder = { readonly notes: Map<number, Notes>; open: Notes };

export function createNotes(): Notes {
  return { tables: [], entries: [] };
}

export function createRecorder(): Recorder {
  return { notes: new Map(), open: createNotes() };
}
