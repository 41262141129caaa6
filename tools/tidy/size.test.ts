import ts from 'typescript';
import { expect, test } from 'vitest';
import { type Source, placeOf, sources, visitTree } from './tree.ts';

const FILE_LINES = 500;
const FUNCTION_LINES = 70;
const POSITIONAL_PARAMETERS = 3;

test('the tidy tests read the tree', () => {
  expect(sources.length).toBeGreaterThan(50);
});

test(`no source file is longer than ${FILE_LINES} lines`, () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > FILE_LINES);
  expect(long).toEqual([]);
});

test(`no function is longer than ${FUNCTION_LINES} lines`, () => {
  const long = sources.flatMap((source) =>
    functionsOf(source)
      .filter((node) => !isDescribeBody(node))
      .map((node) => ({ place: placeOf(source, node), lines: ownLinesOf(source, node) }))
      .filter(({ lines }) => lines > FUNCTION_LINES),
  );
  expect(long).toEqual([]);
});

test(`no function takes more than ${POSITIONAL_PARAMETERS} positional parameters`, () => {
  const wide = sources.flatMap((source) =>
    functionsOf(source)
      .filter((node) => node.parameters.length > POSITIONAL_PARAMETERS && !ts.isCallExpression(node.parent))
      .map((node) => placeOf(source, node)),
  );
  expect(wide).toEqual([]);
});

function functionsOf(source: Source): readonly ts.FunctionLikeDeclaration[] {
  const found: ts.FunctionLikeDeclaration[] = [];
  visitTree(source.tree, (node) => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) found.push(node);
  });
  return found;
}

/** The body of `describe` holds tests; each of them is measured by itself. */
function isDescribeBody(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

/** The lines of a function without those of the named functions and methods inside it: each is measured by itself. */
function ownLinesOf(source: Source, node: ts.FunctionLikeDeclaration): number {
  let lines = linesOf(source, node);
  const subtract = (child: ts.Node): void => {
    if (isNamedFunction(child)) lines -= linesOf(source, child);
    else child.forEachChild(subtract);
  };
  node.body?.forEachChild(subtract);
  return lines;
}

function isNamedFunction(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return true;
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  return isFunction && (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent));
}

function linesOf(source: Source, node: ts.Node): number {
  const lineAt = (position: number) => source.tree.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.getEnd()) - lineAt(node.getStart(source.tree)) + 1;
}
