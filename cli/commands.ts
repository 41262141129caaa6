/**
 * The commands as data: name, words, options, one line of help in both languages, and where the code is. The code
 * is loaded when its command is called, so that `./plimsoll help` stays quick. A row exists when its file does.
 */
import type { Bilingual } from './language.ts';
import type { CommandRequest, ExitCode } from './outcome.ts';

export type CommandOption = { readonly flags: string; readonly text: Bilingual; readonly fallback?: string };

export type CommandRow = {
  readonly name: string;
  /** Positional words in commander's notation: `<id>`, `[filter...]`. */
  readonly words: string;
  readonly summary: Bilingual;
  readonly options: readonly CommandOption[];
  readonly load: () => Promise<(request: CommandRequest) => Promise<ExitCode>>;
};

export const commands: readonly CommandRow[] = [
  {
    name: 'test',
    words: '[filter...]',
    summary: {
      en: 'run the tests (real PostgreSQL, and Chromium where one is found)',
      zh: '运行全部测试（使用真实 PostgreSQL；找到 Chromium 时一并运行浏览器测试）',
    },
    options: [
      {
        flags: '--project <name>',
        text: { en: 'one kind only: unit, engine or browser', zh: '只运行一类：unit、engine 或 browser' },
      },
    ],
    load: async () => (await import('./test.ts')).runTests,
  },
  {
    name: 'check',
    words: '[step...]',
    summary: {
      en: 'format, lint, types, structure, unused code, unit tests',
      zh: '检查格式、规范、类型、结构、无用代码与单元测试',
    },
    options: [
      {
        flags: '--fix',
        text: { en: 'format the files instead of complaining', zh: '直接改正格式，不只是提示' },
      },
    ],
    load: async () => (await import('./check.ts')).runChecks,
  },
  {
    name: 'train',
    words: '',
    summary: {
      en: 'fit the starter scorecard on the bundled applications and write its DMN table',
      zh: '用随附的申请样本训练起步评分卡，并写成 DMN 决策表',
    },
    options: [
      { flags: '--dry-run', text: { en: 'measure and report, write nothing', zh: '只测量并报告，不写文件' } },
    ],
    load: async () => (await import('./train.ts')).runTraining,
  },
  {
    name: 'dev',
    words: '',
    summary: {
      en: 'server and console for development: both follow every change',
      zh: '开发模式：服务端与控制台随源码改动自动更新',
    },
    options: [],
    load: async () => (await import('./dev.ts')).runDevelopment,
  },
  {
    name: 'version',
    words: '',
    summary: { en: 'print the version', zh: '显示版本' },
    options: [],
    load: async () => (await import('./version.ts')).printVersion,
  },
];
