/**
 * A card as a PMML 4.4 Scorecard with reason codes: an attribute for each bin in the order they are tried (codes for "no value" with
 * points of their own, missing, then values), the best points of each characteristic as its baseline, the probability as an output. Base
 * score, base odds and PDO stand as extensions, without which points don't say what odds they mean. Source: dmg.org/pmml/v4-4.
 */
import { assertNever, ok, type Result } from '@plimsoll/core/base';
import type { BinCell } from '@plimsoll/core/binning';
import type { CharacteristicSource, ScoredCharacteristic } from '@plimsoll/core/model';
import type { Calibration } from '@plimsoll/core/model/calibrate';
import type { ModelInput } from '@plimsoll/core/model/document';
import { refuseImport } from './grown.ts';
import type { ExportedModel } from './sql.ts';
import { escapeXml } from './xml.ts';

export const SCALE_NAMES = ['baseScore', 'baseOdds', 'pdo'] as const;

/** The XML. Refuses a model that is no card, and a calibration that is no straight line of the margin. */
export function exportPmml(model: ExportedModel): Result<string> {
  const { body, inputs } = model;
  if (body.kind !== 'card') return refuseImport('only a card is written as PMML', { kind: body.kind });
  const line = lineOf(model.calibration);
  if (line === null) return refuseImport('a calibration that is not a straight line is not written as PMML');
  const { scorecard } = body;
  const inputOf = new Map(inputs.map((input) => [input.name, input]));
  const characteristics = scorecard.characteristics.map((each) => characteristicXml(each, inputOf));
  const scale = SCALE_NAMES.map((name) =>
    tag('Extension', { extender: 'Plimsoll', name, value: String(scorecard.scaling[name]) }),
  );
  const scorecardXml = tag(
    'Scorecard',
    {
      modelName: model.name,
      functionName: 'regression',
      initialScore: String(scorecard.basePoints),
      useReasonCodes: 'true',
      reasonCodeAlgorithm: 'pointsBelow',
      baselineMethod: 'max',
    },
    ...scale,
    tag(
      'MiningSchema',
      {},
      ...inputs.map(({ name }) => tag('MiningField', { name, invalidValueTreatment: 'asIs' })),
    ),
    outputXml(scorecard, line),
    tag(
      'LocalTransformations',
      {},
      ...inputs.map(cleanField),
      ...scorecard.characteristics.flatMap(ratioField),
    ),
    tag('Characteristics', {}, ...characteristics),
  );
  return ok(
    `<?xml version="1.0" encoding="UTF-8"?>\n${tag(
      'PMML',
      { version: '4.4', xmlns: 'http://www.dmg.org/PMML-4_4' },
      tag('Header', {}, tag('Application', { name: 'Plimsoll' })),
      tag('DataDictionary', { numberOfFields: String(inputs.length) }, ...inputs.map(dataField)),
      scorecardXml,
    )}\n`,
  );
}

/** The field of an input without its codes for "no value". */
export const CLEAN = ' value';

type Attributes = { readonly [name: string]: string };

function tag(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const open = `<${name}${pairs.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

function dataField({ name, kind }: ModelInput): string {
  return tag(
    'DataField',
    kind === 'numeric'
      ? { name, optype: 'continuous', dataType: 'double' }
      : { name, optype: 'categorical', dataType: 'string' },
  );
}

function apply(name: string, ...parts: readonly string[]): string {
  return tag('Apply', { function: name }, ...parts);
}

const field = (name: string): string => tag('FieldRef', { field: name });

function constant(value: string, isNumber: boolean): string {
  return `<Constant dataType="${isNumber ? 'double' : 'string'}">${escapeXml(value)}</Constant>`;
}

/** Missing where the value is a code: an `if` without `else` is missing. */
function cleanField({ name, kind, absent }: ModelInput): string {
  const isNumber = kind === 'numeric';
  const codes = Object.keys(absent).filter((text) => text !== '');
  const value =
    codes.length === 0
      ? field(name)
      : apply(
          'if',
          apply('isNotIn', field(name), ...codes.map((code) => constant(code, isNumber))),
          field(name),
        );
  return tag(
    'DerivedField',
    {
      name: `${name}${CLEAN}`,
      optype: isNumber ? 'continuous' : 'categorical',
      dataType: isNumber ? 'double' : 'string',
    },
    value,
  );
}

function ratioField({ name, source }: ScoredCharacteristic): readonly string[] {
  if (source.kind !== 'ratio') return [];
  const [above, below] = [field(`${source.numerator}${CLEAN}`), field(`${source.denominator}${CLEAN}`)];
  const value = apply('if', apply('greaterThan', below, constant('0', true)), apply('/', above, below));
  return [
    tag('DerivedField', { name: fieldOf(source, name), optype: 'continuous', dataType: 'double' }, value),
  ];
}

function fieldOf(source: CharacteristicSource, name: string): string {
  return source.kind === 'fact' ? `${source.fact}${CLEAN}` : `${name} ratio`;
}

/** intercept + slope · margin, or null where no line will do. */
function lineOf(calibration: Calibration): { readonly intercept: number; readonly slope: number } | null {
  const steps =
    calibration.kind === 'none' ? [] : calibration.kind === 'sequence' ? calibration.steps : [calibration];
  let line = { intercept: 0, slope: 1 };
  for (const step of steps) {
    if (step.kind === 'shift') line = { ...line, intercept: line.intercept + step.by };
    else if (step.kind === 'platt')
      line = { intercept: step.intercept + step.slope * line.intercept, slope: step.slope * line.slope };
    else return null;
  }
  return line;
}

function outputXml(
  {
    offset,
    factor,
    characteristics,
  }: { readonly offset: number; readonly factor: number; readonly characteristics: readonly unknown[] },
  line: { readonly intercept: number; readonly slope: number },
): string {
  const number = (value: number): string => constant(String(value), true);
  const margin = apply('/', apply('-', number(offset), field('score')), number(factor));
  const logOdds = apply('+', number(line.intercept), apply('*', number(line.slope), margin));
  const chance = apply('/', number(1), apply('+', number(1), apply('exp', apply('-', number(0), logOdds))));
  return tag(
    'Output',
    {},
    tag('OutputField', {
      name: 'score',
      feature: 'predictedValue',
      optype: 'continuous',
      dataType: 'double',
    }),
    tag(
      'OutputField',
      { name: 'probability', feature: 'transformedValue', optype: 'continuous', dataType: 'double' },
      chance,
    ),
    ...characteristics.map((_, at) =>
      tag('OutputField', {
        name: `reason ${at + 1}`,
        feature: 'reasonCode',
        rank: String(at + 1),
        optype: 'categorical',
        dataType: 'string',
      }),
    ),
  );
}

function characteristicXml(each: ScoredCharacteristic, inputOf: ReadonlyMap<string, ModelInput>): string {
  const { source, reason } = each;
  const input = source.kind === 'fact' ? inputOf.get(source.fact) : undefined;
  const clean = fieldOf(source, each.name);
  const order: readonly BinCell['kind'][] = ['special', 'missing', 'range', 'levels', 'unseen'];
  const bins = order.flatMap((kind) => each.bins.filter(({ cell }) => cell.kind === kind));
  const best = Math.max(...bins.map((bin) => bin.points));
  const attributes = bins.flatMap((bin) =>
    predicatesOf(bin.cell, { clean, input }).map((predicate) =>
      tag('Attribute', { partialScore: String(bin.points), reasonCode: reason.code }, predicate),
    ),
  );
  return tag(
    'Characteristic',
    { name: each.name, reasonCode: reason.code, baselineScore: String(best) },
    ...attributes,
  );
}

function predicatesOf(
  cell: BinCell,
  { clean, input }: { readonly clean: string; readonly input: ModelInput | undefined },
): readonly string[] {
  const simple = (name: string, operator: string, value?: number): string =>
    tag('SimplePredicate', {
      field: name,
      operator,
      ...(value === undefined ? {} : { value: String(value) }),
    });
  const among = (name: string, values: readonly string[], type: string): string =>
    tag('SimpleSetPredicate', { field: name, booleanOperator: 'isIn' }, arrayXml(values, type));
  switch (cell.kind) {
    case 'special': {
      if (input === undefined) return [];
      const codes = Object.entries(input.absent).flatMap(([code, reason]) =>
        reason === cell.reason ? [code] : [],
      );
      const named = codes.filter((code) => code !== '');
      return [
        ...(named.length > 0 ? [among(input.name, named, input.kind === 'numeric' ? 'real' : 'string')] : []),
        ...(codes.includes('') ? [simple(input.name, 'isMissing')] : []),
      ];
    }
    case 'missing':
      return [simple(clean, 'isMissing')];
    case 'range': {
      const parts = [
        ...(cell.from === null ? [] : [simple(clean, 'greaterOrEqual', cell.from)]),
        ...(cell.to === null ? [] : [simple(clean, 'lessThan', cell.to)]),
      ];
      if (parts.length === 0) return [tag('True', {})];
      return [
        parts.length === 1 ? parts.join('') : tag('CompoundPredicate', { booleanOperator: 'and' }, ...parts),
      ];
    }
    case 'levels':
      return [among(clean, cell.levels, 'string')];
    case 'unseen':
      return [tag('True', {})];
    default:
      return assertNever(cell);
  }
}

/** Texts stand in quotes, which a backslash lets stand inside. */
function arrayXml(values: readonly string[], type: string): string {
  const words = values.map((value) => (type === 'real' ? value : `"${value.replaceAll('"', '\\"')}"`));
  return `<Array n="${values.length}" type="${type}">${escapeXml(words.join(' '))}</Array>`;
}
