/**
 * The template of a contract: numbered clauses in Chinese and English with places for values. A template is data of the
 * lender; a place that nobody fills, or that is no place, is refused before any contract is made of it.
 */
import { type JsonObject, type JsonValue, ok, refuse, type Result } from '@plimsoll/core/base';
import type { LocalText } from '@plimsoll/loan/spine';

/** What a clause may ask for: `{{amount}}`. Those of the parties that are personal are filled on display only. */
export const contractPlaces = [
  'contract.id',
  'contract.day',
  'product',
  'amount',
  'received',
  'purpose',
  'interest',
  'method',
  'penalty',
  'all_in_cost',
  'statement',
  'schedule',
  'lender.name',
  'borrower.pseudonym',
  'borrower.name',
  'borrower.identity_number',
  'borrower.phone',
  'borrower.account',
] as const;
export type ContractPlace = (typeof contractPlaces)[number];

/** Personal: never part of the text that is hashed, which has a token in their place. */
export const personalPlaces = [
  'borrower.name',
  'borrower.identity_number',
  'borrower.phone',
  'borrower.account',
] as const satisfies readonly ContractPlace[];
export type PersonalPlace = (typeof personalPlaces)[number];

/** Without these a text is no contract for a loan. */
const needed: readonly ContractPlace[] = [
  'contract.id',
  'amount',
  'interest',
  'all_in_cost',
  'statement',
  'schedule',
  'lender.name',
  'borrower.name',
  'borrower.pseudonym',
];

export type ContractTemplate = {
  readonly id: string;
  readonly version: number;
  readonly title: LocalText;
  readonly clauses: readonly { readonly heading: LocalText; readonly text: LocalText }[];
};

const MAX_CLAUSES = 200;
const MAX_CLAUSE_LENGTH = 20_000;
export const PLACE = /\{\{([^{}]*)\}\}/g;

/** Refuses (`contract_template_unreadable`) with the place: a missing language, an unknown place, a needed one left out. */
export function readContractTemplate(json: JsonValue): Result<ContractTemplate> {
  if (!isObject(json)) return unreadable('$', 'an object');
  const { id, version, title, clauses } = json;
  if (typeof id !== 'string' || id === '') return unreadable('$.id', 'a text');
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    return unreadable('$.version', 'a whole number from 1');
  if (!isLocalText(title)) return unreadable('$.title', 'texts zh and en');
  if (!Array.isArray(clauses) || clauses.length === 0 || clauses.length > MAX_CLAUSES)
    return unreadable('$.clauses', `a list of 1 to ${MAX_CLAUSES}`);
  const used = { zh: new Set<string>(), en: new Set<string>() };
  for (const [at, clause] of clauses.entries()) {
    const place = `$.clauses[${at}]`;
    if (!isObject(clause) || !isLocalText(clause['heading']) || !isLocalText(clause['text']))
      return unreadable(place, 'heading and text, each zh and en');
    for (const language of ['zh', 'en'] as const)
      for (const [, name = ''] of clause['text'][language].matchAll(PLACE)) {
        if (!contractPlaces.some((known) => known === name))
          return unreadable(`${place}.${name}`, contractPlaces.join(', '));
        used[language].add(name);
      }
  }
  const left = needed.find((name) => !used.zh.has(name) || !used.en.has(name));
  if (left !== undefined) return unreadable('$.clauses', `{{${left}}} in both languages`);
  return ok(json as unknown as ContractTemplate);
}

function isLocalText(value: JsonValue | undefined): value is LocalText {
  if (!isObject(value)) return false;
  return [value['zh'], value['en']].every(
    (text) => typeof text === 'string' && text !== '' && text.length <= MAX_CLAUSE_LENGTH,
  );
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(place: string, expected: string) {
  return refuse('contract_template_unreadable', 'CTR-1', { place, expected });
}
