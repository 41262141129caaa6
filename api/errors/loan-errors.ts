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
} as const satisfies Record<string, ErrorEntry>;
