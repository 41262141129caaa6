/**
 * The policy of the benchmark as its rows, from which the files for Plimsoll, zen, json-rules-engine and feelin are
 * written: 20 rules over all 31 fields, a segment table of 15 rows, a scorecard of 10 characteristics with 5 bins each, and
 * the cut-offs. `hand-written.ts` says the same in plain code, written apart from these rows.
 */
import type { Application } from './application.ts';

export type FieldName = keyof Application;
/** A unary test in the form that all of them read: `< 1`, `[1..2)`, `"a", "b"`, `true`. */
export type Cells<Name extends string> = { readonly [name in Name]?: string };
export type Row<Name extends string> = { readonly when: Cells<Name>; readonly then: string };
export type PolicyTable<Name extends string = string> = {
  readonly name: string;
  readonly outputType: 'string' | 'number';
  readonly hitPolicy: 'FIRST' | 'UNIQUE' | 'COLLECT SUM';
  readonly rows: readonly Row<Name>[];
};

export const SCREENING: PolicyTable<FieldName> = {
  name: 'screening',
  outputType: 'string',
  hitPolicy: 'FIRST',
  rows: [
    { when: { age: '< 18' }, then: 'decline' },
    { when: { age: '> 72' }, then: 'decline' },
    { when: { isIdentityVerified: 'false' }, then: 'decline' },
    { when: { isOnWatchList: 'true' }, then: 'decline' },
    { when: { isBankrupt: 'true', monthsSinceDefault: '< 24' }, then: 'decline' },
    { when: { daysPastDueMax: '>= 90' }, then: 'decline' },
    { when: { delinquencies24m: '>= 4' }, then: 'decline' },
    { when: { bureauScore: '< 350' }, then: 'decline' },
    { when: { monthlyIncomeMinor: '< 80000' }, then: 'decline' },
    { when: { region: '"island", "border"', channel: '"partner"' }, then: 'decline' },
    { when: { faceSimilarity: '< 60', deviceRisk: '> 70' }, then: 'decline' },
    { when: { deviceAccounts: '> 4', applications24h: '> 3' }, then: 'decline' },
    { when: { deviceRisk: '> 85' }, then: 'refer' },
    { when: { ipDistanceKm: '> 800', applications24h: '> 1' }, then: 'refer' },
    { when: { monthlyDebtMinor: '> 250000', monthlyIncomeMinor: '< 300000' }, then: 'refer' },
    { when: { inquiries6m: '> 8', openLoans: '> 5', loanHistory: '"new"' }, then: 'refer' },
    {
      when: { employment: '"student", "unemployed"', employmentYears: '< 1', amountMinor: '> 300000' },
      then: 'refer',
    },
    { when: { purpose: '"other"', termMonths: '> 36', housing: '"rent", "dormitory"' }, then: 'refer' },
    { when: { bankBalanceMinor: '< 0', monthlyCashFlowMinor: '< 0' }, then: 'refer' },
    { when: { utilisation: '> 0.95', creditHistoryMonths: '< 24', hasBankAccount: 'false' }, then: 'refer' },
  ],
};

const DIRECT = '"app", "web"';
const PARTNER = '"partner"';

export const SEGMENT: PolicyTable<FieldName> = {
  name: 'segment',
  outputType: 'string',
  hitPolicy: 'UNIQUE',
  rows: [
    { when: { loanHistory: '"loyal"', channel: DIRECT, amountMinor: '< 200000' }, then: 'A' },
    { when: { loanHistory: '"loyal"', channel: DIRECT, amountMinor: '[200000..500000)' }, then: 'A' },
    { when: { loanHistory: '"loyal"', channel: DIRECT, amountMinor: '>= 500000' }, then: 'B' },
    { when: { loanHistory: '"loyal"', channel: PARTNER, amountMinor: '< 300000' }, then: 'B' },
    { when: { loanHistory: '"loyal"', channel: PARTNER, amountMinor: '>= 300000' }, then: 'C' },
    { when: { loanHistory: '"repeat"', channel: DIRECT, amountMinor: '< 150000' }, then: 'B' },
    { when: { loanHistory: '"repeat"', channel: DIRECT, amountMinor: '[150000..400000)' }, then: 'C' },
    { when: { loanHistory: '"repeat"', channel: DIRECT, amountMinor: '>= 400000' }, then: 'D' },
    { when: { loanHistory: '"repeat"', channel: PARTNER, amountMinor: '< 250000' }, then: 'C' },
    { when: { loanHistory: '"repeat"', channel: PARTNER, amountMinor: '>= 250000' }, then: 'D' },
    { when: { loanHistory: '"new"', channel: DIRECT, amountMinor: '< 100000' }, then: 'C' },
    { when: { loanHistory: '"new"', channel: DIRECT, amountMinor: '[100000..300000)' }, then: 'D' },
    { when: { loanHistory: '"new"', channel: DIRECT, amountMinor: '>= 300000' }, then: 'E' },
    { when: { loanHistory: '"new"', channel: PARTNER, amountMinor: '< 150000' }, then: 'D' },
    { when: { loanHistory: '"new"', channel: PARTNER, amountMinor: '>= 150000' }, then: 'E' },
  ],
};

/** A characteristic by its inner cut points: five bins from the lowest. */
function bins(field: FieldName, cuts: readonly number[], points: readonly number[]): Row<FieldName>[] {
  return points.map((point, bin) => {
    const [low, high] = [cuts[bin - 1], cuts[bin]];
    const test = low === undefined ? `< ${high}` : high === undefined ? `>= ${low}` : `[${low}..${high})`;
    return { when: { [field]: test }, then: String(point) };
  });
}

const CHARACTERISTICS: readonly (readonly Row<FieldName>[])[] = [
  bins('age', [25, 32, 42, 55], [18, 31, 42, 49, 55]),
  bins('monthlyIncomeMinor', [150_000, 250_000, 400_000, 600_000], [12, 28, 41, 52, 63]),
  bins('employmentYears', [1, 3, 7, 15], [15, 27, 38, 46, 53]),
  bins('bureauScore', [450, 550, 650, 750], [-20, 24, 58, 87, 118]),
  bins('inquiries6m', [1, 3, 6, 9], [48, 39, 25, 11, -8]),
  bins('delinquencies24m', [1, 2, 3, 4], [57, 34, 12, -9, -30]),
  bins('utilisation', [0.15, 0.35, 0.6, 0.85], [51, 44, 33, 19, 3]),
  bins('creditHistoryMonths', [12, 36, 84, 160], [8, 22, 37, 45, 54]),
  bins('termMonths', [13, 19, 25, 37], [44, 40, 33, 24, 15]),
  (['own', 'mortgage', 'family', 'rent', 'dormitory'] as const).map((housing, bin) => ({
    when: { housing: `"${housing}"` },
    then: String([47, 42, 30, 24, 16][bin]),
  })),
];

export const SCORECARD: PolicyTable<FieldName> = {
  name: 'score',
  outputType: 'number',
  hitPolicy: 'COLLECT SUM',
  rows: CHARACTERISTICS.flat(),
};

export const OUTCOME: PolicyTable<'screening' | 'segment' | 'score'> = {
  name: 'outcome',
  outputType: 'string',
  hitPolicy: 'FIRST',
  rows: [
    { when: { screening: '"decline"' }, then: 'decline' },
    { when: { score: '< 250' }, then: 'decline' },
    { when: { screening: '"refer"' }, then: 'refer' },
    { when: { segment: '"A"', score: '>= 310' }, then: 'approve' },
    { when: { segment: '"B"', score: '>= 325' }, then: 'approve' },
    { when: { segment: '"C"', score: '>= 340' }, then: 'approve' },
    { when: { segment: '"D"', score: '>= 360' }, then: 'approve' },
    { when: { segment: '"E"', score: '>= 385' }, then: 'approve' },
    { when: {}, then: 'refer' },
  ],
};

/** The columns of a table, in the order in which its rows first use them. */
export function columnsOf<Name extends string>(table: PolicyTable<Name>): readonly Name[] {
  return [...new Set(table.rows.flatMap(({ when }) => Object.keys(when) as Name[]))];
}

/** What a screening without a hit gives. */
export const NO_RULE = 'pass';

/** The rows of a table whose rows have one cell each, by their field. */
export function rowsByField(
  table: PolicyTable,
): readonly (readonly [field: string, rows: readonly { readonly test: string; readonly then: string }[]])[] {
  const byField = Map.groupBy(table.rows, ({ when }) => Object.keys(when)[0] ?? '');
  return [...byField].map(([field, rows]) => [
    field,
    rows.map(({ when, then }) => ({ test: when[field] ?? '', then })),
  ]);
}
