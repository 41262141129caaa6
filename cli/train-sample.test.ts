import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createRandom } from '@plimsoll/core/base';
import { prepareModel, readModel } from '@plimsoll/core/model/document';
import { runFolds } from './folds.ts';
import { runTrain } from './train-sample.ts';

afterEach(() => vi.restoreAllMocks());

function makeCsv(rowCount: number): string {
  const random = createRandom('glass');
  const lines = Array.from({ length: rowCount }, () => {
    const use = random.integer(0, 99);
    return `${use},${random.integer(18, 70)},${random.next() < 0.05 + use / 200 ? 'bad' : 'good'}`;
  });
  return ['use,age,end', ...lines].join('\n');
}

test('[GLS-8] train and folds take a glass box, and give the same figures and bytes on one thread and on two', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-glass-'));
  try {
    const printed: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
    const sample = join(folder, 'sample.csv');
    await writeFile(sample, makeCsv(800));
    const options = { data: sample, target: 'end=bad', model: 'glass' };
    const texts: string[] = [];
    for (const threads of ['1', '2']) {
      const to = join(folder, `on-${threads}.json`);
      expect(await runTrain({ words: [], isJson: true, options: { ...options, threads, to } })).toBe(0);
      texts.push(await readFile(to, 'utf8'));
    }
    expect(texts[1]).toBe(texts[0]);
    const document = readModel(texts[0] ?? '');
    if (!document.ok) throw new Error(JSON.stringify(document));
    expect(document.value.body.kind).toBe('glass');
    expect(prepareModel(document.value).ok).toBe(true);
    const folds = join(folder, 'folds.csv');
    const rows = Array.from({ length: 800 }, (_, row) => `${row},${row % 3}`);
    await writeFile(folds, ['row,fold', ...rows].join('\n'));
    printed.length = 0;
    for (const threads of ['1', '2'])
      expect(await runFolds({ words: [], isJson: true, options: { ...options, folds, threads } })).toBe(0);
    const aucs = printed.map((line) => JSON.parse(line) as { readonly auc: unknown }).map(({ auc }) => auc);
    expect(aucs[1]).toEqual(aucs[0]);
    const wrong = { words: [], isJson: true, options: { ...options, threads: 'many' } };
    await expect(runTrain(wrong)).rejects.toMatchObject({ code: 'wrong_call' });
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
