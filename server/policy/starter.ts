/** The starter policy that ships: the DMN file, the products it prices, and the name of the model behind its card. */
import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalize, type JsonValue } from '@plimsoll/core/base';
import { joinModels } from '@plimsoll/core/dmn';
import { readCatalogue } from '@plimsoll/loan/spine';
import { PolicyShelfFault } from './fault.ts';
import type { PolicySource } from './shelf.ts';

const HASH_DIGITS = 12;

/**
 * Reads `policy.dmn` with the other `.dmn` files of the folder, which it may import, `products.json` and, if it is
 * there, `scorecard.json`. Faults: `catalogue_unreadable`, `policy_unreadable`.
 */
export async function readPolicyFolder(folder: string): Promise<PolicySource> {
  const xml = await readFile(join(folder, 'policy.dmn'), 'utf8').catch((cause: unknown) => {
    throw new PolicyShelfFault('policy_unreadable', `there is no policy.dmn in ${folder}`, cause);
  });
  const products = readCatalogue(await readJson(join(folder, 'products.json')));
  if (!products.ok)
    throw new PolicyShelfFault('catalogue_unreadable', `products.json: ${canonicalize(products.facts)}`);
  const imports = await readImports(folder);
  return {
    xml: joinModels(xml, imports),
    products: products.value,
    modelId: await readModelId(join(folder, 'scorecard.json')),
  };
}

/** All models of one policy are kept and published as one text, so that a version is whole by itself. */
async function readImports(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.dmn') && name !== 'policy.dmn');
  return Promise.all(names.toSorted().map(async (name) => readFile(join(folder, name), 'utf8')));
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
