/** What all charts share: axes, tooltips, and the look of each outcome (fill and pattern). */
import type { Outcome } from '@plimsoll/api/origination';
import { fonts, type Palette } from '../../tokens/index.ts';

export function baseOption(palette: Palette) {
  return {
    textStyle: { fontFamily: fonts.text, color: palette.inkSoft },
    grid: { left: 8, right: 12, top: 36, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 10,
      textStyle: { color: palette.inkSoft, fontSize: 12 },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: palette.line, opacity: 0.5 } },
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: 12 },
      confine: true,
    },
  } as const;
}

export function axis(palette: Palette, name: string, isCategory: boolean) {
  return {
    type: isCategory ? 'category' : 'value',
    name,
    nameLocation: 'middle',
    nameGap: isCategory ? 26 : 36,
    nameTextStyle: { color: palette.inkFaint, fontSize: 12 },
    axisLabel: { color: palette.inkFaint, fontSize: 11, hideOverlap: true },
    axisLine: { show: isCategory, lineStyle: { color: palette.lineStrong } },
    axisTick: { show: false },
    splitLine: { show: !isCategory, lineStyle: { color: palette.line } },
  } as const;
}

/** Fill and pattern of an outcome: plain, slanted, dotted. */
export function outcomeStyle(palette: Palette, outcome: Outcome) {
  const ink = palette.ground;
  switch (outcome) {
    case 'approve':
      return { color: palette.approveFill };
    case 'refer':
      return {
        color: palette.referFill,
        decal: {
          symbol: 'rect',
          color: ink,
          dashArrayX: [1, 0],
          dashArrayY: [1.5, 5],
          rotation: -Math.PI / 4,
        },
      };
    case 'decline':
      return {
        color: palette.declineFill,
        decal: {
          symbol: 'circle',
          color: ink,
          symbolSize: 0.35,
          dashArrayX: [
            [6, 6],
            [0, 6, 6, 0],
          ],
          dashArrayY: [6, 0],
        },
      };
    default:
      return outcome satisfies never;
  }
}
