/**
 * The plan of what is left of a loan: from a balance, a day and the periods to come to the instalments. One function
 * plans a new loan, the preview of one, and the rest of a running loan, so that they can't differ. Σ principal is the
 * balance; the last balance is 0; there are as many instalments as periods.
 */
import { assert, assertNever, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import { mulDiv, type Minor, minor, RATE_SCALE, type Rate, roundSum, type Term } from '@plimsoll/core/money';
import { addInterest, roundInterest } from './interest.ts';
import { evenPart, levelPayment } from './level.ts';
import { type InterestPeriod, periodsOf } from './period.ts';
import { type PreparedTerms, rateOfInstalment } from './prepare.ts';

/** An instalment as planned. */
export type PlannedInstalment = InterestPeriod & {
  readonly principalMinor: Minor;
  readonly interestMinor: Minor;
  /** Principal still to be repaid after it. */
  readonly balanceAfterMinor: Minor;
};

export type Rest = {
  /** The periods to come; the first may have begun. */
  readonly periods: readonly InterestPeriod[];
  /** The day from which the plan reckons, within the first period. */
  readonly since: Day;
  readonly balanceMinor: number;
  readonly rateAnnual: Rate;
  /** Interest of the first period that ran before `since`. */
  readonly accrued: readonly Term[];
  /** Interest of earlier instalments that falls due with the first one that pays interest. */
  readonly deferredMinor: number;
  /** Interest that ran after its instalment was settled early; a part of what the next one has earned. */
  readonly carriedMinor: number;
  /** The level payment, or the level part of principal, of each period as agreed; null: to be reckoned. */
  readonly levels: readonly number[] | null;
  /** What was paid beyond its instalment and comes off the next ones' principal. */
  readonly creditMinor: number;
  /** Flat interest is of this, the amount first lent. */
  readonly lentMinor: number;
  /** What was paid ahead on the periods, one for each; empty: nothing. `balanceMinor` is what is left after it. */
  readonly ahead: readonly PaidAhead[];
};

export type PaidAhead = {
  readonly principalMinor: number;
  readonly interestMinor: number;
  /** Paid in full: it asks for no more, whatever its period still earns. */
  readonly isSettled: boolean;
};

/** The level payment or part, and what the first repaying instalment takes beyond it. */
type Level = { readonly levelMinor: Minor; readonly extraMinor: number };

/** `levelMinor` is the level payment that was reckoned; 0 where levels were given. */
export type RestPlan = { readonly instalments: readonly PlannedInstalment[]; readonly levelMinor: Minor };

/** Plans the rest of a loan. */
export function planRest(prepared: PreparedTerms, rest: Rest): RestPlan {
  assert(rest.periods.length > 0, 'at least one period');
  const { evenOut, remainder } = prepared.terms.rounding;
  if (rest.levels !== null) return walk(prepared, rest, { levelMinor: minor(0), extraMinor: 0 });
  const plan = walk(prepared, rest, { levelMinor: levelOf(prepared, rest), extraMinor: 0 });
  const even = evenOut ? evenedOut(prepared, rest, plan) : plan;
  return remainder === 'first' ? remainderFirst(prepared, rest, even) : even;
}

/** Interest by instalment of a flat loan: of the amount lent, whatever has been repaid, spread evenly. */
export function flatInterest(prepared: PreparedTerms, rest: Rest): readonly Minor[] {
  const { mode } = prepared.terms.rounding;
  const interest: Minor[] = [];
  let start = 0;
  while (start < rest.periods.length) {
    const rate = rateAt(prepared, rest, start);
    let end = start;
    const run: Term[] = [];
    while (end < rest.periods.length && rateAt(prepared, rest, end) === rate) {
      const period = rest.periods[end];
      assert(period !== undefined, 'a period');
      const { from, to } = period;
      addInterest(run, prepared, {
        period,
        stretch: { from, to, balanceMinor: rest.lentMinor, rateAnnual: rate },
      });
      end += 1;
    }
    const total = roundSum(run, mode);
    const count = end - start;
    const part = mulDiv(total, { numerator: 1, denominator: count }, mode);
    for (let index = 0; index < count - 1; index++) interest.push(part);
    interest.push(minor(total - part * (count - 1)));
    start = end;
  }
  return interest;
}

function rateAt(prepared: PreparedTerms, rest: Rest, index: number): Rate {
  const n = rest.periods[index]?.n ?? 1;
  return rateOfInstalment(prepared, n, rest.rateAnnual);
}

/** The level payment of level and flat loans, the level part of principal of others. */
function levelOf(prepared: PreparedTerms, rest: Rest): Minor {
  const { terms } = prepared;
  const periods = rest.periods.filter(({ n }) => n > terms.grace.principal);
  const repaying = periods.length === 0 ? rest.periods.slice(-1) : periods;
  const { balanceMinor } = rest;
  const balloonMinor = Math.min(terms.balloonMinor, balanceMinor);
  switch (terms.method) {
    case 'level_payment':
      return levelPayment(prepared, {
        balanceMinor,
        balloonMinor,
        periods: repaying,
        rateAnnual: rest.rateAnnual,
      });
    case 'equal_principal':
      return mulDiv(
        balanceMinor - balloonMinor,
        { numerator: 1, denominator: repaying.length },
        terms.rounding.mode,
      );
    case 'flat': {
      const total = flatInterest(prepared, rest).reduce((sum, part) => sum + part, 0);
      return evenPart(prepared, balanceMinor - balloonMinor + total, repaying.length);
    }
    case 'interest_first':
    case 'bullet':
      return minor(0);
    default:
      return assertNever(terms.method);
  }
}

function walk(prepared: PreparedTerms, rest: Rest, level: Level): RestPlan {
  const instalments: PlannedInstalment[] = [];
  const flat = prepared.terms.method === 'flat' ? flatInterest(prepared, rest) : null;
  const last = rest.periods.length - 1;
  let balance = rest.balanceMinor;
  let deferred = rest.deferredMinor;
  let carried = rest.carriedMinor;
  let credit = rest.creditMinor;
  let extra = level.extraMinor;
  rest.periods.forEach((period, index) => {
    const { principalMinor: paid, interestMinor: paidInterest, isSettled } = rest.ahead[index] ?? notAhead;
    const ran = flat?.[index] ?? earnedIn(prepared, rest, { index, balance });
    const earned = ran + carried;
    const isLast = index === last;
    const before = balance + paid;
    const wanted = principalDue(prepared, {
      period,
      isLast,
      balance: before,
      earned,
      level: rest.levels?.[index] ?? level.levelMinor,
    });
    const isRepaying = !isLast && !isSettled && period.n > prepared.terms.grace.principal;
    const more = isRepaying ? clamp(extra, -wanted, before - wanted) : 0;
    if (isRepaying) extra = 0;
    const relief = isRepaying ? Math.min(credit, Math.max(0, wanted + more - paid)) : 0;
    credit -= relief;
    const principal = isSettled && !isLast ? paid : Math.max(paid, wanted + more - relief);
    const isDeferred = !isLast && (isSettled || defersInterest(prepared, period));
    const interest = isDeferred ? paidInterest : Math.max(paidInterest, earned + deferred);
    balance -= principal - paid;
    const { n, from, to, due, wholeDays } = period;
    instalments.push({
      n,
      from,
      to,
      due,
      wholeDays,
      principalMinor: minor(principal),
      interestMinor: minor(interest),
      balanceAfterMinor: minor(balance),
    });
    carried = isSettled && !isLast ? earned - interest : 0;
    if (!isSettled || isLast) deferred += earned - interest;
  });
  assert(balance === 0, 'the last balance is 0');
  return { instalments, levelMinor: level.levelMinor };
}

const notAhead: PaidAhead = { principalMinor: 0, interestMinor: 0, isSettled: false };

function earnedIn(
  prepared: PreparedTerms,
  rest: Rest,
  { index, balance }: { readonly index: number; readonly balance: number },
): Minor {
  const period = rest.periods[index];
  assert(period !== undefined, 'a period');
  const interest = index === 0 && rest.accrued.length > 0 ? [...rest.accrued] : [];
  const from = index === 0 && rest.since > period.from ? rest.since : period.from;
  const rateAnnual = rateOfInstalment(prepared, period.n, rest.rateAnnual);
  const stretch = { from, to: period.to, balanceMinor: balance, rateAnnual };
  addInterest(interest, prepared, { period, stretch });
  return roundInterest(prepared, interest);
}

function defersInterest({ terms }: PreparedTerms, { n }: InterestPeriod): boolean {
  return terms.method === 'bullet' || n <= terms.grace.interest;
}

/** What an instalment asks for of principal, from the balance before it and the interest its period earned. */
export function principalDue(
  { terms }: PreparedTerms,
  at: {
    readonly period: { readonly n: number };
    readonly isLast: boolean;
    readonly balance: number;
    readonly earned: number;
    /** The level payment, or the level part of principal. */
    readonly level: number;
  },
): number {
  const { balance } = at;
  if (at.isLast) return balance;
  if (at.period.n <= terms.grace.principal) return 0;
  const isLevel = terms.method === 'level_payment' || terms.method === 'flat';
  const wanted = isLevel ? at.level - at.earned : at.level;
  return Math.max(0, Math.min(wanted, balance));
}

/**
 * Where the last instalment is further from the level payment than half a minor unit for each instalment, the payment is
 * tried once more with the difference spread, and kept if that narrows the gap.
 */
function evenedOut(prepared: PreparedTerms, rest: Rest, plan: RestPlan): RestPlan {
  const { instalments, levelMinor } = plan;
  const gap = gapOf(prepared, plan);
  if (Math.abs(gap) <= Math.floor(instalments.length / 2)) return plan;
  const step = mulDiv(gap, { numerator: 1, denominator: instalments.length }, prepared.terms.rounding.mode);
  const other = walk(prepared, rest, { levelMinor: minor(levelMinor + step), extraMinor: 0 });
  return Math.abs(gapOf(prepared, other)) < Math.abs(gap) ? other : plan;
}

/** Tries at moving the remainder: each comes nearer, since interest changes with the balance. */
const REMAINDER_TRIES = 4;

/** Lets the first repaying instalment take what the last one would differ by; what can't be moved stays with the last. */
function remainderFirst(prepared: PreparedTerms, rest: Rest, plan: RestPlan): RestPlan {
  let best = plan;
  let extraMinor = 0;
  for (let tries = 0; tries < REMAINDER_TRIES && gapOf(prepared, best) !== 0; tries++) {
    extraMinor += gapOf(prepared, best);
    const other = walk(prepared, rest, { levelMinor: plan.levelMinor, extraMinor });
    if (Math.abs(gapOf(prepared, other)) >= Math.abs(gapOf(prepared, best))) break;
    best = other;
  }
  return best;
}

/** How far the last instalment is from the others: of the whole where that is level, of the principal otherwise. */
function gapOf({ terms }: PreparedTerms, { instalments, levelMinor }: RestPlan): number {
  const last = instalments.at(-1);
  assert(last !== undefined, 'a last instalment');
  if (terms.balloonMinor > 0 || instalments.length === 1) return 0;
  if (terms.method === 'equal_principal') return last.principalMinor - levelMinor;
  if (terms.method === 'interest_first' || terms.method === 'bullet') return 0;
  return last.principalMinor + last.interestMinor - levelMinor;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** The plan of a loan paid out at once. Refusals are those of the amount (SCH-3): the rest was settled by `readTerms`. */
export function planLoan(
  prepared: PreparedTerms,
  { disbursedOn, amountMinor }: { readonly disbursedOn: Day; readonly amountMinor: number },
): Result<RestPlan> {
  const refusal = amountFault(prepared, amountMinor);
  if (refusal !== null) return refusal;
  return ok(
    planRest(prepared, {
      periods: periodsOf(prepared, disbursedOn),
      since: disbursedOn,
      balanceMinor: amountMinor,
      rateAnnual: prepared.rateAnnual,
      accrued: [],
      deferredMinor: 0,
      carriedMinor: 0,
      levels: null,
      creditMinor: 0,
      lentMinor: amountMinor,
      ahead: [],
    }),
  );
}

/** Why an amount can't be lent on these terms; null when it can (`amount_impossible`, SCH-3). */
export function amountFault({ terms, rateAnnual }: PreparedTerms, amountMinor: number): Refusal | null {
  const facts = (field: string, value: number, expected: string) =>
    refuse('amount_impossible', 'SCH-3', { field, value, expected, currency: terms.currency });
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    return facts('amountMinor', amountMinor, `whole minor units above 0, at most ${Number.MAX_SAFE_INTEGER}`);
  if (terms.balloonMinor > amountMinor)
    return facts('balloonMinor', terms.balloonMinor, `at most the amount, ${amountMinor}`);
  const years =
    (terms.instalments * terms.period.every) /
    (terms.period.unit === 'day' ? 365 : terms.period.unit === 'week' ? 52 : 12);
  const most = amountMinor * (1 + (rateAnnual / RATE_SCALE) * (years + 1));
  if (most > Number.MAX_SAFE_INTEGER)
    return facts('amountMinor', amountMinor, `an amount that with its interest stays below 2^53 minor units`);
  return null;
}
