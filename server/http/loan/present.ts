/** Loans as callers read them: days as texts, lists as their own. */
import type {
  LoanDetail,
  LoanProduct as ProductView,
  LoanPlan,
  LoanRow,
  LoanState as StateView,
} from '@plimsoll/api/loan';
import { assert } from '@plimsoll/core/base';
import { type Day, formatDay } from '@plimsoll/core/calendar';
import type { AllInCost } from '@plimsoll/core/cost';
import { type LoanState, summaryOf } from '@plimsoll/loan/servicing';
import type { LoanProduct, LoanSummary } from '@plimsoll/loan/spine';
import type { ListedLoan, LoanOffer, StoredLoan } from '@plimsoll/server/loan';

const dayOrNull = (day: Day | null): string | null => (day === null ? null : formatDay(day));

/** The figures that lists show. */
export function presentStanding({ accounts: _accounts, ...standing }: LoanSummary) {
  return standing;
}

/** A row of the list. */
export function presentRow({ id, subject, product, currency, version, summary }: ListedLoan): LoanRow {
  return { id, subject, product, currency, version, ...presentStanding(summary) };
}

/** A loan on a day. */
export function presentState(state: LoanState): StateView {
  const { accruedMinor, payoffMinor, terms, instalments, payments, pauses, accounts } = state;
  return {
    ...presentStanding(summaryOf(state)),
    accruedMinor,
    payoffMinor,
    terms,
    instalments: instalments.map((row) => ({
      ...row,
      from: formatDay(row.from),
      due: formatDay(row.due),
      settledOn: dayOrNull(row.settledOn),
    })),
    payments: payments.map((payment) => ({
      ...payment,
      day: formatDay(payment.day),
      parts: payment.parts.map((part) => ({ ...part })),
    })),
    pauses: pauses.map(({ from, to }) => ({ from: formatDay(from), to: formatDay(to) })),
    accounts: { ...accounts },
  };
}

/** All of one loan. */
export function presentDetail(
  { record, version }: StoredLoan,
  state: LoanState,
  classification: LoanDetail['classification'],
): LoanDetail {
  const [opened] = record.facts;
  assert(opened?.kind === 'opened', 'the first fact of a loan opens it');
  return {
    id: record.id,
    subject: record.subject,
    product: opened.product,
    currency: opened.terms.currency,
    application: opened.application,
    amountMinor: opened.amountMinor,
    shares: opened.shares.map((share) => ({ ...share })),
    version,
    openedDay: opened.effectiveDay,
    state: presentState(state),
    classification,
    facts: record.facts.map((fact) => ({ ...fact })),
  };
}

/** An offer, as a preview and as what a loan was opened with. */
export function presentOffer(offer: LoanOffer): LoanPlan {
  const { product, day, amountMinor, checked, disclosure, disclosureSha256 } = offer;
  const { plan, cost, checks } = checked;
  return {
    product: product.id,
    terms: plan.terms,
    amountMinor,
    day: formatDay(day),
    instalments: instalmentsOf(offer),
    cost: presentCost(cost),
    caps: checks.map((check) => ({ ...check })),
    disclosure: { ...disclosure },
    disclosureSha256,
  };
}

/** What a loan costs over every payee. */
export function presentCost(cost: AllInCost): LoanPlan['cost'] {
  const { measures, advancedMinor, receivedMinor, costMinor, items } = cost;
  return {
    advancedMinor,
    receivedMinor,
    costMinor,
    items: items.map((item) => ({ ...item })),
    irr12: measures.irr12,
    effective: measures.xirr,
    aprUs: measures.aprUs,
  };
}

function instalmentsOf({ planned }: LoanOffer): LoanPlan['instalments'] {
  return planned
    .filter(({ kind }) => kind === 'instalment' || kind === 'down_payment')
    .map((row) => ({
      n: row.n,
      from: formatDay(row.from),
      due: formatDay(row.due),
      principalMinor: row.principalMinor,
      interestMinor: row.interestMinor,
      feeMinor: row.feeMinor,
      dueMinor: row.dueMinor,
      balanceAfterMinor: row.balanceAfterMinor,
    }));
}

/** A product with its terms. */
export function presentProduct(product: LoanProduct): ProductView {
  const { text, instalments, caps, parties, shares, signing } = product;
  return {
    ...product,
    text: { ...text },
    instalments: [...instalments],
    caps: { ...caps, tags: [...caps.tags] },
    parties: { ...parties },
    shares: shares.map((share) => ({ ...share })),
    signing: { ...signing },
  };
}
