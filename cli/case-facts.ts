/** What happened in a case, as facts of a loan: one event after another, some of them computed from how the loan stood. */
import type { JsonObject } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { foldLoan, type LoanState } from '@plimsoll/loan/servicing';
import type { LoanDeed, LoanFact } from '@plimsoll/loan/spine';
import { type TestCase, textOf } from './case-outcome.ts';
import { type CaseTerms, eventsOf, minorOf, objectOf } from './case-terms.ts';

/** The facts after each number of events; `steps[k]` is after k of them. */
export type CaseLife = {
  readonly steps: readonly (readonly LoanFact[])[];
  /** Facts that are money moved, by the day, in order: what a reversal by number counts. */
  readonly opened: Day;
  readonly lastDay: Day;
};

/** Reads the events of a case; or says which cannot be read. */
export function readCaseLife(testCase: TestCase, given: CaseTerms): CaseLife | { readonly why: string } {
  const loan = objectOf(testCase['loan']);
  const events = eventsOf(testCase);
  const firstDay = textOf(events.find(({ type }) => type === 'disburse')?.['date'], '');
  const opened = parseDay(textOf(loan['disbursed'], textOf(loan['submitted'], firstDay)));
  if (opened === null) return { why: 'it has no day on which the loan begins' };
  const facts: LoanFact[] = [openedFact(testCase, given, opened)];
  const isPaidOutAtOnce = loan['disbursed'] !== undefined || events.length === 0;
  const writer = { testCase, given, facts, day: opened, moved: new Map<string, string[]>() };
  if (isPaidOutAtOnce) payOut(writer, opened, minorOf(loan['principal']));
  const steps: LoanFact[][] = [[...facts]];
  for (const event of events) {
    if (loan['product_key'] === undefined) payWhatIsDue(writer, event);
    const why = addEvent(writer, event);
    if (why !== null) return { why };
    steps.push([...facts]);
  }
  return { steps, opened, lastDay: writer.day };
}

type Writer = {
  readonly testCase: TestCase;
  readonly given: CaseTerms;
  readonly facts: LoanFact[];
  /** The day of the last event. */
  day: Day;
  readonly moved: Map<string, string[]>;
};

function openedFact(testCase: TestCase, { terms }: CaseTerms, day: Day): LoanFact {
  const text = formatDay(day);
  return {
    id: '0000',
    effectiveDay: text,
    bookedDay: text,
    kind: 'opened',
    terms,
    product: textOf(objectOf(testCase['loan'])['product_key'], 'case'),
    application: null,
    amountMinor: Number.MAX_SAFE_INTEGER,
    shares: [],
  };
}

/** What the source counts as transactions of a day. */
const transactions = new Set<LoanDeed['kind']>([
  'disbursed',
  'repaid',
  'refunded',
  're_amortised',
  're_aged',
  'written_off',
]);

function add(writer: Writer, day: Day, deed: LoanDeed): string {
  const id = String(writer.facts.length).padStart(4, '0');
  const text = formatDay(day);
  writer.facts.push({ id, effectiveDay: text, bookedDay: text, ...deed });
  if (transactions.has(deed.kind)) writer.moved.set(text, [...(writer.moved.get(text) ?? []), id]);
  return id;
}

function payOut(writer: Writer, day: Day, amountMinor: number): void {
  add(writer, day, { kind: 'disbursed', amountMinor, paymentId: null });
  if (!writer.given.paysDownAtOnce) return;
  const down = Math.round(amountMinor * writer.given.terms.downPaymentShare);
  add(writer, day, repaid(down, 'borrower'));
}

function repaid(amountMinor: number, payer: 'borrower' | 'merchant'): LoanDeed {
  return { kind: 'repaid', amountMinor, payer, variant: null, paymentId: null };
}

function stateAt(writer: Writer, day: Day): LoanState | null {
  return foldLoan(writer.facts, day);
}

/** Cases that are a plan and no loan say nothing of payments: instalments before an event are taken to be paid when due. */
function payWhatIsDue(writer: Writer, event: JsonObject): void {
  const until = parseDay(textOf(event['date'], ''));
  if (until === null) return;
  for (const { due } of stateAt(writer, writer.day)?.instalments ?? []) {
    if (due <= writer.day || due > until) continue;
    const outstanding =
      stateAt(writer, due)?.instalments.find((row) => row.due === due)?.outstandingMinor ?? 0;
    if (outstanding > 0) add(writer, due, repaid(outstanding, 'borrower'));
  }
}

/** Adds the facts of an event; why it cannot be read, or null. */
function addEvent(writer: Writer, event: JsonObject): string | null {
  const type = textOf(event['type'], '');
  const day = parseDay(textOf(event['date'], textOf(event['booked_on'], textOf(event['start'], ''))));
  if (day === null) return type === 're_amortize' ? null : `event ${type} has no day`;
  if (day > writer.day) writer.day = day;
  const amountMinor = minorOf(event['amount']);
  switch (type) {
    case 'disburse':
      payOut(writer, day, amountMinor);
      return null;
    case 'repayment':
    case 'goodwill_credit':
    case 'recovery':
    case 'recovery_repayment':
      add(writer, day, repaid(amountMinor, 'borrower'));
      return null;
    case 'pay_installment_early':
      add(writer, day, repaid(minorOf(event['principal']) + minorOf(event['interest']), 'borrower'));
      return null;
    case 'merchant_issued_refund':
    case 'payout_refund':
      add(writer, day, repaid(amountMinor, writer.given.merchantSpreads ? 'merchant' : 'borrower'));
      return null;
    case 'credit_balance_refund':
      add(writer, day, { kind: 'refunded', amountMinor, paymentId: null });
      return null;
    case 'payoff':
      add(writer, day, repaid(stateAt(writer, day)?.payoffMinor ?? 0, 'borrower'));
      return null;
    case 'reverse':
      return addReversal(writer, event, day);
    case 'undo_charge_off':
    case 'charge_off_undo':
      return undoLast(writer, 'written_off', day);
    case 'end_of_day_processing':
      return null;
    case 'charge_percentage':
      return addPercentage(writer, event, day);
    default:
      return addChange(writer, event, day);
  }
}

/** A charge as a part of the loan; one on disbursement is among the terms already. */
function addPercentage(writer: Writer, event: JsonObject, day: Day): string | null {
  const code = textOf(event['code'], '');
  if (code.includes('disbursement')) return null;
  const percent = event['percent'];
  if (typeof percent !== 'number' || typeof event['due'] !== 'string')
    return `event charge_percentage ${code} has no percentage or no due day`;
  const rows = stateAt(writer, day)?.instalments ?? [];
  const isOfInterest = code.includes('interest');
  const isOfPrincipal = !isOfInterest || /amount|principal/.test(code);
  const base = rows.reduce(
    (sum, row) => sum + (isOfPrincipal ? row.principalMinor : 0) + (isOfInterest ? row.interestMinor : 0),
    0,
  );
  add(writer, day, {
    kind: 'charged',
    component: code.includes('penalty') ? 'penalty' : 'fee',
    code,
    payee: 'lender',
    amountMinor: Math.round((base * percent) / 100),
    dueDay: event['due'],
  });
  return null;
}

function addReversal(writer: Writer, event: JsonObject, day: Day): string | null {
  const on = textOf(event['transaction_date'], formatDay(day));
  const nth = typeof event['nth_transaction_of_day'] === 'number' ? event['nth_transaction_of_day'] : 1;
  const factId = writer.moved.get(on)?.[nth - 1];
  if (factId === undefined) return `there is no transaction ${nth} on ${on} to reverse`;
  add(writer, day, { kind: 'reversed', factId, reason: 'case' });
  return null;
}

function undoLast(writer: Writer, kind: LoanDeed['kind'], day: Day): string | null {
  const undone = new Set(writer.facts.map((fact) => (fact.kind === 'reversed' ? fact.factId : '')));
  const fact = writer.facts.findLast((each) => each.kind === kind && !undone.has(each.id));
  if (fact === undefined) return `there is no ${kind} to undo`;
  add(writer, day, { kind: 'reversed', factId: fact.id, reason: 'case' });
  return null;
}

/** New due days, more terms or another rate; anything else that an event asks of the schedule is not understood. */
function addReschedule(writer: Writer, event: JsonObject, day: Day): string | null {
  const known = [
    'type',
    'booked_on',
    'date',
    'from_date',
    'new_due_date',
    'extra_terms',
    'new_annual_rate_pct',
  ];
  const unknown = Object.keys(event).find((field) => !known.includes(field) && event[field] !== null);
  if (unknown !== undefined) return `event reschedule asks for ${unknown}, which cannot be read`;
  add(writer, day, {
    kind: 'rescheduled',
    fromDay: textOf(event['from_date'], formatDay(day)),
    newDueDay: typeof event['new_due_date'] === 'string' ? event['new_due_date'] : null,
    extraInstalments: typeof event['extra_terms'] === 'number' ? event['extra_terms'] : 0,
    rateAnnual: typeof event['new_annual_rate_pct'] === 'number' ? event['new_annual_rate_pct'] / 100 : null,
  });
  return null;
}

/** All that is unpaid in new instalments of the usual period. */
function addReAge(writer: Writer, event: JsonObject, day: Day): string | null {
  const first = [event['start_date'], event['start'], event['first_due_date'], event['from_date']];
  const counts = [event['installments'], event['number_of_installments'], event['extra_terms']];
  const firstDueDay = first.find((value) => typeof value === 'string');
  const instalments = counts.find((value) => typeof value === 'number');
  if (typeof firstDueDay !== 'string' || typeof instalments !== 'number')
    return 'event re_age has no first day or no number of instalments';
  add(writer, day, { kind: 're_aged', firstDueDay, instalments });
  return null;
}

function addChange(writer: Writer, event: JsonObject, day: Day): string | null {
  const type = textOf(event['type'], '');
  const dueDay = textOf(event['due'], formatDay(day));
  const charge = (component: 'fee' | 'penalty', amountMinor: number): null => {
    add(writer, day, { kind: 'charged', component, code: type, payee: 'lender', amountMinor, dueDay });
    return null;
  };
  switch (type) {
    case 'charge_fee':
      return charge('fee', minorOf(event['amount']));
    case 'charge_penalty':
      return charge('penalty', minorOf(event['amount']));
    case 'charge_fee_percent_of_principal_plus_interest': {
      const rows = stateAt(writer, day)?.instalments ?? [];
      const base = rows.reduce((sum, row) => sum + row.principalMinor + row.interestMinor, 0);
      const percent = typeof event['percent'] === 'number' ? event['percent'] : 0;
      return charge('fee', Math.round((base * percent) / 100));
    }
    case 'reschedule':
      return addReschedule(writer, event, day);
    case 're_age':
      return addReAge(writer, event, day);
    case 're_amortize':
      add(writer, day, { kind: 're_amortised' });
      return null;
    case 'delinquency_pause':
      add(writer, day, {
        kind: 'paused',
        fromDay: textOf(event['start'], ''),
        toDay: textOf(event['end'], ''),
      });
      return null;
    case 'delinquency_resume':
      add(writer, day, { kind: 'resumed' });
      return null;
    case 'waive_charge':
    case 'waive_penalty':
    case 'waive_fee':
    case 'waive_interest': {
      const component = type.slice(6);
      add(writer, day, {
        kind: 'waived',
        component: component === 'fee' || component === 'interest' ? component : 'penalty',
        amountMinor: minorOf(event['amount']),
      });
      return null;
    }
    case 'charge_off':
      add(writer, day, { kind: 'written_off', reason: 'case' });
      return null;
    default:
      return `event ${type} cannot be read`;
  }
}
