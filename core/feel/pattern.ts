/**
 * Regular expressions of FEEL (XPath 2.0, 5.6.1) on the host's engine. The host backtracks, so a pattern whose
 * repetition holds another repetition is refused, and patterns and subjects are bounded: a text that an applicant
 * typed must not be able to hold up a decision.
 */
const MAX_PATTERN_LENGTH = 500;
export const MAX_SUBJECT_LENGTH = 10_000;
const MAX_KEPT_PATTERNS = 500;
/** A group that holds a repetition (or a choice) and is itself repeated without bound. */
const NESTED_REPETITION = /\((?:[^()\\]|\\.)*[*+{|](?:[^()\\]|\\.)*\)\s*(?:[*+]|\{\d+,)/;

const compiled = new Map<string, RegExp | null>();

/** Null: not a pattern, or one that is refused. Flags: `s m i x`. */
export function compilePattern(pattern: string, flags: string): RegExp | null {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = compileNew(pattern, flags);
  if (compiled.size >= MAX_KEPT_PATTERNS) compiled.clear();
  compiled.set(key, made);
  return made;
}

function compileNew(pattern: string, flags: string): RegExp | null {
  if (!/^[smixg]*$/.test(flags) || pattern.length > MAX_PATTERN_LENGTH || NESTED_REPETITION.test(pattern))
    return null;
  const source = flags.includes('x') ? pattern.replace(/\s+/g, '') : pattern;
  const own = [...new Set(flags.replace('x', ''))].join('');
  try {
    return new RegExp(source, `${own}u`);
  } catch {
    return null;
  }
}
