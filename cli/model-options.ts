/** The options of the commands that make and move models. */
import type { CommandOption } from './command-option.ts';

export const threadsOption: CommandOption = {
  flags: '--threads <number>',
  text: {
    en: 'threads to train on (those of the machine); the model is the same on any number',
    zh: '训练线程数（默认取本机核数）；结果与线程数无关',
  },
};

export const trainOptions: readonly CommandOption[] = [
  { flags: '--data <file>', text: { en: 'the sample, CSV or CSV.gz', zh: '样本文件，CSV 或 CSV.gz' } },
  {
    flags: '--target <column=value>',
    text: { en: 'which value of which column is bad', zh: '哪一列的哪个值为坏' },
  },
  {
    flags: '--model <kind>',
    text: {
      en: 'card (default), boost or glass',
      zh: 'card（评分卡，默认）、boost（提升树）或 glass（玻璃盒）',
    },
  },
  { flags: '--drop <columns>', text: { en: 'columns to leave out: a,b,c*', zh: '不使用的列：a,b,c*' } },
  { flags: '--monotone <file>', text: { en: 'JSON: 1 or -1 by column', zh: 'JSON：各列为 1 或 -1' } },
  { flags: '--folds <file>', text: { en: 'CSV with row and fold', zh: '含 row 与 fold 的 CSV' } },
  { flags: '--seed <number>', text: { en: 'draws are by this seed (1)', zh: '随机种子（默认 1）' } },
  threadsOption,
  { flags: '--name <name>', text: { en: 'the name in the document', zh: '模型文件中的名称' } },
  {
    flags: '--to <file>',
    text: { en: 'where the document goes (model.json)', zh: '模型文件（默认 model.json）' },
  },
];

export const modelOptions: readonly CommandOption[] = [
  { flags: '--note <text>', text: { en: 'why; the log keeps it', zh: '理由；写入日志' } },
  { flags: '--sample <sha256>', text: { en: 'the sample to judge on', zh: '用于验证或比较的样本' } },
  {
    flags: '--target <column=value>',
    text: {
      en: 'which value of which column is bad; import: of a file of another tool',
      zh: '哪一列的哪个值为坏；导入其他工具的文件时必填',
    },
  },
  { flags: '--expires <day>', text: { en: 'approve: the last day it scores', zh: '批准：可评分的最后一日' } },
  {
    flags: '--revalidate <day>',
    text: { en: 'approve: validate again by then', zh: '批准：须在此日前复审' },
  },
  {
    flags: '--format <name>',
    text: {
      en: 'export: plimsoll, pmml, sql, javascript or dmn; import: what the file has to be',
      zh: '导出格式：plimsoll、pmml、sql、javascript 或 dmn；导入：文件应为的格式',
    },
  },
  { flags: '--name <name>', text: { en: 'sample: its name', zh: '样本名称' } },
  { flags: '--to <file>', text: { en: 'export: the file to write', zh: '导出到此文件' } },
];
