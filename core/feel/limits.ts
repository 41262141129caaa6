/** Every bound of the expression language, in one place. Past a bound an expression gives null and a recorded fault. */

/** Characters in one expression text. */
export const MAX_TEXT_LENGTH = 20_000;
/** Nesting of nodes in one expression. */
export const MAX_NODE_DEPTH = 100;
/** Items in one list. */
export const MAX_LIST_LENGTH = 100_000;
/** Characters in one string made by an expression. */
export const MAX_STRING_LENGTH = 1_000_000;
/** Iterations of loops, filters and quantifiers in one evaluation, all together. */
export const MAX_STEPS = 1_000_000;
/** Steps that a call of a function of the policy takes. */
export const CALL_STEPS = 4;
/** Nested function calls. */
export const MAX_CALL_DEPTH = 200;
/** Items of a loop whose body looks back at `partial`; each turn copies them. */
export const MAX_PARTIAL_LENGTH = 2_000;
/** Entries of one context in a text. */
export const MAX_CONTEXT_ENTRIES = 500;
/** Items of one list, arguments of one call, tests of one cell in a text. */
export const MAX_TEXT_ITEMS = 5000;
/** Items and entries at every depth of a value that is gone through. */
export const MAX_VALUE_WEIGHT = 500_000;
/** Nesting of lists and contexts in a value that enters, leaves, or is compared. */
export const MAX_VALUE_DEPTH = 100;
