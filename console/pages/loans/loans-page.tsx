/** The list of loans by filter; the filter stands in the address. */
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { LoanRow } from '@plimsoll/api/loan';
import { useAddressPart, useLinks } from '../../address/index.ts';
import { useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Placeholder, PlainTable } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { LoanState } from './loan-state.tsx';

const statuses = ['approved', 'active', 'written_off', 'overpaid', 'closed'] as const;
const pageRows = 100;

export function LoansPage() {
  const { words } = useLanguage();
  const { search, setPart } = useAddressPart();
  const status = statuses.find((name) => name === search.get('status'));
  const subject = search.get('subject') ?? undefined;
  const isOverdue = search.get('overdue') === '1';
  const filter = {
    ...(status === undefined ? {} : { status }),
    ...(subject === undefined ? {} : { subject }),
    ...(isOverdue ? { isOverdue } : {}),
  };
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{words.loans.title}</h1>
          <p className="hint">{words.loans.what}</p>
        </div>
        <div className="acts">
          <Select<string>
            aria-label={words.loans.filterStatus}
            value={status ?? ''}
            style={{ minWidth: 140 }}
            options={[
              { value: '', label: words.loans.anyStatus },
              ...statuses.map((name) => ({ value: name, label: words.loans.status[name] })),
            ]}
            onChange={(value) => setPart({ status: value === '' ? null : value })}
          />
          <Checkbox
            checked={isOverdue}
            onChange={({ target }) => setPart({ overdue: target.checked ? '1' : null })}
          >
            {words.loans.onlyOverdue}
          </Checkbox>
        </div>
      </header>
      <LoanPages key={JSON.stringify(filter)} filter={filter} />
    </>
  );
}

type Filter = {
  readonly status?: (typeof statuses)[number];
  readonly subject?: string;
  readonly isOverdue?: boolean;
};

function LoanPages({ filter }: { readonly filter: Filter }) {
  const { words } = useLanguage();
  const [count, setCount] = useState(pageRows);
  const page = useCall(
    'listLoans',
    { query: { ...filter, limit: Math.min(count, 500) } },
    { keepLast: true },
  );
  if (page.error !== null) return <FaultNote fault={page.error} onRetry={() => void page.refetch()} />;
  if (page.data === undefined) return <Placeholder lines={8} />;
  const { rows, nextCursor } = page.data;
  if (rows.length === 0)
    return Object.keys(filter).length === 0 ? (
      <EmptyNote title={words.loans.empty} how={words.loans.emptyHow} />
    ) : (
      <EmptyNote title={words.loans.emptyFilter} how={words.loans.emptyFilterHow} />
    );
  return (
    <div className="section">
      <LoanTable rows={rows} />
      {nextCursor === null || count >= 500 ? null : (
        <Button onClick={() => setCount(count + pageRows)}>{words.loans.more}</Button>
      )}
    </div>
  );
}

function LoanTable({ rows }: { readonly rows: readonly LoanRow[] }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const { columns } = words.loans;
  const money = (amount: number, currency: string) => (amount === 0 ? '–' : formats.money(amount, currency));
  return (
    <PlainTable<LoanRow>
      label={words.loans.title}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'loan',
          title: columns.loan,
          cell: ({ id }) => <Link to={links.loan(id)}>{id.slice(-12)}</Link>,
        },
        { key: 'product', title: columns.product, cell: ({ product }) => product },
        { key: 'status', title: columns.status, cell: (row) => <LoanState row={row} /> },
        {
          key: 'principal',
          title: columns.principal,
          numeric: true,
          cell: ({ principalMinor, currency }) => money(principalMinor, currency),
        },
        {
          key: 'due',
          title: columns.due,
          numeric: true,
          cell: ({ dueMinor, currency }) => money(dueMinor, currency),
        },
        {
          key: 'overdue',
          title: columns.overdue,
          numeric: true,
          cell: ({ overdueMinor, currency }) => money(overdueMinor, currency),
        },
        { key: 'dpd', title: columns.dpd, numeric: true, cell: ({ dpd }) => formats.count(dpd) },
        { key: 'bucket', title: columns.bucket, cell: ({ bucket }) => bucket },
        {
          key: 'next',
          title: columns.next,
          numeric: true,
          cell: ({ nextDueDay, nextDueMinor, currency }) =>
            nextDueDay === null
              ? '–'
              : `${formats.day(nextDueDay)} · ${formats.money(nextDueMinor, currency)}`,
        },
      ]}
    />
  );
}
