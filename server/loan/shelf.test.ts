import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDay } from '@plimsoll/core/calendar';
import { checkProduct } from '@plimsoll/loan/compliance';
import { expect, test } from 'vitest';
import { openLoanShelf } from './shelf.ts';

const policies = fileURLToPath(new URL('../../policies/', import.meta.url));
const folders = {
  products: join(policies, 'products'),
  caps: join(policies, 'caps'),
  contracts: join(policies, 'contracts'),
  classifications: join(policies, 'classification'),
};

test('[LNS-6] every product that ships may be offered at each corner of its bounds under the caps that ship', async () => {
  const shelf = await openLoanShelf(folders);
  const day = parseDay('2026-03-02');
  if (day === null) throw new Error('a day');
  for (const product of shelf.products) {
    const { amountMinMinor, amountMaxMinor, instalments, rateMaxAnnual, caps, ownFunder, shares } = product;
    const corners = { amountsMinor: [amountMinMinor, amountMaxMinor], instalments };
    for (const rateAnnual of [product.terms.rateAnnual, rateMaxAnnual]) {
      const limitMinor = product.terms.kind === 'revolving' ? amountMaxMinor : 0;
      const terms = { ...product.terms, rateAnnual, limitMinor };
      const rules = { ...shelf.rules };
      // The lender's own part is a matter of the shares, checked when a loan is opened.
      const scope = { ...caps, tags: caps.tags.filter((tag) => tag !== 'joint_with_bank') };
      expect(checkProduct({ terms, scope, day }, corners, rules)).toMatchObject({ ok: true });
    }
    expect(shares.some(({ funder }) => funder === ownFunder)).toBe(true);
    expect(shelf.find(product.id)).toBe(product);
  }
  expect(shelf.find('nothing')).toBeNull();
});

test('[LNS-6] a product or a table of caps that cannot be read stops the start, with its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-products-'));
  try {
    await cp(policies, folder, { recursive: true });
    const mine = {
      products: join(folder, 'products'),
      caps: join(folder, 'caps'),
      contracts: join(folder, 'contracts'),
      classifications: join(folder, 'classification'),
    };
    const car = await readFile(join(mine.products, 'secured-car.json'), 'utf8');
    await writeFile(join(mine.products, 'other-name.json'), car);
    await expect(openLoanShelf(mine)).rejects.toMatchObject({ code: 'loan_product_unreadable' });
    await writeFile(join(mine.products, 'other-name.json'), '{');
    await expect(openLoanShelf(mine)).rejects.toMatchObject({ code: 'loan_product_unreadable' });
    const product = { ...(JSON.parse(car) as object), id: 'other-name', classification: 'nothing' };
    await writeFile(join(mine.products, 'other-name.json'), JSON.stringify(product));
    await expect(openLoanShelf(mine)).rejects.toMatchObject({
      code: 'loan_product_unreadable',
      message: 'other-name: there is no policy of classification nothing',
    });
    await rm(join(mine.products, 'other-name.json'));
    await writeFile(join(mine.caps, 'mine.json'), '{"jurisdictions": [], "rows": [{}]}');
    await expect(openLoanShelf(mine)).rejects.toMatchObject({
      code: 'caps_unreadable',
      message: expect.stringContaining('mine.json') as string,
    });
    await expect(openLoanShelf({ ...mine, caps: join(folder, 'none') })).rejects.toMatchObject({
      code: 'caps_unreadable',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
