/** Changes of payments as a part of a statement: each event holds the whole row, so the last of a page is what stands. */
import type { PaymentChange } from './projected-payment.ts';
import type { Cell, ColumnType } from './relation.ts';
import type { Part, PartRows } from './statement.ts';

/** The columns of `payment` with where each comes from; the position of the first event comes from the head. */
const COLUMNS: readonly (readonly [column: string, type: ColumnType, field: keyof PaymentChange])[] = [
  ['id', 'uuid', 'id'],
  ['loan', 'text', 'loan'],
  ['purpose', 'text', 'purpose'],
  ['amount_minor', 'int8', 'amountMinor'],
  ['currency', 'text', 'currency'],
  ['status', 'text', 'status'],
  ['attempt', 'int4', 'attempt'],
  ['reference', 'text', 'reference'],
  ['settled_day', 'date', 'settledDay'],
  ['failure', 'text', 'failure'],
  ['due_on', 'date', 'dueOn'],
  ['version', 'int4', 'version'],
];
const names = COLUMNS.map(([column]) => column);
const changing = names.slice(5);

const part: Part = {
  name: 'py',
  relation: { columns: [...COLUMNS.map(([column, type]) => [column, type] as const), ['place', 'int8']] },
  sql: (rows) => `payments AS (
    INSERT INTO payment AS p (${names.join(', ')}, position)
    SELECT ${names.map((column) => `py.${column}`).join(', ')}, head.base + py.place FROM head, ${rows}
    ON CONFLICT (id) DO UPDATE SET ${changing.map((column) => `${column} = EXCLUDED.${column}`).join(', ')})`,
};

/** The part of a page's changes of payments. */
export function paymentPart(changes: readonly PaymentChange[]): PartRows {
  return {
    part,
    rows: changes.map((change) => [...COLUMNS.map(([, , field]): Cell => change[field]), change.offset]),
  };
}
