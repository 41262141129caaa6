/**
 * How every command ends. Exit codes: 0 done, 1 refused or failed, 2 called wrongly. Results go to stdout,
 * what people read along the way goes to stderr, so that a pipe holds results only. Under `--json` stdout holds
 * exactly one JSON document, also when the command fails.
 */
import { type Bilingual, say } from './language.ts';
import { remedies } from './remedy.ts';

export const exitCode = { done: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** One call of a command, after its words were parsed. */
export type CommandRequest = {
  /** The positional words, in order. */
  readonly words: readonly string[];
  /** Options by camelCase name: true for a flag, a string for a value. */
  readonly options: { readonly [name: string]: string | boolean | undefined };
  /** Print one JSON document and nothing else on stdout. */
  readonly isJson: boolean;
};

/** Why a command did not do what was asked: a code to search for, a sentence, and what to do now. */
export type Failure = { readonly code: string; readonly sentence: Bilingual; readonly remedy: Bilingual };

/** Prints a failure: three lines for people on stderr, or `{"ok":false,…}` on stdout. Returns the exit code. */
export function reportFailure(failure: Failure, isJson: boolean): ExitCode {
  const { code } = failure;
  if (isJson) printJson({ ok: false, code, sentence: say(failure.sentence), remedy: say(failure.remedy) });
  else process.stderr.write(`${code}\n  ${say(failure.sentence)}\n  ${say(failure.remedy)}\n`);
  return exitCode.failed;
}

/** The failure for an error that nobody foresaw. A typed error's own code is kept. */
export function unforeseen(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const ownCode: unknown = error instanceof Error && 'code' in error ? error.code : null;
  const stack = process.env['PLIMSOLL_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack}` : '';
  const code = typeof ownCode === 'string' ? ownCode : 'unforeseen_fault';
  return {
    code,
    sentence: { en: `${message}${stack}`, zh: `${message}${stack}` },
    remedy: remedies[code] ?? {
      en: 'Set PLIMSOLL_DEBUG=1 to see where it happened; CONTRIBUTING.md says how to report it.',
      zh: '设置 PLIMSOLL_DEBUG=1 可查看出错位置；如何报告见 CONTRIBUTING.md。',
    },
  };
}

/** The result for people: one line on stdout. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The result for programs: one JSON document on stdout. */
export function printJson(document: object): void {
  process.stdout.write(`${JSON.stringify(document)}\n`);
}
