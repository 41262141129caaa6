/** Where the tree of this house stands, and how its tools are called from the command line. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository, with a trailing separator. */
export const rootFolder = fileURLToPath(new URL('../', import.meta.url));

export type ToolRun = { readonly exitCode: number; readonly output: string; readonly elapsedMs: number };

/** Runs a script under this Node in the root folder and gathers what it prints, in the order it was printed. */
export function runScript(script: string, words: readonly string[]): Promise<ToolRun> {
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...words], {
      cwd: rootFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (part: string) => parts.push(part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ exitCode: code ?? 1, output: parts.join(''), elapsedMs: performance.now() - startedMs }),
    );
  });
}
