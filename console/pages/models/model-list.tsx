/** Every version of every model, newest first; two of them can be chosen for comparison. */
import { Button, Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Link } from 'react-router';
import type { ModelRow } from '@plimsoll/api/model';
import { readShownState, shownStates, useAddressPart, useLinks, usualShare } from '../../address/index.ts';
import { StateTag } from '../../model/index.ts';
import { EmptyNote, Moment, type PlainColumn, PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const compared = 2;
const figureDigits = 3;

export function ModelList({ rows }: { readonly rows: readonly ModelRow[] }) {
  const { words } = useLanguage();
  const { search, setPart } = useAddressPart();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const state = readShownState(search);
  const present = shownStates.filter((one) => rows.some((row) => row.state === one));
  const shown = state === null ? rows : rows.filter((row) => row.state === state);
  const toggle = (key: string) =>
    setChosen((keys) =>
      keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key].slice(-compared),
    );
  if (rows.length === 0)
    return (
      <Section title={words.models.list.title}>
        <EmptyNote title={words.models.list.empty} how={words.models.list.emptyHow} />
      </Section>
    );
  return (
    <Section
      title={words.models.list.title}
      hint={rows.length < compared ? undefined : words.models.list.compareHint}
      actions={
        <>
          {present.length < 2 ? null : (
            <Segmented
              size="small"
              aria-label={words.models.list.filterState}
              value={state ?? 'all'}
              options={[
                { value: 'all', label: words.models.list.all },
                ...present.map((one) => ({ value: one, label: words.models.states[one] ?? one })),
              ]}
              onChange={(next) => setPart({ state: next === 'all' ? null : next })}
            />
          )}
          {rows.length < compared ? null : (
            <CompareButton rows={rows.filter((row) => chosen.includes(keyOf(row)))} />
          )}
        </>
      }
    >
      <ModelTable rows={shown} chosen={chosen} onToggle={rows.length < compared ? null : toggle} />
    </Section>
  );
}

function CompareButton({ rows }: { readonly rows: readonly ModelRow[] }) {
  const { words } = useLanguage();
  const links = useLinks();
  const navigate = useNavigate();
  const [left, right] = rows.toReversed();
  return (
    <Button
      size="small"
      disabled={left === undefined || right === undefined}
      onClick={() => {
        if (left !== undefined && right !== undefined)
          void navigate(links.comparison({ left, right, share: usualShare }));
      }}
    >
      {words.models.list.compare}
    </Button>
  );
}

type ModelTableProps = {
  readonly rows: readonly ModelRow[];
  readonly chosen: readonly string[];
  readonly onToggle: ((key: string) => void) | null;
};

function ModelTable({ rows, chosen, onToggle }: ModelTableProps) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const figure = (value: number | null) => (value === null ? '–' : formats.fixed(value, figureDigits));
  const choice: PlainColumn<ModelRow> = {
    key: 'choice',
    title: '',
    cell: (row) => (
      <Checkbox
        aria-label={words.models.list.forCompare(`${row.name} ${row.version}`)}
        checked={chosen.includes(keyOf(row))}
        onChange={() => onToggle?.(keyOf(row))}
      />
    ),
  };
  return (
    <PlainTable<ModelRow>
      label={words.models.list.title}
      rows={rows}
      rowKey={keyOf}
      columns={[
        ...(onToggle === null ? [] : [choice]),
        {
          key: 'name',
          title: words.models.name,
          cell: (row) => (
            <Link to={links.model(row)}>
              {row.name} <span className="faint">{words.models.versionOf(row.version)}</span>
            </Link>
          ),
        },
        {
          key: 'kind',
          title: words.models.kind,
          cell: ({ kind }) => words.models.kinds[kind] ?? kind,
        },
        {
          key: 'state',
          title: words.models.state,
          cell: ({ state, isExpired }) => <StateTag state={state} isExpired={isExpired} />,
        },
        {
          key: 'auc',
          title: words.models.auc,
          numeric: true,
          cell: ({ figures }) => figure(figures.auc),
        },
        { key: 'ks', title: words.models.ks, numeric: true, cell: ({ figures }) => figure(figures.ks) },
        {
          key: 'expires',
          title: words.models.list.expires,
          cell: ({ expiresDay }) => (expiresDay === null ? '–' : formats.day(expiresDay)),
        },
        {
          key: 'drafted',
          title: words.models.created,
          cell: ({ draftedAt }) => <Moment at={draftedAt} short />,
        },
        { key: 'author', title: words.models.by, cell: ({ author }) => author },
      ]}
    />
  );
}

function keyOf({ name, version }: Pick<ModelRow, 'name' | 'version'>): string {
  return `${name}@${version}`;
}
