/** `plimsoll policy check <file>`: what is wrong with a policy, each finding with its place. Exit code 1 when there is an error. */
import { readFile } from 'node:fs/promises';
import { formatPlace, type Problem, readPolicyDraft } from '@plimsoll/core/dmn';
import { say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';

export async function runPolicyCheck({ words, isJson }: CommandRequest): Promise<ExitCode> {
  const { policy, problems } = await readPolicyDraft(await readFile(words[0] ?? '', 'utf8'));
  if (isJson) printJson({ ok: problems.length === 0, name: policy?.name ?? null, problems });
  else printProblems(problems);
  return problems.length === 0 ? exitCode.done : exitCode.failed;
}

function printProblems(problems: readonly Problem[]): void {
  for (const { code, place, text } of problems) printLine(`${code}  ${formatPlace(place)}\n  ${say(text)}`);
  if (problems.length === 0) printLine(say({ en: 'Nothing was found.', zh: '未发现问题。' }));
}
