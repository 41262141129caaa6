/**
 * What a loan's books should hold, from the loan's cumulative figures: for each funder its share of each leg. A
 * transaction books the difference between this and what was booked, so a back-dated payment, a reversal or a change of
 * terms needs no rule of its own, and the books balance for each funder after every event.
 */
import { type Balances, type Leg, type Posting, addLegs } from '@plimsoll/core/journal';
import { mulDiv } from '@plimsoll/core/money';
import { type ByPayee, type FunderShare, type LoanAccounts, WHOLE_PPM } from '@plimsoll/loan/spine';
import { splitByShare } from './share.ts';

/** The party whose charges are the funders' own income; those of others are owed to them. */
const LENDER = 'lender';

/** The balances of a loan in the books of its funders. */
export function targetBalances(
  accounts: LoanAccounts,
  { shares, currency }: { readonly shares: readonly FunderShare[]; readonly currency: string },
): Balances {
  const balances = new Map<string, Posting>();
  for (const { debit, credit, amountMinor } of legsOf(accounts)) {
    const parts = splitByShare(amountMinor, shares);
    shares.forEach(({ funder }, index) =>
      addLegs(balances, { funder, currency }, [{ debit, credit, amountMinor: parts[index] ?? 0 }]),
    );
  }
  const interest = splitByShare(accounts.interestPaid, shares);
  shares.forEach(({ funder, servicerFeePpm }, index) => {
    const share = { numerator: servicerFeePpm, denominator: WHOLE_PPM };
    const amountMinor = mulDiv(interest[index] ?? 0, share, 'halfUp');
    addLegs(balances, { funder, currency }, [
      { debit: 'servicer_fee', credit: 'payable:servicer', amountMinor },
    ]);
  });
  return balances;
}

/** Interest that has run and not fallen due, in the books of the funders. */
export function accruedBalances(
  accruedMinor: number,
  { shares, currency }: { readonly shares: readonly FunderShare[]; readonly currency: string },
): Balances {
  const balances = new Map<string, Posting>();
  const parts = splitByShare(accruedMinor, shares);
  shares.forEach(({ funder }, index) =>
    addLegs(balances, { funder, currency }, [
      { debit: 'accrued_interest', credit: 'interest_income', amountMinor: parts[index] ?? 0 },
    ]),
  );
  return balances;
}

function legsOf(accounts: LoanAccounts): readonly Leg[] {
  return [
    { debit: 'loan_principal', credit: 'custody', amountMinor: accounts.disbursed },
    { debit: 'custody', credit: 'loan_principal', amountMinor: accounts.principalPaid },
    { debit: 'credit_loss', credit: 'loan_principal', amountMinor: accounts.principalWrittenOff },
    { debit: 'interest_receivable', credit: 'interest_income', amountMinor: accounts.interestDue },
    { debit: 'custody', credit: 'interest_receivable', amountMinor: accounts.interestPaid },
    { debit: 'waiver_expense', credit: 'interest_receivable', amountMinor: accounts.interestWaived },
    { debit: 'credit_loss', credit: 'interest_receivable', amountMinor: accounts.interestWrittenOff },
    ...chargeLegs(accounts),
    { debit: 'custody', credit: 'recovery_income', amountMinor: accounts.recovered },
    { debit: 'custody', credit: 'borrower_credit', amountMinor: accounts.overpaid },
  ];
}

function chargeLegs(accounts: LoanAccounts): readonly Leg[] {
  const each = (amounts: ByPayee, leg: (payee: string) => Omit<Leg, 'amountMinor'>): readonly Leg[] =>
    Object.entries(amounts).map(([payee, amountMinor]) => ({ ...leg(payee), amountMinor }));
  const income = (payee: string) => (payee === LENDER ? 'charge_income' : (`payable:${payee}` as const));
  const expense = (payee: string) => (payee === LENDER ? 'waiver_expense' : (`payable:${payee}` as const));
  const loss = (payee: string) => (payee === LENDER ? 'credit_loss' : (`payable:${payee}` as const));
  return [
    ...each(accounts.chargeDue, (payee) => ({ debit: 'charge_receivable', credit: income(payee) })),
    ...each(accounts.chargePaid, () => ({ debit: 'custody', credit: 'charge_receivable' })),
    ...each(accounts.chargeWaived, (payee) => ({ debit: expense(payee), credit: 'charge_receivable' })),
    ...each(accounts.chargeWrittenOff, (payee) => ({ debit: loss(payee), credit: 'charge_receivable' })),
  ];
}
