/** Rows with outcomes as a model reads and scores them, whole or cut at a date, and both sides of that cut as one table. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { columnSpecsOf, type Scorer } from '@plimsoll/core/model/document';
import type { JudgedSample, SplitRows } from '@plimsoll/core/model/validate';
import {
  ABSENT_TEXTS,
  type CategoricalColumn,
  categoricalColumn,
  columnOf,
  type ColumnSpec,
  type CsvText,
  parseCsv,
  tableFromCsv,
  targetOf,
} from '@plimsoll/core/table';
import { dateOf, periodOf } from './calendar.ts';
import { say } from './language.ts';
import { good, readGiven, SampleError, unzipped } from './sample-file.ts';

export type SampleText = { readonly name: string; readonly sha256: string; readonly csv: CsvText };

type ScoredSampleFile = {
  readonly name: string;
  readonly sha256: string;
  readonly sample: JudgedSample;
  readonly column: (name: string) => CategoricalColumn;
};

export async function readSampleText(path: string): Promise<SampleText> {
  const file = await readGiven(path);
  const csv = good(parseCsv(new TextDecoder().decode(unzipped(file))));
  return { name: basename(path), sha256: createHash('sha256').update(file).digest('hex'), csv };
}

/** Values are read as the model says, outcomes as `target` does; `aside` are columns of levels to judge by. */
export function scoredSample(
  scorer: Scorer,
  { name, sha256, csv }: SampleText,
  from: { readonly target: string; readonly aside: readonly string[] },
): ScoredSampleFile {
  const inputs = good(tableFromCsv(csv, columnSpecsOf(scorer.document)));
  const targetColumn = from.target.slice(0, from.target.lastIndexOf('='));
  const others = good(tableFromCsv(csv, [...new Set([...from.aside, targetColumn])].map(levelOf)));
  const scores = good(scorer.scoreTable(inputs));
  return {
    name,
    sha256,
    sample: {
      pds: scores.probabilities,
      scores: scores.margins,
      outcomes: good(targetOf(others, from.target)),
      table: inputs,
    },
    column: (wanted) => {
      const column = columnOf(others, wanted);
      if (column.kind === 'categorical') return column;
      throw unreadable({ en: `${wanted} is no category`, zh: `${wanted} 不是类别列` });
    },
  };
}

/** The rows before a date and those from it on. Refuses a row whose date can't be told to be either. */
export function cutAtDate(
  text: SampleText,
  at: { readonly column: string; readonly from: string },
): { readonly before: SampleText; readonly since: SampleText } {
  const from = dateOf(at.from);
  if (from === null)
    throw new SampleError(
      'wrong_call',
      say({ en: `${at.from} is no date such as 2026-03-01`, zh: `${at.from} 不是日期（如 2026-03-01）` }),
    );
  const dates = textsOf(text.csv, at.column).map(dateOf);
  const row = dates.findIndex((date) => date === null || date.length < from.length);
  if (row >= 0)
    throw unreadable({
      en: `row ${row + 1} has no date in ${at.column} that can be told to lie before ${from} or not`,
      zh: `第 ${row + 1} 行的 ${at.column} 不是可与 ${from} 比较先后的日期`,
    });
  const partOf = (name: string, keep: (date: string) => boolean): SampleText => ({
    ...text,
    name,
    csv: { ...text.csv, rows: text.csv.rows.filter((_, each) => keep(dates[each] ?? '')) },
  });
  return {
    before: partOf(`${text.name} < ${from}`, (date) => date < from),
    since: partOf(`${text.name} ≥ ${from}`, (date) => date >= from),
  };
}

/** Days by month, other texts as they stand. */
export function monthsOf({ csv }: SampleText, column: string): CategoricalColumn {
  const texts = textsOf(csv, column);
  return categoricalColumn(
    column,
    texts.map((text) => (Object.hasOwn(ABSENT_TEXTS, text) ? null : periodOf(text))),
  );
}

/** Both samples in one table with the column that names the person, to look for those who stand on both sides. */
export function bothSides(
  scorer: Scorer,
  sides: readonly [SampleText, SampleText],
  from: { readonly person: string; readonly target: string },
): SplitRows {
  const specs = columnSpecsOf(scorer.document).filter(({ name }) => name !== from.person);
  const targetColumn = from.target.slice(0, from.target.lastIndexOf('='));
  const header = [...new Set([...specs.map((spec) => spec.from), from.person, targetColumn])];
  const columns = sides.map(({ csv }) => header.map((name) => textsOf(csv, name)));
  const rows = sides.flatMap(({ csv }, side) =>
    csv.rows.map((_, row) => (columns[side] ?? []).map((texts) => texts[row] ?? '')),
  );
  const csv: CsvText = { header, rows };
  return {
    table: good(tableFromCsv(csv, [...specs, levelOf(from.person)])),
    outcomes: good(targetOf(good(tableFromCsv(csv, [levelOf(targetColumn)])), from.target)),
    person: from.person,
    folds: Uint8Array.from(rows, (_, row) => (row < sides[0].csv.rows.length ? 0 : 1)),
  };
}

/** The cells of a column. Refuses a name that the file has not. */
export function textsOf({ header, rows }: CsvText, name: string): readonly string[] {
  const at = header.indexOf(name);
  if (at >= 0) return rows.map((row) => row[at] ?? '');
  throw unreadable({ en: `there is no column ${name}`, zh: `没有 ${name} 这一列` });
}

function levelOf(name: string): ColumnSpec {
  return { kind: 'categorical', name, from: name, absent: { '': 'no_record' } };
}

function unreadable(words: { readonly en: string; readonly zh: string }): SampleError {
  return new SampleError('sample_unreadable', say(words));
}
