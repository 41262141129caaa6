/** Loads one version of a policy. A version never changes, so it is fetched once. */
import { useParams } from 'react-router';
import { useCall } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import { PolicyView } from './policy-view.tsx';

const headHeight = 80;
const bodyHeight = 480;

export function PolicyPage() {
  const { hash = '' } = useParams();
  const policy = useCall('readPolicy', { params: { hash } });
  if (policy.error !== null) return <FaultNote fault={policy.error} onRetry={() => void policy.refetch()} />;
  if (policy.data === undefined)
    return (
      <div className="stack">
        <Placeholder height={headHeight} />
        <Placeholder height={bodyHeight} />
      </div>
    );
  return <PolicyView policy={policy.data} />;
}
