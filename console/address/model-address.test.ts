import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  readComparison,
  readShownState,
  readTarget,
  readVariableOrder,
  readVersion,
  usualShare,
  writeComparison,
  writeTarget,
} from './model-address.ts';

const version = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
  version: fc.integer({ min: 1, max: 99_999 }),
});

test('[CON-4] a target and a comparison survive the address', () => {
  const text = fc.string({ minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(text, text, (column, badValue) => {
      const written = writeTarget({ column, badValue }).toString();
      expect(readTarget(new URLSearchParams(written))).toEqual({ column, badValue });
    }),
  );
  fc.assert(
    fc.property(version, version, fc.integer({ min: 1, max: 99 }), (left, right, percent) => {
      const choice = { left, right, share: percent / 100 };
      expect(readComparison(new URLSearchParams(writeComparison(choice).toString()))).toEqual(choice);
    }),
  );
});

test('[CON-4] what an address says wrongly about models is left out', () => {
  expect(readTarget(new URLSearchParams('column=bad_flag'))).toBeNull();
  expect(readTarget(new URLSearchParams(`column=${'x'.repeat(201)}&bad=1`))).toBeNull();
  expect(readVariableOrder(new URLSearchParams('sort=luck&order=up'))).toEqual({ sort: 'iv', order: 'desc' });
  expect(readVariableOrder(new URLSearchParams('sort=name'))).toEqual({ sort: 'name', order: 'asc' });
  expect(readShownState(new URLSearchParams('state=famous'))).toBeNull();
  const wrong = ['small loans@1', 'card@0', 'card@', '@1', 'Card@1', 'card@1x', ''];
  expect(wrong.map((text) => readVersion(text))).toEqual(wrong.map(() => null));
  const odd = readComparison(new URLSearchParams('left=x&share=100&right=card@2'));
  expect(odd).toEqual({ left: null, right: { name: 'card', version: 2 }, share: usualShare });
});
