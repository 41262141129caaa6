/** The model for showing: plain JSON, decisions in requirement order, tables as tables, texts as written. */
import type { Program } from './boxed.ts';
import type {
  Aggregation,
  HitPolicy,
  LocalText,
  SourceElement,
  SourceExpression,
  SourceInput,
  SourceModel,
  SourceParameter,
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

export type ModelLogic =
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
  readonly services: readonly {
    readonly name: string;
    readonly label: LocalText;
    readonly outputs: readonly string[];
  }[];
};

export function buildModel(source: SourceModel, program: Program): Model {
  const names = new Map(
    [...source.inputs, ...source.decisions, ...source.knowledge, ...source.services].map(({ id, name }) => [
      id,
      name,
    ]),
  );
  const named = (ids: readonly string[]): readonly string[] => ids.map((id) => names.get(id) ?? id);
  const show = (element: SourceElement, logic: SourceExpression | null): ModelDecision => ({
    name: element.name,
    label: element.label,
    type: element.typeRef,
    requires: named(element.requires),
    logic: logic === null ? { kind: 'missing' } : showLogic(logic),
  });
  const byName = new Map(source.decisions.map((decision) => [decision.name, decision]));
  return {
    name: source.name,
    inputs: source.inputs.map(showInput),
    decisions: program.order.flatMap((index) => {
      const decision = byName.get(program.globals[index]?.name ?? '');
      return decision === undefined ? [] : [show(decision, decision.logic)];
    }),
    knowledge: source.knowledge.map((element) => show(element, element.logic)),
    services: source.services.map(({ name, label, outputs }) => ({ name, label, outputs: named(outputs) })),
  };
}

function showInput({ name, label, typeRef, unit, whenMissing }: SourceInput): ModelInput {
  return { name, label, type: typeRef, unit, whenMissing };
}

function showParameters(parameters: readonly SourceParameter[]): readonly ModelParameter[] {
  return parameters.map(({ name, typeRef }) => ({ name, type: typeRef }));
}

function showLogic(source: SourceExpression): ModelLogic {
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
    inputs: source.inputs.map(({ label, text, typeRef, values }) => ({
      label,
      expression: text,
      type: typeRef,
      values,
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
