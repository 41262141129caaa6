/** `plimsoll policy <verb> …`: work on policy files, without a server. Each verb is a file of its own, loaded when it is called. */
import { type CommandRequest, type ExitCode, exitCode, type Failure, reportFailure } from './outcome.ts';

type Verb = {
  /** The words after it, for the line that says how to call it. */
  readonly words: string;
  /** How many words it takes, at least and at most. */
  readonly count: readonly [least: number, most: number];
  readonly load: () => Promise<(request: CommandRequest) => Promise<ExitCode>>;
};

const verbs: { readonly [name: string]: Verb } = {
  check: {
    words: '<file>',
    count: [1, 1],
    load: async () => (await import('./policy-check.ts')).runPolicyCheck,
  },
  test: {
    words: '<file|folder>',
    count: [1, 1],
    load: async () => (await import('./policy-test.ts')).runPolicyTest,
  },
  diff: {
    words: '<old> <new>',
    count: [2, 2],
    load: async () => (await import('./policy-diff.ts')).runPolicyDiff,
  },
  import: {
    words: '<sheet>',
    count: [1, 1],
    load: async () => (await import('./policy-import.ts')).runPolicyImport,
  },
  export: {
    words: '<file>',
    count: [1, 1],
    load: async () => (await import('./policy-export.ts')).runPolicyExport,
  },
};

/** The verb gets the words after its name, and the options of the whole command. */
export async function runPolicy(request: CommandRequest): Promise<ExitCode> {
  const [name = '', ...words] = request.words;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined || words.length < verb.count[0] || words.length > verb.count[1])
    return reportUsage(request.isJson);
  const run = await verb.load();
  return run({ ...request, words });
}

function reportUsage(isJson: boolean): ExitCode {
  const calls = Object.entries(verbs).map(([name, { words }]) => `${name} ${words}`);
  const failure: Failure = {
    code: 'wrong_call',
    sentence: { en: `Words: ${calls.join(' · ')}.`, zh: `用法：${calls.join(' · ')}。` },
    remedy: { en: './plimsoll help policy shows more.', zh: './plimsoll help policy 查看说明。' },
  };
  reportFailure(failure, isJson);
  return exitCode.usage;
}
