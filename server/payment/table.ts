/** Payments in their projection. */
import type { KnownPayment } from '@plimsoll/loan/payment';
import type { PaymentPurpose, PaymentStatus } from '@plimsoll/loan/spine';
import type pg from 'pg';

export type StoredPayment = {
  readonly id: string;
  readonly loan: string;
  readonly purpose: PaymentPurpose;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: Exclude<PaymentStatus, 'absent'>;
  readonly attempt: number;
  readonly reference: string | null;
  readonly settledDay: string | null;
  readonly failure: string | null;
  readonly dueOn: string | null;
};

const COLUMNS = `id, loan, purpose, amount_minor AS "amountMinor", currency, status, attempt, reference,
  to_char(settled_day, 'YYYY-MM-DD') AS "settledDay", failure, to_char(due_on, 'YYYY-MM-DD') AS "dueOn"`;

/** Payments by status and loan, newest first. */
export async function listPayments(
  pool: pg.Pool,
  { status, loan }: { readonly status?: string | undefined; readonly loan?: string | undefined },
  limit: number,
): Promise<readonly StoredPayment[]> {
  const { rows } = await pool.query<StoredPayment>(
    `SELECT ${COLUMNS} FROM payment WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR loan = $2)
     ORDER BY position DESC LIMIT $3`,
    [status ?? null, loan ?? null, limit],
  );
  return rows;
}

/** One payment; null when there is none. */
export async function readPayment(pool: pg.Pool, id: string): Promise<StoredPayment | null> {
  const { rows } = await pool.query<StoredPayment>(`SELECT ${COLUMNS} FROM payment WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** What is ordered of a loan for a purpose and neither settled nor given up, in all. */
export async function readUnderWay(pool: pg.Pool, loan: string, purpose: PaymentPurpose): Promise<number> {
  const { rows } = await pool.query<{ amount: number | null }>(
    `SELECT sum(amount_minor)::int8 AS amount FROM payment
     WHERE loan = $1 AND purpose = $2 AND status NOT IN ('settled', 'failed')`,
    [loan, purpose],
  );
  return rows[0]?.amount ?? 0;
}

/** What a statement of some days can be about: settled within them, or named by it. */
export async function paymentsOfStatement(
  pool: pg.Pool,
  {
    from,
    to,
    references,
  }: { readonly from: string; readonly to: string; readonly references: readonly string[] },
): Promise<readonly KnownPayment[]> {
  const { rows } = await pool.query<StoredPayment>(
    `SELECT ${COLUMNS} FROM payment WHERE settled_day BETWEEN $1 AND $2 OR reference = ANY ($3)`,
    [from, to, references],
  );
  return rows.map(({ id, loan, purpose, amountMinor, currency, status, reference, settledDay }) => ({
    id,
    status,
    reference,
    settledDay,
    order: { purpose, loan, amountMinor, currency, day: settledDay ?? from },
  }));
}
