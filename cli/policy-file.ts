/** What the verbs on policy files share: reading a file with its cases, and saying what is wrong with it. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatPlace, type Policy, type Problem, readEmbeddedCases, readPolicy } from '@plimsoll/core/dmn';
import type { Bilingual } from './language.ts';
import type { Failure } from './outcome.ts';

export type PolicyFile = { readonly path: string; readonly xml: string; readonly policy: Policy };
export type ReadPolicyFile =
  | { readonly ok: true; readonly file: PolicyFile }
  | { readonly ok: false; readonly failure: Failure };

const SHOWN_PROBLEMS = 5;

/** Reads a policy; a file that is missing or has any problem is a failure that says which. */
export async function readPolicyFile(path: string): Promise<ReadPolicyFile> {
  if (!existsSync(path)) return { ok: false, failure: notFound(path) };
  const xml = await readFile(path, 'utf8');
  const read = await readPolicy(xml, { imports: await readModelsBeside(path) });
  if (read.ok) return { ok: true, file: { path, xml, policy: read.value } };
  return { ok: false, failure: invalid(path, read.problems) };
}

/** The other models of the folder: a model may import them. */
export async function readModelsBeside(path: string): Promise<readonly string[]> {
  const names = (await readdir(dirname(path))).filter(
    (name) => name.endsWith('.dmn') && name !== basename(path),
  );
  return Promise.all(names.map(async (name) => readFile(join(dirname(path), name), 'utf8')));
}

export function notFound(path: string): Failure {
  return {
    code: 'file_not_found',
    sentence: { en: `There is no file ${path}.`, zh: `没有文件 ${path}。` },
    remedy: { en: 'Name a file that exists.', zh: '请给出存在的文件。' },
  };
}

export function invalid(path: string, problems: readonly Problem[]): Failure {
  const lines = (language: keyof Bilingual): string =>
    problems
      .slice(0, SHOWN_PROBLEMS)
      .map(({ code, place, text }) => `${code} ${formatPlace(place)}: ${text[language]}`)
      .join('\n  ');
  return {
    code: 'policy_invalid',
    sentence: {
      en: `${path} can’t be used, ${problems.length} problems:\n  ${lines('en')}`,
      zh: `${path} 无法使用，共 ${problems.length} 处问题：\n  ${lines('zh')}`,
    },
    remedy: {
      en: `./plimsoll policy check ${path} lists all of them.`,
      zh: `./plimsoll policy check ${path} 列出全部问题。`,
    },
  };
}

/** Where cases stand: inside the policy file, or in a file beside it. */
export type CaseSource = { readonly path: string; readonly isEmbedded: boolean; readonly text: string };

/** The cases of a policy: those in its file, `NAME.cases.json`, and `cases.json` where it is the only policy there. */
export async function findCases({
  path,
  xml,
}: Pick<PolicyFile, 'path' | 'xml'>): Promise<readonly CaseSource[]> {
  const folder = dirname(path);
  const embedded = readEmbeddedCases(xml);
  const beside = [join(folder, `${basename(path, '.dmn')}.cases.json`)];
  const policies = (await readdir(folder)).filter((name) => name.endsWith('.dmn'));
  if (policies.length === 1) beside.push(join(folder, 'cases.json'));
  const found = await Promise.all(
    beside
      .filter((each) => existsSync(each))
      .map(async (each) => ({ path: each, isEmbedded: false, text: await readFile(each, 'utf8') })),
  );
  return [...(embedded === null ? [] : [{ path, isEmbedded: true, text: embedded }]), ...found];
}

/** Writes a file whole: a reader sees the old one or the new one, never half of it. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}
