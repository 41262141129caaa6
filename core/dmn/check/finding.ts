/**
 * What a check of a policy finds: a code, how grave it is, the place, the words in both languages, and an example
 * that shows it. An example is only reported after the interpreter was run on it and did what the finding says.
 */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import type { Facts } from '@plimsoll/core/feel';
import { NOWHERE, type Place } from '../problem.ts';
import type { LocalText } from '../source.ts';

/** An error keeps a policy from being published; a warning should be looked at; a note is good to know. */
export type Severity = 'error' | 'warning' | 'note';

export type Example = {
  /** `inputs`: values of the policy's inputs; `columns`: of the table's columns, where no inputs that lead there are known. */
  readonly level: 'inputs' | 'columns';
  /** Inputs or columns by name. What isn't named is missing. */
  readonly values: JsonObject;
  /** What the interpreter answered: the value, or the rules that matched (from 1). */
  readonly gives: JsonValue;
};

export type Finding = {
  readonly code: string;
  readonly severity: Severity;
  readonly place: Place;
  readonly facts: Facts;
  readonly text: LocalText;
  readonly example: Example | null;
};

const WORDS: { readonly [code: string]: LocalText } = {
  CHECK_UNUSED_INPUT: {
    zh: '输入“{name}”没有任何决策用到',
    en: 'No decision uses the input “{name}”',
  },
  CHECK_UNUSED_DECISION: {
    zh: '“{name}”对结果没有影响：{roots} 都不依赖它',
    en: '“{name}” has no effect: nothing that leads to {roots} uses it',
  },
  CHECK_UNUSED_REQUIREMENT: {
    zh: '声明依赖“{name}”，却没有用到',
    en: '“{name}” is required but never used',
  },
  CHECK_COMPARED_KINDS: {
    zh: '不同类型不能比较：{left} {operator} {right}',
    en: 'Different kinds can’t be compared: {left} {operator} {right}',
  },
  CHECK_OPERAND_KIND: {
    zh: '不能这样运算：{left} {operator} {right}',
    en: 'This can’t be computed: {left} {operator} {right}',
  },
  CHECK_CONDITION_KIND: {
    zh: '条件必须是 boolean，这里却是 {given}',
    en: 'A condition must be boolean; this one is {given}',
  },
  CHECK_ARGUMENT_KIND: {
    zh: '{function}() 的参数 {parameter} 要的是 {wanted}，给的是 {given}',
    en: '{function}() wants {wanted} for {parameter}, given {given}',
  },
  CHECK_RESULT_KIND: {
    zh: '结果是 {given}，声明的类型却是 {wanted}',
    en: 'The result is {given}, but the declared type is {wanted}',
  },
  CHECK_OUTPUT_VALUE: {
    zh: '输出 {value} 不在允许值之内',
    en: 'The output {value} is not among the allowed values',
  },
  CHECK_CELL_NEVER: {
    zh: '这一格永远不成立：“{column}”不可能取到它要的值',
    en: 'This cell can never hold: “{column}” can’t have a value that it asks for',
  },
  CHECK_ROW_CONTRADICTION: {
    zh: '规则 {rule} 永远不成立：它对 {columns} 的条件互相排斥',
    en: 'Rule {rule} can never hold: what it asks of {columns} excludes each other',
  },
  CHECK_ROW_HIDDEN: {
    zh: '规则 {rule} 永远轮不到：它的情形已被前面的规则 {rules} 全部截走',
    en: 'Rule {rule} never takes effect: rules {rules} take every case before it',
  },
  CHECK_SEVERAL_HITS: {
    zh: '命中策略为 UNIQUE，规则 {rules} 却能同时命中（这样的规则对共 {pairs} 对）',
    en: 'The hit policy is UNIQUE, but rules {rules} can match together ({pairs} such pairs)',
  },
  CHECK_UNEQUAL_HITS: {
    zh: '命中策略为 ANY，规则 {rules} 能同时命中而结果不同（这样的规则对共 {pairs} 对）',
    en: 'The hit policy is ANY, but rules {rules} can match together with different results ({pairs} such pairs)',
  },
  CHECK_AGGREGATED_KIND: {
    zh: '汇总方式 {aggregation} 需要数，规则 {rule} 给的却是 {given}',
    en: '{aggregation} needs numbers, but rule {rule} gives {given}',
  },
  CHECK_GAP: {
    zh: '有一种情形没有任何规则命中，也没有默认值：{case}',
    en: 'A case that no rule matches, and there is no default: {case}',
  },
  CHECK_GAP_MISSING: {
    zh: '缺少某个值时没有任何规则命中，也没有默认值：{case}',
    en: 'When a value is missing no rule matches, and there is no default: {case}',
  },
  CHECK_NOT_MONOTONE: {
    zh: '“{column}”应当{zhDirection}，但从 {from} 到 {to} 时结果由 {before} 变为 {after}',
    en: '“{column}” should be {direction}, but from {from} to {to} the result goes from {before} to {after}',
  },
  CHECK_OUTCOME_NEVER: {
    zh: '“{name}”永远不会是 {value}：已证明没有任何输入能得出它',
    en: '“{name}” can never be {value}: it is proved that no input leads there',
  },
  CHECK_OUTCOME_UNSEEN: {
    zh: '试了 {tries} 组输入，“{name}”都没有得出 {value}；这不是证明（抽样）',
    en: 'In {tries} tries “{name}” was never {value}; that is no proof (sampled)',
  },
  CHECK_APPROVES_WITHOUT: {
    zh: '缺少“{name}”时策略本身仍可能通过',
    en: 'The policy itself can approve while “{name}” is missing',
  },
  CHECK_APPROVAL_UNPROVED: {
    zh: '缺少下列输入时是否仍会通过，没有证明；试了 {tries} 组未见通过（抽样）：{names}',
    en: 'It is not proved that nothing is approved without these; in {tries} tries nothing was (sampled): {names}',
  },
};

/** All codes that have words. */
export const FINDING_CODES: readonly string[] = Object.keys(WORDS);

export function createFinding(
  code: string,
  severity: Severity,
  {
    place,
    facts = {},
    example = null,
  }: { readonly place: Partial<Place>; readonly facts?: Facts; readonly example?: Example | null },
): Finding {
  const template = WORDS[code] ?? { zh: code, en: code };
  const text = { zh: fill(template.zh, facts), en: fill(template.en, facts) };
  return { code, severity, place: { ...NOWHERE, ...place }, facts, text, example };
}

function fill(template: string, facts: Facts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}
