/** One training: how far it is, how long it may still take, a way to stop it; in the end the model, or why there is none. */
import { App, Button, Progress } from 'antd';
import { Link } from 'react-router';
import type { Training } from '@plimsoll/api/model';
import { useLinks } from '../../address/index.ts';
import { useAct, useMay } from '../../client/index.ts';
import { failureWords } from '../../model/index.ts';
import { CodeText, FaultNote, Moment, Pairs, Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { elapsedSeconds, leftSeconds } from './time-left.ts';

const hundred = 100;

export type TrainingViewProps = {
  readonly training: Training;
  /** When the server last answered. */
  readonly askedMs: number;
};

export function TrainingView({ training, askedMs }: TrainingViewProps) {
  const { words } = useLanguage();
  const links = useLinks();
  const { wish, state } = training;
  const { job } = words.models;
  const isOpen = state === 'waiting' || state === 'running';
  return (
    <div className="stack" data-training={state}>
      <Section
        title={`${wish.name} · ${words.models.kinds[wish.kind] ?? wish.kind}`}
        hint={job.states[state] ?? state}
        actions={isOpen ? <CancelButton training={training} /> : null}
      >
        {isOpen ? <RunningNote training={training} askedMs={askedMs} /> : <EndNote training={training} />}
      </Section>
      <Section title={words.models.train.settings}>
        <Pairs
          pairs={[
            { key: 'started', name: job.started, value: <Moment at={training.startedAt} /> },
            { key: 'actor', name: words.models.by, value: training.actor },
            {
              key: 'sample',
              name: words.models.sets.one,
              value: (
                <>
                  <Link to={links.sample(wish.sample, wish.target)}>{words.models.sets.open}</Link>{' '}
                  <CodeText text={wish.sample} label={words.models.sets.hash} />
                </>
              ),
            },
            {
              key: 'target',
              name: words.models.sets.targetTitle,
              value: (
                <code>
                  {wish.target.column} = {wish.target.badValue}
                </code>
              ),
            },
            {
              key: 'drop',
              name: words.models.train.drop,
              value: wish.drop === undefined ? words.state.none : wish.drop.join(', '),
            },
            {
              key: 'monotone',
              name: words.models.train.monotone,
              value:
                wish.monotone === undefined
                  ? words.state.none
                  : Object.entries(wish.monotone)
                      .map(([name, way]) => `${name} ${way === 1 ? '↑' : '↓'}`)
                      .join(', '),
            },
            { key: 'seed', name: words.models.train.seed, value: wish.seed ?? '–' },
          ]}
        />
      </Section>
    </div>
  );
}

function RunningNote({ training: { step, progress, startedAt }, askedMs }: TrainingViewProps) {
  const { words, formats } = useLanguage();
  const { job } = words.models;
  const left = leftSeconds({ startedAt, progress, nowMs: askedMs });
  return (
    <div className="running" role="status">
      <Progress
        aria-label={job.title}
        percent={Math.floor(progress * hundred)}
        status="active"
        format={() => formats.percent(progress, 0)}
      />
      <p className="hint">
        {job.steps[step] ?? step} · {job.elapsed(formats.seconds(elapsedSeconds(startedAt, askedMs)))}
        {left === null ? '' : ` · ${job.left(formats.seconds(left))}`}
      </p>
      <p className="hint">{job.runningHint}</p>
    </div>
  );
}

function EndNote({ training }: { readonly training: Training }) {
  const { code, words } = useLanguage();
  const links = useLinks();
  const { job } = words.models;
  const { wish, result, failure, state } = training;
  const again = (
    <Link to={links.train(wish.sample, wish.target)}>
      <Button tabIndex={-1}>{job.again}</Button>
    </Link>
  );
  if (state === 'done' && result !== null)
    return (
      <div className="end">
        <Said verdict="good">{job.done(result.name, result.version)}</Said>
        <Link to={links.model(result)}>
          <Button tabIndex={-1} type="primary">
            {job.open}
          </Button>
        </Link>
      </div>
    );
  if (state === 'failed') {
    const said = failure === null ? null : failureWords(failure.code, code);
    return (
      <div className="fault-note" role="alert">
        <p className="fault-title">
          {said?.title ?? job.failed} {failure === null ? null : <code>{failure.code}</code>}
        </p>
        {said === null ? null : <p>{said.advice}</p>}
        {failure === null || Object.keys(failure.facts).length === 0 ? null : (
          <pre>{JSON.stringify(failure.facts, null, 2)}</pre>
        )}
        <p className="hint">{job.failed}</p>
        {again}
      </div>
    );
  }
  return (
    <div className="end">
      <Said verdict="open">{state === 'interrupted' ? job.interrupted : job.cancelled}</Said>
      {again}
    </div>
  );
}

function CancelButton({ training: { id, wish } }: { readonly training: Training }) {
  const { words } = useLanguage();
  const { modal } = App.useApp();
  const mayWrite = useMay('models:write');
  const cancel = useAct('cancelTraining', ['readTraining', 'listTrainings']);
  const { job } = words.models;
  if (!mayWrite) return null;
  const ask = () =>
    void modal.confirm({
      title: job.cancelTitle(wish.name),
      content: job.cancelEffect,
      okText: job.cancelDo,
      okButtonProps: { danger: true },
      cancelText: job.keep,
      onOk: () => cancel.mutate({ params: { id } }),
    });
  return (
    <>
      {cancel.error === null ? null : <FaultNote fault={cancel.error} />}
      <Button size="small" danger loading={cancel.isPending} onClick={ask}>
        {job.cancel}
      </Button>
    </>
  );
}
