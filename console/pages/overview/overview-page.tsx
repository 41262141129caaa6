/** Loads the overview of the chosen time range. */
import { useTimeRange } from '../../address/index.ts';
import { useCall, useMay } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { OverviewView } from './overview-view.tsx';

const placeholderHeight = 88;
const chartPlaceholderHeight = 320;

export function OverviewPage() {
  const { words } = useLanguage();
  const { span } = useTimeRange();
  const overview = useCall('readOverview', { query: span }, { keepLast: true });
  const mayReadLedger = useMay('ledger:read');
  const checkpoint = useCall('readCheckpoint', {}, { enabled: mayReadLedger });
  return (
    <>
      <header className="page-head">
        <h1>{words.overview.title}</h1>
      </header>
      {overview.error === null ? null : (
        <FaultNote fault={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {overview.data === undefined && overview.error === null ? (
        <div className="stack">
          <Placeholder height={placeholderHeight} />
          <div className="two">
            <Placeholder height={chartPlaceholderHeight} />
            <Placeholder height={chartPlaceholderHeight} />
          </div>
        </div>
      ) : null}
      {overview.data === undefined ? null : (
        <OverviewView overview={overview.data} checkpoint={checkpoint.data ?? null} />
      )}
    </>
  );
}
