/**
 * A model as one ES module without imports: `score(values)` takes the model's inputs by name (a number, a text, null, or
 * `{absent: reason}`) and gives `{margin, probability, points}`, the same numbers as Plimsoll to the bit, since it adds the same
 * doubles in the same order. It throws a TypeError where Plimsoll refuses: a name too many or too few, a number as text.
 */
import { assert } from '@plimsoll/core/base';
import { widenThresholds } from './widened.ts';
import type { ExportedModel } from './sql.ts';

/** The text of the module. */
export function exportJavascript(model: ExportedModel): string {
  const { name, inputs, calibration } = model;
  assert(model.body.kind !== 'glass', 'JavaScript is written of cards and trees');
  const body =
    model.body.kind === 'card'
      ? { kind: 'card', ...cardParts(model.body.scorecard) }
      : { kind: 'trees', ...widenThresholds(model.body.ensemble) };
  const steps =
    calibration.kind === 'none' ? [] : calibration.kind === 'sequence' ? calibration.steps : [calibration];
  const asked = inputs.map((input) => ({ name: input.name, kind: input.kind, absent: input.absent }));
  return `// ${JSON.stringify(name)}, written by Plimsoll. score(values) gives {margin, probability, points}; nothing is imported.
const INPUTS = ${JSON.stringify(asked)};
const BODY = ${JSON.stringify(body)};
const STEPS = ${JSON.stringify(steps)};
const SCALE = ${JSON.stringify(scaleOf(model.scaling))};
${SOURCE}`;
}

/** Points of a body that isn't a card, from its calibrated chance: as in `core/model/document`. */
function scaleOf(scaling: ExportedModel['scaling']): object | null {
  if (scaling === null) return null;
  const factor = scaling.pdo / Math.LN2;
  return { factor, offset: scaling.baseScore - factor * Math.log(scaling.baseOdds) };
}

function cardParts(card: Extract<ExportedModel['body'], { kind: 'card' }>['scorecard']): object {
  return {
    offset: card.offset,
    factor: card.factor,
    basePoints: card.basePoints,
    characteristics: card.characteristics.map(({ source, bins }) => ({
      source,
      bins: bins.map(({ cell, points }) => ({ cell, points })),
    })),
  };
}

const SOURCE = `
const ZERO_BAND = Math.fround(1e-35);

function read(input, value) {
  if (value === undefined) throw new TypeError(input.name + ': the input is not given; null says that there is no value');
  if (value === null) return { value: null, reason: input.absent[''] ?? 'no_record' };
  if (typeof value === 'object') return { value: null, reason: value.absent };
  if (Object.hasOwn(input.absent, String(value))) return { value: null, reason: input.absent[String(value)] };
  const isGood = input.kind === 'numeric' ? Number.isFinite(value) : typeof value === 'string';
  if (!isGood) throw new TypeError(input.name + ': not ' + (input.kind === 'numeric' ? 'a finite number' : 'a text'));
  return { value, reason: null };
}

function binOf(characteristic, facts) {
  const { source, bins } = characteristic;
  let given = facts[source.fact];
  if (source.kind === 'ratio') {
    const [above, below] = [facts[source.numerator].value, facts[source.denominator].value];
    given = { value: above !== null && below !== null && below > 0 ? above / below : null, reason: 'no_record' };
  }
  const { value, reason } = given;
  const missing = bins.find((bin) => bin.cell.kind === 'missing');
  if (value === null)
    return bins.find((bin) => bin.cell.kind === 'special' && bin.cell.reason === reason) ?? missing;
  const found = bins.find(
    ({ cell }) =>
      (cell.kind === 'range' && (cell.from === null || value >= cell.from) && (cell.to === null || value < cell.to)) ||
      (cell.kind === 'levels' && cell.levels.includes(value)),
  );
  return found ?? bins.find((bin) => bin.cell.kind === 'unseen');
}

function leafOf(tree, inputs, facts) {
  let node = 0;
  while (tree.feature[node] !== -1) {
    const input = inputs[tree.feature[node]];
    const { value } = facts[input.name];
    const levels = tree.levelsLeft[node];
    let left = tree.missingLeft[node];
    if (value !== null && levels === null) {
      if (!(input.zeroIsMissing && Math.abs(value) <= ZERO_BAND)) left = value < tree.threshold[node];
    } else if (value !== null) {
      const code = input.levels.indexOf(value);
      left = code >= 0 ? levels.includes(code) : (tree.unseenLeft ?? tree.missingLeft)[node];
    }
    node = left ? tree.left[node] : tree.right[node];
  }
  return tree.value[node];
}

const chance = (logOdds) => 1 / (1 + Math.exp(-logOdds));
const softplus = (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

function rateAt({ margins, rates }, margin) {
  const at = margins.findIndex((knot) => knot >= margin);
  if (at === 0) return rates[0];
  if (at < 0) return rates[rates.length - 1];
  const [below, above] = [rates[at - 1], rates[at]];
  if (above === below) return below;
  const share = (margin - margins[at - 1]) / (margins[at] - margins[at - 1]);
  return Math.min(above, below + share * (above - below));
}

function calibrated(margin) {
  let logOdds = margin;
  let rate = null;
  for (const step of STEPS) {
    rate = step.kind === 'isotonic' ? rateAt(step, logOdds) : null;
    if (step.kind === 'platt') logOdds = step.intercept + step.slope * logOdds;
    if (step.kind === 'shift') logOdds = logOdds + step.by;
    if (step.kind === 'beta') logOdds = step.c - step.a * softplus(-logOdds) + step.b * softplus(logOdds);
    if (step.kind === 'isotonic') logOdds = Math.log(rate) - Math.log1p(-rate);
  }
  return rate ?? chance(logOdds);
}

/** Values by input name: a number, a text, null, or {absent: reason}. */
export function score(values) {
  for (const name in values)
    if (!INPUTS.some((input) => input.name === name)) throw new TypeError(name + ': the model has no such input');
  const facts = Object.fromEntries(INPUTS.map((input) => [input.name, read(input, values[input.name])]));
  if (BODY.kind === 'card') {
    const points = BODY.characteristics.reduce((sum, each) => sum + binOf(each, facts).points, BODY.basePoints);
    const margin = (BODY.offset - points) / BODY.factor;
    return { margin, probability: calibrated(margin), points };
  }
  const margin = BODY.trees.reduce((sum, tree) => sum + leafOf(tree, BODY.inputs, facts), BODY.baseMargin);
  const probability = calibrated(margin);
  const points = SCALE === null ? null : Math.round(SCALE.offset + SCALE.factor * Math.log((1 - probability) / probability));
  return { margin, probability, points };
}
`;
