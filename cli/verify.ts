/**
 * `plimsoll verify`: walks the whole log, event by event, and names the first one that is not as it was written.
 * Beside the database it uses what an attacker there doesn't have: the keys, and the checkpoints kept in the home.
 */
import { type LogFault, type LogReport, verifyLog } from '@plimsoll/server/ledger';
import { createLedgerParts } from '@plimsoll/server/service';
import { createOpener, readLogSize } from '@plimsoll/server/store';
import { type Home, withHome } from './home.ts';
import { type Bilingual, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { startProgress } from './progress.ts';
import { checkReceipt } from './receipt.ts';

/** Exits 1 when anything was altered. With `--receipt` and `--key` it checks one receipt instead, without a database. */
export async function runVerify({ options, isJson }: CommandRequest): Promise<ExitCode> {
  const { receipt, key } = options;
  if (typeof receipt === 'string' && typeof key === 'string') return checkReceipt(receipt, key, isJson);
  if (receipt !== undefined || key !== undefined) return refuseHalf(isJson);
  const report = await withHome(async (home) => verifyHome(home, isJson));
  if (isJson) printJson(report);
  else printReport(report);
  return report.ok ? exitCode.done : exitCode.failed;
}

function refuseHalf(isJson: boolean): ExitCode {
  const failure = {
    code: 'wrong_call',
    sentence: {
      en: '--receipt and --key go together.',
      zh: '--receipt 与 --key 须同时给出。',
    },
    remedy: {
      en: 'The key is on the ledger page and in the reply of /v1/ledger/checkpoint.',
      zh: '公钥见控制台“账本”页或 /v1/ledger/checkpoint 的应答。',
    },
  };
  reportFailure(failure, isJson);
  return exitCode.usage;
}

async function verifyHome({ pool, keys, options }: Home, isJson: boolean): Promise<LogReport> {
  const ledger = createLedgerParts(keys, options.home);
  const progress = startProgress(
    { en: 'Verifying the log', zh: '正在核验日志' },
    await readLogSize(pool),
    isJson,
  );
  const report = await verifyLog(pool, {
    key: ledger.signer,
    opener: await createOpener(pool, keys),
    seal: ledger.seal,
    notesFolder: ledger.notesFolder,
    onProgress: ({ done }) => progress.advance(done),
  });
  progress.finish();
  return report;
}

function printReport({ ok, size, root, counts, fault }: LogReport): void {
  const { events, opened, erased, uncovered, checkpoints, notes } = counts;
  printLine(
    say({
      en: `${events} events walked; ${opened} bodies opened, ${erased} of erased persons; ${checkpoints} checkpoints, ${notes} kept notes.`,
      zh: `核验事件 ${events} 条；打开正文 ${opened} 条，已删除个人 ${erased} 条；检查点 ${checkpoints} 个，库外留存 ${notes} 份。`,
    }),
  );
  if (uncovered > 0)
    printLine(
      say({
        en: `${uncovered} of them are newer than the last checkpoint; a running server covers them within a second.`,
        zh: `其中 ${uncovered} 条晚于最新检查点；服务运行时会在一秒内纳入。`,
      }),
    );
  if (fault !== null) printFault(fault);
  else
    printLine(
      say({ en: `The log is whole: size ${size}, root ${root}`, zh: `日志完整：大小 ${size}，根 ${root}` }),
    );
  if (!ok && fault === null) printLine(say({ en: 'The log is not whole.', zh: '日志不完整。' }));
}

function printFault({ code, position, lastPosition, eventId, differs, facts }: LogFault): void {
  const place = position === lastPosition ? `${position}` : `${position}–${lastPosition}`;
  const sentence: Bilingual = {
    en: `ALTERED: ${code} at position ${place}${eventId === null ? '' : `, event ${eventId}`}`,
    zh: `已被篡改：${code}，位置 ${place}${eventId === null ? '' : `，事件 ${eventId}`}`,
  };
  printLine(say(sentence));
  if (differs.length > 0) printLine(`  ${say({ en: 'differs', zh: '不一致' })}: ${differs.join(', ')}`);
  if (Object.keys(facts).length > 0) printLine(`  ${JSON.stringify(facts)}`);
}
