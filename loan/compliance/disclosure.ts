/**
 * The table that a borrower must have read before signing: principal, every cost with its way, standard and payee, the
 * annualised all-in cost when all goes as agreed, what may come on top otherwise, and that nothing else is charged.
 * Source: 个人贷款业务明示综合融资成本规定 (2026-03-15, in force 2026-08-01), as summarised in public; it suits any lender.
 */
import { canonicalize, ok, refuse, type Result, toHex, toUtf8 } from '@plimsoll/core/base';
import { formatDay } from '@plimsoll/core/calendar';
import { type AllInCost, type CostedPlan, isCertain } from '@plimsoll/core/cost';
import { portableHashes } from '@plimsoll/core/ledger';
import type { FeeTerms } from '@plimsoll/core/schedule';
import { sayPayee, sayStandard, sayWay } from './disclosure-words.ts';
import { type LocalText, sayInterest, sayMethod, sayPenalty } from '@plimsoll/loan/spine';

export type DisclosedItem = {
  readonly code: string;
  readonly text: LocalText;
  readonly way: LocalText;
  readonly standard: LocalText;
  /** Who gets it: the role, and the party by name. */
  readonly payee: { readonly role: LocalText; readonly name: string };
  /** What it comes to when all goes as agreed; null for what is contingent. */
  readonly amountMinor: number | null;
};

/** JSON throughout, so that its canonical bytes and their hash are one for all. */
export type Disclosure = {
  readonly version: 1;
  readonly product: LocalText;
  readonly day: string;
  readonly currency: string;
  readonly minorDigits: number;
  readonly principalMinor: number;
  readonly receivedMinor: number;
  readonly repayment: LocalText;
  readonly firstDue: string;
  readonly lastDue: string;
  readonly items: readonly DisclosedItem[];
  readonly costMinor: number;
  readonly totalMinor: number;
  /** IRR × 12, and the effective rate, as fractions a year. */
  readonly annualised: { readonly irr12: number; readonly effective: number };
  readonly contingent: readonly DisclosedItem[];
  readonly nothingElse: LocalText;
};

export type DisclosureRequest = {
  readonly product: LocalText;
  readonly day: string;
  readonly plan: CostedPlan;
  readonly cost: AllInCost;
  /** The party behind each payee of the terms, `lender` among them. */
  readonly parties: { readonly [payee: string]: string };
};

/** Annualised figures are shown to a hundredth of a percentage point and kept to a millionth. */
const KEPT_DECIMALS = 8;

const nothingElse: LocalText = {
  zh: '除上表所列项目外，贷款人及合作机构不再向借款人收取任何其他费用。',
  en: 'Beyond the items listed here, neither the lender nor its partners charge the borrower anything.',
};

/** Refuses (`disclosure_incomplete`) a payee without a name, a charge without a standard, and items that miss the cost. */
export function discloseCost(request: DisclosureRequest): Result<Disclosure> {
  const { plan, cost, parties } = request;
  const { terms, instalments } = plan;
  const unnamed = payeesOf(request).find((payee) => (parties[payee] ?? '') === '');
  if (unnamed !== undefined) return incomplete('a payee has no name', unnamed);
  if (terms.penalty !== null && sayPenalty(terms) === null)
    return incomplete('the penalty has no standard', 'penalty');
  const [first, last] = [instalments[0], instalments.at(-1)];
  if (first === undefined || last === undefined) return incomplete('there is no instalment', 'instalments');
  const items = itemsOf(request);
  const listed = items.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
  if (listed !== cost.costMinor) return incomplete('the items do not add up to the cost', String(listed));
  return ok({
    version: 1,
    product: request.product,
    day: request.day,
    currency: terms.currency,
    minorDigits: terms.minorDigits,
    principalMinor: cost.advancedMinor,
    receivedMinor: cost.receivedMinor,
    repayment: sayMethod(terms),
    firstDue: formatDay(first.due),
    lastDue: formatDay(last.due),
    items,
    costMinor: cost.costMinor,
    totalMinor: cost.advancedMinor + cost.costMinor,
    annualised: { irr12: keep(cost.measures.irr12), effective: keep(cost.measures.xirr) },
    contingent: contingentOf(request),
    nothingElse,
  });
}

/** SHA-256 of the canonical JSON (RFC 8785), in hex: what a reading and a contract refer to. */
export function hashDisclosure(disclosure: Disclosure): string {
  return toHex(portableHashes.sha256(toUtf8(canonicalize(disclosure))));
}

function itemsOf({ plan: { terms }, cost, parties }: DisclosureRequest): readonly DisclosedItem[] {
  const amountOf = (payee: string, code: string) =>
    cost.items.find((item) => item.payee === payee && item.code === code)?.amountMinor ?? 0;
  const interest: DisclosedItem = {
    code: 'interest',
    text: { zh: '利息', en: 'Interest' },
    way: { zh: '随每期还款', en: 'with every instalment' },
    standard: sayInterest(terms),
    payee: { role: sayPayee('lender'), name: parties['lender'] ?? '' },
    amountMinor: amountOf('lender', 'interest'),
  };
  const fees = terms.fees.filter(isCertain).map((fee) => ({
    ...describe(fee, { terms, parties }),
    amountMinor: amountOf(fee.payee, fee.code),
  }));
  return [interest, ...fees];
}

function contingentOf({ plan: { terms }, parties }: DisclosureRequest): readonly DisclosedItem[] {
  const penalty = sayPenalty(terms);
  const lender = { role: sayPayee('lender'), name: parties['lender'] ?? '' };
  const overdue = { zh: '逾期时，自逾期之日起', en: 'when overdue, from the first day' };
  return [
    ...(penalty === null
      ? []
      : [
          {
            code: 'penalty',
            text: { zh: '罚息', en: 'Penalty interest' },
            way: overdue,
            standard: penalty,
            payee: lender,
            amountMinor: null,
          },
        ]),
    ...(terms.compounding === 'none'
      ? []
      : [
          {
            code: 'compound_interest',
            text: { zh: '复利', en: 'Interest on overdue interest' },
            way: overdue,
            standard: {
              zh: '逾期利息按月计收复利，利率同罚息',
              en: 'monthly on interest overdue, at the rate of the penalty',
            },
            payee: lender,
            amountMinor: null,
          },
        ]),
    ...terms.fees
      .filter((fee) => !isCertain(fee))
      .map((fee) => ({ ...describe(fee, { terms, parties }), amountMinor: null })),
  ];
}

function describe(
  fee: FeeTerms,
  { terms, parties }: Pick<DisclosureRequest, 'parties'> & { readonly terms: CostedPlan['terms'] },
) {
  return {
    code: fee.code,
    text: fee.text,
    way: sayWay(fee),
    standard: sayStandard(fee, terms),
    payee: { role: sayPayee(fee.payee), name: parties[fee.payee] ?? '' },
  };
}

function payeesOf({ plan: { terms } }: DisclosureRequest): readonly string[] {
  return ['lender', ...terms.fees.map(({ payee }) => payee)];
}

function keep(rate: number): number {
  return Number(rate.toFixed(KEPT_DECIMALS));
}

function incomplete(problem: string, what: string) {
  return refuse('disclosure_incomplete', 'CMP-8', { problem, what });
}
