/** The forms of static types, as plain data. */

export type FeelType =
  | { readonly kind: 'any' }
  | { readonly kind: SimpleType }
  | { readonly kind: 'list'; readonly item: FeelType }
  | { readonly kind: 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: ReadonlyMap<string, FeelType> }
  | FunctionType;

/** `parameters` null: they aren't known. */
export type FunctionType = {
  readonly kind: 'function';
  readonly parameters?: readonly FeelType[];
  readonly result: FeelType;
};

export type SimpleType =
  | 'null'
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration';
