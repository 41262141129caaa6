/**
 * `plimsoll end-of-day`: closes the days of the book up to one, beside a running server or without one. A run that was
 * killed or interrupted is taken up where it ended.
 */
import { createDayRunner, type DayReport } from '@plimsoll/server/jobs';
import { createLog } from '@plimsoll/server/store';
import { join } from 'node:path';
import { type Home, withHome } from './home.ts';
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

const DAY_MS = 86_400_000;
const PERCENT = 100;

/** Exits 1 when it refuses, and when loans refused. */
export async function runEndOfDay({ options, isJson }: CommandRequest): Promise<ExitCode> {
  const named = options['day'];
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const day = typeof named === 'string' ? named : yesterday;
  const run = await withHome(async (home) => closeDays(home, day, isJson));
  if (!run.ok) {
    const { code, facts } = run;
    reportFailure(
      {
        code,
        sentence: {
          en: `The end of ${day} was not run: ${JSON.stringify(facts)}.`,
          zh: `未执行 ${day} 的日终：${JSON.stringify(facts)}。`,
        },
        remedy: {
          en: 'Give a day that is not to come, YYYY-MM-DD; if another run is under way, let it end.',
          zh: '请给出不晚于今天的日期（YYYY-MM-DD）；若已有日终在运行，请等它结束。',
        },
      },
      isJson,
    );
    return exitCode.failed;
  }
  const refused = run.value.reduce((sum, report) => sum + report.refused, 0);
  if (isJson) printJson({ ok: refused === 0, days: run.value });
  else printReports(run.value);
  return refused === 0 ? exitCode.done : exitCode.failed;
}

async function closeDays(
  { pool, keys, options }: Home,
  day: string,
  isJson: boolean,
): ReturnType<ReturnType<typeof createDayRunner>['run']> {
  const log = await createLog({ pool, keys, clock: Date.now });
  const runner = createDayRunner({
    pool,
    log,
    databaseUrl: options.databaseUrl ?? pool.options.connectionString ?? '',
    secrets: join(options.home, 'secrets'),
    masterKey: options.masterKey,
    clock: Date.now,
  });
  const progress = startProgress({ en: 'Closing the day', zh: '正在日终' }, PERCENT, isJson);
  try {
    return await runner.run(day, ({ loans, total }) =>
      progress.advance(total === 0 ? PERCENT : Math.min(PERCENT, Math.floor((PERCENT * loans) / total))),
    );
  } finally {
    progress.finish();
    await log.close();
  }
}

function printReports(reports: readonly DayReport[]): void {
  if (reports.length === 0)
    printLine(say({ en: 'Nothing to do: the day is closed.', zh: '无需处理：该日已结。' }));
  for (const { day, loans, changed, refused } of reports)
    printLine(
      say({
        en: `${day} closed: ${loans} loans, ${changed} changed, ${refused} refused.`,
        zh: `${day} 已结：${loans} 笔贷款，${changed} 笔有变动，${refused} 笔未能处理。`,
      }),
    );
}
