/** One application, in the order that a question is asked: what, why, how the score came, on what, since when, proof. */
import type { PolicyDetail } from '@plimsoll/api/policy';
import type { Trace } from '@plimsoll/core/dmn';
import { useMay } from '../../client/index.ts';
import { FaultNote, Placeholder, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application, ProductText } from './application.ts';
import { ApplicationHead } from './application-head.tsx';
import { FactsSection } from './facts-section.tsx';
import { HistorySection } from './history-section.tsx';
import { PersonalSection } from './personal-section.tsx';
import { ReasonsSection } from './reasons-section.tsx';
import { ReplaySection } from './replay-section.tsx';
import { ScoreSection } from './score-section.tsx';
import { TermsSection } from './terms-section.tsx';
import { TraceSection } from './trace-section.tsx';
import './application.css';

export type ApplicationViewProps = {
  readonly application: Application;
  /** null while it is recomputed. */
  readonly trace: Trace | null;
  readonly traceFault: unknown;
  readonly onRetryTrace: () => void;
  /** null while it is on its way, or where the reader may not see policies. */
  readonly policy: PolicyDetail | null;
  readonly product: ProductText | null;
};

export function ApplicationView(props: ApplicationViewProps) {
  const { application, trace, policy, product } = props;
  const mayReadLedger = useMay('ledger:read');
  return (
    <div className="stack">
      <ApplicationHead application={application} product={product} />
      <div className="main-and-side">
        <div className="stack">
          <ReasonsSection application={application} />
          <Traced {...props} />
          <FactsSection application={application} policy={policy} />
        </div>
        <div className="stack">
          <TermsSection application={application} />
          <PersonalSection application={application} />
          <ReplaySection id={application.id} />
          <HistorySection id={application.id} mayVerify={mayReadLedger} />
        </div>
      </div>
      {trace === null ? null : <TraceSection trace={trace} policy={policy} />}
    </div>
  );
}

function Traced({ application, trace, traceFault, onRetryTrace, policy }: ApplicationViewProps) {
  const { words } = useLanguage();
  if (trace !== null) return <ScoreSection application={application} trace={trace} policy={policy} />;
  return (
    <Section title={words.application.score}>
      {traceFault === null ? (
        <Placeholder lines={8} />
      ) : (
        <FaultNote fault={traceFault} onRetry={onRetryTrace} />
      )}
    </Section>
  );
}
