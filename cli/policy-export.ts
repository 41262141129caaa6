/** `plimsoll policy export <policy> --decision <name> --to <sheet>`: a decision table as CSV or XLSX that imports as it was. */
import { exportTable } from '@plimsoll/core/dmn';
import { type Bilingual, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { type PolicyFile, readPolicyFile, replaceFile } from './policy-file.ts';
import { cantHold, isSheetPath, unknownKind, writeGrid } from './sheet-file.ts';

export async function runPolicyExport({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const { decision, to } = options;
  if (typeof decision !== 'string' || typeof to !== 'string') {
    reportFailure(
      {
        code: 'wrong_call',
        sentence: {
          en: '--decision NAME and --to FILE are needed.',
          zh: '需要 --decision 名称与 --to 文件。',
        },
        remedy: { en: 'FILE ends in .csv or .xlsx.', zh: '文件以 .csv 或 .xlsx 结尾。' },
      },
      isJson,
    );
    return exitCode.usage;
  }
  const read = await readPolicyFile(words[0] ?? '');
  if (!read.ok) return reportFailure(read.failure, isJson);
  const answer = exportTable(read.file.policy, decision);
  if (!answer.ok) return reportFailure(refusal(answer.problem, decision, read.file), isJson);
  if (!isSheetPath(to)) return reportFailure(unknownKind(to), isJson);
  const bytes = writeGrid(to, answer.grid);
  if (bytes === null) return reportFailure(cantHold(to), isJson);
  await replaceFile(to, bytes);
  if (isJson) printJson({ ok: true, file: to, decision, rows: answer.grid.rows.length });
  else printLine(say({ en: `${decision} → ${to}`, zh: `${decision} → ${to}` }));
  return exitCode.done;
}

function refusal(problem: string, decision: string, { policy, path }: PolicyFile): Failure {
  const tables = policy.model.decisions
    .flatMap(({ name, logic }) => (logic.kind === 'table' ? [name] : []))
    .join(', ');
  const sentences: { readonly [problem: string]: Bilingual } = {
    no_decision: { en: `${path} has no decision ${decision}.`, zh: `${path} 没有决策 ${decision}。` },
    no_table: { en: `The decision ${decision} is no table.`, zh: `决策 ${decision} 不是决策表。` },
    loose_notes: {
      en: `Rules of ${decision} have notes outside of any column.`,
      zh: `${decision} 的规则有不属于任何列的注释。`,
    },
  };
  return {
    code: problem,
    sentence: sentences[problem] ?? { en: problem, zh: problem },
    remedy:
      problem === 'loose_notes'
        ? { en: 'Give the table annotation columns for them.', zh: '请为其添加注释列。' }
        : { en: `Tables are: ${tables}.`, zh: `决策表有：${tables}。` },
  };
}
