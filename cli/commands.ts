/**
 * The commands as data: name, words, options, one line of help in both languages, and where the code is. The code
 * is loaded when its command is called, so that `./plimsoll help` stays quick. A row exists when its file does.
 */
import type { CommandOption } from './command-option.ts';
import type { Bilingual } from './language.ts';
import { modelOptions, threadsOption, trainOptions } from './model-options.ts';
import type { CommandRequest, ExitCode } from './outcome.ts';

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
    name: 'start',
    words: '',
    summary: {
      en: 'start everything on this machine; the first start makes keys and feeds the demo',
      zh: '在本机启动整套系统；首次启动会生成密钥并导入演示申请',
    },
    options: [
      { flags: '--no-demo', text: { en: 'leave the demo applications out', zh: '不导入演示申请' } },
      { flags: '--port <port>', text: { en: 'listen on this port (4600)', zh: '监听端口（默认 4600）' } },
    ],
    load: async () => (await import('./start.ts')).runStart,
  },
  {
    name: 'decide',
    words: '[file]',
    summary: {
      en: 'send one application (JSON; - reads stdin) to a running server and show its decision',
      zh: '向运行中的服务提交一笔申请（JSON；- 表示标准输入）并显示决策',
    },
    options: [
      {
        flags: '--idempotency-key <key>',
        text: { en: 'the same key again gets the same answer', zh: '重复使用同一键得到同一结果' },
      },
    ],
    load: async () => (await import('./decide.ts')).runDecide,
  },
  {
    name: 'replay',
    words: '<id>',
    summary: {
      en: 'make a past decision again from the log, with its trace, and compare the bytes',
      zh: '由日志重做一笔历史决策，给出依据并逐字节比对',
    },
    options: [],
    load: async () => (await import('./replay.ts')).runReplay,
  },
  {
    name: 'verify',
    words: '',
    summary: {
      en: 'walk the whole log and name the first event that was altered',
      zh: '逐条核验整个日志，指出第一条被篡改的事件',
    },
    options: [
      {
        flags: '--receipt <file>',
        text: { en: 'check one receipt from a file, without a database', zh: '离线核验一份回执文件' },
      },
      { flags: '--key <vkey>', text: { en: 'the public key of the log', zh: '日志的公钥' } },
    ],
    load: async () => (await import('./verify.ts')).runVerify,
  },
  {
    name: 'rebuild',
    words: '',
    summary: {
      en: 'recompute every projection from the log and put right what differs',
      zh: '由日志重算全部投影并更正差异',
    },
    options: [{ flags: '--check', text: { en: 'only report', zh: '只报告，不更正' } }],
    load: async () => (await import('./rebuild.ts')).runRebuild,
  },
  {
    name: 'end-of-day',
    words: '',
    summary: {
      en: 'close the days of the book that are over, in order',
      zh: '按日序完成贷款账簿的日终处理',
    },
    options: [
      {
        flags: '--day <day>',
        text: { en: 'up to this day; yesterday unless told', zh: '处理到哪一天，缺省为昨天' },
      },
    ],
    load: async () => (await import('./end-of-day.ts')).runEndOfDay,
  },
  {
    name: 'backup',
    words: '<file>',
    summary: {
      en: 'write the whole log to one file, beside a running server',
      zh: '将整个日志备份为一个文件（无需停机）',
    },
    options: [],
    load: async () => (await import('./backup.ts')).runBackup,
  },
  {
    name: 'restore',
    words: '<file>',
    summary: { en: 'bring a backup into an empty home', zh: '将备份恢复到空的数据目录' },
    options: [],
    load: async () => (await import('./backup.ts')).runRestore,
  },
  {
    name: 'bench',
    words: '<name>',
    summary: {
      en: 'measure: decide (throughput, latency), memory (flat over 100,000 decisions), policy (beside other engines), table (10,000 rows), probe (facts removed), boosting, binning, scoring, table-read (models and samples beside their peers)',
      zh: '基准测试：decide（吞吐与延迟）、memory（十万笔决策内存是否平稳）、policy（与其他引擎对比）、table（一万行决策表）、probe（抽去字段）、boosting、binning、scoring、table-read（建模与读样本，与同类工具对比）',
    },
    options: [],
    load: async () => (await import('./bench.ts')).runBench,
  },
  {
    name: 'key',
    words: '<verb> [id]',
    summary: { en: 'keys: new, list, revoke <id>', zh: '密钥：new 新建、list 列出、revoke <编号> 吊销' },
    options: [
      { flags: '--role <role>', text: { en: 'what the key may do', zh: '密钥的角色' } },
      { flags: '--name <name>', text: { en: 'how the log names it', zh: '在日志中的名称' } },
      { flags: '--days <days>', text: { en: 'valid for so many days', zh: '有效天数' } },
    ],
    load: async () => (await import('./key.ts')).runKey,
  },
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
    name: 'tck',
    words: '<folder>',
    summary: {
      en: 'run a copy of the DMN compatibility kit and list what fails',
      zh: '运行一份 DMN 兼容性测试套件并列出未通过项',
    },
    options: [
      {
        flags: '--only <words>',
        text: { en: 'only files whose path contains these words', zh: '只运行路径含这些字样的文件' },
      },
      {
        flags: '--executor <name>',
        text: {
          en: 'interpreter (default), compiled or closures',
          zh: '执行方式：interpreter（默认）、compiled 或 closures',
        },
      },
    ],
    load: async () => (await import('./tck.ts')).runKit,
  },
  {
    name: 'train',
    words: '',
    summary: {
      en: 'fit a model on any sample (--data) and write its document; without it the starter scorecard again',
      zh: '在任意样本（--data）上训练模型并写出模型文件；不带参数时重新训练起步评分卡',
    },
    options: [
      ...trainOptions,
      { flags: '--dry-run', text: { en: 'measure and report, write nothing', zh: '只测量并报告，不写文件' } },
    ],
    load: async () => (await import('./train-sample.ts')).runTrain,
  },
  {
    name: 'score',
    words: '<model>',
    summary: {
      en: 'score a CSV file with a model document, without a server',
      zh: '不经服务端，用模型文件为 CSV 评分',
    },
    options: [
      { flags: '--data <file>', text: { en: 'the rows, CSV or CSV.gz', zh: '待评分的行，CSV 或 CSV.gz' } },
      { flags: '--to <file>', text: { en: 'write here instead of the screen', zh: '写入此文件' } },
    ],
    load: async () => (await import('./score.ts')).runScore,
  },
  {
    name: 'model',
    words: '<verb> [words...]',
    summary: {
      en: 'the models of a running server: list, show, sample, import, export, validate, approve, live, retire, reject, compare',
      zh: '运行中服务的模型：list、show、sample、import、export、validate、approve、live、retire、reject、compare',
    },
    options: modelOptions,
    load: async () => (await import('./model.ts')).runModel,
  },
  {
    name: 'sample',
    words: '',
    summary: {
      en: 'write past applications of the log as a sample: what was known when they were decided, and how they performed',
      zh: '将日志中的历史申请写成样本：决策时已知的事实及其后的表现',
    },
    options: [
      { flags: '--to <file>', text: { en: 'the CSV file to write', zh: '要写入的 CSV 文件' } },
      {
        flags: '--with-declined',
        text: {
          en: 'every decided application, with the column accepted; performance is absent where none was seen',
          zh: '包含全部已决申请，并加 accepted 列；没有观察到表现的留空',
        },
      },
    ],
    load: async () => (await import('./sample.ts')).runSample,
  },
  {
    name: 'folds',
    words: '',
    summary: {
      en: 'fit a kind of model on given folds of any sample and judge it on the rows it never saw',
      zh: '按给定的折在任意样本上拟合模型，并在未见过的行上评估',
    },
    options: [
      { flags: '--data <file>', text: { en: 'the sample, CSV or CSV.gz', zh: '样本文件，CSV 或 CSV.gz' } },
      {
        flags: '--target <column=value>',
        text: { en: 'which value of which column is bad', zh: '哪一列的哪个值为坏' },
      },
      {
        flags: '--folds <file>',
        text: { en: 'CSV with row and fold for each row', zh: '每行一条 row 与 fold 的 CSV' },
      },
      {
        flags: '--model <kind>',
        text: { en: 'card, boost or glass', zh: 'card（评分卡）、boost（提升树）或 glass（玻璃盒）' },
        fallback: 'card',
      },
      { flags: '--drop <columns>', text: { en: 'columns to leave out: a,b,c*', zh: '不使用的列：a,b,c*' } },
      {
        flags: '--monotone <file>',
        text: {
          en: 'JSON: 1 where the chance of bad must grow with a column, -1 where it must fall',
          zh: 'JSON：1 表示坏账概率须随该列上升，-1 表示须下降',
        },
      },
      threadsOption,
    ],
    load: async () => (await import('./folds.ts')).runFolds,
  },
  {
    name: 'validate',
    words: '<model>',
    summary: {
      en: 'judge a model document on rows with known outcomes: report as data, web page and PDF; exits 1 when it fails',
      zh: '用已知结果的样本验证模型文件，生成数据、网页与 PDF 报告；不通过时退出码为 1',
    },
    options: [
      { flags: '--data <file>', text: { en: 'the rows, CSV or CSV.gz', zh: '待验证样本，CSV 或 CSV.gz' } },
      {
        flags: '--target <column=value>',
        text: {
          en: 'which value of which column is bad (the model’s own)',
          zh: '哪一列的哪个值为坏（默认取模型所记）',
        },
      },
      {
        flags: '--building <file>',
        text: { en: 'the rows it was built on, for stability', zh: '建模样本，用于稳定性比较' },
      },
      { flags: '--out-of-time', text: { en: 'the rows are of a later time', zh: '样本晚于建模期' } },
      {
        flags: '--date <column>',
        text: { en: 'judge by the months of this column of dates', zh: '按此日期列的月份分别评估' },
      },
      {
        flags: '--out-of-time-from <date>',
        text: {
          en: 'judge the rows from this --date on; those before are the building sample unless one is given',
          zh: '只评估 --date 不早于此日的行；未给建模样本时以更早的行为建模样本',
        },
      },
      {
        flags: '--person <column>',
        text: {
          en: 'find people who stand in both the building sample and the rows',
          zh: '查找同时出现在建模样本与待验证样本中的人',
        },
      },
      { flags: '--period <column>', text: { en: 'judge by this column of time', zh: '按此时间列分别评估' } },
      {
        flags: '--segments <columns>',
        text: { en: 'judge by these columns: a,b', zh: '按这些列分别评估：a,b' },
      },
      {
        flags: '--protected <columns>',
        text: {
          en: 'fairness by these columns, with the reference: sex=m,age',
          zh: '公平性分组列及参照组：sex=m,age',
        },
      },
      { flags: '--cut-off <pd>', text: { en: 'declined at this PD and above', zh: 'PD 不低于此值即拒绝' } },
      {
        flags: '--texts <file>',
        text: {
          en: 'JSON: purpose, limits, approvals … of the model card',
          zh: 'JSON：模型卡的用途、局限、审批等',
        },
      },
      {
        flags: '--out <folder>',
        text: { en: 'where the report goes (validation)', zh: '报告输出文件夹（默认 validation）' },
      },
    ],
    load: async () => (await import('./validate.ts')).runValidate,
  },
  {
    name: 'drift',
    words: '<model>',
    summary: {
      en: 'hold the people of now against those a model was built on, before their loans ripen and after; exits 1 when it asks for action',
      zh: '将当前客群与建模客群对比，贷款到期前后均可；需要行动时退出码为 1',
    },
    options: [
      {
        flags: '--data <file>',
        text: { en: 'the rows it was built on, CSV or CSV.gz', zh: '建模样本，CSV 或 CSV.gz' },
      },
      {
        flags: '--now <file>',
        text: { en: 'the rows of now, with outcomes or without', zh: '当前样本，可不带结果' },
      },
      {
        flags: '--target <column=value>',
        text: {
          en: 'which value of which column is bad (the model’s own)',
          zh: '哪一列的哪个值为坏（默认取模型所记）',
        },
      },
      {
        flags: '--by <column>',
        text: { en: 'periods: months, or dates, taken by month', zh: '时段列：月份，或日期（按月归并）' },
      },
    ],
    load: async () => (await import('./drift.ts')).runDrift,
  },
  {
    name: 'policy',
    words: '<verb> [words...]',
    summary: {
      en: 'work on policy files: check <file>, test <file|folder>, diff <old> <new>, import <sheet>, export <file>',
      zh: '处理策略文件：check <文件> 检查、test <文件或文件夹> 运行案例、diff <旧> <新> 逐行比较、import <表格> 导入决策表、export <文件> 导出',
    },
    options: [
      {
        flags: '--update',
        text: { en: 'test: write what came out into the cases', zh: 'test：将实际结果写入案例' },
      },
      {
        flags: '--decision <name>',
        text: {
          en: 'import, export: the decision; check: the one that is the policy’s answer (decision)',
          zh: 'import、export：决策名；check：作为策略结论的决策（默认 decision）',
        },
      },
      { flags: '--lang <language>', text: { en: 'diff: zh or en', zh: 'diff：zh 或 en' } },
      {
        flags: '--into <file>',
        text: { en: 'import: the policy, made when it is not there', zh: 'import：策略文件，没有则新建' },
      },
      { flags: '--to <file>', text: { en: 'export: the .csv or .xlsx', zh: 'export：.csv 或 .xlsx 文件' } },
      { flags: '--sheet <name>', text: { en: 'import: the sheet of a workbook', zh: 'import：工作表' } },
      {
        flags: '--hit-policy <letter>',
        text: { en: 'import: F first, U unique, C+ sum …', zh: 'import：F 首条命中、U 唯一、C+ 求和等' },
      },
      {
        flags: '--range-ends <ends>',
        text: {
          en: 'import: which ends of 18-60 belong to it: both, low, high',
          zh: 'import：18-60 含哪端：both 两端、low 含小不含大、high 含大不含小',
        },
      },
      {
        flags: '--outputs <names>',
        text: {
          en: 'import: headers that are outputs, with commas',
          zh: 'import：哪些表头是输出，用逗号隔开',
        },
      },
      {
        flags: '--add-inputs',
        text: { en: 'import: make inputs that the policy lacks', zh: 'import：新建策略中没有的输入' },
      },
      {
        flags: '--name <name>',
        text: { en: 'import: the name of a new policy', zh: 'import：新策略的名称' },
      },
      { flags: '--dry-run', text: { en: 'import: write nothing', zh: 'import：只检查，不写入' } },
    ],
    load: async () => (await import('./policy.ts')).runPolicy,
  },
  {
    name: 'cases',
    words: '<files...>',
    summary: {
      en: 'run cases of schedules, loans and rates from elsewhere and compare their figures; exits 1 unless every case passes',
      zh: '运行外部来源的还款计划、贷款与利率案例并比对数字；非全部通过时退出码为 1',
    },
    options: [],
    load: async () => (await import('./cases.ts')).runCases,
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
