/**
 * What a policy is lowered to before it is compiled: a small language of plain nodes that both backends, generated
 * JavaScript and closures, write out alike. Expressions give FEEL values; where a node says "condition", it gives a
 * JavaScript boolean. Nothing here knows FEEL or DMN: what they mean is in the functions that `call` names.
 */
import type { FeelNode, FeelValue, Frame, TestNode } from '@plimsoll/core/feel';
import type { BoxedNode, TableNode } from '../boxed.ts';
import type { Hit } from '../hit-policy.ts';
import type { Segments } from './segment.ts';

/** A function of the runtime. Its arguments are what the lowering put there. */
export type Callee = (...args: never[]) => unknown;

type Node<Op extends string, Fields> = { readonly op: Op } & Readonly<Fields>;

/** A value known beforehand, or an object that is handed on to a call. */
export type ConstIr = Node<'const', { value: unknown }>;
export type CallIr = Node<'call', { callee: Callee; args: readonly Ir[] }>;
/** Condition: a number within bounds (−∞ and ∞ where there is none); what is no number is asked of `rare`. */
export type WithinIr = Node<
  'within',
  {
    value: TempIr;
    low: number;
    lowClosed: boolean;
    high: number;
    highClosed: boolean;
    /** The condition is turned round for numbers. */
    isOutside: boolean;
    rare: (value: FeelValue, frame: Frame) => boolean;
  }
>;
/** Condition: one of some texts, numbers or truth values of one kind; other kinds are asked of `rare`. */
export type AmongIr = Node<
  'among',
  {
    value: TempIr;
    kind: 'string' | 'number' | 'boolean';
    constants: readonly (string | number | boolean)[];
    isOutside: boolean;
    rare: (value: FeelValue, frame: Frame) => boolean;
  }
>;
export type TempIr = Node<'temp', { temp: number }>;

export type Ir =
  | ConstIr
  | CallIr
  | WithinIr
  | AmongIr
  | TempIr
  | Node<'frame', object>
  | Node<'global', { index: number }>
  | Node<'local', { slot: number }>
  /** Puts values into locals one after the other, then gives the body. */
  | Node<'sequence', { steps: readonly { readonly slot: number; readonly value: Ir }[]; body: Ir }>
  | Node<'let', { temp: number; value: Ir; body: Ir }>
  | Node<'if', { condition: Ir; then: Ir; otherwise: Ir }>
  | Node<'list', { items: readonly Ir[] }>
  /** Condition: identical to a constant. */
  | Node<'is', { value: Ir; what: boolean | null }>
  /** Condition: `typeof`. */
  | Node<'kind', { value: Ir; kind: 'number' | 'string' | 'boolean' }>
  /** Condition: two numbers compared. */
  | Node<'order', { operator: '<' | '<=' | '>' | '>='; left: Ir; right: Ir }>
  | Node<'both', { left: Ir; right: Ir }>
  | Node<'either', { left: Ir; right: Ir }>
  | Node<'not', { value: Ir }>
  | Node<'table', { table: number }>;

export type ColumnIr = {
  readonly temp: number;
  readonly value: Ir;
  /** The index of the input that the column is, as it is: reading it early is harmless. Null for anything else. */
  readonly input: number | null;
};
export type CellIr = { readonly column: number; readonly holds: Ir; readonly test: TestNode };
export type RuleIr = {
  readonly cells: readonly CellIr[];
  readonly outputs: readonly Ir[];
  /** The hit, made beforehand, when the outputs are constants. */
  readonly hit: Hit | null;
  /** What the rule gives under a hit policy of single hits. */
  readonly result: Ir;
};

/**
 * How a table is run. `chain`: rule by rule. `segments`: every rule tests one and the same column. `points`: every
 * rule tests at most one column, the hits are added up. `mapped`: many rules, all columns read beforehand, by
 * table-map. `indexed`: many rules, columns read as rules ask, by table-index.
 */
export type TableForm =
  | { readonly kind: 'chain' }
  | { readonly kind: 'segments'; readonly column: number; readonly segments: Segments }
  | {
      readonly kind: 'points';
      readonly groups: readonly { readonly column: number; readonly segments: Segments }[];
      /** Rules without any test. */
      readonly always: readonly number[];
      /** Points of each rule as whole numbers of 10^−scale. */
      readonly points: readonly number[];
      readonly scale: number;
    }
  | { readonly kind: 'mapped' }
  | { readonly kind: 'indexed' };

/** What all notes of one table share. */
export type TableShape = { readonly node: TableNode; readonly plain: readonly (number | null)[] };

export type TableIr = {
  readonly node: TableNode;
  /** For notes: the table, and which of its columns are inputs as they are. */
  readonly shape: TableShape;
  /** Nothing after the first hit is looked at: FIRST, or UNIQUE with rules that exclude each other. */
  readonly stopsAtHit: boolean;
  readonly form: TableForm;
  readonly columns: readonly ColumnIr[];
  readonly rules: readonly RuleIr[];
  readonly fallback: Ir;
};

/** How an input's value is taken: what is of this kind and passes `holds` is taken as it is, the rest by `admit`. */
export type InputIr = {
  readonly kind: 'input';
  readonly name: string;
  readonly quick: 'number' | 'string' | 'boolean' | null;
  readonly temp: number;
  readonly holds: Ir | null;
  readonly admit: (given: FeelValue | undefined) => FeelValue;
};
export type GlobalIr =
  | InputIr
  | { readonly kind: 'decision'; readonly name: string; readonly body: Ir }
  /** Knowledge models and services: functions, made by the runtime. */
  | { readonly kind: 'made'; readonly make: () => FeelValue };

/** A part that the runtime calls: the body of a loop, a function, an entry of a boxed expression. */
export type PartIr = { readonly key: FeelNode | BoxedNode; readonly body: Ir };

/** A whole policy, lowered. */
export type UnitIr = {
  readonly globals: readonly GlobalIr[];
  readonly tables: readonly TableIr[];
  readonly parts: readonly PartIr[];
  /** Whether calls can nest, so that their depth has to be counted. */
  readonly nests: boolean;
};

export const FRAME: Ir = { op: 'frame' };
export const TRUE: Ir = { op: 'const', value: true };
export const FALSE: Ir = { op: 'const', value: false };
export const NULL: Ir = { op: 'const', value: null };

export function constant(value: unknown): ConstIr {
  return { op: 'const', value };
}

export function call(callee: Callee, ...args: readonly Ir[]): Ir {
  return { op: 'call', callee, args };
}
