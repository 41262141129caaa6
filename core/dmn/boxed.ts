/**
 * Boxed expressions linked: FEEL read to its typed tree, names resolved, cells specialised. Plain readonly nodes with
 * a `kind`, as in core/feel; the runner and a compiler walk the same tree.
 */
import type { FeelNode, FeelType, FeelValue, TestNode } from '@plimsoll/core/feel';
import type { DataType } from './item.ts';
import type { Aggregation, HitPolicy } from './source.ts';

type Boxed<Kind extends string, Fields> = {
  readonly kind: Kind;
  /** The static type, as far as it is known. */
  readonly type: FeelType;
  /** What the value is fitted to; null when nothing is declared. */
  readonly fit: DataType | null;
} & Readonly<Fields>;

export type TableInput = {
  readonly label: string;
  readonly node: FeelNode;
  /** What the value is fitted to; null when nothing is declared, or the value is of that type anyway. */
  readonly fit: DataType | null;
  /** The static type of the value once it is fitted. */
  readonly type: FeelType;
  readonly allowed: TestNode | null;
  /** Which way the result must go along this column; a promise that is checked, not one that is run. */
  readonly monotone: 'ascending' | 'descending' | null;
};
export type TableOutput = {
  readonly name: string | null;
  readonly label: string;
  readonly fit: DataType | null;
  readonly allowed: TestNode | null;
  /** Output values from the first to the last in priority. */
  readonly order: readonly FeelValue[] | null;
  readonly fallback: FeelNode | null;
};
/** A rule keeps its tests only; cells that hold for any value are left out. */
export type TableRule = {
  readonly index: number;
  readonly id: string;
  readonly columns: readonly number[];
  readonly tests: readonly TestNode[];
  readonly outputs: readonly FeelNode[];
  /** The outputs, when all are constants that were found to fit when the model was read; else null. */
  readonly settled: readonly FeelValue[] | null;
};

export type TableNode = Boxed<
  'table',
  {
    hitPolicy: HitPolicy;
    aggregation: Aggregation | null;
    inputs: readonly TableInput[];
    outputs: readonly TableOutput[];
    rules: readonly TableRule[];
    /** One `undefined` per input: a fresh copy holds the values of one run. */
    blank: readonly undefined[];
    /** The local that `?` is. */
    slot: number;
  }
>;
export type LiteralBoxed = Boxed<'literal', { node: FeelNode }>;
export type ContextBoxed = Boxed<
  'context',
  {
    entries: readonly { readonly name: string; readonly slot: number; readonly value: BoxedNode }[];
    result: BoxedNode | null;
  }
>;
export type RelationBoxed = Boxed<
  'relation',
  {
    columns: readonly { readonly name: string; readonly fit: DataType | null }[];
    rows: readonly (readonly BoxedNode[])[];
  }
>;
export type ListBoxed = Boxed<'list', { items: readonly BoxedNode[] }>;
export type InvocationBoxed = Boxed<
  'invocation',
  { callee: BoxedNode; bindings: readonly { readonly name: string; readonly value: BoxedNode }[] }
>;
export type FunctionBoxed = Boxed<
  'function',
  {
    name: string;
    parameters: readonly { readonly name: string; readonly fit: DataType | null }[];
    firstSlot: number;
    body: BoxedNode;
  }
>;
export type ConditionalBoxed = Boxed<
  'conditional',
  { condition: BoxedNode; then: BoxedNode; otherwise: BoxedNode }
>;
export type FilterBoxed = Boxed<'filter', { source: BoxedNode; slot: number; match: BoxedNode }>;
export type IterationBoxed = Boxed<
  'iteration',
  {
    iteration: 'for' | 'some' | 'every';
    source: BoxedNode;
    slot: number;
    /** Null when the body doesn't look at `partial`. */
    partialSlot: number | null;
    body: BoxedNode;
  }
>;
export type BrokenBoxed = Boxed<'broken', { code: string; what: string }>;

export type BoxedNode =
  | LiteralBoxed
  | TableNode
  | ContextBoxed
  | RelationBoxed
  | ListBoxed
  | InvocationBoxed
  | FunctionBoxed
  | ConditionalBoxed
  | FilterBoxed
  | IterationBoxed
  | BrokenBoxed;

/** A name of the model with an index: what the nodes' globals point to. */
export type ProgramGlobal =
  | { readonly kind: 'input'; readonly name: string; readonly fit: DataType | null }
  | {
      readonly kind: 'decision';
      readonly name: string;
      readonly logic: BoxedNode;
      readonly fit: DataType | null;
      /** Whatever the logic gives was fitted on the way: nothing is left to fit. */
      readonly isFitted: boolean;
    }
  | { readonly kind: 'knowledge'; readonly name: string; readonly logic: BoxedNode }
  | {
      readonly kind: 'service';
      readonly name: string;
      /** What the result is fitted to; null when nothing is declared. */
      readonly fit: DataType | null;
      /** Indexes of what a call gives, in the order of its arguments. */
      readonly parameters: readonly number[];
      readonly outputs: readonly number[];
      /** Indexes of what it computes afresh. */
      readonly inside: readonly number[];
    };

/** A model ready to run. */
export type Program = {
  readonly globals: readonly ProgramGlobal[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** One `undefined` per global: a fresh copy holds the values of one evaluation. */
  readonly blank: readonly undefined[];
  /** Indexes of decisions, each after what it requires. */
  readonly order: readonly number[];
  /** For each global the namespace of its model and its name there. */
  readonly origins: readonly { readonly namespace: string; readonly name: string }[];
  /** Indexes of what the model that was asked for holds and needs; the rest of its imports is idle. */
  readonly reached: ReadonlySet<number>;
};
