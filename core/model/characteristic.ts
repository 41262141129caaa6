/**
 * What a card asks about an applicant: a fact, or one fact over another. The same declaration makes the column a
 * model is fitted on and the FEEL text a policy evaluates, so training and serving can't drift apart.
 */
import { assertNever } from '@plimsoll/core/base';
import type { Trend } from '@plimsoll/core/binning';
import {
  type Column,
  columnOf,
  type NumericColumn,
  numericColumn,
  numericColumnOf,
  type Table,
} from '@plimsoll/core/table';

/** A text that a person reads, in both languages. */
export type LocalText = { readonly zh: string; readonly en: string };

/** `ratio` is missing where a part is missing or the denominator isn't above zero. */
export type CharacteristicSource =
  | { readonly kind: 'fact'; readonly fact: string; readonly type: 'number' | 'string' }
  | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string };

export type Characteristic = {
  readonly name: string;
  readonly label: LocalText;
  readonly source: CharacteristicSource;
  /** How the bad rate must move as the value grows; `auto` where sense does not say. */
  readonly trend: Trend;
  /** What an applicant is told who loses points here. */
  readonly reason: LocalText & { readonly code: string };
};

/** The facts a characteristic reads, in the order of its expression. */
export function factsOf(source: CharacteristicSource): readonly string[] {
  switch (source.kind) {
    case 'fact':
      return [source.fact];
    case 'ratio':
      return [source.numerator, source.denominator];
    default:
      return assertNever(source);
  }
}

/** The FEEL expression of a characteristic. A ratio of a missing part is null, never zero. */
export function feelOf(source: CharacteristicSource): string {
  switch (source.kind) {
    case 'fact':
      return source.fact;
    case 'ratio':
      return `if ${source.denominator} > 0 then ${source.numerator} / ${source.denominator} else null`;
    default:
      return assertNever(source);
  }
}

/** The column of a characteristic over a table whose columns are facts. Asserts that the facts are there. */
export function columnFor(table: Table, source: CharacteristicSource): Column {
  switch (source.kind) {
    case 'fact':
      return columnOf(table, source.fact);
    case 'ratio':
      return ratioColumn(
        numericColumnOf(table, source.numerator),
        numericColumnOf(table, source.denominator),
      );
    default:
      return assertNever(source);
  }
}

function ratioColumn(numerator: NumericColumn, denominator: NumericColumn): NumericColumn {
  const values = Float64Array.from(numerator.values, (value, row) => {
    const below = denominator.values[row] ?? Number.NaN;
    return below > 0 ? value / below : Number.NaN;
  });
  return numericColumn(`${numerator.name}/${denominator.name}`, values);
}
