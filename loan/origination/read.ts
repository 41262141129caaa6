/** From the files of a policy folder to something that decides: the texts come in, so no disk is touched here. */
import type { JsonValue, Result } from '@plimsoll/core/base';
import { readPolicy } from '@plimsoll/core/dmn';
import { readCatalogue } from '@plimsoll/loan/spine';
import type { PolicyModel } from './model-input.ts';
import { type Origination, prepareOrigination } from './prepare.ts';

export type OriginationSource = {
  /** The text of the DMN file. */
  readonly policyXml: string;
  /** The parsed catalogue: `{products: [...]}`. */
  readonly catalogue: JsonValue;
  /** Names the model artefact whose card the policy holds. */
  readonly modelId: string | null;
  /** The registered models that inputs of the policy name. */
  readonly models?: readonly PolicyModel[];
};

/** Reads, checks and prepares. Refuses what `readPolicy`, `readCatalogue` and `prepareOrigination` refuse. */
export async function readOrigination(source: OriginationSource): Promise<Result<Origination>> {
  const products = readCatalogue(source.catalogue);
  if (!products.ok) return products;
  const policy = await readPolicy(source.policyXml);
  if (!policy.ok) return policy;
  return prepareOrigination(policy.value, products.value, {
    modelId: source.modelId,
    models: source.models ?? [],
  });
}
