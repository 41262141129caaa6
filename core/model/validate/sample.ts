/** The rows a validation looks at, as the shell hands them over; all columns have one entry a row. */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import type { Outcomes } from '@plimsoll/core/stats';
import type { CategoricalColumn, Table } from '@plimsoll/core/table';

/** The most segments, groups and periods that are looked at one by one. */
export const MAX_LEVELS = 60;

export type ScoredSample = {
  /** Probability of default as the model states it. */
  readonly pds: ArrayLike<number>;
  /** What ranks, higher = riskier; the PDs themselves when left out. */
  readonly scores?: ArrayLike<number>;
  readonly outcomes: Outcomes;
  /** The inputs of the model (and any others to be watched). */
  readonly table?: Table;
};

export type JudgedSample = ScoredSample & {
  readonly segments?: readonly CategoricalColumn[];
  /** Levels sort by time, such as `2007-03`. */
  readonly periods?: CategoricalColumn;
  readonly protectedGroups?: readonly ProtectedGroup[];
};

export type ProtectedGroup = {
  readonly column: CategoricalColumn;
  /** The level others are compared with; the largest when left out. */
  readonly reference?: string;
};

/** Refuses lengths that differ, a PD that is no probability, a score that is no number, one outcome alone. */
export function checkSample(sample: JudgedSample): Result<true> {
  const rows = sample.outcomes.length;
  const columns = [
    ...(sample.segments ?? []),
    ...(sample.periods === undefined ? [] : [sample.periods]),
    ...(sample.protectedGroups ?? []).map((group) => group.column),
  ];
  const lengths = [
    sample.pds.length,
    sample.scores?.length ?? rows,
    sample.table?.rowCount ?? rows,
    ...columns.map((column) => column.codes.length),
  ];
  if (lengths.some((length) => length !== rows))
    return refuse('validation_not_possible', 'VAL-2', { problem: 'columns of different length', rows });
  let bads = 0;
  for (let row = 0; row < rows; row += 1) {
    const [pd, score, outcome] = [sample.pds[row] ?? Number.NaN, scoreAt(sample, row), sample.outcomes[row]];
    if (!(pd >= 0 && pd <= 1) || !Number.isFinite(score))
      return refuse('validation_not_possible', 'VAL-2', { problem: 'a row has no probability', row });
    if (outcome !== 0 && outcome !== 1)
      return refuse('validation_not_possible', 'VAL-2', { problem: 'an outcome is neither 0 nor 1', row });
    bads += outcome;
  }
  if (bads < 2 || rows - bads < 2)
    return refuse('validation_not_possible', 'VAL-2', {
      problem: 'two goods and two bads at least',
      goods: rows - bads,
      bads,
    });
  return ok(true);
}

export function scoreAt(sample: ScoredSample, row: number): number {
  return (sample.scores ?? sample.pds)[row] ?? Number.NaN;
}

export type RowFigures = {
  readonly pds: Float64Array;
  readonly scores: Float64Array;
  readonly outcomes: Uint8Array;
};

/** The figures of some rows. */
export function takeFigures(sample: ScoredSample, rows: ArrayLike<number>): RowFigures {
  const size = rows.length;
  const taken = {
    pds: new Float64Array(size),
    scores: new Float64Array(size),
    outcomes: new Uint8Array(size),
  };
  for (let at = 0; at < size; at += 1) {
    const row = rows[at] ?? 0;
    taken.pds[at] = sample.pds[row] ?? Number.NaN;
    taken.scores[at] = scoreAt(sample, row);
    taken.outcomes[at] = sample.outcomes[row] ?? 0;
  }
  return taken;
}

/** Rows of each level, in the order of levels; rows without a level are left out. At most `MAX_LEVELS` levels, the largest. */
export function rowsByLevel(
  column: CategoricalColumn,
): readonly { readonly level: string; readonly rows: Int32Array }[] {
  const rows: number[][] = column.levels.map(() => []);
  for (const [row, code] of column.codes.entries()) rows[code]?.push(row);
  const all = column.levels.map((level, code) => ({ level, rows: Int32Array.from(rows[code] ?? []) }));
  const filled = all.filter((each) => each.rows.length > 0);
  if (filled.length <= MAX_LEVELS) return filled;
  const least =
    filled.map((each) => each.rows.length).toSorted((left, right) => right - left)[MAX_LEVELS - 1] ?? 0;
  return filled.filter((each) => each.rows.length >= least).slice(0, MAX_LEVELS);
}
