/** A fact as callers send it → a deed with every field of its kind; what is missing or too much is named. */
import type { RecordFact } from '@plimsoll/api/loan';
import { type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import { readTerms } from '@plimsoll/core/schedule';
import type { LoanDeed } from '@plimsoll/loan/spine';

type Kind = RecordFact['kind'];
type Field = Exclude<keyof RecordFact, 'kind' | 'effectiveDay'>;
/** Null: the field must be given; anything else stands in for it. */
type Fields = { readonly [field in Field]?: { readonly usual: JsonValue } | 'needed' };

const none = { usual: null } as const;
const money: Fields = { amountMinor: 'needed', currency: 'needed' };

const fieldsOf: { readonly [kind in Kind]: Fields } = {
  disbursed: { ...money, paymentId: none },
  repaid: { ...money, payer: { usual: 'borrower' }, variant: none, paymentId: none },
  refunded: { ...money, paymentId: none },
  charged: { ...money, component: 'needed', code: 'needed', payee: 'needed', dueDay: 'needed' },
  waived: { ...money, component: 'needed' },
  reversed: { factId: 'needed', reason: 'needed' },
  rate_changed: { rateAnnual: 'needed' },
  rescheduled: { fromDay: 'needed', newDueDay: none, extraInstalments: { usual: 0 }, rateAnnual: none },
  re_amortised: {},
  re_aged: { firstDueDay: 'needed', instalments: 'needed' },
  paused: { fromDay: 'needed', toDay: 'needed' },
  resumed: {},
  restructured: { terms: 'needed', reason: 'needed' },
  written_off: { reason: 'needed' },
};

export type ReadFact = {
  readonly deed: LoanDeed;
  readonly effectiveDay: string;
  readonly currency: string | null;
};

/** Reads one. Refuses (`loan_fact_incomplete`, LNS-2) with kind, field and what was expected. */
export function readFact(body: RecordFact): Result<ReadFact> {
  const { kind, effectiveDay, ...given } = body;
  const fields = fieldsOf[kind];
  const deed: { [name: string]: JsonValue } = { kind };
  for (const [field, rule] of Object.entries(fields)) {
    const value = given[field as Field];
    if (value === undefined && rule === 'needed') return incomplete(kind, field, 'it is needed');
    if (field !== 'currency') deed[field] = value ?? (rule === 'needed' ? null : rule.usual);
  }
  const odd = Object.keys(given).find((field) => !Object.hasOwn(fields, field));
  if (odd !== undefined && odd !== 'currency')
    return incomplete(kind, odd, 'a fact of this kind has no such field');
  if (kind === 'charged' && given.component === 'interest')
    return incomplete(kind, 'component', 'fee or penalty');
  if (given.terms !== undefined) {
    // Groups that were left out take their usual values here, so that the fact holds whole terms.
    const terms = readTerms(given.terms);
    if (!terms.ok) return terms;
    deed['terms'] = terms.value;
  }
  return ok({ deed: deed as unknown as LoanDeed, effectiveDay, currency: given.currency ?? null });
}

function incomplete(kind: Kind, field: string, expected: string) {
  return refuse('loan_fact_incomplete', 'LNS-2', { kind, field, expected });
}
