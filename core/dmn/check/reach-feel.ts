/** What values a FEEL expression can have, given what is known of the names that it looks at. */
import {
  calculate,
  compareValues,
  conjoin,
  disjoin,
  type FeelNode,
  type FeelValue,
  isCallFault,
} from '@plimsoll/core/feel';
import type { TableNode } from '../boxed.ts';
import { answerOf, isExactTest } from './exact.ts';
import { MAX_POSSIBLE } from './limits.ts';
import {
  ANYTHING,
  answersIn,
  answersOf,
  NOTHING,
  ONLY_MISSING,
  onlyValue,
  type Possible,
  rangeOf,
  unite,
} from './possible.ts';
import { createConstants } from './segment.ts';
import { bareFrame, isClosed, valueOfClosed } from './walk.ts';

/** What is known around an expression. */
export type Surroundings = {
  readonly global: (index: number) => Possible;
  readonly locals: ReadonlyMap<number, Possible>;
  /** What a call of a function of the model gives; null when it isn't one that can be followed. */
  readonly call: (
    index: number,
    args: readonly Possible[],
    names: readonly string[] | null,
  ) => Possible | null;
  readonly shape: (table: TableNode) => TableShape;
};

/** What is proved of a table whatever its columns are. */
export type TableShape = {
  /** No two rules hold together. */
  readonly isDisjoint: boolean;
  /** Some rule always holds. */
  readonly isCovering: boolean;
};

const constants = new WeakMap<FeelNode, Possible | null>();

/** A constant expression is computed once. */
function constantOf(node: FeelNode): Possible | null {
  const known = constants.get(node);
  if (known !== undefined) return known;
  const made = isClosed(node) && node.kind !== 'function' ? onlyValue(valueOfClosed(node)) : null;
  constants.set(node, made);
  return made;
}

export function possibleOf(node: FeelNode, around: Surroundings): Possible {
  const constant = constantOf(node);
  if (constant !== null) return constant;
  switch (node.kind) {
    case 'global':
      return around.global(node.index);
    case 'local':
      return around.locals.get(node.slot) ?? ANYTHING;
    case 'arithmetic':
      return possibleSum(node, around);
    case 'compare':
      return possibleComparison(node, around);
    case 'logic': {
      const right = answersIn(possibleOf(node.right, around));
      const join = node.operator === 'and' ? conjoin : disjoin;
      return answersOf(
        answersIn(possibleOf(node.left, around)).flatMap((one) => right.map((other) => join(one, other))),
      );
    }
    case 'if': {
      const answers = answersIn(possibleOf(node.condition, around));
      const then = answers.includes(true) ? possibleOf(node.then, around) : NOTHING;
      const isOther = answers.some((answer) => answer !== true);
      return unite(then, isOther ? possibleOf(node.otherwise, around) : NOTHING);
    }
    case 'in':
      return possibleMembership(node, around);
    case 'between':
      return answersOf([true, false, null]);
    case 'instance':
      return answersOf([true, false]);
    case 'path':
      return possibleEntry(possibleOf(node.source, around), node.name);
    case 'call':
      return possibleCall(node, around);
    case 'context':
      return possibleContext(node, around);
    default:
      return ANYTHING;
  }
}

type Of<Kind extends FeelNode['kind']> = Extract<FeelNode, { readonly kind: Kind }>;

/** All values, the missing one too, when they are few. */
function allOf({ values, mayBeMissing }: Possible): readonly FeelValue[] | null {
  return values === null ? null : mayBeMissing ? [...values, null] : values;
}

function isOnlyMissing({ values, mayBeMissing }: Possible): boolean {
  return values?.length === 0 && mayBeMissing;
}

function uniteAll(each: readonly Possible[]): Possible {
  return each.reduce(unite, NOTHING);
}

/** Each pair of values, when they are few enough to be tried. */
function pairsOf(left: Possible, right: Possible): readonly (readonly [FeelValue, FeelValue])[] | null {
  const [lefts, rights] = [allOf(left), allOf(right)];
  if (lefts === null || rights === null || lefts.length * rights.length > MAX_POSSIBLE) return null;
  return lefts.flatMap((one) => rights.map((other) => [one, other] as const));
}

function possibleSum({ operator, left, right }: Of<'arithmetic'>, around: Surroundings): Possible {
  const [one, other] = [possibleOf(left, around), possibleOf(right, around)];
  if (isOnlyMissing(one) || isOnlyMissing(other)) return ONLY_MISSING;
  const pairs = pairsOf(one, other);
  if (pairs === null) return ANYTHING;
  return uniteAll(
    pairs.map(([first, second]) => {
      const value = calculate(operator, first, second);
      return isCallFault(value) ? ONLY_MISSING : onlyValue(value);
    }),
  );
}

function possibleComparison({ operator, left, right }: Of<'compare'>, around: Surroundings): Possible {
  const [one, other] = [possibleOf(left, around), possibleOf(right, around)];
  const pairs = pairsOf(one, other);
  if (pairs !== null)
    return answersOf(pairs.map(([first, second]) => compareValues(operator, first, second)));
  const isSameness = operator === '=' || operator === '!=';
  if (isOnlyMissing(one) || isOnlyMissing(other)) {
    if (!isSameness) return answersOf([null]);
    const known = isOnlyMissing(one) ? other : one;
    const answers = known.mayBeMissing ? [true, false] : [false];
    return answersOf(operator === '=' ? answers : answers.map((answer) => !answer));
  }
  const certain = isSameness ? null : certainOrder(operator, rangeOf(one), rangeOf(other));
  const missing = one.mayBeMissing || other.mayBeMissing ? [null] : [];
  return certain === null ? answersOf([true, false, null]) : answersOf([certain, ...missing]);
}

type Range = Possible['range'];

/** The one answer that any two numbers of the ranges give; null when there are two. */
function certainOrder(operator: string, left: Range, right: Range): boolean | null {
  if (left === null || right === null) return null;
  const isLess = operator.startsWith('<');
  const [small, large] = isLess ? [left, right] : [right, left];
  const isStrict = operator === '<' || operator === '>';
  if (isStrict ? small.high < large.low : small.high <= large.low) return true;
  return (isStrict ? small.low >= large.high : small.low > large.high) ? false : null;
}

function possibleMembership({ value, test, slot }: Of<'in'>, around: Surroundings): Possible {
  const values = allOf(possibleOf(value, around));
  if (values === null || !isExactTest(test, createConstants())) return answersOf([true, false, null]);
  return answersOf(values.flatMap((each) => (answerOf(test, each, slot) ? [true] : [false, null])));
}

/** An entry of a context; nothing is known of one that isn't a context. */
export function possibleEntry(source: Possible, name: string): Possible {
  if (isOnlyMissing(source)) return ONLY_MISSING;
  if (source.entries === null) return ANYTHING;
  const entry = source.entries.get(name) ?? ONLY_MISSING;
  return source.mayBeMissing ? unite(entry, ONLY_MISSING) : entry;
}

function possibleContext(node: Of<'context'>, around: Surroundings): Possible {
  const locals = new Map(around.locals);
  const entries = new Map<string, Possible>();
  for (const { name, slot, value } of node.entries) {
    const entry = possibleOf(value, { ...around, locals });
    locals.set(slot, entry);
    entries.set(name, entry);
  }
  return { ...NOTHING, values: null, entries };
}

/** How far rounding can move a number, by function. */
const ROUNDING: ReadonlySet<string> = new Set(['decimal', 'floor', 'ceiling']);
const MAX_ROUNDING = 1;

function possibleCall(node: Of<'call'>, around: Surroundings): Possible {
  const args = node.args.map((arg) => possibleOf(arg, around));
  if (node.callee.kind === 'global') return around.call(node.callee.index, args, node.names) ?? ANYTHING;
  if (node.callee.kind !== 'builtin' || node.names !== null) return ANYTHING;
  const { fn } = node.callee;
  const [first = ANYTHING, second] = args;
  const firsts = allOf(first);
  const rest = args.slice(1).map(allOf);
  const isFew = firsts !== null && rest.every((each) => each?.length === 1);
  if (isFew && isClosed(node.callee)) {
    return uniteAll(
      firsts.map((value) => {
        const result = fn.call([value, ...rest.map((each) => each?.[0] ?? null)], bareFrame());
        return isCallFault(result) ? ONLY_MISSING : onlyValue(result);
      }),
    );
  }
  if (fn.name === 'count')
    return {
      ...ANYTHING,
      mayBeMissing: first.mayBeMissing,
      range: { low: 0, high: Number.MAX_SAFE_INTEGER },
    };
  const range = rangeOf(first);
  const isWhole = second === undefined || second.values?.[0] === 0;
  if (!ROUNDING.has(fn.name) || range === null || !isWhole) return ANYTHING;
  return { ...ANYTHING, range: { low: range.low - MAX_ROUNDING, high: range.high + MAX_ROUNDING } };
}
