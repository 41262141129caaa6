/** Figures of an offer or of a real loan against every row that binds them. One that cannot be compared has not passed. */
import { ok, refuse, type Result } from '@plimsoll/core/base';
import { type CapRow, type CapScope, type CapTable, type Metric, rowsFor } from './cap.ts';
import { type ReferenceRate, referenceOn } from './reference-rate.ts';

/** Figures that are known; a metric that is left out is not known. Rates are fractions a year. */
export type Figures = { readonly [Name in Metric]?: number } & { readonly currency: string };

export type CapRules = { readonly table: CapTable; readonly references: readonly ReferenceRate[] };

/** One row, held against its figure. */
export type CapCheck = {
  readonly cap: string;
  readonly metric: Metric;
  readonly comparator: '<=' | '>=';
  readonly limit: number;
  readonly figure: number;
  readonly source: string;
  readonly confidence: string;
};

/** Rates are found to about 1e-12; a cap is not breached by less than a ten-millionth of a percentage point. */
const SLACK = 1e-9;

/**
 * Every row that binds, with its limit on the day. Refuses: a scope the table does not know, a reference rate that is not
 * known on the day, a figure that is missing, and (`cap_breached`) figures beyond a limit, all of them at once.
 */
export function checkFigures(
  figures: Figures,
  { scope, day }: { readonly scope: CapScope; readonly day: string },
  { table, references }: CapRules,
): Result<readonly CapCheck[]> {
  const rows = rowsFor(table, scope, day);
  if (!rows.ok) return rows;
  const checks: CapCheck[] = [];
  for (const row of rows.value) {
    const limit = limitOf(row, references, day);
    if (!limit.ok) return limit;
    const figure = figures[row.metric];
    if (figure === undefined || !Number.isFinite(figure) || !isSameMoney(row, figures))
      return refuse('cap_figure_missing', 'CMP-5', { cap: row.id, metric: row.metric, source: row.source });
    const { id, metric, comparator, source, confidence } = row;
    checks.push({ cap: id, metric, comparator, limit: limit.value, figure, source, confidence });
  }
  const breaches = checks.filter((check) => !holds(check));
  return breaches.length === 0
    ? ok(checks)
    : refuse('cap_breached', 'CMP-3', { day, breaches: breaches.map((breach) => ({ ...breach })) });
}

function limitOf({ value }: CapRow, references: readonly ReferenceRate[], day: string): Result<number> {
  if (value.kind === 'number') return ok(value.value);
  const rate = referenceOn(references, value.reference, day);
  return rate.ok ? ok(rate.value * value.times) : rate;
}

function isSameMoney({ currency }: CapRow, figures: Figures): boolean {
  return currency === null || currency === figures.currency;
}

function holds({ comparator, limit, figure }: CapCheck): boolean {
  return comparator === '<=' ? figure <= limit + SLACK : figure >= limit - SLACK;
}
