/** A small table of a section: names left, numbers right. For thousands of rows there is the grid. */
import type { Key, ReactNode } from 'react';

export type PlainColumn<R> = {
  readonly key: string;
  readonly title: ReactNode;
  readonly cell: (row: R) => ReactNode;
  readonly numeric?: boolean;
};

export type PlainTableProps<R> = {
  readonly label: string;
  readonly columns: readonly PlainColumn<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => Key;
};

export function PlainTable<R>({ label, columns, rows, rowKey }: PlainTableProps<R>) {
  return (
    <div className="plain-table-frame">
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ key, title, numeric }) => (
              <th key={key} scope="col" className={numeric === true ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ key, cell, numeric }) => (
                <td key={key} className={numeric === true ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
