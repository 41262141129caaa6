/** Two models side by side on the same rows: figures, curves, calibration, who is swapped, why people are refused. */
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { ModelComparison, ModelRow } from '@plimsoll/api/model';
import { useLinks } from '../../address/index.ts';
import {
  type Curve,
  drawCalibration,
  drawGaps,
  type Drawing,
  drawRoc,
  gapsOfRoc,
  StateTag,
} from '../../model/index.ts';
import { ChartSection, CodeText, PlainTable, Section, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ReasonsSection } from './reasons-section.tsx';
import { type SideNames, sides } from './side-names.ts';
import { SwapSection } from './swap-section.tsx';

export type ComparisonViewProps = {
  readonly left: ModelRow;
  readonly right: ModelRow;
  readonly comparison: ModelComparison;
  readonly sample: string;
};

const figureDigits = 4;

export function ComparisonView({ left, right, comparison, sample }: ComparisonViewProps) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const names = useNames({ left, right });
  return (
    <>
      <p className="hint">
        {words.models.compare.measuredOn(formats.count(comparison.rows), formats.count(comparison.bads))}{' '}
        <Link to={links.sample(sample)}>{words.models.sets.one}</Link>{' '}
        <CodeText text={sample} label={words.models.sets.hash} />
      </p>
      <FiguresSection left={left} right={right} comparison={comparison} />
      <div className="two">
        <RocSection comparison={comparison} names={names} />
        <GapsSection comparison={comparison} names={names} />
        <CalibrationSection comparison={comparison} names={names} />
        <SwapSection comparison={comparison} names={names} />
      </div>
      <ReasonsSection comparison={comparison} names={names} />
    </>
  );
}

function useNames({ left, right }: Pick<ComparisonViewProps, 'left' | 'right'>): SideNames {
  const { words } = useLanguage();
  return useMemo(
    () => ({
      left: `${left.name} ${words.models.versionOf(left.version)}`,
      right: `${right.name} ${words.models.versionOf(right.version)}`,
    }),
    [left, right, words],
  );
}

function useDrawing(): Drawing {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  return useMemo(() => ({ words, formats, palette }), [words, formats, palette]);
}

function FiguresSection({ left, right, comparison }: Omit<ComparisonViewProps, 'sample'>) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const { compare } = words.models;
  const figures = (['auc', 'ks', 'brier', 'logLoss'] as const).map((key) => ({
    key,
    left: comparison.left[key],
    right: comparison.right[key],
  }));
  const show = (value: number | null) => (value === null ? '–' : formats.fixed(value, figureDigits));
  const { pValue } = comparison.aucDifference;
  const head = (row: ModelRow) => (
    <>
      <Link to={links.model(row)}>
        {row.name} {words.models.versionOf(row.version)}
      </Link>{' '}
      <StateTag state={row.state} isExpired={row.isExpired} />
    </>
  );
  return (
    <Section
      title={compare.figures}
      hint={pValue === null ? compare.noTest : compare.test(formats.fixed(pValue, figureDigits))}
    >
      <PlainTable<(typeof figures)[number]>
        label={compare.figures}
        rows={figures}
        rowKey={({ key }) => key}
        columns={[
          { key: 'figure', title: compare.figure, cell: ({ key }) => words.models.figures[key] },
          { key: 'left', title: head(left), numeric: true, cell: (row) => show(row.left) },
          { key: 'right', title: head(right), numeric: true, cell: (row) => show(row.right) },
          {
            key: 'difference',
            title: compare.difference,
            numeric: true,
            cell: (row) =>
              row.left === null || row.right === null
                ? '–'
                : formats.signedFixed(row.right - row.left, figureDigits),
          },
        ]}
      />
    </Section>
  );
}

type ChartProps = { readonly comparison: ModelComparison; readonly names: SideNames };

function curvesOf({ comparison, names }: ChartProps): readonly Curve[] {
  return sides.map((side) => ({
    name: names[side],
    points: comparison[side].roc.map(({ falseAlarms, hits }) => ({ across: falseAlarms, up: hits })),
  }));
}

function RocSection({ comparison, names }: ChartProps) {
  const { words } = useLanguage();
  const drawing = useDrawing();
  const curves = useMemo(() => curvesOf({ comparison, names }), [comparison, names]);
  const option = useMemo(() => drawRoc(curves, drawing), [curves, drawing]);
  return (
    <ChartSection
      title={words.models.model.roc}
      option={option}
      rowCount={curves[0]?.points.length ?? 0}
      table={<CurveTable label={words.models.model.roc} curves={curves} />}
    />
  );
}

function GapsSection({ comparison, names }: ChartProps) {
  const { words } = useLanguage();
  const drawing = useDrawing();
  const curves = useMemo(
    () => curvesOf({ comparison, names }).map((curve) => gapsOfRoc(curve)),
    [comparison, names],
  );
  const option = useMemo(() => drawGaps(curves, drawing), [curves, drawing]);
  return (
    <ChartSection
      title={words.models.model.separation}
      hint={words.models.compare.gapHint}
      option={option}
      rowCount={curves[0]?.points.length ?? 0}
      table={<CurveTable label={words.models.model.separation} curves={curves} />}
    />
  );
}

function CurveTable({ label, curves }: { readonly label: string; readonly curves: readonly Curve[] }) {
  const { words, formats } = useLanguage();
  const rows = curves.flatMap(({ name, points }) => points.map((point, at) => ({ name, at, ...point })));
  return (
    <PlainTable<(typeof rows)[number]>
      label={label}
      rows={rows}
      rowKey={({ name, at }) => `${name} ${at}`}
      columns={[
        { key: 'name', title: words.models.name, cell: ({ name }) => name },
        {
          key: 'across',
          title: words.models.charts.falsePositive,
          numeric: true,
          cell: ({ across }) => formats.percent(across),
        },
        { key: 'up', title: label, numeric: true, cell: ({ up }) => formats.percent(up) },
      ]}
    />
  );
}

function CalibrationSection({ comparison, names }: ChartProps) {
  const { words, formats } = useLanguage();
  const drawing = useDrawing();
  const curves = useMemo(
    () => sides.map((side) => ({ name: names[side], groups: comparison[side].calibration })),
    [comparison, names],
  );
  const option = useMemo(() => drawCalibration(curves, drawing), [curves, drawing]);
  const rows = curves.flatMap(({ name, groups }) => groups.map((group, at) => ({ name, at, ...group })));
  return (
    <ChartSection
      title={words.models.model.calibration}
      option={option}
      rowCount={rows.length}
      table={
        <PlainTable<(typeof rows)[number]>
          label={words.models.model.calibration}
          rows={rows}
          rowKey={({ name, at }) => `${name} ${at}`}
          columns={[
            { key: 'name', title: words.models.name, cell: ({ name }) => name },
            {
              key: 'rows',
              title: words.models.rows,
              numeric: true,
              cell: (row) => formats.count(row.rows),
            },
            {
              key: 'predicted',
              title: words.models.model.predicted,
              numeric: true,
              cell: ({ predicted }) => formats.percent(predicted, 2),
            },
            {
              key: 'observed',
              title: words.models.model.observed,
              numeric: true,
              cell: ({ observed }) => formats.percent(observed, 2),
            },
          ]}
        />
      }
    />
  );
}
