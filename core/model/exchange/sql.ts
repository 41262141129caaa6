/**
 * A model as one SQL SELECT in the standard's own words (CASE, CAST, IN, EXP, LN), run through PostgreSQL here: the
 * columns of the table, then `margin` (log-odds of bad), `probability` and, of a card, `score`. Inner SELECTs read each input once:
 * NULL and the model's own codes for "no value" become NULL with a reason. Numbers are compared and added in double, in the
 * order that Plimsoll adds them, so margins are the same bits; a probability may differ in the last place, as EXP is the database's.
 */
import { assert, assertNever } from '@plimsoll/core/base';
import type { CharacteristicSource, ScoredCharacteristic } from '@plimsoll/core/model';
import type { CalibrationStep } from '@plimsoll/core/model/calibrate';
import type { ModelDocument, ModelInput } from '@plimsoll/core/model/document';
import { type Tree, type TreeEnsemble, ZERO_BAND } from '@plimsoll/core/model/trees';
import { widenThresholds } from './widened.ts';

/** What an export needs of a document. */
export type ExportedModel = Pick<ModelDocument, 'name' | 'inputs' | 'body' | 'calibration' | 'scaling'>;

/** Beyond these log-odds EXP leaves double in some databases; the chance is 0 or 1 to 300 places. */
const FURTHEST_LOG_ODDS = 700;

/** The SELECT over a table (its name as it stands in the database, quoted here). */
export function exportSql(model: ExportedModel, table: string): string {
  const names = new Map(model.inputs.map((input, at) => [input.name, `i${at}`]));
  const columnOf = (name: string): string => {
    const column = names.get(name);
    assert(column !== undefined, `the model asks for ${name}`);
    return column;
  };
  const inputs = model.inputs.flatMap((input) => readInput(input, columnOf(input.name)));
  const { body } = model;
  assert(body.kind !== 'glass', 'SQL is written of cards and trees');
  let inner = `SELECT t.*,\n  ${inputs.join(',\n  ')}\nFROM ${quoted(table)} AS t`;
  if (body.kind === 'card') {
    const { scorecard } = body;
    const terms = scorecard.characteristics.map((each) => caseOfBins(each, columnOf));
    inner = `SELECT r.*,\n  ${[String(scorecard.basePoints), ...terms].join('\n  + ')} AS score\nFROM (${inner}) AS r`;
    inner = `SELECT p.*,\n  (${double(scorecard.offset)} - p.score) / ${double(scorecard.factor)} AS margin\nFROM (${inner}) AS p`;
  } else inner = `SELECT r.*,\n  ${sumOfTrees(body.ensemble, columnOf)} AS margin\nFROM (${inner}) AS r`;
  const { calibration } = model;
  const steps =
    calibration.kind === 'none' ? [] : calibration.kind === 'sequence' ? calibration.steps : [calibration];
  for (const [at, step] of steps.entries()) {
    const before = at === 0 ? 'c.margin' : `c.m${at}`;
    inner = `SELECT c.*,\n  ${stepOf(step, before)} AS m${at + 1}\nFROM (${inner}) AS c`;
  }
  const last = steps.length === 0 ? 'f.margin' : `f.m${steps.length}`;
  return `SELECT f.*,\n  ${chanceOf(last)} AS probability\nFROM (${inner}) AS f`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function textOf(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function double(value: number): string {
  return `CAST(${numberOf(value)} AS DOUBLE PRECISION)`;
}

/** A number that stands anywhere in an expression. */
function numberOf(value: number): string {
  assert(Number.isFinite(value), 'a model holds finite numbers');
  return value < 0 ? `(${value})` : String(value);
}

/** The value, NULL where there is none, and the reason why: of NULL itself and of each code. */
function readInput(input: ModelInput, column: string): readonly string[] {
  const raw = `t.${quoted(input.name)}`;
  const isNumeric = input.kind === 'numeric';
  const codes = Object.entries(input.absent).filter(
    ([text]) => text !== '' && (!isNumeric || isNumber(text)),
  );
  const literal = (text: string): string => (isNumeric ? numberOf(Number(text)) : textOf(text));
  const type = isNumeric ? 'DOUBLE PRECISION' : 'VARCHAR(1000)';
  const value = `CAST(${raw} AS ${type})`;
  const listed = codes.map(([text]) => literal(text)).join(', ');
  const reasons = [
    ...codes.map(([text, reason]) => `WHEN ${raw} = ${literal(text)} THEN ${textOf(reason)}`),
    `WHEN ${raw} IS NULL THEN ${textOf(input.absent[''] ?? 'no_record')}`,
  ];
  return [
    `${codes.length === 0 ? value : `CASE WHEN ${raw} IN (${listed}) THEN NULL ELSE ${value} END`} AS ${column}`,
    `CASE ${reasons.join(' ')} END AS ${column}_reason`,
  ];
}

/** Texts that are the number's own, so that a code is found as the door of a model finds it. */
function isNumber(text: string): boolean {
  return Number.isFinite(Number(text)) && String(Number(text)) === text;
}

type ColumnOf = (name: string) => string;

function caseOfBins(characteristic: ScoredCharacteristic, columnOf: ColumnOf): string {
  const value = valueOf(characteristic.source, columnOf);
  const whens: string[] = [];
  let missing = 0;
  let otherwise = 0;
  for (const { cell, points } of characteristic.bins) {
    switch (cell.kind) {
      case 'range':
        if (cell.to === null) otherwise = points;
        else whens.push(`WHEN ${value} < ${numberOf(cell.to)} THEN ${points}`);
        break;
      case 'levels':
        whens.push(`WHEN ${value} IN (${cell.levels.map(textOf).join(', ')}) THEN ${points}`);
        break;
      case 'missing':
        missing = points;
        break;
      case 'special':
        if (characteristic.source.kind === 'fact')
          whens.unshift(
            `WHEN r.${columnOf(characteristic.source.fact)}_reason = ${textOf(cell.reason)} THEN ${points}`,
          );
        break;
      case 'unseen':
        otherwise = points;
        break;
      default:
        return assertNever(cell);
    }
  }
  return `CASE ${whens.join(' ')} WHEN ${value} IS NULL THEN ${missing} ELSE ${otherwise} END`;
}

function valueOf(source: CharacteristicSource, columnOf: ColumnOf): string {
  if (source.kind === 'fact') return `r.${columnOf(source.fact)}`;
  const [above, below] = [columnOf(source.numerator), columnOf(source.denominator)];
  return `(CASE WHEN r.${below} > 0 THEN r.${above} / r.${below} END)`;
}

function sumOfTrees(exact: TreeEnsemble, columnOf: ColumnOf): string {
  const ensemble = widenThresholds(exact);
  const columns = ensemble.inputs.map((input) => `r.${columnOf(input.name)}`);
  return [
    double(ensemble.baseMargin),
    ...ensemble.trees.map((tree) => caseOfNode({ ensemble, tree, columns }, 0)),
  ].join('\n  + ');
}

type Walk = { readonly ensemble: TreeEnsemble; readonly tree: Tree; readonly columns: readonly string[] };

function caseOfNode(walk: Walk, node: number): string {
  const { tree } = walk;
  if (tree.feature[node] === -1) return double(tree.value[node] ?? 0);
  const [left, right] = [tree.left[node] ?? 0, tree.right[node] ?? 0];
  return `CASE WHEN ${goesLeft(walk, node)} THEN ${caseOfNode(walk, left)} ELSE ${caseOfNode(walk, right)} END`;
}

/** A condition that is never NULL where that would matter: NULL goes to ELSE, as "right" does. */
function goesLeft({ ensemble, tree, columns }: Walk, node: number): string {
  const feature = tree.feature[node] ?? -1;
  const input = ensemble.inputs[feature];
  const column = columns[feature] ?? '';
  const missingLeft = tree.missingLeft[node] === true;
  const left = tree.levelsLeft[node] ?? null;
  if (left === null) {
    const below = `${column} < ${numberOf(tree.threshold[node] ?? 0)}`;
    if (input?.zeroIsMissing !== true) return missingLeft ? `${below} OR ${column} IS NULL` : below;
    const isZero = `${column} BETWEEN ${numberOf(-ZERO_BAND)} AND ${numberOf(ZERO_BAND)}`;
    return missingLeft ? `${below} OR ${column} IS NULL OR ${isZero}` : `${below} AND NOT ${isZero}`;
  }
  const levels = input?.levels ?? [];
  const isLeft = new Set(left);
  const unseenLeft = tree.unseenLeft?.[node] ?? missingLeft;
  const listed = levels.filter((_, code) => isLeft.has(code) !== unseenLeft).map(textOf);
  const conditions: string[] = [];
  if (listed.length > 0) conditions.push(`${column} ${unseenLeft ? 'NOT IN' : 'IN'} (${listed.join(', ')})`);
  else if (unseenLeft) conditions.push(`${column} IS NOT NULL`);
  if (missingLeft) conditions.push(`${column} IS NULL`);
  return conditions.length === 0 ? '1 = 0' : conditions.join(' OR ');
}

function stepOf(step: CalibrationStep, margin: string): string {
  switch (step.kind) {
    case 'platt':
      return `${numberOf(step.intercept)} + ${numberOf(step.slope)} * ${margin}`;
    case 'shift':
      return `${margin} + ${numberOf(step.by)}`;
    case 'beta':
      return `${numberOf(step.c)} - ${numberOf(step.a)} * ${softplus(`(0 - ${margin})`)} + ${numberOf(step.b)} * ${softplus(margin)}`;
    case 'isotonic': {
      const rate = caseOfKnots(step.margins, step.rates, margin);
      return `LN(${rate}) - LN(1 - ${rate})`;
    }
    default:
      return assertNever(step);
  }
}

function softplus(x: string): string {
  const size = `(CASE WHEN ABS(${x}) > ${FURTHEST_LOG_ODDS} THEN ${FURTHEST_LOG_ODDS} ELSE ABS(${x}) END)`;
  return `((CASE WHEN ${x} > 0 THEN ${x} ELSE 0 END) + LN(1 + EXP(0 - ${size})))`;
}

function caseOfKnots(margins: readonly number[], rates: readonly number[], margin: string): string {
  const whens = margins.map((knot, at) => {
    const [rate, below, left] = [rates[at] ?? 0, rates[at - 1], margins[at - 1]];
    if (below === undefined || left === undefined || below === rate)
      return `WHEN ${margin} <= ${numberOf(knot)} THEN ${double(rate)}`;
    return `WHEN ${margin} <= ${numberOf(knot)} THEN ${double(below)} + (${margin} - ${numberOf(left)}) / ${double(knot - left)} * ${double(rate - below)}`;
  });
  return `(CASE ${whens.join(' ')} ELSE ${double(rates.at(-1) ?? 0)} END)`;
}

function chanceOf(logOdds: string): string {
  return `CASE WHEN ${logOdds} > ${FURTHEST_LOG_ODDS} THEN 1 WHEN ${logOdds} < -${FURTHEST_LOG_ODDS} THEN 0 ELSE 1 / (1 + EXP(0 - ${logOdds})) END`;
}
