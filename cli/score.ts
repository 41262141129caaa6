/** `plimsoll score <model> --data <file>`: scores a CSV file with a model document, without a server. One line a row. */
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { columnSpecsOf, prepareModel, readModel } from '@plimsoll/core/model/document';
import { inferTable } from '@plimsoll/core/table';
import { type CommandRequest, type ExitCode, exitCode, printJson } from './outcome.ts';
import { good, SampleError } from './sample-file.ts';

const MAX_UNZIPPED_BYTES = 2 ** 31;

/** Refuses a document that doesn't give the scores that it holds, and columns that are not the model's. */
export async function runScore({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const document = good(readModel(await readFile(words[0] ?? '', 'utf8')));
  const scorer = good(prepareModel(document));
  const path = options['data'];
  if (typeof path !== 'string') throw new SampleError('option_missing', '--data');
  const bytes = await readFile(path);
  const csv = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES }) : bytes;
  const categories = columnSpecsOf(document)
    .filter(({ kind }) => kind === 'categorical')
    .map(({ from }) => from);
  const { table } = good(inferTable(csv, { categories }));
  const { probabilities, margins, points } = good(scorer.scoreTable(table));
  const lines = ['probability,margin,points'];
  for (const [row, probability] of probabilities.entries())
    lines.push(`${probability},${margins[row]},${points?.[row] ?? ''}`);
  const text = `${lines.join('\n')}\n`;
  const to = options['to'];
  if (typeof to === 'string') await writeFile(to, text);
  else if (!isJson) process.stdout.write(text);
  if (isJson) printJson({ ok: true, rows: table.rowCount, to: to ?? null, documentSha256: scorer.hash });
  return exitCode.done;
}
