/** Findings in Chinese and English, each written by meaning, with the numbers they rest on. */
import type { Finding, FindingCode, LocalWords, Severity } from './finding.ts';

type Numbers = { readonly [name: string]: number };
type Say = (of: (name: string) => string, subject: string) => LocalWords;

const said: { readonly [code in FindingCode]: Say } = {
  judged_on_training_rows: (of) => ({
    zh: `这 ${of('rows')} 行正是建模所用：模型见过它们的结果，这里的数字会偏好，不能说明它对新客户的表现。请换用留出或更晚的样本。`,
    en: `It learnt from these very ${of('rows')} rows: it has seen their outcomes, so these figures flatter it and say little of rows to come. Judge it on rows kept aside, or later ones.`,
  }),
  too_few_events: (of) => ({
    zh: `坏样本 ${of('bads')}、好样本 ${of('goods')}，不足以判断模型好坏（各需至少 ${of('needed')}）。`,
    en: `${of('bads')} bads and ${of('goods')} goods are too few to judge a model by (${of('needed')} of each are needed).`,
  }),
  weak_discrimination: (of) => ({
    zh: `区分能力弱：AUC ${of('auc.3')}（95% 区间 ${of('low.3')}–${of('high.3')}），下限要求 ${of('limit.2')}。`,
    en: `It separates poorly: AUC ${of('auc.3')} (95% interval ${of('low.3')}–${of('high.3')}); at least ${of('limit.2')} is asked for.`,
  }),
  too_good_to_be_true: (of) => ({
    zh: `AUC ${of('auc.3')} 好得不像真的（上限 ${of('limit.2')}）：先排查泄漏，再谈效果。`,
    en: `An AUC of ${of('auc.3')} is too good to be true (above ${of('limit.2')}): look for a leak before anything else.`,
  }),
  discrimination_lost: (of) => ({
    zh: `区分能力较建模样本下降：AUC ${of('before.3')} → ${of('auc.3')}，降 ${of('drop.3')}（95% 区间 ${of('low.3')} 至 ${of('high.3')}）。`,
    en: `It separates worse than on the sample it was built on: AUC ${of('before.3')} → ${of('auc.3')}, a loss of ${of('drop.3')} (95% interval ${of('low.3')} to ${of('high.3')}).`,
  }),
  level_off: (of) => ({
    zh: `概率水平不符：平均 PD ${of('meanPd%')}，实际坏账率 ${of('rate%')}（95% 区间 ${of('low%')}–${of('high%')}），实际为预测的 ${of('ratio.2')} 倍。`,
    en: `The level is off: mean PD ${of('meanPd%')}, actual bad rate ${of('rate%')} (95% interval ${of('low%')}–${of('high%')}), ${of('ratio.2')} times what was stated.`,
  }),
  slope_off: (of, subject) => ({
    zh: `校准斜率 ${of('slope.2')}（±${of('error.2')}）：${subject === 'flat' ? '概率过于极端，高估高风险、低估低风险' : '概率过于保守，好坏拉得不够开'}。`,
    en: `Calibration slope ${of('slope.2')} (±${of('error.2')}): ${subject === 'flat' ? 'the probabilities are too extreme, high ones too high and low ones too low' : 'the probabilities are too timid, not spread as far as the risk is'}.`,
  }),
  calibration_test_rejects: (of) => ({
    zh: `Hosmer–Lemeshow 检验拒绝：χ² ${of('statistic.1')}，自由度 ${of('degrees')}，p ${of('pValue<')}。样本 ${of('rows')} 行，样本大时此检验几乎总会拒绝，请看各箱差距。`,
    en: `Hosmer–Lemeshow rejects: χ² ${of('statistic.1')} on ${of('degrees')} degrees, p ${of('pValue<')}. With ${of('rows')} rows; on many rows it rejects nearly always, so look at the bins.`,
  }),
  segment_weak: (of, subject) => ({
    zh: `分群「${subject}」区分能力弱：AUC ${of('auc.3')}（95% 区间 ${of('low.3')}–${of('high.3')}），整体 ${of('whole.3')}。`,
    en: `It separates poorly in “${subject}”: AUC ${of('auc.3')} (95% interval ${of('low.3')}–${of('high.3')}) against ${of('whole.3')} overall.`,
  }),
  segment_level_off: (of, subject) => ({
    zh: `分群「${subject}」概率水平不符：平均 PD ${of('meanPd%')}，实际 ${of('rate%')}（95% 区间 ${of('low%')}–${of('high%')}）。`,
    en: `The level is off in “${subject}”: mean PD ${of('meanPd%')}, actual ${of('rate%')} (95% interval ${of('low%')}–${of('high%')}).`,
  }),
  period_level_off: (of, subject) => ({
    zh: `时段 ${subject} 概率水平不符：平均 PD ${of('meanPd%')}，实际 ${of('rate%')}（95% 区间 ${of('low%')}–${of('high%')}）。`,
    en: `The level is off in ${subject}: mean PD ${of('meanPd%')}, actual ${of('rate%')} (95% interval ${of('low%')}–${of('high%')}).`,
  }),
  score_shifted: (of) => ({
    zh: `评分分布偏移：PSI ${of('psi.2')}（≥ ${of('limit.2')}），超出抽样波动（${of('noise.3')}）。眼前的人群已不是建模时的人群。`,
    en: `Scores have shifted: PSI ${of('psi.2')} (limit ${of('limit.2')}), beyond what sampling explains (${of('noise.3')}). These are not the people it was built on.`,
  }),
  input_shifted: (of, subject) => ({
    zh: `变量「${subject}」分布偏移：CSI ${of('csi.2')}（≥ ${of('limit.2')}），其中缺失与新值占 ${of('absentOrNew%')}（建模时 ${of('absentBefore%')}）。`,
    en: `“${subject}” has shifted: CSI ${of('csi.2')} (limit ${of('limit.2')}); missing and new values are ${of('absentOrNew%')} of rows (${of('absentBefore%')} when built).`,
  }),
  adverse_impact: (of, subject) => ({
    zh: `「${subject}」通过率偏低：${of('approvalRate%')}，参照组 ${of('referenceRate%')}，不利影响比 ${of('air.2')}（95% 区间 ${of('low.2')}–${of('high.2')}），低于 ${of('limit.2')}。`,
    en: `“${subject}” is approved less: ${of('approvalRate%')} against ${of('referenceRate%')} of the reference group, adverse impact ratio ${of('air.2')} (95% interval ${of('low.2')}–${of('high.2')}), below ${of('limit.2')}.`,
  }),
  adverse_impact_unsure: (of, subject) => ({
    zh: `「${subject}」的不利影响比 ${of('air.2')} 区间为 ${of('low.2')}–${of('high.2')}，样本不足以断定是否低于 ${of('limit.2')}。`,
    en: `The adverse impact ratio of “${subject}” is ${of('air.2')}, interval ${of('low.2')}–${of('high.2')}: these rows can't tell whether it is below ${of('limit.2')}.`,
  }),
  group_level_off: (of, subject) => ({
    zh: `「${subject}」组内概率不准：平均 PD ${of('meanPd%')}，实际 ${of('rate%')}（95% 区间 ${of('low%')}–${of('high%')}）。`,
    en: `Probabilities are off within “${subject}”: mean PD ${of('meanPd%')}, actual ${of('rate%')} (95% interval ${of('low%')}–${of('high%')}).`,
  }),
  group_too_small: (of, subject) => ({
    zh: `「${subject}」仅 ${of('rows')} 行、坏样本 ${of('bads')}，公平性无从判断；没有发现问题不等于没有问题。`,
    en: `“${subject}” has ${of('rows')} rows and ${of('bads')} bads: fairness can't be judged, and nothing found is not nothing there.`,
  }),
  input_too_good: (of, subject) => ({
    zh: `变量「${subject}」单独的 AUC 达 ${of('auc.3')}（整个模型 ${of('model.3')}）：单变量如此之强，多半取自结果发生之后。`,
    en: `“${subject}” alone reaches an AUC of ${of('auc.3')} (the whole model ${of('model.3')}): an input this strong was most likely recorded after the outcome.`,
  }),
  after_the_fact: (of, subject) => ({
    zh: `变量「${subject}」泄露结果：${of('rows')} 行落在只见于一种结果的取值（或缺失）上，按总体比例出现的概率为 10^${of('log10Chance.0')}。`,
    en: `“${subject}” tells the outcome: ${of('rows')} rows have a value (or none) seen with one outcome alone; by chance that would be 10^${of('log10Chance.0')}.`,
  }),
  date_after_observation: (of, subject) => ({
    zh: `日期「${subject}」有 ${of('rows')} 行（${of('share%')}）晚于观察日：当时还不可能知道。`,
    en: `The date “${subject}” lies after the observation day in ${of('rows')} rows (${of('share%')}): it could not have been known then.`,
  }),
  person_on_both_sides: (of, subject) => ({
    zh: `同一「${subject}」出现在切分两侧：${of('persons')} 个、共 ${of('rows')} 行（${of('share%')}），检验结果会偏乐观。`,
    en: `The same “${subject}” stands on both sides of the split: ${of('persons')} of them, ${of('rows')} rows (${of('share%')}); the figures flatter.`,
  }),
  duplicates_across_folds: (of) => ({
    zh: `${of('rows')} 行（${of('share%')}）与另一折中的行完全相同，检验结果会偏乐观。`,
    en: `${of('rows')} rows (${of('share%')}) are copies of rows in another fold; the figures flatter.`,
  }),
};

/** A finding with its words. `subject` is the input, segment or group in question. */
export function found(
  code: FindingCode,
  severity: Severity,
  rest: { readonly subject?: string; readonly numbers: Numbers },
): Finding {
  const subject = rest.subject ?? '';
  const words = said[code]((name) => written(name, rest.numbers), subject);
  return { code, severity, subject: code === 'slope_off' ? '' : subject, numbers: rest.numbers, words };
}

/** `rate%` as percent, `pValue<` as a chance, `auc.3` with three places, a bare name as a whole number. */
function written(name: string, numbers: Numbers): string {
  if (name.endsWith('%')) return percent(numbers[name.slice(0, -1)]);
  if (name.endsWith('<')) return chance(numbers[name.slice(0, -1)]);
  const [key = '', places = '0'] = name.split('.');
  return figure(numbers[key], Number(places));
}

/** A number with so many places; a dash where there is none. */
export function figure(value: number | null | undefined, places: number): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(places);
}

/** A chance with four places, or that it is below them. */
export function chance(value: number | null | undefined): string {
  return value !== null && value !== undefined && value < 1e-4 ? '< 0.0001' : figure(value, 4);
}

/** A share as percent with one place. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? '–'
    : `${(100 * share).toFixed(1)}%`;
}
