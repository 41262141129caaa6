/**
 * A sheet as plain values, whatever file it came from: rows of cells from the top left, with merged areas. Cells keep
 * what the file says about their kind, because a date that a spreadsheet made of `1-3` must not pass for a text.
 */

/** `text` is always what a person would type: numbers without grouping, shares as `20%`, dates as `2026-01-31`. */
export type SheetCell = {
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'fault';
  readonly text: string;
};

/** Rows and columns from 0, both ends inside. */
export type MergedArea = {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
};

export type SheetGrid = {
  readonly name: string;
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  readonly merged: readonly MergedArea[];
  /** Rows and columns that the sheet doesn't show, from 0. */
  readonly hidden?: { readonly rows: readonly number[]; readonly columns: readonly number[] };
};

/** The address as spreadsheets write it: `B7` is row 6, column 1. */
export function addressOf(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}
