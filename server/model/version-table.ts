/** Rows of the projection of model versions, as they lie in the database. */
import type pg from 'pg';
import type { ModelKey } from '@plimsoll/api/model';

export type VersionRow = {
  readonly name: string;
  readonly version: number;
  readonly state: string;
  readonly document_sha256: string;
  readonly document_kind: string;
  readonly sample_sha256: string | null;
  readonly author: string;
  readonly drafted_at: Date;
  readonly validated_at: Date | null;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly expires_day: string | null;
  readonly revalidate_day: string | null;
  readonly live_at: Date | null;
  readonly ended_at: Date | null;
  readonly auc: number | null;
  readonly ks: number | null;
  readonly brier: number | null;
  readonly log_loss: number | null;
};

const LIST_LIMIT = 2000;

/** All versions, newest first. */
export async function readRows(pool: pg.Pool): Promise<readonly VersionRow[]> {
  const { rows } = await pool.query<VersionRow>(
    `SELECT * FROM model_version ORDER BY drafted_at DESC, name, version DESC LIMIT ${LIST_LIMIT}`,
  );
  return rows;
}

/** One version; null when there is none. */
export async function readRow(pool: pg.Pool, { name, version }: ModelKey): Promise<VersionRow | null> {
  const { rows } = await pool.query<VersionRow>(
    'SELECT * FROM model_version WHERE name = $1 AND version = $2',
    [name, version],
  );
  return rows[0] ?? null;
}
