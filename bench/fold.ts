/**
 * `plimsoll bench fold`: what a state of a loan costs. A loan of 36 months with 100 facts, the same with interest by the day,
 * one that is paid when due, and one on which nothing has happened yet: what the end of day folds by the million.
 */
import { type Day, dayOf, formatDay } from '@plimsoll/core/calendar';
import { type LoanTerms, presets } from '@plimsoll/core/schedule';
import { foldLoan } from '@plimsoll/loan/servicing';
import type { LoanDeed, LoanFact } from '@plimsoll/loan/spine';
import { median } from './load/index.ts';

const ROUNDS = 9;
const FOLDS = 2000;
const WARM_UP = 1000;
const START = dayOf(2023, 1, 15);
const AMOUNT = 3_600_000;

type Life = { readonly name: string; readonly facts: readonly LoanFact[]; readonly asOf: Day };

export async function bench(): Promise<void> {
  const figures: { [name: string]: number } = {};
  for (const life of lives()) {
    const micros = microsOf(life);
    figures[life.name] = micros;
    say(
      `${life.name.padEnd(20)} ${String(life.facts.length).padStart(4)} facts ${micros.toFixed(1).padStart(8)} µs`,
    );
  }
  say(JSON.stringify({ bench: 'fold', microseconds: figures }));
  return Promise.resolve();
}

function lives(): readonly Life[] {
  const terms: LoanTerms = { ...presets.cn_level_payment, instalments: 36, rateAnnual: 0.12 };
  const daily: LoanTerms = { ...terms, accrual: 'daily', recalculation: 'daily' };
  const end = (START + 1090) as Day;
  const fresh = factsOf(terms, []);
  const plan = foldLoan(fresh, START)?.instalments ?? [];
  const paid = plan.slice(0, 18).map(({ due, dueMinor }) => [due, dueMinor] as const);
  const often = Array.from({ length: 98 }, (_, index) => [(START + 20 + 11 * index) as Day, 38_000] as const);
  return [
    { name: 'hundredFacts', facts: factsOf(terms, often), asOf: end },
    { name: 'hundredFactsDaily', facts: factsOf(daily, often), asOf: end },
    { name: 'halfPaid', facts: factsOf(terms, paid), asOf: (START + 560) as Day },
    { name: 'fresh', facts: fresh, asOf: (START + 20) as Day },
  ];
}

function factsOf(terms: LoanTerms, payments: readonly (readonly [Day, number])[]): readonly LoanFact[] {
  const shares = [{ funder: 'own', sharePpm: 1_000_000, servicerFeePpm: 0 }];
  const deeds: (readonly [Day, LoanDeed])[] = [
    [START, { kind: 'opened', terms, product: 'bench', application: null, amountMinor: AMOUNT, shares }],
    [START, { kind: 'disbursed', amountMinor: AMOUNT, paymentId: null }],
    ...payments.map(
      ([day, amountMinor]) =>
        [day, { kind: 'repaid', amountMinor, payer: 'borrower', variant: 'hold', paymentId: null }] as const,
    ),
  ];
  return deeds.map(([day, deed], index) => ({
    id: String(index).padStart(5, '0'),
    effectiveDay: formatDay(day),
    bookedDay: formatDay(day),
    ...deed,
  }));
}

function microsOf({ facts, asOf }: Life): number {
  for (let index = 0; index < WARM_UP; index++) foldLoan(facts, asOf);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    for (let index = 0; index < FOLDS; index++) foldLoan(facts, asOf);
    return ((performance.now() - from) * 1000) / FOLDS;
  });
  return Math.round(10 * median(rounds)) / 10;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
