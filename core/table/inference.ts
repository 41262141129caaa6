/**
 * What a column holds, from what its cells hold: numbers where at least nine in ten present cells are numbers (texts
 * among them become marks of their own, and are told), days where every present cell is a date, else categories.
 * The answer depends on the cells alone, not on chunks or on where in the file a text stands.
 */
import { ok, type Result } from '@plimsoll/core/base';
import { type AbsentReasons, INFINITE_REASON } from './absence.ts';
import { dayOfText } from './day-text.ts';
import { decimalOf } from './decimal.ts';
import { textOfCode } from './dictionary.ts';
import { type Finding, leaveOut, noteOf, refuseSample, warnOf } from './finding.ts';
import {
  BLOCK_ROWS,
  countCodes,
  countMarks,
  eachBlock,
  MAX_LEVELS,
  MAX_ODD_TEXTS,
  NUMERIC_SHARE,
  type RawColumn,
  releaseBlock,
  turnToNumbers,
} from './raw-column.ts';
import { cellMode } from './scanner.ts';
import { byCodeUnit, type CategoricalColumn, type Column, type NumericColumn } from './table.ts';

export type FinishedColumn = {
  readonly column: Column | null;
  readonly findings: readonly Finding[];
  /** It is to be read again, as categories. */
  readonly isMisread: boolean;
};

export type ColumnFrame = {
  readonly rowCount: number;
  readonly reasons: AbsentReasons;
  readonly isFixed: boolean;
  readonly isCompact: boolean;
  /** Zeros for columns without absent cells: they share it. */
  readonly unmarked: Uint8Array;
};

type Tally = {
  /** Cells that are numbers (infinite ones among them), dates, and other texts; absent ones are none of these. */
  readonly numbers: number;
  readonly dates: number;
  readonly others: number;
  /** Different texts that are neither numbers nor absent. */
  readonly otherTexts: number;
};

/** Turns a column of texts to numbers or days where its rows so far say so. */
export function settleMode(
  raw: RawColumn,
  { rowCount, reasons }: { readonly rowCount: number; readonly reasons: AbsentReasons },
): void {
  const tally = tallyTexts(raw, rowCount, reasons);
  if (tally === null) return;
  if (isNumeric(tally)) turnToNumbers(raw, rowCount, 'number');
  else if (isDays(tally)) turnToNumbers(raw, rowCount, 'day');
}

/** The column as it goes into the table, with what is to be told of it. Refuses texts that are not UTF-8. */
export function finishColumn(raw: RawColumn, frame: ColumnFrame): Result<FinishedColumn> {
  const { rowCount, reasons, isFixed } = frame;
  if (raw.isMisread) return ok({ column: null, findings: [], isMisread: true });
  if (raw.isCrowded)
    return ok({
      column: null,
      findings: [leaveOut('column_identifier', { column: raw.name, count: MAX_LEVELS })],
      isMisread: false,
    });
  if (raw.mode === cellMode.text) {
    const tally = tallyTexts(raw, rowCount, reasons);
    if (tally === null) return refuseSample('encoding_unknown', 'TBL-9', { column: raw.name, line: 1 });
    const mode = isFixed ? null : isNumeric(tally) ? 'number' : isDays(tally) ? 'day' : null;
    if (mode === null) return ok(finishTexts(raw, frame, tally));
    turnToNumbers(raw, rowCount, mode);
  }
  return ok(finishNumbers(raw, frame));
}

function isNumeric({ numbers, others, otherTexts }: Tally): boolean {
  return numbers > 0 && numbers >= NUMERIC_SHARE * (numbers + others) && otherTexts <= MAX_ODD_TEXTS;
}

function isDays({ dates, numbers, others }: Tally): boolean {
  return dates > 0 && dates === numbers + others;
}

/** Counts the cells of a column of texts by what they are; null when a text is not UTF-8. */
function tallyTexts(raw: RawColumn, rowCount: number, reasons: AbsentReasons): Tally | null {
  const counts = countCodes(raw, rowCount);
  const tally = { numbers: 0, dates: 0, others: 0, otherTexts: 0 };
  for (let code = 0; code < raw.dictionary.size; code++) {
    const text = textOfCode(raw.dictionary, code);
    if (text === null) return null;
    const count = counts[code] ?? 0;
    if (reasons.ofText.has(text)) continue;
    if (!Number.isNaN(decimalOf(text))) tally.numbers += count;
    else {
      tally.others += count;
      tally.otherTexts += 1;
      if (!Number.isNaN(dayOfText(text))) tally.dates += count;
    }
  }
  return tally;
}

function finishTexts(raw: RawColumn, frame: ColumnFrame, tally: Tally): FinishedColumn {
  const { rowCount, reasons } = frame;
  const texts = Array.from(
    { length: raw.dictionary.size },
    (_, code) => textOfCode(raw.dictionary, code) ?? '',
  );
  const isAbsent = (text: string): boolean => reasons.ofText.has(text);
  const levels = texts.filter((text) => !isAbsent(text)).sort(byCodeUnit);
  const levelOf = new Map(levels.map((level, at) => [level, at]));
  const markNames = [...new Set(texts.filter(isAbsent).map((text) => reasons.ofText.get(text) ?? ''))].sort(
    byCodeUnit,
  );
  const codeOf = Int32Array.from(texts, (text) => levelOf.get(text) ?? -1);
  const markOf = Uint8Array.from(texts, (text) => markNames.indexOf(reasons.ofText.get(text) ?? '') + 1);
  const codes = new Int32Array(rowCount);
  const marks = markNames.length === 0 ? frame.unmarked : new Uint8Array(rowCount);
  eachBlock(raw, rowCount, (block, rows, index) => {
    const offset = index * BLOCK_ROWS;
    for (let row = 0; row < rows; row++) {
      const code = block[row] as number;
      codes[offset + row] = codeOf[code] as number;
      if (markNames.length > 0) marks[offset + row] = markOf[code] as number;
    }
  });
  const column: CategoricalColumn = { kind: 'categorical', name: raw.name, levels, codes, marks, markNames };
  const findings = absentFindings(raw, countCodes(raw, rowCount), frame);
  if (levels.length === 0) return leftOut(raw, findings);
  if (!frame.isFixed && tally.numbers > 0 && tally.others > 0) {
    const isOdd = levels.map((level) => Number.isNaN(decimalOf(level)));
    const row = codes.findIndex((code) => isOdd[code] === true);
    findings.push(
      warnOf('column_mixed_texts', {
        column: raw.name,
        count: tally.numbers,
        row,
        value: levels[codes[row] ?? -1] ?? '',
      }),
    );
  }
  return { column, findings, isMisread: false };
}

function finishNumbers(raw: RawColumn, frame: ColumnFrame): FinishedColumn {
  const { rowCount, reasons } = frame;
  const counts = countMarks(raw, rowCount);
  const texts = Array.from(counts, (_, code) => textOfCode(raw.dictionary, code) ?? '');
  const reasonOf = texts.map((text) => reasons.ofText.get(text) ?? oddReason(text));
  const oddTexts = texts.filter((text) => !reasons.ofText.has(text) && oddReason(text) !== INFINITE_REASON);
  const oddCount = counts.reduce(
    (sum, count, code) => sum + (oddTexts.includes(texts[code] ?? '') ? count : 0),
    0,
  );
  const marked = counts.reduce((sum, count) => sum + count, 0);
  const infinite = counts.reduce(
    (sum, count, code) => sum + (reasonOf[code] === INFINITE_REASON ? count : 0),
    0,
  );
  const numbers = rowCount - marked + infinite;
  if (oddCount > 0 && !isNumeric({ numbers, others: oddCount, otherTexts: oddTexts.length, dates: 0 }))
    return { column: null, findings: [], isMisread: true };
  const values = joinValues(raw, frame);
  const special = specialRows(values, reasons.ofNumber);
  const markNames = [...new Set([...reasonOf, ...special.values()])].sort(byCodeUnit);
  const marks =
    markNames.length === 0 ? frame.unmarked : joinMarks(raw, rowCount, markNumbers(reasonOf, markNames));
  for (const [row, reason] of special) {
    marks[row] = markNames.indexOf(reason) + 1;
    values[row] = Number.NaN;
  }
  const column: NumericColumn = { kind: 'numeric', name: raw.name, values, marks, markNames };
  const findings = [
    ...absentFindings(raw, counts, frame),
    ...specialFindings(raw, special, { reasons, texts }),
    ...oddFindings(column, { texts, counts, oddTexts, reasonOf }),
    ...kindFindings(raw),
  ];
  if (marked + special.size >= rowCount) return leftOut(raw, findings);
  return { column, findings, isMisread: false };
}

function leftOut(raw: RawColumn, findings: readonly Finding[]): FinishedColumn {
  return {
    column: null,
    findings: [...findings, leaveOut('column_all_absent', { column: raw.name })],
    isMisread: false,
  };
}

/** The reason of a text among numbers that no one declared: its own name, so that nothing is mixed up. */
function oddReason(text: string): string {
  return Number.isNaN(decimalOf(text)) ? `text ${text}` : INFINITE_REASON;
}

function markNumbers(reasonOf: readonly string[], markNames: readonly string[]): Uint8Array {
  return Uint8Array.from([0, ...reasonOf.map((reason) => markNames.indexOf(reason) + 1)]);
}

/** One array of all blocks; each block is let go as soon as it is copied. */
function joinValues(raw: RawColumn, { rowCount, isCompact }: ColumnFrame): Float64Array | Float32Array {
  const isSingle = isCompact && raw.blocks.every((block) => block instanceof Float32Array);
  const values = isSingle ? new Float32Array(rowCount) : new Float64Array(rowCount);
  for (const [index, block] of raw.blocks.entries()) {
    const rows = Math.min(BLOCK_ROWS, rowCount - index * BLOCK_ROWS);
    values.set(rows === block.length ? block : block.subarray(0, rows), index * BLOCK_ROWS);
    raw.blocks[index] = EMPTY_BLOCK;
    releaseBlock(block);
  }
  return values;
}

const EMPTY_BLOCK = new Float32Array(0);

function joinMarks(raw: RawColumn, rowCount: number, numberOf: Uint8Array): Uint8Array {
  const marks = new Uint8Array(rowCount);
  for (const [index, block] of raw.marks.entries()) {
    if (block === null) continue;
    const offset = index * BLOCK_ROWS;
    const rows = Math.min(BLOCK_ROWS, rowCount - offset);
    for (let row = 0; row < rows; row++) marks[offset + row] = numberOf[block[row] as number] as number;
  }
  return marks;
}

/** Rows whose number is a declared code, with its reason. */
function specialRows(
  values: ArrayLike<number>,
  ofNumber: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const rows = new Map<number, string>();
  if (ofNumber.size === 0) return rows;
  for (let row = 0; row < values.length; row++) {
    const reason = ofNumber.get(values[row] as number);
    if (reason !== undefined) rows.set(row, reason);
  }
  return rows;
}

/** One note for each reason: how many cells, and how they were written. */
function absentFindings(raw: RawColumn, counts: ArrayLike<number>, { reasons }: ColumnFrame): Finding[] {
  const byReason = new Map<string, { count: number; readonly texts: string[] }>();
  for (let code = 0; code < counts.length; code++) {
    const text = textOfCode(raw.dictionary, code) ?? '';
    const reason = reasons.ofText.get(text);
    if (reason === undefined) continue;
    const entry = byReason.get(reason) ?? { count: 0, texts: [] };
    entry.count += counts[code] ?? 0;
    entry.texts.push(`'${text}'`);
    byReason.set(reason, entry);
  }
  return [...byReason].map(([other, { count, texts }]) =>
    noteOf('column_absent', { column: raw.name, count, value: texts.join(' '), other }),
  );
}

function specialFindings(
  raw: RawColumn,
  special: ReadonlyMap<number, string>,
  { reasons, texts }: { readonly reasons: AbsentReasons; readonly texts: readonly string[] },
): Finding[] {
  const seen = new Map<string, number>();
  for (const reason of special.values()) seen.set(reason, (seen.get(reason) ?? 0) + 1);
  return Object.entries(reasons.special).flatMap(([value, other]) => {
    const count = seen.get(other);
    if (count !== undefined)
      return [noteOf('column_absent', { column: raw.name, count, value: `'${value}'`, other })];
    return texts.includes(value) ? [] : [warnOf('special_unseen', { column: raw.name, value })];
  });
}

type OddTexts = {
  readonly texts: readonly string[];
  readonly counts: ArrayLike<number>;
  readonly oddTexts: readonly string[];
  readonly reasonOf: readonly string[];
};

/** How many odd texts are spelled out. */
const MAX_TOLD_TEXTS = 5;

function oddFindings(column: NumericColumn, { texts, counts, oddTexts, reasonOf }: OddTexts): Finding[] {
  const { name, marks, markNames } = column;
  const countOf = (text: string): number => counts[texts.indexOf(text)] ?? 0;
  const rowOf = (reason: string): number => marks.indexOf(markNames.indexOf(reason) + 1);
  const findings: Finding[] = [];
  if (oddTexts.length > 0) {
    const told = [...oddTexts].sort((left, right) => countOf(right) - countOf(left)).slice(0, MAX_TOLD_TEXTS);
    findings.push(
      warnOf('column_mixed', {
        column: name,
        count: oddTexts.reduce((sum, text) => sum + countOf(text), 0),
        row: Math.min(...oddTexts.map((text) => rowOf(oddReason(text)))),
        value: told[0] ?? '',
        other:
          told.map((text) => `'${text}' ×${countOf(text)}`).join(' ') +
          (oddTexts.length > told.length ? ' …' : ''),
      }),
    );
  }
  const infinite = texts.filter((_, code) => reasonOf[code] === INFINITE_REASON);
  if (infinite.length > 0)
    findings.push(
      warnOf('column_infinite', {
        column: name,
        count: infinite.reduce((sum, text) => sum + countOf(text), 0),
        row: rowOf(INFINITE_REASON),
        value: infinite[0] ?? '',
      }),
    );
  return findings;
}

function kindFindings(raw: RawColumn): Finding[] {
  const column = raw.name;
  if (raw.mode === cellMode.day) return [noteOf(raw.hasTimes ? 'column_times' : 'column_days', { column })];
  return raw.zeroLed === null ? [] : [noteOf('column_leading_zeros', { column, value: raw.zeroLed })];
}
