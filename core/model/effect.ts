/**
 * Effects of a fitted characteristic, bin by bin on the log-odds of bad: complete (a bin that was not measured takes the
 * worst of those that were) and as a column of one number a row, for tests and correlations.
 */
import { chainOf, exchangeableOf, type FineTerm, hasRows } from './fine-bins.ts';
import type { SmoothTerm } from './smooth-fit.ts';

export type FittedTerm = {
  readonly term: FineTerm;
  /** One a bin of the term's binning. */
  readonly effects: readonly number[];
  /** Effect per unit of weight of evidence: below zero where the model agrees with the bins. */
  readonly slope: number;
  /** How many free numbers the fit really used for it. */
  readonly freedom: number;
};

/** What the smoothed fit has to know of a term. */
export function smoothOf(term: FineTerm): SmoothTerm {
  return {
    cells: term.cells,
    size: term.binning.bins.length,
    chain: chainOf(term),
    exchangeable: exchangeableOf(term),
    neutral: term.neutral,
  };
}

/** Effects with each unmeasured bin at the worst of the measured: not knowing is never read as safe. */
export function effectsOf(term: FineTerm, effects: ArrayLike<number>): readonly number[] {
  const { bins } = term.binning;
  const isKnown = bins.map((bin) =>
    bin.cell.kind === 'range' || bin.cell.kind === 'levels' ? hasRows(bin) : bin.measured,
  );
  const known = bins.flatMap((_, at) => (isKnown[at] === true ? [effects[at] ?? 0] : []));
  const worst = known.length === 0 ? 0 : Math.max(...known);
  return bins.map((_, at) => (isKnown[at] === true ? (effects[at] ?? 0) : worst));
}

/** The effect of each row. */
export function effectColumn(term: Pick<FineTerm, 'cells'>, effects: ArrayLike<number>): Float64Array {
  const lookup = Float64Array.from(effects);
  const column = new Float64Array(term.cells.length);
  for (let row = 0; row < column.length; row += 1) column[row] = lookup[term.cells[row] as number] as number;
  return column;
}

/** The slope of effects on weights of evidence, weighted by rows. */
export function slopeOf(term: FineTerm, effects: readonly number[]): number {
  let rows = 0;
  let meanWoe = 0;
  let meanEffect = 0;
  const measured = term.binning.bins.map((bin) => (bin.measured ? bin.goods + bin.bads : 0));
  for (const [at, bin] of term.binning.bins.entries()) {
    const weight = measured[at] ?? 0;
    rows += weight;
    meanWoe += weight * bin.woe;
    meanEffect += weight * (effects[at] ?? 0);
  }
  let both = 0;
  let squares = 0;
  for (const [at, bin] of term.binning.bins.entries()) {
    const apart = bin.woe - meanWoe / rows;
    both += (measured[at] ?? 0) * apart * ((effects[at] ?? 0) - meanEffect / rows);
    squares += (measured[at] ?? 0) * apart * apart;
  }
  return squares > 0 ? both / squares : 0;
}
