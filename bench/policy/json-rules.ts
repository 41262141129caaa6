/**
 * The policy for `json-rules-engine`. It has no tables and no sums, so three engines stand for the stages: the screening
 * (declines first, which end it), segment and score together, and the outcome; the sum and the first hit are taken from its events.
 */
import type { Application } from './application.ts';
import { loadPeer } from './peers.ts';
import { NO_RULE, OUTCOME, type PolicyTable, type Row, SCORECARD, SCREENING, SEGMENT } from './tables.ts';

type Event = { readonly type: string; readonly params: { readonly value: string; readonly row: number } };
type Engine = {
  readonly run: (facts: object) => Promise<{ readonly events: readonly Event[] }>;
  readonly on: (kind: 'success', listen: (event: Event) => void) => void;
  readonly stop: () => void;
};
type Rule = { readonly conditions: object; readonly event: Event; readonly priority: number };
type Package = { readonly Engine: new (rules: readonly Rule[]) => Engine };

const OPERATORS: { readonly [sign: string]: string } = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
};

/** Opens the policy, its rules built once; null without the package. */
export function openJsonRules(): ((application: Application) => Promise<unknown>) | null {
  const rules = loadPeer('json-rules-engine') as Package | null;
  if (rules === null) return null;
  const screening = new rules.Engine(rulesOf(SCREENING, ({ then }) => (then === 'decline' ? 2 : 1)));
  screening.on('success', ({ params }) => {
    if (params.value === 'decline') screening.stop();
  });
  const grading = new rules.Engine([...rulesOf(SEGMENT), ...rulesOf(SCORECARD)]);
  const outcome = new rules.Engine(rulesOf(OUTCOME));
  return async (application) => {
    const screened = firstOf((await screening.run(application)).events) ?? NO_RULE;
    if (screened === 'decline') return screened;
    const { events } = await grading.run(application);
    const segment = firstOf(events.filter(({ type }) => type === 'segment')) ?? null;
    const score = events.reduce(
      (sum, { type, params }) => (type === 'score' ? sum + Number(params.value) : sum),
      0,
    );
    return firstOf((await outcome.run({ screening: screened, segment, score })).events);
  };
}

function firstOf(events: readonly Event[]): string | undefined {
  let first = events[0];
  for (const event of events) if (first !== undefined && event.params.row < first.params.row) first = event;
  return first?.params.value;
}

function rulesOf(table: PolicyTable, priorityOf: (row: Row<string>) => number = () => 1): readonly Rule[] {
  return table.rows.map((row, index) => ({
    conditions: { all: Object.entries(row.when).flatMap(([field, test]) => conditionsOf(field, test ?? '')) },
    event: { type: table.name, params: { value: row.then, row: index } },
    priority: priorityOf(row),
  }));
}

function conditionsOf(fact: string, test: string): readonly object[] {
  const [, sign = '', bound = ''] = /^([<>]=?) (\S+)$/.exec(test) ?? [];
  if (sign !== '') return [{ fact, operator: OPERATORS[sign], value: Number(bound) }];
  const [, low = '', high = ''] = /^\[(\S+)\.\.(\S+)\)$/.exec(test) ?? [];
  if (low !== '')
    return [
      { fact, operator: 'greaterThanInclusive', value: Number(low) },
      { fact, operator: 'lessThan', value: Number(high) },
    ];
  const values = JSON.parse(`[${test}]`) as readonly unknown[];
  return [
    values.length === 1
      ? { fact, operator: 'equal', value: values[0] }
      : { fact, operator: 'in', value: values },
  ];
}
