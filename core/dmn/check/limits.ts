/** Bounds on the checks, so that any policy is checked within a time that a person waits. Counts, so that a run can be repeated. */

/** Row-by-segment steps of the exact geometry of one table. */
export const MAX_TABLE_STEPS = 60_000_000;
/** Pairs of rows that are kept as overlapping, per table. */
export const MAX_PAIRS = 400_000;
/** Points that are tried as an example of one kind in one table. */
export const MAX_CANDIDATES = 24;
/** Evaluations of the whole policy in the search for examples. */
export const MAX_SAMPLES = 2_500;
/** Rules looked at by those evaluations, together. */
export const MAX_SAMPLED_RULES = 1_500_000;
/** Further evaluations in search of one outcome. */
export const MAX_CLIMB = 3_000;
/** Points that the search keeps to go on from. */
export const MAX_CORPUS = 600;
/** Evaluations in search of one example. */
export const MAX_TRIES = 400;
/** Candidate values per input. */
export const MAX_VALUES_PER_INPUT = 60;
/** Constants that a set of possible values holds; more are any value. */
export const MAX_POSSIBLE = 64;
/** Findings of one code in one table; the rest are counted. */
export const MAX_FINDINGS_PER_TABLE = 10;
