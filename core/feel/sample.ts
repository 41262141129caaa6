/** For tests: evaluates a text against named values and gives the value with the problems and faults. */
import { fromJson } from './json.ts';
import { createFrame, createRun } from './frame.ts';
import type { FeelProblem } from './node.ts';
import { parseExpression, parseTests } from './parse.ts';
import { run } from './run.ts';
import { runTest } from './run-test.ts';
import { createScope, type Scope } from './scope.ts';
import type { Span } from './span.ts';
import { formatValue } from './text.ts';
import { ANY, type FeelType, joinTypes } from './type.ts';
import { type Facts, type FeelValue, type Frame, isContext, isList, kindOf } from './value.ts';
import type { JsonValue } from '@plimsoll/core/base';

export type Fault = { readonly code: string; readonly at: Span; readonly facts: Facts };
export type Outcome = {
  readonly value: FeelValue;
  readonly problems: readonly FeelProblem[];
  readonly faults: readonly Fault[];
};
export type Names = { readonly [name: string]: JsonValue };

function typeOf(value: FeelValue): FeelType {
  if (isContext(value))
    return { kind: 'context', entries: new Map([...value].map(([name, entry]) => [name, typeOf(entry)])) };
  if (isList(value)) return { kind: 'list', item: value.map(typeOf).reduce(joinTypes, { kind: 'null' }) };
  const kind = kindOf(value);
  return kind === 'number' || kind === 'string' || kind === 'boolean' ? { kind } : ANY;
}

function open(names: Names): { readonly scope: Scope; readonly frame: Frame; readonly faults: Fault[] } {
  const values = Object.values(names).map((value) => fromJson(value));
  const faults: Fault[] = [];
  const globals = Object.keys(names).map((name, index) => ({
    name,
    index,
    type: typeOf(values[index] ?? null),
  }));
  const host = {
    global: (index: number) => values[index] ?? null,
    fault: (code: string, at: Span, facts: Facts) => {
      faults.push({ code, at, facts });
    },
  };
  return { scope: createScope(globals), frame: createFrame(createRun(host)), faults };
}

export function evaluate(text: string, names: Names = {}): Outcome {
  const { scope, frame, faults } = open(names);
  const { node, problems } = parseExpression(text, scope);
  return { value: run(node, frame), problems, faults };
}

/** The value as FEEL writes it; a fault's code behind an exclamation mark. */
export function show(text: string, names: Names = {}): string {
  const { value, problems, faults } = evaluate(text, names);
  const codes = [...problems, ...faults].map(({ code }) => ` !${code}`);
  return `${formatValue(value)}${[...new Set(codes)].join('')}`;
}

/** One unary test against a value. */
export function testValue(text: string, value: JsonValue, names: Names = {}): boolean | null {
  const { scope, frame } = open(names);
  const tested = fromJson(value);
  const { test } = parseTests(text, scope, typeOf(tested));
  return runTest(test, tested, { frame, slot: 0, at: { from: 0, to: 0 }, run });
}
