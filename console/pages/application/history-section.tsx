/** Everything that happened, in order, with who and when; each event with a proof checked in this browser. */
import { Button } from 'antd';
import { useState } from 'react';
import type { CallReply } from '@plimsoll/api/client';
import { useCall } from '../../client/index.ts';
import { FaultNote, Icon, Moment, Placeholder, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ReceiptCheck } from './receipt-check.tsx';

type EventRow = CallReply<'listEvents'>['rows'][number];

export type HistorySectionProps = { readonly id: string; readonly mayVerify: boolean };

export function HistorySection({ id, mayVerify }: HistorySectionProps) {
  const { words } = useLanguage();
  const events = useCall('listEvents', { params: { id } });
  const rows = events.data?.rows ?? null;
  return (
    <Section
      title={`${words.application.history} · ${words.application.proof}`}
      hint={mayVerify ? words.application.proofHint : undefined}
    >
      {events.error === null ? null : (
        <FaultNote fault={events.error} onRetry={() => void events.refetch()} />
      )}
      {rows === null && events.error === null ? <Placeholder lines={4} /> : null}
      <ol className="history">
        {rows?.map((row) => (
          <HistoryRow key={row.id} row={row} mayVerify={mayVerify} />
        ))}
      </ol>
    </Section>
  );
}

function HistoryRow({ row, mayVerify }: { readonly row: EventRow; readonly mayVerify: boolean }) {
  const { words } = useLanguage();
  const [isChecking, setChecking] = useState(false);
  return (
    <li>
      <div className="history-head">
        <h3>{words.application.kinds[row.kind] ?? row.kind}</h3>
        {mayVerify && !isChecking ? (
          <Button size="small" onClick={() => setChecking(true)}>
            {words.application.verify}
          </Button>
        ) : null}
      </div>
      <p className="hint">
        <Moment at={row.bookedAt} /> · {words.application.by} {row.actor}
      </p>
      <p className="hint">
        {words.application.position(row.position)}
        {row.sealed ? (
          <span className="sealed">
            <Icon name="lock" size={12} /> {words.application.sealed}
          </span>
        ) : null}
      </p>
      <details className="raw">
        <summary>{words.application.body}</summary>
        <pre>{JSON.stringify(row.body, null, 2)}</pre>
      </details>
      {isChecking ? <ReceiptCheck eventId={row.id} /> : null}
    </li>
  );
}
