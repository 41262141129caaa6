/** How long decisions took since the server started. */
import type { Overview } from '@plimsoll/api/overview';
import { useMemo } from 'react';
import { axis, baseOption, ChartSection, PlainTable, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const chartHeight = 200;

export function LatencyChart({ overview }: { readonly overview: Overview }) {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  const { buckets, since, p50Ms, p99Ms } = overview.decisionLatency;
  const option = useMemo(
    () => ({
      ...baseOption(palette),
      grid: { ...baseOption(palette).grid, top: 8 },
      xAxis: {
        ...axis(palette, words.overview.latencyAxis, true),
        data: buckets.map(({ upToMs }) => formats.decimal(upToMs)),
      },
      yAxis: axis(palette, words.overview.countAxis, false),
      series: [
        {
          type: 'bar',
          name: words.overview.countAxis,
          barCategoryGap: '12%',
          itemStyle: { color: palette.plusFill },
          tooltip: { valueFormatter: (value: number) => formats.count(value) },
          data: buckets.map(({ count }) => count),
        },
      ],
    }),
    [buckets, palette, words, formats],
  );
  if (buckets.length === 0) return null;
  const reading = [
    p50Ms === null ? '' : `p50 ${formats.milliseconds(p50Ms)}`,
    p99Ms === null ? '' : `p99 ${formats.milliseconds(p99Ms)}`,
    formats.instant(since),
  ];
  return (
    <ChartSection
      title={words.overview.latencies}
      hint={`${words.overview.latencyHint} · ${reading.filter((part) => part !== '').join(' · ')}`}
      option={option}
      rowCount={buckets.length}
      height={chartHeight}
      table={
        <PlainTable
          label={words.overview.latencies}
          rows={buckets}
          rowKey={({ upToMs }) => upToMs}
          columns={[
            {
              key: 'upTo',
              title: words.overview.latencyAxis,
              numeric: true,
              cell: ({ upToMs }) => formats.decimal(upToMs),
            },
            {
              key: 'count',
              title: words.overview.countAxis,
              numeric: true,
              cell: ({ count }) => formats.count(count),
            },
          ]}
        />
      }
    />
  );
}
