/** One sample: what it is, what was found in it, its variables against the target, its columns as they were read. */
import { Button } from 'antd';
import { Link } from 'react-router';
import type { SampleDetail } from '@plimsoll/api/model';
import { readTarget, useAddressPart, useLinks } from '../../address/index.ts';
import { useMay } from '../../client/index.ts';
import { CodeText, Figure, Icon, Moment } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ColumnsSection } from './columns-section.tsx';
import { FindingsSection } from './findings-section.tsx';
import { TargetSection } from './target-section.tsx';
import { VariablesSection } from './variables-section.tsx';

export function SampleView({ sample }: { readonly sample: SampleDetail }) {
  const { words, formats } = useLanguage();
  const { search } = useAddressPart();
  const target = readTarget(search);
  const { sets } = words.models;
  return (
    <div className="stack">
      <SampleHead sample={sample} />
      <div className="figures">
        <Figure label={words.models.rows} value={formats.count(sample.rows)} />
        <Figure label={sets.columns} value={formats.count(sample.columnCount)} />
        <Figure label={sets.size} value={formats.bytes(sample.sizeBytes)} />
        <Figure label={sets.findings} value={formats.count(sample.findings.length)} />
      </div>
      <FindingsSection findings={sample.findings} />
      <TargetSection sample={sample} target={target} />
      {target === null ? null : (
        <VariablesSection
          key={`${target.column} ${target.badValue}`}
          sha256={sample.sha256}
          target={target}
        />
      )}
      <ColumnsSection sample={sample} />
    </div>
  );
}

function SampleHead({ sample }: { readonly sample: SampleDetail }) {
  const { words } = useLanguage();
  const links = useLinks();
  const mayWrite = useMay('models:write');
  const { search } = useAddressPart();
  const target = readTarget(search);
  const { sets } = words.models;
  return (
    <header className="page-head">
      <div>
        <Link className="back" to={links.models()}>
          <Icon name="back" size={12} /> {sets.back}
        </Link>
        <h1>{sample.name}</h1>
        <p className="hint">
          <CodeText text={sample.sha256} label={sets.hash} /> · <Moment at={sample.uploadedAt} /> ·{' '}
          {sample.actor}
        </p>
      </div>
      {mayWrite && target !== null ? (
        <div className="page-tools">
          <Link to={links.train(sample.sha256, target)}>
            <Button tabIndex={-1} type="primary">
              {sets.train}
            </Button>
          </Link>
        </div>
      ) : null}
    </header>
  );
}
