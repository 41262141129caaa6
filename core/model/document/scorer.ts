/**
 * The one scoring function: a document made ready once, then asked for a row, for columns, or for reasons. Row and columns
 * run the same code, so that online, in batch and in replay the same values give the same bits. A document that
 * no longer gives the answers it carries is not made ready at all.
 */
import { assertNever, ok, type Result, refuse } from '@plimsoll/core/base';
import { columnFor, type PointScaling, prepareCard, type Scorecard } from '@plimsoll/core/model';
import { calibratedPds } from '@plimsoll/core/model/calibrate';
import { type GlassModel, prepareGlass } from '@plimsoll/core/model/glass';
import { type PreparedShap, prepareShap, prepareTrees, type TreeEnsemble } from '@plimsoll/core/model/trees';
import { assignBins } from '@plimsoll/core/binning';
import { columnOf, type Table } from '@plimsoll/core/table';
import { type InputValues, type ModelBody, type ModelDocument, modelHash } from './document.ts';
import { inputTable, rowTable } from './input.ts';

/** `margin` is the log-odds of bad before calibration, `probability` that of bad after it; points: higher is safer. */
export type RowScore = {
  readonly margin: number;
  readonly probability: number;
  readonly points: number | null;
};

export type ColumnScores = {
  readonly margins: Float64Array;
  readonly probabilities: Float64Array;
  readonly points: Int32Array | null;
};

/** What each input adds to the margin beside `baseline`; together they are the margin (to 1e-9). */
export type RowReasons = {
  readonly baseline: number;
  readonly effects: readonly { readonly input: string; readonly effect: number }[];
};

export type Scorer = {
  readonly document: ModelDocument;
  /** `modelHash` of the document. */
  readonly hash: string;
  readonly scoreRow: (values: InputValues) => Result<RowScore>;
  readonly scoreTable: (table: Table) => Result<ColumnScores>;
  readonly explainRow: (values: InputValues) => Result<RowReasons>;
};

/** Readies a document. Refuses one whose parity rows it doesn't reproduce: margins and points to the bit, chances to 1e-12. */
export function prepareModel(document: ModelDocument): Result<Scorer> {
  const body = prepareBody(document.body);
  const known = new Set(document.inputs.map((input) => input.name));
  const scored = (table: Table): ColumnScores => score(document, body, table);
  const scoreRow = (values: InputValues): Result<RowScore> => {
    const row = rowTable(document, values, known);
    if (!row.ok) return row;
    const { margins, probabilities, points } = scored(row.value);
    return ok({
      margin: margins[0] ?? Number.NaN,
      probability: probabilities[0] ?? Number.NaN,
      points: points?.[0] ?? null,
    });
  };
  for (const [at, row] of document.parity.entries()) {
    const found = scoreRow(row.values);
    if (!found.ok) return found;
    const { margin, probability, points } = found.value;
    if (margin !== row.margin || points !== row.points || !(Math.abs(probability - row.probability) <= 1e-12))
      return refuse('model_differs', 'MDC-5', { row: at, stated: row.probability, computed: probability });
  }
  return ok({
    document,
    hash: modelHash(document),
    scoreRow,
    scoreTable: (table) => {
      const inputs = inputTable(document, table);
      return inputs.ok ? ok(scored(inputs.value)) : inputs;
    },
    explainRow: (values) => {
      const row = rowTable(document, values, known);
      return row.ok ? ok(body.reasons(row.value)) : row;
    },
  });
}

type PreparedBody = {
  readonly margins: (table: Table) => Float64Array;
  readonly points: ((table: Table) => Int32Array) | null;
  readonly reasons: (row: Table) => RowReasons;
};

function prepareBody(body: ModelBody): PreparedBody {
  switch (body.kind) {
    case 'card':
      return prepareCardBody(body.scorecard);
    case 'trees':
      return prepareTreeBody(body.ensemble);
    case 'glass':
      return prepareGlassBody(body.glass);
    default:
      return assertNever(body);
  }
}

function prepareCardBody(card: Scorecard): PreparedBody {
  const scorer = prepareCard(card);
  return {
    margins: (table) =>
      Float64Array.from(scorer.pointsOf(table), (points) => (card.offset - points) / card.factor),
    points: scorer.pointsOf,
    reasons: (row) => cardReasons(card, row),
  };
}

/** A card's baseline is the margin of the worst bins; each characteristic takes its points off. A ratio is one effect. */
function cardReasons(card: Scorecard, row: Table): RowReasons {
  return {
    baseline: (card.offset - card.basePoints) / card.factor,
    effects: card.characteristics.map((characteristic) => {
      const bin = assignBins(characteristic, columnFor(row, characteristic.source))[0] ?? -1;
      return {
        input: characteristic.name,
        effect: -(characteristic.bins[bin]?.points ?? Number.NaN) / card.factor,
      };
    }),
  };
}

function prepareTreeBody(ensemble: TreeEnsemble): PreparedBody {
  const trees = prepareTrees(ensemble);
  const codes = ensemble.inputs.map(({ levels }) => new Map(levels.map((level, code) => [level, code])));
  let shap: PreparedShap | null = null;
  return {
    margins: trees.margins,
    points: null,
    reasons: (row) => {
      // Weighing the branches costs more than a score: it is done when reasons are asked for first.
      shap ??= prepareShap(ensemble);
      const values = shap.valuesOf(
        Float64Array.from(ensemble.inputs, (input, at) => cellOf(row, input.name, codes[at])),
      );
      return {
        baseline: shap.baseValue,
        effects: ensemble.inputs.map(({ name }, at) => ({ input: name, effect: values[at] ?? Number.NaN })),
      };
    },
  };
}

function prepareGlassBody(model: GlassModel): PreparedBody {
  const glass = prepareGlass(model);
  return { margins: glass.margins, points: null, reasons: (row) => glass.effectsOf(row, 0) };
}

/** One cell of a row as trees take it: a number, the code of a level, −1 for a level never seen, NaN for no value. */
function cellOf(row: Table, name: string, codes: ReadonlyMap<string, number> | undefined): number {
  const column = columnOf(row, name);
  if (column.kind === 'numeric') return column.values[0] ?? Number.NaN;
  const level = column.levels[column.codes[0] ?? -1];
  return level === undefined ? Number.NaN : (codes?.get(level) ?? -1);
}

/** Margins, then chances, then points: of the card itself, or by the document's scale from the calibrated odds. */
function score(document: ModelDocument, body: PreparedBody, table: Table): ColumnScores {
  const margins = body.margins(table);
  const probabilities = calibratedPds(document.calibration, margins);
  if (body.points !== null) return { margins, probabilities, points: body.points(table) };
  const { scaling } = document;
  return { margins, probabilities, points: scaling === null ? null : pointsOf(scaling, probabilities) };
}

/** Whole points of chances of bad: base score at base odds of good, PDO more double them (Siddiqi 2006, ch. 6). */
function pointsOf(scaling: PointScaling, probabilities: Float64Array): Int32Array {
  const factor = scaling.pdo / Math.LN2;
  const offset = scaling.baseScore - factor * Math.log(scaling.baseOdds);
  return Int32Array.from(probabilities, (chance) =>
    Math.round(offset + factor * Math.log((1 - chance) / chance)),
  );
}
