/** What was decided when. */
import type { Overview } from '@plimsoll/api/overview';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { outcomes, useLinks } from '../../address/index.ts';
import { axis, baseOption, ChartSection, outcomeStyle, PlainTable, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { type TimeBar, toTimeBars } from './rates.ts';

const widestBar = 48;

export function TimeChart({ overview }: { readonly overview: Overview }) {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  const links = useLinks();
  const navigate = useNavigate();
  const { step, bars } = useMemo(() => toTimeBars(overview.byHour), [overview.byHour]);
  const option = useMemo(
    () => ({
      ...baseOption(palette),
      xAxis: {
        ...axis(palette, words.overview.time, true),
        data: bars.map(({ from }) =>
          step === 'hour' ? `${formats.monthDay(from)} ${formats.clock(from)}` : formats.monthDay(from),
        ),
      },
      yAxis: axis(palette, words.overview.countAxis, false),
      series: outcomes.map((outcome) => ({
        type: 'bar',
        stack: 'outcome',
        name: words.outcome[outcome],
        barMaxWidth: widestBar,
        itemStyle: outcomeStyle(palette, outcome),
        tooltip: { valueFormatter: (value: number) => formats.count(value) },
        data: bars.map((bar) => bar[outcome]),
      })),
    }),
    [bars, step, palette, words, formats],
  );
  return (
    <ChartSection
      title={words.overview.overTime}
      hint={words.overview.overTimeHint[step]}
      option={option}
      rowCount={bars.length}
      onPick={({ dataIndex, seriesIndex }) => {
        const bar = bars[dataIndex];
        const outcome = outcomes[seriesIndex];
        if (bar !== undefined && outcome !== undefined)
          void navigate(links.applicationsWithin({ outcome }, bar.from, bar.to));
      }}
      table={
        <PlainTable<TimeBar>
          label={words.overview.overTime}
          rows={bars}
          rowKey={({ from }) => from}
          columns={[
            {
              key: 'from',
              title: words.overview.time,
              cell: ({ from, to }) => (
                <Link to={links.applicationsWithin({}, from, to)}>{formats.instantShort(from)}</Link>
              ),
            },
            ...outcomes.map((outcome) => ({
              key: outcome,
              title: words.outcome[outcome],
              numeric: true,
              cell: (bar: TimeBar) => formats.count(bar[outcome]),
            })),
          ]}
        />
      }
    />
  );
}
