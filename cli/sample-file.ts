/** A sample as files on disk: the CSV (gzipped or not), what is said to be bad, the folds beside it, directions to keep. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Refusal, Result } from '@plimsoll/core/base';
import { type Directions, MODEL_KINDS, type ModelKind } from '@plimsoll/core/model/fit';
import {
  createTableReader,
  numericColumnOf,
  parseCsv,
  readSample,
  type Table,
  tableFromCsv,
} from '@plimsoll/core/table';
import { MAX_TRAIN_THREADS, machineThreads } from '@plimsoll/server/train';
import { say } from './language.ts';
import type { CommandRequest } from './outcome.ts';

/** The largest text that is held whole. */
const MAX_UNZIPPED_BYTES = 2 ** 32;
const MAX_FOLDS = 100;

export type SampleFile = {
  readonly name: string;
  /** Of the file as it is, gzipped or not. */
  readonly sha256: string;
  readonly table: Table;
  readonly outcomes: Uint8Array;
  /** What was odd about it, in the reader's words. */
  readonly findings: readonly string[];
};

/** A sample, folds or directions that can't be worked with: the refusal of the core, as an error of the shell. */
export class SampleError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SampleError';
    this.code = code;
  }
}

/** The value, or its refusal thrown. */
export function good<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new SampleError(result.code, wordsOf(result));
}

function wordsOf({ rule, facts }: Refusal): string {
  const { problem, problemZh } = facts;
  if (typeof problem === 'string' && typeof problemZh === 'string')
    return say({ zh: problemZh, en: problem });
  return `(${rule}) ${JSON.stringify(facts)}`;
}

/** `--data`, `--target`, `--drop a,b*`: the sample. Throws what is wrong with it, in words. */
export async function readSampleFile(options: CommandRequest['options']): Promise<SampleFile> {
  const path = textOption(options, 'data');
  const target = textOption(options, 'target');
  const file = await readGiven(path);
  const csv = unzipped(file);
  const wishes = typeof options['drop'] === 'string' ? options['drop'].split(',') : [];
  const read = good(readSample({ csv, target, drop: namesOf(csv, wishes) }));
  return {
    name: basename(path),
    sha256: createHash('sha256').update(file).digest('hex'),
    table: read.table,
    outcomes: read.outcomes,
    findings: read.findings.map(({ words }) => say(words)),
  };
}

/** The names a list means: `ChgOff*` is every column that begins so. A name that the file hasn't is refused. */
function namesOf(csv: Uint8Array, wishes: readonly string[]): readonly string[] {
  const reader = createTableReader();
  const CHUNK = 65_536;
  for (let at = 0; at < csv.length && reader.columnNames() === null; at += CHUNK)
    if (reader.push(csv.subarray(at, at + CHUNK)) !== null) break;
  const names = reader.columnNames() ?? [];
  return wishes
    .map((wish) => wish.trim())
    .filter((wish) => wish !== '')
    .flatMap((wish) => {
      const found = wish.endsWith('*')
        ? names.filter((name) => name.startsWith(wish.slice(0, -1)))
        : names.filter((name) => name === wish);
      if (found.length === 0)
        throw new SampleError(
          'sample_unreadable',
          say({ en: `--drop: the file has no column ${wish}`, zh: `--drop：文件中没有 ${wish} 列` }),
        );
      return found;
    });
}

/** The fold of each row, from a file with the columns `row` and `fold`, one line for each row of the sample. */
export async function readFolds(
  path: string | boolean | undefined,
  outcomes: Uint8Array,
): Promise<Uint8Array> {
  const text = new TextDecoder().decode(unzipped(await readGiven(textOption({ folds: path }, 'folds'))));
  const table = good(
    tableFromCsv(good(parseCsv(text)), [
      { kind: 'numeric', name: 'row', from: 'row' },
      { kind: 'numeric', name: 'fold', from: 'fold' },
    ]),
  );
  const rows = numericColumnOf(table, 'row').values;
  const given = numericColumnOf(table, 'fold').values;
  const folds = new Uint8Array(outcomes.length).fill(MAX_FOLDS);
  for (const [at, row] of rows.entries()) {
    const fold = given[at] ?? Number.NaN;
    if (!Number.isInteger(fold) || fold < 0 || fold >= MAX_FOLDS || folds[row] !== MAX_FOLDS)
      throw otherRows();
    folds[row] = fold;
  }
  if (folds.includes(MAX_FOLDS) || new Set(folds).size < 2) throw otherRows();
  return folds;
}

function otherRows(): SampleError {
  return new SampleError(
    'sample_unreadable',
    say({
      en: 'The folds belong to other rows: each row of the sample needs one fold, two folds at least.',
      zh: '折文件与样本不符：样本每行须恰有一个折，且至少两折。',
    }),
  );
}

const DIRECTIONS: { readonly [text: string]: 'ascending' | 'descending' | null } = {
  '1': 'ascending',
  '+': 'ascending',
  increasing: 'ascending',
  ascending: 'ascending',
  '-1': 'descending',
  '-': 'descending',
  decreasing: 'descending',
  descending: 'descending',
  '0': null,
};

/** `--monotone FILE.json`: how the chance of bad must move as a column grows, `{"income": -1, "debt": 1}`. */
export async function readDirections(path: string | boolean | undefined): Promise<Directions> {
  if (typeof path !== 'string') return {};
  const document: unknown = JSON.parse((await readGiven(path)).toString('utf8'));
  if (typeof document !== 'object' || document === null) throw noDirections(path, '');
  const directions: { [input: string]: 'ascending' | 'descending' } = {};
  for (const [name, value] of Object.entries(document)) {
    const direction = DIRECTIONS[String(value)];
    if (direction === undefined) throw noDirections(path, name);
    if (direction !== null) directions[name] = direction;
  }
  return directions;
}

function noDirections(path: string, name: string): SampleError {
  return new SampleError(
    'wrong_call',
    say({
      en: `${path} ${name}: give columns with 1 (the chance of bad grows with the value) or -1 (it falls).`,
      zh: `${path} ${name}：请按列给出 1（坏账概率随取值上升）或 -1（下降）。`,
    }),
  );
}

export function kindOf(text: string | boolean | undefined): ModelKind {
  const kind = MODEL_KINDS.find((each) => each === text);
  if (kind !== undefined) return kind;
  const kinds = MODEL_KINDS.join(', ');
  throw new SampleError(
    'wrong_call',
    say({ en: `--model is one of ${kinds}`, zh: `--model 须为 ${kinds} 之一` }),
  );
}

/** `--threads`: those of the machine where nothing is said. The model is the same on any number. */
export function threadsOf(text: string | boolean | undefined): number {
  if (text === undefined) return machineThreads();
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= MAX_TRAIN_THREADS) return threads;
  throw new SampleError(
    'wrong_call',
    say({
      en: `--threads is a whole number from 1 to ${MAX_TRAIN_THREADS}`,
      zh: `--threads 须为 1 到 ${MAX_TRAIN_THREADS} 的整数`,
    }),
  );
}

export function textOption(options: CommandRequest['options'], name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SampleError('wrong_call', say({ en: `--${name} is needed`, zh: `缺少 --${name}` }));
}

export async function readGiven(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new SampleError('file_not_found', say({ en: `${path} can’t be read`, zh: `无法读取 ${path}` }), {
      cause: error,
    });
  }
}

export function unzipped(file: Buffer): Uint8Array {
  return file[0] === 0x1f && file[1] === 0x8b
    ? gunzipSync(file, { maxOutputLength: MAX_UNZIPPED_BYTES })
    : file;
}
