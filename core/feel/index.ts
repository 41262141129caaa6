export { readExternal } from './external.ts';
export type { CompareOperator } from './compare.ts';
export { compareValues, equalValues, isMember, orderValues } from './compare.ts';
export { parseDate } from './date.ts';
export { costOf, createFrame, createRun, faultAt, takeStep, takeSteps } from './frame.ts';
export { parseTemporal } from './temporal.ts';
export { createRange } from './range.ts';
export { fromJson, toJson } from './json.ts';
export { CALL_STEPS, MAX_LIST_LENGTH, MAX_STEPS } from './limits.ts';
export type {
  ArithmeticOperator,
  CallNode,
  CompareNode,
  ContextNode,
  FeelNode,
  FeelProblem,
  PathNode,
  TestNode,
} from './node.ts';
export {
  addNumbers,
  compareNumbers,
  divideNumbers,
  formatNumber,
  fromDouble,
  multiplyNumbers,
  parseNumber,
  roundNumber,
  subtractNumbers,
  toDouble,
  toInteger,
} from './number.ts';
export type { FeelNumber } from './number.ts';
export { calculate, conjoin, disjoin, negate } from './operate.ts';
export { parseExpression, parseTests } from './parse.ts';
export type { ParsedExpression, ParsedTests } from './parse.ts';
export { run, settle } from './run.ts';
export { callNamed, callPositional, coerce, createClosure } from './run-call.ts';
export { itemsOf, runFor, runQuantified } from './run-loop.ts';
export { runFilter, runPath } from './run-path.ts';
export { runTest } from './run-test.ts';
export type { TestPlace } from './run-test.ts';
export { createScope, lastSlot, nameKey, withItem, withLocal } from './scope.ts';
export type { GlobalName, LocalName, Scope } from './scope.ts';
export type { Span } from './span.ts';
export { formatValue } from './text.ts';
export { ANY, BOOLEAN, conforms, formatType, NUMBER, simpleType, STRING } from './type.ts';
export type { FeelType } from './type.ts';
export {
  callFault,
  contextOf,
  isCallFault,
  isContext,
  isDate,
  isFunction,
  isList,
  isNumber,
  isRange,
  kindOf,
} from './value.ts';
export type {
  CallFault,
  Facts,
  FeelContext,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelFunction,
  FeelList,
  FeelRange,
  FeelTime,
  FeelValue,
  Frame,
  Host,
  Run,
} from './value.ts';
