/**
 * From a CSV file to a sample: the table of all usable columns, the outcomes, and what a modeller must know of it.
 * A file is text, bytes, or chunks that can be gone through twice (a column that looked like numbers and isn't).
 */
import { ok, type Result } from '@plimsoll/core/base';
import { checkColumns } from './column-check.ts';
import { type Finding, refuseSample, warnOf } from './finding.ts';
import { createTableReader, type ReadOptions, type ReadTable } from './reader.ts';
import type { Table } from './table.ts';
import { parseTarget, targetOf } from './target.ts';

/** A model on fewer rows, or on fewer of one class, would only look fine. */
export const MIN_SAMPLE_ROWS = 50;
export const MIN_CLASS_ROWS = 10;
/** Below so many of a class every figure swings from draw to draw: told, not refused. */
export const FEW_CLASS_ROWS = 100;

/** A text, its bytes, or a way to go through its chunks from the beginning. */
export type CsvSource = string | Uint8Array | (() => Iterable<Uint8Array>);

export type SampleRequest = ReadOptions & {
  readonly csv: CsvSource;
  /** `COLUMN=BADVALUE`. */
  readonly target: string;
  /** Columns that stay although they look like an identifier, a constant or another column. */
  readonly keep?: readonly string[];
};

export type ReadSample = {
  /** The variables: neither the target nor a column that was left out. */
  readonly table: Table;
  /** 1 = bad. */
  readonly outcomes: Uint8Array;
  readonly findings: readonly Finding[];
};

/** Pieces of a text given whole. */
const CHUNK_LENGTH = 1 << 18;
/** A file is read once, and once more when columns turn out to be no numbers. */
const MAX_READINGS = 3;

/** Reads a sample. Refuses what no honest model can be built on, with the line or row and what to do. */
export function readSample(request: SampleRequest): Result<ReadSample> {
  const { csv, target, keep } = request;
  const named = targetName(csv, request);
  const read = inferTable(csv, {
    ...request,
    categories: [...(request.categories ?? []), ...(named === null ? [] : [named])],
  });
  return read.ok ? sampleOf(read.value, { target, keep }) : read;
}

/** The sample of a table that was read elsewhere (Parquet, the log); the target is one of its columns. */
export function sampleOf(
  read: ReadTable,
  { target, keep = [] }: { readonly target: string; readonly keep?: readonly string[] | undefined },
): Result<ReadSample> {
  const { table } = read;
  const parsed = parseTarget(
    target,
    table.columns.map((column) => column.name),
  );
  if (!parsed.ok) return parsed;
  const name = parsed.value.column;
  const outcomes = targetOf(table, target);
  if (!outcomes.ok) return outcomes;
  const sized = checkSize(outcomes.value, parsed.value.badValue);
  if (!sized.ok) return sized;
  const variables = table.columns.filter((column) => column.name !== name);
  const checked = checkColumns(
    { rowCount: table.rowCount, columns: variables },
    { keep, outcomes: outcomes.value },
  );
  if (checked.table.columns.length === 0) return refuseSample('nothing_left', 'TBL-13', {});
  const findings = [...read.findings, ...sized.value, ...checked.findings];
  return ok({ table: checked.table, outcomes: outcomes.value, findings });
}

/** The table of a CSV file, its columns by inference. */
export function inferTable(csv: CsvSource, options: ReadOptions = {}): Result<ReadTable> {
  let categories = options.categories ?? [];
  for (let reading = 0; reading < MAX_READINGS; reading++) {
    const reader = createTableReader({ ...options, categories });
    for (const chunk of chunksOf(csv)) {
      const refusal = reader.push(chunk);
      if (refusal !== null) return refusal;
    }
    const finished = reader.finish();
    if (!finished.ok) return finished;
    if ('table' in finished.value) return ok(finished.value);
    categories = [...categories, ...finished.value.readAgain];
  }
  throw new Error('assertion failed: a column read as categories is not misread');
}

function checkSize(outcomes: Uint8Array, badValue: string): Result<readonly Finding[]> {
  const count = outcomes.length;
  if (count < MIN_SAMPLE_ROWS)
    return refuseSample('sample_small', 'TBL-13', { count, limit: MIN_SAMPLE_ROWS });
  const bads = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const findings: Finding[] = [];
  for (const [value, size] of [
    [badValue, bads],
    [`not ${badValue}`, count - bads],
  ] as const) {
    if (size < MIN_CLASS_ROWS)
      return refuseSample('class_small', 'TBL-13', { value, count: size, limit: MIN_CLASS_ROWS });
    if (size < FEW_CLASS_ROWS)
      findings.push(warnOf('class_thin', { value, count: size, limit: FEW_CLASS_ROWS }));
  }
  return ok(findings);
}

/** The column of the target, from the header alone: its values are names, whatever they look like. */
function targetName(csv: CsvSource, request: SampleRequest): string | null {
  const names = headerOf(csv, request);
  const parsed = names === null ? null : parseTarget(request.target, names);
  return parsed?.ok === true ? parsed.value.column : null;
}

function headerOf(csv: CsvSource, options: ReadOptions): readonly string[] | null {
  const reader = createTableReader(options);
  for (const chunk of chunksOf(csv)) {
    if (reader.push(chunk) !== null) return null;
    const names = reader.columnNames();
    if (names !== null) return names;
  }
  reader.finish();
  return reader.columnNames();
}

function* chunksOf(csv: CsvSource): Iterable<Uint8Array> {
  if (typeof csv === 'function') yield* csv();
  else if (typeof csv !== 'string') {
    for (let at = 0; at < csv.length; at += CHUNK_LENGTH) yield csv.subarray(at, at + CHUNK_LENGTH);
  } else yield* textChunks(csv);
}

const encoder = new TextEncoder();

/** UTF-8 of a text, piece by piece; a pair of surrogates is never cut. */
function* textChunks(text: string): Iterable<Uint8Array> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + CHUNK_LENGTH);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end += 1;
    yield encoder.encode(text.slice(at, end));
    at = end;
  }
}
