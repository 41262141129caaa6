/**
 * The steps of checking a receipt and the words for each outcome, in Chinese and English, written for a person who is
 * no engineer.
 */

export type ReceiptStepCode =
  | 'receipt_form'
  | 'leaf_hash'
  | 'inclusion'
  | 'checkpoint_signature'
  | 'root_match'
  | 'commitment_opening';

/** `not_offered`: the receipt holds no body to check, which is no failure. */
export type ReceiptStepStatus = 'held' | 'failed' | 'not_reached' | 'not_offered';

export type StepText = { readonly zh: string; readonly en: string };

type StepWords = { readonly title: StepText } & { readonly [status in ReceiptStepStatus]: StepText };

const NOT_REACHED: StepText = {
  zh: '前面的步骤未通过，本步骤未执行',
  en: 'Not checked, because an earlier step failed',
};

const NEVER_OPTIONAL: StepText = { zh: '回执未提供这一项', en: 'The receipt does not offer this' };

export const receiptStepTexts: { readonly [code in ReceiptStepCode]: StepWords } = {
  receipt_form: {
    title: { zh: '回执格式', en: 'The receipt has its form' },
    held: { zh: '各项齐全，格式正确', en: 'Every part is there and well formed' },
    failed: {
      zh: '回执残缺或格式不正确，无法核验',
      en: 'A part is missing or malformed; nothing can be checked',
    },
    not_reached: NOT_REACHED,
    not_offered: NEVER_OPTIONAL,
  },
  leaf_hash: {
    title: { zh: '事件的指纹', en: 'Fingerprint of the event' },
    held: { zh: '已由事件各项在本机重新算出指纹', en: 'Computed here from the parts of the event' },
    failed: { zh: '事件内容超出日志允许的长度', en: 'The event is longer than any the log holds' },
    not_reached: NOT_REACHED,
    not_offered: NEVER_OPTIONAL,
  },
  inclusion: {
    title: { zh: '路径通向根', en: 'The path leads to a root' },
    held: {
      zh: '沿回执给出的路径，事件指纹汇入一个根',
      en: 'Along the path, the fingerprint leads to one root',
    },
    failed: {
      zh: '路径与事件位置、日志大小不相符',
      en: 'The path does not fit the position of the event and the size of the log',
    },
    not_reached: NOT_REACHED,
    not_offered: NEVER_OPTIONAL,
  },
  checkpoint_signature: {
    title: { zh: '检查点的签名', en: 'Signature of the checkpoint' },
    held: { zh: '检查点确由该日志的密钥签署', en: 'The key of this log signed the checkpoint' },
    failed: {
      zh: '检查点未由该日志的密钥有效签署',
      en: 'The checkpoint bears no valid signature of the key of this log',
    },
    not_reached: NOT_REACHED,
    not_offered: NEVER_OPTIONAL,
  },
  root_match: {
    title: { zh: '两个根一致', en: 'The roots agree' },
    held: {
      zh: '算出的根与签署的根相同：事件在日志中',
      en: 'The root found is the root signed: the event is in the log',
    },
    failed: {
      zh: '算出的根与签署的根不同：事件被改动，或不在此日志中',
      en: 'The root found is not the root signed: the event was altered, or is not in this log',
    },
    not_reached: NOT_REACHED,
    not_offered: NEVER_OPTIONAL,
  },
  commitment_opening: {
    title: { zh: '事件正文', en: 'Body of the event' },
    held: { zh: '正文正是记入日志时的正文', en: 'The body is the one that was logged' },
    failed: { zh: '正文与记入日志时的正文不同', en: 'The body is not the one that was logged' },
    not_reached: NOT_REACHED,
    not_offered: {
      zh: '回执不含正文：您无权查看，或个人信息已删除',
      en: 'No body in the receipt: you may not see it, or the personal data was erased',
    },
  },
};
