/** Loads the versions of policies. */
import { useCall } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { PoliciesView } from './policies-view.tsx';

export function PoliciesPage() {
  const { words } = useLanguage();
  const policies = useCall('listPolicies', {});
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{words.policies.title}</h1>
          <p className="hint">{words.policies.readOnly}</p>
        </div>
      </header>
      {policies.error === null ? null : (
        <FaultNote fault={policies.error} onRetry={() => void policies.refetch()} />
      )}
      {policies.data === undefined && policies.error === null ? <Placeholder lines={5} /> : null}
      {policies.data === undefined ? null : <PoliciesView rows={policies.data.rows} />}
    </>
  );
}
