/** The score as a waterfall: base, then what each characteristic added or took. */
import type { PolicyDetail } from '@plimsoll/api/policy';
import type { Trace } from '@plimsoll/core/dmn';
import { useMemo } from 'react';
import {
  barOf,
  buildWaterfall,
  scaleOf,
  type Waterfall,
  type WaterfallStep,
  writeValue,
} from '../../decision/index.ts';
import { Placeholder, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application } from './application.ts';

export type ScoreSectionProps = {
  readonly application: Application;
  readonly trace: Trace;
  readonly policy: PolicyDetail | null;
};

export function ScoreSection({ application, trace, policy }: ScoreSectionProps) {
  const { code, words } = useLanguage();
  const waterfall = useMemo(
    () => (policy === null ? null : buildWaterfall(policy.model, trace, code)),
    [policy, trace, code],
  );
  const title = words.application.score;
  if (policy === null)
    return (
      <Section title={title}>
        <Placeholder lines={8} />
      </Section>
    );
  if (waterfall === null)
    return (
      <Section title={title}>
        <p className="hint">{words.application.scoreNone}</p>
      </Section>
    );
  return (
    <Section title={title} hint={words.application.scoreHint}>
      <WaterfallTable waterfall={waterfall} score={application.score ?? waterfall.total} />
    </Section>
  );
}

type WaterfallTableProps = { readonly waterfall: Waterfall; readonly score: number };

function WaterfallTable({ waterfall, score }: WaterfallTableProps) {
  const { words, formats } = useLanguage();
  const scale = scaleOf(waterfall.steps);
  return (
    <table className="waterfall" aria-label={words.application.score}>
      <thead>
        <tr>
          <th scope="col">{words.application.characteristic}</th>
          <th scope="col" className="number">
            {words.application.valueAsked}
          </th>
          <th scope="col">{words.application.band}</th>
          <th scope="col" className="number">
            {words.application.points}
          </th>
          <th scope="col" className="waterfall-scale" aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {waterfall.steps.map((step) => (
          <WaterfallRow key={step.key} step={step} scale={scale} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            {words.application.sum}
          </th>
          <td className="number" data-total={waterfall.total}>
            {formats.score(score)}
          </td>
          <td className="waterfall-scale" aria-hidden="true">
            <Bar kind="total" {...barOf({ from: 0, to: waterfall.total }, scale)} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

type WaterfallRowProps = { readonly step: WaterfallStep; readonly scale: ReturnType<typeof scaleOf> };

function WaterfallRow({ step, scale }: WaterfallRowProps) {
  const { words, formats } = useLanguage();
  const { label, value, band, points } = step;
  const kind = label === null ? 'base' : points < 0 ? 'minus' : 'plus';
  return (
    <tr data-step={step.key}>
      <th scope="row">{label ?? words.application.base}</th>
      <td className="number">{value === undefined ? '' : writeValue(value, formats)}</td>
      <td>{band === '' ? null : <code>{band}</code>}</td>
      <td className="number">{label === null ? formats.score(points) : formats.signed(points)}</td>
      <td className="waterfall-scale" aria-hidden="true">
        <Bar kind={kind} {...barOf(step, scale)} />
      </td>
    </tr>
  );
}

type BarProps = {
  readonly kind: 'base' | 'plus' | 'minus' | 'total';
  readonly left: number;
  readonly right: number;
};

/** A step of no points still leaves a hair to see where it stands. */
const thinnestPct = 0.4;

function Bar({ kind, left, right }: BarProps) {
  const widthPct = Math.max(thinnestPct, (right - left) * 100);
  return (
    <span
      className={`waterfall-bar waterfall-${kind}`}
      style={{ left: `${left * 100}%`, width: `${widthPct}%` }}
    />
  );
}
