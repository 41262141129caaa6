/**
 * A model document read back: its shape, its bounds, and whether its parts fit one another. What a reader can't vouch for is
 * refused, with the place and what is wrong; a model that merely looks fine must not score.
 */
import { type JsonObject, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import { factsOf, scorecardProblem } from '@plimsoll/core/model';
import { readCalibration } from '@plimsoll/core/model/calibrate';
import { readGlass } from '@plimsoll/core/model/glass';
import { readEnsemble } from '@plimsoll/core/model/trees';
import {
  MAX_INPUTS,
  MAX_PARITY_ROWS,
  MODEL_SCHEMA,
  type ModelBody,
  type ModelDocument,
  type ModelInput,
} from './document.ts';

/** The longest text of a document: three thousand trees of 127 nodes are 30 MB. */
export const MAX_MODEL_CHARS = 64 * 1024 * 1024;

const NAME = /^[\p{L}\p{N}_.-]{1,100}$/u;

/** Reads a document. Refuses (`model_unreadable`) what is not one, whole and coherent. It says nothing of parity: `prepareModel` does. */
export function readModel(text: string): Result<ModelDocument> {
  if (text.length > MAX_MODEL_CHARS) return unreadable('the text is too long', { limit: MAX_MODEL_CHARS });
  const document = parsed(text);
  if (!isObject(document) || document['schema'] !== MODEL_SCHEMA)
    return unreadable(`not a document of ${MODEL_SCHEMA}`);
  const problem =
    headProblem(document) ?? inputsProblem(document['inputs']) ?? parityProblem(document['parity']);
  if (problem !== null) return unreadable(problem);
  const calibration = readCalibration(document['calibration'] ?? null);
  if (!calibration.ok) return calibration;
  const body = bodyProblem(document);
  return body === null ? ok(document as unknown as ModelDocument) : unreadable(body);
}

function headProblem(document: JsonObject): string | null {
  const { name, target, lineage, validation, scaling } = document;
  if (typeof name !== 'string' || !NAME.test(name)) return 'the name is not 1 to 100 letters, digits, - _ .';
  if (!isObject(target) || typeof target['column'] !== 'string' || typeof target['badValue'] !== 'string')
    return 'the target is not a column with a bad value';
  if (!isObject(lineage) || typeof lineage['codeVersion'] !== 'string' || !isObject(lineage['settings']))
    return 'the lineage does not say which code fitted it with which settings';
  if (!isObject(validation)) return 'validation is not an object';
  if (scaling === null) return null;
  const isScale =
    isObject(scaling) && ['baseScore', 'baseOdds', 'pdo'].every((key) => Number.isFinite(scaling[key]));
  return isScale && Number(scaling['pdo']) > 0 && Number(scaling['baseOdds']) > 0
    ? null
    : 'the scale has no base score, base odds above 0 and PDO above 0';
}

function inputsProblem(inputs: JsonValue | undefined): string | null {
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > MAX_INPUTS)
    return `there are not 1 to ${MAX_INPUTS} inputs`;
  const names = new Set<string>();
  for (const input of inputs as readonly JsonValue[]) {
    if (!isObject(input) || typeof input['name'] !== 'string' || input['name'] === '')
      return 'an input has no name';
    const { name, kind, label, absent } = input;
    if (names.has(name)) return `two inputs are called ${name}`;
    names.add(name);
    if (kind !== 'numeric' && kind !== 'categorical') return `${name}: neither numeric nor categorical`;
    if (!isObject(label) || typeof label['zh'] !== 'string' || typeof label['en'] !== 'string')
      return `${name}: no label in zh and en`;
    if (!isObject(absent) || Object.values(absent).some((reason) => typeof reason !== 'string'))
      return `${name}: absent is not texts with reasons`;
  }
  return null;
}

function parityProblem(parity: JsonValue | undefined): string | null {
  if (!Array.isArray(parity) || parity.length > MAX_PARITY_ROWS)
    return `there are not at most ${MAX_PARITY_ROWS} parity rows`;
  const isRow = (row: JsonValue): boolean =>
    isObject(row) &&
    isObject(row['values'] ?? null) &&
    Number.isFinite(row['margin']) &&
    Number.isFinite(row['probability']) &&
    (row['points'] === null || Number.isSafeInteger(row['points']));
  const bad = (parity as readonly JsonValue[]).findIndex((row) => !isRow(row));
  return bad < 0 ? null : `parity row ${bad} has no values, margin, probability and points`;
}

/** What the body asks for is among the inputs, and of the same kind; or why not. */
function bodyProblem(document: JsonObject): string | null {
  const { body } = document;
  if (!isObject(body)) return 'the body is not an object';
  const kinds = new Map(
    (document as unknown as ModelDocument).inputs.map((input) => [input.name, input.kind] as const),
  );
  if (body['kind'] === 'card') {
    const problem = scorecardProblem(body['scorecard'] ?? null);
    if (problem !== null) return `scorecard: ${problem}`;
    return askedProblem(kinds, askedByCard(body as unknown as ModelBody & { kind: 'card' }));
  }
  if (body['kind'] === 'glass') {
    const glass = readGlass(body['glass'] ?? null);
    if (!glass.ok) return `glass: ${JSON.stringify(glass.facts)}`;
    return askedProblem(
      kinds,
      glass.value.shapes.map(({ input }) => input),
    );
  }
  if (body['kind'] !== 'trees') return 'the body is neither a card, trees nor a glass box';
  const ensemble = readEnsemble(body['ensemble'] ?? null);
  if (!ensemble.ok) return `ensemble: ${JSON.stringify(ensemble.facts)}`;
  return askedProblem(kinds, ensemble.value.inputs);
}

type Asked = { readonly name: string; readonly kind: ModelInput['kind'] };

function askedByCard({ scorecard }: ModelBody & { readonly kind: 'card' }): readonly Asked[] {
  return scorecard.characteristics.flatMap(({ source, kind }) =>
    factsOf(source).map((name) => ({ name, kind })),
  );
}

function askedProblem(kinds: ReadonlyMap<string, string>, asked: readonly Asked[]): string | null {
  const wrong = asked.find(({ name, kind }) => kinds.get(name) !== kind);
  return wrong === undefined ? null : `the body asks for ${wrong.name}, which is no ${wrong.kind} input`;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(problem: string, facts: JsonObject = {}): ReturnType<typeof refuse> {
  return refuse('model_unreadable', 'MDC-3', { problem, ...facts });
}
