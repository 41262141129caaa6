/** `plimsoll rebuild`: recomputes every projection from the log, reports each row that differed, and puts it right. */
import { type Comparison, rebuild, readLogSize } from '@plimsoll/server/store';
import { withHome } from './home.ts';
import { say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';
import { startProgress } from './progress.ts';

const ROWS_SHOWN = 20;

/** Exits 1 under `--check` when a row differs. */
export async function runRebuild({ options, isJson }: CommandRequest): Promise<ExitCode> {
  const isCheck = options['check'] === true;
  const comparison = await withHome(async ({ pool }) => {
    const progress = startProgress(
      { en: 'Recomputing from the log', zh: '正在由日志重算' },
      await readLogSize(pool),
      isJson,
    );
    const result = await rebuild(pool, { isCheck, onProgress: (done) => progress.advance(done) });
    progress.finish();
    return result;
  });
  const isGood = !isCheck || comparison.differences === 0;
  if (isJson) printJson({ ok: isGood, isCheck, ...comparison });
  else printComparison(comparison, isCheck);
  return isGood ? exitCode.done : exitCode.failed;
}

function printComparison({ events, rows, differences, examples }: Comparison, isCheck: boolean): void {
  for (const { table, key, expected, found } of examples.slice(0, ROWS_SHOWN))
    printLine(`${table} ${JSON.stringify(key)}: ${JSON.stringify(found)} → ${JSON.stringify(expected)}`);
  printLine(
    say({
      en: `${events} events give ${rows} rows; ${differences} differed${!isCheck && differences > 0 ? ' and were put right' : ''}.`,
      zh: `${events} 条事件算得 ${rows} 行；${differences} 行有差异${!isCheck && differences > 0 ? '，已更正' : ''}。`,
    }),
  );
}
