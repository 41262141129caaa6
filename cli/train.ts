/**
 * Trains the starter card: reads the bundled applications, cross-validates on the given folds, measures what was
 * left out on purpose, fits on all rows, and writes the artefact and the DMN tables of the starter policy.
 * The same files give the same bytes.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Refusal, Result } from '@plimsoll/core/base';
import {
  type CardSettings,
  type Characteristic,
  crossValidate,
  type LeftOut,
  type Metrics,
  readArtefact,
  recalibrate,
  type Scorecard,
  scaleScorecard,
  selectCharacteristics,
  spliceScorecard,
  writeArtefact,
} from '@plimsoll/core/model';
import {
  REGION_CANDIDATE,
  STARTER_CANDIDATES,
  VERDICT_CANDIDATES,
  VERIFICATION_CANDIDATE,
} from './starter-candidates.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson } from './outcome.ts';
import { startProgress } from './progress.ts';
import { readStarterSample, type StarterSample } from './starter-sample.ts';

/** Bounded by bads, not by share: a thin tail may carry the risk (20 bads hold a bin's rate to about ±45 %). */
export const STARTER_SETTINGS: CardSettings = {
  bins: { minGoods: 30, minBads: 20, minShare: 0, maxBins: 6, maxPrebins: 20, edgeDigits: 2 },
  minIv: 0.01,
  maxP: 0.05,
  ridge: 0,
  scaling: { baseScore: 600, baseOdds: 20, pdo: 50 },
};

/** The seed with which the stratified folds beside the sample were drawn. */
const FOLDS_SEED = 20240601;
const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

export type TrainOptions = {
  /** The tree to read and write; the repository that holds this file when left out. */
  readonly rootFolder?: string;
  /** False measures and reports, and writes nothing. */
  readonly isWriting?: boolean;
  readonly onStep?: (done: number, total: number, label: string) => void;
};

export type TrainReport = {
  readonly artefactPath: string;
  readonly artefactText: string;
  readonly artefactSha256: string;
  readonly isArtefactChanged: boolean;
  readonly policyPath: string | null;
  readonly policyText: string | null;
  readonly isPolicyChanged: boolean;
  readonly scorecard: Scorecard;
  readonly tableRows: number;
  readonly mean: Metrics;
  readonly leftOut: readonly LeftOut[];
};

/** A sample, folds or policy that training can't work with: the refusal of the core, as an error of the shell. */
export class TrainError extends Error {
  readonly code: string;
  constructor(refusal: Refusal) {
    super(`${refusal.code} (${refusal.rule}): ${JSON.stringify(refusal.facts)}`);
    this.name = 'TrainError';
    this.code = refusal.code;
  }
}

/** Trains and, unless told otherwise, writes. Throws `TrainError` when the files are not as described. */
export async function train(options: TrainOptions = {}): Promise<TrainReport> {
  const root = options.rootFolder ?? fileURLToPath(new URL('../', import.meta.url));
  const files = await readSampleFiles(root);
  const sample = good(readStarterSample(files.texts));
  const steps = ['starter', ...EXTRAS.map((extra) => extra.names.join(', ')), 'all rows'];
  const step = (at: number): void => options.onStep?.(at, steps.length, steps[at] ?? '');
  step(0);
  const validation = good(crossValidate(sample, STARTER_CANDIDATES, STARTER_SETTINGS));
  const leftOut = EXTRAS.map((extra, at) => {
    step(at + 1);
    return measureExtra(sample, extra, validation.mean);
  });
  step(EXTRAS.length + 1);
  const selection = good(selectCharacteristics(sample, STARTER_CANDIDATES, STARTER_SETTINGS));
  const plain = scaleScorecard(selection, STARTER_SETTINGS.scaling);
  const recalibration = good(recalibrate(validation.heldOutScores, sample.outcomes, plain));
  const bads = sample.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const artefactText = writeArtefact({
    name: 'starter',
    scorecard: scaleScorecard(selection, STARTER_SETTINGS.scaling, recalibration),
    dropped: selection.dropped,
    validation,
    leftOut,
    lineage: {
      sample: 'data/lendingclub/applications.csv.gz',
      sampleSha256: files.applicationsSha256,
      foldsSha256: files.foldsSha256,
      foldsSeed: FOLDS_SEED,
      codeVersion: files.version,
      rows: sample.table.rowCount,
      bads,
      candidates: STARTER_CANDIDATES.map((candidate) => candidate.name),
      settings: STARTER_SETTINGS,
    },
  });
  return publish(root, artefactText, options.isWriting ?? true);
}

type Extra = {
  readonly names: readonly string[];
  readonly candidates: readonly Characteristic[];
  readonly why: LeftOut['why'];
};

const EXTRAS: readonly Extra[] = [
  {
    names: ['int_rate', 'sub_grade'],
    candidates: VERDICT_CANDIDATES,
    why: {
      zh: '原放款方自己的定价与评级，是它的决定而不是申请人的事实',
      en: "The old lender's own price and grade: its decision, not a fact of the applicant",
    },
  },
  {
    names: ['incomeVerification'],
    candidates: [VERIFICATION_CANDIDATE],
    why: {
      zh: '核验方式由原放款方按风险选定，已核验者反而违约更多；用它会奖励未核验的收入',
      en: 'The old lender chose by risk whom to verify, so the verified default more: it would reward unproven income',
    },
  },
  {
    names: ['region'],
    candidates: [REGION_CANDIDATE],
    why: {
      zh: '公平信贷：居住地可能成为受保护特征的替代变量，且 50 个地区在此样本上不稳定',
      en: 'Fair lending: where one lives can stand in for who one is; and 50 regions are unstable on this sample',
    },
  },
];

/** The same procedure with candidates added that the card does without. */
function measureExtra(sample: StarterSample, extra: Extra, without: Metrics): LeftOut {
  const { mean } = good(
    crossValidate(sample, [...STARTER_CANDIDATES, ...extra.candidates], STARTER_SETTINGS),
  );
  return { names: extra.names, why: extra.why, meanWith: mean, aucCost: mean.auc - without.auc };
}

type SampleFiles = {
  readonly texts: { readonly applications: string; readonly folds: string };
  readonly applicationsSha256: string;
  readonly foldsSha256: string;
  readonly version: string;
};

async function readSampleFiles(root: string): Promise<SampleFiles> {
  const folder = join(root, 'data/lendingclub');
  const applications = await readFile(join(folder, 'applications.csv.gz'));
  const folds = await readFile(join(folder, 'folds.csv.gz'));
  const version: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const unzipped = (bytes: Buffer): string =>
    gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES }).toString('utf8');
  return {
    texts: { applications: unzipped(applications), folds: unzipped(folds) },
    applicationsSha256: sha256(applications),
    foldsSha256: sha256(folds),
    version:
      typeof version === 'object' && version !== null && 'version' in version ? String(version.version) : '',
  };
}

/** Writes what changed. The tables are made from the document as read back, so both say the same numbers. */
async function publish(root: string, artefactText: string, isWriting: boolean): Promise<TrainReport> {
  const artefact = good(readArtefact(artefactText));
  const artefactPath = join(root, 'policies/starter/scorecard.json');
  const policyPath = join(root, 'policies/starter/policy.dmn');
  const oldArtefact = existsSync(artefactPath) ? await readFile(artefactPath, 'utf8') : null;
  const oldPolicy = existsSync(policyPath) ? await readFile(policyPath, 'utf8') : null;
  const policyText = oldPolicy === null ? null : good(spliceScorecard(oldPolicy, artefact.scorecard));
  if (isWriting && oldArtefact !== artefactText) await replaceFile(artefactPath, artefactText);
  if (isWriting && policyText !== null && policyText !== oldPolicy) await replaceFile(policyPath, policyText);
  const bins = artefact.scorecard.characteristics.reduce((sum, each) => sum + each.bins.length, 0);
  return {
    artefactPath,
    artefactText,
    artefactSha256: sha256(artefactText),
    isArtefactChanged: oldArtefact !== artefactText,
    policyPath: oldPolicy === null ? null : policyPath,
    policyText,
    isPolicyChanged: policyText !== oldPolicy,
    scorecard: artefact.scorecard,
    tableRows: bins + 1,
    mean: artefact.validation.mean,
    leftOut: artefact.leftOut,
  };
}

/** A reader sees the old file or the new one, never half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function good<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new TrainError(result);
}

function printReport(report: TrainReport): void {
  const line = (name: string, metrics: Metrics): string =>
    `${name.padEnd(32)} AUC ${metrics.auc.toFixed(3)}  KS ${metrics.ks.toFixed(3)}  Brier ${metrics.brier.toFixed(4)}`;
  const { scorecard } = report;
  const changed = (is: boolean): string => (is ? 'written' : 'unchanged');
  const lines = [
    line('starter card, mean of 5 folds', report.mean),
    ...report.leftOut.map((each) => line(`  with ${each.names.join(', ')}`, each.meanWith)),
    `${scorecard.characteristics.length} characteristics, ${report.tableRows} rows, ` +
      `scores ${scorecard.minScore} to ${scorecard.maxScore}`,
    `${report.artefactPath} ${changed(report.isArtefactChanged)}, sha256 ${report.artefactSha256}`,
    report.policyPath === null
      ? 'no starter policy to update'
      : `${report.policyPath} ${changed(report.isPolicyChanged)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `plimsoll train [--dry-run]`: trains, writes what changed, and prints what it measured. */
export async function runTraining(request: CommandRequest): Promise<ExitCode> {
  const steps = EXTRAS.length + 2;
  const progress = startProgress({ en: 'Training', zh: '训练' }, steps, request.isJson);
  const report = await train({
    isWriting: request.options['dryRun'] !== true,
    onStep: (done) => progress.advance(done),
  });
  progress.advance(steps);
  progress.finish();
  if (request.isJson) printJson({ ok: true, ...summaryOf(report) });
  else printReport(report);
  return exitCode.done;
}

/** The report without the texts of the files it wrote. */
function summaryOf({ artefactText: _artefact, policyText: _policy, scorecard, ...rest }: TrainReport) {
  return { ...rest, characteristics: scorecard.characteristics.map((each) => each.name) };
}
