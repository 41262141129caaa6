/**
 * Texts that mean "no value", each with the reason that its mark will carry. Texts that files use for it are known
 * here; codes such as 96 or 98 are no amounts only where they are declared, for nobody can tell them from amounts.
 */
import type { AbsentTexts } from './table.ts';

/** Known in every column unless the caller gives others. Each spelling keeps apart what may differ in meaning. */
export const ABSENT_TEXTS: AbsentTexts = {
  '': 'empty',
  NA: 'na',
  'N/A': 'na',
  '#N/A': 'na',
  '<NA>': 'na',
  NaN: 'nan',
  nan: 'nan',
  NAN: 'nan',
  null: 'null',
  NULL: 'null',
  Null: 'null',
  '\\N': 'null',
  None: 'none',
  '?': 'question_mark',
  // Plimsoll's own reasons, as its samples are written.
  no_record: 'no_record',
  not_asked: 'not_asked',
  source_down: 'source_down',
  not_recorded: 'not_recorded',
};

/** The mark of numbers beyond all bounds. */
export const INFINITE_REASON = 'infinite';

export type AbsentReasons = {
  readonly ofText: ReadonlyMap<string, string>;
  /** Declared codes that are numbers: `98` is meant where a cell says `98.0`. */
  readonly ofNumber: ReadonlyMap<number, string>;
  readonly special: AbsentTexts;
};

/** The reasons of one column: its own codes go before the texts that all columns have. */
export function reasonsOf(absent: AbsentTexts = ABSENT_TEXTS, special: AbsentTexts = {}): AbsentReasons {
  const codes = Object.entries(special);
  return {
    ofText: new Map([...Object.entries(absent), ...codes]),
    ofNumber: new Map(
      codes
        .filter(([text]) => text.trim() !== '' && Number.isFinite(Number(text)))
        .map(([text, reason]) => [Number(text), reason]),
    ),
    special,
  };
}
