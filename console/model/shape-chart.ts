/** What each input does: importance as bars, the shape function of a readable model as steps. */
import { axis, baseOption } from '../parts/index.ts';
import { curveStyle, type Drawing } from './curve-chart.ts';

export type Importance = { readonly name: string; readonly share: number };

export type ShapeSteps = {
  readonly name: string;
  /** One label a step, in order; the values are added to the log-odds of bad. */
  readonly steps: readonly { readonly label: string; readonly value: number }[];
  readonly kind: 'numeric' | 'categorical';
};

const hundred = 100;
const barPixels = 24;
const framePixels = 64;

/** Tall enough that every name can be read. */
export function importanceHeight(count: number): number {
  return framePixels + count * barPixels;
}

/** The strongest on top. */
export function drawImportance(rows: readonly Importance[], drawing: Drawing) {
  const { words, formats, palette } = drawing;
  const base = baseOption(palette);
  return {
    ...base,
    grid: { ...base.grid, top: 4 },
    legend: { show: false },
    xAxis: { ...axis(palette, words.models.charts.importanceShare, false), nameGap: 26 },
    yAxis: {
      ...axis(palette, '', true),
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLabel: {
        color: palette.inkSoft,
        fontSize: 12,
        hideOverlap: false,
        width: 180,
        overflow: 'truncate',
      },
    },
    series: [
      {
        type: 'bar',
        name: words.models.importance,
        barCategoryGap: '30%',
        itemStyle: { color: palette.plusFill },
        tooltip: { valueFormatter: (value: unknown) => formats.percent(Number(value) / hundred) },
        data: rows.map(({ share }) => share * hundred),
      },
    ],
  };
}

export function drawShape({ steps, kind }: ShapeSteps, drawing: Drawing) {
  const { words, formats, palette } = drawing;
  const base = baseOption(palette);
  const style = curveStyle(palette, 0);
  return {
    ...base,
    grid: { ...base.grid, top: 8 },
    legend: { show: false },
    xAxis: { ...axis(palette, words.models.bin, true), data: steps.map(({ label }) => label) },
    yAxis: axis(palette, words.models.charts.addsToRisk, false),
    series: [
      {
        ...(kind === 'numeric'
          ? { type: 'line', step: 'middle', symbol: 'none', lineStyle: style }
          : { type: 'bar', barCategoryGap: '30%' }),
        name: words.models.charts.addsToRisk,
        itemStyle: { color: style.color },
        tooltip: { valueFormatter: (value: unknown) => formats.decimal(Number(value)) },
        data: steps.map(({ value }) => value),
      },
    ],
  };
}
