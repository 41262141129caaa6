/** Reads a decision table element. */
import { childOf, childrenOf, nameIn, textIn, typeIn } from './element.ts';
import type { Element } from './moddle.ts';
import type { Aggregation, HitPolicy, SourceTable } from './source.ts';
import { squeezeFeel } from './squeeze.ts';

const HIT_POLICIES: readonly string[] = [
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
];
const AGGREGATIONS: readonly string[] = ['SUM', 'MIN', 'MAX', 'COUNT'];

export function readTable(element: Element): SourceTable {
  const hitPolicy = textIn(element, 'hitPolicy') ?? 'UNIQUE';
  const aggregation = textIn(element, 'aggregation');
  return {
    kind: 'table',
    typeRef: typeIn(element),
    hitPolicy: HIT_POLICIES.includes(hitPolicy) ? (hitPolicy as HitPolicy) : 'UNIQUE',
    ...unknownWords(hitPolicy, aggregation),
    aggregation:
      aggregation !== null && AGGREGATIONS.includes(aggregation) ? (aggregation as Aggregation) : null,
    inputs: childrenOf(element, 'input').map(readInput),
    outputs: childrenOf(element, 'output').map((output) => readOutput(output, element)),
    annotations: childrenOf(element, 'annotation').map((annotation) => nameIn(annotation) ?? ''),
    rules: childrenOf(element, 'rule').map((rule, index) => ({
      id: textIn(rule, 'id') ?? `rule-${index + 1}`,
      inputs: cellsOf(rule, 'inputEntry'),
      outputs: cellsOf(rule, 'outputEntry'),
      annotations: cellsOf(rule, 'annotationEntry'),
    })),
  };
}

/** A hit policy or an aggregation that the standard doesn't have must not be read as another. */
function unknownWords(hitPolicy: string, aggregation: string | null): { readonly unknown?: string } {
  if (!HIT_POLICIES.includes(hitPolicy)) return { unknown: hitPolicy };
  return aggregation === null || AGGREGATIONS.includes(aggregation) ? {} : { unknown: aggregation };
}

function cellsOf(rule: Element, property: string): readonly string[] {
  return childrenOf(rule, property).map((cell) => textIn(cell, 'text') ?? '');
}

function readInput(element: Element): SourceTable['inputs'][number] {
  const expression = childOf(element, 'inputExpression');
  const text = (expression === null ? null : textIn(expression, 'text')) ?? '';
  const values = childOf(element, 'inputValues');
  const monotone = textIn(element, 'monotone');
  return {
    label: textIn(element, 'label') ?? squeezeFeel(text),
    text,
    typeRef: expression === null ? null : typeIn(expression),
    values: values === null ? null : textIn(values, 'text'),
    ...(monotone === null ? {} : { monotone }),
  };
}

function readOutput(element: Element, table: Element): SourceTable['outputs'][number] {
  const values = childOf(element, 'outputValues');
  const fallback = childOf(element, 'defaultOutputEntry');
  const name = nameIn(element);
  return {
    name,
    label: textIn(element, 'label') ?? name ?? textIn(table, 'outputLabel') ?? '',
    typeRef: typeIn(element),
    values: values === null ? null : textIn(values, 'text'),
    fallback: fallback === null ? null : textIn(fallback, 'text'),
  };
}
