import ts from 'typescript';
import { expect, test } from 'vitest';
import { type Source, filePaths, isTestPath, placeOf, readText, sources, visitTree } from './tree.ts';

type Rule = { readonly id: string; readonly place: string };

const RULE_LINE = /^- \*\*([A-Z][A-Z0-9]*-\d+)\*\* \S/;
const TEST_ID = /\[([A-Z][A-Z0-9]*-\d+(?:, ?[A-Z][A-Z0-9]*-\d+)*)\]/g;

const rules: readonly Rule[] = filePaths
  .filter((path) => path.endsWith('SPEC.md'))
  .flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => {
        const id = RULE_LINE.exec(line)?.[1];
        return id === undefined ? [] : [{ id, place: `${path}:${index + 1}` }];
      }),
  );

const testIds: readonly Rule[] = sources.filter(({ path }) => isTestPath(path)).flatMap(idsOf);

test('every bold line of a SPEC.md that looks like a rule is one', () => {
  const odd = filePaths
    .filter((path) => path.endsWith('SPEC.md'))
    .flatMap((path) =>
      readText(path)
        .split('\n')
        .flatMap((line, index) =>
          /^\s*[-*]\s*\*\*[A-Z]+[-–]?\d/.test(line) && !RULE_LINE.test(line) ? [`${path}:${index + 1}`] : [],
        ),
    );
  expect(odd).toEqual([]);
});

test('a rule id stands once in the whole repository', () => {
  const seen = new Map<string, string>();
  const twice = rules.filter(({ id, place }) => {
    const isSeen = seen.has(id);
    seen.set(id, place);
    return isSeen;
  });
  expect(twice).toEqual([]);
});

test('every rule has a test that names it', () => {
  const tested = new Set(testIds.map(({ id }) => id));
  expect(rules.filter(({ id }) => !tested.has(id)).map(({ id, place }) => `${id} (${place})`)).toEqual([]);
});

test('every test id names a rule', () => {
  const known = new Set(rules.map(({ id }) => id));
  expect(testIds.filter(({ id }) => !known.has(id)).map(({ id, place }) => `${id} (${place})`)).toEqual([]);
});

test('no test stands alone or sleeps', () => {
  const bad = sources
    .filter(({ path }) => isTestPath(path))
    .flatMap((source) => {
      const places: string[] = [];
      visitTree(source.tree, (node) => {
        if (
          ts.isPropertyAccessExpression(node) &&
          /^(test|it|describe|suite)\b.*\.(only|skip|todo|fails)$/s.test(node.getText())
        )
          places.push(placeOf(source, node));
        if (
          ts.isCallExpression(node) &&
          /^(xit|xtest|xdescribe|fit|fdescribe)$/.test(node.expression.getText())
        )
          places.push(placeOf(source, node));
      });
      return places;
    });
  expect(bad).toEqual([]);
});

/** The ids at the start of the names of tests and groups, as in `test('[SCH-7] …')`. */
function idsOf(source: Source): readonly Rule[] {
  const found: Rule[] = [];
  visitTree(source.tree, (node) => {
    if (!ts.isCallExpression(node) || !/^(test|it|describe)\b/.test(node.expression.getText())) return;
    const name = node.arguments[0];
    if (name === undefined || !(ts.isStringLiteralLike(name) || ts.isTemplateExpression(name))) return;
    const head = /^['"`](\[[^\]]+\]\s*)+/.exec(name.getText())?.[0] ?? '';
    for (const [, ids] of head.matchAll(TEST_ID))
      for (const id of (ids ?? '').split(/, ?/)) found.push({ id, place: placeOf(source, node) });
  });
  return found;
}
