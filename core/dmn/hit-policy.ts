/** From hits to one value, by hit policy and aggregation (OMG DMN 1.5, 8.2.8). A violated policy is an error and null. */
import {
  addNumbers,
  equalValues,
  type FeelNumber,
  type FeelValue,
  isNumber,
  orderValues,
} from '@plimsoll/core/feel';
import type { TableNode, TableRule } from './boxed.ts';
import { type Evaluator, recordError } from './evaluator.ts';

/** A rule that matched, with its outputs. */
export type Hit = { readonly rule: TableRule; readonly outputs: readonly FeelValue[] };

/** At least one hit, in rule order. */
export function applyHitPolicy(table: TableNode, hits: readonly Hit[], evaluator: Evaluator): FeelValue {
  const first = hits[0] as Hit;
  switch (table.hitPolicy) {
    case 'UNIQUE':
      return hits.length > 1 ? violated('DMN_SEVERAL_HITS', hits, evaluator) : resultOf(table, first);
    case 'FIRST':
      return resultOf(table, first);
    case 'ANY':
      return hits.every((hit) => isSame(hit, first))
        ? resultOf(table, first)
        : violated('DMN_UNEQUAL_HITS', hits, evaluator);
    case 'PRIORITY':
      return resultOf(table, byPriority(table, hits)[0] as Hit);
    case 'RULE ORDER':
      return hits.map((hit) => resultOf(table, hit));
    case 'OUTPUT ORDER':
      return byPriority(table, hits).map((hit) => resultOf(table, hit));
    case 'COLLECT':
      return collect(table, hits, evaluator);
    default:
      return table.hitPolicy satisfies never;
  }
}

function violated(code: string, hits: readonly Hit[], evaluator: Evaluator): null {
  return recordError(evaluator, code, {
    facts: { rules: hits.map(({ rule }) => rule.index + 1).join(', ') },
  });
}

function resultOf(table: TableNode, hit: Hit): FeelValue {
  if (table.outputs.length === 1) return hit.outputs[0] ?? null;
  return new Map(table.outputs.map(({ name }, column) => [name ?? '', hit.outputs[column] ?? null]));
}

function isSame(left: Hit, right: Hit): boolean {
  return left.outputs.every((value, column) => equalValues(value, right.outputs[column] ?? null) === true);
}

/** Stable: by the order of the output values, column by column; values outside the order come last. */
function byPriority(table: TableNode, hits: readonly Hit[]): readonly Hit[] {
  return hits.toSorted((left, right) => {
    for (const [column, { order }] of table.outputs.entries()) {
      if (order === null) continue;
      const gap = rankOf(left.outputs[column] ?? null, order) - rankOf(right.outputs[column] ?? null, order);
      if (gap !== 0) return gap;
    }
    return 0;
  });
}

function rankOf(value: FeelValue, order: readonly FeelValue[]): number {
  const rank = order.findIndex((each) => equalValues(each, value) === true);
  return rank < 0 ? order.length : rank;
}

function collect(table: TableNode, hits: readonly Hit[], evaluator: Evaluator): FeelValue {
  if (table.aggregation === null) return hits.map((hit) => resultOf(table, hit));
  if (table.aggregation === 'COUNT') return hits.length;
  const values = hits.map((hit) => hit.outputs[0] ?? null);
  switch (table.aggregation) {
    case 'SUM':
      return sum(values) ?? recordError(evaluator, 'DMN_AGGREGATED_KIND');
    case 'MIN':
      return extreme(values, -1) ?? recordError(evaluator, 'DMN_AGGREGATED_KIND');
    case 'MAX':
      return extreme(values, 1) ?? recordError(evaluator, 'DMN_AGGREGATED_KIND');
    default:
      return table.aggregation satisfies never;
  }
}

/** Null when an item is no number: a missing share must not count as zero. */
function sum(values: readonly FeelValue[]): FeelNumber | null {
  let total: FeelNumber | null = 0;
  for (const value of values) {
    if (total === null || !isNumber(value)) return null;
    total = addNumbers(total, value);
  }
  return total;
}

function extreme(values: readonly FeelValue[], sign: -1 | 1): FeelValue {
  let best = values[0] ?? null;
  for (const value of values) {
    const order = orderValues(value, best);
    if (order === null) return null;
    if (order === sign) best = value;
  }
  return best;
}
