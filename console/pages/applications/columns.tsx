/** The columns of the list, and which of them this browser shows. */
import type { ApplicationRow, Product } from '@plimsoll/api/origination';
import type { Static } from 'typebox';
import { Link } from 'react-router';
import type { Links } from '../../address/index.ts';
import type { ReasonWords } from '../../client/index.ts';
import { type GridColumn, Moment, OutcomeTag, PerformanceWord } from '../../parts/index.ts';
import type { Language } from '../../words/index.ts';

export const columnNames = [
  'id',
  'submittedAt',
  'outcome',
  'grade',
  'score',
  'probabilityOfDefault',
  'amountMinor',
  'termMonths',
  'limitMinor',
  'rateAnnual',
  'reasons',
  'performance',
  'product',
  'purpose',
  'scenario',
  'subject',
  'modelId',
] as const;
export type ColumnName = (typeof columnNames)[number];

const usualColumns: readonly ColumnName[] = [
  'id',
  'submittedAt',
  'outcome',
  'grade',
  'score',
  'probabilityOfDefault',
  'amountMinor',
  'termMonths',
  'reasons',
  'performance',
];
const place = 'plimsoll.applications.columns';

export function readColumns(): readonly ColumnName[] {
  const kept = localStorage.getItem(place)?.split(',') ?? [];
  const known = columnNames.filter((name) => kept.includes(name));
  return known.length === 0 ? usualColumns : known;
}

export function keepColumns(columns: readonly ColumnName[]): void {
  localStorage.setItem(place, columns.join(','));
}

const idEnd = 12;

export type ColumnParts = {
  readonly language: Language;
  readonly products: readonly Static<typeof Product>[];
  readonly links: Links;
  readonly reasonWords: ReasonWords;
};

export function createColumns({
  language,
  products,
  links,
  reasonWords,
}: ColumnParts): readonly GridColumn<ApplicationRow>[] {
  const { code, words, formats } = language;
  const orDash = <T,>(value: T | null, write: (value: T) => string) =>
    value === null ? <span className="faint">–</span> : write(value);
  const wordsOf = (reason: string) => reasonWords.get(reason)?.[code] ?? reason;
  const cells: Readonly<Record<ColumnName, Omit<GridColumn<ApplicationRow>, 'key' | 'title'>>> = {
    // The end of an id tells rows apart; its beginning is the time.
    id: {
      width: '7.5rem',
      cell: ({ id }) => (
        <Link to={links.application(id)} title={id} onClick={(event) => event.stopPropagation()}>
          <code>{id.slice(-idEnd)}</code>
        </Link>
      ),
    },
    submittedAt: { width: '8.5rem', sortable: true, cell: (row) => <Moment at={row.submittedAt} short /> },
    outcome: { width: '7.5rem', cell: (row) => <OutcomeTag outcome={row.outcome} /> },
    grade: { width: '3.75rem', cell: (row) => orDash(row.grade, String) },
    score: { width: '5rem', numeric: true, sortable: true, cell: (row) => orDash(row.score, formats.score) },
    probabilityOfDefault: {
      width: '4.25rem',
      numeric: true,
      cell: (row) => orDash(row.probabilityOfDefault, (ratio) => formats.percent(ratio)),
    },
    amountMinor: {
      width: '7.5rem',
      numeric: true,
      sortable: true,
      cell: (row) => formats.money(row.amountMinor, row.currency),
    },
    termMonths: { width: '6rem', numeric: true, cell: (row) => words.months(row.termMonths) },
    limitMinor: {
      width: '9rem',
      numeric: true,
      cell: (row) => orDash(row.limitMinor, (amountMinor) => formats.money(amountMinor, row.currency)),
    },
    rateAnnual: {
      width: '6rem',
      numeric: true,
      cell: (row) => orDash(row.rateAnnual, (rate) => formats.percent(rate, 2)),
    },
    reasons: {
      width: 'minmax(10rem, 1fr)',
      cell: ({ reasons }) =>
        reasons.length === 0 ? (
          <span className="faint">–</span>
        ) : (
          <span title={reasons.map((reason) => `${wordsOf(reason)} (${reason})`).join('\n')}>
            {wordsOf(reasons[0] ?? '')}
            {reasons.length > 1 ? <span className="faint"> +{reasons.length - 1}</span> : null}
          </span>
        ),
    },
    performance: { width: '6.25rem', cell: (row) => <PerformanceWord performance={row.performance} /> },
    product: {
      width: '10rem',
      cell: (row) => products.find(({ id }) => id === row.product)?.text[code] ?? row.product,
    },
    purpose: { width: '9rem', cell: (row) => words.purposes[row.purpose] ?? row.purpose },
    scenario: { width: '7rem', cell: (row) => words.scenarios[row.scenario] ?? row.scenario },
    subject: { width: '9rem', cell: (row) => <code title={row.subject}>{row.subject.slice(0, idEnd)}</code> },
    modelId: { width: '10rem', cell: (row) => orDash(row.modelId, String) },
  };
  return columnNames.map((key) => ({ key, title: titleOf(key, language), ...cells[key] }));
}

export function titleOf(name: ColumnName, { words }: Language): string {
  return name === 'probabilityOfDefault' ? words.short.probabilityOfDefault : words.field[name];
}
