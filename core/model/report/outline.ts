/** From a validation report and a model card to blocks in one language: the verdict first, then findings, then figures. */
import {
  chance,
  figure,
  type Finding,
  type LevelFigures,
  percent,
  type ValidationReport,
} from '@plimsoll/core/model/validate';
import type { Block, Language, Tone } from './block.ts';
import { cardBlocks } from './card-outline.ts';
import type { ModelCard } from './card.ts';
import { accuracyCharts, rankCharts, shiftChart } from './curve.ts';
import { labelIn, type LabelName } from './label.ts';

/** The most parts and inputs a table lists; the data holds all. */
const MAX_TABLE_ROWS = 60;

export type Written = {
  readonly report?: ValidationReport;
  readonly card?: ModelCard;
};

/** All blocks of what is given, in one language. */
export function outlineOf(written: Written, language: Language): readonly Block[] {
  const { report, card } = written;
  return [
    ...(report === undefined ? [] : reportBlocks(report, language)),
    ...(card === undefined ? [] : cardBlocks(card, language)),
  ];
}

function reportBlocks(report: ValidationReport, language: Language): readonly Block[] {
  const say = labelIn(language);
  const { verdict, subject } = report;
  const tone: Tone = verdict.outcome === 'fails' ? 'fail' : verdict.outcome === 'holds' ? 'good' : 'warning';
  return [
    {
      kind: 'title',
      text: `${say('title')} · ${subject.model}`,
      under: `${subject.sample} · ${say(subject.when)}`,
    },
    { kind: 'verdict', tone, label: say(verdict.outcome), text: verdict.words[language] },
    { kind: 'heading', text: say('findings') },
    ...findingBlocks(report.findings, language),
    ...notCheckedBlocks(report, say, language),
    { kind: 'heading', text: say('sample') },
    { kind: 'facts', rows: subjectRows(report, say) },
    { kind: 'heading', text: say('discrimination') },
    { kind: 'facts', rows: discriminationRows(report, say) },
    { kind: 'charts', charts: rankCharts(report, say) },
    { kind: 'heading', text: say('calibration') },
    { kind: 'facts', rows: calibrationRows(report, say) },
    { kind: 'charts', charts: accuracyCharts(report, say) },
    { kind: 'heading', text: say('gains') },
    gainsBlock(report, say),
    ...partBlocks(report.periods, { heading: 'byPeriod', column: 'period' }, say),
    ...partBlocks(report.segments, { heading: 'bySegment', column: 'segment' }, say),
    ...stabilityBlocks(report, say),
    ...fairnessBlocks(report, say),
    { kind: 'heading', text: say('limitsUsed') },
    { kind: 'facts', rows: Object.entries(report.settings).map(([name, value]) => [name, String(value)]) },
  ];
}

type Say = (name: LabelName) => string;

function findingBlocks(findings: readonly Finding[], language: Language): readonly Block[] {
  const say = labelIn(language);
  if (findings.length === 0) return [{ kind: 'text', text: say('noFindings') }];
  const rows = findings.map((finding) => ({
    tone: finding.severity,
    label: say(finding.severity),
    text: finding.words[language],
  }));
  return [{ kind: 'findings', rows }];
}

function notCheckedBlocks({ notChecked }: ValidationReport, say: Say, language: Language): readonly Block[] {
  if (notChecked.length === 0) return [];
  const names = notChecked.map((name) => say(name));
  return [
    {
      kind: 'text',
      text: `${say('notChecked')}${language === 'zh' ? `${names.join('、')}。` : `${names.join(', ')}.`}`,
    },
  ];
}

type Row = readonly [name: string, value: string];

function subjectRows({ subject, calibration }: ValidationReport, say: Say): readonly Row[] {
  return [
    [say('model'), subject.model],
    [say('version'), subject.version],
    [say('modelHash'), subject.modelSha256 === '' ? say('unknown') : subject.modelSha256],
    [say('sample'), subject.sample],
    [say('sampleHash'), subject.sampleSha256 === '' ? say('unknown') : subject.sampleSha256],
    [say('when'), say(subject.when)],
    [say('rows'), String(calibration.rows)],
    [say('bads'), `${calibration.bads} (${percent(calibration.rate.share)})`],
  ];
}

function discriminationRows({ discrimination: found }: ValidationReport, say: Say): readonly Row[] {
  return [
    [say('auc'), interval(found.auc.auc, found.auc)],
    ['Gini', figure(found.gini, 3)],
    ['KS', figure(found.ks, 3)],
    [say('averagePrecision'), figure(found.averagePrecision, 3)],
    [say('lift'), figure(found.liftTopTenth, 2)],
    [say('logLoss'), figure(found.logLoss, 4)],
  ];
}

function calibrationRows({ calibration: found }: ValidationReport, say: Say): readonly Row[] {
  const { brier, hosmerLemeshow: test, line, inTheLarge } = found;
  return [
    [say('meanPd'), percent(found.meanPd)],
    [say('rate'), `${percent(found.rate.share)} (${percent(found.rate.low)}–${percent(found.rate.high)})`],
    [say('brier'), figure(brier.brier, 4)],
    [
      say('brierParts'),
      `${figure(brier.reliability, 4)} / ${figure(brier.resolution, 4)} / ${figure(brier.uncertainty, 4)}`,
    ],
    [say('ece'), `${figure(found.errorEqualWidth, 4)} / ${figure(found.errorEqualCount, 4)}`],
    [
      say('hosmerLemeshow'),
      test === null ? '–' : `${figure(test.statistic, 1)}, ${test.degrees}, ${chance(test.pValue)}`,
    ],
    [say('line'), line === null ? '–' : `${figure(line.slope, 3)} / ${figure(line.intercept, 3)}`],
    [say('inTheLarge'), inTheLarge === null ? '–' : figure(inTheLarge.intercept, 3)],
  ];
}

function gainsBlock({ curves }: ValidationReport, say: Say): Block {
  return {
    kind: 'table',
    head: [say('band'), say('rows'), say('bads'), say('rate'), say('bandLift'), say('captured')],
    rows: curves.gains.map((band) => [
      String(band.band),
      figure(band.rows, 0),
      figure(band.bads, 0),
      percent(band.rate),
      figure(band.lift, 2),
      percent(band.captured),
    ]),
  };
}

function partBlocks(
  parts: readonly LevelFigures[],
  names: { readonly heading: LabelName; readonly column: LabelName },
  say: Say,
): readonly Block[] {
  if (parts.length === 0) return [];
  return [
    { kind: 'heading', text: say(names.heading) },
    {
      kind: 'table',
      head: [
        say(names.column),
        say('rows'),
        say('bads'),
        say('meanPd'),
        say('rate'),
        say('ratio'),
        say('auc'),
        'KS',
      ],
      rows: parts
        .slice(0, MAX_TABLE_ROWS)
        .map((part) => [
          part.name === '' ? part.level : `${part.name} = ${part.level}`,
          String(part.rows),
          String(part.bads),
          percent(part.meanPd),
          percent(part.rate.share),
          figure(part.ratio, 2),
          part.auc === null ? say('tooSmall') : interval(part.auc.auc, part.auc),
          part.ks === null ? '–' : figure(part.ks, 3),
        ]),
    },
  ];
}

function stabilityBlocks(report: ValidationReport, say: Say): readonly Block[] {
  const { stability } = report;
  if (stability === null) return [];
  const { score, inputs, auc } = stability;
  const rows: Row[] = [
    [say('scorePsi'), `${figure(score.index, 3)} (${say('noise')}: ${figure(score.noise, 3)})`],
  ];
  if (auc !== null)
    rows.push(
      [say('aucBefore'), interval(auc.before.auc, auc.before)],
      [say('aucLoss'), interval(auc.loss, auc)],
    );
  const blocks: Block[] = [
    { kind: 'heading', text: say('stabilityTitle') },
    { kind: 'facts', rows },
    { kind: 'charts', charts: [shiftChart(score, say)] },
  ];
  if (inputs.length === 0) return blocks;
  const worst = inputs.toSorted((left, right) => right.index - left.index).slice(0, MAX_TABLE_ROWS);
  const table: Block = {
    kind: 'table',
    head: [say('input'), say('index'), say('noise')],
    rows: worst.map((shift) => [shift.name, figure(shift.index, 3), figure(shift.noise, 3)]),
  };
  return [...blocks, table];
}

function fairnessBlocks({ fairness }: ValidationReport, say: Say): readonly Block[] {
  return fairness.flatMap((each): readonly Block[] => [
    { kind: 'heading', text: `${say('fairnessTitle')} · ${each.column}` },
    {
      kind: 'text',
      text: `${say('cutOff')}${percent(each.cutOffPd)} · ${say('unknownRows')}${each.unknownRows}`,
    },
    {
      kind: 'table',
      head: [
        say('group'),
        say('rows'),
        say('approvalRate'),
        say('air'),
        say('smd'),
        say('meanPd'),
        say('rate'),
        'AUC',
      ],
      rows: each.groups.map((group) => [
        group.level,
        group.isTooSmall ? `${group.rows} (${say('tooSmall')})` : String(group.rows),
        percent(group.approvalRate),
        group.isReference
          ? say('reference')
          : group.adverseImpact === null
            ? '–'
            : `${figure(group.adverseImpact.ratio, 2)} (${figure(group.adverseImpact.low, 2)}–${figure(group.adverseImpact.high, 2)})`,
        figure(group.standardizedDifference, 2),
        percent(group.meanPd),
        percent(group.rate.share),
        group.auc === null ? '–' : figure(group.auc.auc, 3),
      ]),
    },
  ]);
}

function interval(value: number, ends: { readonly low: number; readonly high: number }): string {
  return `${figure(value, 3)} (${figure(ends.low, 3)}–${figure(ends.high, 3)})`;
}
