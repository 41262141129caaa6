/**
 * The typed tree of FEEL: plain readonly nodes with a `kind`, their place in the text and their static type. Names
 * are resolved: a global has an index, a local has a slot. The interpreter walks this tree; a compiler can too.
 */
import type { CompareOperator } from './compare.ts';
import type { Span } from './span.ts';
import type { FeelType } from './type.ts';
import type { FeelFunction, FeelValue } from './value.ts';

type Node<Kind extends string, Fields> = {
  readonly kind: Kind;
  readonly at: Span;
  readonly type: FeelType;
} & Readonly<Fields>;

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';

export type LiteralNode = Node<'literal', { value: FeelValue }>;
export type GlobalNode = Node<'global', { name: string; index: number }>;
export type LocalNode = Node<'local', { name: string; slot: number }>;
/** A name inside a filter that may be an entry of the item; `otherwise` is what it means outside. */
export type ItemNameNode = Node<'itemName', { name: string; slot: number; otherwise: FeelNode }>;
export type BuiltinNode = Node<'builtin', { fn: FeelFunction }>;
/** A name that nothing defines, or text that could not be read: null with a fault when it runs. */
export type BrokenNode = Node<'broken', { code: string; name: string }>;
export type ListNode = Node<'list', { items: readonly FeelNode[] }>;
export type ContextNode = Node<
  'context',
  { entries: readonly { readonly name: string; readonly slot: number; readonly value: FeelNode }[] }
>;
/** `isUnary`: written with an operator, such as `(> 5)`, whose other end is a literal null. */
export type RangeNode = Node<
  'range',
  { low: FeelNode; lowClosed: boolean; high: FeelNode; highClosed: boolean; isUnary: boolean }
>;
export type NegateNode = Node<'negate', { value: FeelNode }>;
export type ArithmeticNode = Node<
  'arithmetic',
  { operator: ArithmeticOperator; left: FeelNode; right: FeelNode }
>;
export type CompareNode = Node<'compare', { operator: CompareOperator; left: FeelNode; right: FeelNode }>;
export type LogicNode = Node<'logic', { operator: 'and' | 'or'; left: FeelNode; right: FeelNode }>;
export type BetweenNode = Node<'between', { value: FeelNode; low: FeelNode; high: FeelNode }>;
export type InNode = Node<'in', { value: FeelNode; slot: number; test: TestNode }>;
export type IfNode = Node<'if', { condition: FeelNode; then: FeelNode; otherwise: FeelNode }>;
export type Binding = {
  readonly name: string;
  readonly slot: number;
  readonly source: FeelNode;
  readonly end: FeelNode | null;
};
export type ForNode = Node<
  'for',
  { iterators: readonly Binding[]; partialSlot: number | null; body: FeelNode }
>;
export type QuantifiedNode = Node<
  'quantified',
  { quantifier: 'some' | 'every'; iterators: readonly Binding[]; body: FeelNode }
>;
export type PathNode = Node<'path', { source: FeelNode; name: string }>;
export type FilterNode = Node<'filter', { source: FeelNode; slot: number; predicate: FeelNode }>;
export type CallNode = Node<
  'call',
  { callee: FeelNode; args: readonly FeelNode[]; names: readonly string[] | null }
>;
export type FunctionNode = Node<
  'function',
  {
    parameters: readonly { readonly name: string; readonly type: FeelType }[];
    firstSlot: number;
    body: FeelNode;
  }
>;
export type InstanceNode = Node<'instance', { value: FeelNode; of: FeelType }>;

export type FeelNode =
  | LiteralNode
  | GlobalNode
  | LocalNode
  | ItemNameNode
  | BuiltinNode
  | BrokenNode
  | ListNode
  | ContextNode
  | RangeNode
  | NegateNode
  | ArithmeticNode
  | CompareNode
  | LogicNode
  | BetweenNode
  | InNode
  | IfNode
  | ForNode
  | QuantifiedNode
  | PathNode
  | FilterNode
  | CallNode
  | FunctionNode
  | InstanceNode;

/**
 * Unary tests, specialised where the text allows so that a cell of a decision table costs one comparison:
 * constants are folded when the tree is built. The tested value is passed in; `general` tests find it at `slot`.
 */
export type TestNode =
  | { readonly kind: 'anything' }
  | { readonly kind: 'equalsConstant'; readonly value: string | number | boolean }
  | {
      readonly kind: 'inConstants';
      readonly values: ReadonlySet<string | number | boolean>;
      readonly kindOf: 'string' | 'number' | 'boolean';
    }
  | { readonly kind: 'compareConstant'; readonly operator: '<' | '<=' | '>' | '>='; readonly value: number }
  | {
      readonly kind: 'intervalConstant';
      readonly low: number;
      readonly lowClosed: boolean;
      readonly high: number;
      readonly highClosed: boolean;
    }
  | { readonly kind: 'compareTo'; readonly operator: CompareOperator; readonly value: FeelNode }
  | { readonly kind: 'member'; readonly of: FeelNode }
  | { readonly kind: 'general'; readonly slot: number; readonly condition: FeelNode }
  | { readonly kind: 'anyOf'; readonly tests: readonly TestNode[] }
  | { readonly kind: 'not'; readonly test: TestNode };

/** Something wrong with an expression's text, found before it runs. */
export type FeelProblem = {
  readonly code: string;
  readonly at: Span;
  readonly facts: { readonly [name: string]: string | number };
};
