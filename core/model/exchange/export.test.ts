import { expect, test } from 'vitest';
import { type InputValues, prepareModel } from '@plimsoll/core/model/document';
import { exportJavascript } from './index.ts';
import { makeModels, makeValues } from './made-models.ts';

type Module = { readonly score: (values: InputValues) => unknown };

async function moduleOf(text: string): Promise<Module> {
  return (await import(
    /* @vite-ignore */ `data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`
  )) as Module;
}

test.each(
  makeModels().map(
    (model) => [`${model.name}, ${model.body.kind}, ${model.calibration.kind}`, model] as const,
  ),
)('[MEX-4] the JavaScript module gives margin, chance and points to the bit: %s', async (name, model) => {
  const scorer = prepareModel(model);
  if (!scorer.ok) throw new Error(JSON.stringify(scorer.facts));
  const text = exportJavascript(model);
  expect(text).not.toMatch(/\bimport\b|\brequire\b/);
  const { score } = await moduleOf(text);
  for (const values of makeValues(name, 400)) {
    const expected = scorer.value.scoreRow(values);
    if (!expected.ok) throw new Error(JSON.stringify(expected.facts));
    expect(score(values)).toEqual(expected.value);
  }
});

test('[MEX-4] the JavaScript module throws where Plimsoll refuses, and takes a reason for absence', async () => {
  const model = makeModels()[0];
  if (model === undefined) throw new Error('made');
  const scorer = prepareModel(model);
  if (!scorer.ok) throw new Error('sound');
  const { score } = await moduleOf(exportJavascript(model));
  const good = { income: 3, 'debt "x"': { absent: 'not_asked' }, job: { absent: 'refused' } };
  expect({ ok: true, value: score(good) }).toEqual(scorer.value.scoreRow(good));
  for (const change of [
    { income: '3' },
    { income: Number.NaN },
    { job: 7 },
    { more: 1 },
    { income: undefined },
  ]) {
    const values = { ...good, ...change } as InputValues;
    expect(scorer.value.scoreRow(values)).toMatchObject({ ok: false });
    expect(() => score(values)).toThrow(TypeError);
  }
});
