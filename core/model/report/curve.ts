/** The drawings of a report: curves of rank, stated against actual, bands, shift of scores. */
import type { Shift, ValidationReport } from '@plimsoll/core/model/validate';
import type { Chart } from './block.ts';
import type { LabelName } from './label.ts';

type Say = (name: LabelName) => string;

const DIAGONAL: Chart['series'][number] = {
  name: '',
  style: 'line',
  look: 'guide',
  points: [
    [0, 0],
    [1, 1],
  ],
};

/** ROC, KS, precision and recall. */
export function rankCharts({ curves, calibration }: ValidationReport, say: Say): readonly Chart[] {
  const shares = { xMax: 1, yMax: 1, xPercent: true, yPercent: true };
  return [
    {
      title: say('roc'),
      xLabel: say('falsePositive'),
      yLabel: say('truePositive'),
      ...shares,
      series: [
        DIAGONAL,
        {
          name: '',
          style: 'line',
          look: 'main',
          points: curves.roc.map((point) => [point.falsePositiveRate, point.truePositiveRate]),
        },
      ],
    },
    {
      title: say('gap'),
      xLabel: say('shareAxis'),
      yLabel: say('cumulative'),
      ...shares,
      series: [
        {
          name: say('badsLine'),
          style: 'line',
          look: 'second',
          points: [[0, 0], ...curves.gap.map((point) => [point.share, point.badShare] as const)],
        },
        {
          name: say('goodsLine'),
          style: 'line',
          look: 'main',
          points: [[0, 0], ...curves.gap.map((point) => [point.share, point.goodShare] as const)],
        },
      ],
    },
    {
      title: say('recall'),
      xLabel: say('recallAxis'),
      yLabel: say('precisionAxis'),
      ...shares,
      series: [
        {
          name: say('allRows'),
          style: 'line',
          look: 'guide',
          points: [
            [0, calibration.rate.share],
            [1, calibration.rate.share],
          ],
        },
        {
          name: '',
          style: 'line',
          look: 'main',
          points: curves.recall.map((point) => [point.recall, point.precision]),
        },
      ],
    },
  ];
}

/** Stated against actual rates, and rates by band. */
export function accuracyCharts({ calibration, curves }: ValidationReport, say: Say): readonly Chart[] {
  const { bins, rate } = calibration;
  const top = niceMax(Math.max(...bins.flatMap((bin) => [bin.meanProbability, bin.rate])));
  const highest = niceMax(Math.max(...curves.gains.map((band) => band.rate)));
  return [
    {
      title: say('reliabilityChart'),
      xLabel: say('statedAxis'),
      yLabel: say('actualAxis'),
      xMax: top,
      yMax: top,
      xPercent: true,
      yPercent: true,
      series: [
        {
          ...DIAGONAL,
          points: [
            [0, 0],
            [top, top],
          ],
        },
        { name: '', style: 'line', look: 'main', points: bins.map((bin) => [bin.meanProbability, bin.rate]) },
        {
          name: '',
          style: 'points',
          look: 'main',
          points: bins.map((bin) => [bin.meanProbability, bin.rate]),
        },
      ],
    },
    {
      title: say('liftChart'),
      xLabel: say('bandAxis'),
      yLabel: say('actualAxis'),
      xMax: 1,
      yMax: highest,
      xPercent: true,
      yPercent: true,
      series: [
        {
          name: '',
          style: 'bars',
          look: 'main',
          points: curves.gains.map((band) => [(band.band - 0.5) / curves.gains.length, band.rate]),
        },
        {
          name: say('allRows'),
          style: 'line',
          look: 'guide',
          points: [
            [0, rate.share],
            [1, rate.share],
          ],
        },
      ],
    },
  ];
}

/** The shares of both samples over the bins of the building sample. */
export function shiftChart(score: Shift, say: Say): Chart {
  const total = (side: 'expected' | 'actual'): number => score.bins.reduce((sum, bin) => sum + bin[side], 0);
  const sharesOf = (side: 'expected' | 'actual') =>
    score.bins.map((bin, at) => [(at + 0.5) / score.bins.length, bin[side] / total(side)] as const);
  const highest = Math.max(
    ...sharesOf('expected').map(([, y]) => y),
    ...sharesOf('actual').map(([, y]) => y),
  );
  return {
    title: say('shiftChart'),
    xLabel: say('binAxis'),
    yLabel: '',
    xMax: 1,
    yMax: niceMax(highest),
    xPercent: true,
    yPercent: true,
    series: [
      { name: say('actual'), style: 'bars', look: 'second', points: sharesOf('actual') },
      { name: say('expected'), style: 'line', look: 'main', points: sharesOf('expected') },
    ],
  };
}

/** The next of 1, 2, 4, 6, 8 times a power of ten, 1 at most: four ticks of an axis are then round shares. */
function niceMax(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((each) => each * power >= value) ?? 10;
  return Math.min(1, step * power);
}
