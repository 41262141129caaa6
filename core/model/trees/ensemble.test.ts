import { expect, test } from 'vitest';
import { readEnsemble, type TreeEnsemble } from './index.ts';

const sound: TreeEnsemble = {
  inputs: [
    { name: 'income', kind: 'numeric', levels: [] },
    { name: 'job', kind: 'categorical', levels: ['clerk', 'farmer'] },
  ],
  baseMargin: -2,
  precision: 'float32',
  trees: [
    {
      feature: [0, -1, 1, -1, -1],
      threshold: [0.5, 0, 0, 0, 0],
      levelsLeft: [null, null, [0], null, null],
      missingLeft: [true, false, false, false, false],
      left: [1, -1, 3, -1, -1],
      right: [2, -1, 4, -1, -1],
      value: [0, 0.25, 0, -0.5, 1],
      cover: [10, 4, 6, 2, 4],
    },
  ],
};

type Loose = { [name: string]: unknown };

/** A copy of the sound document with one place changed; `path` is fields and indices. */
function changed(path: readonly (string | number)[], value: unknown): never {
  const copy = structuredClone(sound) as unknown as Loose;
  let at: Loose = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Loose;
  at[path.at(-1) ?? ''] = value;
  return copy as never;
}

const tree = (field: string, node: number): readonly (string | number)[] => ['trees', 0, field, node];

test('[TRE-1] a sound document is read as it stands, with or without a way for unseen levels', () => {
  expect(readEnsemble(sound)).toEqual({ ok: true, value: sound });
  const apart = changed(['trees', 0, 'unseenLeft'], [false, false, true, false, false]);
  expect(readEnsemble(apart)).toEqual({ ok: true, value: apart });
});

test.each([
  ['a child before its parent', tree('left', 2), 1],
  ['a cycle', tree('right', 2), 0],
  ['two parents', tree('left', 2), 4],
  ['a child that is not there', tree('right', 2), 5],
  ['half a child', tree('right', 2), 3.5],
  ['an unknown input', tree('feature', 0), 2],
  ['a leaf with children', tree('left', 1), 3],
  ['a value that is not finite', tree('value', 1), Number.NaN],
  ['a value of an inner node', tree('value', 0), 1],
  ['an infinite threshold', tree('threshold', 0), Number.POSITIVE_INFINITY],
  ['a threshold between two float32', tree('threshold', 0), 0.1],
  ['a threshold at a category', tree('threshold', 2), 1],
  ['levels at a number', tree('levelsLeft', 0), [0]],
  ['no levels at a category', tree('levelsLeft', 2), null],
  ['a code without a level', tree('levelsLeft', 2), [2]],
  ['a code twice', tree('levelsLeft', 2), [1, 1]],
  ['no cover', tree('cover', 3), 0],
  ['a direction that is a number', tree('missingLeft', 0), 1],
  ['lists of two lengths', ['trees', 0, 'cover'], [1, 2]],
  ['a direction for unseen levels at one node', ['trees', 0, 'unseenLeft'], [true]],
  ['a tree without nodes', ['trees', 0, 'feature'], []],
  ['a tree that is a number', ['trees', 0], 3],
  ['no trees', ['trees'], null],
  ['too many trees', ['trees'], { length: 10_001 }],
  ['no inputs', ['inputs'], {}],
  ['two inputs of one name', ['inputs', 1, 'name'], 'income'],
  ['an input without a name', ['inputs', 1, 'name'], ''],
  ['an input of another kind', ['inputs', 1, 'kind'], 'ordinal'],
  ['a level twice', ['inputs', 1, 'levels'], ['clerk', 'clerk']],
  ['levels of a number', ['inputs', 0, 'levels'], ['a']],
  ['zero as missing at a category', ['inputs', 1, 'zeroIsMissing'], true],
  ['a base that is not finite', ['baseMargin'], Number.POSITIVE_INFINITY],
  ['another precision', ['precision'], 'float16'],
])('[TRE-1] %s is refused', (_, path, value) => {
  expect(readEnsemble(changed(path, value))).toMatchObject({
    ok: false,
    code: 'trees_unreadable',
    rule: 'TRE-1',
  });
});

test('[TRE-1] what is not an object is refused', () => {
  for (const value of [null, 3, 'trees', [], true]) expect(readEnsemble(value)).toMatchObject({ ok: false });
});

test('[TRE-1] a chain as deep as the limit is read, one deeper is refused', () => {
  const chain = (depth: number): TreeEnsemble => {
    const nodes = Array.from({ length: 2 * depth + 1 }, (_, node) => node);
    const isInner = (node: number): boolean => node % 2 === 0 && node < 2 * depth;
    const each = <T>(inner: (node: number) => T, leaf: T): T[] =>
      nodes.map((node) => (isInner(node) ? inner(node) : leaf));
    return {
      ...sound,
      trees: [
        {
          feature: each(() => 0, -1),
          threshold: each((node) => node, 0),
          levelsLeft: nodes.map(() => null),
          missingLeft: nodes.map(() => false),
          left: each((node) => node + 1, -1),
          right: each((node) => node + 2, -1),
          value: nodes.map(() => 0),
          cover: nodes.map(() => 1),
        },
      ],
    };
  };
  expect(readEnsemble(chain(512))).toMatchObject({ ok: true });
  expect(readEnsemble(chain(513))).toMatchObject({ ok: false, facts: { problem: 'a tree is too deep' } });
});
