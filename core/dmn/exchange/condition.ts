/**
 * A cell of an input column, as people write it, to a FEEL unary test. Whatever could mean two things is refused with
 * what to write instead. 以上, 以下 and 以内 hold the number itself (Civil Code of the PRC, art. 1259).
 */
import { isGroupingUncertain, plainSigns, readAmount, readDay } from './amount.ts';
import type { SheetCell } from './grid.ts';
import {
  type CellColumn,
  type CellRead,
  type DashRange,
  feelText,
  orFeel,
  refused,
  taken,
} from './reading.ts';

const ANY_WORDS: ReadonlySet<string> = new Set(['-', '*', 'any', 'all', '任意', '不限', '全部']);
const NULL_WORDS: ReadonlySet<string> = new Set(['null', '空值', '缺失', 'missing']);

export function readCondition(cell: SheetCell | null, column: CellColumn): CellRead {
  if (cell === null || cell.text.trim() === '') return taken('-');
  if (cell.kind === 'fault') return refuseFault(cell);
  const text = cell.text.trim();
  const written = readWrittenFeel(text, column);
  if (written !== null) return written;
  const word = plainSigns(text).toLowerCase();
  const isValue = column.allowed?.includes(text) === true;
  if (ANY_WORDS.has(word) && !isValue) return taken('-');
  if (NULL_WORDS.has(word) && !isValue)
    return taken(
      'null',
      word === 'null' ? null : { zh: '理解为缺失（null）', en: 'taken as missing (null)' },
    );
  switch (column.kind) {
    case 'number':
      return cell.kind === 'date'
        ? refuseDate(text)
        : cell.kind === 'boolean'
          ? refuseKind(text, column)
          : readOrdered(text, column);
    case 'date':
      return cell.kind === 'text' || cell.kind === 'date'
        ? readOrdered(text, column)
        : refuseKind(text, column);
    case 'string':
      return cell.kind === 'text' || isValue ? readTexts(text, column) : refuseKind(text, column);
    case 'boolean':
      return readFlags(text, column);
    case 'feel':
      return readFeelOnly(text, column);
    default:
      return column.kind satisfies never;
  }
}

/** `feel: …` is taken to the letter, once it can be read. */
export function readWrittenFeel(text: string, column: CellColumn): CellRead | null {
  const found = /^feel\s*[:：]([\s\S]*)$/i.exec(text);
  if (found === null) return null;
  const feel = (found[1] ?? '').trim();
  return feel !== '' && column.isFeel(feel)
    ? taken(feel)
    : refused(
        { zh: `无法读取的 FEEL：${feel}`, en: `FEEL that can’t be read: ${feel}` },
        { zh: '检查写法和其中的名称', en: 'check how it is written and the names in it' },
      );
}

export function readFeelOnly(text: string, column: CellColumn): CellRead {
  if (column.isFeel(text)) return taken(text);
  return refused(
    {
      zh: `此列的类型只接受 FEEL，无法读取：${text}`,
      en: `a column of this type takes FEEL only, and this can’t be read: ${text}`,
    },
    { zh: '写出 FEEL 表达式', en: 'write a FEEL expression' },
  );
}

export function refuseFault(cell: SheetCell): CellRead {
  const isFormula = cell.text.startsWith('=');
  return refused(
    isFormula
      ? { zh: `公式没有保存结果：${cell.text}`, en: `a formula without a kept value: ${cell.text}` }
      : { zh: `单元格是错误值 ${cell.text}`, en: `the cell is the error ${cell.text}` },
    {
      zh: '在表格软件中重新计算并保存，或直接写值',
      en: 'compute and save it in the spreadsheet, or write the value',
    },
  );
}

function refuseDate(text: string): CellRead {
  return refused(
    {
      zh: `数值列中是日期 ${text}；表格软件常把 1-3 之类的文字变成日期`,
      en: `a date, ${text}, in a column of numbers; spreadsheets make dates of texts such as 1-3`,
    },
    orFeel('将单元格设为文本格式并写成 [1..3]', 'format the cell as text and write [1..3]'),
  );
}

export function refuseKind(text: string, column: CellColumn): CellRead {
  const kinds = {
    number: { zh: '数值', en: 'numbers' },
    string: { zh: '文字', en: 'texts' },
    boolean: { zh: '是否', en: 'yes or no' },
    date: { zh: '日期', en: 'dates' },
    feel: { zh: 'FEEL', en: 'FEEL' },
  }[column.kind];
  return refused(
    {
      zh: `此列为${kinds.zh}，单元格不是：${text}`,
      en: `the column holds ${kinds.en}, and the cell does not: ${text}`,
    },
    orFeel('改成该列的类型（文字请设为文本格式）', 'write it in the column’s type (format texts as text)'),
  );
}

/** A value that has an order: how it is read, and two of them put in order. */
type Order = {
  readonly read: (text: string) => string | null;
  readonly isRising: (low: string, high: string) => boolean;
};

function orderOf(column: CellColumn): Order {
  if (column.kind === 'date') return { read: readDay, isRising: (low, high) => low <= high };
  return {
    read: (text) => readAmount(text, column.share),
    isRising: (low, high) => Number(low) <= Number(high),
  };
}

function readOrdered(text: string, column: CellColumn): CellRead {
  const plain = plainSigns(text);
  const order = orderOf(column);
  if (isGroupingUncertain(plain))
    return refused(
      { zh: `“${text}”可能是一个数，也可能是几个数`, en: `${text} may be one number or several` },
      orFeel(
        `一个数写成 ${plain.replaceAll(',', '')}，几个数写成 ${plain.replaceAll(',', '; ')}`,
        `write ${plain.replaceAll(',', '')} for one, ${plain.replaceAll(',', '; ')} for several`,
      ),
    );
  const parts = readOne(plain, order, column) === null ? splitOutsideBrackets(plain) : [plain];
  const reads = parts.map((part) => readOne(part, order, column));
  const bad = reads.findIndex((read) => read === null);
  if (bad < 0 && parts.length > 1 && reads.some((read) => read?.isBound === true) && !plain.includes(';'))
    return refused(
      {
        zh: `“${text}”：逗号隔开的条件在 FEEL 中是“或”`,
        en: `${text}: conditions with a comma between them are alternatives in FEEL`,
      },
      orFeel(
        '同时成立写成区间，如 [18..60)；任一成立用分号隔开',
        'write a range such as [18..60) for both, a semicolon between for either',
      ),
    );
  if (bad < 0)
    return joinReads(
      reads.filter((read) => read !== null),
      text,
      column,
    );
  // Names make it FEEL; a text without any, such as 18岁, would be guessed at.
  const hasName = [...column.names].some((name) => text.includes(name));
  if (hasName && column.isFeel(text)) return taken(text, { zh: '按 FEEL 理解', en: 'taken as FEEL' });
  return refuseOrdered(parts[bad] || text, column);
}

function refuseOrdered(part: string, column: CellColumn): CellRead {
  if (
    /^[^/]+(\/[^/]+)+$/.test(part) &&
    part.split('/').every((each) => readAmount(each, column.share) !== null)
  )
    return refused(
      {
        zh: `“${part}”可能是几个数，也可能是分数或日期`,
        en: `${part} may be several numbers, a fraction or a date`,
      },
      orFeel(`几个数写成 ${part.replaceAll('/', '; ')}`, `write ${part.replaceAll('/', '; ')} for several`),
    );
  return refused(
    { zh: `不明白的条件：${part}`, en: `a condition that is not understood: ${part}` },
    column.kind === 'date'
      ? orFeel(
          '日期写成 2026-01-31，区间写成 2026-01-01~2026-12-31',
          'write dates as 2026-01-31, ranges as 2026-01-01~2026-12-31',
        )
      : orFeel(
          '写成 >=18、[18..60)、18; 20 之类，不带单位',
          'write >=18, [18..60), 18; 20 or the like, without units',
        ),
  );
}

/** Separators split, but not inside brackets. */
function splitOutsideBrackets(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of text) {
    if (sign === '[' || sign === '(') depth += 1;
    if (sign === ']' || sign === ')') depth -= 1;
    if ((sign === ';' || sign === ',') && depth <= 0) {
      parts.push(part.trim());
      part = '';
    } else part += sign;
  }
  return [...parts, part.trim()].filter((each, index, all) => each !== '' || index < all.length - 1);
}

type OneRead = {
  readonly feel: string;
  readonly dash: DashRange | null;
  readonly isBound?: boolean;
  readonly isNot?: boolean;
};

const BOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:>=|大于等于|不低于|不少于|不小于|至少)(.+)$/, '>='],
  [/^(?:<=|小于等于|不超过|不高于|不大于|不多于|至多)(.+)$/, '<='],
  [/^(?:>|大于|超过|高于|多于)(.+)$/, '>'],
  [/^(?:<|小于|低于|少于|不满|未满|不足)(.+)$/, '<'],
  [/^(.+?)(?:及|\(含\)|含)?以上(?:\(含\))?$/, '>='],
  [/^(.+?)(?:及|\(含\)|含)?(?:以下|以内)(?:\(含\))?$/, '<='],
];

function readOne(part: string, order: Order, column: CellColumn): OneRead | null {
  const squeezed = part.replace(/\s+/g, ' ').trim();
  const value = order.read(squeezed.replace(/^=\s*/, ''));
  if (value !== null) return { feel: value, dash: null };
  const negated = /^!=\s*(.+)$/.exec(squeezed) ?? /^not\s*\((.+)\)$/i.exec(squeezed);
  if (negated !== null) return readNegated(negated[1] ?? '', order);
  const both = readBoth(squeezed, order);
  if (both !== null) return both;
  for (const [pattern, operator] of BOUNDS) {
    const bound = order.read((pattern.exec(squeezed)?.[1] ?? '').trim());
    if (bound !== null) return { feel: `${operator} ${bound}`, dash: null, isBound: true };
  }
  return readRange(squeezed, order, column);
}

function readNegated(inner: string, order: Order): OneRead | null {
  const values = inner.split(/[,;]/).map((each) => order.read(each.trim()));
  return values.includes(null) ? null : { feel: `not(${values.join(', ')})`, dash: null, isNot: true };
}

/** `>=18且<60` and `18<=x<60`: one range. */
function readBoth(text: string, order: Order): OneRead | null {
  const found =
    /^(>=?)\s*([^<>=]+?)\s*(?:且|并且|&{1,2}|\band\b)\s*(<=?)\s*([^<>=]+)$/i.exec(text) ??
    /^(<=?)\s*([^<>=]+?)\s*(?:且|并且|&{1,2}|\band\b)\s*(>=?)\s*([^<>=]+)$/i.exec(text);
  // Only a bare x stands for the column: another name would be passed over in silence.
  const middle = /^([^<>=]+?)\s*(<=?)\s*[x?]\s*(<=?)\s*([^<>=]+)$/i.exec(text);
  if (found === null && middle === null) return null;
  const [first = '', one = '', second = '', two = ''] =
    found === null
      ? [middle?.[2] === '<=' ? '>=' : '>', middle?.[1], middle?.[3], middle?.[4]]
      : found.slice(1);
  const sides = first.startsWith('>')
    ? { low: one, lowSign: first, high: two, highSign: second }
    : { low: two, lowSign: second, high: one, highSign: first };
  const [low, high] = [order.read(sides.low.trim()), order.read(sides.high.trim())];
  if (low === null || high === null || !order.isRising(low, high)) return null;
  const [open, close] = [sides.lowSign === '>=' ? '[' : '(', sides.highSign === '<=' ? ']' : ')'];
  return { feel: `${open}${low}..${high}${close}`, dash: null };
}

function readRange(text: string, order: Order, { rangeEnds }: CellColumn): OneRead | null {
  const bracketed = /^([[(\]])(.+)([\])[])$/.exec(text);
  if (bracketed !== null) {
    const [, open = '', inner = '', close = ''] = bracketed;
    const ranges = rangeSplits(inner).flatMap(([left, right]): readonly string[] => {
      const [low, high] = [order.read(left), order.read(right)];
      if (low === null || high === null || !order.isRising(low, high)) return [];
      return [`${open === '[' ? '[' : '('}${low}..${high}${close === ']' ? ']' : ')'}`];
    });
    // Grouping and separators are both commas: only one way to part them may make sense.
    return ranges.length === 1 ? { feel: ranges[0] ?? '', dash: null } : null;
  }
  for (const dashed of dashSplits(text)) {
    const [low, high] = [order.read(dashed[0]), order.read(dashed[1])];
    if (low === null || high === null || !order.isRising(low, high)) continue;
    const [open, close] = [rangeEnds === 'high' ? '(' : '[', rangeEnds === 'low' ? ')' : ']'];
    return { feel: `${open}${low}..${high}${close}`, dash: { low, high } };
  }
  return null;
}

/** Every way to part the inside of brackets. A comma without a space may be grouping beside a number of four figures. */
function rangeSplits(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/\s*(?:\.\.|,|;|~|至|到|\bto\b)\s*/gi)].flatMap(
    (found): readonly (readonly [string, string])[] => {
      const left = text.slice(0, found.index).trim();
      const right = text.slice(found.index + found[0].length).trim();
      const isTight = found[0] === ',' && [left, right].some(isGroupingUncertain);
      return left === '' || right === '' || isTight ? [] : [[left, right]];
    },
  );
}

/** Every way to see a text as two values with a dash between them: a minus may belong to either. */
function dashSplits(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/\s*(?:-|~|至|到|\bto\b)\s*/gi)].flatMap(
    (found): readonly (readonly [string, string])[] => {
      const left = text.slice(0, found.index).trim();
      const right = text.slice(found.index + found[0].length).trim();
      return left === '' || right === '' ? [] : [[left, right]];
    },
  );
}

function joinReads(reads: readonly OneRead[], text: string, column: CellColumn): CellRead {
  if (reads.length > 1 && reads.some((read) => read.isNot === true))
    return refused(
      { zh: `“${text}”：排除与其他条件混在一起`, en: `${text}: an exclusion among other conditions` },
      orFeel('排除写成 not(1, 2)', 'write not(1, 2) for an exclusion'),
    );
  const dashes = reads.flatMap(({ dash }) => (dash === null ? [] : [dash]));
  const feel = reads.map((read) => read.feel).join(', ');
  return taken(feel, noteOf(text, feel, { dashes, column }), dashes);
}

function noteOf(
  text: string,
  feel: string,
  { dashes, column }: { readonly dashes: readonly DashRange[]; readonly column: CellColumn },
) {
  const isPlain = dashes.length === 0 && !/[%万亿,，、/]|以[上下内]/.test(text);
  if (isPlain || (dashes.length > 0 && column.rangeEnds !== 'unsaid' && !/[%万亿,，]/.test(text)))
    return null;
  return { zh: `理解为 ${feel}`, en: `taken as ${feel}` };
}

const FLAGS: { readonly [word: string]: 'true' | 'false' } = {
  true: 'true',
  yes: 'true',
  y: 'true',
  t: 'true',
  是: 'true',
  对: 'true',
  '√': 'true',
  '✓': 'true',
  false: 'false',
  no: 'false',
  n: 'false',
  f: 'false',
  否: 'false',
  错: 'false',
  '×': 'false',
  '✗': 'false',
};

/** The word for yes or no that a text is; null when it is none. */
export function readFlag(text: string): 'true' | 'false' | null {
  return FLAGS[text.trim().normalize('NFKC').toLowerCase()] ?? null;
}

function readFlags(text: string, column: CellColumn): CellRead {
  const single = readFlag(text);
  if (single !== null) return taken(single);
  const parts = plainSigns(text).split(/[;,/]/).map(readFlag);
  if (parts.length > 1 && !parts.includes(null)) {
    const feel = [...new Set(parts)].join(', ');
    return taken(feel, { zh: `理解为 ${feel}`, en: `taken as ${feel}` });
  }
  return column.isFeel(text) && /[("]/.test(text) ? taken(text) : refuseKind(text, column);
}

/** Texts, with or without quotes. One that is allowed as a whole is never split. */
function readTexts(text: string, column: CellColumn): CellRead {
  const { allowed } = column;
  if (allowed?.includes(text) === true) return taken(feelText(text));
  const quoted = text.replace(/[“”＂]/g, '"');
  if (quoted.includes('"')) {
    if (column.isFeel(quoted)) return taken(quoted);
    return refused(
      { zh: `引号不成对，或无法读取：${text}`, en: `quotes that don’t match, or can’t be read: ${text}` },
      orFeel('写成 "A", "B" 或 A; B', 'write "A", "B" or A; B'),
    );
  }
  const negated = /^(?:!=|<>|≠|＜＞)\s*([\s\S]+)$/.exec(text) ?? /^not\s*[(（]([\s\S]+)[)）]$/i.exec(text);
  const list = negated?.[1] ?? text;
  const parts = list.split(/[,，;；、|｜/\r\n]/).map((part) => part.trim());
  const refusal = refuseTexts(parts, text, column);
  if (refusal !== null) return refusal;
  const joined = parts.map(feelText).join(', ');
  const feel = negated === null ? joined : `not(${joined})`;
  const isNoted = allowed === null && parts.length > 1;
  return taken(feel, isNoted ? { zh: `理解为 ${feel}`, en: `taken as ${feel}` } : null);
}

function refuseTexts(
  parts: readonly string[],
  text: string,
  { allowed, names }: CellColumn,
): CellRead | null {
  const quotes = orFeel('文字加引号，如 "A"', 'put texts in quotes, as "A"');
  if (parts.includes('') || /^n\/a$/i.test(text))
    return refused({ zh: `不明白的写法：${text}`, en: `not understood: ${text}` }, quotes);
  if (/^[<>=]/.test(text.normalize('NFKC')))
    return refused(
      { zh: `文字列中的比较：${text}`, en: `a comparison in a column of texts: ${text}` },
      quotes,
    );
  const name = parts.find((part) => names.has(part));
  if (name !== undefined)
    return refused(
      { zh: `“${name}”也是策略中的名称`, en: `${name} is a name of the policy, too` },
      {
        zh: `文字写成 "${name}"，引用写成 feel: ${name}`,
        en: `write "${name}" for the text, feel: ${name} for its value`,
      },
    );
  const unknown = allowed === null ? undefined : parts.find((part) => !allowed.includes(part));
  if (unknown === undefined) return null;
  return refused(
    { zh: `“${unknown}”不在允许值中`, en: `${unknown} is not one of the allowed values` },
    { zh: `允许值：${(allowed ?? []).join('、')}`, en: `allowed are: ${(allowed ?? []).join(', ')}` },
  );
}
