/**
 * Texts that are constants, or tests against constants, read without the grammar: most cells of a large table are such.
 * What is read here is what the grammar's way reads; anything else is left to it.
 */
import type { FeelNode, TestNode } from './node.ts';
import { parseNumber } from './number.ts';
import { literalOf } from './reader.ts';

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const STRING = String.raw`"[^"\\\n]*"`;
const ONE_NUMBER = new RegExp(`^${NUMBER}$`);
const ONE_STRING = new RegExp(`^${STRING}$`);
const STRINGS = new RegExp(`^${STRING}(?:\\s*,\\s*${STRING})+$`);
const NUMBERS = new RegExp(`^${NUMBER}(?:\\s*,\\s*${NUMBER})+$`);
const COMPARISON = new RegExp(`^(<=|<|>=|>)\\s*(${NUMBER})$`);
const INTERVAL = new RegExp(`^([[\\](])\\s*(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})\\s*([\\][)])$`);
/** Longer texts are rare, and patterns over them take time. */
const MAX_QUICK_LENGTH = 200;

/** The literal that a text is; null: not a plain number or string. */
export function quickLiteral(text: string): FeelNode | null {
  if (text.length > MAX_QUICK_LENGTH) return null;
  const value = constantIn(text);
  return value === null ? null : literalOf(value, { from: 0, to: text.length });
}

/** The test that a text without white space around it is; null: none of the plain forms. */
export function quickTests(text: string): TestNode | null {
  if (text.length > MAX_QUICK_LENGTH) return null;
  const constant = constantIn(text);
  if (constant !== null) return { kind: 'equalsConstant', value: constant };
  return readComparison(text) ?? readInterval(text) ?? readConstants(text);
}

/** A number that a double holds exactly as written, or a text without escapes. */
function constantIn(text: string): string | number | null {
  if (ONE_STRING.test(text)) return text.slice(1, -1);
  return ONE_NUMBER.test(text) ? plainNumber(text) : null;
}

function plainNumber(text: string | undefined): number | null {
  const value = text === undefined ? null : parseNumber(text);
  return typeof value === 'number' ? value : null;
}

function readComparison(text: string): TestNode | null {
  const parts = COMPARISON.exec(text);
  const value = plainNumber(parts?.[2]);
  if (parts === null || value === null) return null;
  return { kind: 'compareConstant', operator: parts[1] as '<' | '<=' | '>' | '>=', value };
}

function readInterval(text: string): TestNode | null {
  const parts = INTERVAL.exec(text);
  const low = plainNumber(parts?.[2]);
  const high = plainNumber(parts?.[3]);
  if (parts === null || low === null || high === null) return null;
  return { kind: 'intervalConstant', low, lowClosed: parts[1] === '[', high, highClosed: parts[4] === ']' };
}

function readConstants(text: string): TestNode | null {
  if (STRINGS.test(text)) {
    const values = text.match(new RegExp(STRING, 'g')) ?? [];
    return {
      kind: 'inConstants',
      values: new Set(values.map((value) => value.slice(1, -1))),
      kindOf: 'string',
    };
  }
  if (!NUMBERS.test(text)) return null;
  const values = text.split(',').map((value) => plainNumber(value.trim()));
  if (values.includes(null)) return null;
  return { kind: 'inConstants', values: new Set(values.filter((value) => value !== null)), kindOf: 'number' };
}
