/** Loads the bins of one variable and the counts from which they are edited in the browser. */
import { Link, useParams } from 'react-router';
import { readTarget, type SampleTarget, useAddressPart, useLinks } from '../../address/index.ts';
import { freshForEver, useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Icon, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { VariableView } from './variable-view.tsx';
import '../../model/model.css';

const bodyHeight = 560;

export function VariablePage() {
  const { words } = useLanguage();
  const links = useLinks();
  const { sha256 = '', variable = '' } = useParams();
  const { search } = useAddressPart();
  const target = readTarget(search);
  return (
    <>
      <header className="page-head">
        <div>
          <Link className="back" to={links.sample(sha256, target)}>
            <Icon name="back" size={12} /> {words.models.variables.title}
          </Link>
          <h1>{variable}</h1>
        </div>
      </header>
      {target === null ? (
        <EmptyNote title={words.models.editor.noTarget} how={words.models.sets.noTarget} />
      ) : (
        <LoadedVariable key={variable} sha256={sha256} target={target} variable={variable} />
      )}
    </>
  );
}

type LoadedVariableProps = {
  readonly sha256: string;
  readonly target: SampleTarget;
  readonly variable: string;
};

function LoadedVariable({ sha256, target, variable }: LoadedVariableProps) {
  const binned = useCall(
    'binVariable',
    { params: { sha256 }, body: { target, variable } },
    { freshMs: freshForEver },
  );
  if (binned.error !== null) return <FaultNote fault={binned.error} onRetry={() => void binned.refetch()} />;
  if (binned.data === undefined) return <Placeholder height={bodyHeight} />;
  return <VariableView place={{ sha256, target }} binned={binned.data} />;
}
