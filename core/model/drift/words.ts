/** Alerts and rules in Chinese and English, each written by meaning, with the numbers they rest on. */
import type { DriftAction, DriftAlert, DriftRule } from './alert.ts';
import type { Measure } from './reading.ts';

export type DriftWords = { readonly zh: string; readonly en: string };

type Style = 'index' | 'share' | 'change' | 'ratio';
type Named = { readonly style: Style; readonly zh: string; readonly en: string };

/** `{}` stands for the subject. */
const NAMES: { readonly [measure in Measure]: Named } = {
  score_psi: { style: 'index', zh: '评分 PSI', en: 'PSI of the score' },
  characteristic_psi: { style: 'index', zh: '「{}」的 CSI', en: 'CSI of “{}”' },
  missing_share: { style: 'share', zh: '「{}」的缺失占比', en: 'share of rows without “{}”' },
  unseen_share: {
    style: 'share',
    zh: '「{}」中建模时未见取值的占比',
    en: 'share of rows with a “{}” never seen when building',
  },
  estimated_auc_change: {
    style: 'change',
    zh: '预计 AUC 的变化（表现期未满，按 PD 推算）',
    en: 'change of AUC to be expected from the PDs',
  },
  auc_change: { style: 'change', zh: '实际 AUC 的变化', en: 'change of the realised AUC' },
  estimated_bad_ratio: {
    style: 'ratio',
    zh: '预计坏账率与建模样本之比',
    en: 'expected bad rate over that of the building sample',
  },
  bad_ratio: {
    style: 'ratio',
    zh: '实际坏账与 PD 所示之比',
    en: 'realised bads over those the PDs promised',
  },
};

export const ACTION_WORDS: { readonly [action in DriftAction]: DriftWords } = {
  watch: { zh: '关注', en: 'watch' },
  recalibrate: { zh: '重新校准', en: 'recalibrate' },
  retrain: { zh: '重新训练', en: 'retrain' },
};

/** What stands, how far, against which limit and which band of chance, since when. */
export function alertWords({ measure, subject, value, limit, chance, ...run }: DriftAlert): DriftWords {
  const name = nameOf(measure, subject);
  const told = (each: number): string => written(measure, each);
  const isHigh = value > limit;
  const isRun = run.periods > 1;
  const bound = isHigh ? chance.high : chance.low;
  const zhChance = bound === null ? '' : `，随机波动${isHigh ? '至多' : '至少'} ${told(bound)}`;
  const enChance = bound === null ? '' : `, chance leaves ${isHigh ? 'up' : 'down'} to ${told(bound)}`;
  return {
    zh: `${name.zh}：${told(value)}（${isHigh ? '上' : '下'}限 ${told(limit)}${zhChance}）${isRun ? `，自 ${run.since} 起连续 ${run.periods} 期` : ''}。`,
    en: `${capital(name.en)} is ${told(value)} (limit ${told(limit)}${enChance})${isRun ? `, since ${run.since}, ${run.periods} in a row` : ''}.`,
  };
}

/** What a rule waits for. */
export function ruleWords(rule: DriftRule): DriftWords {
  const name = nameOf(rule.measure, rule.subject ?? '*');
  const sides = [
    { zh: '高于', en: 'above', limit: rule.above },
    { zh: '低于', en: 'below', limit: rule.below },
  ].flatMap(({ limit, ...side }) =>
    limit === undefined ? [] : [{ ...side, text: written(rule.measure, limit) }],
  );
  const isRun = rule.periods > 1;
  return {
    zh: `${name.zh}：${sides.map((side) => `${side.zh} ${side.text}`).join('或')}${rule.isBeyondChance ? ' 且超出随机波动' : ''}${isRun ? `，连续 ${rule.periods} 期` : ''}`,
    en: `${name.en} ${sides.map((side) => `${side.en} ${side.text}`).join(' or ')}${rule.isBeyondChance ? ' and beyond chance' : ''}${isRun ? `, ${rule.periods} in a row` : ''}`,
  };
}

/** A value of a measure as a person reads it. */
function written(measure: Measure, value: number): string {
  switch (NAMES[measure].style) {
    case 'share':
      return `${(100 * value).toFixed(1)}%`;
    case 'change':
      return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
    case 'index':
      return value.toFixed(3);
    case 'ratio':
      return value.toFixed(2);
  }
}

function nameOf(measure: Measure, subject: string): DriftWords {
  const { zh, en } = NAMES[measure];
  return { zh: zh.replace('{}', () => subject), en: en.replace('{}', () => subject) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
