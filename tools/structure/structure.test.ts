import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cruiseHouse, houseFolder } from './cruise.ts';
import { type PlantedHouse, buildPlantedHouse } from './planted.ts';

const planted: PlantedHouse[] = [];
afterEach(() => {
  for (const house of planted.splice(0)) house.remove();
});

function rulesBrokenBy(files: { readonly [path: string]: string }): readonly string[] {
  const house = buildPlantedHouse();
  planted.push(house);
  house.plant(files);
  const { violations, modules, files: existing } = cruiseHouse(house.folder);
  expect(modules).toEqual(existing);
  return [...new Set(violations.map((violation) => violation.rule))].toSorted();
}

test('this house breaks no rule, and every source file was read', () => {
  const { violations, modules, files } = cruiseHouse(houseFolder);
  expect(modules.length).toBeGreaterThan(50);
  expect(modules).toEqual(files);
  expect(violations).toEqual([]);
}, 30_000);

test('the sound little house breaks no rule', () => {
  expect(rulesBrokenBy({})).toEqual([]);
}, 30_000);

const faults: readonly (readonly [name: string, rule: string, files: { readonly [path: string]: string }])[] =
  [
    [
      'a circle of values',
      'no-circle',
      {
        'core/base/one.ts':
          "import { three } from './three.ts';\nexport type One = 1;\nexport const one = three;\n",
        'core/base/three.ts': "import { one } from './one.ts';\nexport const three = one;\n",
      },
    ],
    [
      'a circle of types alone',
      'no-circle',
      {
        'core/base/one.ts':
          "import type { Three } from './three.ts';\nexport type One = Three;\nexport const one = 1;\n",
        'core/base/three.ts': "import type { One } from './one.ts';\nexport type Three = One | 3;\n",
      },
    ],
    [
      'a floor that stands on one above it',
      'floor-core',
      { 'core/money/two.ts': "import { bill } from '@plimsoll/loan/servicing';\nexport const two = bill;\n" },
    ],
    [
      'the server seen from the life of a loan, by type only',
      'floor-loan',
      {
        'server/store/index.ts': 'export type Store = 1;\n',
        'loan/servicing/index.ts':
          "import type { Store } from '@plimsoll/server/store';\nexport const bill: Store = 1;\n",
      },
    ],
    [
      'a room that imports another room',
      'room-to-room',
      {
        'loan/servicing/index.ts':
          "import { grant } from '@plimsoll/loan/origination';\nexport const bill = grant;\n",
      },
    ],
    [
      'a room of routes that imports another',
      'room-to-room',
      {
        'server/http/servicing.ts':
          "import { route as other } from './origination.ts';\nexport const route = other;\n",
      },
    ],
    [
      'a folder entered by a window',
      'deep-import',
      { 'core/money/two.ts': "import { one } from '../base/one.ts';\nexport const two = one;\n" },
    ],
    [
      'a Node builtin in core',
      'no-node-builtin-in-pure-floors',
      {
        'core/money/two.ts': "import { hash } from 'node:crypto';\nexport const two = hash('sha256', '2');\n",
      },
    ],
    [
      'an npm package in core that is not on the list',
      'npm-allow-list-core',
      { 'core/money/two.ts': "import { pad } from 'left-pad';\nexport const two = pad;\n" },
    ],
    [
      'an import that leads nowhere',
      'unresolvable',
      { 'core/money/two.ts': "import { four } from '@plimsoll/core/four';\nexport const two = four;\n" },
    ],
  ];

test.each(faults)(
  '%s is caught',
  (_name, rule, files) => {
    expect(rulesBrokenBy(files)).toEqual([rule]);
  },
  30_000,
);

test('a package on the list is let in, and a test may use what its floor may not', () => {
  expect(
    rulesBrokenBy({
      'core/money/two.ts': "import { sha256 } from '@noble/hashes';\nexport const two = sha256;\n",
      'core/money/two.test.ts':
        "import { readFileSync } from 'node:fs';\nexport const text = readFileSync;\n",
    }),
  ).toEqual([]);
}, 30_000);

const impurities = [
  'new Date()',
  'Date.now()',
  'Math.random()',
  'process.env',
  "fetch('/')",
  'setTimeout(() => {}, 1)',
  'setInterval(() => {}, 1)',
  'console.log(1)',
  'crypto.randomUUID()',
  'performance.now()',
  "Buffer.from('1')",
  'globalThis.process',
];

test.each(['core/money/two.ts', 'loan/servicing/index.ts', 'api/errors/index.ts'])(
  'clock, chance, network, timers, console and process are caught in %s, and allowed in the server',
  (file) => {
    const house = buildPlantedHouse();
    planted.push(house);
    const text = impurities
      .map((impurity, index) => `export const value${index} = () => ${impurity};\n`)
      .join('');
    house.plant({ [file]: text, 'server/store/index.ts': text });
    const oxlint = join(houseFolder, 'node_modules/oxlint/bin/oxlint');
    const run = spawnSync(process.execPath, [oxlint, '--format', 'unix'], {
      cwd: house.folder,
      encoding: 'utf8',
    });
    const caught = run.stdout.split('\n').filter((line) => line.includes('no-restricted-'));
    const lines = new Set(caught.map((line) => line.split(':').slice(0, 2).join(':')));
    expect([...lines].toSorted()).toEqual(impurities.map((_, index) => `${file}:${index + 1}`).toSorted());
  },
  30_000,
);
