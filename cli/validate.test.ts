import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { type ModelDocument, writeModel } from '@plimsoll/core/model/document';
import { outlineOf, type Block } from '@plimsoll/core/model/report';
import type { ValidationReport } from '@plimsoll/core/model/validate';
import { exitCode } from './outcome.ts';
import { writePdf } from './report-pdf.ts';
import { runValidate } from './validate.ts';

const STEPS = 12;

/** Log-odds −3.4 + 0.4·step of `use`: one tree a step. */
const model: ModelDocument = {
  schema: 'plimsoll.model/1',
  name: 'steps',
  inputs: [
    {
      name: 'use',
      label: { zh: '额度使用率', en: 'Use of limit' },
      kind: 'numeric',
      absent: { '': 'no_record' },
    },
  ],
  body: {
    kind: 'trees',
    ensemble: {
      inputs: [{ name: 'use', kind: 'numeric', levels: [] }],
      baseMargin: -3.4,
      precision: 'float64',
      trees: Array.from({ length: STEPS }, (_, step) => ({
        feature: [0, -1, -1],
        threshold: [step + 1, 0, 0],
        levelsLeft: [null, null, null],
        missingLeft: [true, false, false],
        left: [1, -1, -1],
        right: [2, -1, -1],
        value: [0, 0, 0.4],
        cover: [2, 1, 1],
      })),
    },
  },
  calibration: { kind: 'none' },
  scaling: null,
  target: { column: 'status', badValue: 'bad' },
  lineage: {
    sample: null,
    sampleSha256: null,
    foldsSha256: null,
    rows: null,
    bads: null,
    codeVersion: '0.1.0',
    seed: null,
    settings: {},
  },
  validation: {},
  parity: [],
};

/** Rows whose outcomes follow the model, moved by `worse` on the log-odds. */
function csvOf(seed: string, worse: number): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: 3000 }, (_, row) => {
    const use = random.integer(0, STEPS);
    const isBad = random.next() < 1 / (1 + Math.exp(3.4 - 0.4 * use - worse));
    return `${use},${row % 2 === 0 ? 'f' : 'm'},2024-0${1 + (row % 3)},${isBad ? 'bad' : 'good'}`;
  });
  return `use,sex,month,status\n${lines.join('\n')}\n`;
}

function makeFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-validate-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'model.json'), writeModel(model));
  writeFileSync(join(folder, 'building.csv'), csvOf('building', 0));
  writeFileSync(join(folder, 'same.csv'), csvOf('same', 0));
  writeFileSync(join(folder, 'later.csv'), csvOf('later', 1.1));
  return (name) => join(folder, name);
}

test('[RPT-8] the command writes data, page and PDF in two languages, and fails when the report does', async () => {
  const place = makeFolder();
  const call = (rows: string, out: string) =>
    runValidate({
      words: [place('model.json')],
      options: {
        data: place(rows),
        building: place('building.csv'),
        period: 'month',
        protected: 'sex=m',
        cutOff: '0.3',
        out: place(out),
      },
      isJson: true,
    });
  expect(await call('same.csv', 'a')).toBe(exitCode.done);
  expect(await call('later.csv', 'b')).toBe(exitCode.failed);
  expect(readdirSync(place('b')).toSorted()).toEqual([
    'report.en.html',
    'report.en.pdf',
    'report.json',
    'report.zh.html',
    'report.zh.pdf',
  ]);
  const report = JSON.parse(readFileSync(place('b/report.json'), 'utf8')) as { readonly verdict: object };
  expect(report.verdict).toMatchObject({ outcome: 'fails' });
  expect(readFileSync(place('b/report.zh.html'), 'utf8')).toContain('概率水平不符');
  for (const file of ['b/report.zh.pdf', 'b/report.en.pdf'])
    expect(readFileSync(place(file)).subarray(0, 5).toString('latin1')).toBe('%PDF-');
});

test('[RPT-8] a value that the model does not know how to read is refused, and so is a cut-off that is no PD', async () => {
  const place = makeFolder();
  writeFileSync(place('odd.csv'), 'use,status\nmuch,bad\n1,good\n');
  const call = (options: { readonly [name: string]: string }) =>
    runValidate({ words: [place('model.json')], options: { out: place('c'), ...options }, isJson: true });
  await expect(call({ data: place('odd.csv') })).rejects.toThrow('much');
  await expect(call({ data: place('same.csv'), cutOff: '12' })).rejects.toThrow(/cut-off/);
});

test('[RPT-10] rows from a date on are judged against those before, and people on both sides are found', async () => {
  const place = makeFolder();
  const [header = '', ...lines] = csvOf('dated', 0).trim().split('\n');
  const dated = lines.map((line, row) => `${line},2024/${1 + (row % 6)}/9,p${row % 2990}`);
  writeFileSync(place('dated.csv'), [`${header},day,who`, ...dated].join('\n'));
  const call = (options: { readonly [name: string]: string }) =>
    runValidate({
      words: [place('model.json')],
      options: { data: place('dated.csv'), date: 'day', out: place('dated'), ...options },
      isJson: true,
    });
  expect(await call({ outOfTimeFrom: '2024-04-01' })).toBe(exitCode.done);
  const report = JSON.parse(readFileSync(place('dated/report.json'), 'utf8')) as ValidationReport;
  expect(report.subject).toMatchObject({ sample: 'dated.csv ≥ 2024-04-01', when: 'out_of_time' });
  expect(report.periods.map(({ level, rows }) => [level, rows])).toEqual([
    ['2024-04', 500],
    ['2024-05', 500],
    ['2024-06', 500],
  ]);
  expect(report.notChecked).not.toContain('stability');
  expect(await call({ outOfTimeFrom: '2024-04-01', person: 'who' })).toBe(exitCode.failed);
  const { findings } = JSON.parse(readFileSync(place('dated/report.json'), 'utf8')) as ValidationReport;
  const across = findings.find(({ code }) => code === 'person_on_both_sides');
  // Row r and row r + 2990 are one person; 2990 = 6·498 + 2 puts some of the ten pairs on both sides.
  const pairs = Array.from({ length: 10 }, (_, row) => [row % 6 < 3, (row + 2990) % 6 < 3] as const);
  expect(across?.numbers['persons']).toBe(pairs.filter(([first, second]) => first !== second).length);
  await expect(call({ person: 'who' })).rejects.toThrow(/--building/);
  await expect(call({ date: 'sex', outOfTimeFrom: '2024-04-01' })).rejects.toThrow(/row 1/);
  await expect(call({ outOfTimeFrom: 'April' })).rejects.toThrow(/April/);
});

test('[RPT-9] a PDF of the same blocks has the same bytes, breaks pages, and brings the Chinese signs it needs', async () => {
  const rows = Array.from({ length: 120 }, (_, row) => [`第${row}档`, String(row)] as const);
  const blocks: readonly Block[] = [
    ...outlineOf({}, 'zh'),
    { kind: 'title', text: '模型验证报告', under: '样本' },
    { kind: 'facts', rows },
  ];
  const about = { name: '报告', language: 'zh' } as const;
  const first = Buffer.from(await writePdf(blocks, about));
  expect(first.equals(Buffer.from(await writePdf(blocks, about)))).toBe(true);
  const text = first.toString('latin1');
  expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
  expect(text).toMatch(/\/FontName \/[A-Z]+\+NotoSansHans-Regular/);
  expect(text).toMatch(/\/FontFile3/);
  expect(first.length).toBeLessThan(100_000);
  // The map from glyphs to signs holds 档 (U+6863): the text can be searched and copied.
  const maps = [...text.matchAll(/stream\r?\n/g)].map(({ index, 0: mark }) => {
    try {
      return inflateSync(first.subarray(index + mark.length)).toString('latin1');
    } catch {
      return '';
    }
  });
  expect(maps.some((map) => map.includes('beginbfrange') && map.includes('6863'))).toBe(true);
});
