/**
 * Which expressions and tests are exact: they look at one thing only and only compare it with constants, so they
 * answer alike within a segment between those constants. Everything else is asked the interpreter, case by case.
 */
import { type FeelNode, type FeelValue, runTest, run, type TestNode } from '@plimsoll/core/feel';
import { addConstants, type Constants } from './segment.ts';
import { bareFrame, isClosed, valueOfClosed } from './walk.ts';

/** The one thing that is looked at: a global, or the value under test in a slot. */
export type Subject =
  | { readonly kind: 'global'; readonly index: number }
  | { readonly kind: 'tested'; readonly slot: number };

/** Whether a test is exact; its constants are added. */
export function isExactTest(test: TestNode, into: Constants): boolean {
  switch (test.kind) {
    case 'anything':
      return true;
    case 'equalsConstant':
    case 'compareConstant':
      return addConstants(into, test.value);
    case 'inConstants':
      return addConstants(into, [...test.values]);
    case 'intervalConstant':
      return addConstants(into, [test.low, test.high]);
    case 'compareTo':
      return (
        isClosed(test.value) &&
        isComparable(test.operator, test.value) &&
        addConstants(into, valueOfClosed(test.value))
      );
    case 'member':
      return isClosed(test.of) && addConstants(into, valueOfClosed(test.of));
    case 'general':
      return isExact(test.condition, { kind: 'tested', slot: test.slot }, into);
    case 'anyOf':
      return test.tests.map((each) => isExactTest(each, into)).every(Boolean);
    case 'not':
      return isExactTest(test.test, into);
    default:
      return false;
  }
}

/** Whether an expression is exact in its subject; its constants are added. */
export function isExact(node: FeelNode, subject: Subject, into: Constants): boolean {
  if (isSubject(node, subject)) return true;
  if (isClosed(node)) return addConstants(into, valueOfClosed(node));
  const both = (...parts: readonly FeelNode[]): boolean =>
    parts.map((part) => isExact(part, subject, into)).every(Boolean);
  switch (node.kind) {
    case 'compare':
      // Of two expressions that both look at the subject, one could run past the other between two constants.
      return (
        [node.left, node.right].every(
          (part) => isPlain(part, subject) && isComparable(node.operator, part),
        ) && both(node.left, node.right)
      );
    case 'between':
      return (
        [node.value, node.low, node.high].every(
          (part) => isPlain(part, subject) && isComparable('<', part),
        ) && both(node.value, node.low, node.high)
      );
    case 'in':
      return isPlain(node.value, subject) && isExactTest(node.test, into);
    case 'logic':
      return both(node.left, node.right);
    case 'if':
      return both(node.condition, node.then, node.otherwise);
    case 'call':
      return (
        node.callee.kind === 'builtin' &&
        node.callee.fn.name === 'not' &&
        node.names === null &&
        both(...node.args)
      );
    default:
      return false;
  }
}

/** Texts are exact when they are compared for being the same, not for their order. */
function isComparable(operator: string, part: FeelNode): boolean {
  return operator === '=' || operator === '!=' || !isClosed(part) || typeof valueOfClosed(part) !== 'string';
}

function isSubject(node: FeelNode, subject: Subject): boolean {
  return subject.kind === 'global'
    ? node.kind === 'global' && node.index === subject.index
    : node.kind === 'local' && node.slot === subject.slot;
}

function isPlain(node: FeelNode, subject: Subject): boolean {
  return isSubject(node, subject) || isClosed(node);
}

/** The answer of an exact test. */
export function answerOf(test: TestNode, value: FeelValue, slot: number): boolean {
  return runTest(test, value, { frame: bareFrame(), slot, at: { from: 0, to: 0 }, run }) === true;
}
