/**
 * Apache Parquet into a table, column by column, row group by row group: the file says what each column is, so nothing
 * is inferred. Texts are categories (also those that look like numbers), dates and instants whole days, nulls absent.
 * Read by `hyparquet`; snappy and plain pages need nothing else, other codecs come from the caller (`decompressors`).
 */
import { ok, type Refusal, type Result } from '@plimsoll/core/base';
import { type Compressors, parquetMetadataAsync, parquetRead } from 'hyparquet/src/index.js';
import { type AbsentReasons, INFINITE_REASON, reasonsOf } from './absence.ts';
import { type Finding, leaveOut, noteOf, refuseSample, warnOf } from './finding.ts';
import type { ReadOptions, ReadTable } from './reader.ts';
import { byCodeUnit, type Column, MAX_MARKS, tableOf } from './table.ts';

/** A file that can be read in pieces. */
export type ParquetFile = {
  readonly byteLength: number;
  readonly slice: (start: number, end?: number) => ArrayBuffer | Promise<ArrayBuffer>;
};

export type ParquetOptions = Pick<ReadOptions, 'absent' | 'special' | 'drop' | 'isCompact'> & {
  /** By codec of the file (GZIP, ZSTD, BROTLI, LZ4_RAW), for files that use one. */
  readonly decompressors?: Compressors;
};

type Element = {
  readonly name: string;
  readonly kind: 'number' | 'truth' | 'text' | 'day' | null;
};

const MS_PER_DAY = 86_400_000;
const MAX_PARQUET_ROWS = 200_000_000;

/** Reads a file. Refuses what is no Parquet file or uses a codec that nobody brought, and unknown names in the options. */
export async function readParquet(
  file: Uint8Array | ParquetFile,
  options: ParquetOptions = {},
): Promise<Result<ReadTable>> {
  try {
    return await readColumns(fileOf(file), options);
  } catch (error) {
    return refuseSample('parquet_unreadable', 'TBL-20', {
      value: error instanceof Error ? error.message : '',
    });
  }
}

function fileOf(file: Uint8Array | ParquetFile): ParquetFile {
  if (!(file instanceof Uint8Array)) return file;
  return { byteLength: file.length, slice: (start, end) => file.slice(start, end).buffer };
}

async function readColumns(file: ParquetFile, options: ParquetOptions): Promise<Result<ReadTable>> {
  const metadata = await parquetMetadataAsync(file);
  const rowCount = Number(metadata.num_rows);
  if (rowCount === 0) return refuseSample('no_rows', 'TBL-9', {});
  if (rowCount > MAX_PARQUET_ROWS) return refuseSample('too_many_rows', 'TBL-9', { limit: MAX_PARQUET_ROWS });
  const elements = elementsOf(metadata.schema);
  const unknown = unknownName(elements, options);
  if (unknown !== null) return unknown;
  const findings: Finding[] = [];
  const columns: Column[] = [];
  for (const element of elements) {
    const { name, kind } = element;
    if (options.drop?.includes(name) === true) continue;
    if (kind === null) {
      findings.push(leaveOut('column_unsupported', { column: name }));
      continue;
    }
    const cells = createCells(element, rowCount, reasonsOf(options.absent, options.special?.[name]));
    await parquetRead({
      file,
      metadata,
      columns: [name],
      parsers: DAY_PARSERS,
      ...(options.decompressors === undefined ? {} : { compressors: options.decompressors }),
      onChunk: (chunk) => {
        const decoded: ArrayLike<unknown> = chunk.columnData;
        for (let at = 0; at < decoded.length; at++) cells.put(chunk.rowStart + at, decoded[at]);
      },
    });
    const finished = cells.finish(options.isCompact ?? false);
    findings.push(...finished.findings);
    if (finished.column !== null) columns.push(finished.column);
  }
  return ok({ table: tableOf(columns), findings });
}

/** Instants and dates come as numbers of days; core has no clock types. */
const DAY_PARSERS = {
  dateFromDays: (days: number) => days,
  timestampFromMilliseconds: (instant: bigint) => Math.floor(Number(instant) / MS_PER_DAY),
  timestampFromMicroseconds: (instant: bigint) => Math.floor(Number(instant) / (MS_PER_DAY * 1000)),
  timestampFromNanoseconds: (instant: bigint) => Math.floor(Number(instant) / (MS_PER_DAY * 1_000_000)),
} as unknown as NonNullable<Parameters<typeof parquetRead>[0]['parsers']>;

type SchemaElement = Awaited<ReturnType<typeof parquetMetadataAsync>>['schema'][number];

/** The columns of the first level; those with columns inside them have no kind. */
function elementsOf(schema: readonly SchemaElement[]): readonly Element[] {
  const elements: Element[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < (schema[at]?.num_children ?? 0); child++) next = skip(next);
    return next;
  };
  for (let at = 1; at < schema.length; at = skip(at)) {
    const element = schema[at] as SchemaElement;
    const isFlat = (element.num_children ?? 0) === 0 && element.repetition_type !== 'REPEATED';
    elements.push({ name: element.name, kind: isFlat ? kindOf(element) : null });
  }
  return elements;
}

function kindOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): Element['kind'] {
  if (type === 'BOOLEAN') return 'truth';
  if (logical?.type === 'DATE' || converted === 'DATE') return 'day';
  if (type === 'INT96' || logical?.type === 'TIMESTAMP' || converted?.startsWith('TIMESTAMP') === true)
    return 'day';
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return 'number';
  if (type === 'INT32' || type === 'INT64' || type === 'FLOAT' || type === 'DOUBLE') return 'number';
  if (type !== 'BYTE_ARRAY') return null;
  return ['JSON', 'BSON', 'INTERVAL'].includes(converted ?? '') ? null : 'text';
}

function unknownName(elements: readonly Element[], options: ParquetOptions): Refusal | null {
  const lacks = (name: string): boolean => !elements.some((element) => element.name === name);
  const drop = options.drop?.find(lacks);
  if (drop !== undefined) return refuseSample('drop_unknown', 'TBL-10', { column: drop });
  const special = Object.keys(options.special ?? {}).find(lacks);
  return special === undefined ? null : refuseSample('special_unknown', 'TBL-10', { column: special });
}

type Cells = {
  readonly put: (row: number, cell: unknown) => void;
  readonly finish: (isCompact: boolean) => {
    readonly column: Column | null;
    readonly findings: readonly Finding[];
  };
};

/** A column while its cells come. A row that never comes stays absent. */
function createCells({ name, kind }: Element, rowCount: number, reasons: AbsentReasons): Cells {
  const isText = kind === 'text' || kind === 'truth';
  const values = isText ? new Float64Array(0) : new Float64Array(rowCount).fill(Number.NaN);
  const codes = isText ? new Int32Array(rowCount).fill(-1) : new Int32Array(0);
  const marks = new Uint8Array(rowCount);
  const markNames = ['null'];
  const codeOf = new Map<string, number>();
  let unsafe = 0;
  marks.fill(1);
  const mark = (row: number, reason: string): void => {
    let at = markNames.indexOf(reason);
    if (at < 0) at = markNames.push(reason) - 1;
    marks[row] = Math.min(at + 1, MAX_MARKS);
  };
  const putText = (row: number, text: string): void => {
    const reason = reasons.ofText.get(text);
    if (reason !== undefined) return mark(row, reason);
    let code = codeOf.get(text);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(text, code);
    }
    codes[row] = code;
    marks[row] = 0;
  };
  const putNumber = (row: number, cell: number | bigint): void => {
    const value = Number(cell) + 0;
    if (typeof cell === 'bigint' && !Number.isSafeInteger(value)) unsafe += 1;
    const reason = Number.isNaN(value)
      ? 'nan'
      : Number.isFinite(value)
        ? reasons.ofNumber.get(value)
        : INFINITE_REASON;
    if (reason !== undefined) return mark(row, reason);
    values[row] = value;
    marks[row] = 0;
  };
  return {
    put: (row, cell) => {
      if (cell === null || cell === undefined) return;
      if (isText) putText(row, typeof cell === 'string' ? cell : cell === true ? 'true' : 'false');
      else putNumber(row, cell as number | bigint);
    },
    finish: (isCompact) => {
      const findings = markFindings(name, marks, markNames);
      if (kind === 'day') findings.push(noteOf('column_days', { column: name }));
      if (unsafe > 0)
        return { column: null, findings: [leaveOut('column_unsafe', { column: name, count: unsafe })] };
      if (marks.every((each) => each > 0))
        return { column: null, findings: [...findings, leaveOut('column_all_absent', { column: name })] };
      const absence = compactMarks(marks, markNames);
      if (isText)
        return { column: { kind: 'categorical', name, ...levelsOf(codes, codeOf), ...absence }, findings };
      const isSingle =
        isCompact && values.every((value) => Number.isNaN(value) || Math.fround(value) === value);
      const kept = isSingle ? Float32Array.from(values) : values;
      return { column: { kind: 'numeric', name, values: kept, ...absence }, findings };
    },
  };
}

/** Levels in order of code units, whatever the order in which they came. */
function levelsOf(
  codes: Int32Array,
  codeOf: ReadonlyMap<string, number>,
): { readonly levels: readonly string[]; readonly codes: Int32Array } {
  const levels = [...codeOf.keys()].sort(byCodeUnit);
  const newCode = new Int32Array(levels.length);
  for (const [at, level] of levels.entries()) newCode[codeOf.get(level) ?? 0] = at;
  return { levels, codes: codes.map((code) => (code < 0 ? -1 : (newCode[code] as number))) };
}

/** Only the reasons that occur, in order. */
function compactMarks(
  marks: Uint8Array,
  names: readonly string[],
): { readonly marks: Uint8Array; readonly markNames: readonly string[] } {
  const seen = new Set(marks);
  const markNames = names.filter((_, at) => seen.has(at + 1)).sort(byCodeUnit);
  const numberOf = Uint8Array.from([0, ...names.map((name) => markNames.indexOf(name) + 1)]);
  return { marks: marks.map((mark) => numberOf[mark] as number), markNames };
}

function markFindings(column: string, marks: Uint8Array, markNames: readonly string[]): Finding[] {
  return markNames.flatMap((other, at) => {
    const count = marks.reduce((sum, mark) => sum + (mark === at + 1 ? 1 : 0), 0);
    if (count === 0) return [];
    const row = marks.indexOf(at + 1);
    return other === INFINITE_REASON
      ? [warnOf('column_infinite', { column, count, row, value: other })]
      : [noteOf('column_absent', { column, count, value: `'${other}'`, other })];
  });
}
