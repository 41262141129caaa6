/** `plimsoll version`: the version of the root package and the Node it runs on. */
import { readFile } from 'node:fs/promises';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';

/** Prints `plimsoll 0.1.0 (Node v24.21.0)`. */
export async function printVersion(request: CommandRequest): Promise<ExitCode> {
  const version = await readVersion();
  if (request.isJson) printJson({ ok: true, version, node: process.version });
  else printLine(`plimsoll ${version} (Node ${process.version})`);
  return exitCode.done;
}

/** The version of this code. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
