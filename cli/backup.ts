/** `plimsoll backup <file>` and `plimsoll restore <file>`: the whole log out, and back into an empty home. */
import { integrate } from '@plimsoll/server/ledger';
import { createLedgerParts } from '@plimsoll/server/service';
import { backup, type BackupReport, readLogSize, restore } from '@plimsoll/server/store';
import { withHome } from './home.ts';
import { type Bilingual, say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';
import { type Progress, startProgress } from './progress.ts';

/** Writes a backup beside a running server. The keys in the home are not in it. */
export async function runBackup({ words, isJson }: CommandRequest): Promise<ExitCode> {
  const [file = ''] = words;
  const report = await withHome(async ({ pool }) => {
    const total = await readLogSize(pool);
    const progress = startProgress({ en: 'Backing up', zh: '正在备份' }, total, isJson);
    const written = await backup(pool, file, (done) => progress.advance(done));
    progress.finish();
    return written;
  });
  return tell(report, isJson, {
    en: `Wrote ${file}. Keep the folder secrets/ of the home elsewhere: without it nobody can open personal data.`,
    zh: `已写入 ${file}。请另行保管 secrets/ 目录：没有它，任何人都无法打开个人信息。`,
  });
}

/** Restores into an empty home that has the keys of the old one; verifies as it reads. */
export async function runRestore({ words, isJson }: CommandRequest): Promise<ExitCode> {
  const [file = ''] = words;
  const report = await withHome(async ({ pool, keys, options }) => {
    let progress: Progress | null = null;
    const onProgress = (done: number, total: number): void => {
      progress ??= startProgress({ en: 'Restoring', zh: '正在恢复' }, total, isJson);
      progress.advance(done);
    };
    const read = await restore(pool, keys, { file, onProgress });
    await integrate(pool, createLedgerParts(keys, options.home));
    return read;
  });
  return tell(report, isJson, {
    en: `Restored ${file}. ./plimsoll verify walks it once more, body by body.`,
    zh: `已恢复 ${file}。可运行 ./plimsoll verify 再逐条核验。`,
  });
}

function tell(report: BackupReport, isJson: boolean, sentence: Bilingual): ExitCode {
  if (isJson) printJson({ ok: true, ...report });
  else {
    printLine(say(sentence));
    printLine(
      say({
        en: `${report.events} events, root ${report.root}`,
        zh: `事件 ${report.events} 条，根 ${report.root}`,
      }),
    );
  }
  return exitCode.done;
}
