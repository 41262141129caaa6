/** Models and rows for the tests of exports: every kind of bin, node, absence and calibration, by seed. */
import { createRandom } from '@plimsoll/core/base';
import type { ScoredCharacteristic, Scorecard } from '@plimsoll/core/model';
import type { Calibration } from '@plimsoll/core/model/calibrate';
import type { InputValues, ModelBody, ModelDocument, ModelInput } from '@plimsoll/core/model/document';
import type { Tree, TreeEnsemble } from '@plimsoll/core/model/trees';

const SAMPLE = { origin: 'held_out', rows: 100, bads: 10 } as const;

const CALIBRATIONS: readonly Calibration[] = [
  { kind: 'none' },
  { kind: 'platt', intercept: -0.2, slope: 0.9, sample: SAMPLE },
  {
    kind: 'isotonic',
    margins: [-3, -1, 0.5, 2],
    rates: [0.02, 0.1, 0.1, 0.6],
    tiedShare: 0.1,
    sample: SAMPLE,
  },
  {
    kind: 'sequence',
    steps: [
      { kind: 'isotonic', margins: [-4, 4], rates: [0.01, 0.9], tiedShare: 0, sample: SAMPLE },
      { kind: 'beta', a: 0.8, b: 1.1, c: -0.1, sample: SAMPLE },
      { kind: 'shift', by: -0.3, how: 'prior', from: 0.2, to: 0.1 },
    ],
  },
];

const MADE_INPUTS: readonly ModelInput[] = [
  { name: 'income', label: { zh: '收入', en: 'income' }, kind: 'numeric', absent: { '-9': 'refused' } },
  {
    name: 'debt "x"',
    label: { zh: '负债', en: 'debt' },
    kind: 'numeric',
    absent: { '98': 'not_asked', '99': 'refused' },
  },
  {
    name: 'job',
    label: { zh: '职业', en: 'job' },
    kind: 'categorical',
    absent: { '': 'no_record', '?': 'refused' },
  },
];
const JOBS = ["o'clerk", '农民', 'nurse <&>'];

/** Four cards and six ensembles, with every calibration. */
export function makeModels(): readonly ModelDocument[] {
  const bodies: readonly ModelBody[] = [
    ...CALIBRATIONS.map((): ModelBody => ({ kind: 'card', scorecard: makeExportedCard() })),
    ...(['float64', 'float32'] as const).flatMap((precision) =>
      [1, 2, 3].map(
        (seed): ModelBody => ({
          kind: 'trees',
          ensemble: makeExportedTrees(`${precision} ${seed}`, precision),
        }),
      ),
    ),
  ];
  return bodies.map((body, at) => ({
    schema: 'plimsoll.model/1',
    name: `made ${at}`,
    inputs: MADE_INPUTS,
    body,
    calibration: CALIBRATIONS[at % CALIBRATIONS.length] ?? { kind: 'none' },
    scaling: body.kind === 'trees' && at % 2 === 0 ? { baseScore: 600, baseOdds: 20, pdo: 50 } : null,
    target: { column: 'bad', badValue: '1' },
    lineage: {
      sample: null,
      sampleSha256: null,
      foldsSha256: null,
      rows: null,
      bads: null,
      codeVersion: '0',
      seed: null,
      settings: {},
    },
    validation: {},
    parity: [],
  }));
}

/** Rows on and beside edges, missing for every reason, levels never seen, far-off numbers. */
export function makeValues(seed: string, count: number): readonly InputValues[] {
  const random = createRandom(seed);
  const number = (): number | null =>
    random.next() < 0.15
      ? null
      : random.pick([
          -9,
          98,
          99,
          0,
          1,
          0.1,
          0.30000000000000004,
          0.3,
          -1e-36,
          1e12,
          -5,
          random.normal(),
          random.normal() * 3,
        ]);
  return Array.from({ length: count }, () => ({
    income: number(),
    'debt "x"': number(),
    job: random.next() < 0.15 ? null : random.pick([...JOBS, '?', 'never seen']),
  }));
}

/** A card of a number with a special bin, a category, and a ratio. */
function makeExportedCard(): Scorecard {
  const bin = { goods: 10, bads: 2, woe: 0, iv: 0.1, measured: true };
  const range = (from: number | null, to: number | null) => ({ kind: 'range', from, to }) as const;
  const parts = {
    trend: 'auto',
    fittedTrend: 'ascending',
    iv: 0.2,
    coefficient: -0.8,
    standardError: 0.1,
    pValue: 0.001,
  } as const;
  const make = (
    rest: Pick<ScoredCharacteristic, 'name' | 'source' | 'kind'>,
    cells: readonly ScoredCharacteristic['bins'][number]['cell'][],
    points: readonly number[],
  ): ScoredCharacteristic => ({
    ...parts,
    ...rest,
    label: { zh: rest.name, en: rest.name },
    reason: { code: `R_${rest.name}`, zh: `“${rest.name}”`, en: `"${rest.name}" <&>` },
    bins: cells.map((cell, at) => ({
      ...bin,
      cell,
      points: points[at] ?? 0,
      pointsLost: Math.max(...points) - (points[at] ?? 0),
    })),
  });
  const scaling = { baseScore: 600, baseOdds: 20, pdo: 50 };
  const factor = scaling.pdo / Math.LN2;
  return {
    scaling,
    factor,
    offset: scaling.baseScore - factor * Math.log(scaling.baseOdds),
    intercept: -1.5,
    recalibration: { intercept: 0.1, slope: 0.9 },
    basePoints: 420,
    minScore: 420,
    maxScore: 420 + 33 + 40 + 25,
    characteristics: [
      make(
        { name: 'debt', source: { kind: 'fact', fact: 'debt "x"', type: 'number' }, kind: 'numeric' },
        [
          range(null, 0.1),
          range(0.1, 0.3),
          range(0.3, null),
          { kind: 'special', reason: 'not_asked' },
          { kind: 'missing' },
        ],
        [0, 12, 33, 7, 3],
      ),
      make(
        { name: 'job', source: { kind: 'fact', fact: 'job', type: 'string' }, kind: 'categorical' },
        [
          { kind: 'levels', levels: JOBS.slice(0, 2) },
          { kind: 'levels', levels: JOBS.slice(2) },
          { kind: 'special', reason: 'refused' },
          { kind: 'missing' },
          { kind: 'unseen' },
        ],
        [40, 21, 9, 4, 0],
      ),
      make(
        {
          name: 'burden',
          source: { kind: 'ratio', numerator: 'debt "x"', denominator: 'income' },
          kind: 'numeric',
        },
        [range(null, 0.5), range(0.5, null), { kind: 'missing' }],
        [25, 10, 0],
      ),
    ],
  };
}

/** Twelve trees over the made inputs; `income` reads zero as missing. */
function makeExportedTrees(seed: string, precision: TreeEnsemble['precision']): TreeEnsemble {
  const random = createRandom(seed);
  const trees = Array.from({ length: 12 }, (): Tree => {
    const tree = {
      feature: [],
      threshold: [],
      levelsLeft: [],
      missingLeft: [],
      unseenLeft: [],
      left: [],
      right: [],
      value: [],
      cover: [],
    } as {
      feature: number[];
      threshold: number[];
      levelsLeft: (number[] | null)[];
      missingLeft: boolean[];
      unseenLeft: boolean[];
      left: number[];
      right: number[];
      value: number[];
      cover: number[];
    };
    const grow = (depth: number): number => {
      const node = tree.feature.length;
      const isLeaf = depth === 3 || random.next() < 0.1;
      const feature = isLeaf ? -1 : random.integer(0, 2);
      const threshold = random.pick([0.1, 0.3, -1, 0, 1e6, random.normal()]);
      tree.feature.push(feature);
      tree.threshold.push(
        feature === 0 || feature === 1 ? (precision === 'float32' ? Math.fround(threshold) : threshold) : 0,
      );
      tree.levelsLeft.push(feature === 2 ? [0, 1, 2].filter(() => random.next() < 0.5) : null);
      tree.missingLeft.push(!isLeaf && random.next() < 0.5);
      tree.unseenLeft.push(feature === 2 && random.next() < 0.5);
      tree.left.push(-1);
      tree.right.push(-1);
      tree.value.push(isLeaf ? random.normal() / 3 : 0);
      tree.cover.push(2 ** (4 - depth));
      if (!isLeaf) {
        tree.left[node] = grow(depth + 1);
        tree.right[node] = grow(depth + 1);
      }
      return node;
    };
    grow(0);
    return tree;
  });
  return {
    inputs: [
      { name: 'income', kind: 'numeric', levels: [], zeroIsMissing: true },
      { name: 'debt "x"', kind: 'numeric', levels: [] },
      { name: 'job', kind: 'categorical', levels: JOBS },
    ],
    baseMargin: -1.1,
    precision,
    trees,
  };
}
