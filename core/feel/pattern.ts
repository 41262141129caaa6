/**
 * Regular expressions of FEEL (XPath 2.0, 5.6.1) on the host's engine. The host backtracks, so a pattern whose
 * repetition holds another repetition is refused, and patterns and subjects are bounded: a text that an applicant
 * typed must not be able to hold up a decision.
 */
const MAX_PATTERN_LENGTH = 500;
export const MAX_SUBJECT_LENGTH = 1_000;
const MAX_KEPT_PATTERNS = 500;
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

/**
 * Whether a group that holds a repetition or a choice is itself repeated without bound, at any depth: such patterns can
 * take exponential time. What is left takes at most a power of the subject's length, which is bounded.
 */
function canRunAway(pattern: string): boolean {
  // One flag per open group: whether it holds a repetition or a choice.
  const groups: boolean[] = [false];
  for (let index = 0; index < pattern.length; index += 1) {
    const sign = pattern[index] as string;
    if (sign === '\\') index += 1;
    else if (sign === '[') index = endOfClass(pattern, index);
    else if (sign === '(') groups.push(false);
    else if (sign === ')') {
      const isRisky = groups.pop() ?? false;
      const next = pattern.slice(index + 1);
      if (isRisky && /^(?:[*+]|\{\d+,)/.test(next)) return true;
      if (isRisky) groups.push((groups.pop() ?? false) || isRisky);
    } else if (sign === '*' || sign === '+' || sign === '{' || sign === '|') {
      groups.pop();
      groups.push(true);
    }
  }
  return false;
}

function endOfClass(pattern: string, start: number): number {
  for (let index = start + 1; index < pattern.length; index += 1) {
    if (pattern[index] === '\\') index += 1;
    else if (pattern[index] === ']') return index;
  }
  return pattern.length;
}

function compileNew(pattern: string, flags: string): RegExp | null {
  if (!/^[smixg]*$/.test(flags) || pattern.length > MAX_PATTERN_LENGTH || canRunAway(pattern)) return null;
  const source = flags.includes('x') ? pattern.replace(/\s+/g, '') : pattern;
  const own = [...new Set(flags.replace('x', ''))].join('');
  try {
    return new RegExp(source, `${own}u`);
  } catch {
    return null;
  }
}
