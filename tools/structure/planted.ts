/**
 * A little house of the same shape as this one, sound at first, into which faults are planted one at a time. It is
 * written to a folder of its own, with the same package doors (`@plimsoll/core/base`) as links.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { houseFolder } from './cruise.ts';

export type PlantedHouse = {
  readonly folder: string;
  /** Writes files over the sound ones: path → text. */
  readonly plant: (files: { readonly [path: string]: string }) => void;
  readonly remove: () => void;
};

const manifest = (name: string) =>
  JSON.stringify({ name: `@plimsoll/${name}`, type: 'module', exports: { './*': './*/index.ts' } });

const soundFiles: { readonly [path: string]: string } = {
  'core/package.json': manifest('core'),
  'loan/package.json': manifest('loan'),
  'api/package.json': manifest('api'),
  'server/package.json': manifest('server'),
  'core/base/index.ts': "export { one } from './one.ts';\nexport type { One } from './one.ts';\n",
  'core/base/one.ts': 'export type One = 1;\nexport const one: One = 1;\n',
  'core/money/index.ts': "export { two } from './two.ts';\n",
  'core/money/two.ts': "import { one } from '@plimsoll/core/base';\nexport const two = one + one;\n",
  'loan/origination/index.ts': "import { two } from '@plimsoll/core/money';\nexport const grant = two;\n",
  'loan/servicing/index.ts': 'export const bill = 1;\n',
  'api/errors/index.ts': 'export const codes = [];\n',
  'server/http/origination.ts':
    "import { grant } from '@plimsoll/loan/origination';\nexport const route = grant;\n",
  'node_modules/@noble/hashes/package.json': '{"name":"@noble/hashes","type":"module","main":"./index.js"}',
  'node_modules/@noble/hashes/index.js': 'export const sha256 = 1;\n',
  'node_modules/left-pad/package.json': '{"name":"left-pad","type":"module","main":"./index.js"}',
  'node_modules/left-pad/index.js': 'export const pad = 1;\n',
  'server/http/servicing.ts':
    "import { bill } from '@plimsoll/loan/servicing';\nexport const route = bill;\n",
};

/** Builds the sound house. The caller removes it. */
export function buildPlantedHouse(): PlantedHouse {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-structure-'));
  const plant = (files: PlantedFiles) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  plant(soundFiles);
  mkdirSync(join(folder, 'node_modules/@plimsoll'), { recursive: true });
  for (const floor of ['core', 'loan', 'api', 'server'])
    symlinkSync(join('../..', floor), join(folder, 'node_modules/@plimsoll', floor));
  cpSync(join(houseFolder, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  return { folder, plant, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

type PlantedFiles = { readonly [path: string]: string };
