/** Random lives of loans: terms of all kinds, and what people and lenders do, on and off the due days. */
import { createRandom, type Random } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import { type LoanTerms, presets, type PresetName } from '@plimsoll/core/schedule';
import type { LoanDeed, LoanFact } from '@plimsoll/loan/spine';
import { refusalOfDeed } from './admit.ts';
import { foldLoan } from './fold.ts';

export type History = { readonly facts: readonly LoanFact[]; readonly lastDay: Day };

const FIRST = parseDay('2026-01-31') ?? (0 as Day);
const names = Object.keys(presets) as PresetName[];
const SHARES = [
  { funder: 'north', sharePpm: 700_000, servicerFeePpm: 50_000 },
  { funder: 'south', sharePpm: 300_000, servicerFeePpm: 0 },
];

/** A life of at most `length` facts beyond the first two, from a seed. Every fact is one that may be. */
export function randomHistory(seed: number, length: number): History {
  const random = createRandom(String(seed));
  const terms = randomTerms(random);
  const opened = (FIRST + random.integer(0, 60)) as Day;
  const amountMinor = random.integer(1, 400) * 2500 + random.integer(0, 99);
  const facts: LoanFact[] = [];
  const add = (day: Day, deed: LoanDeed): void => {
    const id = `${String(random.integer(0, 9999)).padStart(4, '0')}-${facts.length}`;
    facts.push({ id, effectiveDay: formatDay(day), bookedDay: formatDay(day), ...deed });
  };
  add(opened, { kind: 'opened', terms, product: 'any', application: null, amountMinor, shares: SHARES });
  add(opened, { kind: 'disbursed', amountMinor, paymentId: null });
  let day = opened;
  for (let step = 0; step < length; step++) {
    day = (day + random.integer(0, 45)) as Day;
    const effective = random.integer(0, 9) === 0 ? ((day - random.integer(0, 40)) as Day) : day;
    if (effective < opened) continue;
    const deed = randomDeed(random, facts, effective);
    if (deed === null) continue;
    const loan = { id: 'any', subject: null, facts, after: null };
    const before = foldLoan(facts, effective);
    if (refusalOfDeed({ loan, before, deed, day: effective, currency: null }) === null) add(effective, deed);
  }
  return { facts, lastDay: day };
}

function randomTerms(random: Random): LoanTerms {
  const preset: LoanTerms = presets[random.pick(names)];
  const instalments = random.integer(1, 24);
  const variants = ['lower', 'shorten', 'next', 'hold'] as const;
  return {
    ...preset,
    instalments,
    rateAnnual: random.pick([0, 0.036, 0.12, 0.2399]),
    period: random.pick([
      preset.period,
      { every: 1, unit: 'month' },
      { every: 2, unit: 'week' },
      { every: 10, unit: 'day' },
    ]),
    monthEnd: random.pick(['clamp', 'roll']),
    limitMinor: preset.kind === 'revolving' ? 100_000_000 : 0,
    grace: {
      principal: random.integer(0, 3) === 0 ? random.integer(0, instalments - 1) : 0,
      interest: 0,
      interestFree: random.integer(0, 5) === 0 ? 1 : 0,
      lateDays: random.integer(0, 3),
    },
    downPaymentShare: random.pick([0, 0, 0, 0.25]),
    recalculation: random.pick(['none', 'daily', 'period']),
    penalty:
      random.integer(0, 1) === 0
        ? null
        : { rateAnnual: null, timesRate: 1.5, base: 'principal', maxMinor: null },
    prepayment: { ...preset.prepayment, variants, usual: random.pick(variants) },
    fees:
      random.integer(0, 2) === 0
        ? [
            {
              code: 'guarantee',
              text: { zh: '担保费', en: 'Guarantee fee' },
              payee: 'guarantor',
              component: 'fee',
              on: random.pick(['period', 'late', 'prepayment', 'disbursement']),
              base: 'fixed',
              rate: 0,
              fixedMinor: 500,
              minMinor: 0,
              maxMinor: null,
              paid: random.pick(['deducted', 'with_instalment']),
            },
          ]
        : [],
  };
}

function randomDeed(random: Random, facts: readonly LoanFact[], day: Day): LoanDeed | null {
  const state = foldLoan(facts, day);
  if (state === null || state.instalments.length === 0) return null;
  const due =
    state.instalments.find(({ outstandingMinor }) => outstandingMinor > 0)?.outstandingMinor ?? 1000;
  const repaid = (amountMinor: number, variant: 'lower' | 'shorten' | 'next' | 'hold' | null): LoanDeed => ({
    kind: 'repaid',
    amountMinor,
    payer: random.pick(['borrower', 'borrower', 'guarantor', 'merchant']),
    variant,
    paymentId: null,
  });
  switch (random.integer(0, 15)) {
    case 0:
      return repaid(state.payoffMinor, null);
    case 1:
      return repaid(random.integer(1, 200_000), random.pick(['lower', 'shorten', 'next', 'hold']));
    case 2: {
      const fact = random.pick(facts);
      return { kind: 'reversed', factId: fact.id, reason: 'any' };
    }
    case 3: {
      const amountMinor = random.integer(1, 5000);
      const dueDay = formatDay((day + random.integer(0, 30)) as Day);
      return {
        kind: 'charged',
        component: random.pick(['fee', 'penalty']),
        code: 'any',
        payee: 'lender',
        amountMinor,
        dueDay,
      };
    }
    case 4:
      return { kind: 'rate_changed', rateAnnual: random.pick([0.06, 0.18]) };
    case 5: {
      const row = random.pick(state.instalments);
      const newDueDay = random.integer(0, 1) === 0 ? null : formatDay((row.due + 9) as Day);
      return {
        kind: 'rescheduled',
        fromDay: formatDay(row.due),
        newDueDay,
        extraInstalments: random.integer(0, 3),
        rateAnnual: random.pick([null, 0.1]),
      };
    }
    case 6:
      return random.pick([
        { kind: 're_amortised' },
        { kind: 're_aged', firstDueDay: formatDay((day + 20) as Day), instalments: random.integer(1, 12) },
        { kind: 'restructured', terms: { ...state.terms, instalments: 6, rateAnnual: 0.05 }, reason: 'any' },
        { kind: 'paused', fromDay: formatDay(day), toDay: formatDay((day + 10) as Day) },
        { kind: 'resumed' },
      ] as const);
    case 7:
      return random.integer(0, 3) === 0 ? { kind: 'written_off', reason: 'any' } : null;
    case 8:
      return { kind: 'refunded', amountMinor: Math.max(1, state.overpaidMinor), paymentId: null };
    case 9:
      return {
        kind: 'waived',
        component: random.pick(['interest', 'fee', 'penalty']),
        amountMinor: random.integer(1, 500),
      };
    case 10:
      return { kind: 'disbursed', amountMinor: random.integer(1, 100_000), paymentId: null };
    default:
      return repaid(random.pick([due, due, due + 1, Math.max(1, due - 7), random.integer(1, 2 * due)]), null);
  }
}
