/**
 * A PMML Scorecard (4.1 and up) as a card. Attributes become bins: ranges that meet and leave no gap, lists of levels, missing, codes
 * with points of their own, and "everything else". Where the file gives no points for a missing value or an unlisted level, they get
 * the fewest of the characteristic (`worst_for_unlisted`): not knowing is never read as safe. PMML has no place for base odds and PDO;
 * they are read from the extensions that Plimsoll writes, or given by hand, and without them the file is refused.
 */
import { ok, type Refusal, type Result } from '@plimsoll/core/base';
import type { BinCell } from '@plimsoll/core/binning';
import type {
  CharacteristicSource,
  PointScaling,
  Scorecard,
  ScoredCharacteristic,
} from '@plimsoll/core/model';
import type { ModelInput } from '@plimsoll/core/model/document';
import { nextAbove } from '@plimsoll/core/model/trees';
import { type Imported, refuseImport } from './grown.ts';
import { SCALE_NAMES } from './pmml-scorecard.ts';
import { readXml, type XmlElement } from './xml.ts';

export type ImportedCard = Imported<{
  readonly kind: 'card';
  readonly scorecard: Scorecard;
  readonly inputs: readonly ModelInput[];
}>;

/** Reads a scorecard; `scaling` stands in for a file that doesn't say what its points mean. */
export function importPmml(xml: string, scaling: PointScaling | null = null): Result<ImportedCard> {
  const root = readXml(xml);
  if (root?.name !== 'PMML') return refuseImport('not PMML');
  const card = childOf(root, 'Scorecard');
  if (card === undefined) {
    const models = root.children.map((each) => each.name).filter((name) => name.endsWith('Model'));
    return refuseImport('PMML of another model than a Scorecard', { models });
  }
  const scale = scaling ?? scaleOf(card);
  if (scale === null) return refuseImport('the file does not say base score, base odds and PDO: give them');
  const fields = fieldsOf(root, card);
  let basePoints = Number(card.attributes['initialScore'] ?? 0);
  let isPatched = false;
  const characteristics: ScoredCharacteristic[] = [];
  for (const each of childrenOf(childOf(card, 'Characteristics'), 'Characteristic')) {
    const read = readCharacteristic(each, fields);
    if ('code' in read) return read;
    basePoints += read.least;
    isPatched ||= read.isPatched;
    characteristics.push(read.characteristic);
  }
  if (!Number.isSafeInteger(basePoints)) return refuseImport('points that are not whole numbers');
  if (characteristics.length === 0) return refuseImport('a card without characteristics');
  const application = childOf(childOf(root, 'Header'), 'Application')?.attributes;
  return ok({
    kind: 'card',
    scorecard: cardOf(characteristics, basePoints, scale),
    inputs: [...fields.inputs.values()],
    tool: `pmml ${root.attributes['version'] ?? ''} ${application?.['name'] ?? ''}`.trim(),
    notes: isPatched ? ['worst_for_unlisted'] : [],
  });
}

function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((each) => each.name === name) ?? [];
}

function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

function scaleOf(card: XmlElement): PointScaling | null {
  const values = new Map(
    childrenOf(card, 'Extension').map(({ attributes }) => [attributes['name'], Number(attributes['value'])]),
  );
  const [baseScore, baseOdds, pdo] = SCALE_NAMES.map((name) => values.get(name) ?? Number.NaN);
  const scale = {
    baseScore: baseScore ?? Number.NaN,
    baseOdds: baseOdds ?? Number.NaN,
    pdo: pdo ?? Number.NaN,
  };
  return Number.isFinite(scale.baseScore) && scale.baseOdds > 0 && scale.pdo > 0 ? scale : null;
}

function cardOf(
  characteristics: readonly ScoredCharacteristic[],
  basePoints: number,
  scaling: PointScaling,
): Scorecard {
  const factor = scaling.pdo / Math.LN2;
  const offset = scaling.baseScore - factor * Math.log(scaling.baseOdds);
  const reach = characteristics.reduce(
    (sum, each) => sum + Math.max(...each.bins.map((bin) => bin.points)),
    0,
  );
  return {
    scaling,
    offset,
    factor,
    intercept: (offset - basePoints) / factor,
    recalibration: { intercept: 0, slope: 1 },
    basePoints,
    minScore: basePoints,
    maxScore: basePoints + reach,
    characteristics: characteristics.map((each) => ({
      ...each,
      bins: each.bins.map((bin) => ({ ...bin, woe: bin.points / factor })),
    })),
  };
}

/** What the fields of the file are, by name: inputs, inputs without their codes, and ratios. */
type FieldBook = {
  readonly inputs: ReadonlyMap<string, ModelInput>;
  readonly sources: ReadonlyMap<string, CharacteristicSource>;
};

function fieldsOf(root: XmlElement, card: XmlElement): FieldBook {
  const inputs = new Map<string, ModelInput>();
  const sources = new Map<string, CharacteristicSource>();
  for (const { attributes, children } of childrenOf(childOf(root, 'DataDictionary'), 'DataField')) {
    const name = attributes['name'] ?? '';
    const isNumber = attributes['dataType'] !== 'string' && attributes['optype'] !== 'categorical';
    const absent = children.flatMap((each): [string, string][] =>
      each.name === 'Value' && each.attributes['property'] === 'missing'
        ? [[each.attributes['value'] ?? '', 'no_record']]
        : [],
    );
    inputs.set(name, {
      name,
      label: { zh: name, en: name },
      kind: isNumber ? 'numeric' : 'categorical',
      absent: Object.fromEntries(absent),
    });
    sources.set(name, { kind: 'fact', fact: name, type: isNumber ? 'number' : 'string' });
  }
  const derived = [childOf(root, 'TransformationDictionary'), childOf(card, 'LocalTransformations')].flatMap(
    (each) => childrenOf(each, 'DerivedField'),
  );
  for (const each of derived) {
    const source = derivedSource(each, { inputs, sources });
    if (source !== null) sources.set(each.attributes['name'] ?? '', source);
  }
  return { inputs, sources };
}

/** A field itself; a field unless it is one of some codes; a ratio where the denominator is above zero. Anything else: null. */
function derivedSource(
  { children }: XmlElement,
  {
    inputs,
    sources,
  }: {
    readonly inputs: Map<string, ModelInput>;
    readonly sources: ReadonlyMap<string, CharacteristicSource>;
  },
): CharacteristicSource | null {
  const value = children.find((each) => each.name === 'FieldRef' || each.name === 'Apply');
  const refer = (each: XmlElement | undefined): CharacteristicSource | undefined =>
    each?.name === 'FieldRef' ? sources.get(each.attributes['field'] ?? '') : undefined;
  if (value?.name === 'FieldRef') return refer(value) ?? null;
  const [condition, then, otherwise] = value?.children ?? [];
  if (value?.attributes['function'] !== 'if' || condition === undefined || otherwise !== undefined)
    return null;
  const [tested, ...constants] = condition.children;
  const source = refer(tested);
  if (source?.kind !== 'fact') return null;
  if (condition.attributes['function'] === 'isNotIn' && then?.name === 'FieldRef' && refer(then) === source) {
    const input = inputs.get(source.fact);
    const codes = Object.fromEntries(constants.map((each) => [each.text, 'no_record']));
    if (input !== undefined) inputs.set(source.fact, { ...input, absent: { ...codes, ...input.absent } });
    return source;
  }
  const [above, below] = (then?.children ?? []).map(refer);
  const isRatio =
    condition.attributes['function'] === 'greaterThan' &&
    constants.map((each) => Number(each.text)).join(' ') === '0' &&
    then?.attributes['function'] === '/' &&
    below === source;
  return isRatio && above?.kind === 'fact'
    ? { kind: 'ratio', numerator: above.fact, denominator: source.fact }
    : null;
}

type ReadCharacteristic = {
  readonly characteristic: ScoredCharacteristic;
  readonly least: number;
  readonly isPatched: boolean;
};

type Scored = { readonly cell: BinCell; readonly points: number };

function readCharacteristic(element: XmlElement, fields: FieldBook): ReadCharacteristic | Refusal {
  const name = element.attributes['name'] ?? '';
  const refused = (problem: string): Refusal => refuseImport(problem, { characteristic: name });
  const found: Scored[] = [];
  const used = new Set<CharacteristicSource>();
  let everythingElse: number | null = null;
  for (const attribute of childrenOf(element, 'Attribute')) {
    const points = Number(attribute.attributes['partialScore'] ?? Number.NaN);
    const predicate = attribute.children.find((each) => each.name !== 'Extension');
    if (!Number.isSafeInteger(points)) return refused('points that are not whole numbers');
    if (predicate === undefined) return refused('an attribute without a predicate');
    if (predicate.name === 'True') {
      everythingElse ??= points;
      continue;
    }
    const cell = cellOf(predicate, fields, used);
    if (cell === null) return refused('a predicate that is no bin of one field');
    if (everythingElse === null) found.push({ cell, points });
  }
  const [source, ...others] = used;
  if (source === undefined || others.length > 0) return refused('attributes that read no field, or several');
  const isNumeric = source.kind === 'ratio' || source.type === 'number';
  const least = Math.min(...found.map((each) => each.points), everythingElse ?? Number.POSITIVE_INFINITY);
  const has = (kind: BinCell['kind']): boolean => found.some(({ cell }) => cell.kind === kind);
  const isPatched = everythingElse === null && (!has('missing') || (!isNumeric && !has('unseen')));
  if (!has('missing')) found.push({ cell: { kind: 'missing' }, points: everythingElse ?? least });
  if (!isNumeric) found.push({ cell: { kind: 'unseen' }, points: everythingElse ?? least });
  const bins = isNumeric ? withRanges(found, everythingElse) : found;
  if (bins === null) return refused('ranges that overlap or leave a gap');
  const best = Math.max(...bins.map((each) => each.points));
  const code =
    element.attributes['reasonCode'] ?? childOf(element, 'Attribute')?.attributes['reasonCode'] ?? name;
  return {
    least,
    isPatched,
    characteristic: {
      name,
      label: { zh: name, en: name },
      source,
      trend: 'free',
      reason: { code, zh: code, en: code },
      kind: isNumeric ? 'numeric' : 'categorical',
      fittedTrend: 'free',
      iv: 0,
      coefficient: -1,
      standardError: 0,
      pValue: 1,
      bins: bins.map(({ cell, points }) => ({
        cell,
        goods: 0,
        bads: 0,
        woe: 0,
        iv: 0,
        measured: false,
        points: points - least,
        pointsLost: best - points,
      })),
    },
  };
}

/** Ranges in order, gaps filled by "everything else"; null where they overlap, or a gap has no points. */
function withRanges(found: readonly Scored[], everythingElse: number | null): readonly Scored[] | null {
  const bounds = ({ cell }: Scored): readonly [number, number] =>
    cell.kind === 'range'
      ? [cell.from ?? Number.NEGATIVE_INFINITY, cell.to ?? Number.POSITIVE_INFINITY]
      : [0, 0];
  const ranges = found
    .filter(({ cell }) => cell.kind === 'range')
    .sort((one, other) => bounds(one)[0] - bounds(other)[0]);
  const rest = found.filter(({ cell }) => cell.kind !== 'range');
  const filled: Scored[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  const fillTo = (to: number): boolean => {
    if (to === reached) return true;
    if (to < reached || everythingElse === null) return false;
    filled.push({ cell: { kind: 'range', from: endOf(reached), to: endOf(to) }, points: everythingElse });
    return true;
  };
  for (const range of ranges) {
    const [from, to] = bounds(range);
    if (!fillTo(from) || !(from < to)) return null;
    filled.push(range);
    reached = to;
  }
  return fillTo(Number.POSITIVE_INFINITY) ? [...filled, ...rest] : null;
}

function endOf(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}

/** The bin of a predicate; notes whose it is in `used`. Null for what is no bin of one field. */
function cellOf(predicate: XmlElement, fields: FieldBook, used: Set<CharacteristicSource>): BinCell | null {
  if (predicate.name === 'CompoundPredicate') {
    if (predicate.attributes['booleanOperator'] !== 'and') return null;
    let joined: { from: number | null; to: number | null } = { from: null, to: null };
    for (const each of predicate.children) {
      const cell = cellOf(each, fields, used);
      if (cell?.kind !== 'range') return null;
      joined = { from: cell.from ?? joined.from, to: cell.to ?? joined.to };
    }
    return { kind: 'range', ...joined };
  }
  const name = predicate.attributes['field'] ?? '';
  const source = fields.sources.get(name);
  if (source === undefined) return null;
  used.add(source);
  const input = source.kind === 'fact' ? fields.inputs.get(source.fact) : undefined;
  if (predicate.name === 'SimpleSetPredicate') {
    if (predicate.attributes['booleanOperator'] !== 'isIn') return null;
    const levels = arrayOf(childOf(predicate, 'Array')?.text ?? '');
    const isCode = input !== undefined && levels.every((level) => Object.hasOwn(input.absent, level));
    if (isCode) return codeCell(input, levels, fields);
    return input?.kind === 'categorical' ? { kind: 'levels', levels } : null;
  }
  if (predicate.name !== 'SimplePredicate') return null;
  const value = predicate.attributes['value'] ?? '';
  const number = value.trim() === '' ? Number.NaN : Number(value);
  switch (predicate.attributes['operator']) {
    case 'isMissing':
      return { kind: 'missing' };
    case 'equal':
      return input?.kind === 'categorical' ? { kind: 'levels', levels: [value] } : null;
    case 'lessThan':
      return Number.isFinite(number) ? { kind: 'range', from: null, to: number } : null;
    case 'lessOrEqual':
      return Number.isFinite(number) ? { kind: 'range', from: null, to: nextAbove(number, 'float64') } : null;
    case 'greaterOrEqual':
      return Number.isFinite(number) ? { kind: 'range', from: number, to: null } : null;
    case 'greaterThan':
      return Number.isFinite(number) ? { kind: 'range', from: nextAbove(number, 'float64'), to: null } : null;
    default:
      return null;
  }
}

/** Codes with points of their own: one reason for all of them, named by the codes. */
function codeCell(input: ModelInput, codes: readonly string[], fields: FieldBook): BinCell {
  const reason = `code_${codes.join('_')}`;
  const absent = { ...input.absent, ...Object.fromEntries(codes.map((code) => [code, reason])) };
  (fields.inputs as Map<string, ModelInput>).set(input.name, { ...input, absent });
  return { kind: 'special', reason };
}

/** The words of a PMML array: quoted, with `\"` inside, or parted by spaces. */
function arrayOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('\\"', '"'),
  );
}
