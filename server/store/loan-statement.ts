/** Changes of loans and of the books as parts of a statement. */
import { type LoanChange, type PostedAmount, partitionOf } from './projected-loan.ts';
import type { PostedOnDay } from './projection.ts';
import type { Cell, ColumnType } from './relation.ts';
import type { Part, PartRows } from './statement.ts';

const STANDING: readonly (readonly [column: string, type: ColumnType])[] = [
  ['status', 'text'],
  ['as_of', 'date'],
  ['principal_minor', 'int8'],
  ['due_minor', 'int8'],
  ['overdue_minor', 'int8'],
  ['dpd', 'int4'],
  ['bucket', 'text'],
  ['next_due_day', 'date'],
  ['next_due_minor', 'int8'],
  ['summary', 'text'],
  ['facts', 'text'],
  ['version', 'int4'],
];
const names = STANDING.map(([column]) => column);

const opened: Part = {
  name: 'lo',
  relation: {
    columns: [
      ['id', 'uuid'],
      ['partition', 'int4'],
      ['subject', 'text'],
      ['product', 'text'],
      ['currency', 'text'],
      ['funders', 'text'],
      ...STANDING,
      ['place', 'int8'],
    ],
  },
  sql: (rows) => `opened AS (
    INSERT INTO loan (id, partition, subject, product, currency, funders, ${names.join(', ')}, position)
    SELECT lo.id, lo.partition, lo.subject, lo.product, lo.currency, lo.funders, ${names.map((name) => `lo.${name}`).join(', ')},
      head.base + lo.place
    FROM head, ${rows})`,
};

const changed: Part = {
  name: 'lc',
  relation: { columns: [['id', 'uuid'], ...STANDING] },
  sql: (rows) => `changed_loans AS (
    UPDATE loan AS l SET facts = CASE WHEN lc.facts = '' THEN l.facts ELSE l.facts || lc.facts END,
      ${names
        .filter((name) => name !== 'facts')
        .map((name) => `${name} = lc.${name}`)
        .join(', ')}
    FROM head, ${rows} WHERE l.id = lc.id)`,
};

const balance: Part = {
  name: 'ab',
  relation: {
    columns: [
      ['funder', 'text'],
      ['currency', 'text'],
      ['account', 'text'],
      ['amount_minor', 'int8'],
    ],
  },
  // In the order of the key; the head's lock already keeps two statements apart.
  sql: (rows) => `balances AS (
    INSERT INTO account_balance AS b (funder, currency, account, amount_minor)
    SELECT ab.funder, ab.currency, ab.account, ab.amount_minor FROM head, ${rows}
    ON CONFLICT (funder, currency, account) DO UPDATE SET amount_minor = b.amount_minor + EXCLUDED.amount_minor)`,
};

const daily: Part = {
  name: 'ad',
  relation: {
    columns: [
      ['funder', 'text'],
      ['currency', 'text'],
      ['account', 'text'],
      ['day', 'date'],
      ['amount_minor', 'int8'],
    ],
  },
  sql: (rows) => `daily AS (
    INSERT INTO account_day AS d (funder, currency, account, day, amount_minor)
    SELECT ad.funder, ad.currency, ad.account, ad.day, ad.amount_minor FROM head, ${rows}
    ON CONFLICT (funder, currency, day, account) DO UPDATE SET amount_minor = d.amount_minor + EXCLUDED.amount_minor)`,
};

/** The part of what accounts moved by the day. */
export function accountDayPart(postings: readonly PostedOnDay[]): PartRows {
  const rows = postings.map(({ funder, currency, account, day, amountMinor }) => [
    funder,
    currency,
    account,
    day,
    amountMinor,
  ]);
  return { part: daily, rows };
}

/** The parts of a page's changes of loans. */
export function loanParts(changes: readonly LoanChange[]): readonly PartRows[] {
  const openings = changes.filter(({ opening }) => opening !== null);
  return [
    { part: opened, rows: openings.map(openedRow) },
    {
      part: changed,
      rows: changes
        .filter(({ opening }) => opening === null)
        .map((change) => [change.id, ...standingCells(change)]),
    },
  ];
}

/** The part of a page's postings, each account once. */
export function balancePart(postings: Iterable<PostedAmount>): PartRows {
  const rows = [...postings].map(({ funder, currency, account, amountMinor }) => [
    funder,
    currency,
    account,
    amountMinor,
  ]);
  return { part: balance, rows };
}

function openedRow(change: LoanChange): readonly Cell[] {
  const { id, opening, offset } = change;
  const { subject = null, product = '', currency = '', funders = '' } = opening ?? {};
  return [id, partitionOf(id), subject, product, currency, funders, ...standingCells(change), offset];
}

function standingCells({ standing: s, facts, version }: LoanChange): readonly Cell[] {
  return [
    s.status,
    s.asOf,
    s.principalMinor,
    s.dueMinor,
    s.overdueMinor,
    s.dpd,
    s.bucket,
    s.nextDueDay,
    s.nextDueMinor,
    s.text,
    facts,
    version,
  ];
}
