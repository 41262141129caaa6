/**
 * Reads every import of the tree with dependency-cruiser and compares it with `.dependency-cruiser.cjs`. Invariant:
 * the modules that were read are exactly the TypeScript files that exist; a tool that read nothing is no witness.
 * (dependency-cruiser 17 reads nothing, and says "no violations", where it finds TypeScript 7 under that name.)
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const houseFolder = fileURLToPath(new URL('../../', import.meta.url));

const floors = ['core', 'loan', 'api', 'sim', 'server', 'console', 'cli', 'bench', 'tools'];
const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
const notSource = /(^|\/)(node_modules|dist|vectors|golden|\.plimsoll)\//;

export type Violation = { readonly rule: string; readonly from: string; readonly to: string };
export type Cruise = {
  readonly violations: readonly Violation[];
  /** Source files that were read, of this house alone. */
  readonly modules: readonly string[];
  /** Source files that exist. */
  readonly files: readonly string[];
};

type CruiserReport = {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
};

/** The TypeScript files of the floors that exist under `folder`, sorted, with `/` between names. */
export function listSourceFiles(folder: string): readonly string[] {
  const files = floors
    .filter((floor) => existsSync(join(folder, floor)))
    .flatMap((floor) => globSync(`${floor}/**/*.{ts,tsx}`, { cwd: folder, exclude: isNotSource }))
    .map((file) => file.split(sep).join('/'));
  return files.filter((file) => !notSource.test(file)).toSorted();
}

function isNotSource(name: string): boolean {
  return name.endsWith('node_modules');
}

/** Cruises the tree under `folder` by the rules of this house. Throws when the tool itself fails. */
export function cruiseHouse(folder: string): Cruise {
  const files = listSourceFiles(folder);
  const present = floors.filter((floor) => files.some((file) => file.startsWith(`${floor}/`)));
  const words = [
    '--config',
    join(houseFolder, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    ...present,
  ];
  const run = spawnSync(process.execPath, [join(houseFolder, cruiser), ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${run.stderr}${run.stdout}`);
  const report = JSON.parse(run.stdout) as CruiserReport;
  const read = new Set(report.modules.map((module) => module.source));
  return {
    violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    modules: files.filter((file) => read.has(file)),
    files,
  };
}
