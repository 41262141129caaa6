/**
 * Columns of which the policy says that the result must only rise, or only fall, along them (`plimsoll:monotone`). Two
 * neighbouring segments are compared with everything else the same; the missing value stands apart.
 */
import { type FeelValue, formatValue, orderValues } from '@plimsoll/core/feel';
import { attemptTable } from './attempt.ts';
import { type Box, includes, meet, overlaps } from './cell.ts';
import type { Checked } from './check-rows.ts';
import type { Point } from './cover.ts';
import { createFinding, type Finding } from './finding.ts';
import { MAX_CANDIDATES } from './limits.ts';
import { placeOf, showDirectly, type TableSubject } from './subject.ts';

type Step = {
  readonly column: number;
  readonly dimension: number;
  readonly sign: 1 | -1;
};

export function checkMonotone(subject: TableSubject): Checked {
  const { table, space } = subject;
  const findings: Finding[] = [];
  let isProved = true;
  for (const [column, { monotone }] of table.inputs.entries()) {
    if (monotone === null) continue;
    const dimension = space.columns[column]?.dimension ?? 0;
    const checked = checkColumn(subject, { column, dimension, sign: monotone === 'ascending' ? 1 : -1 });
    findings.push(...checked.findings);
    isProved &&= checked.isProved;
  }
  return { findings, isProved };
}

function checkColumn(subject: TableSubject, step: Step): Checked {
  const { space } = subject;
  const { segments } = space.dimensions[step.dimension] as TableSubject['space']['dimensions'][number];
  const findings: Finding[] = [];
  let isProved = true;
  for (let at = 0; at + 1 < segments.length; at += 1) {
    const [from, to] = [segments[at]?.value ?? null, segments[at + 1]?.value ?? null];
    if (orderValues(from, to) !== -1 || typeof from === 'string') continue;
    const { points, isWhole } = pointsAround(subject, step, at);
    isProved &&= isWhole;
    const broken = points.map((point) => compareAt(subject, step, point)).find((finding) => finding !== null);
    if (broken !== undefined && broken !== null) findings.push(broken);
  }
  return { findings, isProved };
}

/** One point for each pair of rules that could make the difference between a segment and the next. */
function pointsAround(
  { space, table }: TableSubject,
  { dimension }: Step,
  at: number,
): { readonly points: readonly Point[]; readonly isWhole: boolean } {
  const restricts = (row: number): boolean => (space.boxes[row]?.[dimension] ?? null) !== null;
  const rowsAt = (segment: number): readonly number[] =>
    [...table.rules.keys()].filter((row) => includes(space.boxes[row]?.[dimension] ?? null, segment));
  const [here, next] = [rowsAt(at), rowsAt(at + 1)];
  const without = (row: number): Box =>
    space.dimensions.map((_, each) => (each === dimension ? null : (space.boxes[row]?.[each] ?? null)));
  const points: Point[] = [];
  let isWhole = true;
  for (const one of here)
    for (const other of next) {
      if (one === other || !(restricts(one) || restricts(other)) || !overlaps(without(one), without(other)))
        continue;
      if (points.length >= MAX_CANDIDATES) isWhole = false;
      else
        points.push(
          space.dimensions.map((_, each) =>
            each === dimension
              ? at
              : (meet(space.boxes[one]?.[each] ?? null, space.boxes[other]?.[each] ?? null)?.[0]?.[0] ?? 0),
          ),
        );
    }
  // Rows that look at several columns add up in more ways than were tried.
  const isAdded = table.hitPolicy === 'COLLECT' && table.rules.some(({ columns }) => columns.length > 1);
  return { points, isWhole: isWhole && !isAdded };
}

function compareAt(subject: TableSubject, { column, dimension, sign }: Step, point: Point): Finding | null {
  const { space, program, table } = subject;
  const next = point.map((at, each) => (each === dimension ? at + 1 : at));
  const valuesAt = (where: Point): readonly FeelValue[] =>
    space.columns.map(({ dimension: each, values }) => values[where[each] ?? 0] ?? null);
  const [before, after] = [point, next].map((where) => attemptTable(program, table, valuesAt(where)).value);
  const order = orderValues(before ?? null, after ?? null);
  if (order === null || order * sign <= 0) return null;
  const shown = showDirectly(subject, next, () => true);
  const label = (where: Point): string =>
    formatValue(space.dimensions[dimension]?.segments[where[dimension] ?? 0]?.value ?? null);
  return createFinding('CHECK_NOT_MONOTONE', 'error', {
    place: placeOf(subject, null, column),
    facts: {
      column: table.inputs[column]?.label ?? '',
      direction: sign === 1 ? 'ascending' : 'descending',
      zhDirection: sign === 1 ? '递增' : '递减',
      from: label(point),
      to: label(next),
      before: formatValue(before ?? null),
      after: formatValue(after ?? null),
    },
    example: shown?.example ?? null,
  });
}
