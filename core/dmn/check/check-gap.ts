/** Cases that no rule of a table matches, where there is no default. */
import { matchesOf } from './attempt.ts';
import type { Checked } from './check-rows.ts';
import type { Box, Cell } from './cell.ts';
import { findGaps } from './cover.ts';
import { createFinding, type Finding } from './finding.ts';
import { MAX_CANDIDATES } from './limits.ts';
import { caseOf, placeOf, type Seen, type Shown, showPoint, type TableSubject } from './subject.ts';

/**
 * Two looks: with every value present (a warning); then, when that finds nothing, with something missing (a note). Tables that collect into a list
 * may well find nothing: they have no gaps.
 */
export function checkGaps(subject: TableSubject): Checked {
  const { table } = subject;
  const isList =
    table.hitPolicy === 'COLLECT' && (table.aggregation === null || table.aggregation === 'COUNT');
  const hasDefault = table.outputs.some(({ fallback }) => fallback !== null);
  if (isList || hasDefault || table.hitPolicy === 'RULE ORDER' || table.hitPolicy === 'OUTPUT ORDER')
    return { findings: [], isProved: true };
  const present = look(subject, true);
  // Where something is uncovered anyway, what is missing adds nothing that a person could act on first.
  const missing = present.shown === null ? look(subject, false) : { shown: null, isProved: true };
  const findings: Finding[] = [];
  for (const { shown, isPresent } of [
    { shown: present.shown, isPresent: true },
    { shown: missing.shown, isPresent: false },
  ]) {
    if (shown === null) continue;
    const { example, seen } = shown;
    findings.push(
      createFinding(
        isPresent ? 'CHECK_GAP' : 'CHECK_GAP_MISSING',
        isPresent && example.level === 'inputs' ? 'warning' : 'note',
        { place: placeOf(subject, null, null), facts: { case: caseOf(seen.table) }, example },
      ),
    );
  }
  return { findings, isProved: present.isProved && missing.isProved };
}

function look(
  subject: TableSubject,
  isPresent: boolean,
): { readonly shown: Shown | null; readonly isProved: boolean } {
  const { space, table, budget } = subject;
  const counts = space.dimensions.map(({ segments }) => segments.length);
  const within: Box = space.dimensions.map(({ present, segments }) => {
    const cut: Cell = present === 0 ? [] : [[0, present - 1]];
    const last = segments.length - 1;
    // Values of kinds that the table doesn't speak of are no case of it.
    return isPresent || segments[last]?.value !== null ? cut : [...cut, [last, last]];
  });
  const falls = (seen: Seen): boolean =>
    !isSpoiled(seen, subject) &&
    matchesOf(seen.table).length === 0 &&
    seen.table.inputs.some(({ value, computed }) => computed && value === null) !== isPresent;
  let shown: Shown | null = null;
  let tries = 0;
  findGaps({ counts, boxes: space.boxes, rows: [...table.rules.keys()], within, budget }, (point) => {
    const isMissing = point.some((at, dimension) => at >= (space.dimensions[dimension]?.present ?? 0));
    if (isMissing === isPresent) return false;
    tries += 1;
    shown = showPoint(subject, point, falls);
    return shown !== null || tries >= MAX_CANDIDATES;
  });
  return { shown, isProved: budget.left >= 0 && (tries === 0 || shown !== null) };
}

/** Whether a column refused its value: then no row was asked any further. */
function isSpoiled({ errors }: Seen, { element }: TableSubject): boolean {
  return errors.some(
    ({ code, place }) =>
      code.startsWith('DMN_VALUE_') &&
      place.rule === null &&
      (place.element === null || place.element === element),
  );
}
