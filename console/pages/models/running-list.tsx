/** Trainings that wait or run, so that long work is found again after the page was closed. */
import { Link } from 'react-router';
import type { CallReply } from '@plimsoll/api/client';
import { useLinks } from '../../address/index.ts';
import { useCall } from '../../client/index.ts';
import { Moment, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const pollMs = 3_000;

export function RunningList() {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const trainings = useCall('listTrainings', {}, { pollMs });
  const running = (trainings.data?.rows ?? []).filter(
    ({ state }) => state === 'waiting' || state === 'running',
  );
  if (running.length === 0) return null;
  type Row = CallReply<'listTrainings'>['rows'][number];
  return (
    <Section title={words.models.job.running} hint={words.models.job.runningHint}>
      <PlainTable<Row>
        label={words.models.job.running}
        rows={running}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: words.models.name,
            cell: ({ id, wish }) => <Link to={links.training(id)}>{wish.name}</Link>,
          },
          {
            key: 'kind',
            title: words.models.kind,
            cell: ({ wish }) => words.models.kinds[wish.kind] ?? wish.kind,
          },
          {
            key: 'state',
            title: words.models.state,
            cell: ({ state }) => words.models.job.states[state] ?? state,
          },
          {
            key: 'progress',
            title: words.models.job.progress,
            numeric: true,
            cell: ({ progress }) => formats.percent(progress, 0),
          },
          {
            key: 'started',
            title: words.models.job.started,
            cell: ({ startedAt }) => <Moment at={startedAt} short />,
          },
          { key: 'actor', title: words.models.by, cell: ({ actor }) => actor },
        ]}
      />
    </Section>
  );
}
