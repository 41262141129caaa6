/** Volume, approval, scores, grades, reasons, latency, log: each number opens the applications behind it. */
import './overview.css';
import type { CallReply } from '@plimsoll/api/client';
import type { Overview } from '@plimsoll/api/overview';
import { Link } from 'react-router';
import { outcomes, useLinks } from '../../address/index.ts';
import { EmptyNote, Figure, OutcomeTag, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { LatencyChart } from './latency-chart.tsx';
import { observedBadRate } from './rates.ts';
import { ScoreChart } from './score-chart.tsx';
import { TimeChart } from './time-chart.tsx';

export type OverviewViewProps = {
  readonly overview: Overview;
  readonly checkpoint: CallReply<'readCheckpoint'> | null;
};

export function OverviewView({ overview, checkpoint }: OverviewViewProps) {
  const { words } = useLanguage();
  const figures = <OverviewFigures overview={overview} checkpoint={checkpoint} />;
  if (overview.count === 0)
    return (
      <div className="stack">
        {figures}
        <EmptyNote title={words.overview.empty} how={words.overview.emptyHow} />
      </div>
    );
  return (
    <div className="stack">
      {figures}
      <div className="two">
        <ScoreChart overview={overview} />
        <TimeChart overview={overview} />
        <Grades overview={overview} />
        <Reasons overview={overview} />
      </div>
      <LatencyChart overview={overview} />
    </div>
  );
}

function OverviewFigures({ overview, checkpoint }: OverviewViewProps) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const { decisionLatency } = overview;
  const latency = (value: number | null) => (value === null ? '–' : formats.milliseconds(value));
  return (
    <div className="figures">
      <Figure label={words.overview.volume} value={formats.count(overview.count)} to={links.applications()} />
      <Figure
        label={words.overview.approvalRate}
        value={overview.approvalRate === null ? '–' : formats.percent(overview.approvalRate)}
        note={words.overview.approvalRateHint}
        to={links.applications({ outcome: 'approve' })}
      />
      {outcomes.map((outcome) => (
        <Figure
          key={outcome}
          label={<OutcomeTag outcome={outcome} />}
          value={formats.count(overview[outcome])}
          note={overview.count === 0 ? undefined : formats.percent(overview[outcome] / overview.count)}
          to={links.applications({ outcome })}
        />
      ))}
      <Figure
        label={words.overview.latency}
        value={<span title={words.overview.latencyHint}>{latency(decisionLatency.p50Ms)}</span>}
        note={`p50 · p99 ${latency(decisionLatency.p99Ms)}`}
      />
      <Figure
        label={words.overview.log}
        value={formats.count(overview.logEvents)}
        note={
          checkpoint === null ? undefined : `${words.overview.checkpoint} ${formats.count(checkpoint.size)}`
        }
        {...(checkpoint === null ? {} : { to: links.ledger() })}
      />
    </div>
  );
}

function Grades({ overview }: { readonly overview: Overview }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  type Row = Overview['byGrade'][number];
  const title = words.overview.grades;
  return (
    <Section title={title}>
      <PlainTable<Row>
        label={title}
        rows={overview.byGrade}
        rowKey={({ grade }) => grade}
        columns={[
          {
            key: 'grade',
            title: words.field.grade,
            cell: ({ grade }) =>
              grade === '' ? words.overview.noGrade : <Link to={links.applications({ grade })}>{grade}</Link>,
          },
          {
            key: 'count',
            title: words.overview.total,
            numeric: true,
            cell: (row) => formats.count(row.approve + row.refer + row.decline),
          },
          ...outcomes.map((outcome) => ({
            key: outcome,
            title: words.outcome[outcome],
            numeric: true,
            cell: (row: Row) =>
              row[outcome] === 0 || row.grade === '' ? (
                formats.count(row[outcome])
              ) : (
                <Link to={links.applications({ grade: row.grade, outcome })}>
                  {formats.count(row[outcome])}
                </Link>
              ),
          })),
          {
            key: 'known',
            title: words.overview.known,
            numeric: true,
            cell: ({ good, bad }) => formats.count(good + bad),
          },
          {
            key: 'bad',
            title: words.overview.badRateShort,
            numeric: true,
            cell: (row) => {
              const rate = observedBadRate(row);
              if (rate === null) return <span className="faint">{words.overview.notKnown}</span>;
              return row.grade === '' ? (
                formats.percent(rate)
              ) : (
                <Link to={links.applications({ grade: row.grade, performance: 'bad' })}>
                  {formats.percent(rate)}
                </Link>
              );
            },
          },
        ]}
      />
    </Section>
  );
}

const shownReasons = 10;

function Reasons({ overview }: { readonly overview: Overview }) {
  const { code, words, formats } = useLanguage();
  const links = useLinks();
  const reasons = overview.reasons.slice(0, shownReasons);
  const most = Math.max(1, ...reasons.map(({ count }) => count));
  return (
    <Section title={words.overview.reasons} hint={words.overview.reasonsHint}>
      <ul className="reason-bars">
        {reasons.map(({ code: reason, text, outcome, count }) => (
          <li key={`${reason} ${outcome}`}>
            <span className="reason-text">
              <Link to={links.applications({ reason })}>{text[code]}</Link>{' '}
              <code className="faint">{reason}</code>
            </span>
            <span className="number">{formats.count(count)}</span>
            <span
              className={`reason-bar reason-bar-${outcome}`}
              style={{ width: `${(count / most) * 100}%` }}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
