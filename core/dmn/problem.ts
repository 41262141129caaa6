/**
 * What can be wrong with a model (before it runs) or with one evaluation (while it runs): a code, the place, and the
 * words in both languages. Every code has its words here; a test proves that no other code occurs.
 */
import type { Facts } from '@plimsoll/core/feel';
import type { LocalText } from './source.ts';

/** Where: as much of it as is known. Rules and columns count from 1; `from`, `to` are UTF-16 units of the cell's text. */
export type Place = {
  /** The decision, knowledge model, input or item definition. */
  readonly element: string | null;
  readonly rule: number | null;
  /** A column of a table, an entry of a context, a cell: what a reader would call it. */
  readonly column: string | null;
  readonly from: number | null;
  readonly to: number | null;
};

export type Problem = {
  readonly code: string;
  readonly place: Place;
  readonly facts: Facts;
  readonly text: LocalText;
};

/** Something that went wrong while a policy ran. The value at that place is null. */
export type EvaluationError = Problem;

export const NOWHERE: Place = { element: null, rule: null, column: null, from: null, to: null };

type Words = (facts: Facts) => LocalText;

function words(zh: string, en: string): Words {
  return (facts) => ({ zh: fill(zh, facts), en: fill(en, facts) });
}

function fill(template: string, facts: Facts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

/** A fault of kinds comes from an operator, a function's argument, or a test of a value. */
function typeWords(facts: Facts): LocalText {
  if (facts['operator'] !== undefined) {
    const kinds = facts['left'] === undefined ? '{right}' : '{left} {operator} {right}';
    return words(`不能这样运算：${kinds}`, `This can’t be computed: ${kinds}`)(facts);
  }
  const where = facts['function'] === undefined ? '' : ' {function}()';
  if (facts['wanted'] === undefined)
    return words(`值的类型不合${where}：{given}`, `A value of the wrong kind${where}: {given}`)(facts);
  const given = facts['given'] === undefined ? ['', ''] : ['，给的是 {given}', ', given {given}'];
  return words(
    `值的类型不合${where}：要的是 {wanted}${given[0]}`,
    `A value of the wrong kind${where}: wanted {wanted}${given[1]}`,
  )(facts);
}

const WORDS: { readonly [code: string]: Words } = {
  FEEL_SYNTAX: words(
    '表达式写法有误，在“{near}{name}”附近',
    'The expression can’t be read near “{near}{name}”',
  ),
  FEEL_UNKNOWN_NAME: words(
    '没有名为“{name}”的输入、决策或函数',
    'There is no input, decision or function named “{name}”',
  ),
  FEEL_UNKNOWN_TYPE: words('没有名为“{name}”的类型', 'There is no type named “{name}”'),
  FEEL_UNSUPPORTED: words('本版本还不支持“{name}”', '“{name}” is not supported in this version'),
  FEEL_DUPLICATE_NAME: words('名称“{name}”重复', 'The name “{name}” occurs twice'),
  FEEL_TYPE: typeWords,
  FEEL_DIVISION_BY_ZERO: words('除数为零', 'Division by zero'),
  FEEL_OVERFLOW: words('数值超出范围', 'A number is out of range'),
  FEEL_LIMIT: words(
    '超过上限：{limit}{name}，最多 {most}',
    'A limit is passed: {limit}{name}, at most {most}',
  ),
  FEEL_NOT_A_FUNCTION: words('这不是函数，而是{kind}', 'This is no function but a {kind}'),
  FEEL_UNKNOWN_PARAMETER: words(
    '函数“{function}”没有参数“{parameters}”',
    'The function “{function}” has no parameters “{parameters}”',
  ),
  FEEL_ARGUMENTS: words(
    '函数“{function}”的参数个数不对：{given}',
    'The function “{function}” was given {given} arguments',
  ),
  FEEL_NO_PROPERTY: words('没有“{name}”这个属性', 'There is no property “{name}”'),
  FEEL_EXTERNAL: words('不支持外部函数“{name}”', 'The external function “{name}” is not supported'),
  FEEL_DOMAIN: words(
    '参数超出允许范围：{function}{parameter}',
    'An argument is outside its domain: {function}{parameter}',
  ),
  FEEL_NOT_A_NUMBER: words('“{text}”不是数', '“{text}” is not a number'),
  FEEL_NOT_A_DATE: words('“{text}{name}”不是日期或时间', '“{text}{name}” is not a date or time'),
  FEEL_NOT_A_DURATION: words('“{text}”不是时长', '“{text}” is not a duration'),
  FEEL_NOT_A_RANGE: words('“{text}”不是区间', '“{text}” is not a range'),
  FEEL_NO_CLOCK: words(
    '这里没有时钟，{name}() 无值：需要的时刻应作为输入',
    'There is no clock here for {name}(): a moment that matters is an input',
  ),
  FEEL_PATTERN: words('正则表达式“{pattern}”无法使用', 'The pattern “{pattern}” can’t be used'),
  DMN_TOO_LARGE: words('文件过大', 'The file is too large'),
  DMN_TOO_DEEP: words('文件嵌套过深', 'The file is nested too deeply'),
  DMN_DOCTYPE: words('文件不得含 DOCTYPE 或实体', 'The file must have no document type and no entities'),
  DMN_NOT_DMN: words('这不是 DMN 1.1–1.5 文件', 'This is no DMN 1.1–1.5 file'),
  DMN_XML: words('XML 无法读取：{message}', 'The XML can’t be read: {message}'),
  DMN_UNREAD: words('文件中有读不懂的部分：{message}', 'A part of the file can’t be read: {message}'),
  DMN_TOO_MANY: words('{what}太多，最多 {most}', 'Too many {what}, at most {most}'),
  DMN_IMPORT: words(
    '要引入的模型“{name}”不在（命名空间 {namespace}）',
    'The imported model “{name}” is not there (namespace {namespace})',
  ),
  DMN_IMPORT_TWICE: words(
    '要引入的模型“{name}”有不止一个（命名空间 {namespace}）',
    'There is more than one model to import as “{name}” (namespace {namespace})',
  ),
  DMN_IMPORT_CYCLE: words('模型互相引入成环：{path}', 'Models import each other in a circle: {path}'),
  DMN_IMPORT_LANGUAGE: words(
    '只能引入 DMN 模型，“{name}”是 {language}',
    'Only DMN models can be imported, “{name}” is {language}',
  ),
  DMN_NAMELESS: words('有一个元素没有名称', 'An element has no name'),
  DMN_DUPLICATE_NAME: words('名称“{name}”重复', 'The name “{name}” occurs twice'),
  DMN_UNKNOWN_REQUIREMENT: words('所依赖的元素“{id}”不存在', 'The required element “{id}” does not exist'),
  DMN_MISSING_REQUIREMENT: words('用到了“{name}”，但没有声明依赖它', '“{name}” is used but not required'),
  DMN_CYCLE: words('决策互相依赖成环：{path}', 'Decisions require each other in a circle: {path}'),
  DMN_UNKNOWN_TYPE: words('没有名为“{name}”的类型', 'There is no type named “{name}”'),
  DMN_TYPE_CYCLE: words('类型“{name}”由自身定义', 'The type “{name}” is defined by itself'),
  DMN_SERVICE_INPUT: words(
    '决策服务“{service}”需要“{name}”，但没有把它列为输入',
    'The decision service “{service}” needs “{name}” but does not list it as an input',
  ),
  DMN_NO_LOGIC: words('没有决策逻辑（{what}）', 'There is no decision logic ({what})'),
  DMN_CELLS: words(
    '规则有 {cells} 格，表有 {columns} 列',
    'The rule has {cells} cells, the table {columns} columns',
  ),
  DMN_NO_OUTPUT: words('表没有输出列', 'The table has no output column'),
  DMN_OUTPUT_NAMES: words(
    '多个输出列须各有不同的名称',
    'Several output columns need a name each, all different',
  ),
  DMN_HIT_POLICY: words('没有这种命中策略或汇总：“{name}”', 'There is no hit policy or aggregation “{name}”'),
  DMN_NO_PRIORITY: words(
    '命中策略 {hitPolicy} 需要输出值的次序',
    'The hit policy {hitPolicy} needs the order of the output values',
  ),
  DMN_AGGREGATION: words('汇总只用于单个输出列', 'Aggregation works on one output column only'),
  DMN_CONSTANT_TYPE: words('常量{value}不属于类型 {wanted}', 'The constant {value} is not of type {wanted}'),
  DMN_MONOTONE: words('monotone 只能是 ascending 或 descending', 'monotone is ascending or descending'),
  DMN_WHEN_MISSING: words('whenMissing 只能是 refer 或 allowed', 'whenMissing is refer or allowed'),
  DMN_MODEL: words('model 须写作 名称@版本，如 consumer@3', 'model is name@version, such as consumer@3'),
  DMN_UNKNOWN_DECISION: words('没有名为“{name}”的决策', 'There is no decision named “{name}”'),
  DMN_VALUE_TYPE: words('“{name}”的值不属于类型 {wanted}', 'The value of “{name}” is not of type {wanted}'),
  DMN_VALUE_NOT_ALLOWED: words('“{name}”的值不在允许范围内', 'The value of “{name}” is not an allowed one'),
  DMN_SEVERAL_HITS: words(
    '命中策略为 UNIQUE，却有多条规则命中：{rules}',
    'The hit policy is UNIQUE but several rules match: {rules}',
  ),
  DMN_UNEQUAL_HITS: words(
    '命中策略为 ANY，命中规则的结果却不同：{rules}',
    'The hit policy is ANY but the matching rules differ: {rules}',
  ),
  DMN_AGGREGATED_KIND: words('汇总遇到不能汇总的值', 'A value can’t be aggregated'),
  DMN_DEPTH: words('决策嵌套过深', 'Decisions are nested too deeply'),
};

/** All codes that have words. */
export const PROBLEM_CODES: readonly string[] = Object.keys(WORDS);

/** Makes a problem; an unknown code is shown as itself rather than hidden. */
export function createProblem(code: string, place: Partial<Place>, facts: Facts = {}): Problem {
  const text = WORDS[code]?.(facts) ?? { zh: code, en: code };
  return { code, place: { ...NOWHERE, ...place }, facts, text };
}

/** A place in one line, such as `score › rule 12 › income`; `policy` when nothing is known. */
export function formatPlace(place: Place): string {
  const parts = [place.element, place.rule === null ? null : `rule ${place.rule}`, place.column];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? 'policy' : known.join(' › ');
}
