/**
 * Is there a model as good that treats groups more alike? Refits without, or with less of, each input, goes on from the
 * best trades, and lays out discrimination against the adverse impact ratio at each approval rate. What to take is a
 * person's choice; the search says what there is to choose from.
 */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import { auc, type Outcomes } from '@plimsoll/core/stats';
import { type CategoricalColumn } from '@plimsoll/core/table';
import { approvalShares } from './comparison.ts';

/** The most fits of one search, and the most inputs changed together. */
export const MAX_FITS = 400;
export const MAX_CHANGED_INPUTS = 6;

/** How much of each input a fit may use: 1 as it is, 0 left out, between: its effect shrunk so far. */
export type InputWeights = ReadonlyMap<string, number>;

export type AlternativeSearch = {
  readonly inputs: readonly string[];
  /** Weights tried for each input beside 1; `[0]` drops only. */
  readonly weights: readonly number[];
  readonly approvalRates: readonly number[];
  /** Rows the fits are judged on: none that they learn from. */
  readonly outcomes: Outcomes;
  readonly group: CategoricalColumn;
  readonly reference: string;
  /** AUC that may be lost against the model as it is. */
  readonly maxAucLoss: number;
  readonly maxFits?: number;
  readonly maxChanged?: number;
  /** Trains with the given weights and gives the risk of each judged row, higher = riskier. */
  readonly fit: (weights: InputWeights) => Result<ArrayLike<number>>;
  /** Returns false to stop; what was found until then is returned. */
  readonly onProgress?: (done: number, total: number) => boolean;
};

export type AlternativePoint = {
  readonly changes: readonly { readonly input: string; readonly weight: number }[];
  readonly approvalRate: number;
  readonly auc: number;
  /** Lowest approval rate of a group over that of the reference. */
  readonly adverseImpactRatio: number;
  /** Bad rate among those approved. */
  readonly approvedBadRate: number;
  readonly isOnFrontier: boolean;
  /** Better in one of AUC and ratio than the model as it is, at this approval rate, and not worse in the other. */
  readonly dominatesBaseline: boolean;
  /** A higher ratio for an AUC within the loss allowed. */
  readonly isLessDiscriminatory: boolean;
};

export type AlternativeResult = {
  readonly fits: number;
  readonly failedFits: number;
  readonly isComplete: boolean;
  readonly points: readonly AlternativePoint[];
};

type Candidate = {
  readonly changes: AlternativePoint['changes'];
  readonly scores: ArrayLike<number>;
  readonly auc: number;
};
type PlainPoint = Omit<AlternativePoint, 'isOnFrontier' | 'dominatesBaseline' | 'isLessDiscriminatory'>;

/** Greedy from the model as it is: one input at a time, keeping what lifts the ratio most within the loss allowed. */
export function searchAlternatives(search: AlternativeSearch): Result<AlternativeResult> {
  const baseline = candidateOf(search, []);
  if (!baseline.ok) return baseline;
  const middle = search.approvalRates[Math.floor(search.approvalRates.length / 2)];
  if (middle === undefined || !search.group.levels.includes(search.reference))
    return refuse('validation_not_possible', 'VAL-16', { problem: 'an approval rate and a reference group' });
  const all: Candidate[] = [baseline.value];
  const total = Math.min(search.maxFits ?? MAX_FITS, MAX_FITS);
  let failedFits = 0;
  let isComplete = true;
  let current = baseline.value;
  const rounds = Math.min(search.maxChanged ?? MAX_CHANGED_INPUTS, MAX_CHANGED_INPUTS, search.inputs.length);
  for (let round = 0; round < rounds && isComplete; round += 1) {
    const tried: Candidate[] = [];
    for (const changes of nextChanges(search, current.changes)) {
      const done = all.length + failedFits;
      if (done >= total || search.onProgress?.(done, total) === false) {
        isComplete = false;
        break;
      }
      const candidate = candidateOf(search, changes);
      if (candidate.ok) {
        tried.push(candidate.value);
        all.push(candidate.value);
      } else failedFits += 1;
    }
    const next = bestTrade(search, { tried, current, floor: baseline.value.auc - search.maxAucLoss }, middle);
    if (next === null) break;
    current = next;
  }
  const points = search.approvalRates.flatMap((rate) => judge(search, all, rate));
  return ok({ fits: all.length, failedFits, isComplete, points });
}

function candidateOf(search: AlternativeSearch, changes: AlternativePoint['changes']): Result<Candidate> {
  const scores = search.fit(new Map(changes.map((change) => [change.input, change.weight])));
  if (!scores.ok) return scores;
  return ok({ changes, scores: scores.value, auc: auc(scores.value, search.outcomes) });
}

function nextChanges(
  search: AlternativeSearch,
  changes: AlternativePoint['changes'],
): readonly AlternativePoint['changes'][] {
  const changed = new Set(changes.map((change) => change.input));
  const open = search.inputs.filter((input) => !changed.has(input));
  return open.flatMap((input) => search.weights.map((weight) => [...changes, { input, weight }]));
}

/** The highest ratio among those within the loss allowed, if it is above the present one. */
function bestTrade(
  search: AlternativeSearch,
  from: { readonly tried: readonly Candidate[]; readonly current: Candidate; readonly floor: number },
  approvalRate: number,
): Candidate | null {
  const ratioOf = (candidate: Candidate): number =>
    pointOf(search, candidate, approvalRate).adverseImpactRatio;
  let best: Candidate | null = null;
  let highest = ratioOf(from.current);
  for (const candidate of from.tried) {
    const ratio = ratioOf(candidate);
    if (candidate.auc < from.floor || !(ratio > highest)) continue;
    best = candidate;
    highest = ratio;
  }
  return best;
}

function judge(
  search: AlternativeSearch,
  candidates: readonly Candidate[],
  approvalRate: number,
): readonly AlternativePoint[] {
  const points = candidates.map((candidate) => pointOf(search, candidate, approvalRate));
  const [base] = points;
  return points.map((point, at) => ({
    ...point,
    isOnFrontier: !points.some((other) => isBetter(other, point)),
    dominatesBaseline: at > 0 && base !== undefined && isBetter(point, base),
    isLessDiscriminatory:
      at > 0 &&
      base !== undefined &&
      point.adverseImpactRatio > base.adverseImpactRatio &&
      point.auc >= base.auc - search.maxAucLoss,
  }));
}

function isBetter(one: PlainPoint, other: PlainPoint): boolean {
  const isNotWorse = one.auc >= other.auc && one.adverseImpactRatio >= other.adverseImpactRatio;
  return isNotWorse && (one.auc > other.auc || one.adverseImpactRatio > other.adverseImpactRatio);
}

function pointOf(search: AlternativeSearch, candidate: Candidate, approvalRate: number): PlainPoint {
  const shares = approvalShares(candidate.scores, approvalRate);
  const approved = new Float64Array(search.group.levels.length);
  const rows = new Float64Array(search.group.levels.length);
  let bads = 0;
  let whole = 0;
  for (let row = 0; row < shares.length; row += 1) {
    const share = shares[row] ?? 0;
    const code = search.group.codes[row] ?? -1;
    whole += share;
    bads += share * (search.outcomes[row] ?? 0);
    if (code < 0) continue;
    approved[code] = (approved[code] ?? 0) + share;
    rows[code] = (rows[code] ?? 0) + 1;
  }
  const base = search.group.levels.indexOf(search.reference);
  const rateOf = (code: number): number => (approved[code] ?? 0) / (rows[code] ?? 1);
  const others = search.group.levels.flatMap((_, code) =>
    code === base || rows[code] === 0 ? [] : [rateOf(code)],
  );
  return {
    changes: candidate.changes,
    approvalRate,
    auc: candidate.auc,
    adverseImpactRatio: rateOf(base) > 0 ? Math.min(...others) / rateOf(base) : 0,
    approvedBadRate: whole > 0 ? bads / whole : 0,
  };
}
