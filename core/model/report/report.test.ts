import { expect, test } from 'vitest';
import { createRandom, type Result } from '@plimsoll/core/base';
import { type ModelDocument, modelHash } from '@plimsoll/core/model/document';
import { validateModel, type ValidationReport } from '@plimsoll/core/model/validate';
import { categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import {
  cardOf,
  CHART_HEIGHT,
  CHART_WIDTH,
  drawChart,
  type Language,
  outlineOf,
  readCardTexts,
  writePage,
} from './index.ts';

const document: ModelDocument = {
  schema: 'plimsoll.model/1',
  name: 'App card <script>alert(1)</script>',
  inputs: [
    { name: 'use', label: { zh: '额度使用率', en: 'Use of limit & more' }, kind: 'numeric', absent: {} },
  ],
  body: {
    kind: 'trees',
    ensemble: { inputs: [], baseMargin: -2, precision: 'float64', trees: [] },
  },
  calibration: { kind: 'none' },
  scaling: null,
  target: { column: 'bad90', badValue: '1' },
  lineage: {
    sample: 'loans.csv',
    sampleSha256: 'a'.repeat(64),
    foldsSha256: null,
    rows: 1200,
    bads: 90,
    codeVersion: '0.1.0',
    seed: 7,
    settings: {},
  },
  validation: {},
  parity: [],
};

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

function makeReport(): ValidationReport {
  const random = createRandom('page');
  const rows = Array.from({ length: 900 }, (_, row) => row);
  const x = rows.map(() => random.normal());
  const group = categoricalColumn(
    'sex "quoted"',
    rows.map((row) => (row % 2 === 0 ? 'f' : 'm')),
  );
  const sample = {
    pds: x.map((value) => 1 / (1 + Math.exp(2.4 - value))),
    outcomes: x.map((value) => (random.next() < 1 / (1 + Math.exp(1 - value)) ? 1 : 0)),
    table: tableOf([numericColumn('use', x)]),
  };
  return valueOf(
    validateModel({
      subject: {
        model: document.name,
        version: '3',
        modelSha256: modelHash(document),
        sample: 'later <b>loans</b>',
        sampleSha256: '',
        when: 'out_of_time',
      },
      sample: {
        ...sample,
        segments: [group],
        protectedGroups: [{ column: group, reference: 'm' }],
      },
      reference: { ...sample, pds: sample.pds.map((pd) => pd / 2) },
      cutOffPd: 0.1,
    }),
  );
}

const report = makeReport();
const pageIn = (language: Language, texts: Parameters<typeof cardOf>[1] = {}): string =>
  writePage(outlineOf({ report, card: cardOf(document, texts) }, language), {
    name: document.name,
    language,
  });

test('[RPT-1] no script, no address outside, and names stay text', () => {
  for (const page of [pageIn('zh'), pageIn('en')]) {
    expect(page).not.toMatch(/<script|<b>loans|javascript:|https?:|\son[a-z]+=|@import|url\(/i);
    expect(page).toContain('App card &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&quot;quoted&quot;');
    expect(page).toContain("default-src 'none'");
  }
});

test('[RPT-2] Chinese and English pages say the same blocks, each in its language', () => {
  expect(pageIn('en')).not.toMatch(/[\u4e00-\u9fff]/u);
  expect(pageIn('zh')).toMatch(/模型验证报告.*不通过.*模型卡/su);
  const kinds = (language: Language) =>
    outlineOf({ report, card: cardOf(document, {}) }, language).map((block) => block.kind);
  expect(kinds('zh')).toEqual(kinds('en'));
});

test('[RPT-3] the verdict is said before findings and figures, with what was not checked', () => {
  const page = pageIn('en');
  const places = ['It fails', 'Findings', 'Not checked: periods', 'AUC (95% interval)'].map((text) =>
    page.indexOf(text),
  );
  expect(places).toEqual(places.toSorted((left, right) => left - right));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(page).toContain(report.verdict.words.en);
});

test('[RPT-4] what nobody has said is shown as not stated', () => {
  const factsOf = (texts: Parameters<typeof cardOf>[1]) =>
    outlineOf({ card: cardOf(document, texts) }, 'en').flatMap((block) =>
      block.kind === 'facts' ? block.rows : [],
    );
  expect(
    factsOf({})
      .filter(([, value]) => value === 'not stated')
      .map(([name]) => name),
  ).toEqual(['Purpose', 'Population', 'Limits', 'Monitoring']);
  const said = {
    purpose: { zh: '首贷审批', en: 'First loans' },
    limits: [{ zh: '不得用于催收', en: 'Not for collections' }],
  };
  expect(factsOf(said)).toEqual(
    expect.arrayContaining([
      ['Purpose', 'First loans'],
      ['Limits', 'Not for collections'],
    ]),
  );
});

test('[RPT-5] drawings stay inside their field', () => {
  const wild = {
    title: 'wild',
    xLabel: 'x',
    yLabel: 'y',
    xMax: 1,
    yMax: 0.2,
    xPercent: true,
    yPercent: false,
    series: (['line', 'points', 'bars'] as const).map((style) => ({
      name: style,
      style,
      look: 'main' as const,
      points: [
        [0, 5],
        [3, -2],
        [0.5, 0.1],
      ] as const,
    })),
  };
  for (const mark of drawChart(wild)) {
    if (mark.kind === 'text') {
      expect(mark.x).toBeLessThanOrEqual(CHART_WIDTH);
      expect(mark.y).toBeLessThanOrEqual(CHART_HEIGHT);
    } else
      for (const [, x, y] of mark.path.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0);
        expect(Number(x)).toBeLessThanOrEqual(CHART_WIDTH);
        expect(Number(y)).toBeGreaterThanOrEqual(0);
        expect(Number(y)).toBeLessThanOrEqual(CHART_HEIGHT);
      }
  }
});

test('[RPT-6] the hash on the card is that of the document', () => {
  expect(pageIn('en')).toContain(modelHash(document));
  expect(cardOf(document, {}).facts.sha256).toBe(modelHash(document));
});

test('[RPT-7] words for a card need both languages and known names', () => {
  const both = { zh: '首贷', en: 'First loans' };
  const approval = { who: 'L. Wu', role: both, decision: both, on: '2026-03-01' };
  const texts = { purpose: both, limits: [both], approvals: [approval] };
  expect(readCardTexts(texts)).toEqual({ ok: true, value: texts });
  expect(readCardTexts([])).toMatchObject({ ok: false, code: 'card_texts_unreadable' });
  expect(readCardTexts({ purpose: { zh: '首贷' } })).toMatchObject({ facts: { field: 'purpose' } });
  expect(readCardTexts({ purposes: both })).toMatchObject({ facts: { field: 'purposes' } });
  expect(readCardTexts({ approvals: [{ ...approval, who: ' ' }] })).toMatchObject({
    facts: { field: 'approvals' },
  });
});
