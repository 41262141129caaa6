/** How scores are spread: goods and bads by band, the bad rate of each band as a line. */
import { axis, baseOption, outcomeStyle } from '../parts/index.ts';
import type { Drawing } from './curve-chart.ts';

export type ScoreBand = {
  readonly from: number;
  readonly to: number;
  readonly goods: number;
  readonly bads: number;
};

const hundred = 100;

/** A share of fewer rows than this says little; the chart leaves it out, the table shows it with its count. */
const minRows = 30;

export function drawScores(bands: readonly ScoreBand[], drawing: Drawing) {
  const { words, formats, palette } = drawing;
  const counts = { valueFormatter: (value: unknown) => formats.count(Number(value)) };
  return {
    ...baseOption(palette),
    xAxis: {
      ...axis(palette, words.models.charts.score, true),
      data: bands.map(({ from, to }) => `${formats.edge(from)} … ${formats.edge(to)}`),
    },
    yAxis: [
      axis(palette, words.models.rows, false),
      { ...axis(palette, words.models.charts.badRatePercent, false), min: 0, splitLine: { show: false } },
    ],
    series: [
      ...(['goods', 'bads'] as const).map((side) => ({
        type: 'bar',
        stack: 'rows',
        name: words.models[side],
        barCategoryGap: '8%',
        itemStyle: outcomeStyle(palette, side === 'goods' ? 'approve' : 'decline'),
        tooltip: counts,
        data: bands.map((band) => band[side]),
      })),
      {
        type: 'line',
        yAxisIndex: 1,
        name: words.models.badRate,
        symbol: 'circle',
        symbolSize: 5,
        connectNulls: false,
        lineStyle: { color: palette.ink, width: 2 },
        itemStyle: { color: palette.ink },
        tooltip: {
          valueFormatter: (value: unknown) =>
            typeof value === 'number' ? formats.percent(value / hundred) : words.models.tooFew,
        },
        data: bands.map(({ goods, bads }) =>
          goods + bads < minRows ? null : (bads / (goods + bads)) * hundred,
        ),
      },
    ],
  };
}
