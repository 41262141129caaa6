import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromBase64 } from '@plimsoll/core/base';
import { logistic } from '@plimsoll/core/model';
import { prepareTrees } from '@plimsoll/core/model/trees';
import { importModel } from './index.ts';
import { tableOfRows } from './vector-rows.ts';

type Case = {
  readonly name: string;
  readonly model: string;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly chances: readonly number[];
};

const { cases, refusals } = JSON.parse(
  readFileSync(new URL('vectors/onnx.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly Case[];
  readonly refusals: readonly { readonly name: string; readonly model: string; readonly named: string }[];
};

function bytesOf(model: string): Uint8Array {
  const bytes = fromBase64(model);
  if (bytes === null) throw new Error('base64');
  return bytes;
}

const named = (name: string): Case => cases.find((each) => each.name === name) as Case;

test.each(cases.map((each) => [each.name, each] as const))(
  '[MEX-8] chances are those of onnxruntime: %s',
  (_, { model, rows, chances }) => {
    const imported = importModel(bytesOf(model));
    if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
    const { ensemble, notes } = imported.value;
    expect(notes).toEqual(['covers_assumed', 'float32_sums']);
    const margins = prepareTrees(ensemble).margins(tableOfRows(ensemble.inputs, rows));
    expect(margins.length).toBe(chances.length);
    for (const [row, margin] of margins.entries())
      expect(Math.abs(logistic(margin) - (chances[row] ?? Number.NaN))).toBeLessThan(4e-7);
  },
);

test('[MEX-8] columns keep their names, the tool its own', () => {
  const imported = importModel(bytesOf(named('named columns').model));
  if (!imported.ok) throw new Error(JSON.stringify(imported.facts));
  expect(imported.value.ensemble.inputs.map(({ name }) => name)).toEqual(['age', 'income', 'tenor']);
  const boosted = importModel(bytesOf(named('xgboost').model));
  expect(boosted.ok && [boosted.value.tool, boosted.value.ensemble.inputs[0]?.name]).toEqual([
    'onnx OnnxMLTools 1.16.0',
    'X_0',
  ]);
});

test.each(refusals.map((each) => [each.name, each] as const))(
  '[MEX-9] what is not the chance of one event from trees is refused by name: %s',
  (_, refusal) => {
    const imported = importModel(bytesOf(refusal.model));
    expect(imported).toMatchObject({ ok: false, code: 'model_import_refused' });
    expect(JSON.stringify(imported)).toContain(refusal.named);
  },
);

test('[MEX-9] a file cut short anywhere is refused', () => {
  const bytes = bytesOf(named('named columns').model);
  // The last fields are versions of operator sets: without them the model is whole.
  const trailer = 2 + 4 + 2 + 16;
  for (let length = 1; length < bytes.length - trailer; length += 1)
    expect(importModel(bytes.subarray(0, length)), `${length}`).toMatchObject({
      ok: false,
      code: 'model_import_refused',
    });
});
