/** Changes of ends of day as parts of a statement. */
import type { DayChange } from './projected-day.ts';
import type { Part, PartRows } from './statement.ts';

const run: Part = {
  name: 'dr',
  relation: {
    columns: [
      ['day', 'date'],
      ['started_at', 'timestamptz'],
    ],
  },
  sql: (rows) => `day_runs AS (
    INSERT INTO day_run (day, started_at) SELECT dr.day, dr.started_at FROM head, ${rows})`,
};

/** Apart from its beginning, unless both are in one page of a rebuild: then the row is not there yet. */
const closed: Part = {
  name: 'dc',
  relation: {
    columns: [
      ['day', 'date'],
      ['closed_at', 'timestamptz'],
    ],
  },
  sql: (rows) => `days_closed AS (
    UPDATE day_run AS d SET closed_at = dc.closed_at FROM head, ${rows} WHERE d.day = dc.day)`,
};
const whole: Part = {
  name: 'dw',
  relation: {
    columns: [
      ['day', 'date'],
      ['started_at', 'timestamptz'],
      ['closed_at', 'timestamptz'],
    ],
  },
  sql: (rows) => `whole_days AS (
    INSERT INTO day_run (day, started_at, closed_at) SELECT dw.day, dw.started_at, dw.closed_at FROM head, ${rows})`,
};

const step: Part = {
  name: 'ds',
  relation: {
    columns: [
      ['day', 'date'],
      ['partition', 'int4'],
      ['up_to', 'uuid'],
      ['pages', 'int4'],
      ['loans', 'int8'],
      ['changed', 'int8'],
      ['refused', 'int8'],
      ['accrued', 'text'],
    ],
  },
  sql: (rows) => `day_steps AS (
    INSERT INTO day_step (day, partition, up_to, pages, loans, changed, refused, accrued)
    SELECT ds.day, ds.partition, ds.up_to, ds.pages, ds.loans, ds.changed, ds.refused, ds.accrued FROM head, ${rows}
    ON CONFLICT (day, partition) DO UPDATE SET up_to = EXCLUDED.up_to, pages = EXCLUDED.pages, loans = EXCLUDED.loans,
      changed = EXCLUDED.changed, refused = EXCLUDED.refused, accrued = EXCLUDED.accrued)`,
};

const refusal: Part = {
  name: 'df',
  relation: {
    columns: [
      ['day', 'date'],
      ['loan', 'uuid'],
      ['code', 'text'],
      ['problem', 'text'],
    ],
  },
  sql: (rows) => `day_refusals AS (
    INSERT INTO day_refusal (day, loan, code, problem)
    SELECT df.day, df.loan, df.code, df.problem FROM head, ${rows})`,
};

type Advanced = Extract<DayChange, { readonly kind: 'advanced' }>;

/** The parts of a page's changes of ends of day. */
export function dayParts(changes: readonly DayChange[]): readonly PartRows[] {
  const started = new Map<number, number>();
  const ended = new Map<number, number>();
  const steps = new Map<string, Advanced>();
  const refusals: (readonly [number, string, string, string])[] = [];
  for (const change of changes) {
    if (change.kind === 'started') started.set(change.day, change.startedAtMs);
    else if (change.kind === 'closed') ended.set(change.day, change.closedAtMs);
    else {
      steps.set(`${change.day}:${change.partition}`, change);
      for (const { loan, code, problem } of change.refusals) refusals.push([change.day, loan, code, problem]);
    }
  }
  const isWhole = (day: number): boolean => started.has(day) && ended.has(day);
  return [
    { part: run, rows: [...started].filter(([day]) => !isWhole(day)) },
    { part: closed, rows: [...ended].filter(([day]) => !isWhole(day)) },
    {
      part: whole,
      rows: [...started].filter(([day]) => isWhole(day)).map(([day, at]) => [day, at, ended.get(day) ?? at]),
    },
    {
      part: step,
      rows: [...steps.values()].map((s) => [
        s.day,
        s.partition,
        s.upTo,
        s.pages,
        s.loans,
        s.changed,
        s.refused,
        s.accrued,
      ]),
    },
    { part: refusal, rows: refusals },
  ];
}
