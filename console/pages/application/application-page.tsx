/** Loads one application; its trace and policy come beside it, so the decision is readable before they arrive. */
import { useParams } from 'react-router';
import { freshForEver, useCall, useMay } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import { ApplicationView } from './application-view.tsx';

const headHeight = 96;
const bodyHeight = 420;

export function ApplicationPage() {
  const { id = '' } = useParams();
  const application = useCall('readApplication', { params: { id } });
  const trace = useCall('traceApplication', { params: { id } }, { enabled: application.data !== undefined });
  const mayReadPolicies = useMay('policies:read');
  const hash = application.data?.policyHash ?? '';
  const policy = useCall(
    'readPolicy',
    { params: { hash } },
    { enabled: hash !== '' && mayReadPolicies, freshMs: freshForEver },
  );
  const products = useCall('listProducts', {}, { freshMs: freshForEver });
  if (application.error !== null)
    return <FaultNote fault={application.error} onRetry={() => void application.refetch()} />;
  if (application.data === undefined)
    return (
      <div className="stack">
        <Placeholder height={headHeight} />
        <Placeholder height={bodyHeight} />
      </div>
    );
  return (
    <ApplicationView
      application={application.data}
      trace={trace.data?.trace ?? null}
      traceFault={trace.error}
      onRetryTrace={() => void trace.refetch()}
      policy={policy.data ?? null}
      product={products.data?.rows.find((row) => row.id === application.data.product) ?? null}
    />
  );
}
