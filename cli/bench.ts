/** `plimsoll bench <name>`: runs bench/<name>.ts, which prints a table for people and, last, its figures as one JSON line. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CommandRequest, type ExitCode, exitCode, reportFailure } from './outcome.ts';
import { rootFolder } from './repository.ts';

/** Scripts that the benchmarks start, not benchmarks themselves. */
const NOT_A_BENCH = new Set(['serve']);

export async function runBench({ words, isJson }: CommandRequest): Promise<ExitCode> {
  const [name = ''] = words;
  const names = await benchNames();
  if (!names.includes(name)) {
    const known = names.join(', ');
    reportFailure(
      {
        code: 'unknown_bench',
        sentence: { en: `There is no benchmark called "${name}".`, zh: `没有名为“${name}”的基准测试。` },
        remedy: { en: `Known ones: ${known}.`, zh: `可用：${known}。` },
      },
      isJson,
    );
    return exitCode.usage;
  }
  const { bench } = (await import(pathToFileURL(join(rootFolder, 'bench', `${name}.ts`)).href)) as {
    readonly bench: () => Promise<void>;
  };
  await bench();
  return exitCode.done;
}

async function benchNames(): Promise<readonly string[]> {
  const files = await readdir(join(rootFolder, 'bench'));
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => !NOT_A_BENCH.has(name));
}
