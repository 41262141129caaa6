/** Rows that can never hold, rows that never take effect, and rows that hold together where they must not. */
import { equalValues, type FeelValue, formatValue } from '@plimsoll/core/feel';
import type { TableRule } from '../boxed.ts';
import { matchesOf } from './attempt.ts';
import { type Box, meet } from './cell.ts';
import { findGaps, findPairs, type Pairs, type Point } from './cover.ts';
import { createFinding, type Finding, type Severity } from './finding.ts';
import { MAX_CANDIDATES, MAX_FINDINGS_PER_TABLE } from './limits.ts';
import { placeOf, type Seen, showDirectly, showPoint, type TableSubject } from './subject.ts';

/** Findings, and whether what isn't among them is proved not to be. */
export type Checked = { readonly findings: readonly Finding[]; readonly isProved: boolean };

export function checkNever(subject: TableSubject): readonly Finding[] {
  const { space, table } = subject;
  return space.never.slice(0, MAX_FINDINGS_PER_TABLE).map(({ rule, columns }) => {
    const [column] = columns;
    const facts = {
      rule: rule + 1,
      columns: columns.map((each) => table.inputs[each]?.label ?? '').join(', '),
    };
    if (columns.length > 1)
      return createFinding('CHECK_ROW_CONTRADICTION', 'error', {
        place: placeOf(subject, rule, null),
        facts,
      });
    const isInput = space.dimensions[space.columns[column ?? 0]?.dimension ?? 0]?.source.kind === 'input';
    return createFinding('CHECK_CELL_NEVER', isInput || subject.decision === null ? 'error' : 'warning', {
      place: placeOf(subject, rule, column ?? null),
      facts: { column: table.inputs[column ?? 0]?.label ?? '' },
    });
  });
}

export function pairRows({ space, budget }: TableSubject): Pairs {
  return findPairs(space.boxes, countsOf(space), budget);
}

function countsOf({ dimensions }: TableSubject['space']): readonly number[] {
  return dimensions.map(({ segments }) => segments.length);
}

/** FIRST: what the rows above take. PRIORITY: what rows of a better or equal output take. */
export function checkHidden(subject: TableSubject, pairs: Pairs): Checked {
  const { table, space, budget } = subject;
  const takers = takersOf(subject, pairs);
  // Where a column can have no value at all, no row is reached and nothing is hidden by another.
  if (takers === null || countsOf(space).includes(0)) return { findings: [], isProved: true };
  const never = new Set(space.never.map(({ rule }) => rule));
  const findings: Finding[] = [];
  for (const [rule, rows] of takers.entries()) {
    if (rows.length === 0 || never.has(rule)) continue;
    let isTaken = true;
    findGaps(
      { counts: countsOf(space), boxes: space.boxes, rows, within: space.boxes[rule] as Box, budget },
      () => {
        isTaken = false;
        return true;
      },
    );
    if (budget.left < 0) return { findings, isProved: false };
    if (isTaken && findings.length < MAX_FINDINGS_PER_TABLE)
      findings.push(hiddenFinding(subject, rule, rows));
  }
  return { findings, isProved: pairs.isWhole && table.rules.length === space.boxes.length };
}

/** For each row the rows that win against it wherever both hold; null for other hit policies. */
function takersOf({ table }: TableSubject, { earlier }: Pairs): readonly (readonly number[])[] | null {
  if (table.hitPolicy === 'FIRST') return earlier;
  if (table.hitPolicy !== 'PRIORITY') return null;
  const ranks = table.rules.map((rule) => {
    const outputs = constantsOf(rule);
    return outputs === null ? null : rankOf(outputs, table.outputs);
  });
  const takers: number[][] = earlier.map(() => []);
  for (const [row, others] of earlier.entries())
    for (const other of others) {
      const [mine, theirs] = [ranks[row] ?? null, ranks[other] ?? null];
      if (mine === null || theirs === null) continue;
      if (theirs <= mine) takers[row]?.push(other);
      else takers[other]?.push(row);
    }
  return takers;
}

/** One number for the place of the outputs in their order; null when a column has no order. */
function rankOf(outputs: readonly FeelValue[], columns: TableSubject['table']['outputs']): number | null {
  let rank = 0;
  for (const [column, { order }] of columns.entries()) {
    if (order === null) return columns.length === 1 ? null : rank;
    const at = order.findIndex((each) => equalValues(each, outputs[column] ?? null) === true);
    rank = rank * (order.length + 1) + (at < 0 ? order.length : at);
  }
  return rank;
}

function hiddenFinding(subject: TableSubject, rule: number, rows: readonly number[]): Finding {
  const { table, space } = subject;
  const point = pointIn(space.boxes[rule] as Box, countsOf(space));
  const wins = ({ table: trace }: Seen): boolean =>
    matchesOf(trace).some((match) => rows.includes(match - 1));
  const shown = showDirectly(subject, point, wins);
  const matches = shown === null ? [] : matchesOf(shown.seen.table);
  const winner = matches.find((match) => rows.includes(match - 1)) ?? null;
  const isSame = winner !== null && sameOutputs(table.rules[winner - 1], table.rules[rule]);
  const isLastResort = table.rules[rule]?.columns.length === 0;
  const severity: Severity = isLastResort ? 'note' : isSame ? 'warning' : 'error';
  const named = rows.slice(0, 8).map((row) => row + 1);
  const facts = { rule: rule + 1, rules: named.join(', ') + (rows.length > named.length ? ', …' : '') };
  return createFinding('CHECK_ROW_HIDDEN', severity, {
    place: placeOf(subject, rule, null),
    facts,
    example: shown?.example ?? null,
  });
}

export function pointIn(box: Box, counts: readonly number[]): Point {
  return counts.map((_, dimension) => box[dimension]?.[0]?.[0] ?? 0);
}

/** The outputs of a rule, when all are constants. */
function constantsOf({ outputs }: TableRule): readonly FeelValue[] | null {
  const values = outputs.flatMap((node) => (node.kind === 'literal' ? [node.value] : []));
  return values.length === outputs.length ? values : null;
}

function sameOutputs(left: TableRule | undefined, right: TableRule | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const [one, other] = [constantsOf(left), constantsOf(right)];
  return (
    one !== null &&
    other !== null &&
    one.every((value, column) => equalValues(value, other[column] ?? null) === true)
  );
}

/** UNIQUE and ANY: two rows that hold together and must not, each pair shown by a run that breaks the hit policy. */
export function checkOverlaps(subject: TableSubject, pairs: Pairs): Checked {
  const { table, space } = subject;
  const isAny = table.hitPolicy === 'ANY';
  if (table.hitPolicy !== 'UNIQUE' && !isAny) return { findings: [], isProved: true };
  const clashes = pairs.earlier.flatMap((others, row) =>
    others
      .filter((other) => !isAny || !sameOutputs(table.rules[other], table.rules[row]))
      .map((other) => [other, row] as const),
  );
  const code = isAny ? 'DMN_UNEQUAL_HITS' : 'DMN_SEVERAL_HITS';
  const findings: Finding[] = [];
  let isProved = pairs.isWhole;
  for (const [other, row] of clashes.slice(0, MAX_CANDIDATES)) {
    if (findings.length >= MAX_FINDINGS_PER_TABLE) break;
    const shared = countsOf(space).map((_, dimension) =>
      meet(space.boxes[other]?.[dimension] ?? null, space.boxes[row]?.[dimension] ?? null),
    );
    const breaks = ({ table: trace, errors }: Seen): boolean => {
      const matches = matchesOf(trace);
      return (
        matches.includes(row + 1) &&
        matches.includes(other + 1) &&
        errors.some((error) => error.code === code)
      );
    };
    const shown = showPoint(subject, preferPresent(shared, subject), breaks);
    if (shown === null) isProved = false;
    else
      findings.push(
        createFinding(
          isAny ? 'CHECK_UNEQUAL_HITS' : 'CHECK_SEVERAL_HITS',
          shown.example.level === 'inputs' ? 'error' : 'warning',
          {
            place: placeOf(subject, row, null),
            facts: { rules: `${other + 1}, ${row + 1}`, pairs: clashes.length },
            example: shown.example,
          },
        ),
      );
  }
  return { findings, isProved };
}

/** A point in a box; where the box says nothing, a value that is there rather than a missing one. */
function preferPresent(box: Box, { space }: TableSubject): Point {
  return pointIn(box, countsOf(space));
}

/** Outputs that their own column doesn't let through, and shares that can't be put together. */
export function checkOutputs(
  subject: TableSubject,
  isFitting: (value: FeelValue, column: number) => boolean,
): readonly Finding[] {
  const { table } = subject;
  const { aggregation } = table;
  const findings: Finding[] = [];
  for (const [index, rule] of table.rules.entries())
    for (const [column, node] of rule.outputs.entries()) {
      if (node.kind !== 'literal' || findings.length >= MAX_FINDINGS_PER_TABLE) continue;
      const { value } = node;
      const place = { ...placeOf(subject, index, null), column: table.outputs[column]?.label ?? null };
      const example = (code: string) =>
        showPoint(
          subject,
          pointIn(subject.space.boxes[index] as Box, countsOf(subject.space)),
          ({ table: trace, errors }) =>
            matchesOf(trace).includes(index + 1) && errors.some((error) => error.code === code),
        )?.example ?? null;
      if (value !== null && !isFitting(value, column))
        findings.push(
          createFinding('CHECK_OUTPUT_VALUE', 'error', {
            place,
            facts: { value: formatValue([value]).slice(1, -1) },
            example: example('DMN_VALUE_NOT_ALLOWED'),
          }),
        );
      else if (
        aggregation !== null &&
        aggregation !== 'COUNT' &&
        (value === null || (aggregation === 'SUM' && typeof value !== 'number' && typeof value !== 'object'))
      )
        findings.push(
          createFinding('CHECK_AGGREGATED_KIND', 'error', {
            place,
            facts: { aggregation, rule: index + 1, given: value === null ? 'null' : typeof value },
            example: example('DMN_AGGREGATED_KIND'),
          }),
        );
    }
  return findings;
}
