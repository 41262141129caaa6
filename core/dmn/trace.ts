/**
 * What a trace holds: the same model with the values that one evaluation gave it. Plain JSON. The recorder is filled
 * by the runners themselves, so a trace can't tell another story than the decision.
 */
import type { JsonValue } from '@plimsoll/core/base';
import type { FeelValue } from '@plimsoll/core/feel';
import { MAX_TRACED_CALLS } from './limits.ts';
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
  /** Decision services that were called, in order, with what each computed afresh. */
  readonly calls?: readonly TraceCall[];
  readonly errors: readonly EvaluationError[];
};

export type TraceCall = {
  readonly name: string;
  readonly value: JsonValue;
  /** What the call was given for inputs and decisions. */
  readonly arguments: readonly { readonly name: string; readonly value: JsonValue }[];
  /** The decisions that it computed, each after what it requires. */
  readonly decisions: readonly TraceDecision[];
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
  readonly calls: NotedCall[];
};

/** One call of a decision service, as its own evaluation left it. */
export type NotedCall = {
  readonly name: string;
  readonly value: JsonValue;
  /** By index; undefined: neither given nor computed. */
  readonly values: readonly (FeelValue | undefined)[];
  readonly errors: readonly EvaluationError[];
  readonly notes: ReadonlyMap<number, Notes>;
};

/** Notes by decision index; `open` are those of the decision that is being computed. */
export type Recorder = { readonly notes: Map<number, Notes>; open: Notes };

export function createNotes(): Notes {
  return { tables: [], entries: [], calls: [] };
}

export function createRecorder(): Recorder {
  return { notes: new Map(), open: createNotes() };
}

export function noteCall({ calls }: Notes, call: NotedCall): void {
  if (calls.length < MAX_TRACED_CALLS) calls.push(call);
}
