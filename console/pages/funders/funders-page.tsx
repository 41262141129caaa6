/** The books of each funder: a statement of any days, and whether they balance. */
import { type ReactNode, useState } from 'react';
import { useAddressPart } from '../../address/index.ts';
import { useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Icon, Placeholder, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const usualDays = 90;
const dayMs = 86_400_000;

export function FundersPage() {
  const { words } = useLanguage();
  const { search, setPart } = useAddressPart();
  const funders = useCall('listFunders', {});
  const { funders: said } = words.loans;
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const from =
    dayOf(search.get('since')) ?? new Date(Date.parse(today) - usualDays * dayMs).toISOString().slice(0, 10);
  const to = dayOf(search.get('until')) ?? today;
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{said.title}</h1>
          <p className="hint">{said.what}</p>
        </div>
        <div className="fields">
          <DayField label={said.from} value={from} onChange={(since) => setPart({ since })} />
          <DayField label={said.to} value={to} onChange={(until) => setPart({ until })} />
        </div>
      </header>
      {funders.error === null ? null : (
        <FaultNote fault={funders.error} onRetry={() => void funders.refetch()} />
      )}
      {funders.data === undefined && funders.error === null ? <Placeholder lines={6} /> : null}
      {funders.data?.rows.length === 0 ? <EmptyNote title={said.empty} how={said.emptyHow} /> : null}
      <div className="stack">
        {[...new Set(funders.data?.rows.map(({ funder }) => funder))].map((funder) => (
          <Statement key={funder} funder={funder} from={from} to={to} />
        ))}
      </div>
    </>
  );
}

function dayOf(text: string | null): string | null {
  return text !== null && dayPattern.test(text) ? text : null;
}

type DayFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
};

function DayField({ label, value, onChange }: DayFieldProps): ReactNode {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="day-field"
        type="date"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

type StatementProps = { readonly funder: string; readonly from: string; readonly to: string };

function Statement({ funder, from, to }: StatementProps) {
  const { code, words, formats } = useLanguage();
  const { funders: said } = words.loans;
  const { columns } = said;
  const statement = useCall(
    'readFunderStatement',
    { params: { funder }, query: { from, to } },
    { keepLast: true },
  );
  if (statement.error !== null)
    return <FaultNote fault={statement.error} onRetry={() => void statement.refetch()} />;
  if (statement.data === undefined) return <Placeholder lines={6} />;
  const { rows, sumMinor } = statement.data;
  const isBalanced = sumMinor === 0;
  const amount = (key: 'openingMinor' | 'debitMinor' | 'creditMinor' | 'closingMinor', title: string) => ({
    key,
    title,
    numeric: true,
    cell: (row: (typeof rows)[number]) => (row[key] === 0 ? '–' : formats.money(row[key], row.currency)),
  });
  return (
    <Section
      title={funder}
      hint={
        <span className={`outcome ${isBalanced ? 'outcome-approve' : 'outcome-decline'}`}>
          <Icon name={isBalanced ? 'check' : 'cross'} size={12} />
          {isBalanced ? said.balanced : said.unbalanced}
        </span>
      }
    >
      <PlainTable
        label={funder}
        rows={rows}
        rowKey={({ currency, account }) => `${currency} ${account}`}
        columns={[
          {
            key: 'account',
            title: columns.account,
            cell: ({ account, text }) =>
              account.includes(':') ? `${text[code]} · ${account.split(':')[1]}` : text[code],
          },
          { key: 'kind', title: columns.kind, cell: ({ kind }) => said.kinds[kind] },
          amount('openingMinor', columns.opening),
          amount('debitMinor', columns.debit),
          amount('creditMinor', columns.credit),
          amount('closingMinor', columns.closing),
        ]}
      />
    </Section>
  );
}
