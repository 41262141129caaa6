/**
 * A sample at a glance: kinds, missing, distinct and frequent values of each column, what the reader found odd, and
 * whether it holds identities of persons. Samples are kept in the clear, so what identifies a person is refused at the
 * door: a column whose values look like e-mails, phones or numbers of documents; one that is only named like it is told.
 */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { checkColumns, type Column, type CsvSource, type Finding, inferTable } from '@plimsoll/core/table';
import type { SampleDetail, SampleFinding } from '@plimsoll/api/model';

export type Description = Pick<SampleDetail, 'rows' | 'columnCount' | 'columns' | 'findings'>;

const MAX_FREQUENT = 12;
/** Distinct numbers are counted up to this; beyond, the count says "at least". */
const MAX_DISTINCT = 100_000;
/** Values looked at for the form of an identity, and the share of them that makes a column one. */
const LOOKED_AT = 2000;
const IDENTITY_SHARE = 0.5;

const IDENTITY_TEXT =
  /^(?:[^\s@]+@[^\s@]+\.[a-z]{2,}|\d{17}[\dXx]|\d{15}|\d{3}-\d{2}-\d{4}|\+\d[\d ()-]{7,18}|(?:\+?86[ -]?)?1[3-9]\d{9}|\d{3}[ -]\d{3}[ -]\d{4})$/;
const IDENTITY_NAME =
  /^(?:(?:full|first|last|sur|given|middle|borrower|customer|applicant)?[_ .-]?name|surname|e-?mail(?:[_ .-]?address)?|(?:mobile|cell|home|work)?[_ .-]?(?:tele)?phone(?:[_ .-]?(?:no|number))?|mobile|ssn|passport(?:[_ .-]?(?:no|number))?|id[_ .-]?(?:card|number|no)|national[_ .-]?id|street|address|姓名|名字|身份证(?:号码?)?|证件号码?|手机(?:号码?)?|电话(?:号码?)?|邮箱|住址|地址)$/i;

/** Reads and describes. Refuses what can't be read, and a sample that holds identities. */
export function describeSample(csv: CsvSource): Result<Description> {
  const read = inferTable(csv);
  if (!read.ok) return read;
  const { table } = read.value;
  const identities = table.columns.filter(holdsIdentities).map(({ name }) => name);
  if (identities.length > 0) return refuse('sample_holds_identities', 'MDL-2', { columns: identities });
  const named = table.columns.filter(({ name }) => IDENTITY_NAME.test(name));
  const checked = checkColumns(table, {});
  return ok({
    rows: table.rowCount,
    columnCount: table.columns.length,
    columns: table.columns.map(describeColumn),
    findings: [
      ...named.map(({ name }) => namedLikeIdentity(name)),
      ...[...read.value.findings, ...checked.findings].map(presentFinding),
    ],
  });
}

/** Present values of a column as text, the first of them. */
function textsOf(column: Column): readonly string[] {
  if (column.kind === 'categorical') return column.levels.slice(0, LOOKED_AT);
  const texts: string[] = [];
  for (let row = 0; row < column.values.length && texts.length < LOOKED_AT; row++)
    if (column.marks[row] === 0) texts.push(String(column.values[row]));
  return texts;
}

function holdsIdentities(column: Column): boolean {
  const texts = textsOf(column);
  const alike = texts.filter((text) => IDENTITY_TEXT.test(text)).length;
  // A number that never repeats: amounts of eleven digits may well begin with 13.
  const isSpread = new Set(texts).size > 0.9 * texts.length;
  return texts.length > 0 && alike > IDENTITY_SHARE * texts.length && isSpread;
}

function describeColumn(column: Column): SampleDetail['columns'][number] {
  const missing = column.marks.reduce((count, mark) => count + (mark > 0 ? 1 : 0), 0);
  const counts = countsOf(column);
  const distinct = counts.size;
  const values = [...counts]
    .sort(([, left], [, right]) => right - left)
    .slice(0, MAX_FREQUENT)
    .map(([value, count]) => ({ value, count }));
  const { min, max } = rangeOf(column);
  const isFrequent = column.kind === 'categorical' || distinct <= MAX_FREQUENT;
  return {
    name: column.name,
    kind: column.kind,
    missing,
    distinct,
    min,
    max,
    values: isFrequent ? values : [],
  };
}

function countsOf(column: Column): ReadonlyMap<string, number> {
  if (column.kind === 'categorical') {
    const counts = new Uint32Array(column.levels.length);
    for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
    return new Map(column.levels.map((level, at) => [level, counts[at] ?? 0]));
  }
  const counts = new Map<number, number>();
  for (let row = 0; row < column.values.length && counts.size < MAX_DISTINCT; row++) {
    const value = column.values[row] as number;
    if (column.marks[row] === 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].map(([value, count]) => [String(value), count]));
}

function rangeOf(column: Column): { readonly min: number | null; readonly max: number | null } {
  if (column.kind === 'categorical') return { min: null, max: null };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < column.values.length; row++) {
    const value = column.values[row] as number;
    if (column.marks[row] !== 0) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? { min: null, max: null } : { min, max };
}

function presentFinding({ code, column, words }: Finding): SampleFinding {
  return { code, severity: 'warning', column, text: words };
}

function namedLikeIdentity(name: string): SampleFinding {
  return {
    code: 'column_named_like_identity',
    severity: 'warning',
    column: name,
    text: {
      zh: `列“${name}”的名称像个人身份信息；样本不得含个人信息，请确认或删除该列`,
      en: `Column “${name}” is named like personal data; a sample must hold none: make sure, or take it out`,
    },
  };
}
