/**
 * The changes of the projector as parts of a statement. They expect a common table expression `head(base)`: the
 * position of the first event of the page. Everything reads from `head`, so nothing is touched before its lock is held
 * and two statements never wait for each other in a circle.
 */
import { dayParts } from './day-statement.ts';
import { accountDayPart, balancePart, loanParts } from './loan-statement.ts';
import { modelPart } from './model-statement.ts';
import { paymentPart } from './payment-statement.ts';
import { REASON_SEPARATOR } from './projected-event.ts';
import type { Changes, Decided } from './projection.ts';
import type { Cell, Relation } from './relation.ts';
import type { Part, PartRows } from './statement.ts';

const DECISION_COLUMNS: Relation['columns'] = [
  ['decided_at', 'timestamptz'],
  ['outcome', 'text'],
  ['grade', 'text'],
  ['score', 'float8'],
  ['pd', 'float8'],
  ['limit_minor', 'int8'],
  ['offer_minor', 'int8'],
  ['rate_annual', 'float8'],
  ['reasons', 'text'],
  ['policy_hash', 'text'],
  ['model_id', 'text'],
];
const NO_DECISION: readonly Cell[] = DECISION_COLUMNS.map(() => null);
const reasonsOf = (alias: string): string =>
  `coalesce(string_to_array(nullif(${alias}.reasons, ''), '${REASON_SEPARATOR}'), '{}')`;
const DECISION_FIELDS = DECISION_COLUMNS.map(([column]) => column);

const inserted: Part = {
  name: 'ai',
  relation: {
    columns: [
      ['id', 'uuid'],
      ['subject', 'text'],
      ['product', 'text'],
      ['currency', 'text'],
      ['amount_minor', 'int8'],
      ['term_months', 'int4'],
      ['purpose', 'text'],
      ['scenario', 'text'],
      ['made_up', 'bool'],
      ['submitted_at', 'timestamptz'],
      ...DECISION_COLUMNS,
      ['performance', 'text'],
      ['version', 'int4'],
      ['place', 'int8'],
    ],
  },
  sql: (rows) => `inserted AS (
    INSERT INTO application (id, subject, product, currency, amount_minor, term_months, purpose, scenario, made_up,
      submitted_at, ${DECISION_FIELDS.join(', ')}, performance, version, position)
    SELECT ai.id, ai.subject, ai.product, ai.currency, ai.amount_minor, ai.term_months, ai.purpose, ai.scenario,
      ai.made_up, ai.submitted_at, ${DECISION_FIELDS.map((column) => decisionValue('ai', column)).join(', ')},
      ai.performance, ai.version, head.base + ai.place
    FROM head, ${rows})`,
};

const updated: Part = {
  name: 'au',
  relation: { columns: [['id', 'uuid'], ...DECISION_COLUMNS, ['performance', 'text'], ['version', 'int4']] },
  sql: (rows) => `updated AS (
    UPDATE application AS row SET
      ${DECISION_FIELDS.map(assignDecision).join(',\n      ')},
      performance = coalesce(au.performance, row.performance),
      version = au.version
    FROM head, ${rows}, application AS old
    WHERE row.id = au.id AND old.id = au.id
    RETURNING row.decided_at, row.policy_hash, row.outcome, row.grade, row.score, row.performance,
      old.decided_at AS old_decided_at, old.policy_hash AS old_policy_hash, old.outcome AS old_outcome,
      old.grade AS old_grade, old.score AS old_score, old.performance AS old_performance)`,
};

function assignDecision(column: string): string {
  return `${column} = CASE WHEN au.decided_at IS NULL THEN row.${column} ELSE ${decisionValue('au', column)} END`;
}

function decisionValue(alias: string, column: string): string {
  return column === 'reasons' ? reasonsOf(alias) : `${alias}.${column}`;
}

const decision: Part = {
  name: 'dh',
  relation: {
    columns: [
      ['hour', 'timestamptz'],
      ['policy_hash', 'text'],
      ['outcome', 'text'],
      ['grade', 'text'],
      ['score_band', 'int4'],
      ['count', 'int8'],
      ['good', 'int8'],
      ['bad', 'int8'],
    ],
  },
  sql: (rows) => `counted AS (
    SELECT hour, policy_hash, outcome, grade, score_band, count, good, bad FROM ${rows})`,
};

const reason: Part = {
  name: 'rh',
  relation: {
    columns: [
      ['hour', 'timestamptz'],
      ['outcome', 'text'],
      ['reason', 'text'],
      ['count', 'int8'],
    ],
  },
  sql: (rows) => `reasons AS (
    INSERT INTO reason_hour AS r (hour, outcome, reason, count)
    SELECT rh.hour, rh.outcome, rh.reason, rh.count FROM head, ${rows}
    ON CONFLICT (hour, outcome, reason) DO UPDATE SET count = r.count + EXCLUDED.count)`,
};

const policy: Part = {
  name: 'po',
  relation: {
    columns: [
      ['hash', 'text'],
      ['name', 'text'],
      ['xml', 'text'],
      ['published_at', 'timestamptz'],
      ['actor', 'text'],
      ['active', 'bool'],
    ],
  },
  sql: (rows) => `publication AS (SELECT po.* FROM head, ${rows}),
  retired AS (
    UPDATE policy AS p SET active = false FROM publication
    WHERE publication.active AND p.name = publication.name AND p.active
      AND p.hash NOT IN (SELECT hash FROM publication)),
  published AS (
    INSERT INTO policy AS p (hash, name, xml, published_at, actor, active)
    SELECT hash, name, xml, published_at, actor, active FROM publication
    ON CONFLICT (hash) DO UPDATE SET name = EXCLUDED.name, xml = EXCLUDED.xml,
      published_at = EXCLUDED.published_at, actor = EXCLUDED.actor, active = EXCLUDED.active)`,
};

/** The cells that changed, whether known here or found by the update, summed so that each row is touched once. */
const upsertHours = (sources: readonly string[]): string => `hours AS (
    INSERT INTO decision_hour AS d (hour, policy_hash, outcome, grade, score_band, count, good_count, bad_count)
    SELECT c.hour, c.policy_hash, c.outcome, c.grade, c.score_band,
      sum(c.count)::bigint, sum(c.good)::bigint, sum(c.bad)::bigint
    FROM head, (${sources.join('\n      UNION ALL ')}) AS c(hour, policy_hash, outcome, grade, score_band, count, good, bad)
    GROUP BY c.hour, c.policy_hash, c.outcome, c.grade, c.score_band
    ON CONFLICT (hour, policy_hash, outcome, grade, score_band) DO UPDATE SET count = d.count + EXCLUDED.count,
      good_count = d.good_count + EXCLUDED.good_count, bad_count = d.bad_count + EXCLUDED.bad_count)`;

const COUNTED = 'SELECT hour, policy_hash, outcome, grade, score_band, count, good, bad FROM counted';

/** The tally of an updated application leaves the cell of its old decision and enters that of its new one. */
function moved(prefix: string, sign: string): string {
  const column = (name: string): string => `${prefix}${name}`;
  return `SELECT date_trunc('hour', ${column('decided_at')}, 'UTC'), ${column('policy_hash')}, ${column('outcome')},
        ${column('grade')}, (floor(${column('score')} / 20) * 20)::int, 0,
        ${sign}(${column('performance')} = 'good')::int, ${sign}(${column('performance')} = 'bad')::int
      FROM updated WHERE ${column('decided_at')} IS NOT NULL AND ${column('performance')} IS NOT NULL`;
}

/** The parts of a page's changes, in the order in which they must stand. */
export function projectionParts(changes: Changes): readonly PartRows[] {
  return [
    { part: inserted, rows: changes.inserts.map(insertRow) },
    {
      part: updated,
      rows: changes.updates.map((row) => [
        row.id,
        ...decisionCells(row.decided),
        row.performance,
        row.version,
      ]),
    },
    {
      part: decision,
      rows: changes.decisions.map((d) => [
        d.hourMs,
        d.policyHash,
        d.outcome,
        d.grade,
        d.scoreBand,
        d.count,
        d.good,
        d.bad,
      ]),
    },
    { part: reason, rows: changes.reasons.map((r) => [r.hourMs, r.outcome, r.reason, r.count]) },
    {
      part: policy,
      rows: changes.policies.map((p) => [p.hash, p.name, p.xml, p.publishedAtMs, p.actor, p.active]),
    },
    modelPart(changes.models),
    ...loanParts(changes.loans),
    balancePart(changes.postings),
    ...dayParts(changes.days),
    accountDayPart(changes.daily),
    paymentPart(changes.payments),
  ];
}

/** The closing expression of the hours, needed when decisions were counted or applications updated; else empty. */
export function closeProjection(present: ReadonlySet<string>): string {
  const sources: string[] = [];
  if (present.has('dh')) sources.push(COUNTED);
  if (present.has('au')) sources.push(moved('old_', '-'), moved('', ''));
  return sources.length === 0 ? '' : `, ${upsertHours(sources)}`;
}

function insertRow(row: Changes['inserts'][number]): readonly Cell[] {
  const { submission } = row;
  return [
    row.id,
    submission.subject,
    submission.product,
    submission.currency,
    submission.amountMinor,
    submission.termMonths,
    submission.purpose,
    submission.scenario,
    submission.madeUp,
    row.submittedAtMs,
    ...decisionCells(row.decided),
    row.performance,
    row.version,
    row.offset,
  ];
}

function decisionCells(decided: Decided | null): readonly Cell[] {
  if (decided === null) return NO_DECISION;
  const { decision: d, decidedAtMs } = decided;
  const reasons = d.reasons.join(REASON_SEPARATOR);
  const figures = [d.grade, d.score, d.pd, d.limitMinor, d.offerMinor, d.rateAnnual];
  return [decidedAtMs, d.outcome, ...figures, reasons, d.policyHash, d.modelId];
}
