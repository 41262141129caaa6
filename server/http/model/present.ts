/** Versions as callers read them. */
import type { ModelDetail, ModelRow } from '@plimsoll/api/model';
import type { JsonObject } from '@plimsoll/core/base';
import type { ModelDocument } from '@plimsoll/core/model/document';
import { modelMoves, refusalOf } from '@plimsoll/loan/governance';
import type { ModelRegistry, StoredModel, VersionRow } from '@plimsoll/server/model';

/** A row of the list, as of a day. */
export function presentRow(row: VersionRow, day: string): ModelRow {
  const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    name: row.name,
    version: row.version,
    state: row.state as ModelRow['state'],
    kind: row.document_kind,
    documentSha256: row.document_sha256,
    sampleSha256: row.sample_sha256,
    author: row.author,
    draftedAt: row.drafted_at.toISOString(),
    validatedAt: instant(row.validated_at),
    approvedBy: row.approved_by,
    approvedAt: instant(row.approved_at),
    liveAt: instant(row.live_at),
    endedAt: instant(row.ended_at),
    expiresDay: row.expires_day,
    revalidateDay: row.revalidate_day,
    isExpired: row.expires_day !== null && day > row.expires_day,
    isRevalidationDue: row.revalidate_day !== null && day > row.revalidate_day,
    figures: { auc: row.auc, ks: row.ks, brier: row.brier, logLoss: row.log_loss },
  };
}

type Presented = {
  readonly found: StoredModel;
  readonly row: VersionRow;
  readonly document: ModelDocument;
  /** Who asks: what may be done depends on it. */
  readonly actor: string;
  readonly models: Pick<ModelRegistry, 'day' | 'usesOf'>;
};

/** All of one version. */
export function presentDetail({ found, row, document, actor, models }: Presented): ModelDetail {
  const { model, version, events } = found;
  const day = models.day();
  const activeUses = (number: number): readonly string[] => models.usesOf(model.name, number);
  const moves = modelMoves.map((move) => {
    const refusal = refusalOf(model, { version, move }, { day, actor, activeUses });
    return { move, isAllowed: refusal === null, refusal: refusal?.code ?? null };
  });
  return {
    ...presentRow(row, day),
    target: document.target,
    inputs: document.inputs.map(({ name, kind }) => ({ name, kind, levels: levelsOf(document, name) })),
    lineage: document.lineage,
    validation: document.validation,
    moves,
    events: events
      .map(({ id, kind, bookedAt, actor: by, body }) => ({
        id,
        kind,
        bookedAt,
        actor: by,
        body: JSON.parse(body) as JsonObject,
      }))
      .filter(({ body }) => body['version'] === version.version),
    usedBy: [...activeUses(version.version)],
  };
}

/** The levels of an input that the model tells apart. */
function levelsOf({ body }: ModelDocument, name: string): string[] {
  if (body.kind === 'trees')
    return [...(body.ensemble.inputs.find((input) => input.name === name)?.levels ?? [])];
  if (body.kind === 'glass')
    return [...(body.glass.shapes.find(({ input }) => input.name === name)?.input.levels ?? [])];
  const bins = body.scorecard.characteristics.find((each) => each.name === name)?.bins ?? [];
  return bins.flatMap(({ cell }) => (cell.kind === 'levels' ? [...cell.levels] : []));
}
