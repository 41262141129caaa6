import ts from 'typescript';
import { expect, test } from 'vitest';
import { filePaths, placeOf, sources, textPaths, readText, visitTree } from './tree.ts';

/** Words that say nothing about what a thing is. */
const emptyWords = new Set([
  'data',
  'info',
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'common',
  'misc',
  'stuff',
]);
/** Those that say nothing even before another noun: `dataFolder` names a folder, `helperTable` names nothing. */
const emptyAnywhere = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'misc', 'stuff']);
/** Terms of the field in which such a word means something. */
const terms = [/personal data/g, /input data/g, /data type/g];

test('no file or folder has a name that says nothing', () => {
  const bad = filePaths.filter((path) =>
    path
      .split('/')
      .map((name) => name.replace(/\..*$/, ''))
      .some((name) => name !== 'data' && saysNothing(name)),
  );
  expect(bad).toEqual([]);
});

test('source files are named in kebab-case', () => {
  const bad = sources
    .map(({ path }) => path)
    .filter((path) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(path.split('/').at(-1) ?? ''));
  expect(bad).toEqual([]);
});

test('no declared name says nothing', () => {
  const bad = sources.flatMap((source) => {
    const places: string[] = [];
    visitTree(source.tree, (node) => {
      const name = declaredName(node);
      if (name !== null && saysNothing(name)) places.push(`${placeOf(source, node)} ${name}`);
    });
    return places;
  });
  expect(bad).toEqual([]);
});

test('no note of unfinished work is left', () => {
  // The brackets keep the pattern from finding itself.
  const marks = /\b(FIXM[E]|TOD[O]|XX[X]|HAC[K])\b/;
  const bad = textPaths
    .filter((path) => !/(^|\/)(vectors|golden)\/|^data\/|package-lock\.json$|^LICENSE/.test(path))
    .flatMap((path) =>
      readText(path)
        .split('\n')
        .flatMap((line, index) => (marks.test(line) ? [`${path}:${index + 1}`] : [])),
    );
  expect(bad).toEqual([]);
});

/** The name that a declaration introduces; null for other nodes. A property of an object literal may be another's word. */
function declaredName(node: ts.Node): string | null {
  const isDeclaration =
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isPropertySignature(node);
  if (!isDeclaration || node.name === undefined || !ts.isIdentifier(node.name)) return null;
  return node.name.text;
}

function saysNothing(name: string): boolean {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();
  const rest = terms.reduce((text, term) => text.replace(term, ''), spaced);
  const words = rest.split(' ');
  return words.some((word) => emptyAnywhere.has(word)) || emptyWords.has(words.at(-1) ?? '');
}
