/**
 * The one document a trained card is: what it asks, its points, how well it did on rows it never saw, what was
 * left out at what cost, and what it was made from. Its own schema, `plimsoll.scorecard/1`; plain JSON, so that
 * nothing has to be run to read it. The same sample, folds and settings give the same bytes.
 */
import { assert, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import type { BinCell } from '@plimsoll/core/binning';
import type { Scorecard, ScoredCharacteristic } from './scorecard.ts';
import type { CardSettings, CrossValidation, Metrics } from './validation.ts';
import type { Selection } from './selection.ts';

export const ARTEFACT_SCHEMA = 'plimsoll.scorecard/1';

/** Significant digits of every measured number: past these, machines may differ in the last bit of a logarithm. */
export const ARTEFACT_DIGITS = 9;

export type LeftOut = {
  readonly names: readonly string[];
  readonly why: { readonly zh: string; readonly en: string };
  /** Mean over the folds of the same procedure with these added, and the AUC that leaving them out costs. */
  readonly meanWith: Metrics;
  readonly aucCost: number;
};

export type Lineage = {
  readonly sample: string;
  readonly sampleSha256: string;
  readonly foldsSha256: string;
  readonly foldsSeed: number;
  /** Version of the code that fitted it. */
  readonly codeVersion: string;
  readonly rows: number;
  readonly bads: number;
  readonly candidates: readonly string[];
  readonly settings: CardSettings;
};

export type ScorecardArtefact = {
  readonly schema: typeof ARTEFACT_SCHEMA;
  readonly name: string;
  readonly scorecard: Scorecard;
  readonly dropped: Selection['dropped'];
  readonly validation: Pick<CrossValidation, 'folds' | 'mean'>;
  readonly leftOut: readonly LeftOut[];
  readonly lineage: Lineage;
};

/** The document as text: keys in a fixed order, measured numbers to `ARTEFACT_DIGITS`, a final line break. */
export function writeArtefact(artefact: Omit<ScorecardArtefact, 'schema'>): string {
  const document: ScorecardArtefact = {
    schema: ARTEFACT_SCHEMA,
    name: artefact.name,
    scorecard: artefact.scorecard,
    dropped: artefact.dropped,
    validation: { mean: artefact.validation.mean, folds: artefact.validation.folds },
    leftOut: artefact.leftOut,
    lineage: artefact.lineage,
  };
  return `${JSON.stringify(document, (_, value: unknown) => settled(value), 2)}\n`;
}

/**
 * Reads a document back. Refuses another schema, a characteristic whose bins don't partition its values (each
 * number, level, unseen level and missing in one bin), points that aren't whole or don't agree with what they
 * say was lost, and a scale that doesn't follow from its base score, odds and PDO.
 */
export function readArtefact(text: string): Result<ScorecardArtefact> {
  const document = parsed(text);
  if (document === undefined) return broken('not JSON');
  if (!isArtefact(document)) return broken(`not a document of ${ARTEFACT_SCHEMA}`);
  const problem = incoherence(document.scorecard);
  return problem === null ? ok(document) : broken(problem);
}

/** Why a value of JSON is not a card that can be scored with, or null. */
export function scorecardProblem(value: JsonValue): string | null {
  return isScorecard(value) ? incoherence(value) : 'not a card';
}

function incoherence(card: Scorecard): string | null {
  const factor = card.scaling.pdo / Math.LN2;
  const offset = card.scaling.baseScore - factor * Math.log(card.scaling.baseOdds);
  if (!(Math.abs(factor - card.factor) < 1e-4 && Math.abs(offset - card.offset) < 1e-4))
    return 'the scale does not follow from base score, odds and PDO';
  if (!Number.isSafeInteger(card.basePoints)) return 'base points are not whole';
  for (const characteristic of card.characteristics) {
    const problem = problemOf(characteristic);
    if (problem !== null) return `${characteristic.name}: ${problem}`;
  }
  return null;
}

/** Why a characteristic can't be scored with, or null. */
function problemOf(characteristic: ScoredCharacteristic): string | null {
  const { bins } = characteristic;
  const most = Math.max(...bins.map((bin) => bin.points));
  for (const bin of bins) {
    if (!Number.isSafeInteger(bin.points) || bin.points < 0) return 'points are not whole and above zero';
    if (bin.pointsLost !== most - bin.points) return 'points lost are not those against the best bin';
  }
  const cells = bins.map((bin) => bin.cell);
  if (cells.filter((cell) => cell.kind === 'missing').length !== 1) return 'not one bin for missing';
  return characteristic.kind === 'numeric' ? rangeProblem(cells) : levelProblem(cells);
}

function rangeProblem(cells: readonly BinCell[]): string | null {
  const ranges = cells.filter((cell) => cell.kind === 'range');
  if (ranges.length !== cells.length - 1 - specialsOf(cells)) return 'a number has bins that are not ranges';
  if (ranges[0]?.from !== null || ranges.at(-1)?.to !== null) return 'ranges leave the ends open';
  for (const [at, range] of ranges.entries()) {
    if (at > 0 && range.from !== ranges[at - 1]?.to) return 'ranges do not meet';
    if (range.from !== null && range.to !== null && !(range.from < range.to)) return 'a range is empty';
    if (at > 0 && typeof range.from !== 'number') return 'ranges overlap';
  }
  return null;
}

/** Bins of declared reasons for absence, beside the one for missing. */
function specialsOf(cells: readonly BinCell[]): number {
  return cells.filter((cell) => cell.kind === 'special').length;
}

function levelProblem(cells: readonly BinCell[]): string | null {
  const groups = cells.filter((cell) => cell.kind === 'levels');
  const levels = groups.flatMap((group) => group.levels);
  if (
    groups.length !== cells.length - 2 - specialsOf(cells) ||
    cells.filter((cell) => cell.kind === 'unseen').length !== 1
  )
    return 'a category needs groups, one bin for unseen and one for missing';
  if (new Set(levels).size !== levels.length) return 'a level stands in two bins';
  return null;
}

/** The parts that the checks above and a scorer touch are there and of the right type. */
function isArtefact(value: JsonValue): value is JsonValue & ScorecardArtefact {
  const document = fieldsOf(value);
  return document['schema'] === ARTEFACT_SCHEMA && isScorecard(document['scorecard'] ?? null);
}

function isScorecard(value: JsonValue): value is JsonValue & Scorecard {
  const card = fieldsOf(value);
  const scaling = fieldsOf(card['scaling']);
  const numbers = [card['offset'], card['factor'], card['basePoints'], scaling['pdo'], scaling['baseOdds']];
  const characteristics = card['characteristics'];
  return (
    numbers.every((number) => typeof number === 'number') &&
    typeof scaling['baseScore'] === 'number' &&
    Array.isArray(characteristics) &&
    characteristics.every(isCharacteristic)
  );
}

function isCharacteristic(value: JsonValue): boolean {
  const fields = fieldsOf(value);
  const source = fieldsOf(fields['source']);
  const bins = fields['bins'];
  return (
    typeof fields['name'] === 'string' &&
    (fields['kind'] === 'numeric' || fields['kind'] === 'categorical') &&
    (source['kind'] === 'fact' || source['kind'] === 'ratio') &&
    typeof fieldsOf(fields['reason'])['code'] === 'string' &&
    Array.isArray(bins) &&
    bins.every((bin) => {
      const cell = fieldsOf(fieldsOf(bin)['cell']);
      return (
        typeof fieldsOf(bin)['points'] === 'number' &&
        (cell['kind'] !== 'levels' || Array.isArray(cell['levels'])) &&
        ['range', 'levels', 'missing', 'special', 'unseen'].some((kind) => kind === cell['kind'])
      );
    })
  );
}

function fieldsOf(value: JsonValue | undefined): { readonly [name: string]: JsonValue } {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [name: string]: JsonValue }) : {};
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function settled(value: unknown): unknown {
  if (typeof value !== 'number') return value;
  assert(Number.isFinite(value), 'a document holds finite numbers');
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(ARTEFACT_DIGITS));
}

function broken(problem: string): ReturnType<typeof refuse> {
  return refuse('artefact_unreadable', 'MOD-8', { problem });
}
