/** The one door for models of other tools: what the bytes are is seen from the bytes. */
import { fromUtf8, type JsonValue, type Result } from '@plimsoll/core/base';
import { type ImportedTrees, refuseImport } from './grown.ts';
import { importLightgbm } from './lightgbm.ts';
import { importOnnx } from './onnx.ts';
import { readUbjson } from './ubjson.ts';
import { importXgboost } from './xgboost.ts';

/** The largest file that is read. */
export const MAX_IMPORT_BYTES = 200_000_000;

const ONNX_VERSION_TAG = 8;

/** Reads a model of LightGBM (text), XGBoost (JSON, UBJSON) or ONNX. Refuses everything else by saying what it looked like. */
export function importModel(bytes: Uint8Array): Result<ImportedTrees> {
  if (bytes.length > MAX_IMPORT_BYTES)
    return refuseImport('the file is too large', { bytes: bytes.length, limit: MAX_IMPORT_BYTES });
  const text = fromUtf8(bytes);
  if (text !== null && /^tree\r?\n/.test(text)) return importLightgbm(text.replaceAll('\r\n', '\n'));
  if (text !== null && /^\uFEFF?\s*</.test(text))
    return refuseImport('XML: PMML scorecards are read by importPmml, PMML trees are not read yet');
  // The first field of an ONNX model is its version, a small whole number under tag 8.
  if (bytes[0] === ONNX_VERSION_TAG) return importOnnx(bytes);
  const document = text === null ? readUbjson(bytes) : (jsonOf(text) ?? readUbjson(bytes));
  if (document !== undefined) return importXgboost(document);
  return refuseImport('not a model that is known here: LightGBM text, XGBoost JSON or UBJSON, ONNX');
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
