/**
 * `plimsoll policy import <sheet> --into <policy> --decision <name>`: a decision table from CSV or XLSX into a policy
 * file, new or there already. What was written is read again and compared before the file is touched.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import {
  addressOf,
  comparePolicies,
  formatChange,
  formatPlace,
  holdsTable,
  type ImportedTable,
  type ImportOptions,
  importTable,
  makePolicy,
  type Policy,
  type Problem,
  putTable,
  readPolicy,
  type SheetRemark,
} from '@plimsoll/core/dmn';
import { type Bilingual, pickLanguage, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  type Failure,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { type PolicyFile, readModelsBeside, readPolicyFile, replaceFile } from './policy-file.ts';
import { readGrid } from './sheet-file.ts';

const RANGE_ENDS = ['both', 'low', 'high'] as const;

export async function runPolicyImport({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const path = words[0] ?? '';
  const settings = readSettings(options);
  if ('sentence' in settings) {
    reportFailure(settings, isJson);
    return exitCode.usage;
  }
  const { into, sheet, importing } = settings;
  const read = await readGrid(path, sheet);
  if (!read.ok) return reportFailure(read.failure, isJson);
  const target = existsSync(into) ? await readPolicyFile(into) : null;
  if (target?.ok === false) return reportFailure(target.failure, isJson);
  const answer = importTable(read.grid, target?.file.policy ?? null, importing);
  if (!answer.ok) return reportRemarks({ path, notes: answer.notes, problems: answer.problems }, isJson);
  const name = typeof options['name'] === 'string' ? options['name'] : basename(into, '.dmn');
  const made = await makeFile(target?.file ?? null, answer.imported, { name, into });
  if (!made.ok) {
    const problems = made.problems.map((problem) => remarkOf(problem, answer.imported));
    return reportRemarks({ path, notes: answer.notes, problems }, isJson);
  }
  const isWriting = options['dryRun'] !== true;
  if (isWriting) await replaceFile(into, made.xml);
  const { table } = answer.imported;
  const counts = { rules: table.rules.length, inputs: table.inputs.length, outputs: table.outputs.length };
  const changes = target === null ? [] : comparePolicies(target.file.policy, made.policy);
  if (isJson) {
    printJson({
      ok: true,
      file: into,
      hash: made.policy.hash,
      changes: changes.map((change) => ({
        ...change,
        text: { zh: formatChange(change, 'zh'), en: formatChange(change, 'en') },
      })),
      encoding: read.encoding,
      ...counts,
      notes: answer.notes,
    });
    return exitCode.done;
  }
  printRemarks(answer.notes);
  for (const change of changes) printLine(formatChange(change, pickLanguage(process.env)));
  printLine(
    say({
      en: `${counts.rules} rules, ${counts.inputs} inputs, ${counts.outputs} outputs ${isWriting ? `→ ${into}` : '(nothing written)'}`,
      zh: `规则 ${counts.rules} 条，输入 ${counts.inputs} 列，输出 ${counts.outputs} 列 ${isWriting ? `→ ${into}` : '（未写入）'}`,
    }),
  );
  return exitCode.done;
}

type Settings = { readonly into: string; readonly sheet: string | null; readonly importing: ImportOptions };

function readSettings(options: CommandRequest['options']): Settings | Failure {
  const { into, decision, hitPolicy, sheet, outputs } = options;
  if (typeof into !== 'string' || typeof decision !== 'string' || decision.trim() === '')
    return wrongCall(
      {
        en: '--into FILE.dmn and --decision NAME are needed.',
        zh: '需要 --into 文件.dmn 与 --decision 名称。',
      },
      { en: 'The decision may be a new one; so may the file.', zh: '决策与文件都可以是新的。' },
    );
  const said = options['rangeEnds'];
  const rangeEnds = said === undefined ? 'unsaid' : RANGE_ENDS.find((each) => each === said);
  if (rangeEnds === undefined)
    return wrongCall(
      { en: `--range-ends ${String(said)} is unknown.`, zh: `未知的 --range-ends ${String(said)}。` },
      { en: 'Write both, low or high.', zh: '请写 both、low 或 high。' },
    );
  return {
    into,
    sheet: typeof sheet === 'string' ? sheet : null,
    importing: {
      decision: decision.replace(/\s+/g, ' ').trim(),
      hitPolicy: typeof hitPolicy === 'string' ? hitPolicy : null,
      rangeEnds,
      outputs: typeof outputs === 'string' ? outputs.split(',').map((name) => name.trim()) : [],
      mayAddInputs: options['addInputs'] === true,
    },
  };
}

function wrongCall(sentence: Bilingual, remedy: Bilingual): Failure {
  return { code: 'wrong_call', sentence, remedy };
}

type Made =
  | { readonly ok: true; readonly xml: string; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The new text of the file, read again: it must be sound, and hold the table that was imported. */
async function makeFile(
  file: PolicyFile | null,
  imported: ImportedTable,
  { name, into }: { readonly name: string; readonly into: string },
): Promise<Made> {
  const xml = file === null ? makePolicy(name, imported) : putTable(file.xml, file.policy, imported);
  if (xml === null) throw new Error('the elements of the policy file can’t be told apart');
  const read = await readPolicy(xml, { imports: file === null ? [] : await readModelsBeside(into) });
  if (!read.ok) return { ok: false, problems: read.problems };
  if (!holdsTable(read.value, imported))
    throw new Error('the written table reads otherwise than it was imported');
  return { ok: true, xml, policy: read.value };
}

/** A problem of the policy at the cell of the sheet that it came from, as far as that is known. */
function remarkOf({ code, place, text }: Problem, { table, rows, columns }: ImportedTable): SheetRemark {
  const labels = [...table.inputs, ...table.outputs].map(({ label }) => label);
  const row = place.rule === null ? undefined : rows[place.rule - 1];
  const column = columns[labels.indexOf(place.column ?? '')];
  const address = row === undefined || column === undefined ? '' : addressOf(row, column);
  return { address, text: `${code} ${formatPlace(place)}`, problem: text, remedy: null };
}

type Remarks = {
  readonly path: string;
  readonly notes: readonly SheetRemark[];
  readonly problems: readonly SheetRemark[];
};

function reportRemarks({ path, notes, problems }: Remarks, isJson: boolean): ExitCode {
  if (isJson) printJson({ ok: false, code: 'sheet_not_understood', file: path, problems, notes });
  else {
    printRemarks(problems);
    reportFailure(
      {
        code: 'sheet_not_understood',
        sentence: {
          en: `${path}: ${problems.length} things are not understood; nothing was written.`,
          zh: `${path}：有 ${problems.length} 处不明白，未写入任何内容。`,
        },
        remedy: {
          en: 'docs/guides/tables.md says how sheets are read.',
          zh: '表格的写法见 docs/guides/tables.md。',
        },
      },
      isJson,
    );
  }
  return exitCode.failed;
}

/** What people read along the way goes to stderr. */
function printRemarks(remarks: readonly SheetRemark[]): void {
  for (const { address, text, problem, remedy } of remarks) {
    const place = [address, text.trim() === '' ? '' : `“${text.trim()}”`]
      .filter((part) => part !== '')
      .join(' ');
    process.stderr.write(`${place === '' ? '' : `${place}: `}${say(problem)}\n`);
    if (remedy !== null) process.stderr.write(`  ${say(remedy)}\n`);
  }
}
