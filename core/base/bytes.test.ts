import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from './index.ts';

test('RFC 4648 section 10: base64 and base16 of f, fo, foo …', () => {
  const base64 = ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy'];
  base64.forEach((text, length) => {
    expect(toBase64(toUtf8('foobar'.slice(0, length)))).toBe(text);
  });
  expect(toHex(toUtf8('foobar'))).toBe('666f6f626172');
});

test('bytes read back as they were written, in agreement with Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
});

test('a text that is no hex or base64 is not read', () => {
  for (const text of ['0', 'AB', '0g', '中中', ' 0']) expect(fromHex(text)).toBeNull();
  for (const text of ['Zg', 'Zg=', 'Zh==', 'Zm9=', '=Zg=', 'Z===', '====', 'Zm9v\n', 'Zm-_', 'Zg==Zg=='])
    expect(fromBase64(text)).toBeNull();
});

test('UTF-8 is read strictly and keeps a byte order mark', () => {
  expect(fromUtf8(toUtf8('\ufeff借款 😀'))).toBe('\ufeff借款 😀');
  expect(fromUtf8(Uint8Array.of(0xff))).toBeNull();
  expect(fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeNull();
  expect(() => toUtf8('\ud800')).toThrow('assertion failed');
});

test('byte strings are joined and compared by content', () => {
  const joined = concatBytes(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3));
  expect(equalBytes(joined, Uint8Array.of(1, 2, 3))).toBe(true);
  expect(equalBytes(joined, Uint8Array.of(1, 2))).toBe(false);
  expect(equalBytes(joined, Uint8Array.of(1, 2, 4))).toBe(false);
});
