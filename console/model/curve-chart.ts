/**
 * How well models tell goods from bads, as chart options: ROC, separation (KS) and lift, one curve for each model.
 * The second model is dashed, so that it is told apart without its colour.
 */
import { axis, baseOption } from '../parts/index.ts';
import type { Palette } from '../tokens/index.ts';
import type { Language } from '../words/index.ts';

/** Shares from 0 to 1, in order of `across`. */
export type CurvePoint = { readonly across: number; readonly up: number };
export type Curve = { readonly name: string; readonly points: readonly CurvePoint[] };
export type Drawing = Pick<Language, 'words' | 'formats'> & { readonly palette: Palette };

/** Shares of goods and bads refused, when the riskiest `share` of rows is refused. */
export type SeparationPoint = { readonly share: number; readonly goods: number; readonly bads: number };

const hundred = 100;

export function drawRoc(curves: readonly Curve[], drawing: Drawing) {
  const { words, palette } = drawing;
  const chance = [0, 1].map((share) => ({ across: share, up: share }));
  return {
    ...frame(drawing, { across: words.models.charts.falsePositive, up: words.models.charts.truePositive }),
    series: [
      ...curves.map((curve, at) => line(curve, curveStyle(palette, at))),
      line(
        { name: words.models.charts.chance, points: chance },
        { color: palette.lineStrong, type: 'dotted', width: 1 },
      ),
    ],
  };
}

export function drawSeparation(points: readonly SeparationPoint[], drawing: Drawing) {
  const { words, palette, formats } = drawing;
  const widest = widestGap(points);
  const gap = widest === null ? [] : [widest.goods, widest.bads];
  const along = (side: 'goods' | 'bads') => points.map((point) => ({ across: point.share, up: point[side] }));
  return {
    ...frame(drawing, { across: words.models.charts.shareRefused, up: words.models.charts.shareOfSide }),
    series: [
      line(
        { name: words.models.bads, points: along('bads') },
        { color: palette.declineFill, type: 'solid', width: 2 },
      ),
      line(
        { name: words.models.goods, points: along('goods') },
        { color: palette.approveFill, type: 'dashed', width: 2 },
      ),
      ...(widest === null
        ? []
        : [
            line(
              {
                name: words.models.charts.widest(formats.percent(widest.bads - widest.goods)),
                points: gap.map((up) => ({ across: widest.share, up })),
              },
              { color: palette.ink, type: 'solid', width: 1 },
            ),
          ]),
    ],
  };
}

/** Where goods and bads stand furthest apart; null without points. */
export function widestGap(points: readonly SeparationPoint[]): SeparationPoint | null {
  let widest: SeparationPoint | null = null;
  for (const point of points)
    if (widest === null || point.bads - point.goods > widest.bads - widest.goods) widest = point;
  return widest;
}

/** `up` is how many times the sample's bad rate; 1 is no lift. */
export function drawLift(curves: readonly Curve[], drawing: Drawing) {
  const { words, palette, formats } = drawing;
  const base = frame(drawing, { across: words.models.charts.shareRiskiest, up: words.models.charts.lift });
  const times = (value: unknown) => (typeof value === 'number' ? `${formats.decimal(value)}×` : '–');
  return {
    ...base,
    yAxis: { ...base.yAxis, max: undefined },
    series: curves.map((curve, at) => ({
      ...line(curve, curveStyle(palette, at)),
      data: curve.points.map(({ across, up }) => [across * hundred, up]),
      tooltip: { valueFormatter: times },
    })),
  };
}

type LineStyle = {
  readonly color: string;
  readonly type: 'solid' | 'dashed' | 'dotted';
  readonly width: number;
};

/** The look of the first and the second model, the same in every chart. */
export function curveStyle(palette: Palette, at: number): LineStyle {
  return at === 0
    ? { color: palette.plusFill, type: 'solid', width: 2 }
    : { color: palette.minusFill, type: 'dashed', width: 2 };
}

function frame(
  { words, formats, palette }: Drawing,
  names: { readonly across: string; readonly up: string },
) {
  const percents = { min: 0, max: hundred };
  return {
    ...baseOption(palette),
    tooltip: {
      ...baseOption(palette).tooltip,
      axisPointer: { type: 'line', lineStyle: { color: palette.lineStrong } },
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? formats.percent(value / hundred) : words.overview.notKnown,
    },
    xAxis: { ...axis(palette, names.across, false), nameGap: 26, ...percents },
    yAxis: { ...axis(palette, names.up, false), ...percents },
  };
}

function line({ name, points }: Curve, style: LineStyle) {
  return {
    type: 'line',
    name,
    symbol: 'none',
    lineStyle: style,
    itemStyle: { color: style.color },
    data: points.map(({ across, up }) => [across * hundred, up * hundred]),
  };
}

/** The separation of a ROC curve: how far bads caught are above goods refused, at each share of goods refused. */
export function gapsOfRoc({ name, points }: Curve): Curve {
  return { name, points: points.map(({ across, up }) => ({ across, up: up - across })) };
}

/** Separation of several models, the widest gap of each in its name. */
export function drawGaps(curves: readonly Curve[], drawing: Drawing) {
  const { words, palette, formats } = drawing;
  const base = frame(drawing, { across: words.models.charts.falsePositive, up: words.models.charts.gap });
  return {
    ...base,
    yAxis: { ...base.yAxis, max: undefined },
    series: curves.map((curve, at) => {
      const widest = Math.max(0, ...curve.points.map(({ up }) => up));
      const name = `${curve.name} · ${formats.percent(widest)}`;
      return line({ ...curve, name }, curveStyle(palette, at));
    }),
  };
}
