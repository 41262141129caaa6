/**
 * `plimsoll policy diff <old> <new>`: what changed between two policy files, row by row, in words. Exit code as of
 * `diff`: 0 when both mean the same, 1 when they differ, 2 when one can't be read.
 */
import { comparePolicies, formatChange } from '@plimsoll/core/dmn';
import { pickLanguage, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { readPolicyFile } from './policy-file.ts';

export async function runPolicyDiff({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const [oldPath = '', newPath = ''] = words;
  const wanted = options['lang'];
  if (wanted !== undefined && wanted !== 'zh' && wanted !== 'en') {
    reportFailure(unknownLanguage(String(wanted)), isJson);
    return exitCode.usage;
  }
  const [old, fresh] = [await readPolicyFile(oldPath), await readPolicyFile(newPath)];
  if (!old.ok || !fresh.ok) {
    const failed = [old, fresh].find((each) => !each.ok);
    if (failed?.ok === false) reportFailure(failed.failure, isJson);
    return exitCode.usage;
  }
  const changes = comparePolicies(old.file.policy, fresh.file.policy);
  if (isJson)
    printJson({
      ok: true,
      same: changes.length === 0,
      old: { file: oldPath, hash: old.file.policy.hash },
      new: { file: newPath, hash: fresh.file.policy.hash },
      changes: changes.map((change) => ({
        ...change,
        text: { zh: formatChange(change, 'zh'), en: formatChange(change, 'en') },
      })),
    });
  else {
    const language = wanted ?? pickLanguage(process.env);
    for (const change of changes) printLine(formatChange(change, language));
    if (changes.length === 0) printLine(say({ en: 'Both mean the same.', zh: '两者含义相同。' }));
  }
  return changes.length === 0 ? exitCode.done : exitCode.failed;
}

function unknownLanguage(wanted: string) {
  return {
    code: 'wrong_call',
    sentence: { en: `There is no language “${wanted}”.`, zh: `没有语言“${wanted}”。` },
    remedy: { en: 'Write --lang zh or --lang en.', zh: '请写 --lang zh 或 --lang en。' },
  };
}
