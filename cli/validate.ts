/**
 * `plimsoll validate`: a model document on rows with known outcomes, and the report of it as data, page and PDF. Values are
 * read as the model says, never inferred anew. Exit code 1 when the report says that the model fails.
 */
import type { JsonValue } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, readModel, type Scorer } from '@plimsoll/core/model/document';
import { cardOf, readCardTexts } from '@plimsoll/core/model/report';
import { validateModel, type ValidationReport, type ValidationRequest } from '@plimsoll/core/model/validate';
import { say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';
import { writeReportFiles } from './report.ts';
import { good, readGiven, SampleError, textOption } from './sample-file.ts';
import {
  bothSides,
  cutAtDate,
  monthsOf,
  readSampleText,
  type SampleText,
  scoredSample,
} from './scored-sample.ts';

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
  const texts = await readSides(options);
  const judged = scoredSample(scorer, texts.judged, { target, aside });
  const reference =
    texts.building === null ? null : scoredSample(scorer, texts.building, { target, aside: [] });
  const date = typeof options['date'] === 'string' ? [options['date']] : [];
  const [periods] = [
    ...period.map((name) => judged.column(name)),
    ...date.map((name) => monthsOf(texts.judged, name)),
  ];
  const cutOffPd = cutOffOf(options['cutOff']);
  const split = splitOf(scorer, texts, { person: options['person'], target });
  return {
    subject: {
      model: scorer.document.name,
      version: '',
      modelSha256: scorer.hash,
      sample: judged.name,
      sampleSha256: judged.sha256,
      when: whenOf(scorer.document, { sha256: judged.sha256, isLater: texts.isLater }),
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
    ...(split === null ? {} : { split }),
  };
}

type Sides = {
  readonly judged: SampleText;
  readonly building: SampleText | null;
  /** The judged rows are of a later time than those the model was built on. */
  readonly isLater: boolean;
};

/** `--out-of-time-from` judges the rows from that date on; those before are the building sample unless one is given. */
async function readSides(options: Options): Promise<Sides> {
  const given = await readSampleText(textOption(options, 'data'));
  const path = options['building'];
  const building = typeof path === 'string' ? await readSampleText(path) : null;
  const from = options['outOfTimeFrom'];
  if (typeof from !== 'string') return { judged: given, building, isLater: options['outOfTime'] === true };
  const { before, since } = cutAtDate(given, { column: textOption(options, 'date'), from });
  const isCut = before.csv.rows.length > 0;
  return { judged: since, building: building ?? (isCut ? before : null), isLater: true };
}

function splitOf(
  scorer: Scorer,
  { judged, building }: Sides,
  { person, target }: { readonly person: string | boolean | undefined; readonly target: string },
): ReturnType<typeof bothSides> | null {
  if (typeof person !== 'string') return null;
  if (building !== null) return bothSides(scorer, [building, judged], { person, target });
  throw new SampleError(
    'wrong_call',
    say({
      en: '--person looks for people on both sides: give --building, or --date and --out-of-time-from',
      zh: '--person 用于查找两侧重复的人：请给出 --building，或 --date 与 --out-of-time-from',
    }),
  );
}

function whenOf(
  { lineage }: ModelDocument,
  rows: { readonly sha256: string; readonly isLater: boolean },
): ValidationRequest['subject']['when'] {
  if (rows.sha256 === lineage.sampleSha256) return 'training';
  return rows.isLater ? 'out_of_time' : 'held_out';
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
