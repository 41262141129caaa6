/** What this application is and its state in one line, with the figures that matter. */
import { Link } from 'react-router';
import { useLinks } from '../../address/index.ts';
import { CodeText, Figure, Icon, Moment, OutcomeTag, PerformanceWord } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application, ProductText } from './application.ts';

export type ApplicationHeadProps = {
  readonly application: Application;
  readonly product: ProductText | null;
};

export function ApplicationHead({ application, product }: ApplicationHeadProps) {
  const { code, words, formats } = useLanguage();
  const links = useLinks();
  const { outcome, grade, currency } = application;
  const orDash = <T,>(value: T | null, write: (value: T) => string) => (value === null ? '–' : write(value));
  return (
    <>
      <header>
        <Link className="back" to={links.applications()}>
          <Icon name="back" size={12} /> {words.application.back}
        </Link>
        <div className="application-title">
          <h1>
            {formats.money(application.amountMinor, currency)} · {words.months(application.termMonths)} ·{' '}
            {product?.text[code] ?? application.product}
          </h1>
          <OutcomeTag outcome={outcome} large />
          {application.madeUp ? (
            <span className="badge" title={words.state.madeUpHint}>
              {words.state.madeUp}
            </span>
          ) : null}
        </div>
        <p className="application-line">
          {words.application.state[outcome](grade)} · <Moment at={application.decidedAt} /> ·{' '}
          {words.purposes[application.purpose] ?? application.purpose} ·{' '}
          {words.applicantKinds[application.applicantKind] ?? application.applicantKind} ·{' '}
          <CodeText text={application.id} whole label={words.field.id} />
        </p>
      </header>
      <div className="figures">
        <Figure
          label={words.field.grade}
          value={grade ?? '–'}
          {...(grade === null ? {} : { to: links.applications({ grade }) })}
        />
        <Figure label={words.field.score} value={orDash(application.score, formats.score)} />
        <Figure
          label={words.field.probabilityOfDefault}
          value={orDash(application.probabilityOfDefault, (ratio) => formats.percent(ratio, 2))}
        />
        <Figure
          label={words.field.limitMinor}
          value={orDash(application.limitMinor, (amountMinor) => formats.money(amountMinor, currency))}
        />
        <Figure
          label={words.field.rateAnnual}
          value={orDash(application.rateAnnual, (rate) => formats.percent(rate, 2))}
        />
        <Figure
          label={words.field.performance}
          value={
            application.performance === null ? (
              <span className="figure-faint">{words.performance.unknown}</span>
            ) : (
              <PerformanceWord performance={application.performance} />
            )
          }
        />
      </div>
    </>
  );
}
