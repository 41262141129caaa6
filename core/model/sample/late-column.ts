/**
 * Columns that exist only after the approval: among the declined they are absent, or hold one value, while they vary
 * among the accepted; or they are made of what came after, and alone tell one from the other. A model of acceptance,
 * or one refitted with declined applicants, would see through them.
 */
import { assert } from '@plimsoll/core/base';
import { auc } from '@plimsoll/core/stats';
import type { Column, Table } from '@plimsoll/core/table';

/** Nearly all of the declined have the same value (or none), and the accepted don't: this share on either side. */
const SAME_SHARE = 0.95;
const MOST_ACCEPTED_SHARE = 0.5;

/** A column that alone tells accepted from declined as well as this was made of the decision, or came after it. */
const TELLING_AUC = 0.95;

export type LateColumn = {
  readonly column: string;
  /** Share of the declined, and of the accepted, that have the commonest value of the declined. */
  readonly sameAmongRejected: number;
  readonly sameAmongAccepted: number;
  /** AUC of the column alone as a score of acceptance, whichever way round; null for categories. */
  readonly acceptanceAuc: number | null;
  readonly words: { readonly zh: string; readonly en: string };
};

/** The columns to leave out, and why. */
export function findLateColumns(table: Table, isAccepted: Uint8Array): readonly LateColumn[] {
  assert(isAccepted.length === table.rowCount, 'one mark for every applicant');
  return table.columns.flatMap((column) => {
    const [value, sameAmongRejected] = commonest(column, isAccepted);
    const sameAmongAccepted = shareOf(column, { isAccepted, side: 1, value });
    const acceptanceAuc = aucOf(column, isAccepted);
    const isSame = sameAmongRejected >= SAME_SHARE && sameAmongAccepted <= MOST_ACCEPTED_SHARE;
    if (!isSame && (acceptanceAuc ?? 0) < TELLING_AUC) return [];
    const found = { column: column.name, sameAmongRejected, sameAmongAccepted, acceptanceAuc };
    return [{ ...found, words: isSame ? sameWords(found) : tellingWords(found) }];
  });
}

type Found = Omit<LateColumn, 'words'>;

function sameWords({ column, sameAmongRejected, sameAmongAccepted }: Found): LateColumn['words'] {
  const pct = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return {
    zh: `列“${column}”在 ${pct(sameAmongRejected)} 的被拒者中只有一个值，而在获批者中只占 ${pct(sameAmongAccepted)}：它在批准之后才有，不能用`,
    en: `Column "${column}" has one value for ${pct(sameAmongRejected)} of the declined and for ${pct(sameAmongAccepted)} of the accepted: it comes to be after the approval and can't be used`,
  };
}

function tellingWords({ column, acceptanceAuc }: Found): LateColumn['words'] {
  const figure = (acceptanceAuc ?? 0).toFixed(3);
  return {
    zh: `仅凭列“${column}”就能区分获批与被拒（AUC ${figure}）：它在批准之后才有，或就是审批规则本身，请核实后再用`,
    en: `Column "${column}" alone tells the accepted from the declined (AUC ${figure}): it comes to be after the approval, or is the rule of approval itself; find out which before using it`,
  };
}

function aucOf(column: Column, isAccepted: Uint8Array): number | null {
  if (column.kind !== 'numeric') return null;
  const rows = Array.from(isAccepted.keys()).filter((row) => column.marks[row] === 0);
  const outcomes = Uint8Array.from(rows, (row) => isAccepted[row] as number);
  if (!outcomes.includes(0) || !outcomes.includes(1)) return null;
  const area = auc(
    Float64Array.from(rows, (row) => column.values[row] as number),
    outcomes,
  );
  return Math.max(area, 1 - area);
}

/** Absent cells are one value. */
function cellOf(column: Column, row: number): number {
  if (column.marks[row] !== 0) return Number.NaN;
  return column.kind === 'numeric' ? (column.values[row] as number) : (column.codes[row] as number);
}

function commonest(column: Column, isAccepted: Uint8Array): readonly [number, number] {
  const counts = new Map<number, number>();
  let total = 0;
  for (let row = 0; row < isAccepted.length; row++) {
    if (isAccepted[row] === 1) continue;
    const cell = cellOf(column, row);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
    total += 1;
  }
  let best: readonly [number, number] = [Number.NaN, 0];
  for (const [cell, count] of counts) if (count > best[1]) best = [cell, count];
  return [best[0], total === 0 ? 0 : best[1] / total];
}

function shareOf(
  column: Column,
  {
    isAccepted,
    side,
    value,
  }: { readonly isAccepted: Uint8Array; readonly side: number; readonly value: number },
): number {
  let same = 0;
  let total = 0;
  for (let row = 0; row < isAccepted.length; row++) {
    if (isAccepted[row] !== side) continue;
    total += 1;
    if (Object.is(cellOf(column, row), value)) same += 1;
  }
  return total === 0 ? 0 : same / total;
}
