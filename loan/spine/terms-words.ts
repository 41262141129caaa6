/** Terms of a loan in words, for whatever a borrower reads: the statement of cost and the contract say the same. */
import type { LoanTerms } from '@plimsoll/core/schedule';
import { formatAmount } from './product.ts';

/** Written separately by meaning. */
export type LocalText = { readonly zh: string; readonly en: string };

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

/** Penalty interest by its own rate or as a multiple of the loan's; null where the terms leave it open. */
export function sayPenalty({ penalty, rateAnnual, currency, minorDigits }: LoanTerms): LocalText | null {
  if (penalty === null) return null;
  const rate = penalty.rateAnnual ?? (penalty.timesRate === null ? null : penalty.timesRate * rateAnnual);
  if (rate === null) return null;
  const of =
    penalty.base === 'principal'
      ? { zh: '逾期本金', en: 'the principal overdue' }
      : { zh: '逾期本金与利息', en: 'principal and interest overdue' };
  const most = penalty.maxMinor === null ? null : formatAmount(penalty.maxMinor, currency, minorDigits);
  return {
    zh: `${of.zh}，年利率 ${sayPercent(rate)}，按实际逾期天数${most === null ? '' : `，不超过 ${most}`}`,
    en: `${sayPercent(rate)} a year on ${of.en}, by the days overdue${most === null ? '' : `, at most ${most}`}`,
  };
}
