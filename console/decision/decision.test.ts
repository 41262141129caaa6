import type { Model, ModelTable, Trace } from '@plimsoll/core/dmn';
import { expect, test } from 'vitest';
import { layOut } from './graph-layout.ts';
import { columnLabel, pickLabel, writeValue } from './label.ts';
import { barOf, buildWaterfall, scaleOf } from './waterfall.ts';

const label = (en: string) => ({ zh: `${en}（中）`, en });
const card: ModelTable = {
  kind: 'table',
  hitPolicy: 'COLLECT',
  aggregation: 'SUM',
  inputs: [
    { label: 'Term (months)', expression: 'termMonths', type: 'number', values: null },
    { label: 'Years', expression: 'years', type: 'number', values: null },
  ],
  outputs: [{ name: null, label: 'points', type: 'number', values: null, fallback: null }],
  annotations: [],
  rules: [
    { index: 0, id: 'base', inputs: ['-', '-'], outputs: ['400'], annotations: [] },
    { index: 1, id: 'term', inputs: ['< 60', '-'], outputs: ['14'], annotations: [] },
    { index: 2, id: 'years', inputs: ['-', 'null'], outputs: ['-6'], annotations: [] },
  ],
};
const model: Model = {
  name: 'm',
  inputs: [
    { name: 'termMonths', label: label('Term asked'), type: 'number', unit: 'months', whenMissing: 'refer' },
    { name: 'years', label: label('Years worked'), type: 'number', unit: 'years', whenMissing: 'allowed' },
  ],
  decisions: [
    {
      name: 'points',
      label: label('Points'),
      type: 'number',
      requires: ['termMonths', 'years'],
      logic: card,
    },
    {
      name: 'verdict',
      label: label('Verdict'),
      type: 'string',
      requires: ['points'],
      logic: { kind: 'literal', text: '1' },
    },
  ],
  knowledge: [],
  services: [],
};
const computed: Trace = {
  inputs: [],
  decisions: [
    {
      name: 'points',
      label: label('Points'),
      kind: 'table',
      status: 'computed',
      value: 408,
      errors: [],
      table: {
        hitPolicy: 'COLLECT',
        inputs: [
          { label: 'Term (months)', value: 36, computed: true },
          { label: 'Years', value: null, computed: true },
        ],
        rules: [
          { index: 0, id: 'base', matched: true, failedInput: null, outputs: [400] },
          { index: 1, id: 'term', matched: true, failedInput: null, outputs: [14] },
          { index: 2, id: 'years', matched: true, failedInput: null, outputs: [-6] },
        ],
      },
    },
  ],
};

test('[CON-12] the waterfall has a step per matched row, and its steps add up to the score', () => {
  const waterfall = buildWaterfall(model, computed, 'en');
  expect(waterfall?.total).toBe(408);
  expect(waterfall?.steps.map(({ label: name, points, from, to }) => [name, points, from, to])).toEqual([
    [null, 400, 0, 400],
    ['Term (months)', 14, 400, 414],
    ['Years', -6, 414, 408],
  ]);
  expect(waterfall?.steps[2]).toMatchObject({ value: null, band: 'null' });
});

test('[CON-12] a score that was not computed has no waterfall', () => {
  expect(buildWaterfall(model, { inputs: [], decisions: [] }, 'en')).toBeNull();
});

test('[CON-12] every bar lies on the scale, and a loss lies between the sums around it', () => {
  const steps = buildWaterfall(model, computed, 'en')?.steps ?? [];
  const scale = scaleOf(steps);
  expect(scale.max).toBe(414);
  const bars = steps.map((step) => barOf(step, scale));
  expect(bars.every(({ left, right }) => left >= 0 && right <= 1 && left <= right)).toBe(true);
  expect(bars[2]?.right).toBe(1);
});

test('[CON-13] a label in two languages shows the half of the reader; an input lends its name where the label is foreign', () => {
  expect(pickLabel('等级 · Grade', 'zh')).toBe('等级');
  expect(pickLabel('等级 · Grade', 'en')).toBe('Grade');
  expect(pickLabel('Debt · to income', 'zh')).toBe('Debt · to income');
  expect(columnLabel(card.inputs[0] ?? { label: '', expression: '' }, model.inputs, 'zh')).toBe(
    'Term asked（中）',
  );
  expect(columnLabel({ label: '', expression: 'a + b' }, model.inputs, 'en')).toBe('a + b');
});

test('[CON-13] a missing value is written as null, never as zero or nothing', () => {
  const writer = { decimal: String };
  expect(writeValue(null, writer)).toBe('null');
  expect(writeValue([], writer)).toBe('[]');
  expect(writeValue({ outcome: 'refer', limit: null }, writer)).toBe('outcome: refer · limit: null');
});

test('[CON-14] in the graph every decision stands below what it needs, and no two stand on one place', () => {
  const { nodes, edges } = layOut(model);
  const rowOf = (name: string) => nodes.find((node) => node.name === name)?.y ?? -1;
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['points verdict']);
  expect(rowOf('verdict')).toBeGreaterThan(rowOf('points'));
  expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
  expect(nodes.find(({ name }) => name === 'points')?.inputCount).toBe(2);
});
