/** Errors of loans: what they cost and may cost, the statement of cost, contracts. Part of the registry. */
import { entry, type ErrorEntry } from './entry.ts';

export const loanErrors = {
  caps_unreadable: entry(
    422,
    ['上限表或基准利率表无法读取', 'The table of caps or of reference rates cannot be read'],
    ['改正 place 所指字段', 'Mend the field that `place` names'],
  ),
  cap_scope_unknown: entry(
    422,
    ['上限表未涉及该地区或该类贷款人', 'The caps say nothing of this jurisdiction or type of lender'],
    [
      '选用已知的地区与贷款人类型，或在租户上限表中声明',
      'Name a known jurisdiction and type of lender, or declare them in the tenant’s own table',
    ],
  ),
  cap_reference_unknown: entry(
    422,
    [
      '该日的基准利率未知，无法核对上限',
      'The reference rate of the day is not known, so the cap cannot be checked',
    ],
    ['补录该日有效的利率并更新 knownThrough', 'Add the rate in force on the day and move `knownThrough`'],
  ),
  cap_figure_missing: entry(
    422,
    ['缺少与上限比较所需的数字', 'A figure that a cap is compared with is missing'],
    [
      '提供 metric 所指的数字（币种须一致）',
      'Give the figure that `metric` names, in the currency of the cap',
    ],
  ),
  cap_breached: entry(
    422,
    ['超过适用的上限', 'A cap that applies is breached'],
    [
      'breaches 列出上限与实际值；调整金额、期限或收费',
      '`breaches` lists limits and figures; change amount, term or charges',
    ],
  ),
  disclosure_incomplete: entry(
    422,
    ['综合融资成本明示表不完整', 'The statement of cost is not complete'],
    ['补齐收取主体与收费标准', 'Name every payee and give every charge its standard'],
  ),
  disclosure_not_read: entry(
    409,
    ['明示表尚未按要求阅读并确认', 'The statement of cost was not read and confirmed as required'],
    [
      '展示同一份明示表，满足阅读时长并确认后再签署',
      'Show the same statement, wait the least time, have it confirmed, then sign',
    ],
  ),
  contract_template_unreadable: entry(
    422,
    ['合同模板无法读取', 'The template of the contract cannot be read'],
    [
      '改正 place 所指之处；两种语言都须含必备占位',
      'Mend what `place` names; both languages need every necessary place',
    ],
  ),
  contract_not_rendered: entry(
    422,
    ['无法生成合同', 'The contract could not be made'],
    ['改正 place 所指的值', 'Mend the value that `place` names'],
  ),
  contract_differs: entry(
    409,
    ['合同与其哈希或承诺值不符', 'The contract is not the one that was hashed'],
    ['以事件日志中的哈希为准，核对正文与身份要素', 'Hold text and particulars against the hash in the log'],
  ),
  contract_not_signed: entry(
    409,
    ['合同尚未由各方有效签署', 'The contract is not validly signed by every party'],
    ['让 party 所指一方对同一文本签署', 'Have the party that `party` names sign this very text'],
  ),
  contract_already_signed: entry(
    409,
    ['合同已签署', 'The contract is signed already'],
    ['无须再次签署；变更须另立事实', 'There is nothing left to sign; a change is a fact of its own'],
  ),
  contract_code_wrong: entry(
    422,
    ['确认码不正确或已失效', 'The confirmation code is wrong or no longer valid'],
    ['核对后重试，或重新获取确认码', 'Check it and try again, or ask for a new code'],
  ),
  cost_input_refused: entry(
    422,
    ['费用或现金流不合要求', 'The flows or terms of a cost are not usable'],
    ['按 problem 所述改正金额、日期或期数', 'Mend the amount, day or count that `problem` names'],
  ),
  rate_impossible: entry(
    422,
    ['这些现金流没有可给出的利率', 'These flows have no rate that can be given'],
    [
      '核对收付方向与金额；每笔贷款须有放款与还款',
      'Check signs and amounts; a loan needs money out and money back',
    ],
  ),
  rate_ambiguous: entry(
    422,
    ['这些现金流有不止一个利率', 'These flows have more than one rate'],
    [
      'facts.rates 列出全部利率；改用不致多解的口径',
      'facts.rates lists every one; choose a measure that has only one',
    ],
  ),
  terms_impossible: entry(
    422,
    ['贷款条款不成立', 'The terms of the loan cannot be'],
    ['按 field 与 expected 修改该条款', 'Mend the field that `field` names; `expected` says how'],
  ),
  amount_impossible: entry(
    422,
    ['金额不成立', 'The amount cannot be'],
    ['金额须为大于零的整数最小单位；见 expected', 'Use whole minor units above zero; see `expected`'],
  ),
  postings_unbalanced: entry(
    500,
    ['分录不平衡，未入账', 'The postings do not balance; nothing was booked'],
    ['这是系统缺陷，请附 facts 报告', 'This is a fault of ours: report it with the facts'],
  ),
  account_unknown: entry(
    500,
    ['会计科目不存在，未入账', 'There is no such account; nothing was booked'],
    ['这是系统缺陷，请附 facts 报告', 'This is a fault of ours: report it with the facts'],
  ),
  loan_not_found: entry(
    404,
    ['没有这笔贷款', 'There is no such loan'],
    ['核对编号；列表见 GET /v1/loans', 'Check the id; GET /v1/loans lists them'],
  ),
  loan_day_unreadable: entry(
    422,
    ['日期无法识别', 'The day is not one'],
    ['使用 YYYY-MM-DD 的有效日期', 'Use a day of the calendar, YYYY-MM-DD'],
  ),
  loan_day_in_future: entry(
    422,
    ['生效日期在将来', 'The effective day lies in the future'],
    ['在当日或之后再记账；今天见 today', 'Book it on that day or later; `today` says which day it is'],
  ),
  day_unreadable: entry(
    422,
    ['日终日期无法识别', 'The day to be closed is not a day'],
    ['使用 YYYY-MM-DD 的有效日期', 'Use a day of the calendar, YYYY-MM-DD'],
  ),
  day_in_future: entry(
    422,
    ['日终日期在将来', 'The day to be closed has not come'],
    ['在当日或之后再执行；今天见 today', 'Run it on that day or later; `today` says which day it is'],
  ),
  day_running: entry(
    409,
    ['日终正在运行', 'An end of day is running'],
    ['等待其结束，或取消后再执行', 'Let it end, or cancel it, then run again'],
  ),
  loan_too_long: entry(
    409,
    ['该贷款的事实数已到上限', 'The loan has as many facts as it may have'],
    ['另立新贷款承接余额', 'Carry what is left over into a new loan'],
  ),
  loan_not_opened: entry(
    409,
    ['该日期早于贷款开立', 'On that day the loan was not yet opened'],
    ['使用不早于开立日的日期', 'Use a day on or after its opening'],
  ),
  loan_already_opened: entry(
    409,
    ['该贷款已开立', 'The loan is open already'],
    ['使用新的贷款编号', 'Use another id'],
  ),
  currency_mismatch: entry(
    422,
    ['币种与贷款不一致', "The currency is not the loan's"],
    ['以 expected 所示币种提交', 'Send the amount in the currency that `expected` names'],
  ),
  shares_incomplete: entry(
    422,
    ['出资比例之和不是 100%', "The funders' shares are not the whole"],
    ['使各方 sharePpm 之和为 1000000，且均大于零', 'Make the shares sum to 1,000,000 ppm, each above zero'],
  ),
  loan_ended: entry(
    409,
    ['贷款已结束，不能再变动', 'The loan has ended and takes no more of this'],
    ['已结清的贷款只接受冲正与退款', 'A loan that ended takes reversals and refunds only'],
  ),
  loan_not_paid_out: entry(
    409,
    ['贷款尚未放款', 'The loan has not been paid out'],
    ['先放款', 'Pay it out first'],
  ),
  loan_amount_exceeded: entry(
    422,
    ['超过可支用金额', 'More than may be paid out'],
    ['不超过 mostMinor 与 usedMinor 之差', 'Stay within `mostMinor` less `usedMinor`'],
  ),
  prepayment_not_allowed: entry(
    422,
    ['合同不允许这种提前还款方式', 'The contract does not allow this way of early repayment'],
    ['使用 allowed 中的一种，或不指定', 'Use one of `allowed`, or name none'],
  ),
  refund_exceeds_overpayment: entry(
    422,
    ['退款超过溢缴款', 'The refund is more than was overpaid'],
    ['不超过 overpaidMinor', 'Stay within `overpaidMinor`'],
  ),
  fact_not_reversible: entry(
    409,
    ['该事实不能冲正', 'This fact can not be reversed'],
    [
      '核对事实编号；放款有还款后不可冲正，先冲正还款',
      'Check its id; a disbursement that was repaid on can be reversed after its repayments only',
    ],
  ),
  classification_failed: entry(
    422,
    ['分类策略未给出有效的分类与阶段', 'The classification policy gave no valid class and stage'],
    [
      '使 class 为五级之一、stage 为 1 至 3，并改正 error 所指之处',
      'Let `class` be one of the five and `stage` 1 to 3, and mend what `error` names',
    ],
  ),
  fact_already_reversed: entry(
    409,
    ['该事实已冲正', 'The fact was reversed already'],
    ['无须再次冲正', 'There is nothing left to reverse'],
  ),
  waiver_exceeds_due: entry(
    422,
    ['减免超过未付金额', 'The waiver is more than is unpaid'],
    ['不超过 unpaidMinor', 'Stay within `unpaidMinor`'],
  ),
  loan_change_impossible: entry(
    422,
    ['该变更不成立', 'The change of the loan cannot be'],
    ['按 field 与 expected 修改', 'Mend the field that `field` names; `expected` says how'],
  ),
  payment_already_booked: entry(
    409,
    ['该笔支付已入账', 'This payment is booked already'],
    ['无须重复提交；所在事实见 fact', 'There is nothing to do again; `fact` says where it is booked'],
  ),
  loan_product_unreadable: entry(
    422,
    ['贷款产品无法读取', 'The loan product cannot be read'],
    ['按 field 与 expected 修改产品文件', 'Mend the field that `field` names; `expected` says how'],
  ),
  loan_product_not_found: entry(
    404,
    ['没有这种贷款产品', 'There is no such loan product'],
    ['产品列表见 GET /v1/loan-products', 'GET /v1/loan-products lists them'],
  ),
  offer_outside_product: entry(
    422,
    ['超出产品允许的范围', 'Outside what the product allows'],
    [
      '按 field 与 expected 调整金额、期数或利率',
      'Change the field that `field` names; `expected` holds its bounds',
    ],
  ),
  offer_differs_from_application: entry(
    422,
    ['与审批结果不一致', 'Not what was offered in the application'],
    ['使用申请中获批的金额、期限与利率，或不填', 'Use what was offered, or leave the field out'],
  ),
  application_not_approved: entry(
    409,
    ['申请尚未批准，不能开立贷款', 'The application is not approved, so no loan can be opened from it'],
    [
      '先完成审批；结果见 GET /v1/applications/:id',
      'Have it decided first; GET /v1/applications/:id tells the outcome',
    ],
  ),
  loan_fact_incomplete: entry(
    422,
    ['该类事实的字段不全或多余', 'The fact lacks a field of its kind, or has one too many'],
    ['按 field 与 expected 补齐或删去', 'Add or leave out the field that `field` names; `expected` says how'],
  ),
  payment_not_found: entry(
    404,
    ['没有这笔支付', 'There is no such payment'],
    ['核对编号；列表见 GET /v1/payments', 'Check the id; GET /v1/payments lists them'],
  ),
  payment_exists: entry(
    409,
    ['该笔支付已下达', 'This payment was ordered already'],
    ['查看其状态，不要重新下达', 'Look at its status; do not order it again'],
  ),
  payment_move_not_allowed: entry(
    409,
    ['该笔支付当前状态下不能这样做', 'The payment does not take this step in its state'],
    ['当前状态见 status；已结清与已失败不再变动', 'See `status`; settled and failed are ends'],
  ),
  retry_policy_failed: entry(
    422,
    ['重试策略没有给出可用的天数', 'The retry policy gave no usable number of days'],
    [
      '修正策略 retryAfterDays；该笔支付等待人工处理',
      'Mend `retryAfterDays` of the policy; the payment waits for a person',
    ],
  ),
  limit_exceeded: entry(
    409,
    ['超过该借款人或关联组的授信额度', 'More than the limit of the person or of the group leaves'],
    [
      '不超过 freeMinor，或先还款、调整额度',
      'Stay within `freeMinor`, have something repaid, or set another limit',
    ],
  ),
  limit_too_wide: entry(
    422,
    ['占用额度的项目或所属关联组过多', 'Too many hold a part of this limit, or it has too many groups'],
    ['先结清或解除部分项目；关联组数目见 most', 'Close or release some; `most` says how many there may be'],
  ),
  security_short: entry(
    409,
    ['担保不足，不能放款', 'The loan is not covered by its security, so nothing is paid out'],
    [
      '补充抵押物或保证；缺口见 shortfallMinor',
      'Add collateral or a guarantee; `shortfallMinor` is what is missing',
    ],
  ),
  guarantor_unsuitable: entry(
    422,
    ['该保证人不适合', 'This guarantor will not do'],
    ['保证人须是已登记的其他人，且只列一次', 'A guarantor is another person who is known here, named once'],
  ),
} as const satisfies Record<string, ErrorEntry>;
