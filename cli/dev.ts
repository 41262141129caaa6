/**
 * `plimsoll dev`: the server, started again when one of its files changes, and beside it the console served by Vite
 * with the API passed through. Ctrl-C ends both; when one ends by itself, the other is ended and so is the command.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode } from './outcome.ts';
import { rootFolder } from './repository.ts';

const STOP_LIMIT_MS = 10_000;

type Part = { readonly name: string; readonly words: readonly string[] };

const parts: readonly Part[] = [
  { name: 'server', words: ['--watch', '--watch-preserve-output', 'cli/main.ts', 'start'] },
  { name: 'console', words: ['node_modules/vite/bin/vite.js', 'console', '--clearScreen', 'false'] },
];

/** Runs until Ctrl-C (0) or until a part ends by itself (1). */
export async function runDevelopment(_request: CommandRequest): Promise<ExitCode> {
  process.stderr.write(
    `${say({ en: 'watching the tree; Ctrl-C ends', zh: '正在监视源码改动；按 Ctrl-C 结束' })}\n`,
  );
  const children = parts.map(startPart);
  const ended = children.map((child) => new Promise<void>((resolve) => child.once('close', () => resolve())));
  const stopped = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'));
  });
  const reason = await Promise.race([stopped, ...ended]);
  for (const child of children) child.kill('SIGTERM');
  const impatience = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, STOP_LIMIT_MS);
  await Promise.all(ended);
  clearTimeout(impatience);
  return reason === 'asked' ? exitCode.done : exitCode.failed;
}

function startPart(part: Part): ChildProcess {
  const child = spawn(process.execPath, [...part.words], {
    cwd: rootFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => prefix(part.name, text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => prefix(part.name, text));
  return child;
}

function prefix(name: string, text: string): void {
  for (const line of text.trimEnd().split('\n')) process.stderr.write(`${name.padEnd(8)}| ${line}\n`);
}
