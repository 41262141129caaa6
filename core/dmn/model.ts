/** The model for showing: plain JSON, decisions in requirement order, tables as tables, texts as written. */
import type { Program } from './boxed.ts';
import type { LinkedModel } from './read-models.ts';
import {
  type Aggregation,
  type HitPolicy,
  type LocalText,
  qualify,
  referenceTo,
  type SourceDecision,
  type SourceElement,
  type SourceExpression,
  type SourceInput,
  type SourceKnowledge,
  type SourceModel,
  type SourceParameter,
  type SourceService,
} from './source.ts';

export type ModelParameter = { readonly name: string; readonly type: string | null };

export type ModelTable = {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly {
    readonly label: string;
    readonly expression: string;
    readonly type: string | null;
    readonly values: string | null;
    /** Which way the result must go along it; absent when the policy doesn't say. */
    readonly monotone?: string;
  }[];
  readonly outputs: readonly {
    readonly name: string | null;
    readonly label: string;
    readonly type: string | null;
    readonly values: string | null;
    readonly fallback: string | null;
  }[];
  readonly annotations: readonly string[];
  readonly rules: readonly {
    readonly index: number;
    readonly id: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly annotations: readonly string[];
  }[];
};

/** An expression as it is shown; `type` when one is declared for it. */
export type ModelLogic = ModelExpression & { readonly type?: string };

type ModelExpression =
  | { readonly kind: 'literal'; readonly text: string }
  | ModelTable
  | {
      readonly kind: 'context';
      readonly entries: readonly {
        readonly name: string | null;
        readonly type: string | null;
        readonly logic: ModelLogic;
      }[];
    }
  | {
      readonly kind: 'relation';
      readonly columns: readonly ModelParameter[];
      readonly rows: readonly (readonly ModelLogic[])[];
    }
  | { readonly kind: 'list'; readonly items: readonly ModelLogic[] }
  | {
      readonly kind: 'invocation';
      readonly callee: ModelLogic;
      readonly bindings: readonly { readonly name: string; readonly logic: ModelLogic }[];
    }
  | { readonly kind: 'function'; readonly parameters: readonly ModelParameter[]; readonly body: ModelLogic }
  | {
      readonly kind: 'conditional';
      readonly condition: ModelLogic;
      readonly then: ModelLogic;
      readonly otherwise: ModelLogic;
    }
  | { readonly kind: 'filter'; readonly source: ModelLogic; readonly match: ModelLogic }
  | {
      readonly kind: 'iteration';
      readonly iteration: 'for' | 'some' | 'every';
      readonly variable: string;
      readonly source: ModelLogic;
      readonly body: ModelLogic;
    }
  | { readonly kind: 'missing' };

export type ModelInput = {
  readonly name: string;
  readonly label: LocalText;
  readonly type: string | null;
  readonly unit: string | null;
  readonly whenMissing: string | null;
  readonly model?: string;
};
export type ModelDecision = {
  readonly name: string;
  readonly label: LocalText;
  readonly type: string | null;
  /** Names of inputs, decisions, knowledge models and services. */
  readonly requires: readonly string[];
  readonly logic: ModelLogic;
};
export type Model = {
  readonly name: string;
  readonly inputs: readonly ModelInput[];
  /** Each after what it requires. */
  readonly decisions: readonly ModelDecision[];
  readonly knowledge: readonly ModelDecision[];
  readonly services: readonly ModelService[];
  /** For a model that imports others: which model is meant by which name in which model. */
  readonly imports?: readonly ModelImports[];
};
export type ModelService = {
  readonly name: string;
  readonly label: LocalText;
  readonly outputs: readonly string[];
  /** The inputs and decisions that a call gives, in order. */
  readonly parameters?: readonly string[];
  readonly encapsulated?: readonly string[];
  readonly type?: string;
};
export type ModelImports = {
  /** The prefix of the model's names here; empty for the model itself. */
  readonly path: string;
  readonly imports: readonly { readonly name: string; readonly path: string }[];
};

/** Shows the model that was asked for, and what it needs of those that it imports, under their paths. */
export function buildModel(models: readonly LinkedModel[], program: Program): Model {
  const names = nameElements(models);
  const isReached = (name: string): boolean => program.reached.has(program.indexOf.get(name) ?? -1);
  const named = (references: readonly string[]): readonly string[] =>
    references.map((reference) => names.get(reference) ?? reference.slice(reference.lastIndexOf('#') + 1));
  const show = (element: SourceElement, logic: SourceExpression | null): ModelDecision => ({
    name: element.name,
    label: element.label,
    type: element.typeRef,
    requires: named(element.requires),
    logic: logic === null ? { kind: 'missing' } : showLogic(logic),
  });
  const placed = models.flatMap(({ source, path }) => placeElements(source, path));
  const reached = placed.filter(({ source: { name } }) => isReached(name));
  const decisions = new Map(
    reached.flatMap((each) => (each.kind === 'decision' ? [[each.source.name, each.source] as const] : [])),
  );
  return {
    name: models[0]?.source.name ?? '',
    inputs: reached.flatMap((each) => (each.kind === 'input' ? [showInput(each.source)] : [])),
    decisions: program.order.flatMap((index) => {
      const decision = decisions.get(program.globals[index]?.name ?? '');
      return decision === undefined ? [] : [show(decision, decision.logic)];
    }),
    knowledge: reached.flatMap((each) =>
      each.kind === 'knowledge' ? [show(each.source, each.source.logic)] : [],
    ),
    services: reached.flatMap((each) => (each.kind === 'service' ? [showService(each.source, named)] : [])),
    ...(models.length > 1 ? { imports: models.map((model) => showImports(model, models)) } : {}),
  };
}

/** Full names by reference. */
function nameElements(models: readonly LinkedModel[]): ReadonlyMap<string, string> {
  return new Map(
    models.flatMap(({ source: { namespace, inputs, decisions, knowledge, services }, path }) =>
      [...inputs, ...decisions, ...knowledge, ...services].map(
        ({ id, name }) => [referenceTo(namespace, id), qualify(path, name)] as const,
      ),
    ),
  );
}

type Placed =
  | { readonly kind: 'input'; readonly source: SourceInput }
  | { readonly kind: 'decision'; readonly source: SourceDecision }
  | { readonly kind: 'knowledge'; readonly source: SourceKnowledge }
  | { readonly kind: 'service'; readonly source: SourceService };

/** Elements with their full names. */
function placeElements(source: SourceModel, path: string): readonly Placed[] {
  const place = <T extends SourceElement>(element: T): T => ({
    ...element,
    name: qualify(path, element.name),
  });
  return [
    ...source.inputs.map((each): Placed => ({ kind: 'input', source: place(each) })),
    ...source.decisions.map((each): Placed => ({ kind: 'decision', source: place(each) })),
    ...source.knowledge.map((each): Placed => ({ kind: 'knowledge', source: place(each) })),
    ...source.services.map((each): Placed => ({ kind: 'service', source: place(each) })),
  ];
}

function showService(
  { name, label, typeRef, outputs, inputs, inputDecisions, encapsulated }: SourceService,
  named: (references: readonly string[]) => readonly string[],
): ModelService {
  return {
    name,
    label,
    outputs: named(outputs),
    ...(inputs.length + inputDecisions.length > 0
      ? { parameters: [...named(inputs), ...named(inputDecisions)] }
      : {}),
    ...(encapsulated.length > 0 ? { encapsulated: named(encapsulated) } : {}),
    ...(typeRef === null ? {} : { type: typeRef }),
  };
}

function showImports({ path, imports }: LinkedModel, models: readonly LinkedModel[]): ModelImports {
  return {
    path,
    imports: imports.map(({ name, model }) => ({ name, path: models[model]?.path ?? '' })),
  };
}

function showInput({ name, label, typeRef, unit, whenMissing, model }: SourceInput): ModelInput {
  return { name, label, type: typeRef, unit, whenMissing, ...(model === undefined ? {} : { model }) };
}

function showParameters(parameters: readonly SourceParameter[]): readonly ModelParameter[] {
  return parameters.map(({ name, typeRef }) => ({ name, type: typeRef }));
}

function showLogic(source: SourceExpression): ModelLogic {
  const { typeRef } = source;
  return typeRef === null ? showExpression(source) : { ...showExpression(source), type: typeRef };
}

function showExpression(source: SourceExpression): ModelExpression {
  switch (source.kind) {
    case 'literal':
      return { kind: 'literal', text: source.text };
    case 'table':
      return showTable(source);
    case 'context':
      return {
        kind: 'context',
        entries: source.entries.map(({ name, typeRef, value }) => ({
          name,
          type: typeRef,
          logic: showLogic(value),
        })),
      };
    case 'relation':
      return {
        kind: 'relation',
        columns: showParameters(source.columns),
        rows: source.rows.map((row) => row.map(showLogic)),
      };
    case 'list':
      return { kind: 'list', items: source.items.map(showLogic) };
    case 'invocation':
      return {
        kind: 'invocation',
        callee: showLogic(source.callee),
        bindings: source.bindings.map(({ name, value }) => ({ name, logic: showLogic(value) })),
      };
    case 'function':
      return {
        kind: 'function',
        parameters: showParameters(source.parameters),
        body: showLogic(source.body),
      };
    case 'conditional':
      return {
        kind: 'conditional',
        condition: showLogic(source.condition),
        then: showLogic(source.then),
        otherwise: showLogic(source.otherwise),
      };
    case 'filter':
      return { kind: 'filter', source: showLogic(source.source), match: showLogic(source.match) };
    case 'iteration': {
      const { iteration, variable } = source;
      return {
        kind: 'iteration',
        iteration,
        variable,
        source: showLogic(source.source),
        body: showLogic(source.body),
      };
    }
    case 'missing':
      return { kind: 'missing' };
    default:
      return source satisfies never;
  }
}

function showTable(source: Extract<SourceExpression, { readonly kind: 'table' }>): ModelTable {
  const { hitPolicy, aggregation, annotations } = source;
  return {
    kind: 'table',
    hitPolicy,
    aggregation,
    inputs: source.inputs.map(({ label, text, typeRef, values, monotone }) => ({
      label,
      expression: text,
      type: typeRef,
      values,
      ...(monotone === undefined ? {} : { monotone }),
    })),
    outputs: source.outputs.map(({ name, label, typeRef, values, fallback }) => ({
      name,
      label,
      type: typeRef,
      values,
      fallback,
    })),
    annotations,
    rules: source.rules.map((rule, index) => ({ index, ...rule })),
  };
}
