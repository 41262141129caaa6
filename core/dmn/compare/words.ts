/** A change in words, in both languages. Texts of the policy stand in backquotes, as written. */
import type { CellChange, Change, ChangeCode, ElementKind, PathStep } from './change.ts';

type Language = 'zh' | 'en';
type Words = (change: Change) => string;

const KINDS: { readonly [kind in ElementKind]: { readonly [language in Language]: string } } = {
  policy: { zh: '策略', en: 'policy' },
  type: { zh: '类型', en: 'type' },
  input: { zh: '输入', en: 'input' },
  decision: { zh: '决策', en: 'decision' },
  knowledge: { zh: '知识模型', en: 'knowledge model' },
  service: { zh: '决策服务', en: 'decision service' },
};

const PARTS: { readonly [part in PathStep['part']]: { readonly [language in Language]: string } } = {
  entry: { zh: '条目', en: 'entry' },
  result: { zh: '结果', en: 'result' },
  item: { zh: '第 # 项', en: 'item' },
  row: { zh: '行', en: 'row' },
  column: { zh: '列', en: 'column' },
  callee: { zh: '被调函数', en: 'called function' },
  binding: { zh: '实参', en: 'argument' },
  parameter: { zh: '形参', en: 'parameter' },
  body: { zh: '函数体', en: 'body' },
  condition: { zh: '条件', en: 'condition' },
  then: { zh: '成立时', en: 'then' },
  otherwise: { zh: '否则', en: 'else' },
  source: { zh: '来源', en: 'source' },
  match: { zh: '筛选', en: 'match' },
  component: { zh: '分量', en: 'component' },
};

const ROLES: { readonly [role: string]: { readonly [language in Language]: string } } = {
  input: { zh: '输入列', en: 'input column' },
  output: { zh: '输出列', en: 'output column' },
  annotation: { zh: '注释列', en: 'annotation column' },
};

const LOGIC: { readonly [kind: string]: { readonly [language in Language]: string } } = {
  literal: { zh: '表达式', en: 'an expression' },
  table: { zh: '决策表', en: 'a decision table' },
  context: { zh: '上下文', en: 'a context' },
  relation: { zh: '关系表', en: 'a relation' },
  list: { zh: '列表', en: 'a list' },
  invocation: { zh: '函数调用', en: 'an invocation' },
  function: { zh: '函数', en: 'a function' },
  conditional: { zh: '条件', en: 'a conditional' },
  filter: { zh: '筛选', en: 'a filter' },
  iteration: { zh: '循环', en: 'an iteration' },
  missing: { zh: '空', en: 'nothing' },
};

/** One line: where, and what changed. Rows are numbered as in the new version, `was` names the old number. */
export function formatChange(change: Change, language: Language): string {
  const { element, path, code } = change;
  const place = [
    `${KINDS[element.kind][language]} ${element.name}`,
    ...path.map((step) => formatStep(step, language)),
  ].join(' › ');
  return `${place}${language === 'zh' ? '：' : ': '}${WORDS[language][code](change)}`;
}

function formatStep({ part, name }: PathStep, language: Language): string {
  const word = PARTS[part][language];
  if (word.includes('#')) return word.replace('#', name);
  return name === '' ? word : `${word} ${name}`;
}

function quote(value: string | number | null | undefined, language: Language): string {
  if (value === null || value === undefined || value === '') return language === 'zh' ? '无' : 'nothing';
  return `\`${String(value).replace(/\s+/g, ' ').trim()}\``;
}

function turn({ facts }: Pick<Change, 'facts'>, language: Language): string {
  return `${quote(facts['old'], language)} → ${quote(facts['new'], language)}`;
}

function fact({ facts }: Change, name: string): string {
  return String(facts[name] ?? '');
}

function columnOf(change: Change, language: Language): string {
  return `${ROLES[fact(change, 'role')]?.[language] ?? ''} \`${fact(change, 'column')}\``;
}

function kindOf(change: Change, name: string, language: Language): string {
  return LOGIC[fact(change, name)]?.[language] ?? fact(change, name);
}

function rowOf({ facts }: Change, language: Language): string {
  const { row, rowBefore } = facts;
  const hasMoved = rowBefore !== undefined && rowBefore !== row;
  if (language === 'zh') return `第 ${row} 行${hasMoved ? `（原第 ${rowBefore} 行）` : ''}`;
  return `row ${row}${hasMoved ? ` (was ${rowBefore})` : ''}`;
}

/** Cells as `age` `< 18` → `< 20`; of a whole rule only what it says. */
function cellsOf({ cells = [] }: Change, language: Language): string {
  const isWhole = cells.every((cell) => cell.old === null) || cells.every((cell) => cell.new === null);
  const show = (cell: CellChange): string => {
    const role =
      cell.role === 'output'
        ? { zh: '输出 ', en: 'output ' }[language]
        : cell.role === 'annotation'
          ? { zh: '注释 ', en: 'note ' }[language]
          : '';
    const texts = isWhole
      ? quote(cell.old ?? cell.new, language)
      : `${quote(cell.old, language)} → ${quote(cell.new, language)}`;
    return `${role}${cell.column} ${texts}`;
  };
  return cells.map(show).join(language === 'zh' ? '，' : ', ');
}

function rule(change: Change, language: Language, what: string): string {
  const cells = cellsOf(change, language);
  const after = cells === '' ? '' : `${language === 'zh' ? '：' : ': '}${cells}`;
  return `${what}${after}`;
}

const LABELS = { zh: { zh: '中文名称', en: '英文名称' }, en: { zh: 'Chinese label', en: 'English label' } };

function label(change: Change, language: Language): string {
  return LABELS[language][fact(change, 'language') === 'zh' ? 'zh' : 'en'];
}

const WORDS: { readonly [language in Language]: { readonly [code in ChangeCode]: Words } } = {
  en: {
    ADDED: () => 'added',
    REMOVED: () => 'removed',
    RENAMED: (change) => `renamed, ${turn(change, 'en')}`,
    LABEL: (change) => `${label(change, 'en')} ${turn(change, 'en')}`,
    TYPE: (change) => `type ${turn(change, 'en')}`,
    WHEN_MISSING: (change) => `when it is missing: ${turn(change, 'en')}`,
    UNIT: (change) => `unit ${turn(change, 'en')}`,
    MODEL: (change) => `model ${turn(change, 'en')}`,
    REQUIREMENT_ADDED: (change) => `now requires \`${fact(change, 'name')}\``,
    REQUIREMENT_REMOVED: (change) => `no longer requires \`${fact(change, 'name')}\``,
    LOGIC_KIND: (change) =>
      `is no longer ${kindOf(change, 'oldKind', 'en')} but ${kindOf(change, 'newKind', 'en')}, ${turn(change, 'en')}`,
    EXPRESSION: (change) => turn(change, 'en'),
    PART_ADDED: (change) => `added: ${quote(change.facts['new'], 'en')}`,
    PART_REMOVED: (change) => `removed: ${quote(change.facts['old'], 'en')}`,
    PART_ORDER: (change) => `other order: ${turn(change, 'en')}`,
    HIT_POLICY: (change) => `hit policy ${turn(change, 'en')}`,
    COLUMN_ADDED: (change) => `${columnOf(change, 'en')} added as number ${fact(change, 'position')}`,
    COLUMN_REMOVED: (change) =>
      `${columnOf(change, 'en')} removed, it was number ${fact(change, 'position')}`,
    COLUMN_MOVED: (change) =>
      `${columnOf(change, 'en')} moved from ${fact(change, 'old')} to ${fact(change, 'new')}`,
    COLUMN_EXPRESSION: (change) => `${columnOf(change, 'en')} ${turn(change, 'en')}`,
    COLUMN_LABEL: (change) => `${columnOf(change, 'en')}: label ${turn(change, 'en')}`,
    COLUMN_TYPE: (change) => `${columnOf(change, 'en')}: type ${turn(change, 'en')}`,
    COLUMN_VALUES: (change) => `${columnOf(change, 'en')}: allowed values ${turn(change, 'en')}`,
    COLUMN_MONOTONE: (change) => `${columnOf(change, 'en')}: direction asked for ${turn(change, 'en')}`,
    COLUMN_DEFAULT: (change) => `${columnOf(change, 'en')}: default ${turn(change, 'en')}`,
    RULE_ADDED: (change) => rule(change, 'en', `${rowOf(change, 'en')} added`),
    RULE_REMOVED: (change) => rule(change, 'en', `row ${fact(change, 'row')} of the old version removed`),
    RULE_MOVED: (change) => `row ${fact(change, 'rowBefore')} moved to ${fact(change, 'row')}`,
    RULE_CHANGED: (change) => rule(change, 'en', rowOf(change, 'en')),
    ALLOWED: (change) => `allowed values ${turn(change, 'en')}`,
    COLLECTION: (change) => `holds ${turn(change, 'en')}`,
    SERVICE_TAKES: (change) => `takes ${turn(change, 'en')}`,
    SERVICE_GIVES: (change) => `gives ${turn(change, 'en')}`,
    SERVICE_COMPUTES: (change) => `computes ${turn(change, 'en')}`,
    IMPORTS: (change) => `imports ${turn(change, 'en')}`,
    OTHER: (change) => `changed, ${turn(change, 'en')}`,
  },
  zh: {
    ADDED: () => '新增',
    REMOVED: () => '删除',
    RENAMED: (change) => `改名，${turn(change, 'zh')}`,
    LABEL: (change) => `${label(change, 'zh')} ${turn(change, 'zh')}`,
    TYPE: (change) => `类型 ${turn(change, 'zh')}`,
    WHEN_MISSING: (change) => `缺失时的处理 ${turn(change, 'zh')}`,
    UNIT: (change) => `单位 ${turn(change, 'zh')}`,
    MODEL: (change) => `模型 ${turn(change, 'zh')}`,
    REQUIREMENT_ADDED: (change) => `新增依赖 \`${fact(change, 'name')}\``,
    REQUIREMENT_REMOVED: (change) => `不再依赖 \`${fact(change, 'name')}\``,
    LOGIC_KIND: (change) =>
      `由${kindOf(change, 'oldKind', 'zh')}改为${kindOf(change, 'newKind', 'zh')}，${turn(change, 'zh')}`,
    EXPRESSION: (change) => turn(change, 'zh'),
    PART_ADDED: (change) => `新增 ${quote(change.facts['new'], 'zh')}`,
    PART_REMOVED: (change) => `删除 ${quote(change.facts['old'], 'zh')}`,
    PART_ORDER: (change) => `顺序改变：${turn(change, 'zh')}`,
    HIT_POLICY: (change) => `命中策略 ${turn(change, 'zh')}`,
    COLUMN_ADDED: (change) => `新增${columnOf(change, 'zh')}，位于第 ${fact(change, 'position')} 列`,
    COLUMN_REMOVED: (change) => `删除${columnOf(change, 'zh')}，原为第 ${fact(change, 'position')} 列`,
    COLUMN_MOVED: (change) =>
      `${columnOf(change, 'zh')}由第 ${fact(change, 'old')} 列移到第 ${fact(change, 'new')} 列`,
    COLUMN_EXPRESSION: (change) => `${columnOf(change, 'zh')} ${turn(change, 'zh')}`,
    COLUMN_LABEL: (change) => `${columnOf(change, 'zh')}：名称 ${turn(change, 'zh')}`,
    COLUMN_TYPE: (change) => `${columnOf(change, 'zh')}：类型 ${turn(change, 'zh')}`,
    COLUMN_VALUES: (change) => `${columnOf(change, 'zh')}：允许值 ${turn(change, 'zh')}`,
    COLUMN_MONOTONE: (change) => `${columnOf(change, 'zh')}：要求的方向 ${turn(change, 'zh')}`,
    COLUMN_DEFAULT: (change) => `${columnOf(change, 'zh')}：默认值 ${turn(change, 'zh')}`,
    RULE_ADDED: (change) => rule(change, 'zh', `新增${rowOf(change, 'zh')}`),
    RULE_REMOVED: (change) => rule(change, 'zh', `删除旧版第 ${fact(change, 'row')} 行`),
    RULE_MOVED: (change) => `第 ${fact(change, 'rowBefore')} 行移到第 ${fact(change, 'row')} 行`,
    RULE_CHANGED: (change) => rule(change, 'zh', rowOf(change, 'zh')),
    ALLOWED: (change) => `允许值 ${turn(change, 'zh')}`,
    COLLECTION: (change) => `取值形式 ${turn(change, 'zh')}`,
    SERVICE_TAKES: (change) => `接收 ${turn(change, 'zh')}`,
    SERVICE_GIVES: (change) => `给出 ${turn(change, 'zh')}`,
    SERVICE_COMPUTES: (change) => `计算 ${turn(change, 'zh')}`,
    IMPORTS: (change) => `导入 ${turn(change, 'zh')}`,
    OTHER: (change) => `有改动，${turn(change, 'zh')}`,
  },
};
