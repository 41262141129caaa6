/**
 * `plimsoll policy check <file>`: what is wrong with a policy although it can be read, each finding with its place and an
 * example that was run. The cases of the policy are where the search for examples starts. Exit code 1 when there is an error.
 */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { JsonObject } from '@plimsoll/core/base';
import {
  caseNames,
  checkPolicy,
  type CheckedTable,
  type Finding,
  formatPlace,
  parseCases,
  type Policy,
  type PolicyCheck,
  readPolicyDraft,
  type Severity,
} from '@plimsoll/core/dmn';
import { type Bilingual, say } from './language.ts';
import {
  type CommandRequest,
  type ExitCode,
  exitCode,
  printJson,
  printLine,
  reportFailure,
} from './outcome.ts';
import { findCases, invalid, notFound, readModelsBeside } from './policy-file.ts';

export async function runPolicyCheck({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const path = words[0] ?? '';
  if (!existsSync(path)) return reportFailure(notFound(path), isJson);
  const xml = await readFile(path, 'utf8');
  const { policy, problems } = await readPolicyDraft(xml, { imports: await readModelsBeside(path) });
  if (policy === null || problems.length > 0) {
    if (!isJson) return reportFailure(invalid(path, problems), false);
    printJson({ ok: false, name: policy?.name ?? null, problems, findings: [], tables: [] });
    return exitCode.failed;
  }
  const { decision } = options;
  const checked = checkPolicy(policy, {
    cases: await readGiven(policy, { path, xml }),
    ...(typeof decision === 'string' ? { decision } : {}),
  });
  const errors = checked.findings.filter(({ severity }) => severity === 'error').length;
  if (isJson) printJson({ ok: errors === 0, name: policy.name, hash: policy.hash, problems: [], ...checked });
  else printCheck(checked);
  return errors === 0 ? exitCode.done : exitCode.failed;
}

/** What the cases of the policy give; cases that can't be read are left to `policy test`. */
async function readGiven(
  policy: Policy,
  file: { readonly path: string; readonly xml: string },
): Promise<readonly JsonObject[]> {
  const names = caseNames(policy);
  const sources = await findCases(file);
  return sources.flatMap(({ text }) => {
    const read = parseCases(text, names);
    return read.ok ? read.document.cases.map(({ given }) => given) : [];
  });
}

const SEVERITIES: { readonly [severity in Severity]: Bilingual } = {
  error: { en: 'error  ', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  note: { en: 'note   ', zh: '提示' },
};

function printCheck({ findings, tables }: PolicyCheck): void {
  for (const finding of findings) printFinding(finding);
  if (findings.length === 0) printLine(say({ en: 'Nothing was found.', zh: '未发现问题。' }));
  for (const table of tables) printTable(table);
  const [errors = 0, warnings = 0, notes = 0] = (['error', 'warning', 'note'] as const).map(
    (severity) => findings.filter((finding) => finding.severity === severity).length,
  );
  printLine(
    say({
      en: `${errors} errors, ${warnings} warnings, ${notes} notes`,
      zh: `错误 ${errors}，警告 ${warnings}，提示 ${notes}`,
    }),
  );
}

function printFinding({ severity, code, place, text, example }: Finding): void {
  printLine(`${say(SEVERITIES[severity])}  ${code}  ${formatPlace(place)}`);
  printLine(`         ${say(text)}`);
  if (example === null) return;
  const label: Bilingual =
    example.level === 'inputs'
      ? { en: 'example', zh: '示例' }
      : { en: 'example (columns)', zh: '示例（列值）' };
  const gives = example.gives === null ? '' : ` → ${JSON.stringify(example.gives)}`;
  printLine(`         ${say(label)}: ${shorten(JSON.stringify(example.values))}${gives}`);
}

/** A whole application is long; `--json` has all of it. */
const MAX_EXAMPLE_LENGTH = 320;

function shorten(text: string): string {
  return text.length <= MAX_EXAMPLE_LENGTH ? text : `${text.slice(0, MAX_EXAMPLE_LENGTH)}…`;
}

function printTable({ element, method, why, hitPolicy, rows, columns }: CheckedTable): void {
  const how: Bilingual =
    method === 'complete'
      ? { en: 'complete', zh: '完整检查' }
      : { en: `sampled: ${why?.en ?? ''}`, zh: `抽样：${why?.zh ?? ''}` };
  printLine(
    say({
      en: `table    ${element}  ${hitPolicy}, ${rows} rows × ${columns} columns: ${how.en}`,
      zh: `决策表  ${element}  ${hitPolicy}，${rows} 行 × ${columns} 列：${how.zh}`,
    }),
  );
}
