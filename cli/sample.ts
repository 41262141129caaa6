/**
 * `plimsoll sample --to FILE.csv`: past applications from the log as a sample, as they were known when they were decided.
 * Without `--with-declined` only those whose performance was observed, with the target `performance`; with it every decided
 * one, `accepted` yes or no, and no performance where none was seen: for reject inference.
 */
import { open } from 'node:fs/promises';
import { categoricalColumn, csvLines, type Table, takeRows } from '@plimsoll/core/table';
import { createPastSample, type PastSample } from '@plimsoll/loan/origination';
import { folded, MAX_PAGE_EVENTS, readEvents, readLogSize } from '@plimsoll/server/store';
import { withHome } from './home.ts';
import { say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { startProgress } from './progress.ts';

/** Lines that are written at once. */
const WRITE_LINES = 1000;

export async function runSample({ options, isJson }: CommandRequest): Promise<ExitCode> {
  const path = options['to'];
  if (typeof path !== 'string' || path === '') {
    reportFailure(
      {
        code: 'no_file',
        sentence: { en: 'Where is the sample to be written?', zh: '样本写到哪里？' },
        remedy: { en: 'Add --to FILE.csv.', zh: '请加上 --to FILE.csv。' },
      },
      isJson,
    );
    return exitCode.usage;
  }
  const sample = await readLog(isJson);
  const table = columnsOf(sample, options['withDeclined'] === true);
  await writeTable(table, path);
  const observed = sample.performance.filter((each) => each !== null).length;
  const facts = { rows: table.rowCount, decided: sample.ids.length, observed, undecided: sample.undecided };
  if (isJson) printJson({ ok: true, path, ...facts });
  else
    printLine(
      say({
        en: `${path}: ${facts.rows} rows, ${table.columns.length} columns; of ${facts.decided} decided applications ${observed} have an observed performance.`,
        zh: `${path}：${facts.rows} 行，${table.columns.length} 列；${facts.decided} 笔已决申请中 ${observed} 笔有观察到的表现。`,
      }),
    );
  return exitCode.done;
}

function readLog(isJson: boolean): Promise<PastSample> {
  return withHome(async ({ pool }) => {
    const size = await readLogSize(pool);
    const progress = startProgress({ en: 'Reading the log', zh: '正在读取日志' }, size, isJson);
    const reader = createPastSample();
    for (let from = 0; from < size; from += MAX_PAGE_EVENTS) {
      const events = await readEvents(pool, { from, count: Math.min(MAX_PAGE_EVENTS, size - from) });
      for (const event of folded(events)) reader.take(event);
      progress.advance(Math.min(size, from + MAX_PAGE_EVENTS));
    }
    progress.finish();
    return reader.finish();
  });
}

function columnsOf({ table, performance, isAccepted }: PastSample, isWithDeclined: boolean): Table {
  const whole: Table = {
    rowCount: table.rowCount,
    columns: [
      ...table.columns,
      ...(isWithDeclined
        ? [
            categoricalColumn(
              'accepted',
              Array.from(isAccepted, (each) => (each === 1 ? 'yes' : 'no')),
            ),
          ]
        : []),
      categoricalColumn('performance', performance),
    ],
  };
  if (isWithDeclined) return whole;
  const rows = performance.flatMap((each, row) => (each === null ? [] : [row]));
  return takeRows(whole, Int32Array.from(rows));
}

async function writeTable(table: Table, path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    let lines: string[] = [];
    for (const line of csvLines(table)) {
      if (lines.push(line) < WRITE_LINES) continue;
      await file.write(lines.join(''));
      lines = [];
    }
    await file.write(lines.join(''));
  } finally {
    await file.close();
  }
}
