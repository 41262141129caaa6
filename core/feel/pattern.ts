/**
 * Regular expressions of FEEL on the host's engine, after `xpath-pattern` wrote them for it. The host backtracks: a text that an applicant typed
 * must not be able to hold up a decision. So the work of a pattern is bounded before it runs: a repeated group that holds a
 * repetition or a choice (exponential) is refused, and what is left may take at most `choices × length^(repetitions + 1)`
 * steps, which bounds the length of the text.
 */
import { translatePattern } from './xpath-pattern.ts';

const MAX_PATTERN_LENGTH = 500;
const MAX_SUBJECT_LENGTH = 10_000;
/** Steps of the host's matcher for one use; about a tenth of a second. */
const MAX_WORK = 2e7;
const MAX_KEPT_PATTERNS = 500;

/** A pattern with the longest text that it may be used on. */
export type Pattern = {
  /** Finds all matches. */
  readonly expression: RegExp;
  readonly groups: number;
  /** Whether it matches nothing at all, which `replace` and `split` can't use. */
  readonly isEmptyMatch: boolean;
  readonly subjectLengthMax: number;
};

const compiled = new Map<string, Pattern | null>();

/** Null: not a pattern, or one that is refused. Flags: `s m i x`. */
export function compilePattern(pattern: string, flags: string): Pattern | null {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = compileNew(pattern, flags);
  if (compiled.size >= MAX_KEPT_PATTERNS) compiled.clear();
  compiled.set(key, made);
  return made;
}

function compileNew(pattern: string, flags: string): Pattern | null {
  if (!/^[smix]*$/.test(flags) || pattern.length > MAX_PATTERN_LENGTH) return null;
  const translated = translatePattern(pattern, flags);
  if (translated === null) return null;
  const { source, groups } = translated;
  const shape = shapeOf(source);
  if (shape === null) return null;
  // A pattern held to the start is tried at one place only.
  const isHeld = source.startsWith('^') && !flags.includes('m') && !source.includes('|');
  const power = Math.max(1, shape.repetitions + (isHeld ? 0 : 1));
  const most = (MAX_WORK / 2 ** shape.choices) ** (1 / power);
  try {
    const expression = new RegExp(source, `${[...new Set(flags.replace('x', ''))].join('')}vg`);
    return {
      expression,
      groups,
      isEmptyMatch: ''.search(expression) === 0,
      subjectLengthMax: Math.min(MAX_SUBJECT_LENGTH, Math.floor(most)),
    };
  } catch {
    return null;
  }
}

type Shape = { readonly repetitions: number; readonly choices: number };

/** Counts repetitions and choices; null when a repeated group holds one. */
function shapeOf(source: string): Shape | null {
  let repetitions = 0;
  let choices = 0;
  // One flag per open group: whether it holds a repetition or a choice, at any depth.
  const groups: boolean[] = [false];
  for (let index = 0; index < source.length; index += 1) {
    const sign = source[index] as string;
    if (sign === '\\') index = endOfEscape(source, index);
    else if (sign === '[') index = endOfClass(source, index);
    else if (sign === '(') {
      groups.push(false);
      if (source[index + 1] === '?') index += 1;
    } else if (sign === ')') {
      const isRisky = groups.pop() ?? false;
      if (isRisky && /[*+{]/.test(source[index + 1] ?? '')) return null;
      if (isRisky) markGroup(groups);
    } else if (sign === '*' || sign === '+' || sign === '{') {
      repetitions += 1;
      markGroup(groups);
    } else if (sign === '|' || (sign === '?' && !/[*+}]/.test(source[index - 1] ?? ''))) {
      // Branches of one group are tried one after another: only the first makes the work multiply.
      if (sign === '?' || groups.at(-1) === false) choices += 1;
      markGroup(groups);
    }
  }
  return { repetitions, choices };
}

function markGroup(groups: boolean[]): void {
  groups.pop();
  groups.push(true);
}

/** `\\.`, `\\p{…}`, `\\u{…}`. */
function endOfEscape(source: string, start: number): number {
  return source[start + 2] === '{' && /[pPu]/.test(source[start + 1] ?? '')
    ? source.indexOf('}', start)
    : start + 1;
}

/** Classes nest. */
function endOfClass(source: string, start: number): number {
  let depth = 0;
  for (let index = start; index < source.length; index += 1) {
    const sign = source[index];
    if (sign === '\\') index = endOfEscape(source, index);
    else if (sign === '[') depth += 1;
    else if (sign === ']') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return source.length;
}
