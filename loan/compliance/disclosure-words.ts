/** How a charge is described to a borrower: who gets it, when it falls due, and by what standard, in both languages. */
import { formatAmount } from '@plimsoll/loan/spine';
import type { FeeTerms, LoanTerms } from '@plimsoll/core/schedule';

/** Written separately by meaning. */
export type LocalText = { readonly zh: string; readonly en: string };

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

/** A fraction as a percentage with at most four decimals and no zeros at the end. */
export function sayPercent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(4))}%`;
}

const methodWords: { readonly [Method in LoanTerms['method']]: LocalText } = {
  level_payment: { zh: '等额本息', en: 'equal instalments' },
  equal_principal: { zh: '等额本金', en: 'equal principal' },
  interest_first: { zh: '先息后本', en: 'interest first, principal at the end' },
  bullet: { zh: '到期一次还本付息', en: 'principal and interest in one payment at the end' },
  flat: { zh: '平息（按初始本金计息）', en: 'flat interest on the first principal' },
};

/** How the loan is repaid, with the number of instalments. */
export function sayMethod({ method, instalments }: LoanTerms): LocalText {
  const { zh, en } = methodWords[method];
  return { zh: `${zh}，共 ${instalments} 期`, en: `${en}, ${instalments} instalments` };
}

export function sayInterest(terms: LoanTerms): LocalText {
  const rate = sayPercent(terms.rateAnnual);
  const promotions = terms.promotions.map(({ fromInstalment, toInstalment, rateAnnual }) => ({
    zh: `；第 ${fromInstalment}–${toInstalment} 期 ${sayPercent(rateAnnual)}`,
    en: `; ${sayPercent(rateAnnual)} in instalments ${fromInstalment}–${toInstalment}`,
  }));
  return {
    zh: `年利率 ${rate}${promotions.map(({ zh }) => zh).join('')}`,
    en: `${rate} a year${promotions.map(({ en }) => en).join('')}`,
  };
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

/** Penalty interest by its own rate or as a multiple of the loan's; null where the terms leave it open. */
export function sayPenalty({ penalty, rateAnnual, currency, minorDigits }: LoanTerms): LocalText | null {
  if (penalty === null) return null;
  const rate = penalty.rateAnnual ?? (penalty.timesRate === null ? null : penalty.timesRate * rateAnnual);
  if (rate === null) return null;
  const of =
    penalty.base === 'principal'
      ? bases.overdue_principal
      : { zh: '逾期本金与利息', en: 'principal and interest overdue' };
  const most = penalty.maxMinor === null ? null : formatAmount(penalty.maxMinor, currency, minorDigits);
  return {
    zh: `${of.zh}，年利率 ${sayPercent(rate)}，按实际逾期天数${most === null ? '' : `，不超过 ${most}`}`,
    en: `${sayPercent(rate)} a year on ${of.en}, by the days overdue${most === null ? '' : `, at most ${most}`}`,
  };
}
