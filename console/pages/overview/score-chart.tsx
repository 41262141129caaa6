/** How scores are spread, stacked by outcome, with the observed bad rate of each band as a line. */
import type { Overview } from '@plimsoll/api/overview';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { outcomes, useLinks } from '../../address/index.ts';
import { axis, baseOption, ChartSection, outcomeStyle, PlainTable, usePalette } from '../../parts/index.ts';
import type { Palette } from '../../tokens/index.ts';
import { type Language, useLanguage } from '../../words/index.ts';
import { bandFilter, bandPoints, drawnBadRate, observedBadRate } from './rates.ts';

export function ScoreChart({ overview }: { readonly overview: Overview }) {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  const links = useLinks();
  const navigate = useNavigate();
  const bands = overview.byScoreBand;
  const option = useMemo(
    () => drawScores(bands, palette, { words, formats }),
    [bands, palette, words, formats],
  );
  return (
    <ChartSection
      title={words.overview.scores}
      hint={
        <>
          {words.overview.scoresHint}
          {overview.unscored === 0 ? null : (
            <span title={words.overview.unscoredHint}> · {words.overview.unscored(overview.unscored)}</span>
          )}
        </>
      }
      option={option}
      rowCount={bands.length}
      onPick={({ dataIndex, seriesIndex }) => {
        const band = bands[dataIndex];
        const outcome = outcomes[seriesIndex];
        if (band !== undefined)
          void navigate(
            links.applications({
              ...bandFilter(band.scoreMin),
              ...(outcome === undefined ? {} : { outcome }),
            }),
          );
      }}
      table={<ScoreTable bands={bands} />}
    />
  );
}

type Bands = Overview['byScoreBand'];

function drawScores(bands: Bands, palette: Palette, { words, formats }: Pick<Language, 'words' | 'formats'>) {
  const hasKnown = bands.some((band) => drawnBadRate(band) !== null);
  const rateAxis = axis(palette, words.overview.badRateAxis, false);
  const base = baseOption(palette);
  return {
    ...base,
    xAxis: {
      ...axis(palette, words.overview.scoreAxis, true),
      data: bands.map(({ scoreMin }) => `${scoreMin}–${scoreMin + bandPoints - 1}`),
    },
    yAxis: [
      axis(palette, words.overview.countAxis, false),
      { ...rateAxis, show: hasKnown, min: 0, splitLine: { show: false } },
    ],
    series: [
      ...outcomes.map((outcome) => ({
        type: 'bar',
        stack: 'outcome',
        name: words.outcome[outcome],
        barCategoryGap: '12%',
        itemStyle: outcomeStyle(palette, outcome),
        tooltip: { valueFormatter: (value: number) => formats.count(value) },
        data: bands.map((band) => band[outcome]),
      })),
      ...(hasKnown
        ? [
            {
              type: 'line',
              yAxisIndex: 1,
              name: words.overview.badRate,
              symbol: 'circle',
              symbolSize: 6,
              connectNulls: false,
              lineStyle: { color: palette.ink, width: 2 },
              itemStyle: { color: palette.ink },
              tooltip: {
                valueFormatter: (value: number | null) =>
                  value === null ? words.overview.notKnown : formats.percent(value / 100),
              },
              data: bands.map(drawnBadRate),
            },
          ]
        : []),
    ],
  };
}

function ScoreTable({ bands }: { readonly bands: Bands }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  return (
    <PlainTable
      label={words.overview.scores}
      rows={bands}
      rowKey={({ scoreMin }) => scoreMin}
      columns={[
        {
          key: 'band',
          title: words.overview.band,
          cell: ({ scoreMin }) => (
            <Link to={links.applications(bandFilter(scoreMin))}>
              {scoreMin}–{scoreMin + bandPoints - 1}
            </Link>
          ),
        },
        ...outcomes.map((outcome) => ({
          key: outcome,
          title: words.outcome[outcome],
          numeric: true,
          cell: (band: Bands[number]) => formats.count(band[outcome]),
        })),
        {
          key: 'known',
          title: words.overview.known,
          numeric: true,
          cell: ({ good, bad }) => formats.count(good + bad),
        },
        {
          key: 'rate',
          title: words.overview.badRate,
          numeric: true,
          cell: (band) => {
            const rate = observedBadRate(band);
            return rate === null ? words.overview.notKnown : formats.percent(rate);
          },
        },
      ]}
    />
  );
}
