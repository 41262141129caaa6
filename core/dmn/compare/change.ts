/** What differs between two versions of a policy: plain JSON, one entry per thing that a person would point at. */

export type ElementKind = 'policy' | 'type' | 'input' | 'decision' | 'knowledge' | 'service';

/** A step from an element to a part of its logic: an entry of a context, an item of a list, the `then` of a condition. */
export type PathStep = {
  readonly part:
    | 'entry'
    | 'result'
    | 'item'
    | 'row'
    | 'column'
    | 'callee'
    | 'binding'
    | 'parameter'
    | 'body'
    | 'condition'
    | 'then'
    | 'otherwise'
    | 'source'
    | 'match'
    | 'component';
  /** The name, or the number from 1; empty where there is one only. */
  readonly name: string;
};

/** One cell of a rule. Null: the column is not there in that version. */
export type CellChange = {
  readonly role: 'input' | 'output' | 'annotation';
  readonly column: string;
  readonly old: string | null;
  readonly new: string | null;
};

export type ChangeCode =
  | 'ADDED'
  | 'REMOVED'
  | 'RENAMED'
  | 'LABEL'
  | 'TYPE'
  | 'WHEN_MISSING'
  | 'UNIT'
  | 'MODEL'
  | 'REQUIREMENT_ADDED'
  | 'REQUIREMENT_REMOVED'
  | 'LOGIC_KIND'
  | 'EXPRESSION'
  | 'PART_ADDED'
  | 'PART_REMOVED'
  | 'PART_ORDER'
  | 'HIT_POLICY'
  | 'COLUMN_ADDED'
  | 'COLUMN_REMOVED'
  | 'COLUMN_MOVED'
  | 'COLUMN_EXPRESSION'
  | 'COLUMN_LABEL'
  | 'COLUMN_TYPE'
  | 'COLUMN_VALUES'
  | 'COLUMN_MONOTONE'
  | 'COLUMN_DEFAULT'
  | 'RULE_ADDED'
  | 'RULE_REMOVED'
  | 'RULE_MOVED'
  | 'RULE_CHANGED'
  | 'ALLOWED'
  | 'COLLECTION'
  | 'SERVICE_TAKES'
  | 'SERVICE_GIVES'
  | 'SERVICE_COMPUTES'
  | 'IMPORTS'
  | 'OTHER';

export type Change = {
  readonly code: ChangeCode;
  /** The element under its new name; under its old one when it was removed. */
  readonly element: { readonly kind: ElementKind; readonly name: string };
  readonly path: readonly PathStep[];
  /** `old` and `new` as written; null where there is none. Rows count from 1. */
  readonly facts: { readonly [name: string]: string | number | null };
  /** Of a rule that was added, removed or changed. */
  readonly cells?: readonly CellChange[];
};

/** Where a change is, while it is looked for. */
export type Site = Pick<Change, 'element' | 'path'>;

export type ChangeList = Change[];

export function within(site: Site, part: PathStep['part'], name = ''): Site {
  return { ...site, path: [...site.path, { part, name }] };
}
