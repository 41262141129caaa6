/** Bounds on a decision model, so that a hostile file is refused quickly. */

/** Characters of one file: a table of 20,000 rows and ten columns, each cell with an id. */
export const MAX_XML_LENGTH = 30_000_000;
/** Elements of one file. */
export const MAX_XML_ELEMENTS = 600_000;
/** Nesting of elements. */
export const MAX_XML_DEPTH = 100;
/** Nesting of boxed expressions. */
export const MAX_BOXED_DEPTH = 40;
/** Models that one policy is read from. */
export const MAX_MODELS = 50;
/** Inputs, decisions, knowledge models and services of one model, together. */
export const MAX_DRG_ELEMENTS = 2_000;
/** Rules of one table. */
export const MAX_RULES = 20_000;
/** Columns of one table. */
export const MAX_COLUMNS = 500;
/** Entries of one boxed context: each is read among the names of all before it. */
export const MAX_ENTRIES = 500;
/** Problems that are listed for one file. */
export const MAX_PROBLEMS = 200;
/** Errors kept per evaluation. */
export const MAX_ERRORS = 100;
/** Decisions that wait for one another while values are computed. */
export const MAX_DECISION_DEPTH = 200;
/** Nesting of item definitions; deeper components have type Any. */
export const MAX_ITEM_DEPTH = 20;
/** Characters of one name. */
export const MAX_NAME_LENGTH = 300;
/** Entries of one boxed context. */
export const MAX_CONTEXT_ENTRIES = 500;
/** Squares of the lengths of all long expressions of one model, together: what reading them takes, at worst. */
export const MAX_TEXT_WORK = 1_000_000_000;
/** Components of one type, each with those of its own type. */
export const MAX_TYPE_PARTS = 20_000;
/** Types that refer to one another in a row. */
export const MAX_TYPE_CHAIN = 100;
/** Circles of requirements that are named. */
export const MAX_CYCLES = 100;
/** Calls of decision services that a trace shows for one decision. */
export const MAX_TRACED_CALLS = 100;
