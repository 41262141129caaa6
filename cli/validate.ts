/**
 * `plimsoll validate`: a model document on rows with known outcomes, and the report of it as data, page and PDF. Values are
 * read as the model says, never inferred anew. Exit code 1 when the report says that the model fails.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { JsonValue } from '@plimsoll/core/base';
import {
  columnSpecsOf,
  type ModelDocument,
  prepareModel,
  readModel,
  type Scorer,
} from '@plimsoll/core/model/document';
import { cardOf, readCardTexts } from '@plimsoll/core/model/report';
import {
  type JudgedSample,
  validateModel,
  type ValidationReport,
  type ValidationRequest,
} from '@plimsoll/core/model/validate';
import {
  type CategoricalColumn,
  type ColumnSpec,
  columnOf,
  parseCsv,
  type Table,
  tableFromCsv,
  targetOf,
} from '@plimsoll/core/table';
import { say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';
import { writeReportFiles } from './report.ts';
import { good, readGiven, SampleError, textOption, unzipped } from './sample-file.ts';

type Options = CommandRequest['options'];

export async function runValidate({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const scorer = good(prepareModel(good(readModel((await readGiven(words[0] ?? '')).toString('utf8')))));
  const request = await requestOf(scorer, options);
  const report = good(validateModel(request));
  const texts = await textsOf(options['texts']);
  const paths = await writeReportFiles(
    { report, card: cardOf(scorer.document, texts) },
    {
      folder: typeof options['out'] === 'string' ? options['out'] : 'validation',
      name: scorer.document.name,
    },
  );
  if (isJson)
    printJson({
      ok: report.verdict.outcome !== 'fails',
      verdict: report.verdict,
      findings: report.findings,
      files: paths,
    });
  else printReport(report, paths);
  return report.verdict.outcome === 'fails' ? exitCode.failed : exitCode.done;
}

async function requestOf(scorer: Scorer, options: Options): Promise<ValidationRequest> {
  const groups = listOf(options['protected']).map((each) => each.split('='));
  const segments = listOf(options['segments']);
  const period = typeof options['period'] === 'string' ? [options['period']] : [];
  const aside = [...segments, ...period, ...groups.map(([name = '']) => name)];
  const target = typeof options['target'] === 'string' ? options['target'] : targetText(scorer.document);
  const judged = await readScored(scorer, { path: textOption(options, 'data'), target, aside });
  const building = options['building'];
  const reference =
    typeof building === 'string' ? await readScored(scorer, { path: building, target, aside: [] }) : null;
  const [periods] = period.map((name) => judged.column(name));
  const cutOffPd = cutOffOf(options['cutOff']);
  return {
    subject: {
      model: scorer.document.name,
      version: '',
      modelSha256: scorer.hash,
      sample: judged.name,
      sampleSha256: judged.sha256,
      when: whenOf(scorer.document, { sha256: judged.sha256, isLater: options['outOfTime'] === true }),
    },
    sample: {
      ...judged.sample,
      segments: segments.map((name) => judged.column(name)),
      ...(periods === undefined ? {} : { periods }),
      protectedGroups: groups.map(([name = '', level]) => ({
        column: judged.column(name),
        ...(level === undefined ? {} : { reference: level }),
      })),
    },
    ...(reference === null ? {} : { reference: reference.sample }),
    ...(cutOffPd === null ? {} : { cutOffPd }),
  };
}

function whenOf(
  { lineage }: ModelDocument,
  rows: { readonly sha256: string; readonly isLater: boolean },
): ValidationRequest['subject']['when'] {
  if (rows.sha256 === lineage.sampleSha256) return 'training';
  return rows.isLater ? 'out_of_time' : 'held_out';
}

type ScoredFile = {
  readonly name: string;
  readonly sha256: string;
  readonly sample: JudgedSample;
  readonly column: (name: string) => CategoricalColumn;
};

async function readScored(
  scorer: Scorer,
  from: { readonly path: string; readonly target: string; readonly aside: readonly string[] },
): Promise<ScoredFile> {
  const file = await readGiven(from.path);
  const csv = good(parseCsv(new TextDecoder().decode(unzipped(file))));
  const inputs = good(tableFromCsv(csv, columnSpecsOf(scorer.document)));
  const level = (name: string): ColumnSpec => ({
    kind: 'categorical',
    name,
    from: name,
    absent: { '': 'no_record' },
  });
  const targetColumn = from.target.slice(0, from.target.lastIndexOf('='));
  const others = good(tableFromCsv(csv, [...new Set([...from.aside, targetColumn])].map(level)));
  const scores = good(scorer.scoreTable(inputs));
  return {
    name: basename(from.path),
    sha256: createHash('sha256').update(file).digest('hex'),
    sample: {
      pds: scores.probabilities,
      scores: scores.margins,
      outcomes: good(targetOf(others, from.target)),
      table: inputs,
    },
    column: (name) => categoryOf(others, name),
  };
}

function categoryOf(table: Table, name: string): CategoricalColumn {
  const column = columnOf(table, name);
  if (column.kind === 'categorical') return column;
  throw new SampleError('sample_unreadable', say({ en: `${name} is no category`, zh: `${name} 不是类别列` }));
}

function targetText({ target }: ModelDocument): string {
  return `${target.column}=${target.badValue}`;
}

function listOf(value: string | boolean | undefined): readonly string[] {
  return typeof value === 'string'
    ? value
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '')
    : [];
}

function cutOffOf(value: string | boolean | undefined): number | null {
  if (typeof value !== 'string') return null;
  const cutOff = Number(value);
  if (cutOff > 0 && cutOff < 1) return cutOff;
  throw new SampleError(
    'wrong_call',
    say({ en: '--cut-off is a PD between 0 and 1', zh: '--cut-off 须为 0 与 1 之间的 PD' }),
  );
}

async function textsOf(path: string | boolean | undefined) {
  if (typeof path !== 'string') return {};
  return good(readCardTexts(JSON.parse((await readGiven(path)).toString('utf8')) as JsonValue));
}

function printReport(report: ValidationReport, paths: readonly string[]): void {
  printLine(say(report.verdict.words));
  for (const finding of report.findings) printLine(`${finding.severity.padEnd(8)} ${say(finding.words)}`);
  for (const path of paths) printLine(path);
}
