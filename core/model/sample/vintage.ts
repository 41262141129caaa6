/**
 * Vintages: loans that began together, and the share of them that went bad within so many days. A cell in which a
 * loan could still go bad is null: half-ripe shares look good and are the commonest mistake in reading vintages.
 */
import { assert } from '@plimsoll/core/base';

export type VintageRow = {
  readonly vintage: string;
  readonly count: number;
  /** By horizon: share of the vintage that was bad by then; null where a loan of it is younger than the horizon. */
  readonly badShares: readonly (number | null)[];
};

export type VintageLoans = {
  readonly vintages: readonly string[];
  /** Days from the start to the event; NaN where it hasn't come. */
  readonly daysToBad: ArrayLike<number>;
  /** Days for which each loan has been watched; left out: all were watched to the last horizon. */
  readonly daysWatched?: ArrayLike<number>;
};

/** One row a vintage, in the order of their names. A loan counts at a horizon of h days when its event came by day h. */
export function vintageTable(loans: VintageLoans, horizonDays: readonly number[]): readonly VintageRow[] {
  const { vintages, daysToBad, daysWatched } = loans;
  assert(daysToBad.length === vintages.length, 'every loan has a vintage and days');
  const byVintage = new Map<string, { count: number; readonly bads: Float64Array; leastWatched: number }>();
  for (const [row, vintage] of vintages.entries()) {
    const entry = byVintage.get(vintage) ?? {
      count: 0,
      bads: new Float64Array(horizonDays.length),
      leastWatched: Number.POSITIVE_INFINITY,
    };
    byVintage.set(vintage, entry);
    entry.count += 1;
    const days = daysToBad[row] as number;
    for (const [at, horizon] of horizonDays.entries())
      if (days <= horizon) entry.bads[at] = (entry.bads[at] as number) + 1;
    entry.leastWatched = Math.min(entry.leastWatched, daysWatched?.[row] ?? Number.POSITIVE_INFINITY);
  }
  return [...byVintage]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([vintage, { count, bads, leastWatched }]) => ({
      vintage,
      count,
      badShares: horizonDays.map((horizon, at) =>
        leastWatched < horizon ? null : (bads[at] as number) / count,
      ),
    }));
}
