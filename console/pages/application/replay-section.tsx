/** Decides again from what was recorded, and says whether the bytes are the same. */
import { Button } from 'antd';
import type { CallReply } from '@plimsoll/api/client';
import { useAct } from '../../client/index.ts';
import { CodeText, FaultNote, Pairs, PlainTable, Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function ReplaySection({ id }: { readonly id: string }) {
  const { words } = useLanguage();
  const replay = useAct('replayApplication');
  return (
    <Section
      title={words.application.replay}
      hint={words.application.replayHint}
      actions={
        <Button size="small" loading={replay.isPending} onClick={() => replay.mutate({ params: { id } })}>
          {words.application.replay}
        </Button>
      }
    >
      <div role="status" data-replay-section="">
        {replay.data === undefined ? null : <ReplayAnswer answer={replay.data} />}
        {replay.error === null ? null : <FaultNote fault={replay.error} />}
      </div>
    </Section>
  );
}

function ReplayAnswer({ answer }: { readonly answer: CallReply<'replayApplication'> }) {
  const { words } = useLanguage();
  return (
    <>
      <div data-replay={answer.same ? 'same' : 'different'}>
        <Said verdict={answer.same ? 'good' : 'bad'}>
          {answer.same ? words.application.replaySame : words.application.replayDifferent}
        </Said>
      </div>
      <Pairs
        pairs={[
          {
            key: 'recorded',
            name: words.application.recorded,
            value: <CodeText text={answer.recordedSha256} />,
          },
          {
            key: 'recomputed',
            name: words.application.recomputed,
            value: <CodeText text={answer.recomputedSha256} />,
          },
        ]}
      />
      {answer.differences.length === 0 ? null : (
        <PlainTable
          label={words.application.replayDifferent}
          rows={answer.differences}
          rowKey={({ field }) => field}
          columns={[
            { key: 'field', title: words.application.field, cell: ({ field }) => <code>{field}</code> },
            {
              key: 'recorded',
              title: words.application.recorded,
              cell: ({ recorded }) => <code>{JSON.stringify(recorded)}</code>,
            },
            {
              key: 'recomputed',
              title: words.application.recomputed,
              cell: ({ recomputed }) => <code>{JSON.stringify(recomputed)}</code>,
            },
          ]}
        />
      )}
    </>
  );
}
