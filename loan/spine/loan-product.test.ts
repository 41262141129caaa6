import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '@plimsoll/core/base';
import { expect, test } from 'vitest';
import { readLoanProduct } from './loan-product.ts';

const folder = new URL('../../policies/products/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as JsonObject;

test('[SPN-10] the products that ship are read, and one with a field missing, wrong or unknown is refused with its name', () => {
  expect(names.length).toBeGreaterThanOrEqual(8);
  for (const name of names) expect(readLoanProduct(read(name))).toMatchObject({ ok: true });
  const sound = read('guaranteed-loan.json');
  const faults: readonly (readonly [field: string, changes: JsonObject])[] = [
    ['id', { id: 'Not A Name' }],
    ['amountMaxMinor', { amountMaxMinor: 1 }],
    ['instalments', { instalments: [] }],
    ['instalments', { instalments: [0] }],
    ['rateMaxAnnual', { rateMaxAnnual: 0 }],
    ['shares', { shares: [] }],
    ['ownFunder', { ownFunder: 'nobody' }],
    ['parties.guarantor', { parties: { lender: 'Harbour Bank' } }],
    ['signing', { signing: { isRequired: true, leastReadingSeconds: -1 } }],
    ['colour', { colour: 'red' }],
  ];
  for (const [field, changes] of faults)
    expect(readLoanProduct({ ...sound, ...changes })).toMatchObject({
      ok: false,
      code: 'loan_product_unreadable',
      rule: 'SPN-10',
      facts: { field },
    });
  const terms = { ...(sound['terms'] as JsonObject), rateAnnual: -0.1 };
  expect(readLoanProduct({ ...sound, terms })).toMatchObject({
    code: 'terms_impossible',
    facts: { field: 'rateAnnual', product: 'guaranteed-loan' },
  });
  for (const value of [null, [], 'product', 1])
    expect(readLoanProduct(value)).toMatchObject({ code: 'loan_product_unreadable' });
});
