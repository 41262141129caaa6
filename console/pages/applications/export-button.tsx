/** Exports what the filter shows as CSV: fetched page by page, with progress, and stopped at will. */
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { ApplicationRow, ListApplications } from '@plimsoll/api/origination';
import { call } from '../../client/index.ts';
import { FaultNote, Icon, saveFile } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { writeCsv } from './csv.ts';

const rowsPerPage = 500;
const maxRows = 200_000;

export function ExportButton({ query }: { readonly query: ListApplications }) {
  const { words } = useLanguage();
  const { message } = App.useApp();
  const [rowsSoFar, setRowsSoFar] = useState<number | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const isStopped = useRef(false);

  const run = async () => {
    isStopped.current = false;
    setFault(null);
    setRowsSoFar(0);
    try {
      const rows = await fetchAll(query, isStopped, setRowsSoFar);
      if (isStopped.current) {
        message.info(words.applications.exportStopped(rows.length));
      } else {
        saveFile('applications.csv', 'text/csv;charset=utf-8', writeCsv(rows));
        const said = rows.length >= maxRows ? words.applications.exportLimit : words.applications.exported;
        message.success(said(rows.length));
      }
    } catch (error) {
      setFault(error);
    } finally {
      setRowsSoFar(null);
    }
  };

  if (rowsSoFar !== null)
    return (
      <span className="export" role="status">
        {words.applications.exporting(rowsSoFar)}
        <Button
          size="small"
          onClick={() => {
            isStopped.current = true;
          }}
        >
          {words.state.cancel}
        </Button>
      </span>
    );
  return (
    <>
      <Button icon={<Icon name="download" />} onClick={() => void run()}>
        {words.applications.export}
      </Button>
      {fault === null ? null : <FaultNote fault={fault} onRetry={() => void run()} />}
    </>
  );
}

async function fetchAll(
  query: ListApplications,
  isStopped: { readonly current: boolean },
  onProgress: (rowsSoFar: number) => void,
): Promise<readonly ApplicationRow[]> {
  const rows: ApplicationRow[] = [];
  let cursor: string | null = null;
  while (rows.length < maxRows && !isStopped.current) {
    const page: { readonly rows: readonly ApplicationRow[]; readonly nextCursor: string | null } = await call(
      'listApplications',
      { query: { ...query, limit: rowsPerPage, ...(cursor === null ? {} : { cursor }) } },
    );
    rows.push(...page.rows);
    onProgress(rows.length);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return rows;
}
