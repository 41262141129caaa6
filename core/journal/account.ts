/**
 * The chart of accounts. An account exists only inside one funder's books: there is no name for an account that several
 * funders share, so no pool can be written down.
 */
export type AccountKind = 'asset' | 'liability' | 'income' | 'expense';

export type AccountEntry = {
  readonly kind: AccountKind;
  readonly text: { readonly zh: string; readonly en: string };
};

/** Accounts by name. `payable` also has one account for each party that is owed: `payable:<party>`. */
export const chart = {
  custody: { kind: 'asset', text: { zh: '托管账户', en: 'Custody account' } },
  loan_principal: { kind: 'asset', text: { zh: '贷款本金', en: 'Loan principal' } },
  interest_receivable: { kind: 'asset', text: { zh: '应收利息', en: 'Interest receivable' } },
  accrued_interest: { kind: 'asset', text: { zh: '应计未到期利息', en: 'Interest accrued, not due' } },
  charge_receivable: { kind: 'asset', text: { zh: '应收费用', en: 'Charges receivable' } },
  borrower_credit: { kind: 'liability', text: { zh: '借款人溢缴款', en: 'Held for borrowers' } },
  payable: { kind: 'liability', text: { zh: '代收应付', en: 'Payable to others' } },
  interest_income: { kind: 'income', text: { zh: '利息收入', en: 'Interest income' } },
  charge_income: { kind: 'income', text: { zh: '费用收入', en: 'Income from charges' } },
  recovery_income: { kind: 'income', text: { zh: '核销后回收', en: 'Recoveries' } },
  waiver_expense: { kind: 'expense', text: { zh: '减免', en: 'Waivers' } },
  credit_loss: { kind: 'expense', text: { zh: '信用损失', en: 'Credit losses' } },
  servicer_fee: { kind: 'expense', text: { zh: '服务费', en: 'Servicer fee' } },
} as const satisfies { readonly [name: string]: AccountEntry };

export type ChartName = keyof typeof chart;
/** An account of one funder: a name of the chart, or `payable:<party>`. */
export type AccountName = ChartName | `payable:${string}`;

/** The entry of an account in the chart; null for a name that is none. */
export function chartEntry(account: string): AccountEntry | null {
  const name = account.startsWith('payable:') ? 'payable' : account;
  return Object.hasOwn(chart, name) ? chart[name as ChartName] : null;
}
