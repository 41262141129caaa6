/**
 * A decision model as its file says it, as plain readonly data: nothing is resolved yet, expressions are texts.
 * What DMN 1.1–1.5 say differently is the same here.
 */

export type LocalText = { readonly zh: string; readonly en: string };

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

type Typed = { readonly typeRef: string | null };

export type SourceTable = Typed & {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  /** A hit policy or an aggregation that the standard doesn't have. */
  readonly unknown?: string;
  readonly inputs: readonly {
    readonly label: string;
    readonly text: string;
    readonly typeRef: string | null;
    readonly values: string | null;
    /** Which way the result must go along it, as written; absent when the policy doesn't say. */
    readonly monotone?: string;
  }[];
  readonly outputs: readonly {
    readonly name: string | null;
    readonly label: string;
    readonly typeRef: string | null;
    readonly values: string | null;
    readonly fallback: string | null;
  }[];
  readonly annotations: readonly string[];
  readonly rules: readonly SourceRule[];
};

export type SourceRule = {
  readonly id: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly annotations: readonly string[];
};

export type SourceParameter = { readonly name: string; readonly typeRef: string | null };

export type SourceExpression =
  | (Typed & { readonly kind: 'literal'; readonly text: string })
  | SourceTable
  | (Typed & {
      readonly kind: 'context';
      readonly entries: readonly {
        readonly name: string | null;
        readonly typeRef: string | null;
        readonly value: SourceExpression;
      }[];
    })
  | (Typed & {
      readonly kind: 'relation';
      readonly columns: readonly SourceParameter[];
      readonly rows: readonly (readonly SourceExpression[])[];
    })
  | (Typed & { readonly kind: 'list'; readonly items: readonly SourceExpression[] })
  | (Typed & {
      readonly kind: 'invocation';
      readonly callee: SourceExpression;
      readonly bindings: readonly { readonly name: string; readonly value: SourceExpression }[];
    })
  | SourceFunction
  | (Typed & {
      readonly kind: 'conditional';
      readonly condition: SourceExpression;
      readonly then: SourceExpression;
      readonly otherwise: SourceExpression;
    })
  | (Typed & { readonly kind: 'filter'; readonly source: SourceExpression; readonly match: SourceExpression })
  | (Typed & {
      readonly kind: 'iteration';
      readonly iteration: 'for' | 'some' | 'every';
      readonly variable: string;
      readonly source: SourceExpression;
      readonly body: SourceExpression;
    })
  | (Typed & { readonly kind: 'missing'; readonly what: string });

export type SourceFunction = Typed & {
  readonly kind: 'function';
  readonly parameters: readonly SourceParameter[];
  readonly body: SourceExpression;
  /** A function of another language, which is never run. */
  readonly isExternal: boolean;
};

export type SourceElement = {
  readonly id: string;
  readonly name: string;
  readonly label: LocalText;
  readonly typeRef: string | null;
  /** References to the inputs, decisions, knowledge models and services that it names as required. */
  readonly requires: readonly string[];
};

export type SourceInput = SourceElement & {
  readonly whenMissing: string | null;
  readonly unit: string | null;
  /** The registered model that gives it, `name@version`; absent where a caller does. */
  readonly model?: string;
};
export type SourceDecision = SourceElement & { readonly logic: SourceExpression };
export type SourceKnowledge = SourceElement & { readonly logic: SourceFunction | null };
export type SourceService = SourceElement & {
  readonly outputs: readonly string[];
  readonly encapsulated: readonly string[];
  readonly inputDecisions: readonly string[];
  readonly inputs: readonly string[];
};

export type SourceItem = {
  readonly name: string;
  readonly typeRef: string | null;
  readonly allowed: string | null;
  readonly isCollection: boolean;
  readonly isFunction: boolean;
  readonly components: readonly SourceItem[];
  /** A test of the whole value, where `allowed` is one of each item of a collection. */
  readonly constraint?: string;
  /** What a function item gives. */
  readonly result?: string;
};

export type SourceImport = {
  /** The prefix of its names here; empty: its names are names here. */
  readonly name: string;
  readonly namespace: string;
  /** The namespace of the language of what is imported. */
  readonly language: string | null;
};

export type SourceModel = {
  readonly name: string;
  readonly namespace: string;
  readonly items: readonly SourceItem[];
  readonly inputs: readonly SourceInput[];
  readonly decisions: readonly SourceDecision[];
  readonly knowledge: readonly SourceKnowledge[];
  readonly services: readonly SourceService[];
  readonly imports: readonly SourceImport[];
};

/** A reference as it is kept: the namespace of the model that has the element, and its id there. */
export function referenceTo(namespace: string, id: string): string {
  return `${namespace}#${id}`;
}

/** A name under the path of its model. */
export function qualify(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
