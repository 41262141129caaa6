/**
 * Reject inference: three ways to stand in for applicants who were declined and so were never seen to pay. All three
 * borrow from the accepted; none can know what made the declined different (Hand & Henley 1993, "Can reject inference
 * ever work?"; Banasik & Crook 2007). So each gives rows, weights and outcomes for a refit, and `unknown.ts` says how
 * far the truth may lie from all of them.
 */
import { assert, createRandom, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Table, takeRows } from '@plimsoll/core/table';

export type FitSample = {
  readonly table: Table;
  readonly outcomes: Uint8Array;
  readonly weights: Float64Array;
};

/** Fits to a weighted sample and gives the probability of outcome 1 for the rows of any table like it. */
export type Fit = (sample: FitSample) => (table: Table) => Float64Array;

/** Everybody who applied. `outcomes` of the declined have no meaning and are not looked at. */
export type ThroughTheDoor = {
  readonly table: Table;
  readonly isAccepted: Uint8Array;
  readonly outcomes: Uint8Array;
};

/** A sample for a refit. `rows` are those of the applicants, in order; one may stand twice (fuzzy). */
export type InferredSample = FitSample & {
  readonly rows: Int32Array;
  /** By band of probability, from the safest: what was assumed of it. */
  readonly bands: readonly InferredBand[];
};

export type InferredBand = {
  readonly accepted: number;
  readonly rejected: number;
  /** Weight of an accepted row (augmentation), or bad rate assumed of a declined one. */
  readonly assumed: number;
};

const MAX_BANDS = 100;
/** A band of accepted applicants smaller than this can't speak for the declined beside them. */
const MIN_BAND_ACCEPTED = 10;

type Bands = {
  readonly bandOf: Int32Array;
  readonly accepted: Float64Array;
  readonly rejected: Float64Array;
};

/**
 * Augmentation (re-weighting): the accepted of each band of acceptance probability stand for all applicants of the
 * band. Right when, within a band, who was accepted is chance. Refuses (`sample_unfit`, SMP-7) a band with fewer than
 * 10 accepted: there nobody is like the declined, and any weight would be an invention.
 */
export function augment(all: ThroughTheDoor, fit: Fit, bandCount: number): Result<InferredSample> {
  const split = splitRows(all);
  if (!split.ok) return split;
  const { accepted } = split.value;
  const ones = new Float64Array(all.table.rowCount).fill(1);
  const acceptance = fit({ table: all.table, outcomes: all.isAccepted, weights: ones })(all.table);
  const bands = bandsOf(acceptance, all.isAccepted, bandCount);
  const thin = bands.accepted.findIndex(
    (count, band) => count < MIN_BAND_ACCEPTED && (bands.rejected[band] as number) > 0,
  );
  if (thin >= 0)
    return refuse('sample_unfit', 'SMP-7', {
      problem:
        'a band has declined applicants and hardly an accepted one like them: use fewer bands, or bounds',
      band: thin,
      accepted: bands.accepted[thin] ?? 0,
      rejected: bands.rejected[thin] ?? 0,
    });
  const weightOf = (band: number): number =>
    ((bands.accepted[band] as number) + (bands.rejected[band] as number)) / (bands.accepted[band] as number);
  return ok({
    ...takeSample(all, accepted, (row) => all.outcomes[row] as number),
    weights: Float64Array.from(accepted, (row) => weightOf(bands.bandOf[row] as number)),
    bands: toldBands(bands, (band) => ((bands.accepted[band] as number) > 0 ? weightOf(band) : 1)),
  });
}

export type Parcelling = {
  readonly bandCount: number;
  /** The declined of a band are assumed so many times as bad as its accepted; 1 says that the old lender knew nothing. */
  readonly prudence: number;
  readonly seed: string;
};

/** Parcelling: the declined of each band of PD get outcomes at its bad rate times `prudence`, by lot from the seed. */
export function parcel(all: ThroughTheDoor, fit: Fit, settings: Parcelling): Result<InferredSample> {
  assert(settings.prudence > 0, 'prudence is a factor');
  const split = splitRows(all);
  if (!split.ok) return split;
  const { accepted, rejected } = split.value;
  const pds = fitAccepted(all, fit, accepted);
  const bands = bandsOf(pds, all.isAccepted, settings.bandCount);
  const bads = new Float64Array(bands.accepted.length);
  for (const row of accepted)
    if (all.outcomes[row] === 1)
      bads[bands.bandOf[row] as number] = (bads[bands.bandOf[row] as number] as number) + 1;
  // A band without accepted applicants has no bad rate of its own: the model's PDs of its declined stand in.
  const rateOf = (band: number): number => {
    const count = bands.accepted[band] as number;
    const rate =
      count >= MIN_BAND_ACCEPTED ? (bads[band] as number) / count : meanPd(pds, bands.bandOf, band);
    return Math.min(1, rate * settings.prudence);
  };
  const rates = bads.map((_, band) => rateOf(band));
  const drawn = drawBads(rejected, { bands, rates, seed: settings.seed });
  const rows = Int32Array.from([...accepted, ...rejected]).sort();
  return ok({
    ...takeSample(all, rows, (row) =>
      all.isAccepted[row] === 1 ? (all.outcomes[row] as number) : drawn.has(row) ? 1 : 0,
    ),
    weights: new Float64Array(rows.length).fill(1),
    bands: toldBands(bands, (band) => rates[band] as number),
  });
}

/** Fuzzy: each declined applicant stands twice, as bad with weight PD × prudence (at most 1) and as good with the rest. */
export function fuzzy(all: ThroughTheDoor, fit: Fit, prudence: number): Result<InferredSample> {
  assert(prudence > 0, 'prudence is a factor');
  const split = splitRows(all);
  if (!split.ok) return split;
  const { accepted, rejected } = split.value;
  const pds = fitAccepted(all, fit, accepted);
  const badWeight = (row: number): number => Math.min(1, (pds[row] as number) * prudence);
  const rows = Int32Array.from([...accepted, ...rejected, ...rejected]);
  const isBadCopy = (at: number): boolean => at >= accepted.length + rejected.length;
  const weights = Float64Array.from(rows, (row, at) =>
    at < accepted.length ? 1 : isBadCopy(at) ? badWeight(row) : 1 - badWeight(row),
  );
  const outcomes = Uint8Array.from(rows, (row, at) =>
    at < accepted.length ? (all.outcomes[row] as number) : isBadCopy(at) ? 1 : 0,
  );
  const assumed = rejected.reduce((sum, row) => sum + badWeight(row), 0) / rejected.length;
  return ok({
    table: takeRows(all.table, rows),
    outcomes,
    weights,
    rows,
    bands: [{ accepted: accepted.length, rejected: rejected.length, assumed }],
  });
}

/** Rows of the accepted and of the declined. Refuses when one of them is empty, or the accepted are of one class. */
function splitRows(
  all: ThroughTheDoor,
): Result<{ readonly accepted: Int32Array; readonly rejected: Int32Array }> {
  const { table, isAccepted, outcomes } = all;
  assert(
    isAccepted.length === table.rowCount && outcomes.length === table.rowCount,
    'one mark for every applicant',
  );
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const accepted = rows.filter((row) => isAccepted[row] === 1);
  const rejected = rows.filter((row) => isAccepted[row] !== 1);
  const bads = accepted.reduce((sum, row) => sum + (outcomes[row] === 1 ? 1 : 0), 0);
  if (rejected.length === 0 || bads === 0 || bads === accepted.length)
    return refuse('sample_unfit', 'SMP-7', {
      problem: 'reject inference needs declined applicants, and both goods and bads among the accepted',
      accepted: accepted.length,
      rejected: rejected.length,
      bads,
    });
  return ok({ accepted, rejected });
}

function fitAccepted(all: ThroughTheDoor, fit: Fit, accepted: Int32Array): Float64Array {
  const sample = takeSample(all, accepted, (row) => all.outcomes[row] as number);
  return fit({ ...sample, weights: new Float64Array(accepted.length).fill(1) })(all.table);
}

function takeSample(
  all: ThroughTheDoor,
  rows: Int32Array,
  outcomeOf: (row: number) => number,
): { readonly table: Table; readonly outcomes: Uint8Array; readonly rows: Int32Array } {
  return { table: takeRows(all.table, rows), outcomes: Uint8Array.from(rows, outcomeOf), rows };
}

/** Bands of equal numbers of applicants by probability, ties together. */
function bandsOf(probabilities: Float64Array, isAccepted: Uint8Array, bandCount: number): Bands {
  assert(Number.isInteger(bandCount) && bandCount > 0 && bandCount <= MAX_BANDS, 'a few bands');
  const sorted = Float64Array.from(probabilities).sort();
  const edges = Array.from(
    { length: bandCount - 1 },
    (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / bandCount) - 1] as number,
  );
  const bandOf = Int32Array.from(probabilities, (each) => edges.filter((edge) => each > edge).length);
  const accepted = new Float64Array(bandCount);
  const rejected = new Float64Array(bandCount);
  for (const [row, band] of bandOf.entries()) {
    const counts = isAccepted[row] === 1 ? accepted : rejected;
    counts[band] = (counts[band] as number) + 1;
  }
  return { bandOf, accepted, rejected };
}

function meanPd(pds: Float64Array, bandOf: Int32Array, band: number): number {
  let sum = 0;
  let count = 0;
  for (const [row, pd] of pds.entries())
    if (bandOf[row] === band) {
      sum += pd;
      count += 1;
    }
  return count === 0 ? 0 : sum / count;
}

/** In each band, the share of the declined that is to be bad, drawn by lot: the number is exact up to rounding. */
function drawBads(
  rejected: Int32Array,
  { bands, rates, seed }: { readonly bands: Bands; readonly rates: Float64Array; readonly seed: string },
): ReadonlySet<number> {
  const drawn = new Set<number>();
  for (const [band, rate] of rates.entries()) {
    const rows = [...rejected].filter((row) => bands.bandOf[row] === band);
    const shuffled = createRandom(`${seed}/parcel/${band}`).shuffle(rows);
    for (const row of shuffled.slice(0, Math.round(rate * rows.length))) drawn.add(row);
  }
  return drawn;
}

function toldBands(bands: Bands, assumedOf: (band: number) => number): readonly InferredBand[] {
  return Array.from(bands.accepted, (accepted, band) => ({
    accepted,
    rejected: bands.rejected[band] as number,
    assumed: assumedOf(band),
  }));
}
