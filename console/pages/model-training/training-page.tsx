/** Follows a training by its id, so that a reload, another tab or another day finds it again. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import type { Training } from '@plimsoll/api/model';
import { useLinks } from '../../address/index.ts';
import { refresh, useCall } from '../../client/index.ts';
import { FaultNote, Icon, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { TrainingView } from './training-view.tsx';
import '../../model/model.css';

const bodyHeight = 240;
const pollMs = 1_000;

export function TrainingPage() {
  const { words } = useLanguage();
  const links = useLinks();
  const { id = '' } = useParams();
  const training = useCall('readTraining', { params: { id } }, { pollMs, isOver });
  const queries = useQueryClient();
  const isDone = training.data?.state === 'done';
  useEffect(() => {
    // A version that came of it belongs into the list, whatever the list said a moment ago.
    if (isDone) void refresh(queries, ['listModels', 'listTrainings']);
  }, [queries, isDone]);
  return (
    <>
      <header className="page-head">
        <div>
          <Link className="back" to={links.models()}>
            <Icon name="back" size={12} /> {words.models.title}
          </Link>
          <h1>{words.models.job.title}</h1>
        </div>
      </header>
      {training.error === null ? null : (
        <FaultNote fault={training.error} onRetry={() => void training.refetch()} />
      )}
      {training.data === undefined && training.error === null ? <Placeholder height={bodyHeight} /> : null}
      {training.data === undefined ? null : (
        <TrainingView training={training.data} askedMs={training.dataUpdatedAt} />
      )}
    </>
  );
}

function isOver({ state }: Training): boolean {
  return state !== 'waiting' && state !== 'running';
}
