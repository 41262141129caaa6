/** A version judged on a sample: the report of the core, as text to be kept, with the figures that events carry. */
import { canonicalize, type JsonValue, ok, type Result } from '@plimsoll/core/base';
import { columnSpecsOf, type ModelDocument, prepareModel, readModel } from '@plimsoll/core/model/document';
import { validateModel } from '@plimsoll/core/model/validate';
import { type CsvSource, inferTable, type Table, targetOf } from '@plimsoll/core/table';
import type { ModelFigures, Verdict } from '@plimsoll/loan/governance';
import type { Target } from '@plimsoll/api/model';
import type { Progress, Task } from './task.ts';

export type Validated = { readonly text: string; readonly verdict: Verdict; readonly figures: ModelFigures };

export type ScoredRows = {
  readonly document: ModelDocument;
  readonly table: Table;
  readonly probabilities: Float64Array;
  readonly margins: Float64Array;
};
export type JudgedRows = { readonly table: Table; readonly outcomes: Uint8Array };

const verdicts = { fails: 'fail', reservations: 'warn', holds: 'pass' } as const;

/** Judges. Refuses what the reader refuses, inputs that don't fit, and rows no figure can be taken of. */
export function validateOnSample(
  csv: CsvSource,
  { model, sample, target }: Extract<Task, { kind: 'validate' }>,
  onProgress: Progress,
): Result<Validated> {
  const document = readModel(model.text);
  if (!document.ok) return document;
  const rows = readRows(csv, document.value, target ?? document.value.target);
  if (!rows.ok) return rows;
  onProgress('measure', 0.3);
  const scored = scoreRows(document.value, rows.value.table);
  if (!scored.ok) return scored;
  const isTrained = document.value.lineage.sampleSha256 === sample.sha256;
  const report = validateModel({
    subject: {
      model: model.name,
      version: String(model.version),
      modelSha256: model.sha256,
      sample: sample.name,
      sampleSha256: sample.sha256,
      when: isTrained ? 'training' : 'held_out',
    },
    sample: {
      pds: scored.value.probabilities,
      scores: scored.value.margins,
      outcomes: rows.value.outcomes,
      table: scored.value.table,
    },
  });
  if (!report.ok) return report;
  const { discrimination, calibration, verdict } = report.value;
  return ok({
    text: canonicalize(report.value as unknown as { readonly [field: string]: JsonValue }),
    verdict: verdicts[verdict.outcome],
    figures: {
      auc: discrimination.auc.auc,
      ks: discrimination.ks,
      brier: calibration.brier.brier,
      logLoss: discrimination.logLoss,
    },
  });
}

/** The inputs of a document out of a file, kinds and absences as the document has them, and the outcomes. */
export function readRows(csv: CsvSource, document: ModelDocument, target: Target): Result<JudgedRows> {
  const specs = columnSpecsOf(document);
  const categories = specs.filter(({ kind }) => kind === 'categorical').map(({ from }) => from);
  const read = inferTable(csv, { categories: [...categories, target.column] });
  if (!read.ok) return read;
  const outcomes = targetOf(read.value.table, `${target.column}=${target.badValue}`);
  if (!outcomes.ok) return outcomes;
  return ok({ table: read.value.table, outcomes: outcomes.value });
}

export function scoreRows(document: ModelDocument, table: Table): Result<ScoredRows> {
  const scorer = prepareModel(document);
  if (!scorer.ok) return scorer;
  const scores = scorer.value.scoreTable(table);
  if (!scores.ok) return scores;
  const names = new Set(document.inputs.map(({ name }) => name));
  const inputs = { rowCount: table.rowCount, columns: table.columns.filter(({ name }) => names.has(name)) };
  const { probabilities, margins } = scores.value;
  return ok({ document, table: inputs, probabilities, margins });
}
