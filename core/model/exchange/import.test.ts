import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromBase64, toUtf8 } from '@plimsoll/core/base';
import { logistic } from '@plimsoll/core/model';
import { prepareTrees, shapValues } from '@plimsoll/core/model/trees';
import { importModel } from './index.ts';
import { type Cell, tableOfRows } from './vector-rows.ts';

type Case = {
  readonly name: string;
  readonly model: string;
  readonly form?: 'json' | 'ubj';
  readonly rows: readonly (readonly Cell[])[];
  readonly margins: readonly number[];
  readonly chances: readonly number[];
  readonly contributions: readonly (readonly number[])[];
};

function casesOf(name: string): readonly Case[] {
  const text = readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly cases: readonly Case[] }).cases;
}

const bytesOf = (each: Case): Uint8Array => {
  const bytes = each.form === 'ubj' ? fromBase64(each.model) : toUtf8(each.model);
  if (bytes === null) throw new Error('base64');
  return bytes;
};

/** LightGBM adds doubles, XGBoost float32. */
const TOOLS = [
  ['lightgbm', 1e-12],
  ['xgboost', 4e-6],
] as const;

const CASES = TOOLS.flatMap(([tool, within]) =>
  casesOf(tool).map((each) => [`${tool}: ${each.name}`, each, within] as const),
);

test.each(CASES)('[MEX-2] margins and chances are those of the tool: %s', (_, each, within) => {
  const imported = importModel(bytesOf(each));
  if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
  const { ensemble } = imported.value;
  const margins = prepareTrees(ensemble).margins(tableOfRows(ensemble.inputs, each.rows));
  expect(margins.length).toBe(each.margins.length);
  for (const [row, margin] of margins.entries()) {
    expect(Math.abs(margin - (each.margins[row] ?? Number.NaN))).toBeLessThan(within);
    const isMargin = each.name === 'margins as objective';
    const chance = isMargin ? margin : logistic(margin);
    expect(Math.abs(chance - (each.chances[row] ?? Number.NaN))).toBeLessThan(within);
  }
});

test.each(CASES)('[MEX-3] SHAP values are those of the tool: %s', (_, each, within) => {
  const imported = importModel(bytesOf(each));
  if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
  const { ensemble } = imported.value;
  const found = shapValues(ensemble, tableOfRows(ensemble.inputs, each.rows));
  for (const [row, values] of found.entries()) {
    const expected = each.contributions[row] ?? [];
    expect(expected.length).toBe(values.length);
    for (const [input, value] of values.entries())
      expect(Math.abs(value - (expected[input] ?? Number.NaN))).toBeLessThan(within * 10);
  }
});

const lightgbm = casesOf('lightgbm')[0]?.model ?? '';
const xgboost = casesOf('xgboost')[0]?.model ?? '';

const CHANGES: readonly (readonly [string, string, string | RegExp, string])[] = [
  ['another version of LightGBM', lightgbm, 'version=v4', 'version=v2'],
  ['several classes', lightgbm, 'num_class=1', 'num_class=3'],
  ['several trees an iteration', lightgbm, 'num_tree_per_iteration=1', 'num_tree_per_iteration=3'],
  ['an objective that is not a chance', lightgbm, 'objective=binary sigmoid:1', 'objective=regression'],
  ['linear leaves', lightgbm, 'is_linear=0', 'is_linear=1'],
  ['a cycle', lightgbm, /left_child=\S+/, 'left_child=0'],
  ['a child that is not there', lightgbm, /left_child=\S+/, 'left_child=77'],
  ['a leaf without a value', lightgbm, /leaf_value=\S+/, 'leaf_value=nothing'],
  ['a threshold that is not a number', lightgbm, /threshold=\S+/, 'threshold=nan'],
  ['an input that is not there', lightgbm, /split_feature=\S+/, 'split_feature=9'],
  ['inputs without ranges', lightgbm, /feature_infos=\S+ /, 'feature_infos='],
  ['levels of another frame', lightgbm, 'pandas_categorical:null', 'pandas_categorical:[["a"],["b"]]'],
  ['levels that are not JSON', lightgbm, 'pandas_categorical:null', 'pandas_categorical:[['],
  ['zero as missing in one place alone', lightgbm, /decision_type=\S+/, 'decision_type=6'],
  ['another booster', xgboost, '"name":"gbtree"', '"name":"gblinear"'],
  ['an objective of counts', xgboost, '"name":"binary:logistic"', '"name":"count:poisson"'],
  ['classes', xgboost, '"num_class":"0"', '"num_class":"3"'],
  ['a cycle of XGBoost', xgboost, /"left_children":\[\d+/, '"left_children":[0'],
  ['a child that is not there in XGBoost', xgboost, /"left_children":\[\d+/, '"left_children":[500'],
  ['a cover of zero', xgboost, /"sum_hessian":\[[\d.E]+/, '"sum_hessian":[0'],
  ['an unknown input', xgboost, /"split_indices":\[\d+/, '"split_indices":[7'],
];

test.each(CHANGES)('[MEX-1] %s is refused', (_, model, found, instead) => {
  const text = model.replace(found, instead);
  expect(text).not.toBe(model);
  expect(importModel(toUtf8(text))).toMatchObject({ ok: false, code: 'model_import_refused', rule: 'MEX-1' });
});

test('[MEX-1] what is no model, or a model cut short, is refused', () => {
  const ubj = bytesOf(
    casesOf('xgboost').find((each) => each.form === 'ubj') ?? ({ ...casesOf('xgboost')[0] } as Case),
  );
  for (const bytes of [
    toUtf8(''),
    toUtf8('{}'),
    toUtf8('[1,2]'),
    toUtf8('tree\n'),
    toUtf8('hello'),
    Uint8Array.of(255, 0),
  ])
    expect(importModel(bytes)).toMatchObject({ ok: false, code: 'model_import_refused' });
  for (let length = 1; length < ubj.length; length += 97)
    expect(importModel(ubj.subarray(0, length))).toMatchObject({ ok: false, code: 'model_import_refused' });
});

test.each(['1.7976931348623157e+308', 'inf'])(
  '[MEX-2] the threshold %s parts every number from missing',
  (threshold) => {
    const text = lightgbm
      .replace(/^Tree=1$[\s\S]*^end of trees$/m, 'end of trees')
      .replace(/threshold=\S+/, `threshold=${threshold}`)
      .replace(/decision_type=\S+/, 'decision_type=8');
    const imported = importModel(toUtf8(text));
    if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
    const { ensemble } = imported.value;
    const root = ensemble.trees[0];
    const at = root?.feature[0] ?? -1;
    expect(ensemble.trees.length).toBe(1);
    expect([root?.threshold[0], root?.missingLeft[0]]).toEqual([Number.MAX_VALUE, false]);
    const { marginOf } = prepareTrees(ensemble);
    const row = ensemble.inputs.map(() => 0);
    expect(marginOf(row.with(at, 1e300))).toBe(marginOf(row.with(at, 2e300)));
    expect(marginOf(row.with(at, Number.NaN))).not.toBe(marginOf(row.with(at, 1e300)));
  },
);

test('[MEX-1] PMML is named when it comes to the wrong door', () => {
  expect(importModel(toUtf8('<?xml version="1.0"?><PMML/>'))).toMatchObject({
    facts: { problem: expect.stringContaining('PMML') },
  });
});
