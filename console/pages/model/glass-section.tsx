/** A glass box as it is: the curve of each input as steps, the widest first, and what pairs of inputs add beside them. */
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { ModelInput } from '@plimsoll/core/model/document';
import type { GlassModel, Shape } from '@plimsoll/core/model/glass';
import { drawShape, otherSteps, spreadOf, type Step, stepsOf } from '../../model/index.ts';
import { ChartSection, PlainTable, Section, usePalette } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { PairSection } from './pair-section.tsx';

const firstShapes = 6;
const digits = 4;

export type GlassSectionProps = { readonly glass: GlassModel; readonly inputs: readonly ModelInput[] };

export function GlassSection({ glass, inputs }: GlassSectionProps) {
  const { code, words, formats } = useLanguage();
  const [isWhole, setIsWhole] = useState(false);
  const shapes = useMemo(
    () =>
      glass.shapes.toSorted((a, b) => spreadOf(b) - spreadOf(a) || a.input.name.localeCompare(b.input.name)),
    [glass],
  );
  const { model } = words.models;
  const nameOf = (name: string) => inputs.find((input) => input.name === name)?.label[code] ?? name;
  const left = shapes.length - firstShapes;
  return (
    <>
      <Section title={model.shapes} hint={model.shapesHint}>
        <p>
          {model.intercept}: <strong className="number">{formats.fixed(glass.intercept, digits)}</strong>
        </p>
      </Section>
      <div className="two" data-shapes={shapes.length}>
        {(isWhole ? shapes : shapes.slice(0, firstShapes)).map((shape) => (
          <ShapeChart key={shape.input.name} shape={shape} name={nameOf(shape.input.name)} />
        ))}
      </div>
      {left > 0 && !isWhole ? (
        <div className="acts">
          <Button onClick={() => setIsWhole(true)}>{model.otherShapes(left)}</Button>
        </div>
      ) : null}
      {glass.pairs.map((pair) => (
        <PairSection
          key={`${pair.first.input.name} ${pair.second.input.name}`}
          pair={pair}
          first={nameOf(pair.first.input.name)}
          second={nameOf(pair.second.input.name)}
        />
      ))}
    </>
  );
}

function ShapeChart({ shape, name }: { readonly shape: Shape; readonly name: string }) {
  const { words, formats } = useLanguage();
  const palette = usePalette();
  const steps = useMemo(() => stepsOf(shape, { words, formats }), [shape, words, formats]);
  const option = useMemo(
    () => drawShape({ name, steps, kind: shape.input.kind }, { words, formats, palette }),
    [name, steps, shape, words, formats, palette],
  );
  const rows = [...steps, ...otherSteps(shape, { words, formats })];
  return (
    <ChartSection
      title={name}
      option={option}
      rowCount={steps.length}
      table={
        <PlainTable<Step>
          label={name}
          rows={rows}
          rowKey={({ label }) => label}
          columns={[
            { key: 'bin', title: words.models.bin, cell: ({ label }) => label },
            {
              key: 'value',
              title: words.models.charts.addsToRisk,
              numeric: true,
              cell: ({ value }) => formats.fixed(value, digits),
            },
          ]}
        />
      }
    />
  );
}
