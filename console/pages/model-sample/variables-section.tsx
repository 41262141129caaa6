/** The variables against the target: information value, bad rate by bin, what is missing, what looks like a leak. */
import { Input } from 'antd';
import { useNavigate } from 'react-router';
import { Link } from 'react-router';
import type { Variable, VariableList } from '@plimsoll/api/model';
import {
  readVariableOrder,
  type SampleTarget,
  useAddressPart,
  useLinks,
  type VariableOrder,
  variableSorts,
} from '../../address/index.ts';
import { freshForEver, useCall } from '../../client/index.ts';
import { keptVariables, readKeptBins, Sparkline, strengthOf } from '../../model/index.ts';
import {
  EmptyNote,
  FaultNote,
  Grid,
  type GridColumn,
  Icon,
  Placeholder,
  Section,
} from '../../parts/index.ts';
import { type Language, useLanguage } from '../../words/index.ts';
import { sortVariables } from './variable-order.ts';

const placeholderHeight = 400;
const figureDigits = 3;

export type VariablesSectionProps = { readonly sha256: string; readonly target: SampleTarget };

export function VariablesSection({ sha256, target }: VariablesSectionProps) {
  const { words } = useLanguage();
  const { variables: said } = words.models;
  const measured = useCall(
    'measureVariables',
    { params: { sha256 }, query: target },
    { freshMs: freshForEver },
  );
  return (
    <Section title={said.title} hint={said.hint}>
      {measured.error === null ? null : (
        <FaultNote fault={measured.error} onRetry={() => void measured.refetch()} />
      )}
      {measured.data === undefined && measured.error === null ? (
        <>
          <p className="hint">{said.computing}</p>
          <Placeholder height={placeholderHeight} />
        </>
      ) : null}
      {measured.data === undefined ? null : <VariableGrid sha256={sha256} list={measured.data} />}
    </Section>
  );
}

type VariableGridProps = { readonly sha256: string; readonly list: VariableList };

function VariableGrid({ sha256, list }: VariableGridProps) {
  const language = useLanguage();
  const links = useLinks();
  const navigate = useNavigate();
  const { search, setPart } = useAddressPart();
  const { words, formats } = language;
  const { variables: said } = words.models;
  const { target } = list;
  const order = readVariableOrder(search);
  const wanted = (search.get('find') ?? '').toLowerCase();
  const shown = sortVariables(list.variables, order).filter(({ name }) =>
    name.toLowerCase().includes(wanted),
  );
  const edited = new Set(keptVariables(readKeptBins({ sha256, target })));
  const mean = list.bads / Math.max(1, list.rows);
  if (list.variables.length === 0) return <EmptyNote title={said.empty} how={said.emptyHow} />;
  const addressOf = (name: string) => links.variable(sha256, target, name);
  return (
    <>
      <div className="bar">
        <Input
          className="bar-search"
          aria-label={said.filter}
          placeholder={said.filter}
          value={search.get('find') ?? ''}
          onChange={({ target: { value } }) => setPart({ find: value === '' ? null : value })}
        />
        <span className="hint">
          {said.sampleLine(formats.count(list.rows), formats.count(list.bads), formats.percent(mean, 2))}
        </span>
      </div>
      <div className="grid-box">
        <Grid<Variable>
          label={said.title}
          memory={`variables ${sha256} ${target.column} ${target.badValue} ${wanted} ${order.sort} ${order.order}`}
          rows={shown}
          rowKey={({ name }) => name}
          onOpen={({ name }) => void navigate(addressOf(name))}
          sort={{ key: order.sort, order: order.order }}
          onSort={(key) => setPart(nextOrder(order, key))}
          onNearEnd={ignore}
          footer={shown.length === 0 ? said.none : words.applications.all(shown.length)}
          columns={columnsOf(language, { mean, edited, addressOf })}
        />
      </div>
    </>
  );
}

function ignore(): void {
  // Every variable is here already.
}

function nextOrder({ sort, order }: VariableOrder, key: string) {
  const next = variableSorts.find((one) => one === key) ?? 'iv';
  if (next !== sort) return { sort: next, order: null };
  return { sort: next, order: order === 'asc' ? 'desc' : 'asc' };
}

type ColumnsNeed = {
  readonly mean: number;
  readonly edited: ReadonlySet<string>;
  readonly addressOf: (name: string) => string;
};

function columnsOf(
  { code, words, formats }: Language,
  { mean, edited, addressOf }: ColumnsNeed,
): readonly GridColumn<Variable>[] {
  const { variables: said } = words.models;
  return [
    {
      key: 'name',
      title: words.models.variable,
      width: 'minmax(12rem, 2fr)',
      sortable: true,
      cell: ({ name }) => (
        <>
          <Link tabIndex={-1} to={addressOf(name)}>
            {name}
          </Link>
          {edited.has(name) ? <span className="badge badge-after">{said.edited}</span> : null}
        </>
      ),
    },
    {
      key: 'iv',
      title: words.models.iv,
      width: '6rem',
      numeric: true,
      sortable: true,
      cell: ({ iv }) => formats.fixed(iv, figureDigits),
    },
    {
      key: 'strength',
      title: said.strengthTitle,
      width: '7rem',
      cell: ({ iv }) => <span className="faint">{said.strength[strengthOf(iv)]}</span>,
    },
    {
      key: 'rates',
      title: said.rates,
      width: '150px',
      cell: ({ bins }) => (
        <Sparkline
          rates={bins.map(({ badRate }) => badRate)}
          shares={bins.map(({ share }) => share)}
          mean={mean}
        />
      ),
    },
    {
      key: 'auc',
      title: said.aucAlone,
      width: '7rem',
      numeric: true,
      sortable: true,
      cell: ({ auc }) => (auc === null ? '–' : formats.fixed(auc, figureDigits)),
    },
    {
      key: 'missing',
      title: words.models.sets.missing,
      width: '6rem',
      numeric: true,
      sortable: true,
      cell: ({ missingShare }) => formats.percent(missingShare),
    },
    {
      key: 'hints',
      title: said.hints,
      width: 'minmax(10rem, 2fr)',
      cell: ({ hints }) => (
        <span className="hints" title={hints.map(({ text }) => text[code]).join('\n')}>
          {hints.map((hint) => (
            <span key={hint.code} className="hint-mark">
              <Icon name="hand" size={12} /> {hint.text[code]}
            </span>
          ))}
        </span>
      ),
    },
  ];
}
