/**
 * The whole chain from a sample to a card with settings that follow from its rows, bads and columns: cut finely, fit effects
 * whose neighbours hold one another, pool what moves against the trend, drop what says nothing of its own, merge bins
 * until a person can read them, and scale to points. Everything here looks at the given rows alone, so inside a fold it
 * may be called on the training part.
 */
import { assert, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { tallyOf } from '@plimsoll/core/binning';
import { inferCharacteristics } from './candidates.ts';
import type { Characteristic } from './characteristic.ts';
import { condense, type CondenseSettings, poolAgainst } from './condense.ts';
import { effectColumn, effectsOf, type FittedTerm, slopeOf, smoothOf } from './effect.ts';
import { type FineSettings, type FineTerm, fineTerm } from './fine-bins.ts';
import { fitLogistic } from './logistic.ts';
import { parabolaAt, waldOf } from './parabola.ts';
import { measureRounding, type RoundingError } from './rounding.ts';
import { type PointScaling, type Scorecard, scaleScorecard } from './scorecard.ts';
import {
  correlation,
  type DropReason,
  MAX_CANDIDATES,
  type ModelSample,
  type Selection,
} from './selection.ts';
import { fitSmooth, MAX_EFFECTS, MAX_SMOOTH_STEPS, type SmoothFit, type SmoothStart } from './smooth-fit.ts';

/** Fewer goods or bads than this are no sample to fit a card on. */
export const MIN_OUTCOMES = 20;

export type CardFitSettings = {
  readonly scaling: PointScaling;
  /** The most bins of a characteristic in the finished card, missing, special and unseen not counted. */
  readonly maxBins: number;
  /** Fewer bads in a range or group: merged with a neighbour. */
  readonly minBads: number;
  /** A characteristic stays if its effect could be chance with this probability at most; less with over 20 candidates. */
  readonly maxP: number;
  /** Of two characteristics whose effects go together more than this, the weaker goes. */
  readonly maxCorrelation: number;
  /** The most characteristics a fit begins with; the most informative are taken. */
  readonly maxTerms: number;
};

/** Siddiqi (2006), ch. 6, for the scale; the others were set on samples of 1,300 to 150,000 rows, the same for all. */
export const CARD_FIT_DEFAULTS: CardFitSettings = {
  scaling: { baseScore: 600, baseOdds: 20, pdo: 50 },
  maxBins: 10,
  minBads: 5,
  maxP: 0.1,
  maxCorrelation: 0.995,
  maxTerms: 60,
};

export type CardDrop = Selection['dropped'][number];

export type FittedCard = {
  readonly scorecard: Scorecard;
  readonly selection: Selection;
  /** How much whole points move the probabilities. */
  readonly rounding: RoundingError;
};

/**
 * Fits a card. Characteristics are inferred from the table's columns unless given. Refuses a sample with fewer than
 * `MIN_OUTCOMES` goods or bads, and one on which no characteristic says anything.
 */
export function fitCard(
  sample: ModelSample & { readonly candidates?: readonly Characteristic[] },
  settings: Partial<CardFitSettings> = {},
): Result<FittedCard> {
  const all = { ...CARD_FIT_DEFAULTS, ...settings };
  const poor = poverty(sample);
  if (poor !== null) return poor;
  const candidates = sample.candidates ?? inferCharacteristics(sample.table);
  assert(candidates.length <= MAX_CANDIDATES, 'candidates are bounded');
  const dropped: CardDrop[] = [];
  // Of many candidates some look good by chance alone: the limit falls so that few of them are expected to stay.
  const maxP = all.maxP * Math.min(1, CANDIDATES_AT_FULL_P / Math.max(1, candidates.length));
  const fine = fineSettingsOf(sample, candidates);
  const cut = cutFinely(sample, { candidates, fine, settings: all }, dropped);
  const found = fitTerms(sample, { terms: cut, fine, settings: { ...all, maxP } }, dropped);
  if (!found.ok) return found;
  const { terms, fit } = found.value;
  const finished = terms.map((term, at) => ({
    ...condense(term, effectsOf(term, fit.effects[at] ?? new Float64Array()), { ...condensing(all), fine }),
    freedom: fit.freedom[at] ?? 1,
  }));
  const telling = finished.filter((each) => new Set(each.effects).size > 1);
  for (const each of finished)
    if (!telling.includes(each)) dropped.push(dropOf(each.term, 'low_information'));
  if (telling.length === 0) return nothingLeft(candidates.length);
  return finish(sample, telling, { intercept: fit.intercept, dropped, settings: all });
}

/** Ranges are as many as bads and the room for effects allow: a range of a handful of bads is all noise. */
function fineSettingsOf(sample: ModelSample, candidates: readonly Characteristic[]): FineSettings {
  const { bads, goods } = tallyOf(sample);
  const room = Math.floor(MAX_ROOM / Math.max(1, Math.min(candidates.length, CARD_FIT_DEFAULTS.maxTerms)));
  const rarer = Math.min(bads, goods);
  return {
    maxRanges: Math.max(4, Math.min(20, room, Math.floor(rarer / BADS_A_RANGE))),
    minLevelRows: Math.max(10, Math.ceil((5 * (bads + goods)) / Math.max(rarer, 1) / 2)),
    maxLevels: Math.max(8, Math.min(60, room * 2)),
    minMeasured: 5,
  };
}
const CANDIDATES_AT_FULL_P = 20;
const MAX_ROOM = 700;
const BADS_A_RANGE = 5;

function poverty(sample: ModelSample): Refusal | null {
  let bads = 0;
  for (let row = 0; row < sample.outcomes.length; row += 1) bads += sample.outcomes[row] ?? 0;
  const goods = sample.outcomes.length - bads;
  if (goods >= MIN_OUTCOMES && bads >= MIN_OUTCOMES) return null;
  return refuse('model_not_fitted', 'MOD-18', {
    problem: 'too few goods or bads',
    goods,
    bads,
    least: MIN_OUTCOMES,
  });
}

type Cutting = {
  readonly candidates: readonly Characteristic[];
  readonly fine: FineSettings;
  readonly settings: CardFitSettings;
};

/** The terms that can be measured, the most informative when they are too many, in the candidates' order. */
function cutFinely(sample: ModelSample, cutting: Cutting, dropped: CardDrop[]): readonly FineTerm[] {
  const { candidates, fine, settings } = cutting;
  const drop = (term: FineTerm, why: DropReason): void => {
    dropped.push({ name: term.characteristic.name, why, iv: term.binning.iv });
  };
  let terms: FineTerm[] = [];
  for (const characteristic of candidates) {
    const term = fineTerm(sample, characteristic, fine);
    if (typeof term === 'string') dropped.push({ name: characteristic.name, why: term, iv: null });
    else terms.push(term);
  }
  const { goods, bads } = tallyOf(sample);
  const worth = new Map(terms.map((term) => [term, noiseFreeIv(term, 1 / goods + 1 / bads)]));
  const ranked = [...terms].sort((left, right) => (worth.get(right) ?? 0) - (worth.get(left) ?? 0));
  const kept = new Set<FineTerm>();
  let effects = 1;
  for (const term of ranked) {
    const size = term.binning.bins.length;
    const twin = [...kept].some((each) => isTwin(each, term));
    if (twin) drop(term, 'repeats_another');
    else if (kept.size >= settings.maxTerms || effects + size > MAX_EFFECTS) drop(term, 'low_information');
    else {
      kept.add(term);
      effects += size;
    }
  }
  terms = terms.filter((term) => kept.has(term));
  return terms;
}

/** IV less what as many bins of pure chance would show: (bins − 1)·(1/goods + 1/bads) on average. */
function noiseFreeIv({ binning }: FineTerm, noise: number): number {
  return binning.iv - (binning.bins.length - 1) * noise;
}

/** Terms that put the rows into the same bins. */
function isTwin(left: FineTerm, right: FineTerm): boolean {
  if (left.binning.bins.length !== right.binning.bins.length) return false;
  const partner = new Int16Array(left.binning.bins.length).fill(-1);
  for (let row = 0; row < left.cells.length; row += 1) {
    const bin = left.cells[row] as number;
    if (partner[bin] === -1) partner[bin] = right.cells[row] as number;
    else if (partner[bin] !== right.cells[row]) return false;
  }
  return new Set(partner.filter((bin) => bin >= 0)).size === partner.filter((bin) => bin >= 0).length;
}

type Terms = {
  readonly terms: readonly FineTerm[];
  readonly fine: FineSettings;
  readonly settings: CardFitSettings;
};
type Fitted = { readonly terms: readonly FineTerm[]; readonly fit: SmoothFit };

/** Rounds of fitting: each pools against the trend or drops terms, so they end. */
const MAX_ROUNDS = 12;

/** Steps of a fit that is only to show what has to be pooled. */
const QUICK_STEPS = 4;
/** Rows enough to begin from: every so-and-so-many-th of a larger sample. */
const START_ROWS = 20_000;

/** What a thinned sample gives: firmness and effects near those of all rows, at a fraction of the reading. */
function quickStart(sample: ModelSample, terms: readonly FineTerm[]): SmoothStart | undefined {
  const stride = Math.floor(sample.outcomes.length / START_ROWS);
  if (stride < 2) return undefined;
  const rows = Math.ceil(sample.outcomes.length / stride);
  const thin = <T extends Uint8Array | Float64Array>(into: T, from: ArrayLike<number>): T => {
    for (let at = 0; at < rows; at += 1) into[at] = from[at * stride] as number;
    return into;
  };
  const fitted = fitSmooth({
    terms: terms.map((term) => ({ ...smoothOf(term), cells: thin(new Uint8Array(rows), term.cells) })),
    outcomes: thin(new Uint8Array(rows), sample.outcomes),
    ...(sample.weights === undefined ? {} : { weights: thin(new Float64Array(rows), sample.weights) }),
  });
  return fitted.ok ? fitted.value : undefined;
}

/** Fits, pools bins that move against their trend, and drops terms without an effect of their own, until none is left. */
function fitTerms(sample: ModelSample, from: Terms, dropped: CardDrop[]): Result<Fitted> {
  const { fine, settings } = from;
  let terms = from.terms;
  let start: SmoothStart | undefined = quickStart(sample, terms);
  let isQuick = true;
  for (let round = 1; round <= MAX_ROUNDS && terms.length > 0; round += 1) {
    const fitted = fitSmooth({ ...sample, terms: terms.map(smoothOf) }, start, {
      steps: isQuick ? QUICK_STEPS : MAX_SMOOTH_STEPS,
    });
    if (!fitted.ok) return fitted;
    const fit = fitted.value;
    const pooled = terms.map((term, at) => poolAgainst(term, fit.effects[at] ?? new Float64Array(), fine));
    const isPooled = pooled.some((each, at) => each.term !== terms[at]);
    if (!isPooled && isQuick) {
      isQuick = false;
      start = fit;
      continue;
    }
    if (isPooled && round < MAX_ROUNDS) {
      const stays = pooled.map((each) => each.isAlive);
      for (const [at, each] of pooled.entries())
        if (stays[at] === false) dropped.push(dropOf(each.term, 'wrong_sign'));
      terms = pooled.filter((_, at) => stays[at]).map((each) => each.term);
      start = {
        intercept: fit.intercept,
        effects: pooled.filter((_, at) => stays[at]).map((each) => each.effects),
        firmness: fit.firmness.filter((_, at) => stays[at]),
      };
      continue;
    }
    const contrary = terms.filter((term, at) => slopeOf(term, effectsOf(term, fit.effects[at] ?? [])) >= 0);
    const columns = terms.map((term, at) => effectColumn(term, fit.effects[at] ?? new Float64Array()));
    const gone = uselessOf(sample, {
      terms,
      columns,
      contrary,
      settings,
      intercept: fit.intercept,
      freedom: fit.freedom,
    });
    if (gone.length === 0 || round >= MAX_ROUNDS - 1) return ok({ terms, fit });
    for (const { at, why } of gone) dropped.push(dropOf(terms[at], why));
    const stays = (at: number): boolean => !gone.some((each) => each.at === at);
    terms = terms.filter((_, at) => stays(at));
    start = {
      intercept: fit.intercept,
      effects: fit.effects.filter((_, at) => stays(at)),
      firmness: fit.firmness.filter((_, at) => stays(at)),
    };
  }
  return nothingLeft(from.terms.length);
}

function nothingLeft(candidates: number): Refusal {
  return refuse('model_not_fitted', 'MOD-5', { problem: 'no characteristic is left', candidates });
}

type Gone = { readonly at: number; readonly why: DropReason };

/** Terms to drop now: of pairs that go together the weaker, then step by step those whose effect could be chance. */
function uselessOf(
  sample: ModelSample,
  given: {
    readonly terms: readonly FineTerm[];
    readonly columns: readonly Float64Array[];
    /** Terms whose effects run against their own evidence. */
    readonly contrary: readonly FineTerm[];
    readonly intercept: number;
    readonly freedom: readonly number[];
    readonly settings: CardFitSettings;
  },
): readonly Gone[] {
  const { terms, columns, contrary, settings } = given;
  const gone: Gone[] = [];
  const isGone = (at: number): boolean => gone.some((each) => each.at === at);
  const isFlat = (column: Float64Array): boolean =>
    column.every((value) => Math.abs(value - (column[0] ?? 0)) < 1e-3);
  for (const [at, column] of columns.entries()) if (isFlat(column)) gone.push({ at, why: 'low_information' });
  for (const [at, term] of terms.entries())
    if (!isGone(at) && contrary.includes(term)) gone.push({ at, why: 'wrong_sign' });
  const order = terms
    .map((_, at) => at)
    .sort((a, b) => (terms[b]?.binning.iv ?? 0) - (terms[a]?.binning.iv ?? 0));
  for (const [place, at] of order.entries()) {
    if (isGone(at)) continue;
    const rival = order
      .slice(0, place)
      .find((other) => !isGone(other) && isAlike(columns[at], columns[other], settings.maxCorrelation));
    if (rival !== undefined) gone.push({ at, why: 'repeats_another' });
  }
  const parabola = parabolaAt(sample, columns, given.intercept);
  for (let step = 0; step < terms.length; step += 1) {
    const left = terms.map((_, at) => at).filter((at) => !isGone(at));
    if (left.length === 0) break;
    // An effect that belongs the other way round beside the others is not this characteristic's own.
    const weakest = waldOf(parabola, left, given.freedom)
      .map(({ value, pValue }, place) => ({ at: left[place] ?? -1, pValue: value <= 0 ? 1 : pValue }))
      .reduce((worst, each) => (each.pValue > worst.pValue ? each : worst), {
        at: -1,
        pValue: settings.maxP,
      });
    if (weakest.at < 0) break;
    gone.push({ at: weakest.at, why: 'not_significant' });
  }
  return gone;
}

function isAlike(left: Float64Array | undefined, right: Float64Array | undefined, limit: number): boolean {
  return left !== undefined && right !== undefined && Math.abs(correlation(left, right)) > limit;
}

function dropOf(term: FineTerm | undefined, why: DropReason): CardDrop {
  return { name: term?.characteristic.name ?? '', why, iv: term?.binning.iv ?? null };
}

function condensing({ maxBins, minBads, scaling }: CardFitSettings): Omit<CondenseSettings, 'fine'> {
  return { maxBins, minBads, pointsPerLogOdds: scaling.pdo / Math.LN2 };
}

/** The selection and the card. The intercept is fitted once more, so that the mean probability is the share of bads. */
function finish(
  sample: ModelSample,
  terms: readonly FittedTerm[],
  given: {
    readonly intercept: number;
    readonly dropped: readonly CardDrop[];
    readonly settings: CardFitSettings;
  },
): Result<FittedCard> {
  const columns = terms.map((each) => effectColumn(each.term, each.effects));
  const offset = new Float64Array(sample.outcomes.length);
  for (const column of columns)
    for (let row = 0; row < offset.length; row += 1)
      offset[row] = (offset[row] as number) + (column[row] as number);
  const level = fitLogistic({ ...sample, columns: [], offset });
  if (!level.ok) return level;
  const tests = waldOf(
    parabolaAt(sample, columns, level.value.intercept),
    columns.map((_, at) => at),
    terms.map((each) => each.freedom),
  );
  const selection: Selection = {
    intercept: level.value.intercept,
    chosen: terms.map((each, at) => ({
      characteristic: each.term.characteristic,
      binning: { ...each.term.binning, trend: each.term.trend },
      effects: each.effects,
      coefficient: each.slope,
      standardError: Math.abs(each.slope * (tests[at]?.error ?? Number.NaN)),
      pValue: tests[at]?.pValue ?? Number.NaN,
    })),
    dropped: given.dropped,
  };
  const scorecard = scaleScorecard(selection, given.settings.scaling);
  return ok({ scorecard, selection, rounding: measureRounding(scorecard, selection, sample) });
}
