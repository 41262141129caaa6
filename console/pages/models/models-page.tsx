/** Loads what the studio holds: models, trainings that run, samples. Each is asked for by itself. */
import { useCall, useMay } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ModelList } from './model-list.tsx';
import { RunningList } from './running-list.tsx';
import { SampleList } from './sample-list.tsx';
import { UploadSection } from './upload-section.tsx';
import '../../model/model.css';

const sectionHeight = 200;

export function ModelsPage() {
  const { words } = useLanguage();
  const models = useCall('listModels', {});
  const samples = useCall('listSamples', {});
  const mayWrite = useMay('models:write');
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{words.models.title}</h1>
          <p className="hint">{words.models.what}</p>
        </div>
      </header>
      <div className="stack">
        <RunningList />
        {models.error === null ? null : (
          <FaultNote fault={models.error} onRetry={() => void models.refetch()} />
        )}
        {models.data === undefined && models.error === null ? <Placeholder height={sectionHeight} /> : null}
        {models.data === undefined ? null : <ModelList rows={models.data.rows} />}
        {samples.error === null ? null : (
          <FaultNote fault={samples.error} onRetry={() => void samples.refetch()} />
        )}
        {samples.data === undefined && samples.error === null ? <Placeholder height={sectionHeight} /> : null}
        {samples.data === undefined ? null : <SampleList rows={samples.data.rows} />}
        {mayWrite ? <UploadSection /> : null}
      </div>
    </>
  );
}
