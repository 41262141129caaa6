/**
 * An offer made whole: terms within the product, a plan, its all-in cost against the caps of the day, and the statement of
 * cost with its hash. The preview and the opening of a loan are this one function.
 */
import { assert, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Day, formatDay, parseDay } from '@plimsoll/core/calendar';
import {
  type CheckedOffer,
  checkOffer,
  type Disclosure,
  discloseCost,
  hashDisclosure,
} from '@plimsoll/loan/compliance';
import { agreeTerms, type OfferWish } from '@plimsoll/loan/origination';
import { foldLoan, type InstalmentState } from '@plimsoll/loan/servicing';
import { type LoanFact, type LoanProduct, WHOLE_PPM } from '@plimsoll/loan/spine';
import type { LoanShelf } from './shelf.ts';

export type LoanWish = OfferWish & {
  readonly product: string;
  readonly currency: string;
  /** Paid out on; `YYYY-MM-DD`. */
  readonly day: string;
  /** What the person owes besides. */
  readonly owedMinor: number;
};

export type LoanOffer = {
  readonly product: LoanProduct;
  readonly day: Day;
  readonly amountMinor: number;
  readonly checked: CheckedOffer;
  /** As the running loan would have them, were it paid out that day. */
  readonly planned: readonly InstalmentState[];
  readonly disclosure: Disclosure;
  readonly disclosureSha256: string;
};

/** Makes an offer, or refuses: product, currency, bounds, terms, caps, statement. */
export function makeOffer({ find, rules }: LoanShelf, wish: LoanWish): Result<LoanOffer> {
  const product = find(wish.product);
  if (product === null) return refuse('loan_product_not_found', 'LNS-1', { product: wish.product });
  if (wish.currency !== product.terms.currency)
    return refuse('currency_mismatch', 'LNS-1', {
      currency: wish.currency,
      expected: product.terms.currency,
    });
  const day = parseDay(wish.day);
  if (day === null) return refuse('loan_day_unreadable', 'LNS-1', { effectiveDay: wish.day });
  const terms = agreeTerms(product, wish);
  if (!terms.ok) return terms;
  const { amountMinor, owedMinor } = wish;
  const offer = {
    terms: terms.value,
    amountMinor,
    disbursedOn: day,
    scope: product.caps,
    exposureMinor: owedMinor + amountMinor,
    ...ownShareOf(product),
  };
  const checked = checkOffer(offer, rules, day);
  if (!checked.ok) return checked;
  const { plan, cost } = checked.value;
  const disclosure = discloseCost({
    product: product.text,
    day: formatDay(day),
    plan,
    cost,
    parties: product.parties,
  });
  if (!disclosure.ok) return disclosure;
  const disclosureSha256 = hashDisclosure(disclosure.value);
  const planned = planOf(product, plan);
  return ok({
    product,
    day,
    amountMinor,
    checked: checked.value,
    planned,
    disclosure: disclosure.value,
    disclosureSha256,
  });
}

/** The loan lived in advance: opened and paid out, and nothing else yet. */
function planOf({ id, shares }: LoanProduct, plan: CheckedOffer['plan']): readonly InstalmentState[] {
  const { terms, amountMinor, disbursedOn } = plan;
  const day = formatDay(disbursedOn);
  const when = { effectiveDay: day, bookedDay: day };
  const facts: readonly LoanFact[] = [
    { id: 'opened', ...when, kind: 'opened', terms, product: id, application: null, amountMinor, shares },
    { id: 'disbursed', ...when, kind: 'disbursed', amountMinor, paymentId: null },
  ];
  const state = foldLoan(facts, disbursedOn);
  assert(state !== null, 'a loan that was opened');
  return state.instalments;
}

function ownShareOf({ shares, ownFunder }: LoanProduct): { readonly ownShare?: number } {
  const own = shares.find(({ funder }) => funder === ownFunder);
  return own === undefined ? {} : { ownShare: own.sharePpm / WHOLE_PPM };
}
