/** Promised against observed: mean predicted probability of each group beside the share that went bad, with its interval. */
import { axis, baseOption } from '../parts/index.ts';
import { curveStyle, type Drawing } from './curve-chart.ts';

export type CalibrationGroup = {
  readonly rows: number;
  /** Mean predicted probability of default. */
  readonly predicted: number;
  readonly observed: number;
  /** The interval of what was observed; left out where none was computed. */
  readonly low?: number;
  readonly high?: number;
};
export type CalibrationCurve = { readonly name: string; readonly groups: readonly CalibrationGroup[] };

const hundred = 100;
const headroom = 1.08;

export function drawCalibration(curves: readonly CalibrationCurve[], drawing: Drawing) {
  const { words, formats, palette } = drawing;
  const top = topOf(curves);
  const axisOf = (name: string) => ({
    ...axis(palette, name, false),
    min: 0,
    max: top,
    axisLabel: { ...axis(palette, name, false).axisLabel, showMaxLabel: false },
  });
  return {
    ...baseOption(palette),
    tooltip: {
      ...baseOption(palette).tooltip,
      axisPointer: { type: 'line', lineStyle: { color: palette.lineStrong } },
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? formats.percent(value / hundred, 2) : words.overview.notKnown,
    },
    xAxis: { ...axisOf(words.models.charts.predicted), nameGap: 26 },
    yAxis: axisOf(words.models.charts.observed),
    series: [
      {
        type: 'line',
        name: words.models.charts.perfect,
        symbol: 'none',
        lineStyle: { color: palette.lineStrong, type: 'dotted', width: 1 },
        itemStyle: { color: palette.lineStrong },
        data: [
          [0, 0],
          [top, top],
        ],
      },
      ...curves.map(({ name, groups }, at) => {
        const style = curveStyle(palette, at);
        return {
          type: 'line',
          name,
          symbol: at === 0 ? 'circle' : 'diamond',
          symbolSize: 7,
          lineStyle: style,
          itemStyle: { color: style.color },
          data: groups.map(({ predicted, observed }) => [predicted * hundred, observed * hundred]),
        };
      }),
      ...(curves.length === 1 ? bounds(curves[0]?.groups ?? [], drawing) : []),
    ],
  };
}

function bounds(groups: readonly CalibrationGroup[], { words, palette }: Drawing) {
  if (groups.some(({ low, high }) => low === undefined || high === undefined)) return [];
  return (['low', 'high'] as const).map((side) => ({
    type: 'line',
    name: words.models.charts.interval,
    symbol: 'none',
    lineStyle: { color: palette.plusFill, type: 'dotted', width: 1 },
    itemStyle: { color: palette.plusFill },
    data: groups.map((group) => [group.predicted * hundred, (group[side] ?? 0) * hundred]),
  }));
}

/** The end of both axes, so that the diagonal is a diagonal. */
function topOf(curves: readonly CalibrationCurve[]): number {
  const highest = Math.max(
    0.01,
    ...curves.flatMap(({ groups }) => groups.flatMap(({ predicted, observed }) => [predicted, observed])),
  );
  return Math.min(hundred, Math.ceil(highest * hundred * headroom));
}
