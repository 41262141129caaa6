/**
 * `plimsoll check`: everything that can be said about the tree without an engine. One line per step with its time;
 * what a step prints is shown when it fails. All steps run even when one has failed.
 */
import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { rootFolder, runScript } from './repository.ts';

type Step = {
  readonly name: string;
  readonly script: string;
  readonly words: readonly string[];
  /** The words that mend instead of complaining, where the tool can. */
  readonly fixWords?: readonly string[];
};

type StepEnd = { readonly name: string; readonly isGreen: boolean; readonly elapsedMs: number };

const compiler = 'node_modules/typescript7/bin/tsc';
const formatter = 'node_modules/@biomejs/biome/bin/biome';
const formatWords = ['format', '--max-diagnostics=20', '--no-errors-on-unmatched'];
const steps: readonly Step[] = [
  {
    name: 'format',
    script: formatter,
    words: [...formatWords, '.'],
    fixWords: [...formatWords, '--write', '.'],
  },
  {
    name: 'lint',
    script: 'node_modules/oxlint/bin/oxlint',
    words: ['--type-aware', '--deny-warnings'],
  },
  { name: 'types', script: compiler, words: ['-p', '.'] },
  { name: 'types-console', script: compiler, words: ['-p', 'console'] },
  { name: 'structure', script: 'tools/structure/report.ts', words: [] },
  { name: 'unused', script: 'node_modules/knip/bin/knip.js', words: ['--no-progress', '--no-config-hints'] },
  { name: 'unit', script: 'cli/main.ts', words: ['test', '--project', 'unit'] },
];

/** Runs the steps that are named (all without names). */
export async function runChecks(request: CommandRequest): Promise<ExitCode> {
  const unknown = request.words.filter((word) => steps.every((step) => step.name !== word));
  if (unknown.length > 0) return refuseStep(unknown[0] ?? '', request.isJson);
  const wanted = steps.filter((step) => request.words.length === 0 || request.words.includes(step.name));
  const ends: StepEnd[] = [];
  for (const step of wanted) ends.push(await runStep(step, request));
  const isGreen = ends.every((end) => end.isGreen);
  if (request.isJson) printJson({ ok: isGreen, steps: ends });
  else printSummary(ends);
  return isGreen ? exitCode.done : exitCode.failed;
}

async function runStep(step: Step, request: CommandRequest): Promise<StepEnd> {
  const isFix = request.options['fix'] === true;
  const words = isFix ? (step.fixWords ?? step.words) : step.words;
  const run = existsSync(`${rootFolder}${step.script}`)
    ? await runScript(step.script, words)
    : { exitCode: 1, output: `${step.script} is missing: install again`, elapsedMs: 0 };
  const isGreen = run.exitCode === 0;
  if (!request.isJson) {
    printLine(
      `${isGreen ? '✓' : '✗'} ${step.name.padEnd(14)} ${(run.elapsedMs / 1000).toFixed(1).padStart(5)} s`,
    );
    if (!isGreen)
      printLine((process.stdout.isTTY ? run.output : stripVTControlCharacters(run.output)).trimEnd());
  } else if (!isGreen) process.stderr.write(run.output);
  return { name: step.name, isGreen, elapsedMs: Math.round(run.elapsedMs) };
}

function printSummary(ends: readonly StepEnd[]): void {
  const seconds = (ends.reduce((sum, end) => sum + end.elapsedMs, 0) / 1000).toFixed(1);
  const red = ends.filter((end) => !end.isGreen).map((end) => end.name);
  if (red.length === 0)
    printLine(say({ en: `all green in ${seconds} s`, zh: `全部通过，用时 ${seconds} 秒` }));
  else printLine(say({ en: `not green: ${red.join(', ')}`, zh: `未通过：${red.join('、')}` }));
}

function refuseStep(name: string, isJson: boolean): ExitCode {
  const names = steps.map((step) => step.name);
  reportFailure(
    {
      code: 'unknown_step',
      sentence: { en: `There is no step called "${name}".`, zh: `没有名为“${name}”的检查步骤。` },
      remedy: { en: `Use ${names.join(', ')}.`, zh: `可用步骤：${names.join('、')}。` },
    },
    isJson,
  );
  return exitCode.usage;
}
