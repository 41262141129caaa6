import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { type ModelDocument, writeModel } from '@plimsoll/core/model/document';
import type { DriftPage } from './drift-page.ts';
import { runDrift } from './drift.ts';
import { type ExitCode, exitCode } from './outcome.ts';

const STEPS = 12;

/** Log-odds −3.4 + 0.4·step of `use`. */
const model: ModelDocument = {
  schema: 'plimsoll.model/1',
  name: 'steps',
  inputs: [{ name: 'use', label: { zh: '', en: '' }, kind: 'numeric', absent: { '': 'no_record' } }],
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
    sample: 'building.csv',
    sampleSha256: createHash('sha256').update(csvOf('building')).digest('hex'),
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

type World = {
  /** On the log-odds, what the model doesn't see. */
  readonly worse?: number;
  /** The least step of an applicant. */
  readonly from?: number;
  readonly unknownInMarch?: boolean;
};

/** Three months of applicants. */
function csvOf(seed: string, { worse = 0, from = 0, unknownInMarch = false }: World = {}): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: 3000 }, (_, row) => {
    const use = random.integer(from, STEPS);
    const isBad = random.next() < 1 / (1 + Math.exp(3.4 - 0.4 * use - worse));
    const month = 1 + (row % 3);
    const isKnown = !(unknownInMarch && month === 3 && row % 2 === 0);
    return `${use},2026-0${month}-${10 + (row % 9)},${isKnown ? (isBad ? 'bad' : 'good') : ''}`;
  });
  return `use,day,status\n${lines.join('\n')}\n`;
}

async function drift(now: string, options: { readonly by?: string; readonly isJson?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-drift-'));
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => {
    spy.mockRestore();
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'model.json'), writeModel(model));
  writeFileSync(join(folder, 'building.csv'), csvOf('building'));
  writeFileSync(join(folder, 'now.csv'), now);
  const code: ExitCode = await runDrift({
    words: [join(folder, 'model.json')],
    options: {
      data: join(folder, 'building.csv'),
      now: join(folder, 'now.csv'),
      ...(options.by === undefined ? {} : { by: options.by }),
    },
    isJson: options.isJson ?? true,
  });
  spy.mockRestore();
  return { code, text: written.join('') };
}

function pageOf({ text }: { readonly text: string }): DriftPage {
  return JSON.parse(text) as DriftPage;
}

test('[DRF-14] the same people call for nothing; dates are taken by month', async () => {
  const calm = await drift(csvOf('same'), { by: 'day' });
  expect(calm.code).toBe(exitCode.done);
  expect(pageOf(calm).periods.map(({ vintage, rows }) => [vintage, rows])).toEqual([
    ['2026-01', 1000],
    ['2026-02', 1000],
    ['2026-03', 1000],
  ]);
  expect(pageOf(calm).alerts.filter(({ action }) => action !== 'watch')).toEqual([]);
});

test('[DRF-14] riskier people are told before an outcome is known, and people who behave otherwise after', async () => {
  const early = csvOf('riskier', { from: 5 }).replaceAll(/,(good|bad)\n/g, ',\n');
  const moved = await drift(early, { by: 'day' });
  expect(moved.code).toBe(exitCode.failed);
  const page = pageOf(moved);
  expect(page.call?.action).toBe('retrain');
  expect(page.alerts.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['score-moved', 'characteristic-moved', 'riskier-people']),
  );
  expect(page.periods.every(({ realised }) => realised === null)).toBe(true);
  const late = await drift(csvOf('behave', { worse: 0.9 }), { by: 'day' });
  expect(late.code).toBe(exitCode.failed);
  expect(pageOf(late).alerts.find(({ rule }) => rule === 'too-hopeful')).toMatchObject({
    action: 'recalibrate',
    since: '2026-01',
    periods: 3,
  });
});

test('[DRF-14] outcomes of a month in which some are not known are not looked at', async () => {
  const page = pageOf(await drift(csvOf('half', { unknownInMarch: true }), { by: 'day' }));
  expect(page.periods.map(({ realised }) => realised?.rows ?? null)).toEqual([1000, 1000, null]);
  const readings = page.readings.filter(({ measure }) => measure === 'bad_ratio');
  expect(readings.map(({ period }) => period)).toEqual(['2026-01', '2026-02']);
});

test('[DRF-14] without a column of time the file is one period; people read a table', async () => {
  const { code, text } = await drift(csvOf('behave', { worse: 0.9 }), { isJson: false });
  expect(code).toBe(exitCode.failed);
  expect(text).toContain('building.csv (3000 rows');
  expect(text).toContain('The model learnt from these very rows');
  expect(text).toMatch(/^now +3000 +0\.0\d\d \(/m);
  expect(text).toMatch(/^recalibrate +Realised bads over those the PDs promised is 1\.\d\d \(limit 1\.20/m);
});

test('[DRF-14] a month of goods alone is read, a third outcome and a column that is not there are refused', async () => {
  const goods = csvOf('goods').replaceAll(',bad\n', ',good\n');
  expect(pageOf(await drift(goods)).periods[0]?.realised).toMatchObject({ bads: 0, auc: null });
  await expect(drift(csvOf('third').replace(',bad\n', ',late\n'))).rejects.toThrow(/status/);
  await expect(drift(csvOf('same'), { by: 'month' })).rejects.toThrow(/month/);
});
