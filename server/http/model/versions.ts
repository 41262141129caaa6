/** Versions of models over HTTP: look, bring, judge, move, compare, score. */
import type {
  ImportModelQuery,
  ModelComparison,
  ModelDetail,
  ModelKey,
  ModelRow,
  ScoredRows,
  ScoreRows,
} from '@plimsoll/api/model';
import { fromUtf8, ok, type Result, refuse } from '@plimsoll/core/base';
import { writeModel } from '@plimsoll/core/model/document';
import { importForeign, isOwnDocument } from '@plimsoll/core/model/exchange';
import type { ModelCommand } from '@plimsoll/loan/governance';
import { exportDocument, readRows, type TaskModel, type Validated } from '@plimsoll/server/model';
import type { Readable } from 'node:stream';
import type { Static } from 'typebox';
import { answer, refuseCall, type RoomHandlers } from '../call.ts';
import { type ModelPorts, runForCaller } from './ports.ts';
import { presentDetail, presentRow } from './present.ts';

type Handlers = Pick<
  RoomHandlers<'model'>,
  | 'listModels'
  | 'readModel'
  | 'readModelDocument'
  | 'readModelReport'
  | 'exportModel'
  | 'importModel'
  | 'validateModel'
  | 'approveModel'
  | 'makeModelLive'
  | 'retireModel'
  | 'rejectModel'
  | 'compareModels'
  | 'scoreModel'
  | 'scoreLiveModel'
>;

const DOCUMENT_LIMIT_BYTES = 64 * 1024 * 1024;
const USUAL_APPROVAL_SHARE = 0.8;
/** Rows whose reasons are told in one call: an exact explanation costs as much as a thousand scores. */
const EXPLAINED_LIMIT = 100;

/** The handlers of versions. */
export function createVersionHandlers(ports: ModelPorts): Handlers {
  const { pool, models } = ports;
  const end =
    (kind: 'make_live' | 'retire' | 'reject') =>
    async ({ params, body: { note }, caller }: EndCall) =>
      moved(ports, params, { command: { kind, version: params.version, note }, actor: caller.actor });
  return {
    listModels: async () => {
      const day = models.day();
      return answer({ rows: (await readRows(pool)).map((row): ModelRow => presentRow(row, day)) });
    },
    readModel: async ({ params, caller }) => detailOf(ports, params, caller.actor),
    readModelDocument: async ({ params }) => {
      const found = await models.find(params);
      if (found === null) return refuseCall('model_not_found');
      const text = await models.text(found.version);
      return { ...answer(JSON.parse(text) as Record<string, never>), text };
    },
    readModelReport: async ({ params }) => {
      const found = await models.find(params);
      if (found === null) return refuseCall('model_not_found');
      const { validated } = found.version;
      const report = await models.report(found.version);
      const event = found.events.findLast(
        ({ kind, body }) => kind === 'model.validated' && JSON.parse(body).version === params.version,
      );
      if (validated === null || report === null || event === undefined)
        return refuseCall('model_not_validated');
      const { reportSha256: sha256, sampleSha256 } = validated;
      return answer({ sha256, sampleSha256, bookedAt: event.bookedAt, report });
    },
    exportModel: async ({ params, query: { format } }) => {
      const found = await models.find(params);
      if (found === null) return refuseCall('model_not_found');
      const document = await models.document(found.version);
      if (!document.ok) return document;
      const exported = exportDocument(document.value, `${params.name}-${params.version}`, format);
      return exported.ok ? answer(exported.value) : exported;
    },
    importModel: async ({ upload, query, caller }) => {
      const drafted = await importDocument(ports, { upload, query, actor: caller.actor });
      return drafted.ok ? detailOf(ports, drafted.value, caller.actor) : drafted;
    },
    validateModel: createValidate(ports),
    approveModel: async ({ params, body, caller }) =>
      moved(ports, params, {
        command: { kind: 'approve', version: params.version, ...body },
        actor: caller.actor,
      }),
    makeModelLive: end('make_live'),
    retireModel: end('retire'),
    rejectModel: end('reject'),
    compareModels: createCompare(ports),
    scoreModel: async ({ params, body }) => score(ports, params, body),
    scoreLiveModel: async ({ params: { name }, body }) => score(ports, { name, version: null }, body),
  };
}

type EndCall = {
  readonly params: ModelKey;
  readonly body: { readonly note: string };
  readonly caller: { readonly actor: string };
};
type DetailAnswer =
  | ReturnType<typeof answer<ModelDetail>>
  | ReturnType<typeof refuseCall>
  | Exclude<Result<never>, { readonly ok: true }>;

async function detailOf({ models }: ModelPorts, key: ModelKey, actor: string): Promise<DetailAnswer> {
  const [found, row] = await Promise.all([models.find(key), models.row(key)]);
  if (found === null || row === null) return refuseCall('model_not_found');
  const document = await models.document(found.version);
  if (!document.ok) return document;
  return answer(presentDetail({ found, row, document: document.value, actor, models }));
}

async function moved(
  ports: ModelPorts,
  key: ModelKey,
  { command, actor }: { readonly command: ModelCommand; readonly actor: string },
): Promise<DetailAnswer> {
  const done = await ports.models.move(key.name, command, actor);
  return done.ok ? detailOf(ports, key, actor) : done;
}

async function importDocument(
  { models }: ModelPorts,
  brought: { readonly upload: Readable; readonly query: ImportModelQuery; readonly actor: string },
): Promise<Result<ModelKey>> {
  const text = await readText(brought.upload, brought.query);
  if (!text.ok) return text;
  const parsed = kindOf(text.value);
  return models.draft({
    name: brought.query.name,
    text: text.value,
    kind: parsed.kind,
    origin: 'imported',
    sampleSha256: parsed.sampleSha256,
    figures: { auc: null, ks: null, brier: null, logLoss: null },
    actor: brought.actor,
  });
}

/** The text of a document: as it came, or written anew from a file of another tool. */
async function readText(upload: Readable, query: ImportModelQuery): Promise<Result<string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of upload as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > DOCUMENT_LIMIT_BYTES)
      return refuse('model_unreadable', 'MDL-9', {
        problem: 'the file is too large',
        limitBytes: DOCUMENT_LIMIT_BYTES,
      });
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const { name, column, badValue, format } = query;
  const isForeign =
    format === undefined ? column !== undefined && !isOwnDocument(bytes) : format !== 'plimsoll';
  if (isForeign) {
    const target = column === undefined || badValue === undefined ? null : { column, badValue };
    const document = importForeign({ bytes, name, target, format });
    return document.ok ? ok(writeModel(document.value)) : document;
  }
  const text = fromUtf8(bytes);
  return text === null ? refuse('model_unreadable', 'MDL-9', { problem: 'the file is not UTF-8' }) : ok(text);
}

/** What is said of an import; a text that is no document is refused when it is drafted. */
function kindOf(text: string): { readonly kind: string; readonly sampleSha256: string | null } {
  try {
    const document = JSON.parse(text) as {
      readonly body?: { readonly kind?: unknown };
      readonly lineage?: { readonly sampleSha256?: unknown };
    };
    const kind = document.body?.kind;
    const sample = document.lineage?.sampleSha256;
    return {
      kind: typeof kind === 'string' ? kind : 'unknown',
      sampleSha256: typeof sample === 'string' ? sample : null,
    };
  } catch {
    return { kind: 'unknown', sampleSha256: null };
  }
}

function createValidate(ports: ModelPorts): Handlers['validateModel'] {
  const { models, samples, runner } = ports;
  return async ({ params, body, caller }) => {
    const found = await models.find(params);
    if (found === null) return refuseCall('model_not_found');
    const sample = await samples.find(body.sample);
    if (sample === null) return refuseCall('sample_not_found');
    const judged = await runForCaller(runner, {
      kind: 'validate',
      path: samples.pathOf(body.sample),
      sample: { name: sample.name, sha256: sample.sha256 },
      model: await taskModel(ports, params, found.version.drafted.documentSha256),
      target: body.target ?? null,
    });
    if (!judged.ok) return judged;
    const { text, verdict, figures } = judged.value as unknown as Validated;
    const reportSha256 = await models.keepReport(text);
    const { version } = params;
    const command = {
      kind: 'validate',
      version,
      reportSha256,
      sampleSha256: sample.sha256,
      verdict,
      figures,
    } as const;
    return moved(ports, params, { command: { ...command, note: body.note }, actor: caller.actor });
  };
}

async function taskModel({ models }: ModelPorts, key: ModelKey, sha256: string): Promise<TaskModel> {
  const found = await models.find(key);
  return { ...key, sha256, text: found === null ? '' : await models.text(found.version) };
}

function createCompare(ports: ModelPorts): Handlers['compareModels'] {
  const { models, samples, runner } = ports;
  return async ({ body: { left, right, sample, target, approvalShare } }) => {
    const [one, other] = await Promise.all([models.find(left), models.find(right)]);
    if (one === null || other === null) return refuseCall('model_not_found');
    if ((await samples.find(sample)) === null) return refuseCall('sample_not_found');
    const compared = await runForCaller(runner, {
      kind: 'compare',
      path: samples.pathOf(sample),
      left: await taskModel(ports, left, one.version.drafted.documentSha256),
      right: await taskModel(ports, right, other.version.drafted.documentSha256),
      target,
      approvalShare: approvalShare ?? USUAL_APPROVAL_SHARE,
    });
    return compared.ok ? answer(compared.value as unknown as ModelComparison) : compared;
  };
}

async function score(
  { models }: ModelPorts,
  key: { readonly name: string; readonly version: number | null },
  { rows, reasons = false }: Static<typeof ScoreRows>,
): Promise<ReturnType<typeof answer<ScoredRows>> | Exclude<Result<never>, { readonly ok: true }>> {
  if (reasons && rows.length > EXPLAINED_LIMIT)
    return refuse('model_input_refused', 'MDL-8', {
      problem: 'too many rows to explain',
      limit: EXPLAINED_LIMIT,
    });
  const ready = await models.scorer(key);
  if (!ready.ok) return ready;
  const { scorer, version } = ready.value;
  const scored: ScoredRows['rows'] = [];
  for (const [row, values] of rows.entries()) {
    const found = scorer.scoreRow(values);
    if (!found.ok) return { ...found, facts: { ...found.facts, row } };
    const effects = reasons ? scorer.explainRow(values) : null;
    if (effects?.ok === false) return { ...effects, facts: { ...effects.facts, row } };
    const told = effects === null ? {} : { reasons: effects.value.effects.map((each) => ({ ...each })) };
    scored.push({ ...found.value, ...told });
  }
  const { documentSha256 } = version.drafted;
  return answer({ name: key.name, version: version.version, documentSha256, rows: scored });
}
