/**
 * The tree as the tidy tests see it: every file that a clone would hold, read once. Walks the folders itself instead of
 * asking git, which refuses a clone that belongs to another user. Leaves out what .gitignore names.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const houseFolder = fileURLToPath(new URL('../../', import.meta.url));

const FILE_LIMIT = 20_000;
const ignoredFolders = new Set(['.git', '.plimsoll', 'node_modules', 'dist', 'test-results']);
/** In a second work tree of git, `.git` is a file. */
const ignoredFiles = /\.log$|^\.DS_Store$|^\.git$/;
const binaryFile = /\.(png|jpg|ico|gz|woff2?|onnx|pdf)$/;
const sourceFile = /\.tsx?$/;

export type Source = { readonly path: string; readonly text: string; readonly tree: ts.SourceFile };

/** Every file of the house: paths from the root with `/`, sorted. */
export const filePaths: readonly string[] = walk('').toSorted();

/** The files that hold text, of which large recorded sets (CSV, the DMN kit) are part. */
export const textPaths: readonly string[] = filePaths.filter((path) => !binaryFile.test(path));

/** The TypeScript files with their syntax trees. */
export const sources: readonly Source[] = filePaths
  .filter((path) => sourceFile.test(path))
  .map((path) => {
    const text = readText(path);
    return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
  });

export function readText(path: string): string {
  return readFileSync(join(houseFolder, path), 'utf8');
}

export function isTestPath(path: string): boolean {
  return /\.(test|bench)\.tsx?$/.test(path);
}

/** Calls `visit` for every node below and including `node`. */
export function visitTree(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => visitTree(child, visit));
}

/** `path:line` of a node, as editors open it. */
export function placeOf(source: Source, node: ts.Node): string {
  const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree));
  return `${source.path}:${line + 1}`;
}

function walk(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(houseFolder, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !ignoredFolders.has(entry.name)) found.push(...walk(path));
    if (entry.isFile() && !ignoredFiles.test(entry.name)) found.push(path);
    if (found.length > FILE_LIMIT) throw new Error(`more than ${FILE_LIMIT} files under ${folder}`);
  }
  return found;
}
