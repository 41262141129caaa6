/**
 * The life of a made-up loan, day by day, through the doors that real ones go through: a payer with habits (on time, late,
 * early, broken), a lender who sometimes corrects, and days that pass. Everything follows from the seed.
 */
import { createRandom, type Random } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import { difference } from '@plimsoll/core/journal';
import { type LoanTerms, presets, type PresetName } from '@plimsoll/core/schedule';
import { targetBalances } from '@plimsoll/loan/funding';
import { type Books, closeDay, decideLoan, foldLoan } from '@plimsoll/loan/servicing';
import type { DomainEvent, LoanDeed, LoanEventBody, LoanRecord } from '@plimsoll/loan/spine';

export const habits = ['on_time', 'late', 'early', 'broken', 'erratic'] as const;
export type Habit = (typeof habits)[number];

export type Life = {
  readonly habit: Habit;
  readonly events: readonly DomainEvent[];
  readonly record: LoanRecord;
  /** The last day it was looked at. */
  readonly today: Day;
  /** What was asked and refused, by code. */
  readonly refused: { readonly [code: string]: number };
};

const SHARES = [
  { funder: 'harbour', sharePpm: 700_000, servicerFeePpm: 100_000 },
  { funder: 'quay', sharePpm: 299_999, servicerFeePpm: 0 },
  { funder: 'mole', sharePpm: 1, servicerFeePpm: 50_000 },
];
const FIRST_DAY = 20_454;
const MAX_STEPS = 60;
const names: readonly PresetName[] = [
  'cn_level_payment',
  'cn_equal_principal',
  'cn_interest_first',
  'cn_bullet',
  'cn_flat',
  'revolving_daily',
  'progressive',
  'cumulative_daily',
];

/** The books of a loan as the server keeps them. */
export const books: Books = (before, after, of) =>
  difference(before === null ? new Map() : targetBalances(before, of), targetBalances(after, of));

/** Lives a loan from its opening until its end, or for at most sixty steps of up to a month. */
export function liveLoan(seed: string): Life {
  const random = createRandom(seed);
  const town = new Clerk(random);
  const habit = random.pick(habits);
  const terms = makeTerms(random);
  const amountMinor = random.integer(100, 20_000) * 100;
  town.ask({ kind: 'opened', terms, product: 'made-up', application: null, amountMinor, shares: SHARES });
  town.ask({ kind: 'disbursed', amountMinor, paymentId: 'out-0' });
  for (let step = 0; step < MAX_STEPS && !town.isOver(); step++) {
    town.pass(habit === 'on_time' ? town.daysToDue() : random.integer(1, 31));
    town.ask(deedOf(town, random, habit));
  }
  town.pass(random.integer(0, 200));
  return { habit, events: town.events, record: town.record, today: town.today, refused: town.refused };
}

function makeTerms(random: Random): LoanTerms {
  const preset: LoanTerms = presets[random.pick(names)];
  return {
    ...preset,
    instalments: random.integer(1, 24),
    rateAnnual: random.pick([0, 0.06, 0.12, 0.2399]),
    limitMinor: preset.kind === 'revolving' ? 10_000_000 : 0,
    grace: { ...preset.grace, lateDays: random.integer(0, 3) },
    penalty:
      random.integer(0, 1) === 0
        ? null
        : { rateAnnual: null, timesRate: 1.5, base: 'principal', maxMinor: null },
    prepayment: { ...preset.prepayment, variants: ['lower', 'shorten', 'next', 'hold'] },
    fees: random.integer(0, 2) > 0 ? [] : [guarantee(random.pick(['period', 'disbursement', 'prepayment']))],
  };
}

function guarantee(on: 'period' | 'disbursement' | 'prepayment'): LoanTerms['fees'][number] {
  return {
    code: 'guarantee',
    text: { zh: '担保费', en: 'Guarantee fee' },
    payee: 'guarantor',
    component: 'fee',
    on,
    base: 'fixed',
    rate: 0,
    fixedMinor: 300,
    minMinor: 0,
    maxMinor: null,
    paid: 'deducted',
  };
}

/** What somebody does that day. */
function deedOf(town: Clerk, random: Random, habit: Habit): LoanDeed | null {
  const state = foldLoan(town.record.facts, town.today);
  if (state === null) return null;
  const due = state.instalments.find(({ outstandingMinor }) => outstandingMinor > 0)?.outstandingMinor ?? 100;
  const pay = (amountMinor: number): LoanDeed => ({
    kind: 'repaid',
    amountMinor: Math.max(1, amountMinor),
    payer: 'borrower',
    variant: null,
    paymentId: `in-${town.record.facts.length}`,
  });
  switch (habit) {
    case 'on_time':
      return pay(due);
    case 'late':
      return random.integer(0, 2) === 0 ? null : pay(due + random.integer(-500, 500));
    case 'early':
      return pay(random.integer(0, 5) === 0 ? state.payoffMinor : 2 * due);
    case 'broken':
      return random.integer(0, 5) === 0 ? pay(random.integer(1, due)) : lenderDeed(town, random);
    case 'erratic':
      return random.integer(0, 2) === 0 ? lenderDeed(town, random) : pay(random.integer(1, 3 * due));
    default:
      return habit satisfies never;
  }
}

/** What the lender does: corrects, charges, waives, changes, gives up. */
function lenderDeed(town: Clerk, random: Random): LoanDeed | null {
  const { facts } = town.record;
  const soon = formatDay((town.today + random.integer(5, 40)) as Day);
  return random.pick<LoanDeed | null>([
    null,
    { kind: 'reversed', factId: random.pick(facts).id, reason: 'made up' },
    { kind: 'charged', component: 'fee', code: 'visit', payee: 'service', amountMinor: 777, dueDay: soon },
    { kind: 'waived', component: 'interest', amountMinor: random.integer(1, 300) },
    { kind: 'rate_changed', rateAnnual: random.pick([0.05, 0.2]) },
    { kind: 're_amortised' },
    { kind: 're_aged', firstDueDay: soon, instalments: random.integer(1, 12) },
    { kind: 'paused', fromDay: formatDay(town.today), toDay: soon },
    { kind: 'written_off', reason: 'made up' },
    { kind: 'refunded', amountMinor: random.integer(1, 500), paymentId: `back-${facts.length}` },
    { kind: 'disbursed', amountMinor: random.integer(1, 50_000), paymentId: `out-${facts.length}` },
  ]);
}

/** Who keeps the file: asks, books what comes of it, and lets days pass. */
class Clerk {
  readonly events: DomainEvent[] = [];
  readonly refused: { [code: string]: number } = {};
  record: LoanRecord = { id: 'made-up', subject: null, facts: [], after: null };
  today = FIRST_DAY as Day;
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
    this.today = (FIRST_DAY + random.integer(0, 364)) as Day;
  }

  /** Asks for a deed, now and then as of an earlier day. */
  ask(deed: LoanDeed | null): void {
    if (deed === null) return;
    const back =
      this.record.facts.length > 2 && this.random.integer(0, 7) === 0 ? this.random.integer(1, 25) : 0;
    const effectiveDay = formatDay((this.today - back) as Day);
    const context = { today: formatDay(this.today), factId: this.nextId(), books };
    const decided = decideLoan(this.record, { deed, effectiveDay, currency: 'CNY' }, context);
    if (decided.ok) this.book(decided.value);
    else this.refused[decided.code] = (this.refused[decided.code] ?? 0) + 1;
  }

  /** Days pass; the end of the last one is closed. */
  pass(days: number): void {
    this.today = (this.today + days) as Day;
    const closed = closeDay(this.record, this.today, books);
    if (!closed.ok) throw new Error(`assertion failed: a day passes (${closed.code})`);
    const event = closed.value?.event ?? null;
    if (event !== null) this.book(event);
  }

  isOver(): boolean {
    const status = this.record.after?.status;
    return status === 'closed' || status === 'overpaid';
  }

  daysToDue(): number {
    const state = foldLoan(this.record.facts, this.today);
    const next = state?.instalments.find(({ due }) => due > this.today);
    return next === undefined ? 30 : next.due - this.today;
  }

  private nextId(): string {
    return `${String(this.random.integer(0, 99_999)).padStart(5, '0')}-${this.record.facts.length}`;
  }

  private book(event: DomainEvent): void {
    const { fact, after } = event.body as unknown as LoanEventBody;
    this.events.push(event);
    this.record = {
      ...this.record,
      after,
      facts: fact === null ? this.record.facts : [...this.record.facts, fact],
    };
  }
}
