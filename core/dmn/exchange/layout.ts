/**
 * Finds the table in a sheet: which row says what, which column is what, where the rules begin. The first row may mark
 * the columns (`input`, `output`, `annotation`); rows that the first column calls `label`, `expression`, `type`,
 * `values` or `default` say more of them. Without marks, names that the policy knows tell inputs from outputs.
 */
import type { LocalText } from '../source.ts';
import { addressOf, type MergedArea, type SheetCell, type SheetGrid } from './grid.ts';
import { remark, type SheetRemark } from './remark.ts';

export type ColumnRole = 'id' | 'input' | 'output' | 'annotation';
export type MetaRow = 'label' | 'expression' | 'type' | 'values' | 'default' | 'monotone';

export type LayoutColumn = {
  readonly role: ColumnRole;
  readonly index: number;
  /** What heads the column: the expression where a row gives it, else the header. */
  readonly name: string;
  readonly address: string;
  /** What the rows above the rules say; null: there is no such row. */
  readonly meta: { readonly [row in MetaRow]: string | null };
};

export type LayoutRule = {
  readonly row: number;
  readonly id: string;
  readonly cells: readonly (SheetCell | null)[];
};

export type Layout = {
  readonly hitPolicy: string | null;
  readonly columns: readonly LayoutColumn[];
  /** Cells in the order of `columns`. */
  readonly rules: readonly LayoutRule[];
  readonly notes: readonly SheetRemark[];
  readonly problems: readonly SheetRemark[];
};

/** What a header may stand for; null: unknown. */
export type KnownName = (header: string) => Exclude<ColumnRole, 'id'> | null;

const ROLE_WORDS: { readonly [word: string]: ColumnRole } = {
  input: 'input',
  输入: 'input',
  条件: 'input',
  condition: 'input',
  output: 'output',
  输出: 'output',
  结果: 'output',
  结论: 'output',
  result: 'output',
  annotation: 'annotation',
  note: 'annotation',
  注释: 'annotation',
  备注: 'annotation',
  说明: 'annotation',
  rule: 'id',
  id: 'id',
  '#': 'id',
  编号: 'id',
  序号: 'id',
  规则: 'id',
  规则编号: 'id',
};
const NOTE_HEADERS: ReadonlySet<string> = new Set([
  'annotation',
  'note',
  'notes',
  'remark',
  'comment',
  '注释',
  '备注',
  '说明',
]);
const ID_HEADERS: ReadonlySet<string> = new Set([
  '#',
  'id',
  'no',
  'no.',
  'rule',
  'rule id',
  '编号',
  '序号',
  '规则编号',
  '规则',
]);
const META_WORDS: { readonly [word: string]: MetaRow } = {
  label: 'label',
  标签: 'label',
  名称: 'label',
  expression: 'expression',
  name: 'expression',
  表达式: 'expression',
  type: 'type',
  类型: 'type',
  values: 'values',
  允许值: 'values',
  default: 'default',
  默认值: 'default',
  monotone: 'monotone',
  单调: 'monotone',
  单调性: 'monotone',
};
const HIT_POLICIES: { readonly [word: string]: string } = {
  u: 'UNIQUE',
  f: 'FIRST',
  p: 'PRIORITY',
  a: 'ANY',
  r: 'RULE ORDER',
  o: 'OUTPUT ORDER',
  c: 'COLLECT',
  'c+': 'COLLECT SUM',
  'c<': 'COLLECT MIN',
  'c>': 'COLLECT MAX',
  'c#': 'COLLECT COUNT',
};
const HIT_POLICY_NAMES: ReadonlySet<string> = new Set(Object.values(HIT_POLICIES));

/** `F`, `first`, `C+` and the like as FIRST, COLLECT SUM; null for other words. */
export function readHitPolicy(word: string): string | null {
  const plain = word.trim();
  const upper = plain.toUpperCase().replace(/[\s_-]+/g, ' ');
  return HIT_POLICY_NAMES.has(upper) ? upper : (HIT_POLICIES[plain.toLowerCase()] ?? null);
}

/** `otherwise` is what a header that nobody knows stands for; null: it is refused. */
export function readLayout(grid: SheetGrid, known: KnownName, otherwise: 'input' | null = null): Layout {
  const notes: SheetRemark[] = [];
  const problems: SheetRemark[] = [];
  const rows = spreadMerged(grid, { notes, problems });
  problems.push(...findHidden(grid));
  const filled = rows.map((row) => row.filter((cell) => cell !== null).length);
  let at = filled.findIndex((count) => count > 0);
  if (at < 0) return { hitPolicy: null, columns: [], rules: [], notes, problems: [emptySheet(grid)] };
  at = skipTitles(grid, at, notes);
  const width = Math.max(...rows.map((row) => row.findLastIndex((cell) => cell !== null) + 1));
  const marked = readMarks(rows[at] ?? [], width, { row: at, notes });
  if (marked !== null) at += 1;
  const head = readHead(rows, at, marked?.roles ?? null);
  const columns: LayoutColumn[] = [];
  for (let index = 0; index < width; index += 1) {
    const column = readColumn(index, { head, marked, rows, known, otherwise, problems });
    if (column !== null) columns.push(column);
  }
  if (!columns.some(({ role }) => role === 'output') && problems.length === 0)
    problems.push(
      remark('', '', { zh: '没有输出列', en: 'there is no output column', remedy: MARK_COLUMNS }),
    );
  const rules = readRules(rows, head.next, { columns, notes });
  if (rules.length === 0 && problems.length === 0)
    problems.push(remark('', '', { zh: '表头下没有规则', en: 'there are no rules below the header' }));
  return { hitPolicy: marked?.hitPolicy ?? null, columns, rules, notes, problems };
}

const MARK_COLUMNS: LocalText = {
  zh: '在表头上方加一行，逐列写“输入”“输出”或“备注”',
  en: 'add a row above the header that says input, output or annotation for each column',
};

function emptySheet({ name }: SheetGrid): SheetRemark {
  return remark('', name, {
    zh: '工作表是空的',
    en: 'the sheet is empty',
    remedy: {
      zh: '用 --sheet 选择工作表',
      en: 'choose a sheet by --sheet',
    },
  });
}

/** Whoever looks at the sheet doesn't see them: whether they are rules is not for a program to say. */
function findHidden({ rows, hidden }: SheetGrid): readonly SheetRemark[] {
  const isFilled = (cell: SheetCell | null | undefined): boolean => (cell?.text.trim() ?? '') !== '';
  const show = { zh: '取消隐藏或筛选，或删除', en: 'show it (clear the filter), or delete it' };
  const hiddenRows = (hidden?.rows ?? []).filter((row) => rows[row]?.some(isFilled) === true);
  const hiddenColumns = (hidden?.columns ?? []).filter((column) => rows.some((row) => isFilled(row[column])));
  return [
    ...hiddenRows.map((row) =>
      remark(addressOf(row, 0), '', {
        zh: `第 ${row + 1} 行被隐藏`,
        en: `row ${row + 1} is hidden`,
        remedy: show,
      }),
    ),
    ...hiddenColumns.map((column) =>
      remark(addressOf(0, column), '', { zh: '此列被隐藏', en: 'the column is hidden', remedy: show }),
    ),
  ];
}

type Remarks = { readonly notes: SheetRemark[]; readonly problems: SheetRemark[] };
type Rows = readonly (readonly (SheetCell | null)[])[];

/** Rows in which each cell of a merged area says what the area says. */
function spreadMerged(grid: SheetGrid, { notes, problems }: Remarks): Rows {
  const rows = grid.rows.map((row) =>
    row.map((cell) => (cell === null || cell.text.trim() === '' ? null : cell)),
  );
  const lastTitle = firstFullRow(grid);
  for (const area of grid.merged) {
    const cell = rows[area.top]?.[area.left] ?? null;
    if (cell === null) continue;
    const name = `${addressOf(area.top, area.left)}:${addressOf(area.bottom, area.right)}`;
    const isAcross = area.right > area.left;
    if (isAcross && area.top > lastTitle && !isMark(cell.text))
      problems.push(
        remark(addressOf(area.top, area.left), cell.text, {
          zh: `合并了多列 ${name}`,
          en: `columns are merged, ${name}`,
          remedy: {
            zh: '取消合并，逐列写出',
            en: 'take the merge apart and write each column',
          },
        }),
      );
    else if (!isAcross)
      notes.push(
        remark(addressOf(area.top, area.left), cell.text, {
          zh: `合并单元格 ${name}：各行相同`,
          en: `merged ${name}: it holds for each of these rows`,
        }),
      );
    fill(rows, area, cell);
  }
  return rows;
}

function fill(rows: (SheetCell | null)[][], area: MergedArea, cell: SheetCell): void {
  for (let row = area.top; row <= Math.min(area.bottom, rows.length - 1); row += 1)
    for (let column = area.left; column <= area.right; column += 1) {
      const cells = rows[row];
      if (cells !== undefined) cells[column] = cell;
    }
}

/** The first row with more than one cell of its own: what stands above it is a title. */
function firstFullRow(grid: SheetGrid): number {
  return grid.rows.findIndex(
    (row) => row.filter((cell) => cell !== null && cell.text.trim() !== '').length > 1,
  );
}

function skipTitles(grid: SheetGrid, from: number, notes: SheetRemark[]): number {
  const first = firstFullRow(grid);
  for (let row = from; row < first; row += 1) {
    const column = (grid.rows[row] ?? []).findIndex((cell) => cell !== null && cell.text.trim() !== '');
    if (column >= 0)
      notes.push(
        remark(addressOf(row, column), grid.rows[row]?.[column]?.text ?? '', {
          zh: '作为标题略过',
          en: 'passed over as a title',
        }),
      );
  }
  return Math.max(from, first);
}

function wordOf(cell: SheetCell | null | undefined): string {
  return (cell?.text ?? '').normalize('NFKC').trim().toLowerCase();
}

function isMark(text: string): boolean {
  return Object.hasOwn(ROLE_WORDS, text.normalize('NFKC').trim().toLowerCase());
}

type Marks = { readonly roles: readonly (ColumnRole | null)[]; readonly hitPolicy: string | null };

/** The row that marks the columns; null when the row is something else. A column without a mark is as the one before. */
function readMarks(
  row: readonly (SheetCell | null)[],
  width: number,
  { row: at, notes }: { readonly row: number; readonly notes: SheetRemark[] },
): Marks | null {
  const hitPolicy = row[0] === null || row[0] === undefined ? null : readHitPolicy(row[0].text);
  const words = Array.from({ length: width }, (_, index) => wordOf(row[index]));
  const marks = words.map((word, index): ColumnRole | null =>
    index === 0 && hitPolicy !== null ? 'id' : (ROLE_WORDS[word] ?? null),
  );
  if (words.some((word, index) => word !== '' && marks[index] === null)) return null;
  if (!marks.includes('output')) return null;
  const roles: (ColumnRole | null)[] = [];
  for (const [index, mark] of marks.entries()) {
    const role = mark ?? (roles[index - 1] === 'id' ? null : (roles[index - 1] ?? null));
    roles.push(role);
    if (mark === null && role !== null)
      notes.push(
        remark(addressOf(at, index), '', {
          zh: `未标注，与左列相同：${role}`,
          en: `not marked, taken as the column to its left: ${role}`,
        }),
      );
  }
  return { roles, hitPolicy };
}

type Head = {
  readonly header: number | null;
  readonly meta: { readonly [row in MetaRow]: number | null };
  /** Where the rules begin. */
  readonly next: number;
};

function readHead(rows: Rows, from: number, roles: readonly (ColumnRole | null)[] | null): Head {
  const meta: { [row in MetaRow]: number | null } = {
    label: null,
    expression: null,
    type: null,
    values: null,
    default: null,
    monotone: null,
  };
  let at = from;
  let header: number | null = null;
  const metaAt = (row: number): MetaRow | null =>
    roles?.[0] === 'id' ? (META_WORDS[wordOf(rows[row]?.[0])] ?? null) : null;
  if (metaAt(at) === null) {
    header = at;
    at += 1;
  }
  for (let word = metaAt(at); word !== null && meta[word] === null; word = metaAt(at)) {
    meta[word] = at;
    at += 1;
  }
  return { header: header ?? meta.expression ?? meta.label, meta, next: at };
}

type ColumnParts = {
  readonly head: Head;
  readonly marked: Marks | null;
  readonly rows: Rows;
  readonly known: KnownName;
  readonly otherwise: 'input' | null;
  readonly problems: SheetRemark[];
};

function readColumn(
  index: number,
  { head, marked, rows, known, otherwise, problems }: ColumnParts,
): LayoutColumn | null {
  const textAt = (row: number | null): string | null =>
    row === null ? null : (rows[row]?.[index]?.text ?? '').replace(/\s+/g, ' ').trim();
  const header = textAt(head.header) ?? '';
  const isUsed = rows.slice(head.next).some((row) => (row[index] ?? null) !== null);
  const address = addressOf(head.header ?? 0, index);
  const role =
    marked === null
      ? (roleByName(header, known) ?? (header === '' ? null : otherwise))
      : (marked.roles[index] ?? null);
  if (header === '' && !isUsed && role !== 'output') return null;
  if (role === null || (header === '' && (role === 'input' || marked === null))) {
    const problem =
      header === ''
        ? remark(address, '', {
            zh: '此列没有表头',
            en: 'the column has no header',
            remedy: {
              zh: '写出列名，或删除此列',
              en: 'name the column, or delete it',
            },
          })
        : remark(address, header, {
            zh: `不知道“${header}”是输入还是输出`,
            en: `it is not known whether ${header} is an input or an output`,
            remedy: MARK_COLUMNS,
          });
    problems.push(problem);
    return null;
  }
  const meta = {
    label: textAt(head.meta.label),
    expression: textAt(head.meta.expression),
    type: textAt(head.meta.type),
    values: textAt(head.meta.values),
    default: textAt(head.meta.default),
    monotone: textAt(head.meta.monotone),
  };
  return { role, index, name: meta.expression ?? header, address, meta };
}

function roleByName(header: string, known: KnownName): ColumnRole | null {
  const word = header.normalize('NFKC').trim().toLowerCase();
  const role = known(header);
  if (role !== null) return role;
  return ID_HEADERS.has(word) ? 'id' : NOTE_HEADERS.has(word) ? 'annotation' : null;
}

function readRules(
  rows: Rows,
  from: number,
  { columns, notes }: { readonly columns: readonly LayoutColumn[]; readonly notes: SheetRemark[] },
): readonly LayoutRule[] {
  const idColumn = columns.find(({ role }) => role === 'id')?.index ?? null;
  const last = rows.findLastIndex((row) => row.some((cell) => cell !== null));
  const rules: LayoutRule[] = [];
  for (let row = from; row <= last; row += 1) {
    const cells = rows[row] ?? [];
    if (cells.every((cell) => cell === null)) {
      notes.push(remark(addressOf(row, 0), '', { zh: '空行略过', en: 'an empty row was passed over' }));
      continue;
    }
    const id = idColumn === null ? '' : (cells[idColumn]?.text.trim() ?? '');
    rules.push({ row, id, cells: columns.map(({ index }) => cells[index] ?? null) });
  }
  return rules;
}
