import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { formatAmount, type Product, type RateCap, rateCapOn, readCatalogue } from './index.ts';

const text = readFileSync(new URL('../../policies/starter/products.json', import.meta.url), 'utf8');
const starter = JSON.parse(text) as { products: Product[] };
const product = starter.products[0] as Product;
const cap = product.rateCaps[0] as RateCap;

const catalogue = (...products: readonly unknown[]) => readCatalogue({ products } as unknown as JsonValue);

test('[SPN-7] the lowest cap in force binds, from its first day to the day before its last', () => {
  const capped: Product = {
    ...product,
    rateCaps: [
      { ...cap, value: 0.36, from: '2020-01-01', to: null },
      { ...cap, value: 0.24, from: '2026-01-01', to: '2027-01-01' },
    ],
  };
  const days = ['2019-12-31', '2020-01-01', '2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'];
  expect(days.map((day) => rateCapOn(capped, day))).toEqual([null, 0.36, 0.36, 0.24, 0.24, 0.36]);
});

test('[SPN-8] the shipped catalogue is sound', () => {
  expect(readCatalogue(JSON.parse(text) as JsonValue)).toEqual({ ok: true, value: starter.products });
});

test('[SPN-8] a broken catalogue is refused with the place', () => {
  const placeOf = (result: ReturnType<typeof readCatalogue>) => (result.ok ? null : result.facts['place']);
  for (const field of Object.keys(product)) {
    const { [field as keyof Product]: _, ...rest } = product;
    expect(placeOf(catalogue(rest))).toBe(`$.products[0].${field}`);
  }
  expect(placeOf(catalogue({ ...product, curency: 'USD' }))).toBe('$.products[0].curency');
  expect(placeOf(catalogue(product, product))).toBe('$.products[1].id');
  expect(placeOf(catalogue({ ...product, amountMinMinor: 5_000_000 }))).toBe('$.products[0].amountMaxMinor');
  expect(placeOf(catalogue({ ...product, rateCaps: [{ ...cap, value: 36 }] }))).toBe(
    '$.products[0].rateCaps',
  );
  expect(placeOf(catalogue({ ...product, rateCaps: [{ ...cap, from: '2026-02-30' }] }))).toBe(
    '$.products[0].rateCaps',
  );
  expect(placeOf(catalogue({ ...product, amountMinMinor: 0.5 }))).toBe('$.products[0].amountMinMinor');
  expect(placeOf(catalogue())).toBe('$.products');
  expect(placeOf(readCatalogue(null))).toBe('$');
});

test('[SPN-9] amounts are shown as people write them', () => {
  expect(formatAmount(90_000, 'USD', 2)).toBe('USD 900.00');
  expect(formatAmount(4_000_000, 'USD', 2)).toBe('USD 40,000.00');
  expect(formatAmount(5, 'USD', 2)).toBe('USD 0.05');
  expect(formatAmount(-123_456_789, 'CNY', 2)).toBe('CNY -1,234,567.89');
  expect(formatAmount(1_234_567, 'JPY', 0)).toBe('JPY 1,234,567');
  expect(formatAmount(1_234_567, 'KWD', 3)).toBe('KWD 1,234.567');
  expect(formatAmount(0, 'USD', 2)).toBe('USD 0.00');
  expect(() => formatAmount(0.5, 'USD', 2)).toThrow('whole');
});
