/** A policy: one decision model, read, linked, checked, hashed, and shown as plain data. */
import type { Refusal, Result } from '@plimsoll/core/base';
import type { Program } from './boxed.ts';
import type { DataType } from './item.ts';
import { linkModels } from './link.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { hashModels } from './meaning.ts';
import { buildModel, type Model, type ModelInput } from './model.ts';
import { createProblem, type Problem } from './problem.ts';
import { type LinkedModel, readModels } from './read-models.ts';
import type { LocalText, SourceModel } from './source.ts';
import { splitModels } from './xml.ts';

export type PolicyInput = {
  readonly name: string;
  readonly type: 'number' | 'string' | 'boolean' | 'any';
  /** The allowed texts, when the type is a list of them. */
  readonly allowedValues: readonly string[] | null;
  /** `refer`: a case without it goes to a person; `allowed`: the policy says itself what its absence means. */
  readonly whenMissing: 'refer' | 'allowed';
  readonly unit: string | null;
  readonly label: LocalText;
  /** The registered model that gives it; absent where a caller does. */
  readonly model?: { readonly name: string; readonly version: number };
};

export type PolicyDecision = {
  readonly name: string;
  readonly label: LocalText;
  readonly requires: readonly string[];
};

export type Policy = {
  readonly name: string;
  /** SHA-256 in hex of the canonical meaning. */
  readonly hash: string;
  readonly inputs: readonly PolicyInput[];
  /** Each after what it requires. */
  readonly decisions: readonly PolicyDecision[];
  readonly model: Model;
  /** The model as its file says it. */
  readonly source: SourceModel;
  /** The same and what it imports, the model itself first: what versions are compared by. */
  readonly models: readonly LinkedModel[];
  /** The linked tree; for the runners of this folder. */
  readonly program: Program;
};

/** The model can't be used: every problem that was found, with its place. */
export type PolicyFault = Refusal & { readonly problems: readonly Problem[] };

export type ReadOptions = {
  /** The texts of other models that this one may import; each is found by its namespace, and read only if it is. */
  readonly imports?: readonly string[];
};

/**
 * Reads, links and checks a DMN 1.1–1.5 file with what it imports. A text that holds several models (`joinModels`)
 * brings its imports along.
 * Refuses (`policy_invalid`, DMN-1) a file with any problem: not XML, unknown names, unreadable expressions, cycles,
 * missing requirements, unknown types, duplicate names, malformed tables, imports that aren't there.
 */
export async function readPolicy(
  xml: string,
  options: ReadOptions = {},
): Promise<Result<Policy, PolicyFault>> {
  const draft = await readPolicyDraft(xml, options);
  if (draft.policy !== null && draft.problems.length === 0) return { ok: true, value: draft.policy };
  const first = draft.problems[0];
  const facts = {
    problems: draft.problems.length,
    first: first?.text.en ?? '',
    element: first?.place.element ?? null,
  };
  return { ok: false, code: 'policy_invalid', rule: 'DMN-1', facts, problems: draft.problems };
}

/** Like `readPolicy`, but what can be read of a broken file comes too: its broken parts give null with an error. */
export async function readPolicyDraft(
  xml: string,
  options: ReadOptions = {},
): Promise<{ readonly policy: Policy | null; readonly problems: readonly Problem[] }> {
  const texts = splitModels(xml);
  const read = await readModels(texts.xml, [...texts.imports, ...(options.imports ?? [])]);
  const main = read.models[0];
  if (main === undefined) return { policy: null, problems: read.problems };
  const { program, problems } = linkModels(read);
  const model = buildModel(read.models, program);
  const policy: Policy = {
    name: main.source.name,
    hash: hashModels(read.models),
    inputs: model.inputs.map((input) => showInput(input, program)),
    decisions: model.decisions.map(({ name, label, requires }) => ({ name, label, requires })),
    model,
    source: main.source,
    models: read.models,
    program,
  };
  const found = [...read.problems, ...problems, ...findInputProblems(model)];
  return { policy, problems: found.slice(0, MAX_PROBLEMS) };
}

/** The name under which a policy knows an element of one of its models; null when there is none. */
export function findElement(
  { program }: Policy,
  element: { readonly namespace: string; readonly name: string },
): string | null {
  const index = program.origins.findIndex(
    ({ namespace, name }) => namespace === element.namespace && name === element.name,
  );
  return program.globals[index]?.name ?? null;
}

function findInputProblems({ inputs }: Model): readonly Problem[] {
  const isKnown = (rule: string | null): boolean => rule === null || rule === 'refer' || rule === 'allowed';
  return [
    ...inputs
      .filter(({ whenMissing }) => !isKnown(whenMissing))
      .map(({ name }) => createProblem('DMN_WHEN_MISSING', { element: name })),
    ...inputs
      .filter(({ model }) => model !== undefined && modelOf(model) === null)
      .map(({ name }) => createProblem('DMN_MODEL', { element: name })),
  ];
}

const MODEL = /^([a-z][a-z0-9-]{0,62})@([1-9]\d{0,4})$/;

/** `consumer@3` as name and version; null when it is not of that form. */
function modelOf(text: string): { readonly name: string; readonly version: number } | null {
  const [, name, version] = MODEL.exec(text) ?? [];
  return name === undefined ? null : { name, version: Number(version) };
}

function showInput(input: ModelInput, program: Program): PolicyInput {
  const global = program.globals[program.indexOf.get(input.name) ?? -1];
  const type = global?.kind === 'input' ? global.fit : null;
  const kind = type?.feel.kind ?? 'any';
  const model = input.model === undefined ? null : modelOf(input.model);
  return {
    name: input.name,
    type: kind === 'number' || kind === 'string' || kind === 'boolean' ? kind : 'any',
    allowedValues: allowedTexts(type),
    whenMissing: input.whenMissing === 'allowed' ? 'allowed' : 'refer',
    unit: input.unit,
    label: input.label,
    ...(model === null ? {} : { model }),
  };
}

function allowedTexts(type: DataType | null): readonly string[] | null {
  const values = type?.order ?? null;
  return values !== null && values.every((value) => typeof value === 'string') ? values : null;
}
