/**
 * Applications in their projection: one, those of persons, and the list by filter, in order, a page at a time.
 * Pages are cut by key (the sorted value and the id), so a page costs the same at any depth and rows that arrive
 * meanwhile neither repeat nor push out others. Rows without the sorted value come last, whatever the order.
 */
import type pg from 'pg';
import type { ApplicationRow, ListApplications } from '@plimsoll/api/origination';
import { type Place, readCursor, writeCursor } from '../cursor.ts';

type Row = {
  id: string;
  subject: string | null;
  product: string;
  currency: string;
  amount_minor: number;
  term_months: number;
  purpose: string;
  scenario: string;
  made_up: boolean;
  submitted_at: Date;
  decided_at: Date;
  outcome: ApplicationRow['outcome'];
  grade: string | null;
  score: number | null;
  pd: number | null;
  limit_minor: number | null;
  rate_annual: number | null;
  reasons: string[];
  policy_hash: string;
  model_id: string | null;
  performance: ApplicationRow['performance'];
};
export type Page = { readonly rows: ApplicationRow[]; readonly nextCursor: string | null };

const COLUMNS = `id, subject, product, currency, amount_minor, term_months, purpose, scenario, made_up, submitted_at,
  decided_at, outcome, grade, score, pd, limit_minor, rate_annual, reasons, policy_hash, model_id, performance`;
const PAGE_ROWS = 50;
const FOUND_LIMIT = 500;
const sortColumns = {
  submittedAt: { column: 'submitted_at', type: 'timestamptz' },
  score: { column: 'score', type: 'float8' },
  amountMinor: { column: 'amount_minor', type: 'int8' },
} as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One application; null when there is none. */
export async function findApplication(pool: pg.Pool, id: string): Promise<ApplicationRow | null> {
  const { rows } = await pool.query<Row>({
    name: 'application_by_id',
    text: `SELECT ${COLUMNS} FROM application WHERE id = $1 AND outcome IS NOT NULL`,
    values: [id],
  });
  return rows[0] === undefined ? null : present(rows[0]);
}

/** The applications of some persons, newest first. */
export async function findOfSubjects(pool: pg.Pool, subjects: readonly string[]): Promise<ApplicationRow[]> {
  if (subjects.length === 0) return [];
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM application WHERE subject = ANY($1::text[]) AND outcome IS NOT NULL
     ORDER BY submitted_at DESC, id DESC LIMIT ${FOUND_LIMIT}`,
    [subjects],
  );
  return rows.map(present);
}

/** A page of the list; null when the cursor isn't one of this list. */
export async function listApplications(pool: pg.Pool, query: ListApplications): Promise<Page | null> {
  const { cursor, limit = PAGE_ROWS, sort = 'submittedAt', order = 'desc', ...rest } = query;
  const filter = { ...rest, sort, order };
  const after = cursor === undefined ? null : readPlace(cursor, filter);
  if (cursor !== undefined && after === null) return null;
  const list: List = { ...conditionsOf(rest), sort, order };
  // One more than asked for tells whether there is a next page.
  const rows = await readRows(pool, list, { after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map(present),
    nextCursor: last === undefined ? null : writeCursor(placeOf(last, sort), filter),
  };
}

type List = {
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
  readonly sort: keyof typeof sortColumns;
  readonly order: 'asc' | 'desc';
};
type Cut = { readonly after: Place | null; readonly limit: number };

/** First the rows that have the sorted value, then those that lack it; each part reads its index in order. */
async function readRows(pool: pg.Pool, list: List, { after, limit }: Cut): Promise<Row[]> {
  const isInLacking = after !== null && after.value === null;
  const having = isInLacking ? [] : await readPart(pool, list, { after, limit, hasValue: true });
  if (having.length >= limit || list.sort !== 'score') return having;
  const rest = { after: isInLacking ? after : null, limit: limit - having.length, hasValue: false };
  return [...having, ...(await readPart(pool, list, rest))];
}

type Part = Cut & { readonly hasValue: boolean };

async function readPart(pool: pg.Pool, list: List, { after, limit, hasValue }: Part): Promise<Row[]> {
  const { column, type } = sortColumns[list.sort];
  const values = [...list.values];
  const conditions = [...list.conditions, `${column} IS ${hasValue ? 'NOT ' : ''}NULL`];
  const beyond = list.order === 'asc' ? '>' : '<';
  if (after !== null) {
    const id = `$${values.push(after.id)}::uuid`;
    if (hasValue) {
      const value = `$${values.push(after.value)}::${type}`;
      conditions.push(`(${column}, id) ${beyond} (${value}, ${id})`);
    } else conditions.push(`id ${beyond} ${id}`);
  }
  const direction = list.order.toUpperCase();
  const sorted = hasValue ? `${column} ${direction}, id ${direction}` : `id ${direction}`;
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM application WHERE ${conditions.join(' AND ')} ORDER BY ${sorted} LIMIT ${limit}`,
    values,
  );
  return rows;
}

function conditionsOf(filter: ListApplications): Pick<List, 'conditions' | 'values'> {
  const values: unknown[] = [];
  const conditions = ['outcome IS NOT NULL'];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  add(filter.outcome, (p) => `outcome = ${p}`);
  add(filter.grade, (p) => `grade = ${p}`);
  add(filter.reason, (p) => `${p} = ANY(reasons)`);
  add(filter.performance, (p) => `performance = ${p}`);
  add(filter.subject, (p) => `subject = ${p}`);
  add(filter.policyHash, (p) => `policy_hash = ${p}`);
  add(filter.from, (p) => `submitted_at >= ${p}::timestamptz`);
  add(filter.to, (p) => `submitted_at < ${p}::timestamptz`);
  add(filter.scoreMin, (p) => `score >= ${p}::float8`);
  add(filter.scoreMax, (p) => `score <= ${p}::float8`);
  add(filter.amountMinMinor, (p) => `amount_minor >= ${p}::int8`);
  add(filter.amountMaxMinor, (p) => `amount_minor <= ${p}::int8`);
  return { conditions, values };
}

function readPlace(cursor: string, filter: { readonly [name: string]: string | number }): Place | null {
  const place = readCursor(cursor, filter);
  if (place === null || !UUID.test(place.id)) return null;
  const { value } = place;
  switch (filter['sort']) {
    case 'submittedAt':
      return typeof value === 'string' &&
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
        isTime(value)
        ? place
        : null;
    case 'amountMinor':
      return Number.isSafeInteger(value) ? place : null;
    default:
      return value === null || typeof value === 'number' ? place : null;
  }
}

function isTime(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text && text >= '0001';
}

function placeOf(row: Row, sort: keyof typeof sortColumns): Place {
  switch (sort) {
    case 'submittedAt':
      return { value: row.submitted_at.toISOString(), id: row.id };
    case 'score':
      return { value: row.score, id: row.id };
    case 'amountMinor':
      return { value: row.amount_minor, id: row.id };
    default:
      return sort satisfies never;
  }
}

function present(row: Row): ApplicationRow {
  return {
    id: row.id,
    subject: row.subject ?? '',
    product: row.product,
    currency: row.currency,
    amountMinor: row.amount_minor,
    termMonths: row.term_months,
    purpose: row.purpose,
    scenario: row.scenario,
    submittedAt: row.submitted_at.toISOString(),
    decidedAt: row.decided_at.toISOString(),
    outcome: row.outcome,
    grade: row.grade,
    score: row.score,
    probabilityOfDefault: row.pd,
    limitMinor: row.limit_minor,
    rateAnnual: row.rate_annual,
    reasons: row.reasons,
    policyHash: row.policy_hash,
    modelId: row.model_id,
    performance: row.performance,
    madeUp: row.made_up,
  };
}
