/**
 * The one document a model is, whatever its kind: what it asks, what it computes, how its chances are straightened, what
 * it was made from and how well it did, and rows with the answers it must give for ever. Plain JSON of the schema
 * `plimsoll.model/1`: nothing has to be run to read it. The document that was approved is the one that scores.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalize, type JsonObject, toHex, toUtf8 } from '@plimsoll/core/base';
import type { LocalText, PointScaling, Scorecard } from '@plimsoll/core/model';
import type { Calibration } from '@plimsoll/core/model/calibrate';
import type { GlassModel } from '@plimsoll/core/model/glass';
import type { TreeEnsemble } from '@plimsoll/core/model/trees';

export const MODEL_SCHEMA = 'plimsoll.model/1';

/** The most inputs one model may ask for, and the most rows it may carry to prove itself with. */
export const MAX_INPUTS = 1000;
export const MAX_PARITY_ROWS = 200;

/** A field the model asks for. `absent` are texts of values that mean "no value", each with its reason. */
export type ModelInput = {
  readonly name: string;
  readonly label: LocalText;
  readonly kind: 'numeric' | 'categorical';
  readonly absent: { readonly [text: string]: string };
};

/** What turns inputs into log-odds of bad. */
export type ModelBody =
  | { readonly kind: 'card'; readonly scorecard: Scorecard }
  | { readonly kind: 'trees'; readonly ensemble: TreeEnsemble }
  | { readonly kind: 'glass'; readonly glass: GlassModel };

/** What was said to be bad. Bad is the event: probability is that of `badValue`. */
export type ModelTarget = { readonly column: string; readonly badValue: string };

export type ModelLineage = {
  /** Name and SHA-256 of the sample's file; null when the model came from another tool without it. */
  readonly sample: string | null;
  readonly sampleSha256: string | null;
  readonly foldsSha256: string | null;
  readonly rows: number | null;
  readonly bads: number | null;
  /** Version of the code that fitted it; for an import, the tool that did. */
  readonly codeVersion: string;
  readonly seed: number | null;
  readonly settings: JsonObject;
};

/** What an input may hold in one row. Null and `{absent}` are both "no value"; `{absent}` says why. */
export type InputValue = number | string | null | { readonly absent: string };
export type InputValues = { readonly [name: string]: InputValue };

/** A row and the answers it must give: margin is the log-odds before calibration. */
export type ParityRow = {
  readonly values: InputValues;
  readonly margin: number;
  readonly probability: number;
  readonly points: number | null;
};

export type ModelDocument = {
  readonly schema: typeof MODEL_SCHEMA;
  readonly name: string;
  readonly inputs: readonly ModelInput[];
  readonly body: ModelBody;
  readonly calibration: Calibration;
  /** Points of a body that isn't a card itself; a card has its own scale. Null: the model gives no points. */
  readonly scaling: PointScaling | null;
  readonly target: ModelTarget;
  readonly lineage: ModelLineage;
  /** Figures on rows the model never saw, as its trainer measured them. */
  readonly validation: JsonObject;
  readonly parity: readonly ParityRow[];
};

/** The document as text: canonical JSON (RFC 8785), so that equal models have equal bytes. */
export function writeModel(document: ModelDocument): string {
  return canonicalize(document);
}

/** The name of a document by its content: SHA-256 of its canonical text, in hexadecimal. */
export function modelHash(document: ModelDocument): string {
  return toHex(sha256(toUtf8(writeModel(document))));
}
