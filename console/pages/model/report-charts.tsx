/** The curves of a validation report, each with a table behind it. */
import { useMemo } from 'react';
import type { ValidationReport } from '@plimsoll/core/model/validate';
import {
  drawCalibration,
  drawLift,
  drawRoc,
  drawScores,
  drawSeparation,
  type Drawing,
  type ScoreBand,
} from '../../model/index.ts';
import { ChartSection, type PlainColumn, PlainTable, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { scoreBandsOf } from './score-bands.ts';

export type ReportChartProps = { readonly report: ValidationReport };

const digits = 3;

function useDrawing(): Drawing {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  return useMemo(() => ({ words, formats, palette }), [words, formats, palette]);
}

/** Columns of numbers, each written by its own format. */
function numbers<R>(
  columns: readonly {
    readonly key: string;
    readonly title: string;
    readonly show: (row: R) => string;
  }[],
): readonly PlainColumn<R>[] {
  return columns.map(({ key, title, show }) => ({ key, title, numeric: true, cell: show }));
}

export function RocChart({ report }: ReportChartProps) {
  const { words, formats } = useLanguage();
  const drawing = useDrawing();
  const { roc } = report.curves;
  const option = useMemo(() => {
    const points = roc.map((point) => ({ across: point.falsePositiveRate, up: point.truePositiveRate }));
    return drawRoc([{ name: report.subject.model, points }], drawing);
  }, [roc, report, drawing]);
  const { model, charts } = words.models;
  return (
    <ChartSection
      title={model.roc}
      option={option}
      rowCount={roc.length}
      table={
        <PlainTable<(typeof roc)[number]>
          label={model.roc}
          rows={roc}
          rowKey={({ falsePositiveRate, truePositiveRate }) => `${falsePositiveRate} ${truePositiveRate}`}
          columns={numbers([
            {
              key: 'across',
              title: charts.falsePositive,
              show: (point) => formats.percent(point.falsePositiveRate),
            },
            {
              key: 'up',
              title: charts.truePositive,
              show: (point) => formats.percent(point.truePositiveRate),
            },
          ])}
        />
      }
    />
  );
}

export function SeparationChart({ report }: ReportChartProps) {
  const { words, formats } = useLanguage();
  const drawing = useDrawing();
  const { gap } = report.curves;
  const option = useMemo(
    () =>
      drawSeparation(
        [
          { share: 0, goods: 0, bads: 0 },
          ...gap.map(({ share, goodShare, badShare }) => ({ share, goods: goodShare, bads: badShare })),
        ],
        drawing,
      ),
    [gap, drawing],
  );
  const { model, charts } = words.models;
  return (
    <ChartSection
      title={model.separation}
      option={option}
      rowCount={gap.length}
      table={
        <PlainTable<(typeof gap)[number]>
          label={model.separation}
          rows={gap}
          rowKey={({ share }) => share}
          columns={numbers([
            { key: 'share', title: charts.shareRefused, show: ({ share }) => formats.percent(share) },
            { key: 'goods', title: words.models.goods, show: ({ goodShare }) => formats.percent(goodShare) },
            { key: 'bads', title: words.models.bads, show: ({ badShare }) => formats.percent(badShare) },
            {
              key: 'gap',
              title: charts.gap,
              show: ({ goodShare, badShare }) => formats.percent(badShare - goodShare),
            },
          ])}
        />
      }
    />
  );
}

export function CalibrationChart({ report }: ReportChartProps) {
  const { words, formats } = useLanguage();
  const drawing = useDrawing();
  const { bins } = report.calibration;
  const option = useMemo(() => {
    const groups = bins.map(({ rows, meanProbability, rate }) => ({
      rows,
      predicted: meanProbability,
      observed: rate,
    }));
    return drawCalibration([{ name: report.subject.model, groups }], drawing);
  }, [bins, report, drawing]);
  const { model } = words.models;
  return (
    <ChartSection
      title={model.calibration}
      option={option}
      rowCount={bins.length}
      table={
        <PlainTable<(typeof bins)[number]>
          label={model.calibration}
          rows={bins}
          rowKey={({ from, to }) => `${from} ${to}`}
          columns={numbers([
            { key: 'rows', title: words.models.rows, show: ({ rows }) => formats.count(rows) },
            { key: 'bads', title: words.models.bads, show: ({ bads }) => formats.count(bads) },
            {
              key: 'predicted',
              title: model.predicted,
              show: ({ meanProbability }) => formats.percent(meanProbability, 2),
            },
            { key: 'observed', title: model.observed, show: ({ rate }) => formats.percent(rate, 2) },
          ])}
        />
      }
    />
  );
}

export function LiftChart({ report }: ReportChartProps) {
  const { words, formats } = useLanguage();
  const drawing = useDrawing();
  const { gains } = report.curves;
  const option = useMemo(() => {
    const points = gains.map(({ band, cumulativeLift }) => ({
      across: band / gains.length,
      up: cumulativeLift,
    }));
    return drawLift([{ name: report.subject.model, points }], drawing);
  }, [gains, report, drawing]);
  const { model, charts } = words.models;
  return (
    <ChartSection
      title={model.lift}
      option={option}
      rowCount={gains.length}
      table={
        <PlainTable<(typeof gains)[number]>
          label={model.lift}
          rows={gains}
          rowKey={({ band }) => band}
          columns={numbers([
            {
              key: 'share',
              title: charts.shareRiskiest,
              show: ({ band }) => formats.percent(band / gains.length, 0),
            },
            { key: 'rows', title: words.models.rows, show: ({ rows }) => formats.count(rows) },
            { key: 'bads', title: words.models.bads, show: ({ bads }) => formats.count(bads) },
            { key: 'rate', title: words.models.badRate, show: ({ rate }) => formats.percent(rate, 2) },
            {
              key: 'lift',
              title: charts.lift,
              show: ({ cumulativeLift }) => formats.fixed(cumulativeLift, digits),
            },
            {
              key: 'captured',
              title: charts.truePositive,
              show: ({ captured }) => formats.percent(captured),
            },
          ])}
        />
      }
    />
  );
}

export function ScoreChart({ report }: ReportChartProps) {
  const { words, formats } = useLanguage();
  const drawing = useDrawing();
  const { gap } = report.curves;
  const { rows, bads } = report.calibration;
  const bands = useMemo(() => scoreBandsOf(gap, { goods: rows - bads, bads }), [gap, rows, bads]);
  const option = useMemo(() => drawScores(bands, drawing), [bands, drawing]);
  const { model } = words.models;
  if (bands.length === 0) return null;
  return (
    <ChartSection
      title={model.scores}
      hint={model.scoresHint}
      option={option}
      rowCount={bands.length}
      table={
        <PlainTable<ScoreBand>
          label={model.scores}
          rows={bands}
          rowKey={({ from }) => from}
          columns={[
            {
              key: 'band',
              title: words.models.charts.score,
              cell: ({ from, to }) => `${formats.edge(from)} – ${formats.edge(to)}`,
            },
            ...numbers<ScoreBand>([
              { key: 'goods', title: words.models.goods, show: ({ goods }) => formats.count(goods) },
              { key: 'bads', title: words.models.bads, show: (band) => formats.count(band.bads) },
              {
                key: 'rate',
                title: words.models.badRate,
                show: (band) =>
                  band.goods + band.bads === 0 ? '–' : formats.percent(band.bads / (band.goods + band.bads)),
              },
            ]),
          ]}
        />
      }
    />
  );
}
