/** Principal still to be repaid after each instalment; a table behind it. */
import { useMemo } from 'react';
import type { LoanDetail } from '@plimsoll/api/loan';
import { axis, baseOption, ChartSection, PlainTable, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const chartHeight = 200;

export function BalanceChart({ loan }: { readonly loan: LoanDetail }) {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  const { instalments } = loan.state;
  const { currency } = loan;
  const option = useMemo(
    () => ({
      ...baseOption(palette),
      grid: { ...baseOption(palette).grid, top: 12 },
      xAxis: {
        ...axis(palette, words.loans.scheduleColumns.due, true),
        data: instalments.map(({ due }) => formats.day(due)),
      },
      yAxis: {
        ...axis(palette, `${words.loans.balanceAxis} (${currency})`, false),
        axisLabel: {
          color: palette.inkFaint,
          fontSize: 11,
          formatter: (value: number) => formats.money(value, currency),
        },
        nameGap: 80,
      },
      series: [
        {
          type: 'line',
          step: 'end',
          name: words.loans.balanceAxis,
          symbolSize: 5,
          itemStyle: { color: palette.plusFill },
          areaStyle: { opacity: 0.12 },
          tooltip: { valueFormatter: (value: number) => formats.money(value, currency) },
          data: instalments.map(({ balanceAfterMinor }) => balanceAfterMinor),
        },
      ],
    }),
    [palette, words, formats, instalments, currency],
  );
  return (
    <ChartSection
      title={words.loans.balance}
      hint={words.loans.balanceHint}
      option={option}
      rowCount={instalments.length}
      height={chartHeight}
      table={
        <PlainTable
          label={words.loans.balance}
          rows={instalments.map((row, at) => ({ ...row, at }))}
          rowKey={({ at }) => at}
          columns={[
            { key: 'due', title: words.loans.scheduleColumns.due, cell: ({ due }) => formats.day(due) },
            {
              key: 'balance',
              title: words.loans.scheduleColumns.balance,
              numeric: true,
              cell: ({ balanceAfterMinor }) => formats.money(balanceAfterMinor, currency),
            },
          ]}
        />
      }
    />
  );
}
