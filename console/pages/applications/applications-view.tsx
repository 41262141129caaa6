/** The list of applications: filters, columns, export, and the grid. */
import type { ApplicationRow, ListApplications, Product } from '@plimsoll/api/origination';
import type { Static } from 'typebox';
import { useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { type ApplicationFilter, sorts, useLinks } from '../../address/index.ts';
import type { ReasonWords } from '../../client/index.ts';
import { EmptyNote, FaultNote, Grid, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ColumnChoice } from './column-choice.tsx';
import { columnNames, type ColumnName, createColumns, readColumns, keepColumns } from './columns.tsx';
import { ExportButton } from './export-button.tsx';
import { FilterBar } from './filter-bar.tsx';
import './applications.css';

export type ApplicationsViewProps = {
  /** null while the first page is on its way. */
  readonly rows: readonly ApplicationRow[] | null;
  readonly fault: unknown;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly filter: ApplicationFilter;
  readonly query: ListApplications;
  readonly reasonWords: ReasonWords;
  readonly products: readonly Static<typeof Product>[];
  readonly onFilter: (filter: ApplicationFilter) => void;
  readonly onNearEnd: () => void;
  readonly onRetry: () => void;
};

const placeholderLines = 14;

export function ApplicationsView(props: ApplicationsViewProps) {
  const { rows, fault, filter, query, products, reasonWords, onFilter } = props;
  const { words } = useLanguage();
  const [chosen, setChosen] = useState<readonly ColumnName[]>(readColumns);
  const choose = (next: readonly ColumnName[]) => {
    keepColumns(next);
    setChosen(next);
  };
  return (
    <div className="applications">
      <header className="page-head">
        <h1>{words.applications.title}</h1>
        <div className="page-tools">
          <ColumnChoice chosen={chosen} all={columnNames} onChoose={choose} />
          <ExportButton query={query} />
        </div>
      </header>
      <FilterBar filter={filter} products={products} reasonWords={reasonWords} onFilter={onFilter} />
      {fault === null ? null : <FaultNote fault={fault} onRetry={props.onRetry} />}
      {rows === null && fault === null ? <Placeholder lines={placeholderLines} /> : null}
      {rows !== null && rows.length === 0 ? (
        <EmptyNote title={words.applications.empty} how={words.applications.emptyHow} />
      ) : null}
      {rows !== null && rows.length > 0 ? <ApplicationGrid {...props} rows={rows} chosen={chosen} /> : null}
    </div>
  );
}

type ApplicationGridProps = ApplicationsViewProps & {
  readonly rows: readonly ApplicationRow[];
  readonly chosen: readonly ColumnName[];
};

function ApplicationGrid({
  rows,
  chosen,
  products,
  reasonWords,
  filter,
  query,
  ...rest
}: ApplicationGridProps) {
  const language = useLanguage();
  const { words } = language;
  const links = useLinks();
  const navigate = useNavigate();
  const columns = useMemo(
    () =>
      createColumns({ language, products, links, reasonWords }).filter(({ key }) =>
        chosen.includes(key as ColumnName),
      ),
    [language, products, links, reasonWords, chosen],
  );
  const onOpen = useCallback(
    (row: ApplicationRow) => void navigate(links.application(row.id)),
    [navigate, links],
  );
  const sort = { key: filter.sort ?? 'submittedAt', order: filter.order ?? ('desc' as const) };
  const onSort = (key: string) => {
    const column = sorts.find((one) => one === key);
    if (column === undefined) return;
    const order = sort.key === key && sort.order === 'desc' ? 'asc' : 'desc';
    rest.onFilter({ ...filter, sort: column, order });
  };
  return (
    <Grid
      label={words.applications.title}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      sort={sort}
      onSort={onSort}
      onNearEnd={rest.onNearEnd}
      memory={JSON.stringify(query)}
      footer={
        rest.isLoadingMore
          ? words.applications.loadingMore
          : rest.hasMore
            ? words.applications.loaded(rows.length)
            : words.applications.all(rows.length)
      }
    />
  );
}
