/** A chart as lines and texts at places: the page draws them as SVG, the PDF with its pen. Paths are in SVG's own words. */
import type { Chart, Series } from './block.ts';

export const CHART_WIDTH = 330;
export const CHART_HEIGHT = 250;
const LEFT = 44;
const RIGHT = 18;
const TOP = 28;
const BOTTOM = 58;
const TICKS = 4;

export type Mark =
  | {
      readonly kind: 'path';
      readonly path: string;
      readonly look: Series['look'] | 'frame' | 'grid';
      readonly isFilled: boolean;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly isTitle: boolean;
    };

/** The marks of a chart on a field of `CHART_WIDTH` × `CHART_HEIGHT`, y downwards. */
export function drawChart(chart: Chart): readonly Mark[] {
  const place = {
    x: (value: number): number => LEFT + clamp(value / chart.xMax) * (CHART_WIDTH - LEFT - RIGHT),
    y: (value: number): number =>
      CHART_HEIGHT - BOTTOM - clamp(value / chart.yMax) * (CHART_HEIGHT - TOP - BOTTOM),
  };
  const marks: Mark[] = [textMark({ x: LEFT, y: 16, text: chart.title }, 'start', true)];
  for (let tick = 0; tick <= TICKS; tick += 1) {
    const [x, y] = [(chart.xMax * tick) / TICKS, (chart.yMax * tick) / TICKS];
    const gridY = round(place.y(y));
    marks.push(
      pathMark(`M${LEFT} ${gridY}H${CHART_WIDTH - RIGHT}`, tick === 0 ? 'frame' : 'grid'),
      textMark({ x: LEFT - 5, y: gridY + 3, text: tickText(y, chart.yPercent) }, 'end'),
      textMark({ x: place.x(x), y: CHART_HEIGHT - BOTTOM + 13, text: tickText(x, chart.xPercent) }, 'middle'),
    );
  }
  marks.push(
    textMark(
      { x: (LEFT + CHART_WIDTH - RIGHT) / 2, y: CHART_HEIGHT - BOTTOM + 28, text: chart.xLabel },
      'middle',
    ),
    textMark({ x: CHART_WIDTH - RIGHT, y: 16, text: chart.yLabel }, 'end'),
  );
  let legend = LEFT;
  for (const series of chart.series) {
    marks.push(...seriesMarks(series, place));
    if (series.name === '') continue;
    const y = CHART_HEIGHT - 10;
    marks.push(
      pathMark(`M${round(legend)} ${y - 4}h14`, series.look),
      textMark({ x: legend + 18, y, text: series.name }, 'start'),
    );
    legend += 34 + textWidth(series.name);
  }
  return marks;
}

type Place = { readonly x: (value: number) => number; readonly y: (value: number) => number };

function seriesMarks(series: Series, place: Place): readonly Mark[] {
  const spots = series.points.map(([x, y]) => [round(place.x(x)), round(place.y(y))] as const);
  if (spots.length === 0) return [];
  const floor = round(place.y(0));
  switch (series.style) {
    case 'line':
      return [pathMark(spots.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join(''), series.look)];
    case 'points':
      return [
        pathMark(
          spots.map(([x, y]) => `M${x - 2.5} ${y}l2.5 -2.5l2.5 2.5l-2.5 2.5z`).join(''),
          series.look,
          true,
        ),
      ];
    case 'bars': {
      const width = Math.min(22, (0.7 * (CHART_WIDTH - LEFT - RIGHT)) / spots.length);
      const bars = spots.map(([x, y]) => `M${round(x - width / 2)} ${floor}V${y}h${round(width)}V${floor}z`);
      return [pathMark(bars.join(''), series.look, true)];
    }
    default:
      return series.style satisfies never;
  }
}

function pathMark(path: string, look: Extract<Mark, { kind: 'path' }>['look'], isFilled = false): Mark {
  return { kind: 'path', path, look, isFilled };
}

function textMark(
  at: { readonly x: number; readonly y: number; readonly text: string },
  anchor: 'start' | 'middle' | 'end',
  isTitle = false,
): Mark {
  return { kind: 'text', x: round(at.x), y: round(at.y), text: at.text, anchor, isTitle };
}

function tickText(value: number, isPercent: boolean): string {
  return isPercent ? `${Number((100 * value).toPrecision(3))}%` : String(Number(value.toPrecision(3)));
}

/** About the width of a text of ten points: a Chinese sign is as wide as it is high. */
function textWidth(text: string): number {
  let width = 0;
  for (const sign of text) width += sign > '\u2e7f' ? 10 : 5.4;
  return width;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
