/** Loads the sample that a model is to be trained on. */
import { Link, useParams } from 'react-router';
import { readTarget, useAddressPart, useLinks } from '../../address/index.ts';
import { freshForEver, useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Icon, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { TrainForm } from './train-form.tsx';
import '../../model/model.css';

const bodyHeight = 480;

export function TrainPage() {
  const { words } = useLanguage();
  const links = useLinks();
  const { sha256 = '' } = useParams();
  const { search } = useAddressPart();
  const target = readTarget(search);
  const sample = useCall('readSample', { params: { sha256 } }, { freshMs: freshForEver });
  const models = useCall('listModels', {});
  return (
    <>
      <header className="page-head">
        <div>
          <Link className="back" to={links.sample(sha256, target)}>
            <Icon name="back" size={12} /> {sample.data?.name ?? words.models.sets.title}
          </Link>
          <h1>{words.models.train.title}</h1>
        </div>
      </header>
      {target === null ? (
        <EmptyNote title={words.models.editor.noTarget} how={words.models.sets.noTarget} />
      ) : null}
      {sample.error === null ? null : (
        <FaultNote fault={sample.error} onRetry={() => void sample.refetch()} />
      )}
      {sample.data === undefined && sample.error === null ? <Placeholder height={bodyHeight} /> : null}
      {sample.data === undefined || target === null ? null : (
        <TrainForm sample={sample.data} target={target} names={namesOf(models.data?.rows ?? [])} />
      )}
    </>
  );
}

function namesOf(rows: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(rows.map(({ name }) => name))];
}
