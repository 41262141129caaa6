/**
 * A file of another tool as a document of ours: body and inputs from the file, calibration none, and parity rows by which the import
 * proves itself wherever it goes. What was bad is told by the caller, since no file of another tool says it.
 */
import { canonicalize, fromUtf8, type JsonObject, ok, type Result } from '@plimsoll/core/base';
import {
  type InputValues,
  MODEL_SCHEMA,
  type ModelBody,
  type ModelDocument,
  type ModelInput,
  type ModelTarget,
  type ParityRow,
  prepareModel,
} from '@plimsoll/core/model/document';
import { type Imported, refuseImport } from './grown.ts';
import { importModel } from './import.ts';
import { importPmml } from './import-pmml.ts';

/** `name`: of the document. `target`: null is refused. `format`: what the caller says the file is; it has to be that. */
export type ForeignFile = {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly target: ModelTarget | null;
  readonly format?: string | undefined;
};

const PARITY_ROWS = 20;
/** Where a card is asked: no row of a person. */
const CARD_PROBES = [0, 1, -1, 10, 100, 1000, 10_000, 0.5];

/** Whether the bytes are a document of ours, or JSON that means to be one. */
export function isOwnDocument(bytes: Uint8Array): boolean {
  const text = fromUtf8(bytes);
  if (text === null) return false;
  try {
    const parsed = JSON.parse(text) as JsonObject | null;
    return typeof parsed === 'object' && parsed !== null && 'schema' in parsed;
  } catch {
    return false;
  }
}

/** Reads a file of LightGBM, XGBoost, ONNX or a PMML scorecard into a document. Refuses what `importModel` and `importPmml` do. */
export function importForeign(file: ForeignFile): Result<ModelDocument> {
  if (file.target === null || file.target.column === '' || file.target.badValue === '')
    return refuseImport('the file does not say which value of which column was bad: give it');
  const read = readBody(file.bytes);
  if (!read.ok) return read;
  const { tool, notes, body, inputs } = read.value;
  const format = tool.split(' ')[0] ?? '';
  if (file.format !== undefined && file.format !== format)
    return refuseImport('the file is of another format than was said', { format, said: file.format });
  const document: ModelDocument = {
    schema: MODEL_SCHEMA,
    name: file.name,
    inputs,
    body,
    calibration: { kind: 'none' },
    scaling: null,
    target: file.target,
    lineage: {
      sample: null,
      sampleSha256: null,
      foldsSha256: null,
      rows: null,
      bads: null,
      codeVersion: tool,
      seed: null,
      settings: { imported: format, notes: [...notes] },
    },
    validation: {},
    parity: [],
  };
  return withParity(document);
}

type Body = Imported<{ readonly body: ModelBody; readonly inputs: readonly ModelInput[] }>;

function readBody(bytes: Uint8Array): Result<Body> {
  const text = fromUtf8(bytes);
  if (text !== null && /^\uFEFF?\s*</.test(text)) {
    const card = importPmml(text);
    if (!card.ok) return card;
    const { scorecard, inputs, notes, tool } = card.value;
    return ok({ body: { kind: 'card', scorecard }, inputs, notes, tool });
  }
  const trees = importModel(bytes);
  if (!trees.ok) return trees;
  const { ensemble, notes, tool } = trees.value;
  const inputs = ensemble.inputs.map(({ name, kind }) => ({
    name,
    label: { zh: name, en: name },
    kind,
    absent: {},
  }));
  return ok({ body: { kind: 'trees', ensemble }, inputs, notes, tool });
}

/** An empty row, and rows with values on the thresholds of the model; those that it refuses to score are left out. */
function withParity(document: ModelDocument): Result<ModelDocument> {
  const scorer = prepareModel(document);
  if (!scorer.ok) return scorer;
  const probes = probesOf(document.body);
  const parity = new Map<string, ParityRow>();
  for (let row = 0; row < PARITY_ROWS; row += 1) {
    const values: InputValues = Object.fromEntries(
      document.inputs.map(({ name, kind }, at) => {
        const known = probes.get(name) ?? (kind === 'numeric' ? CARD_PROBES : [null]);
        return [name, row === 0 ? null : (known[(row * (at + 1)) % known.length] ?? null)];
      }),
    );
    const scored = scorer.value.scoreRow(values);
    if (scored.ok) parity.set(canonicalize(values), { values, ...scored.value });
  }
  return ok({ ...document, parity: [...parity.values()] });
}

/** By input, values that the model tells apart. */
function probesOf(body: ModelBody): ReadonlyMap<string, readonly (number | string | null)[]> {
  if (body.kind !== 'trees') return new Map();
  const { inputs, trees } = body.ensemble;
  const found = inputs.map(() => new Set<number>([0]));
  for (const tree of trees)
    for (const [node, feature] of tree.feature.entries())
      if (feature >= 0) found[feature]?.add(tree.threshold[node] ?? 0);
  return new Map(
    inputs.map(({ name, kind, levels }, at) => [
      name,
      kind === 'numeric' ? [...(found[at] ?? [])] : [null, ...levels],
    ]),
  );
}
