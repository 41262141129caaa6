/** The score as a waterfall: base, then what each characteristic added or took. */
import type { PolicyDetail } from '@plimsoll/api/policy';
import type { Trace } from '@plimsoll/core/dmn';
import { useMemo } from 'react';
import { barOf, buildWaterfall, scaleOf, writeValue } from '../../decision/index.ts';
import { Placeholder, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application } from './application.ts';

export type ScoreSectionProps = {
  readonly application: Application;
  readonly trace: Trace;
  readonly policy: PolicyDetail | null;
};

export function ScoreSection({ application, trace, policy }: ScoreSectionProps) {
  const { code, words, formats } = useLanguage();
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
  const scale = scaleOf(waterfall.steps);
  return (
    <Section title={title} hint={words.application.scoreHint}>
      <table className="waterfall" aria-label={title}>
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
          {waterfall.steps.map((step) => {
            const { left, right } = barOf(step, scale);
            const kind = step.label === null ? 'base' : step.points < 0 ? 'minus' : 'plus';
            return (
              <tr key={step.key} data-step={step.key}>
                <th scope="row">{step.label ?? words.application.base}</th>
                <td className="number">{step.value === undefined ? '' : writeValue(step.value, formats)}</td>
                <td>{step.band === '' ? null : <code>{step.band}</code>}</td>
                <td className="number">
                  {step.label === null ? formats.score(step.points) : formats.signed(step.points)}
                </td>
                <td className="waterfall-scale" aria-hidden="true">
                  <span
                    className={`waterfall-bar waterfall-${kind}`}
                    style={{ left: `${left * 100}%`, width: `${Math.max(0.4, (right - left) * 100)}%` }}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {words.application.sum}
            </th>
            <td className="number" data-total={waterfall.total}>
              {formats.score(application.score ?? waterfall.total)}
            </td>
            <td className="waterfall-scale" aria-hidden="true">
              <span
                className="waterfall-bar waterfall-total"
                style={{
                  left: 0,
                  width: `${barOf({ key: '', label: null, band: '', points: 0, from: 0, to: waterfall.total }, scale).right * 100}%`,
                }}
              />
            </td>
          </tr>
        </tfoot>
      </table>
    </Section>
  );
}
