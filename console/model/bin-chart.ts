/** One characteristic bin by bin: goods and bads as bars, the bad rate and the weight of evidence as lines. */
import { axis, baseOption, outcomeStyle } from '../parts/index.ts';
import type { Drawing } from './curve-chart.ts';

export type BinBar = {
  readonly label: string;
  readonly goods: number;
  readonly bads: number;
  /** null where the bin holds nobody. */
  readonly badRate: number | null;
  readonly woe: number;
  /** False where the evidence was borrowed from another bin. */
  readonly isMeasured: boolean;
};

const hundred = 100;

export function drawBins(bars: readonly BinBar[], drawing: Drawing) {
  const { words, formats, palette } = drawing;
  const counts = { valueFormatter: (value: unknown) => formats.count(Number(value)) };
  return {
    ...baseOption(palette),
    xAxis: { ...axis(palette, words.models.bin, true), data: bars.map(({ label }) => label) },
    yAxis: [
      axis(palette, words.models.rows, false),
      {
        ...axis(palette, words.models.charts.badRatePercent, false),
        position: 'right',
        min: 0,
        splitLine: { show: false },
      },
    ],
    series: [
      {
        type: 'bar',
        stack: 'rows',
        name: words.models.goods,
        barCategoryGap: '20%',
        itemStyle: outcomeStyle(palette, 'approve'),
        tooltip: counts,
        data: bars.map(({ goods }) => goods),
      },
      {
        type: 'bar',
        stack: 'rows',
        name: words.models.bads,
        itemStyle: outcomeStyle(palette, 'decline'),
        tooltip: counts,
        data: bars.map(({ bads }) => bads),
      },
      {
        type: 'line',
        yAxisIndex: 1,
        name: words.models.badRate,
        symbol: 'circle',
        symbolSize: 7,
        connectNulls: false,
        lineStyle: { color: palette.ink, width: 2 },
        itemStyle: { color: palette.ink },
        tooltip: {
          valueFormatter: (value: unknown) =>
            typeof value === 'number' ? formats.percent(value / hundred, 2) : words.overview.notKnown,
        },
        data: bars.map(({ badRate }) => (badRate === null ? null : badRate * hundred)),
      },
    ],
  };
}

/** Weight of evidence: to the right safer than the sample, to the left riskier. */
export function drawEvidence(bars: readonly BinBar[], drawing: Drawing) {
  const { words, formats, palette } = drawing;
  const base = baseOption(palette);
  return {
    ...base,
    grid: { ...base.grid, top: 8 },
    legend: { show: false },
    xAxis: { ...axis(palette, words.models.bin, true), data: bars.map(({ label }) => label) },
    yAxis: axis(palette, words.models.woe, false),
    series: [
      {
        type: 'bar',
        name: words.models.woe,
        barCategoryGap: '20%',
        tooltip: { valueFormatter: (value: unknown) => formats.decimal(Number(value)) },
        data: bars.map(({ woe, isMeasured }) => ({
          value: woe,
          itemStyle: {
            color: woe >= 0 ? palette.plusFill : palette.minusFill,
            opacity: isMeasured ? 1 : 0.45,
          },
        })),
      },
    ],
  };
}
