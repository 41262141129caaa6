/** A chart with a table behind it. The chart is a picture with a name; the table says the same in numbers. */
import { Button } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../../words/index.ts';
import { Icon } from '../icon.tsx';
import { Section } from '../section.tsx';

export type ChartPick = { readonly dataIndex: number; readonly seriesIndex: number };

export type ChartSectionProps = {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly option: EChartsCoreOption;
  readonly rowCount: number;
  readonly table: ReactNode;
  readonly height?: number;
  readonly onPick?: (pick: ChartPick) => void;
};

const usualHeight = 260;

export function ChartSection({
  title,
  hint,
  option,
  rowCount,
  table,
  height = usualHeight,
  onPick,
}: ChartSectionProps) {
  const { words } = useLanguage();
  const [asTable, setAsTable] = useState(false);
  return (
    <Section
      title={title}
      hint={hint}
      actions={
        <Button
          size="small"
          type="text"
          aria-pressed={asTable}
          icon={<Icon name={asTable ? 'chart' : 'table'} size={14} />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? words.state.chart : words.state.table}
        </Button>
      }
    >
      {asTable ? (
        <div className="chart-table" style={{ maxHeight: height }}>
          {table}
        </div>
      ) : (
        <Chart
          label={words.overview.chartSummary(title, rowCount)}
          option={option}
          height={height}
          {...(onPick === undefined ? {} : { onPick })}
        />
      )}
    </Section>
  );
}

type ChartProps = {
  readonly label: string;
  readonly option: EChartsCoreOption;
  readonly height: number;
  readonly onPick?: (pick: ChartPick) => void;
};

function Chart({ label, option, height, onPick }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const latest = useRef({ option, onPick });
  useEffect(() => {
    latest.current = { option, onPick };
  });

  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    let isGone = false;
    const observer = new ResizeObserver(() => chart.current?.resize());
    void import('./engine.ts').then(({ createChart }) => {
      if (isGone) return;
      const made = createChart(element);
      chart.current = made;
      made.setOption(calm(latest.current.option));
      made.on('click', (pick) =>
        latest.current.onPick?.({ dataIndex: pick.dataIndex, seriesIndex: pick.seriesIndex ?? 0 }),
      );
      observer.observe(element);
    });
    return () => {
      isGone = true;
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => chart.current?.setOption(calm(option), { notMerge: true }), [option]);

  return <div ref={holder} className="chart" role="img" aria-label={label} style={{ height }} />;
}

/** No movement for those who asked their system for less of it. */
function calm(option: EChartsCoreOption): EChartsCoreOption {
  const isReduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return { animation: !isReduced, animationDuration: 250, ...option };
}
