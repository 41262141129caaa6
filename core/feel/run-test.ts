/**
 * Unary tests against a value: true, false, or null when they can't be told. A table's cells run here, so the
 * constant kinds come first and allocate nothing.
 */
import { compareValues, isMember, rangeHolds } from './compare.ts';
import { costOf, faultAt, takeSteps } from './frame.ts';
import type { FeelNode, TestNode } from './node.ts';
import type { Span } from './span.ts';
import { type FeelValue, type Frame, isList, isNumber, isRange, kindOf } from './value.ts';

/** Where a test runs: its frame, the slot of `?`, the place for faults, and the interpreter. */
export type TestPlace = {
  readonly frame: Frame;
  readonly slot: number;
  readonly at: Span;
  readonly run: (node: FeelNode, frame: Frame) => FeelValue;
};

export function runTest(test: TestNode, value: FeelValue, place: TestPlace): boolean | null {
  switch (test.kind) {
    case 'anything':
      return true;
    case 'compareConstant':
      return typeof value === 'number'
        ? compareDoubles(test.operator, value, test.value)
        : compareOther(test.operator, value, { bound: test.value, place });
    case 'intervalConstant':
      if (typeof value === 'number') {
        return (
          (test.lowClosed ? value >= test.low : value > test.low) &&
          (test.highClosed ? value <= test.high : value < test.high)
        );
      }
      return known(rangeHolds({ ...test, kind: 'range' }, value), value, place);
    case 'equalsConstant':
      if (typeof value === typeof test.value) return value === test.value;
      return equalsOther(value, test.value, place);
    case 'inConstants':
      if (typeof value === test.kindOf) return test.values.has(value as string | number | boolean);
      return inOther(value, test.values, place);
    default:
      return runGeneral(test, value, place);
  }
}

function compareDoubles(operator: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return operator satisfies never;
  }
}

function compareOther(
  operator: '<' | '<=' | '>' | '>=',
  value: FeelValue,
  { bound, place }: { readonly bound: number; readonly place: TestPlace },
): boolean | null {
  return known(compareValues(operator, value, bound), value, place);
}

function equalsOther(value: FeelValue, constant: FeelValue, place: TestPlace): boolean | null {
  if (value === null) return false;
  if (isNumber(value) && isNumber(constant)) return false;
  return known(null, value, place);
}

function inOther(
  value: FeelValue,
  constants: ReadonlySet<string | number | boolean>,
  place: TestPlace,
): boolean | null {
  const [first = null] = constants;
  return equalsOther(value, first, place);
}

/** A test that no one could tell about a value that is there is a fault of kinds. */
function known(answer: boolean | null, value: FeelValue, { frame, at }: TestPlace): boolean | null {
  if (answer === null && value !== null)
    faultAt(frame, at, { code: 'FEEL_TYPE', facts: { given: kindOf(value) } });
  return answer;
}

type GeneralTest = Extract<TestNode, { readonly kind: 'compareTo' | 'member' | 'general' | 'anyOf' | 'not' }>;

function runGeneral(test: GeneralTest, value: FeelValue, place: TestPlace): boolean | null {
  const { frame, run } = place;
  switch (test.kind) {
    case 'compareTo': {
      frame.locals[place.slot] = value;
      const bound = run(test.value, frame);
      const answer = compareValues(test.operator, value, bound);
      return bound === null ? answer : known(answer, value, place);
    }
    case 'member': {
      frame.locals[place.slot] = value;
      const of = run(test.of, frame);
      // A range without one of its ends can't be told; a null as such is a value to be equal to.
      return of === null && test.of.kind === 'range' ? null : runMember(of, value, place);
    }
    case 'general': {
      frame.locals[test.slot] = value;
      const answer = run(test.condition, frame);
      return typeof answer === 'boolean' ? answer : null;
    }
    case 'anyOf':
      return runAnyOf(test.tests, value, place);
    case 'not': {
      const answer = runTest(test.test, value, place);
      return answer === null ? null : !answer;
    }
    default:
      return test satisfies never;
  }
}

/** Equal, in the list, in the range; or a condition that doesn't mention the value and holds. */
function runMember(of: FeelValue, value: FeelValue, place: TestPlace): boolean | null {
  if (of === true && typeof value !== 'boolean') return true;
  if (isList(of) && !takeSteps(place.frame, place.at, costOf(of))) return null;
  if (isList(of) || isRange(of) || of === null) return isMember(value, of);
  return known(isMember(value, of), value, place);
}

function runAnyOf(tests: readonly TestNode[], value: FeelValue, place: TestPlace): boolean | null {
  let answer: boolean | null = false;
  for (const test of tests) {
    const one = runTest(test, value, place);
    if (one === true) return true;
    if (one === null) answer = null;
  }
  return answer;
}
