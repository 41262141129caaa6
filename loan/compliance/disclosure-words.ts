/** How a charge is described to a borrower: who gets it, when it falls due, and by what standard, in both languages. */
import { formatAmount, type LocalText, sayPercent } from '@plimsoll/loan/spine';
import type { FeeTerms, LoanTerms } from '@plimsoll/core/schedule';

const payees: { readonly [role: string]: LocalText } = {
  lender: { zh: '贷款人', en: 'lender' },
  guarantor: { zh: '担保人', en: 'guarantor' },
  service: { zh: '服务机构', en: 'service provider' },
  membership: { zh: '会员服务机构', en: 'membership provider' },
  insurer: { zh: '保险人', en: 'insurer' },
};

/** The role in words; a role that has none is a name already. */
export function sayPayee(role: string): LocalText {
  return payees[role] ?? { zh: role, en: role };
}

const ways: { readonly [On in FeeTerms['on']]: LocalText } = {
  disbursement: { zh: '放款时', en: 'when the loan is paid out' },
  period: { zh: '随每期还款', en: 'with every instalment' },
  late: { zh: '每期逾期一次', en: 'once for each instalment that is missed' },
  prepayment: { zh: '提前还款时', en: 'on early repayment' },
};
const paidWords: { readonly [Paid in FeeTerms['paid']]: LocalText } = {
  deducted: { zh: '，从放款金额中扣除', en: ', kept back from the money paid out' },
  upfront: { zh: '，由借款人支付', en: ', paid by the borrower' },
  with_instalment: { zh: '，随首期还款支付', en: ', paid with the first instalment' },
};

/** When and how a fee is taken. */
export function sayWay({ on, paid }: FeeTerms): LocalText {
  const how = on === 'disbursement' ? paidWords[paid] : { zh: '', en: '' };
  return { zh: `${ways[on].zh}${how.zh}`, en: `${ways[on].en}${how.en}` };
}

const bases: { readonly [Base in FeeTerms['base']]: LocalText } = {
  fixed: { zh: '固定金额', en: 'a fixed amount' },
  disbursed: { zh: '放款金额', en: 'the amount paid out' },
  balance: { zh: '剩余本金', en: 'the principal outstanding' },
  instalment: { zh: '当期应还本息', en: 'the instalment' },
  overdue_principal: { zh: '逾期本金', en: 'the principal overdue' },
  overdue: { zh: '逾期金额', en: 'the amount overdue' },
  prepaid_principal: { zh: '提前归还的本金', en: 'the principal repaid early' },
};

/** By what standard a fee is reckoned: a part of a base, a fixed amount, bounds. */
export function sayStandard(fee: FeeTerms, { currency, minorDigits }: LoanTerms): LocalText {
  const say = (amountMinor: number) => formatAmount(amountMinor, currency, minorDigits);
  const base = bases[fee.base];
  const zh: string[] = [];
  const en: string[] = [];
  if (fee.base !== 'fixed') {
    zh.push(`${base.zh}的 ${sayPercent(fee.rate)}`);
    en.push(`${sayPercent(fee.rate)} of ${base.en}`);
  }
  if (fee.fixedMinor > 0 || fee.base === 'fixed') {
    zh.push(say(fee.fixedMinor));
    en.push(say(fee.fixedMinor));
  }
  const bounds = [
    ...(fee.minMinor > 0 ? [{ zh: `不低于 ${say(fee.minMinor)}`, en: `at least ${say(fee.minMinor)}` }] : []),
    ...(fee.maxMinor === null
      ? []
      : [{ zh: `不超过 ${say(fee.maxMinor)}`, en: `at most ${say(fee.maxMinor)}` }]),
  ];
  return {
    zh: [zh.join(' + '), ...bounds.map((bound) => bound.zh)].join('，'),
    en: [en.join(' + '), ...bounds.map((bound) => bound.en)].join(', '),
  };
}
