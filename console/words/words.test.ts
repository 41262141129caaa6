import { expect, test } from 'vitest';
import { en } from './en.ts';
import { createFormats, currencyDigits, decimalToMinor, minorToDecimal } from './formats.ts';
import { preferredLanguage } from './language.tsx';
import { zh } from './zh.ts';

function keysOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

test('[CON-2] both dictionaries have the same keys, in the same kinds', () => {
  expect(keysOf(zh).toSorted()).toEqual(keysOf(en).toSorted());
});

test('[CON-2] no text is empty, and the Chinese one is not English left behind', () => {
  for (const text of [...textsOf(en), ...textsOf(zh)]) expect(text.trim()).not.toBe('');
  const english = new Set(textsOf(en).filter((text) => text.includes(' ')));
  expect(textsOf(zh).filter((text) => english.has(text))).toEqual([]);
  expect(textsOf(en).filter((text) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
});

test('[CON-2] the first language that the browser prefers and the console speaks is used', () => {
  expect(preferredLanguage(['fr', 'zh-TW', 'en'])).toBe('zh');
  expect(preferredLanguage(['en-GB', 'zh'])).toBe('en');
  expect(preferredLanguage(['de'])).toBe('en');
});

test('[CON-3] money is placed from its digits, so the largest safe integer keeps its last cent', () => {
  expect(minorToDecimal(Number.MAX_SAFE_INTEGER, 2)).toBe('90071992547409.91');
  expect(minorToDecimal(5, 2)).toBe('0.05');
  expect(minorToDecimal(-5, 2)).toBe('-0.05');
  expect(minorToDecimal(120, 0)).toBe('120');
  const formats = createFormats('en', 'UTC');
  expect(formats.money(Number.MAX_SAFE_INTEGER, 'USD')).toBe('$90,071,992,547,409.91');
  expect(formats.money(1_500, 'JPY')).toBe('¥1,500');
  expect(createFormats('zh-CN', 'UTC').money(123_456, 'CNY')).toBe('¥1,234.56');
});

test('[CON-3] an amount that a person types becomes minor units, or nothing', () => {
  expect(currencyDigits('USD')).toBe(2);
  expect(decimalToMinor('1,234.5', 2)).toBe(123_450);
  expect(decimalToMinor('0.07', 2)).toBe(7);
  expect(decimalToMinor('12', 0)).toBe(12);
  const wrong = ['', 'abc', '1.234', '-3', '1e9', '99999999999999999'];
  expect(wrong.filter((typed) => decimalToMinor(typed, 2) !== null)).toEqual([]);
});

test('[CON-3] numbers and times are written as the language does', () => {
  const formats = createFormats('en', 'UTC');
  expect(formats.percent(0.1234)).toBe('12.3%');
  expect(formats.signed(12)).toBe('+12');
  expect(formats.milliseconds(3.14159)).toBe('3.14 ms');
  expect(formats.day('2026-02-01')).toBe('Feb 1, 2026');
  expect(createFormats('zh-CN', 'UTC').day('2026-02-01')).toBe('2026年2月1日');
});

test('[CON-3] figures, sizes and spans of time are written with the digits that are asked for', () => {
  const formats = createFormats('en', 'UTC');
  expect(formats.fixed(0.5, 3)).toBe('0.500');
  expect(formats.signedFixed(0.01234, 4)).toBe('+0.0123');
  expect(formats.edge(1234567.89)).toBe('1,234,570');
  expect(formats.edge(0.000123456)).toBe('0.000123456');
  expect([formats.pValue(0.00001), formats.pValue(0.05)]).toEqual(['< 0.0001', '0.0500']);
  expect([0, 999, 12_345, 5_000_000].map(formats.bytes)).toEqual(['0 B', '999 B', '12.3 kB', '5 MB']);
  expect([45, 300, 10_000].map(formats.seconds)).toEqual(['45 sec', '5 min', '3 hr']);
});
