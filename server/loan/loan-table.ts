/** Loans in their projection: one as a record to decide on, the list by filter, the funders' books. */
import type pg from 'pg';
import type { JsonObject } from '@plimsoll/core/base';
import type { LoanFact, LoanRecord, LoanSummary } from '@plimsoll/loan/spine';

/** A loan as it stands in the log: what is needed to decide, and the version to decide from. */
export type StoredLoan = { readonly record: LoanRecord; readonly version: number };

export type ListedLoan = {
  readonly id: string;
  readonly subject: string | null;
  readonly product: string;
  readonly currency: string;
  readonly version: number;
  readonly position: number;
  readonly summary: LoanSummary;
};

export type LoanFilter = {
  readonly status?: string;
  readonly bucket?: string;
  readonly product?: string;
  readonly subject?: string;
  readonly funder?: string;
  readonly isOverdue?: boolean;
};

export type BalanceRow = {
  readonly funder: string;
  readonly currency: string;
  readonly account: string;
  readonly amountMinor: number;
};

/** The most accounts that are read at once: some dozens for each funder. */
const BALANCE_LIMIT = 100_000;

type Row = {
  readonly id: string;
  readonly subject: string | null;
  readonly product: string;
  readonly currency: string;
  readonly version: number;
  readonly position: number;
  readonly summary: string;
};

/** A loan with its facts; null when there is none. */
export async function readLoan(pool: pg.Pool, id: string): Promise<StoredLoan | null> {
  const { rows } = await pool.query<{
    subject: string | null;
    version: number;
    summary: string;
    facts: string;
  }>({
    name: 'loan_by_id',
    text: 'SELECT subject, version, summary, facts FROM loan WHERE id = $1',
    values: [id],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const facts = row.facts
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LoanFact);
  const after = JSON.parse(row.summary) as LoanSummary;
  return { record: { id, subject: row.subject, facts, after }, version: row.version };
}

/** Whose a loan is; undefined when there is none. */
export async function readSubject(pool: pg.Pool, id: string): Promise<string | null | undefined> {
  const { rows } = await pool.query<{ subject: string | null }>({
    name: 'loan_subject',
    text: 'SELECT subject FROM loan WHERE id = $1',
    values: [id],
  });
  return rows[0]?.subject;
}

/** A page of the list, newest first; `before`: the position of the last loan of the page before. */
export async function listLoans(
  pool: pg.Pool,
  filter: LoanFilter,
  page: { readonly before: number | null; readonly limit: number },
): Promise<readonly ListedLoan[]> {
  const values: unknown[] = [];
  const conditions = ['true'];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value !== undefined && value !== null) conditions.push(condition(`$${values.push(value)}`));
  };
  add(filter.status, (p) => `status = ${p}`);
  add(filter.bucket, (p) => `bucket = ${p}`);
  add(filter.product, (p) => `product = ${p}`);
  add(filter.subject, (p) => `subject = ${p}`);
  add(filter.funder, (p) => `string_to_array(funders, ' ') @> ARRAY[${p}]`);
  add(filter.isOverdue, (p) => `(overdue_minor > 0) = ${p}`);
  add(page.before, (p) => `position < ${p}::int8`);
  const { rows } = await pool.query<Row>(
    `SELECT id, subject, product, currency, version, position, summary FROM loan
     WHERE ${conditions.join(' AND ')} ORDER BY position DESC LIMIT ${page.limit}`,
    values,
  );
  return rows.map((row) => ({ ...row, summary: JSON.parse(row.summary) as LoanSummary }));
}

/** Every account that holds or held something, by funder and currency. */
export async function readBalances(pool: pg.Pool): Promise<readonly BalanceRow[]> {
  const { rows } = await pool.query<BalanceRow & JsonObject>(
    `SELECT funder, currency, account, amount_minor AS "amountMinor" FROM account_balance
     ORDER BY funder, currency, account LIMIT ${BALANCE_LIMIT}`,
  );
  return rows;
}

export type StatementRow = {
  readonly currency: string;
  readonly account: string;
  readonly openingMinor: number;
  /** Debits and credits are netted within a day. */
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly closingMinor: number;
};

/** What a funder's accounts held before a period, moved within it and held after it; both days included. */
export async function readStatement(
  pool: pg.Pool,
  { funder, from, to }: { readonly funder: string; readonly from: string; readonly to: string },
): Promise<readonly StatementRow[]> {
  const { rows } = await pool.query<StatementRow>(
    `SELECT currency, account,
       coalesce(sum(amount_minor) FILTER (WHERE day < $2), 0)::bigint AS "openingMinor",
       coalesce(sum(amount_minor) FILTER (WHERE day >= $2 AND amount_minor > 0), 0)::bigint AS "debitMinor",
       coalesce(-sum(amount_minor) FILTER (WHERE day >= $2 AND amount_minor < 0), 0)::bigint AS "creditMinor",
       sum(amount_minor)::bigint AS "closingMinor"
     FROM account_day WHERE funder = $1 AND day <= $3
     GROUP BY currency, account ORDER BY currency, account`,
    [funder, from, to],
  );
  return rows;
}
