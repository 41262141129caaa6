/** What the monitor of a model found, as data and as lines for a terminal. */
import {
  ACTION_WORDS,
  type DriftAction,
  type DriftAlert,
  type DriftRule,
  type DriftWords,
  type Measure,
  type Reading,
  type VintagePerformance,
} from '@plimsoll/core/model/drift';
import type { AucInterval } from '@plimsoll/core/stats';
import { type Bilingual, say } from './language.ts';

type WatchedFile = { readonly sample: string; readonly sha256: string; readonly rows: number };

export type DriftPage = {
  readonly model: { readonly name: string; readonly sha256: string };
  readonly building: WatchedFile & {
    readonly bads: number;
    readonly auc: AucInterval;
    /** The model learnt from this very file. */
    readonly isTrainingSample: boolean;
  };
  readonly now: WatchedFile & { readonly rowsWithoutPeriod: number };
  readonly periods: readonly VintagePerformance[];
  readonly readings: readonly Reading[];
  readonly alerts: readonly (DriftAlert & { readonly words: DriftWords })[];
  readonly call: { readonly action: DriftAction; readonly words: DriftWords } | null;
  /** What would ask for more than watching, and the last reading of it; null while there is none. */
  readonly triggers: readonly {
    readonly rule: DriftRule;
    readonly words: DriftWords;
    readonly now: Reading | null;
  }[];
  readonly asksForAction: boolean;
};

export function driftLines(page: DriftPage): readonly string[] {
  const { building, now } = page;
  const last = page.periods.at(-1)?.vintage ?? '';
  const heading = say({
    en: `${page.model.name}: ${now.sample} (${now.rows} rows) against ${building.sample} (${building.rows} rows, ${building.bads} bads, AUC ${building.auc.auc.toFixed(3)})`,
    zh: `${page.model.name}：${now.sample}（${now.rows} 行）对比 ${building.sample}（${building.rows} 行，坏 ${building.bads}，AUC ${building.auc.auc.toFixed(3)}）`,
  });
  const aside = say({
    en: `${now.rowsWithoutPeriod} rows without a period are left out`,
    zh: `${now.rowsWithoutPeriod} 行没有时段，未计入`,
  });
  return [
    heading,
    ...(building.isTrainingSample ? [say(LEARNT)] : []),
    ...(now.rowsWithoutPeriod === 0 ? [] : [aside]),
    '',
    ...columns([PERIOD_HEAD.map(say), ...page.periods.map((period) => periodCells(page.readings, period))]),
    '',
    say({ en: `Inputs, ${last}`, zh: `变量，${last}` }),
    ...columns([INPUT_HEAD.map(say), ...inputCells(page.readings, last)]),
    '',
    ...alertLines(page),
    '',
    say({ en: 'What would ask for more than watching:', zh: '何时需要行动：' }),
    ...columns(page.triggers.map(triggerCells)),
  ];
}

const LEARNT: Bilingual = {
  en: 'The model learnt from these very rows, so their AUC flatters it: a fall of the realised AUC may be no more than that.',
  zh: '模型正是用这些行训练的，其 AUC 偏乐观：实际 AUC 的下降可能仅源于此。',
};

const PERIOD_HEAD: readonly Bilingual[] = [
  { en: 'period', zh: '时段' },
  { en: 'rows', zh: '行数' },
  { en: 'PSI (by chance)', zh: 'PSI（随机）' },
  { en: 'expected bad', zh: '预计坏账率' },
  { en: 'expected AUC', zh: '预计 AUC' },
  { en: 'realised bad', zh: '实际坏账率' },
  { en: 'realised AUC', zh: '实际 AUC' },
];

const INPUT_HEAD: readonly Bilingual[] = [
  { en: 'input', zh: '变量' },
  { en: 'CSI (by chance)', zh: 'CSI（随机）' },
  { en: 'missing', zh: '缺失' },
  { en: 'never seen', zh: '未见取值' },
];

function periodCells(
  readings: readonly Reading[],
  { vintage, rows, estimated, realised }: VintagePerformance,
): readonly string[] {
  return [
    vintage,
    String(rows),
    indexCell(readings.find((each) => each.period === vintage && each.measure === 'score_psi')),
    percent(estimated.badRate.value),
    estimated.auc === null ? '–' : estimated.auc.value.toFixed(3),
    realised === null ? '–' : percent(realised.badRate.share),
    realised?.auc ? realised.auc.auc.toFixed(3) : '–',
  ];
}

/** Inputs by CSI, the largest first. */
function inputCells(readings: readonly Reading[], period: string): readonly (readonly string[])[] {
  const of = (measure: Measure, subject: string): Reading | undefined =>
    readings.find((each) => each.period === period && each.measure === measure && each.subject === subject);
  return readings
    .filter((each) => each.period === period && each.measure === 'characteristic_psi')
    .toSorted((left, right) => right.value - left.value)
    .map((each) => [
      each.subject,
      indexCell(each),
      percent(of('missing_share', each.subject)?.value),
      percent(of('unseen_share', each.subject)?.value),
    ]);
}

function alertLines({ alerts, call }: DriftPage): readonly string[] {
  if (call === null) return [say({ en: 'No alert stands.', zh: '没有告警。' })];
  return [
    say({ en: `Called for: ${call.words.en}`, zh: `建议：${call.words.zh}` }),
    ...columns(alerts.map(({ action, words }) => [say(ACTION_WORDS[action]), say(words)])),
  ];
}

function triggerCells({ rule, words, now }: DriftPage['triggers'][number]): readonly string[] {
  const value = now === null ? '' : now.value.toFixed(3);
  const told =
    now === null
      ? { en: ' (no ripe outcomes yet)', zh: '（尚无到期结果）' }
      : { en: ` (now ${value})`, zh: `（现为 ${value}）` };
  return [say(ACTION_WORDS[rule.action]), say(words) + say(told)];
}

function indexCell(reading: Reading | undefined): string {
  if (reading === undefined) return '–';
  return `${reading.value.toFixed(3)} (${reading.high === null ? '–' : reading.high.toFixed(3)})`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(100 * share).toFixed(1)}%`;
}

/** Columns two spaces apart; a Chinese sign is two wide. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0);
}

const WIDE = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;
