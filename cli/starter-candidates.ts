/**
 * What the starter card may ask, the direction in which sense says risk must move, and the words for it.
 * Reason codes are public: applicants read their texts. Ratios are candidates beside the amounts they are made of.
 */
import type { Characteristic, CharacteristicSource } from '@plimsoll/core/model';

const fact = (name: string): CharacteristicSource => ({ kind: 'fact', fact: name, type: 'number' });
const ratio = (numerator: string, denominator: string): CharacteristicSource => ({
  kind: 'ratio',
  numerator,
  denominator,
});

/** In the order in which the table lists them. */
export const STARTER_CANDIDATES: readonly Characteristic[] = [
  {
    name: 'termMonths',
    label: { zh: '期限（月）', en: 'Term (months)' },
    source: fact('termMonths'),
    trend: 'ascending',
    reason: { code: 'SCORE_TERM', zh: '申请期限较长', en: 'The term asked for is long' },
  },
  {
    name: 'amountMinor',
    label: { zh: '申请金额', en: 'Amount asked for' },
    source: fact('amountMinor'),
    trend: 'auto',
    reason: {
      code: 'SCORE_AMOUNT',
      zh: '申请金额所处区间风险较高',
      en: 'The amount asked for lies in a riskier range',
    },
  },
  {
    name: 'annualIncomeMinor',
    label: { zh: '年收入', en: 'Annual income' },
    source: fact('annualIncomeMinor'),
    trend: 'descending',
    reason: { code: 'SCORE_INCOME', zh: '年收入较低', en: 'Annual income is low' },
  },
  {
    name: 'loanToIncome',
    label: { zh: '借款收入比', en: 'Loan to annual income' },
    source: ratio('amountMinor', 'annualIncomeMinor'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_LOAN_TO_INCOME',
      zh: '借款金额相对收入偏高',
      en: 'The loan is large beside annual income',
    },
  },
  {
    name: 'instalmentDebtToIncome',
    label: { zh: '分期负债收入比', en: 'Instalment debt to annual income' },
    source: ratio('instalmentBalanceMinor', 'annualIncomeMinor'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_DEBT_TO_INCOME',
      zh: '现有分期负债相对收入偏高',
      en: 'Instalment debt is large beside annual income',
    },
  },
  {
    name: 'employmentYears',
    label: { zh: '工作年限', en: 'Years in employment' },
    source: fact('employmentYears'),
    trend: 'descending',
    reason: {
      code: 'SCORE_EMPLOYMENT',
      zh: '工作年限较短或没有记录',
      en: 'Employment is short or not on record',
    },
  },
  {
    name: 'delinquencies24m',
    label: { zh: '近 24 个月逾期次数', en: 'Delinquencies in 24 months' },
    source: fact('delinquencies24m'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_DELINQUENCIES',
      zh: '近两年有逾期记录',
      en: 'Payments were late in the last two years',
    },
  },
  {
    name: 'accountsNowDelinquent',
    label: { zh: '当前逾期账户数', en: 'Accounts now delinquent' },
    source: fact('accountsNowDelinquent'),
    trend: 'ascending',
    reason: { code: 'SCORE_NOW_DELINQUENT', zh: '当前有逾期账户', en: 'An account is past due now' },
  },
  {
    name: 'pastDueMinor',
    label: { zh: '当前逾期金额', en: 'Amount past due' },
    source: fact('pastDueMinor'),
    trend: 'ascending',
    reason: { code: 'SCORE_PAST_DUE', zh: '当前有逾期欠款', en: 'An amount is past due now' },
  },
  {
    name: 'inquiries6m',
    label: { zh: '近 6 个月征信查询次数', en: 'Credit inquiries in 6 months' },
    source: fact('inquiries6m'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_INQUIRIES_6M',
      zh: '近半年信贷申请较多',
      en: 'Many credit inquiries in six months',
    },
  },
  {
    name: 'inquiries12m',
    label: { zh: '近 12 个月征信查询次数', en: 'Credit inquiries in 12 months' },
    source: fact('inquiries12m'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_INQUIRIES_12M',
      zh: '近一年信贷申请较多',
      en: 'Many credit inquiries in twelve months',
    },
  },
  {
    name: 'financeInquiries',
    label: { zh: '消费金融类查询次数', en: 'Inquiries by finance companies' },
    source: fact('financeInquiries'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_FINANCE_INQUIRIES',
      zh: '消费金融机构查询较多',
      en: 'Many inquiries by finance companies',
    },
  },
  {
    name: 'revolvingUtilisationPct',
    label: { zh: '循环额度使用率（%）', en: 'Revolving utilisation (%)' },
    source: fact('revolvingUtilisationPct'),
    trend: 'ascending',
    reason: { code: 'SCORE_REVOLVING_USE', zh: '循环额度使用率偏高', en: 'Revolving credit is heavily used' },
  },
  {
    name: 'totalUtilisationPct',
    label: { zh: '全部额度使用率（%）', en: 'Total utilisation (%)' },
    source: fact('totalUtilisationPct'),
    trend: 'ascending',
    reason: { code: 'SCORE_TOTAL_USE', zh: '总授信使用率偏高', en: 'Credit as a whole is heavily used' },
  },
  {
    name: 'instalmentUse',
    label: { zh: '分期余额与授信之比', en: 'Instalment balance to credit limit' },
    source: ratio('instalmentBalanceMinor', 'instalmentCreditLimitMinor'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_INSTALMENT_USE',
      zh: '分期贷款大部分尚未还清',
      en: 'Most of the instalment credit is still owed',
    },
  },
  {
    name: 'activeInstalmentAccounts',
    label: { zh: '在用分期账户数', en: 'Active instalment accounts' },
    source: fact('activeInstalmentAccounts'),
    trend: 'auto',
    reason: {
      code: 'SCORE_ACTIVE_ACCOUNTS',
      zh: '在用分期账户数量所处区间风险较高',
      en: 'The number of active instalment accounts lies in a riskier range',
    },
  },
  {
    name: 'instalmentAccountsOpened12m',
    label: { zh: '近 12 个月新开分期账户数', en: 'Instalment accounts opened in 12 months' },
    source: fact('instalmentAccountsOpened12m'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_OPENED_12M',
      zh: '近一年新增分期账户较多',
      en: 'Many accounts opened in twelve months',
    },
  },
  {
    name: 'instalmentAccountsOpened24m',
    label: { zh: '近 24 个月新开分期账户数', en: 'Instalment accounts opened in 24 months' },
    source: fact('instalmentAccountsOpened24m'),
    trend: 'ascending',
    reason: {
      code: 'SCORE_OPENED_24M',
      zh: '近两年新增分期账户较多',
      en: 'Many accounts opened in two years',
    },
  },
  {
    name: 'instalmentAccounts',
    label: { zh: '分期账户总数', en: 'Instalment accounts in all' },
    source: fact('instalmentAccounts'),
    trend: 'auto',
    reason: {
      code: 'SCORE_INSTALMENT_ACCOUNTS',
      zh: '分期账户总数所处区间风险较高',
      en: 'The number of instalment accounts lies in a riskier range',
    },
  },
  {
    name: 'instalmentBalanceMinor',
    label: { zh: '分期负债余额', en: 'Instalment balance' },
    source: fact('instalmentBalanceMinor'),
    trend: 'auto',
    reason: {
      code: 'SCORE_INSTALMENT_BALANCE',
      zh: '分期负债余额所处区间风险较高',
      en: 'The instalment balance lies in a riskier range',
    },
  },
  {
    name: 'instalmentCreditLimitMinor',
    label: { zh: '分期授信总额', en: 'Instalment credit limit' },
    source: fact('instalmentCreditLimitMinor'),
    trend: 'descending',
    reason: {
      code: 'SCORE_INSTALMENT_LIMIT',
      zh: '分期授信总额较低',
      en: 'The instalment credit limit is low',
    },
  },
];

/** Measured and left out of the card: how a borrower was verified was the old lender's choice, made by risk. */
export const VERIFICATION_CANDIDATE: Characteristic = {
  name: 'incomeVerification',
  label: { zh: '收入核验', en: 'Income verification' },
  source: { kind: 'fact', fact: 'incomeVerification', type: 'string' },
  trend: 'free',
  reason: {
    code: 'SCORE_VERIFICATION',
    zh: '收入核验方式所处类别风险较高',
    en: 'The way income was verified is riskier',
  },
};

/** Measured and left out of the card: where one lives stands too close to who one is. */
export const REGION_CANDIDATE: Characteristic = {
  name: 'region',
  label: { zh: '地区', en: 'Region' },
  source: { kind: 'fact', fact: 'region', type: 'string' },
  trend: 'free',
  reason: { code: 'SCORE_REGION', zh: '所在地区风险较高', en: 'The region is riskier' },
};

/** The old lender's own verdict: measured and left out of the card. */
export const VERDICT_CANDIDATES: readonly Characteristic[] = [
  {
    name: 'interestRatePct',
    label: { zh: '原利率（%）', en: 'Rate set by the old lender (%)' },
    source: fact('interestRatePct'),
    trend: 'ascending',
    reason: { code: 'SCORE_OLD_RATE', zh: '原放款方定价较高', en: 'The old lender asked a high rate' },
  },
  {
    name: 'subGrade',
    label: { zh: '原评级', en: 'Grade set by the old lender' },
    source: fact('subGrade'),
    trend: 'ascending',
    reason: { code: 'SCORE_OLD_GRADE', zh: '原放款方评级较低', en: 'The old lender graded it low' },
  },
];
