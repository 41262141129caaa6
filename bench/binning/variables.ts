/**
 * A made-up sample for the benchmark of binning: variables of the kinds that credit samples hold (amounts with long tails,
 * shares, counts, codes, noise; some with missing values), an outcome that depends on some of them, all from one seed.
 */
import { createRandom, type Random } from '@plimsoll/core/base';

export type MadeSample = { readonly columns: readonly Float64Array[]; readonly outcomes: Uint8Array };

/** Log-odds of bad where nothing is known: 6 %. */
const BASE_MARGIN = -3.1;
const MISSING_SHARE = 0.08;

type Kind = {
  readonly name: string;
  readonly draw: (random: Random) => number;
  /** What the value adds to the log-odds of bad. */
  readonly effect: (value: number) => number;
};

const KINDS: readonly Kind[] = [
  {
    name: 'amount',
    draw: (random) => Math.exp(8 + random.normal()),
    effect: (value) => 0.15 * (Math.log(value) - 8),
  },
  { name: 'share', draw: (random) => random.next() ** 2, effect: (value) => 0.6 * (value - 0.33) },
  {
    name: 'balance',
    draw: (random) => Math.round(random.normal() * 1e5) / 100,
    effect: (value) => -0.0002 * value,
  },
  {
    name: 'count',
    draw: (random) => Math.floor(-3 * Math.log(1 - random.next())),
    effect: (value) => 0.05 * (value - 2.5),
  },
  {
    name: 'age',
    draw: (random) => random.integer(18, 75),
    effect: (value) => 0.0004 * (value - 46) ** 2 - 0.1,
  },
  { name: 'noise', draw: (random) => random.normal(), effect: () => 0 },
];

/** Draws the sample. Every fifth variable has missing values (NaN); a tenth of the variables move the outcome. */
export function makeSample({
  rows,
  variables,
}: {
  readonly rows: number;
  readonly variables: number;
}): MadeSample {
  const margins = new Float64Array(rows).fill(BASE_MARGIN);
  const columns = Array.from({ length: variables }, (_, at) => {
    const random = createRandom(`bench binning/${at}`);
    const kind = KINDS[at % KINDS.length] as Kind;
    const weight = at < variables / 4 ? 1 : 0;
    return Float64Array.from({ length: rows }, (_value, row) => {
      const value = kind.draw(random);
      margins[row] = (margins[row] as number) + weight * kind.effect(value);
      return at % 5 === 4 && random.next() < MISSING_SHARE ? Number.NaN : value;
    });
  });
  const random = createRandom('bench binning/outcomes');
  const outcomes = Uint8Array.from(margins, (margin) =>
    random.next() < 1 / (1 + Math.exp(-margin)) ? 1 : 0,
  );
  return { columns, outcomes };
}
