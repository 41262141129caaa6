/** Loads two versions and how they do on one sample. Which two, and the share accepted, stand in the address. */
import { Select } from 'antd';
import { Link } from 'react-router';
import type { ModelRow } from '@plimsoll/api/model';
import {
  type ComparisonChoice,
  type ModelVersion,
  readComparison,
  useAddressPart,
  useLinks,
  writeVersion,
} from '../../address/index.ts';
import { useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Icon, Placeholder, Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ComparedModels } from './compared-models.tsx';
import '../../model/model.css';

const bodyHeight = 480;
const shares = [50, 60, 70, 80, 90, 95] as const;
const hundred = 100;

export function ComparisonPage() {
  const { words } = useLanguage();
  const links = useLinks();
  const { search } = useAddressPart();
  const choice = readComparison(search);
  const models = useCall('listModels', {});
  const rows = models.data?.rows ?? [];
  const left = find(rows, choice.left);
  const right = find(rows, choice.right);
  const { compare } = words.models;
  const isSame = left !== null && left === right;
  return (
    <>
      <header className="page-head">
        <div>
          <Link className="back" to={links.models()}>
            <Icon name="back" size={12} /> {words.models.title}
          </Link>
          <h1>{compare.title}</h1>
        </div>
      </header>
      {models.error === null ? null : (
        <FaultNote fault={models.error} onRetry={() => void models.refetch()} />
      )}
      {models.data === undefined && models.error === null ? <Placeholder height={bodyHeight} /> : null}
      {models.data === undefined ? null : (
        <div className="stack">
          <ChoiceSection rows={rows} choice={choice} />
          {isSame ? <Said verdict="open">{compare.same}</Said> : null}
          {left === null || right === null ? (
            <EmptyNote title={compare.choose} how={compare.chooseHow} />
          ) : null}
          {left === null || right === null || isSame ? null : (
            <ComparedModels left={left} right={right} share={choice.share} />
          )}
        </div>
      )}
    </>
  );
}

function find(rows: readonly ModelRow[], wanted: ModelVersion | null): ModelRow | null {
  return rows.find(({ name, version }) => name === wanted?.name && version === wanted.version) ?? null;
}

type ChoiceSectionProps = { readonly rows: readonly ModelRow[]; readonly choice: ComparisonChoice };

function ChoiceSection({ rows, choice }: ChoiceSectionProps) {
  const { words, formats } = useLanguage();
  const { setPart } = useAddressPart();
  const { compare } = words.models;
  const options = rows.map((row) => ({
    value: writeVersion(row),
    label: `${row.name} ${words.models.versionOf(row.version)} · ${words.models.states[row.state] ?? row.state}`,
  }));
  return (
    <Section title={compare.choose} hint={compare.chooseHow}>
      <div className="fields">
        {(['left', 'right'] as const).map((side) => {
          const label = side === 'left' ? compare.first : compare.second;
          const chosen = choice[side];
          return (
            <label key={side} className="field">
              <span>{label}</span>
              <Select<string>
                showSearch
                aria-label={label}
                placeholder={words.models.sets.choose}
                value={chosen === null ? null : writeVersion(chosen)}
                options={options}
                onChange={(value: string) => setPart({ [side]: value })}
              />
            </label>
          );
        })}
        <label className="field">
          <span>{compare.cutoff}</span>
          <Select<number>
            aria-label={compare.cutoff}
            value={Math.round(choice.share * hundred)}
            options={shares.map((value) => ({ value, label: formats.percent(value / hundred, 0) }))}
            onChange={(value: number) => setPart({ share: String(value) })}
          />
        </label>
      </div>
    </Section>
  );
}
