import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filePaths, houseFolder, readText } from './tree.ts';

const ADR_LINES = 40;
const pages = filePaths.filter((path) => path.endsWith('.md') && !/(^|\/)(vectors|golden)\//.test(path));
const records = filePaths.filter((path) => /^docs\/adr\/\d{4}-[a-z0-9-]+\.md$/.test(path));

test.each(['README.md', 'README.zh-CN.md'])('the tree in %s is the real one, two levels deep', (path) => {
  expect(treeIn(path).toSorted()).toEqual(foldersOf(2).toSorted());
});

test('every folder of rules says what it does and what it does not do', () => {
  const folders = filePaths.filter((path) => path.endsWith('/SPEC.md')).map((path) => dirname(path));
  expect(folders.length).toBeGreaterThan(0);
  expect(folders.filter((folder) => !filePaths.includes(`${folder}/README.md`))).toEqual([]);
});

test(`every decision record is at most ${ADR_LINES} lines, numbered without a gap, and listed`, () => {
  expect(records.length).toBeGreaterThanOrEqual(7);
  const numbers = records.map((path) => Number(path.slice('docs/adr/'.length, 'docs/adr/'.length + 4)));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const long = records.filter((path) => readText(path).trimEnd().split('\n').length > ADR_LINES);
  expect(long).toEqual([]);
  const list = readText('docs/adr/README.md');
  expect(records.filter((path) => !list.includes(`(${path.split('/').at(-1)})`))).toEqual([]);
});

test('every relative link leads to a file, and to a heading where it names one', () => {
  const dead = pages.flatMap((path) =>
    linksIn(path)
      .filter((link) => !isAlive(path, link))
      .map((link) => `${path}: ${link}`),
  );
  expect(dead).toEqual([]);
});

test('every term of the glossary is there in both languages', () => {
  const rows = readText('GLOSSARY.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (English|---)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((cells) => cells.length !== 7 || !/[A-Za-z]/.test(cells[1] ?? '')).map(String)).toEqual(
    [],
  );
  expect(rows.filter((cells) => !/[\u4E00-\u9FFF]/.test(cells[2] ?? '')).map(String)).toEqual([]);
  const names = rows.map((cells) => cells[1]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every npm dependency is named in the record of libraries, and nothing else is', () => {
  const manifests = filePaths.filter((path) => /^([a-z]+\/)?package\.json$/.test(path));
  const used = new Set(
    manifests.flatMap((path) => {
      const manifest = JSON.parse(readText(path)) as { [group: string]: Record<string, string> | undefined };
      const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
      return groups.flatMap((group) => Object.keys(manifest[group] ?? {}));
    }),
  );
  const needed = [...used].filter((name) => !/^@plimsoll\/|^@types\//.test(name)).toSorted();
  const named = [...readText('docs/adr/0007-libraries.md').matchAll(/`([@a-z][@a-z0-9/.-]*)`/g)].map(
    ([, name]) => name ?? '',
  );
  expect([...new Set(named)].toSorted()).toEqual(needed);
});

/** The folders named in the block marked `text tree`: two spaces deeper is one level down, a folder ends with `/`. */
function treeIn(path: string): readonly string[] {
  const block = /```text tree\n([\s\S]*?)```/.exec(readText(path))?.[1] ?? '';
  const stack: string[] = [];
  const found: string[] = [];
  for (const line of block.split('\n')) {
    const match = /^( *)([^\s/]+)\//.exec(line);
    if (match === null) continue;
    stack.length = (match[1] ?? '').length / 2;
    stack.push(match[2] ?? '');
    found.push(stack.join('/'));
  }
  return found;
}

function foldersOf(depth: number): readonly string[] {
  const folders = new Set<string>();
  for (const path of filePaths.filter((name) => !name.startsWith('.'))) {
    const names = path.split('/').slice(0, -1);
    for (let level = 1; level <= Math.min(depth, names.length); level += 1)
      folders.add(names.slice(0, level).join('/'));
  }
  return [...folders];
}

function linksIn(path: string): readonly string[] {
  const prose = readText(path)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, link, address]) => link ?? address ?? '')
    .filter((link) => !/^(https?:|mailto:)/.test(link));
}

function isAlive(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(houseFolder, target))) return false;
  if (anchor === undefined || !target.endsWith('.md')) return true;
  return readText(target)
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .some((line) => slugOf(line) === anchor);
}

/** The anchor that a Markdown heading gets on common code hosts. */
function slugOf(heading: string): string {
  return heading
    .replace(/^#+\s*/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
