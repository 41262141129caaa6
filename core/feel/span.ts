/** A piece of an expression's text, in UTF-16 units. */
export type Span = { readonly from: number; readonly to: number };
