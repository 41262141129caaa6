/** What reading one cell gives: FEEL, or why not and what to write instead. Doubts that were settled are notes. */
import type { LocalText } from '../source.ts';

/** What a column holds. `feel`: only FEEL, because its type is none of the plain ones. */
export type ColumnKind = 'number' | 'string' | 'boolean' | 'date' | 'feel';

/** What is known of a column when its cells are read. */
export type CellColumn = {
  readonly kind: ColumnKind;
  /** The texts that may occur; null when any may. */
  readonly allowed: readonly string[] | null;
  /** Shares of a column whose unit is percent keep their figure. */
  readonly share: 'fraction' | 'percent';
  readonly rangeEnds: RangeEnds;
  /** Whether a text is FEEL that can be read with the names at hand. */
  readonly isFeel: (text: string) => boolean;
  /** Names that FEEL may use: a text that is one of them is uncertain. */
  readonly names: ReadonlySet<string>;
};

/** How `18-60` is meant: both ends in, only the low one, only the high one; `unsaid`: both, unless two ranges meet. */
export type RangeEnds = 'unsaid' | 'both' | 'low' | 'high';

/** A range written with a dash, whose ends are a matter of habit. */
export type DashRange = { readonly low: string; readonly high: string };

export type CellRead =
  | {
      readonly ok: true;
      readonly feel: string;
      readonly note: LocalText | null;
      readonly dashes: readonly DashRange[];
    }
  | { readonly ok: false; readonly problem: LocalText; readonly remedy: LocalText };

export function taken(
  feel: string,
  note: LocalText | null = null,
  dashes: readonly DashRange[] = [],
): CellRead {
  return { ok: true, feel, note, dashes };
}

export function refused(problem: LocalText, remedy: LocalText): CellRead {
  return { ok: false, problem, remedy };
}

export function feelText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

export const WRITE_FEEL: LocalText = {
  zh: '或以 feel: 开头写出 FEEL 表达式，例如 feel: >= 18',
  en: 'or write FEEL after feel:, for example feel: >= 18',
};

/** The remedy with the way out that always works. */
export function orFeel(zh: string, en: string): LocalText {
  return { zh: `${zh}；${WRITE_FEEL.zh}`, en: `${en}; ${WRITE_FEEL.en}` };
}
