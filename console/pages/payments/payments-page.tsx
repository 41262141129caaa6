/** Payments by state; what is due can be sent at once. */
import { Button, Select } from 'antd';
import { Link } from 'react-router';
import type { PaymentRow } from '@plimsoll/api/payment';
import { useAddressPart, useLinks } from '../../address/index.ts';
import { useAct, useCall, useMay } from '../../client/index.ts';
import { CodeText, EmptyNote, FaultNote, Placeholder, PlainTable, Said } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const statuses = ['instructed', 'unknown', 'waiting', 'settled', 'failed'] as const;
const pageRows = 200;
const pollMs = 5000;

export function PaymentsPage() {
  const { words } = useLanguage();
  const { search, setPart } = useAddressPart();
  const mayWrite = useMay('loans:write');
  const work = useAct('workPayments', ['listPayments']);
  const { payment: said } = words.loans;
  const status = statuses.find((name) => name === search.get('status'));
  const query = status === undefined ? { limit: pageRows } : { status, limit: pageRows };
  const payments = useCall('listPayments', { query }, { keepLast: true, pollMs });
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{said.title}</h1>
          <p className="hint">{said.what}</p>
        </div>
        <div className="acts">
          <Select<string>
            aria-label={words.loans.filterStatus}
            value={status ?? ''}
            style={{ minWidth: 140 }}
            options={[
              { value: '', label: said.anyStatus },
              ...statuses.map((name) => ({ value: name, label: said.status[name] })),
            ]}
            onChange={(value) => setPart({ status: value === '' ? null : value })}
          />
          {mayWrite ? (
            <Button loading={work.isPending} onClick={() => work.mutate({})}>
              {said.work}
            </Button>
          ) : null}
        </div>
      </header>
      {work.error === null ? null : <FaultNote fault={work.error} />}
      {work.data === undefined ? null : <Worked {...work.data} />}
      {payments.error === null ? null : (
        <FaultNote fault={payments.error} onRetry={() => void payments.refetch()} />
      )}
      {payments.data === undefined && payments.error === null ? <Placeholder lines={6} /> : null}
      {payments.data === undefined ? null : <PaymentTable rows={payments.data.rows} />}
    </>
  );
}

type WorkedProps = {
  readonly provider: string | null;
  readonly sent: number;
  readonly settled: number;
  readonly stuck: readonly unknown[];
};

function Worked({ provider, sent, settled, stuck }: WorkedProps) {
  const { words } = useLanguage();
  const { payment: said } = words.loans;
  if (provider === null) return <Said verdict="open">{said.noProvider}</Said>;
  return (
    <>
      <p className="hint" role="status">
        {said.worked(sent, settled)}
      </p>
      {stuck.length === 0 ? null : <Said verdict="open">{said.stuck(stuck.length)}</Said>}
    </>
  );
}

function PaymentTable({ rows }: { readonly rows: readonly PaymentRow[] }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const { payment: said } = words.loans;
  const { columns } = said;
  if (rows.length === 0) return <EmptyNote title={said.empty} how={said.emptyHow} />;
  const dayOf = (day: string | null) => (day === null ? '–' : formats.day(day));
  return (
    <div className="section">
      <PlainTable<PaymentRow>
        label={said.title}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'payment',
            title: columns.payment,
            cell: ({ id }) => <CodeText text={id} label={columns.payment} />,
          },
          {
            key: 'loan',
            title: columns.loan,
            cell: ({ loan }) => <Link to={links.loan(loan)}>{loan.slice(-12)}</Link>,
          },
          { key: 'purpose', title: columns.purpose, cell: ({ purpose }) => said.purposes[purpose] },
          {
            key: 'amount',
            title: columns.amount,
            numeric: true,
            cell: ({ amountMinor, currency }) => formats.money(amountMinor, currency),
          },
          {
            key: 'status',
            title: columns.status,
            cell: ({ status, failure }) =>
              failure === null ? said.status[status] : `${said.status[status]} · ${failure}`,
          },
          {
            key: 'attempt',
            title: columns.attempt,
            numeric: true,
            cell: ({ attempt }) => formats.count(attempt),
          },
          { key: 'settled', title: columns.settled, cell: ({ settledDay }) => dayOf(settledDay) },
          { key: 'reference', title: columns.reference, cell: ({ reference }) => reference ?? '–' },
          { key: 'next', title: columns.next, cell: ({ dueOn }) => dayOf(dueOn) },
        ]}
      />
    </div>
  );
}
