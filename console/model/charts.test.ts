import { expect, test } from 'vitest';
import { palettes } from '../tokens/index.ts';
import { createFormats, dictionaries } from '../words/index.ts';
import { type BinBar, drawBins, drawEvidence } from './bin-chart.ts';
import { drawCalibration } from './calibration-chart.ts';
import { drawGaps, drawLift, drawRoc, drawSeparation, gapsOfRoc, widestGap } from './curve-chart.ts';
import { drawScores } from './score-chart.ts';
import { otherSteps, pairLabels, spreadOf, stepsOf } from './glass-steps.ts';
import { drawImportance, drawShape, importanceHeight } from './shape-chart.ts';
import { strengthOf } from './strength.ts';

const drawing = { palette: palettes.light, words: dictionaries.en, formats: createFormats('en', 'UTC') };
const curve = (name: string, ups: readonly number[]) => ({
  name,
  points: ups.map((up, at) => ({ across: at / (ups.length - 1), up })),
});

test('[CON-23] a ROC curve is drawn in percent beside chance, and the second model is dashed', () => {
  const { series } = drawRoc([curve('a', [0, 0.7, 1]), curve('b', [0, 0.5, 1])], drawing);
  expect(series.map(({ name }) => name)).toEqual(['a', 'b', 'By chance']);
  expect(series[0]?.data).toEqual([
    [0, 0],
    [50, 70],
    [100, 100],
  ]);
  expect(series.map(({ lineStyle }) => lineStyle.type)).toEqual(['solid', 'dashed', 'dotted']);
});

test('[CON-23] the widest gap is where bads lead most, and stands on the chart as a line between both curves', () => {
  const points = [
    { share: 0, goods: 0, bads: 0 },
    { share: 0.3, goods: 0.2, bads: 0.6 },
    { share: 0.6, goods: 0.5, bads: 0.8 },
    { share: 1, goods: 1, bads: 1 },
  ];
  expect(widestGap(points)).toEqual(points[1]);
  expect(widestGap([])).toBeNull();
  const gap = drawSeparation(points, drawing).series.at(-1);
  expect(gap?.name).toBe('Widest gap 40.0%');
  expect(gap?.data).toEqual([
    [30, 20],
    [30, 60],
  ]);
  expect(drawSeparation([], drawing).series).toHaveLength(2);
});

test('[CON-23] the gap of a ROC curve peaks at its KS, named in the legend', () => {
  const gaps = gapsOfRoc(curve('a', [0, 0.75, 1]));
  expect(gaps.points.map(({ up }) => up)).toEqual([0, 0.25, 0]);
  expect(drawGaps([gaps], drawing).series[0]?.name).toBe('a · 25.0%');
});

test('[CON-23] lift is times, not percent, and its axis is not cut at a hundred', () => {
  const option = drawLift([{ name: 'a', points: [{ across: 0.1, up: 3.2 }] }], drawing);
  expect(option.series[0]?.data).toEqual([[10, 3.2]]);
  expect(option.yAxis.max).toBeUndefined();
});

test('[CON-23] calibration has one scale on both axes, and an interval only where there is one', () => {
  const groups = [{ rows: 10, predicted: 0.1, observed: 0.2 }];
  const plain = drawCalibration([{ name: 'a', groups }], drawing);
  expect(plain.xAxis.max).toBe(plain.yAxis.max);
  expect(plain.series.map(({ name }) => name)).toEqual(['As predicted', 'a']);
  const sure = groups.map((group) => ({ ...group, low: 0.1, high: 0.3 }));
  expect(drawCalibration([{ name: 'a', groups: sure }], drawing).series).toHaveLength(4);
  expect(
    drawCalibration(
      [
        { name: 'a', groups: sure },
        { name: 'b', groups: sure },
      ],
      drawing,
    ).series,
  ).toHaveLength(3);
});

test('[CON-23] a bin without rows has no bad rate; borrowed evidence is pale', () => {
  const bars: readonly BinBar[] = [
    { label: '< 1', goods: 3, bads: 1, badRate: 0.25, woe: 0.5, isMeasured: true },
    { label: '≥ 1', goods: 0, bads: 0, badRate: null, woe: -0.5, isMeasured: false },
  ];
  expect(drawBins(bars, drawing).series.map((line) => line.data)).toEqual([
    [3, 0],
    [1, 0],
    [25, null],
  ]);
  expect(drawEvidence(bars, drawing).series[0]?.data.map(({ itemStyle }) => itemStyle.opacity)).toEqual([
    1, 0.45,
  ]);
});

test('[CON-9] a band of scores with fewer than 30 rows has no bad rate on the chart', () => {
  const bands = [
    { from: 0, to: 1, goods: 20, bads: 9 },
    { from: 1, to: 2, goods: 20, bads: 10 },
  ];
  const rates = drawScores(bands, drawing).series.at(-1)?.data;
  expect(rates?.[0]).toBeNull();
  expect(rates?.[1]).toBeCloseTo(33.33, 2);
});

test('[CON-23] weights are shares in the order given; a number has steps, a category bars', () => {
  const option = drawImportance([{ name: 'use', share: 0.6 }], drawing);
  expect(option.series[0]?.data).toEqual([60]);
  expect(importanceHeight(10)).toBeGreaterThan(importanceHeight(2));
  const steps = [{ label: '< 1', value: 0.3 }];
  expect(drawShape({ name: 'use', steps, kind: 'numeric' }, drawing).series[0]?.type).toBe('line');
  expect(drawShape({ name: 'job', steps, kind: 'categorical' }, drawing).series[0]?.type).toBe('bar');
});

test('[CON-23] a glass box is read step by step: a value for each interval or level, and where nothing is given', () => {
  const numeric = {
    input: { name: 'use', kind: 'numeric' as const, levels: [] },
    edges: [10, 20],
    values: [-0.5, 0, 0.75],
    missing: 0.2,
    unseen: 0.2,
  };
  expect(stepsOf(numeric, drawing).map(({ label, value }) => [label, value])).toEqual([
    ['< 10', -0.5],
    ['10 – < 20', 0],
    ['≥ 20', 0.75],
  ]);
  expect(otherSteps(numeric, drawing).map(({ value }) => value)).toEqual([0.2]);
  expect(spreadOf(numeric)).toBe(1.25);
  const job = {
    input: { name: 'job', kind: 'categorical' as const, levels: ['a', 'b'] },
    edges: [],
    values: [1, 2],
    missing: 0,
    unseen: 3,
  };
  expect(stepsOf(job, drawing).map(({ label }) => label)).toEqual(['a', 'b']);
  expect(otherSteps(job, drawing).map(({ value }) => value)).toEqual([0, 3]);
  expect(pairLabels(job, drawing)).toHaveLength(3);
});

test('[CON-23] information values are read in the usual words, and one above a half is suspicious', () => {
  expect([0, 0.02, 0.1, 0.3, 0.5].map(strengthOf)).toEqual([
    'none',
    'weak',
    'medium',
    'strong',
    'suspicious',
  ]);
});
