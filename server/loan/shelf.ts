/** The loan products of a folder and the caps that bind them, read once at the start; one that can't be sold stops it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalize, type JsonValue, type Result } from '@plimsoll/core/base';
import { type Policy, readPolicy } from '@plimsoll/core/dmn';
import { type CapRules, combineCapTables, readCapTable, readReferenceRates } from '@plimsoll/loan/compliance';
import { type ContractTemplate, readContractTemplate } from '@plimsoll/loan/origination';
import { type LoanProduct, readLoanProduct } from '@plimsoll/loan/spine';
import { LoanShelfFault, type LoanShelfFaultCode } from './fault.ts';

/** The most products of a folder. */
const MAX_PRODUCTS = 1000;
const TEMPLATE = 'loan.json';
/** Of the folder of caps; every other file there is a table of caps. */
const REFERENCES = 'lpr.json';

export type LoanShelf = {
  /** In the order of their ids. */
  readonly products: readonly LoanProduct[];
  /** Null: none of that name. */
  readonly find: (id: string) => LoanProduct | null;
  readonly rules: CapRules;
  readonly template: ContractTemplate;
  /** Policies of classification, by name. */
  readonly classifications: ReadonlyMap<string, Policy>;
};

/**
 * Reads every `*.json` of a folder of products and of one of caps. The contract is `loan.json` of its
 * folder. Faults: `loan_product_unreadable`, `caps_unreadable`, `contract_template_unreadable`,
 * `classification_unreadable`,
 * with the file and what is wrong in it.
 */
export async function openLoanShelf(folders: {
  readonly products: string;
  readonly caps: string;
  readonly contracts: string;
  readonly classifications: string;
}): Promise<LoanShelf> {
  const products = await readProducts(folders.products);
  const rules = await readRules(folders.caps);
  const classifications = await readClassifications(folders.classifications);
  const unclassed = products.find(({ classification }) => !classifications.has(classification));
  if (unclassed !== undefined)
    throw new LoanShelfFault(
      'loan_product_unreadable',
      `${unclassed.id}: there is no policy of classification ${unclassed.classification}`,
    );
  const byId = new Map(products.map((product) => [product.id, product]));
  const template = await readTemplate(folders.contracts);
  return { products, rules, template, classifications, find: (id) => byId.get(id) ?? null };
}

async function readProducts(folder: string): Promise<readonly LoanProduct[]> {
  const files = await readFolder(folder, 'loan_product_unreadable');
  if (files.length > MAX_PRODUCTS)
    throw new LoanShelfFault('loan_product_unreadable', `more than ${MAX_PRODUCTS} products in ${folder}`);
  return files.map(({ name, json }) => {
    const product = must(readLoanProduct(json), 'loan_product_unreadable', name);
    if (`${product.id}.json` === name) return product;
    throw new LoanShelfFault('loan_product_unreadable', `${name} holds the product ${product.id}`);
  });
}

async function readRules(folder: string): Promise<CapRules> {
  const files = await readFolder(folder, 'caps_unreadable');
  const tables = files
    .filter(({ name }) => name !== REFERENCES)
    .map(({ name, json }) => must(readCapTable(json), 'caps_unreadable', name));
  const rates = files.find(({ name }) => name === REFERENCES);
  return {
    table: must(combineCapTables(tables), 'caps_unreadable', folder),
    references:
      rates === undefined ? [] : must(readReferenceRates(rates.json), 'caps_unreadable', REFERENCES),
  };
}

async function readTemplate(folder: string): Promise<ContractTemplate> {
  const files = await readFolder(folder, 'contract_template_unreadable');
  const file = files.find(({ name }) => name === TEMPLATE);
  return must(readContractTemplate(file?.json ?? null), 'contract_template_unreadable', TEMPLATE);
}

/** Every folder that holds a `policy.dmn`. */
async function readClassifications(folder: string): Promise<ReadonlyMap<string, Policy>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return new Map(
      await Promise.all(
        names.map(async (name) => {
          const policy = await readPolicy(await readFile(join(folder, name, 'policy.dmn'), 'utf8'));
          return [name, must(policy, 'classification_unreadable', name)] as const;
        }),
      ),
    );
  } catch (cause) {
    if (cause instanceof LoanShelfFault) throw cause;
    throw new LoanShelfFault('classification_unreadable', `${folder} can't be read`, cause);
  }
}

type File = { readonly name: string; readonly json: JsonValue };

async function readFolder(folder: string, code: LoanShelfFaultCode): Promise<readonly File[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
    return await Promise.all(
      names.map(async (name) => ({
        name,
        json: JSON.parse(await readFile(join(folder, name), 'utf8')) as JsonValue,
      })),
    );
  } catch (cause) {
    throw new LoanShelfFault(code, `${folder} can't be read`, cause);
  }
}

function must<T>(result: Result<T>, code: LoanShelfFaultCode, name: string): T {
  if (result.ok) return result.value;
  throw new LoanShelfFault(code, `${name}: ${result.code} ${canonicalize(result.facts)}`);
}
