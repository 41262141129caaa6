/** What the model is and its state in one line; then the figures that matter. */
import { Button } from 'antd';
import { Link } from 'react-router';
import type { ModelDetail } from '@plimsoll/api/model';
import { useLinks } from '../../address/index.ts';
import { StateTag } from '../../model/index.ts';
import { CodeText, Figure, Icon, Moment, Said } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const figureDigits = 4;

export function ModelHead({ model }: { readonly model: ModelDetail }) {
  const { words } = useLanguage();
  const links = useLinks();
  const { name, version, state, kind, isExpired, sampleSha256, target } = model;
  return (
    <header className="page-head">
      <div>
        <Link className="back" to={links.models()}>
          <Icon name="back" size={12} /> {words.models.title}
        </Link>
        <div className="model-title">
          <h1>
            {name} <span className="faint">{words.models.versionOf(version)}</span>
          </h1>
          <StateTag state={state} isExpired={isExpired} isLarge />
        </div>
        <p>
          {words.models.kinds[kind] ?? kind} ·{' '}
          {isExpired ? words.models.model.expiredLine : (words.models.stateLine[state] ?? state)}
        </p>
        <p className="hint">
          <CodeText text={model.documentSha256} label={words.models.act.document} /> · {model.author} ·{' '}
          <Moment at={model.draftedAt} />
        </p>
        {model.isRevalidationDue ? <Said verdict="bad">{words.models.model.revalidationDue}</Said> : null}
      </div>
      {sampleSha256 === null ? null : (
        <div className="page-tools">
          <Link to={links.train(sampleSha256, target)}>
            <Button tabIndex={-1}>{words.models.model.trainAgain}</Button>
          </Link>
        </div>
      )}
    </header>
  );
}

export function ModelFigures({ model }: { readonly model: ModelDetail }) {
  const { words, formats } = useLanguage();
  const { figures, expiresDay, revalidateDay, approvedBy, inputs } = model;
  const show = (value: number | null) => (value === null ? '–' : formats.fixed(value, figureDigits));
  const day = (value: string | null) => (value === null ? '–' : formats.day(value));
  const { auc } = figures;
  return (
    <div className="figures">
      <Figure
        label={words.models.figures.auc}
        value={show(auc)}
        note={auc === null ? undefined : `${words.models.model.gini} ${show(2 * auc - 1)}`}
      />
      <Figure label={words.models.figures.ks} value={show(figures.ks)} />
      <Figure label={words.models.figures.brier} value={show(figures.brier)} />
      <Figure label={words.models.figures.logLoss} value={show(figures.logLoss)} />
      <Figure label={words.models.model.inputs} value={formats.count(inputs.length)} />
      <Figure
        label={words.models.list.expires}
        value={<span className="figure-day">{day(expiresDay)}</span>}
        note={
          revalidateDay === null
            ? undefined
            : `${words.models.model.revalidate} ${formats.day(revalidateDay)}`
        }
      />
      <Figure
        label={words.models.model.approvedBy}
        value={<span className="figure-day">{approvedBy ?? '–'}</span>}
      />
    </div>
  );
}
