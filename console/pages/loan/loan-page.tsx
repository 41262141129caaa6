/** One loan: its state in a line, the figures that matter, instalments, balance, payments, history, and what may be done. */
import { Link, useParams } from 'react-router';
import type { LoanDetail } from '@plimsoll/api/loan';
import { useLinks } from '../../address/index.ts';
import { useCall, useMay } from '../../client/index.ts';
import { CodeText, FaultNote, Figure, Icon, Placeholder, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { LoanState } from '../loans/loan-state.tsx';
import { ActSection } from './act-section.tsx';
import { BalanceChart } from './balance-chart.tsx';
import { HistorySection } from './history-section.tsx';
import { PaymentSection } from './payment-section.tsx';
import { ScheduleSection } from './schedule-section.tsx';

export function LoanPage() {
  const { id = '' } = useParams();
  const { words } = useLanguage();
  const links = useLinks();
  const loan = useCall('readLoan', { params: { id }, query: {} });
  return (
    <>
      <Link className="back" to={links.loans()}>
        <Icon name="back" size={12} /> {words.loans.back}
      </Link>
      {loan.error === null ? null : <FaultNote fault={loan.error} onRetry={() => void loan.refetch()} />}
      {loan.data === undefined && loan.error === null ? <Placeholder lines={8} /> : null}
      {loan.data === undefined ? null : <LoanView loan={loan.data} />}
    </>
  );
}

function LoanView({ loan }: { readonly loan: LoanDetail }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const mayWrite = useMay('loans:write');
  const { state, currency } = loan;
  const { figures } = words.loans;
  const money = (amount: number) => formats.money(amount, currency);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>
            {loan.product} · {money(loan.amountMinor)}
          </h1>
          <p className="hint">
            <LoanState row={state} /> {words.loans.opened} {formats.day(loan.openedDay)} ·{' '}
            <CodeText text={loan.id} label={words.loans.columns.loan} />
          </p>
          <p className="hint">
            {loan.subject === null ? null : (
              <Link to={links.loans({ subject: loan.subject })}>{words.loans.person}</Link>
            )}
            {loan.application === null ? null : (
              <>
                {' · '}
                <Link to={links.application(loan.application)}>{words.loans.application}</Link>
              </>
            )}
          </p>
        </div>
      </header>
      <div className="stack">
        <div className="figures">
          <Figure label={figures.principal} value={money(state.principalMinor)} />
          <Figure label={figures.due} value={money(state.dueMinor)} />
          <Figure label={figures.overdue} value={money(state.overdueMinor)} />
          <Figure label={figures.dpd} value={formats.count(state.dpd)} note={state.bucket} />
          <Figure label={figures.accrued} value={money(state.accruedMinor)} />
          <Figure label={figures.payoff} value={money(state.payoffMinor)} />
          <Figure
            label={figures.next}
            value={state.nextDueDay === null ? '–' : money(state.nextDueMinor)}
            {...(state.nextDueDay === null ? {} : { note: formats.day(state.nextDueDay) })}
          />
        </div>
        {mayWrite ? <ActSection loan={loan} /> : null}
        <ScheduleSection loan={loan} />
        {state.instalments.length > 1 ? <BalanceChart loan={loan} /> : null}
        <PaymentSection loan={loan} />
        <HistorySection loan={loan} />
        <ShareSection loan={loan} />
      </div>
    </>
  );
}

function ShareSection({ loan }: { readonly loan: LoanDetail }) {
  const { words, formats } = useLanguage();
  const { shareColumns } = words.loans;
  return (
    <Section title={words.loans.shares}>
      <PlainTable
        label={words.loans.shares}
        rows={loan.shares}
        rowKey={({ funder }) => funder}
        columns={[
          { key: 'funder', title: shareColumns.funder, cell: ({ funder }) => funder },
          {
            key: 'share',
            title: shareColumns.share,
            numeric: true,
            cell: ({ sharePpm }) => formats.percent(sharePpm / 1_000_000, 2),
          },
          {
            key: 'servicer',
            title: shareColumns.servicer,
            numeric: true,
            cell: ({ servicerFeePpm }) => formats.percent(servicerFeePpm / 1_000_000, 2),
          },
        ]}
      />
    </Section>
  );
}
