/** Loads one sample. Its bytes never change, so what is known of it is fetched once. */
import { useParams } from 'react-router';
import { freshForEver, useCall } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import { SampleView } from './sample-view.tsx';
import '../../model/model.css';

const headHeight = 80;
const bodyHeight = 480;

export function SamplePage() {
  const { sha256 = '' } = useParams();
  const sample = useCall('readSample', { params: { sha256 } }, { freshMs: freshForEver });
  if (sample.error !== null) return <FaultNote fault={sample.error} onRetry={() => void sample.refetch()} />;
  if (sample.data === undefined)
    return (
      <div className="stack">
        <Placeholder height={headHeight} />
        <Placeholder height={bodyHeight} />
      </div>
    );
  return <SampleView sample={sample.data} />;
}
