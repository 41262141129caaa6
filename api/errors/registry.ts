/**
 * Every error that a caller can meet, once: status, title and what to do, in Chinese and English.
 * docs/reference/errors.md has an entry for each code, and a test proves both directions.
 */
import { entry, type ErrorEntry } from './entry.ts';
import { loanErrors } from './loan-errors.ts';

export const errorRegistry = {
  malformed_json: entry(
    400,
    ['请求体不是合法的 JSON', 'The body is not valid JSON'],
    ['检查引号、逗号与编码，正文须为 UTF-8', 'Check quotes, commas and encoding; the body must be UTF-8'],
  ),
  malformed_request: entry(
    400,
    ['请求不是合法的 HTTP', 'The request is not valid HTTP'],
    ['检查请求行、请求头与地址编码', 'Check the request line, the headers and the encoding of the address'],
  ),
  headers_too_large: entry(
    431,
    ['请求头过大', 'The headers are too large'],
    ['去掉不需要的请求头与 Cookie', 'Leave out headers and cookies that are not needed'],
  ),
  request_timeout: entry(
    408,
    ['请求未在时限内发送完毕', 'The request did not arrive in time'],
    ['检查网络后以同一 Idempotency-Key 重试', 'Check the network and retry with the same Idempotency-Key'],
  ),
  invalid_body: entry(
    400,
    ['请求体不符合接口定义', 'The body does not fit the schema'],
    ['按 fields 逐项修改后重新提交', 'Mend each entry of `fields` and send it again'],
  ),
  invalid_query: entry(
    400,
    ['查询参数不符合接口定义', 'The query does not fit the schema'],
    ['按 fields 逐项修改', 'Mend each entry of `fields`'],
  ),
  invalid_path: entry(
    400,
    ['地址中的编号格式不正确', 'An id in the address has the wrong form'],
    ['使用接口返回的编号', 'Use an id that the API returned'],
  ),
  invalid_cursor: entry(
    400,
    ['翻页游标无效', 'The cursor is not one that this list gave'],
    ['从第一页重新开始', 'Start again from the first page'],
  ),
  body_too_large: entry(
    413,
    ['请求体过大', 'The body is too large'],
    ['单次请求不得超过上限', 'Keep each request under the limit'],
  ),
  body_too_deep: entry(
    400,
    ['请求体嵌套过深', 'The body is nested too deeply'],
    ['减少嵌套层数', 'Send flatter JSON'],
  ),
  unsupported_media_type: entry(
    415,
    ['只接受 application/json（UTF-8）', 'Only application/json in UTF-8 is accepted'],
    ['设置 Content-Type: application/json', 'Set Content-Type: application/json'],
  ),
  route_not_found: entry(
    404,
    ['没有这个接口', 'There is no such route'],
    ['接口清单见 /openapi.json', 'See /openapi.json for the routes'],
  ),
  method_not_allowed: entry(
    405,
    ['该接口不支持此方法', 'This route does not take that method'],
    ['允许的方法见 Allow 响应头', 'See the Allow header for the methods it takes'],
  ),
  unauthenticated: entry(
    401,
    ['需要密钥或登录', 'A key or a signed-in person is needed'],
    ['在 Authorization 头中以 Bearer 方式提供密钥', 'Send the key as a Bearer token in Authorization'],
  ),
  forbidden: entry(
    403,
    ['该密钥无此权限', 'This key may not do that'],
    ['请管理员授予所需权限', 'Ask an administrator for the scope that is named'],
  ),
  cross_site_request: entry(
    403,
    ['拒绝跨站请求', 'A request from another site was refused'],
    ['请在控制台页面内操作', 'Use the console itself'],
  ),
  rate_limited: entry(
    429,
    ['请求过于频繁', 'Too many requests'],
    ['按 Retry-After 所示时间后重试', 'Wait as Retry-After says, then try again'],
  ),
  idempotency_key_missing: entry(
    400,
    ['缺少 Idempotency-Key 请求头', 'The Idempotency-Key header is missing'],
    [
      '每次新申请使用一个新的随机键；重试时沿用原键',
      'Use a fresh random key for each new request and the same key when retrying',
    ],
  ),
  idempotency_key_invalid: entry(
    400,
    ['Idempotency-Key 格式不正确', 'The Idempotency-Key has the wrong form'],
    ['使用 1–128 个可见 ASCII 字符', 'Use 1 to 128 visible ASCII characters'],
  ),
  idempotency_conflict: entry(
    409,
    ['同一 Idempotency-Key 已用于不同内容', 'This Idempotency-Key was used with another body'],
    ['新的内容请使用新的键', 'Use a new key for a new body'],
  ),
  stale_version: entry(
    409,
    ['记录已被他人更新', 'The record has changed since you read it'],
    ['重新读取后再提交', 'Read it again, then try again'],
  ),
  overloaded: entry(
    503,
    ['系统繁忙，请求未被接受', 'The system is busy and did not accept this request'],
    ['稍后以同一 Idempotency-Key 重试', 'Try again shortly with the same Idempotency-Key'],
  ),
  stopping: entry(
    503,
    ['系统正在停机，请求未被接受', 'The system is stopping and did not accept this request'],
    ['稍后以同一 Idempotency-Key 重试', 'Try again shortly with the same Idempotency-Key'],
  ),
  internal_error: entry(
    500,
    ['系统内部错误', 'Something went wrong inside'],
    [
      '凭 instance 编号联系运维；重试请用同一 Idempotency-Key',
      'Quote `instance` to the operator; retry with the same Idempotency-Key',
    ],
  ),
  application_not_found: entry(
    404,
    ['没有这笔申请', 'There is no such application'],
    ['核对申请编号', 'Check the application id'],
  ),
  event_not_found: entry(
    404,
    ['没有这条事件', 'There is no such event'],
    ['核对事件编号', 'Check the event id'],
  ),
  receipt_not_ready: entry(
    409,
    ['该事件尚未进入检查点', 'No signed checkpoint covers this event yet'],
    ['约一秒后重试', 'Try again in a second'],
  ),
  policy_has_errors: entry(
    422,
    ['策略检查发现错误，不能发布', 'The checks of the policy found errors, so it is not published'],
    [
      '运行 ./plimsoll policy check <文件> 查看每个错误及示例',
      './plimsoll policy check <file> lists each error with an example',
    ],
  ),
  policy_not_found: entry(
    404,
    ['没有这个策略版本', 'There is no such policy version'],
    ['版本清单见 /v1/policies', 'See /v1/policies for the versions'],
  ),
  sample_not_found: entry(
    404,
    ['没有这个样本', 'There is no such sample'],
    ['样本清单见 /v1/samples', 'See /v1/samples for the samples'],
  ),
  sample_unreadable: entry(
    422,
    ['样本无法读取', 'The sample can not be read'],
    ['按 facts 所示位置修改后重新上传', 'Mend the place named in `facts` and send it again'],
  ),
  sample_too_large: entry(
    413,
    ['样本文件过大', 'The sample is too large'],
    ['减少行或列；上限见 facts', 'Leave out rows or columns; `facts` names the limit'],
  ),
  sample_holds_identities: entry(
    422,
    ['样本含有个人身份信息', 'The sample holds identities of persons'],
    [
      '删除 facts 所示列（姓名、证件号、电话、邮箱）后再上传',
      'Take out the columns named in `facts` (names, id numbers, phones, e-mails) and send it again',
    ],
  ),
  target_unusable: entry(
    422,
    ['目标列不可用', 'The target can not be used'],
    [
      '目标列须存在、无缺失，且好坏两类都有',
      'The target must be a column without missing values that holds both good and bad',
    ],
  ),
  column_unknown: entry(
    422,
    ['样本没有这一列', 'The sample has no such column'],
    ['列名见样本详情', 'See the sample for its columns'],
  ),
  variable_unusable: entry(
    422,
    ['该变量无法分箱', 'The variable can not be binned'],
    ['原因见 facts', 'See `facts` for why'],
  ),
  training_not_found: entry(404, ['没有这次训练', 'There is no such training'], ['核对编号', 'Check the id']),
  training_over: entry(
    409,
    ['训练已结束', 'The training is over'],
    ['无需取消', 'There is nothing to cancel'],
  ),
  trainings_full: entry(
    429,
    ['等待中的训练过多', 'Too many trainings are waiting'],
    ['等前面的训练结束后再提交', 'Wait until one is over, then try again'],
  ),
  model_not_found: entry(
    404,
    ['没有这个模型版本', 'There is no such model version'],
    ['模型清单见 /v1/models', 'See /v1/models for the models'],
  ),
  model_exists: entry(
    409,
    ['同一模型文件已是一个版本', 'This document is a version already'],
    ['版本号见 facts', '`facts` names the version'],
  ),
  model_versions_full: entry(
    409,
    ['该名称的版本数已达上限', 'This name has as many versions as it may have'],
    ['使用新的模型名称', 'Use another name'],
  ),
  model_move_not_allowed: entry(
    409,
    ['当前状态不允许此操作', 'The version can not make this move in its state'],
    ['草稿→已验证→已批准→上线→退役', 'draft → validated → approved → live → retired'],
  ),
  model_needs_second_person: entry(
    409,
    ['须由作者以外的人批准', 'Another person than the author must approve'],
    ['请同事以其本人的密钥批准', 'Ask a colleague to approve with a key of their own'],
  ),
  model_not_validated: entry(
    409,
    ['该版本没有新的验证', 'The version has no fresh validation'],
    ['先对样本进行验证', 'Validate it on a sample first'],
  ),
  model_validation_failed: entry(
    409,
    ['最近一次验证未通过', 'The latest validation failed'],
    ['查看验证报告；修改后训练新版本', 'Read the report; train a new version'],
  ),
  model_day_unusable: entry(
    422,
    ['复审日或到期日不可用', 'The days of review and expiry can not be used'],
    [
      '复审日须晚于今天，到期日不早于复审日且在十年内',
      'The review lies after today, the expiry not before the review and within ten years',
    ],
  ),
  model_not_approved: entry(
    409,
    ['模型未获批准，不能评分', 'The model is not approved, so it does not score'],
    ['只有已批准或上线的版本可以评分', 'Only an approved or live version scores'],
  ),
  model_expired: entry(
    409,
    ['模型已过到期日，不能评分', 'The model is past its last day, so it does not score'],
    ['重新验证并批准以延期', 'Validate and approve it again to put the day off'],
  ),
  model_in_use: entry(
    409,
    ['生效策略正在使用该版本', 'The deciding policy asks this version'],
    ['先发布使用其他版本的策略', 'Publish a policy that asks another version first'],
  ),
  model_not_live: entry(
    409,
    ['该模型没有上线版本', 'No version of this model is live'],
    ['指定版本，或先上线一个版本', 'Name a version, or make one live first'],
  ),
  model_unreadable: entry(
    422,
    ['模型文件无法读取', 'The model can not be read'],
    ['原因见 facts', 'See `facts` for why'],
  ),
  model_differs: entry(
    422,
    ['模型算不出文件所载的分数', 'The model does not give the scores that its document holds'],
    ['文件已损坏或由不同的程序写成', 'The document is damaged or was written by another program'],
  ),
  model_import_refused: entry(
    422,
    ['该文件不能作为模型导入', 'The file can not be read as a model'],
    [
      '原因见 facts：文件的哪一部分无法照原样评分',
      'See `facts`: the part of the file that could not be scored as it was',
    ],
  ),
  model_input_refused: entry(
    422,
    ['模型输入不正确', 'An input of the model is refused'],
    [
      '按 facts 所示类型给出每个输入；缺失用 null',
      'Give each input with the type in `facts`; null for no value',
    ],
  ),
  model_export_unsupported: entry(
    422,
    ['该模型不能导出为此格式', 'The model can not be written in this format'],
    ['换一种格式；原因见 facts', 'Choose another format; see `facts` for why'],
  ),
  validation_not_possible: entry(
    422,
    ['这些样本行无法用于验证', 'Nothing can be measured on these rows'],
    ['原因见 facts', 'See `facts` for why'],
  ),
  task_too_long: entry(
    503,
    ['计算超出时限', 'The work took longer than it may'],
    ['减少行数或列数后重试', 'Try again with fewer rows or columns'],
  ),
  model_unusable: entry(
    422,
    ['样本无法训练出可用的模型', 'No sound model comes of this sample'],
    ['原因见 facts', 'See `facts` for why'],
  ),
  person_not_found: entry(404, ['没有这个人', 'There is no such person'], ['核对编号', 'Check the id']),
  person_erased: entry(
    410,
    ['该人的个人信息已删除', 'The personal data of this person has been erased'],
    ['个人信息不可恢复；决策记录与证明仍然有效', 'It cannot be brought back; decisions and proofs remain'],
  ),
  key_name_taken: entry(
    409,
    ['已有同名的有效密钥', 'A living key has this name'],
    ['换一个名称，或先停用原密钥', 'Choose another name, or revoke the other key first'],
  ),
  key_not_found: entry(404, ['没有这个密钥', 'There is no such key'], ['核对密钥编号', 'Check the key id']),
  tree_size_out_of_range: entry(
    422,
    ['日志没有这个大小', 'The log has no such size'],
    ['使用不大于当前检查点的大小', 'Use a size up to that of the latest checkpoint'],
  ),
  product_unknown: entry(
    422,
    ['没有这个产品', 'There is no such product'],
    ['产品清单见 /v1/products', 'See /v1/products for what is offered'],
  ),
  currency_not_offered: entry(
    422,
    ['该产品不提供此币种', 'The product is not offered in this currency'],
    ['使用产品的币种', 'Use the currency of the product'],
  ),
  amount_out_of_range: entry(
    422,
    ['申请金额超出产品范围', 'The amount is outside what the product offers'],
    ['在 facts 所示范围内填写', 'Choose an amount within the range in `facts`'],
  ),
  term_not_offered: entry(
    422,
    ['该产品没有此期限', 'The product is not offered for this term'],
    ['从 facts 所示期限中选择', 'Choose one of the terms in `facts`'],
  ),
  consent_missing: entry(
    422,
    ['缺少必需的授权', 'A consent that is needed is missing'],
    ['取得 facts 所示授权后再提交', 'Obtain the consent named in `facts` first'],
  ),
  fact_unknown: entry(
    422,
    ['策略没有这项输入', 'The policy has no such input'],
    ['可用的输入见当前策略', 'See the inputs of the active policy'],
  ),
  fact_wrong_type: entry(
    422,
    ['输入项类型不正确', 'A fact has the wrong type'],
    [
      '按 facts 所示类型填写，缺失须说明原因',
      'Send the type named in `facts`, or declare it missing with a reason',
    ],
  ),
  fact_not_allowed: entry(
    422,
    ['输入项取值不在允许范围', 'A fact has a value outside the allowed ones'],
    ['从 facts 所示取值中选择', 'Choose one of the values in `facts`'],
  ),
  application_exists: entry(
    409,
    ['该申请编号已存在', 'An application with this id exists'],
    ['每笔申请使用新的编号', 'Use a new id for each application'],
  ),
  application_not_decided: entry(
    409,
    ['该申请尚无决策', 'This application has no decision yet'],
    ['决策完成后再操作', 'Wait for the decision'],
  ),
  performance_already_observed: entry(
    409,
    ['该申请的还款表现已登记', 'The performance of this application is already on record'],
    ['更正须另行登记', 'A correction is an event of its own'],
  ),
  ...loanErrors,
  binning_edit_refused: entry(
    422,
    ['分箱无法这样修改', 'The bins can not be edited that way'],
    [
      '按 problem 所述修正；每箱须有样本，切点不得越过相邻切点',
      'See `problem`: each bin needs rows, and an edge stays between its neighbours',
    ],
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorRegistry;
