/** The starter policy that ships: the DMN file, the products it prices, and the name of the model behind its card. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalize, type JsonValue } from '@plimsoll/core/base';
import { readCatalogue } from '@plimsoll/loan/spine';
import { PolicyShelfFault } from './fault.ts';
import type { PolicySource } from './shelf.ts';

const HASH_DIGITS = 12;

/** Reads `policy.dmn`, `products.json` and, if it is there, `scorecard.json` of a folder. Faults: `catalogue_unreadable`, `policy_unreadable`. */
export async function readPolicyFolder(folder: string): Promise<PolicySource> {
  const xml = await readFile(join(folder, 'policy.dmn'), 'utf8').catch((cause: unknown) => {
    throw new PolicyShelfFault('policy_unreadable', `there is no policy.dmn in ${folder}`, cause);
  });
  const products = readCatalogue(await readJson(join(folder, 'products.json')));
  if (!products.ok)
    throw new PolicyShelfFault('catalogue_unreadable', `products.json: ${canonicalize(products.facts)}`);
  return { xml, products: products.value, modelId: await readModelId(join(folder, 'scorecard.json')) };
}

async function readJson(path: string): Promise<JsonValue> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JsonValue;
  } catch (cause) {
    throw new PolicyShelfFault('catalogue_unreadable', `${path} is no JSON file`, cause);
  }
}

/** A model is known by its name and the hash of its artefact, so two trainings never share a name. */
async function readModelId(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const model = JSON.parse(text) as { readonly [field: string]: JsonValue };
  const name = model['name'];
  if (typeof name !== 'string') throw new PolicyShelfFault('policy_unreadable', `${path} has no name`);
  const digest = hash('sha256', canonicalize(model), 'hex').slice(0, HASH_DIGITS);
  return `${name}:${digest}`;
}
