/** Which column says how a loan ended, and which of its values means bad. The choice stands in the address. */
import { Select } from 'antd';
import { useState } from 'react';
import type { SampleDetail } from '@plimsoll/api/model';
import { type SampleTarget, useAddressPart } from '../../address/index.ts';
import { Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const hundred = 100;

export type TargetSectionProps = { readonly sample: SampleDetail; readonly target: SampleTarget | null };

export function TargetSection({ sample, target }: TargetSectionProps) {
  const { words, formats } = useLanguage();
  const { setPart } = useAddressPart();
  const [picked, setPicked] = useState<string | null>(null);
  const { sets } = words.models;
  const column = picked ?? target?.column ?? null;
  const values = sample.columns.find(({ name }) => name === column)?.values ?? [];
  // Columns of two values come first: a target is nearly always one of them.
  const choices = sample.columns
    .filter((one) => one.values.length > 1)
    .toSorted((a, b) => a.distinct - b.distinct);
  return (
    <Section title={sets.targetTitle} hint={sets.targetHint}>
      <div className="fields">
        <label className="field">
          <span>{sets.target}</span>
          <Select
            showSearch
            aria-label={sets.target}
            value={column}
            placeholder={sets.choose}
            options={choices.map(({ name }) => ({ value: name, label: name }))}
            onChange={(next: string) => {
              setPicked(next);
              setPart({ column: null, bad: null });
            }}
          />
        </label>
        <label className="field">
          <span>{sets.badValue}</span>
          <Select
            aria-label={sets.badValue}
            value={column === target?.column ? target?.badValue : null}
            placeholder={sets.choose}
            disabled={column === null}
            options={values.map(({ value, count }) => ({
              value,
              label: `${value} · ${formats.count(count)} (${formats.percent(count / Math.max(1, sample.rows), hundredth(count, sample.rows))})`,
            }))}
            onChange={(badValue: string) => {
              if (column !== null) setPart({ column, bad: badValue });
            }}
          />
        </label>
      </div>
      {target === null ? <p className="hint">{sets.noTarget}</p> : null}
    </Section>
  );
}

/** One digit after the point, two for rare values. */
function hundredth(count: number, rows: number): number {
  return count * hundred < rows ? 2 : 1;
}
