/**
 * Unary tests lowered to conditions: whether the test is true of a value. A test against constants costs a
 * comparison; values of other kinds, null among them, are asked of the interpreter's own test.
 */
import type { FeelValue, Frame, TestNode } from '@plimsoll/core/feel';
import { call, constant, FRAME, type Ir, TRUE, FALSE, type TempIr } from './ir.ts';
import type { Lowering } from './lowering.ts';

export type TestedAt = {
  readonly value: TempIr;
  /** The local that `?` is. */
  readonly slot: number;
  readonly lowering: Lowering;
};

/** Whether the test is true. */
export function lowerTest(test: TestNode, at: TestedAt): Ir {
  return lowerAnswer(test, at, true);
}

/** Whether the test's answer is `wanted`: neither when it can't be told. */
function lowerAnswer(test: TestNode, at: TestedAt, wanted: boolean): Ir {
  switch (test.kind) {
    case 'anything':
      return wanted ? TRUE : FALSE;
    case 'compareConstant':
      return within(test, at, { ...boundsOf(test.operator, test.value), wanted });
    case 'intervalConstant':
      return within(test, at, { ...test, wanted });
    case 'equalsConstant':
      return among(test, at, { kind: kindOf(test.value), constants: [test.value], wanted });
    case 'inConstants':
      return among(test, at, { kind: test.kindOf, constants: [...test.values], wanted });
    case 'anyOf':
      return lowerAny(test, at, wanted);
    case 'not':
      return lowerAnswer(test.test, at, !wanted);
    case 'member':
      // `null` as a test, as rules for missing values have it.
      if (test.of.kind === 'literal' && test.of.value === null)
        return wanted
          ? { op: 'is', value: at.value, what: null }
          : { op: 'not', value: { op: 'is', value: at.value, what: null } };
      return general(test, at, wanted);
    default:
      return general(test, at, wanted);
  }
}

type Bounds = {
  readonly low: number;
  readonly lowClosed: boolean;
  readonly high: number;
  readonly highClosed: boolean;
};

function boundsOf(operator: '<' | '<=' | '>' | '>=', value: number): Bounds {
  return operator === '<' || operator === '<='
    ? { low: Number.NEGATIVE_INFINITY, lowClosed: true, high: value, highClosed: operator === '<=' }
    : { low: value, lowClosed: operator === '>=', high: Number.POSITIVE_INFINITY, highClosed: true };
}

/** Asks the interpreter's test about a value that is not of the usual kind. */
function rareAnswer(
  test: TestNode,
  { slot, lowering }: TestedAt,
  wanted: boolean,
): (value: FeelValue, frame: Frame) => boolean {
  const { machine } = lowering;
  const placed = { test, slot };
  return (value, frame) => machine.test(placed, value, frame) === wanted;
}

function within(test: TestNode, at: TestedAt, bounds: Bounds & { readonly wanted: boolean }): Ir {
  const { low, lowClosed, high, highClosed, wanted } = bounds;
  const rare = rareAnswer(test, at, wanted);
  return { op: 'within', value: at.value, low, lowClosed, high, highClosed, isOutside: !wanted, rare };
}

type Constants = readonly (string | number | boolean)[];

function among(
  test: TestNode,
  at: TestedAt,
  of: {
    readonly kind: 'string' | 'number' | 'boolean';
    readonly constants: Constants;
    readonly wanted: boolean;
  },
): Ir {
  const { kind, constants, wanted } = of;
  return {
    op: 'among',
    value: at.value,
    kind,
    constants,
    isOutside: !wanted,
    rare: rareAnswer(test, at, wanted),
  };
}

function kindOf(value: string | number | boolean): 'string' | 'number' | 'boolean' {
  return typeof value as 'string' | 'number' | 'boolean';
}

/** Any is true: the first true one ends it. None is: every one is false, and each is asked until one is true. */
function lowerAny(test: Extract<TestNode, { readonly kind: 'anyOf' }>, at: TestedAt, wanted: boolean): Ir {
  if (!wanted) return general(test, at, wanted);
  return test.tests
    .map((each) => lowerAnswer(each, at, true))
    .reduce((left, right): Ir => ({ op: 'either', left, right }));
}

function general(test: TestNode, at: TestedAt, wanted: boolean): Ir {
  const answer = call(at.lowering.machine.test, constant({ test, slot: at.slot }), at.value, FRAME);
  return { op: 'is', value: answer, what: wanted };
}
