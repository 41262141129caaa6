/** A policy: one decision model, read, linked, checked, hashed, and shown as plain data. */
import type { Refusal, Result } from '@plimsoll/core/base';
import type { Program } from './boxed.ts';
import { linkModel } from './link.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { hashMeaning } from './meaning.ts';
import { buildModel, type Model } from './model.ts';
import { readElements } from './moddle.ts';
import { createProblem, type Problem } from './problem.ts';
import { readSource } from './read-source.ts';
import type { DataType, TypeTable } from './item.ts';
import type { LocalText, SourceInput, SourceModel } from './source.ts';
import { passGate } from './xml.ts';

export type PolicyInput = {
  readonly name: string;
  readonly type: 'number' | 'string' | 'boolean' | 'any';
  /** The allowed texts, when the type is a list of them. */
  readonly allowedValues: readonly string[] | null;
  /** `refer`: a case without it goes to a person; `allowed`: the policy says itself what its absence means. */
  readonly whenMissing: 'refer' | 'allowed';
  readonly unit: string | null;
  readonly label: LocalText;
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
  /** The model as its file says it: what versions are compared by. */
  readonly source: SourceModel;
  /** The linked tree; for the runners of this folder. */
  readonly program: Program;
};

/** The model can't be used: every problem that was found, with its place. */
export type PolicyFault = Refusal & { readonly problems: readonly Problem[] };

/** `imports`: the texts of the models that this one may import. */
export type ReadOptions = { readonly imports?: readonly string[] };

/**
 * Reads, links and checks a DMN 1.1–1.5 file.
 * Refuses (`policy_invalid`, DMN-1) a file with any problem: not XML, unknown names, unreadable expressions, cycles,
 * missing requirements, unknown types, duplicate names, malformed tables.
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
  _options: ReadOptions = {},
): Promise<{ readonly policy: Policy | null; readonly problems: readonly Problem[] }> {
  const gate = passGate(xml);
  if (!gate.ok) return { policy: null, problems: [createProblem(gate.code, {})] };
  const read = await readFile(gate.xml);
  if ('message' in read)
    return { policy: null, problems: [createProblem('DMN_XML', {}, { message: read.message })] };
  const { source, unread } = read;
  const { program, types, problems } = linkModel(source);
  const inputProblems = source.inputs
    .filter(({ whenMissing }) => whenMissing !== null && whenMissing !== 'refer' && whenMissing !== 'allowed')
    .map(({ name }) => createProblem('DMN_WHEN_MISSING', { element: name }));
  const model = buildModel(source, program);
  const policy: Policy = {
    name: source.name,
    hash: hashMeaning(source),
    inputs: source.inputs.map((input) => showInput(input, types)),
    decisions: model.decisions.map(({ name, label, requires }) => ({ name, label, requires })),
    model,
    source,
    program,
  };
  return { policy, problems: [...unread, ...problems, ...inputProblems].slice(0, MAX_PROBLEMS) };
}

type ReadFile = { readonly source: SourceModel; readonly unread: readonly Problem[] };

async function readFile(xml: string): Promise<ReadFile | { readonly message: string }> {
  try {
    const { root, warnings } = await readElements(xml);
    return { source: readSource(root), unread: warnings.filter(isMeaning).map(unreadProblem) };
  } catch (error) {
    return { message: error instanceof Error ? firstLine(error.message) : 'unreadable' };
  }
}

/** What the reader passes over is a problem, layout apart: a rule that nobody read must not be lost in silence. */
function isMeaning(warning: string): boolean {
  return !/<(?:\w+:)?DMNDI>/.test(firstLine(warning));
}

function unreadProblem(warning: string): Problem {
  return createProblem('DMN_UNREAD', {}, { message: firstLine(warning) });
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}

function showInput(input: SourceInput, types: TypeTable): PolicyInput {
  const type = input.typeRef === null ? null : types.find(input.typeRef);
  const kind = type?.feel.kind ?? 'any';
  return {
    name: input.name,
    type: kind === 'number' || kind === 'string' || kind === 'boolean' ? kind : 'any',
    allowedValues: allowedTexts(type),
    whenMissing: input.whenMissing === 'allowed' ? 'allowed' : 'refer',
    unit: input.unit,
    label: input.label,
  };
}

function allowedTexts(type: DataType | null): readonly string[] | null {
  const values = type?.order ?? null;
  return values !== null && values.every((value) => typeof value === 'string') ? values : null;
}
