import { expect, test } from 'vitest';
import { readText, textPaths } from './tree.ts';

const textsToRead = textPaths.filter((path) => !path.startsWith('data/'));

/** A bracket around one letter keeps a pattern from finding itself. */
const forbidden: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['the address of a package registry', /registr[y]\.(npmjs|yarnpkg|npmmirror)|artifactor[y]|_authToke[n]/],
  ['a path of one machine', /(^|[^A-Za-z0-9.@])\/(wor[k]|hom[e]|User[s]|far[m]|mn[t])\/[a-z]/m],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KE[Y]-----\n[A-Za-z0-9+/]/],
  [
    'a cloud or code-host token',
    /\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-[A-Za-z0-9-]{20,}|sk-[A-Za-z0-9]{32,})\b/,
  ],
];

test.each(forbidden)('no file holds %s', (_name, pattern) => {
  expect(textsToRead.filter((path) => pattern.test(readText(path)))).toEqual([]);
});

test('no address in the lock files but that of the package itself', () => {
  const locks = textPaths.filter((path) => path.endsWith('package-lock.json'));
  expect(locks.length).toBeGreaterThan(0);
  const addresses = locks.flatMap((path) => readText(path).match(/"resolved": "https?:[^"]*"/g) ?? []);
  expect(addresses).toEqual([]);
});

test('no path is taken from a URL without decoding it: a folder may have a space in its name', () => {
  const pattern = /import\.meta\.url\)\.pathnam[e]/;
  expect(textsToRead.filter((path) => pattern.test(readText(path)))).toEqual([]);
});
