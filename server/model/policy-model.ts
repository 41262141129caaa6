/** A registered version as a policy asks it: its scorer, and its last day as the log has it now. */
import type pg from 'pg';
import { type JsonObject, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import { prepareModel, readModel } from '@plimsoll/core/model/document';
import { foldModel, modelStream, scoringRefusal, versionOf } from '@plimsoll/loan/governance';
import type { PolicyModel } from '@plimsoll/loan/origination';
import type { EventKind } from '@plimsoll/loan/spine';
import { readDocument, readStream } from '@plimsoll/server/store';

export type ResolvedModel = {
  readonly model: PolicyModel;
  /** Why it may not score on a day; null when it may. A past decision is made again all the same. */
  readonly refusalOn: (day: string) => Refusal | null;
};

/**
 * Reads a version and makes it ready. Refuses (`policy_model_unusable`) one that is not in the log, was never approved, or
 * whose document is not whole.
 */
export async function readPolicyModel(
  pool: pg.Pool,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<Result<ResolvedModel>> {
  const id = `${name}@${version}`;
  const unusable = (problem: string): Refusal =>
    refuse('policy_model_unusable', 'PSH-2', { model: id, problem });
  const events = await readStream(pool, modelStream(name));
  const model = foldModel(
    events.map(({ stream, kind, body, actor }) => ({
      stream,
      kind: kind as EventKind,
      body: JSON.parse(body) as JsonObject,
      actor,
    })),
  );
  const found = versionOf(model, version);
  if (found === null) return unusable('there is no such version');
  if (found.approved === null) return unusable(`the version is ${found.state}, not approved`);
  const { documentSha256 } = found.drafted;
  const text = await readDocument(pool, documentSha256);
  if (text === null) return unusable('its document is not in the database');
  const document = readModel(text);
  if (!document.ok) return document;
  const scorer = prepareModel(document.value);
  if (!scorer.ok) return scorer;
  const { scoreRow } = scorer.value;
  const { expiresDay } = found.approved;
  return ok({
    model: { id, documentSha256, expiresDay, inputs: document.value.inputs, scoreRow },
    refusalOn: (day) => scoringRefusal(name, found, day),
  });
}
