/**
 * Where a text stops being JSON. The engine's own parser is the judge of what is JSON; but its message quotes the text,
 * which may be personal, and often leaves out the place. Source: RFC 8259. Linear, without recursion.
 */
type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or ]' | ', or }' | 'end';

const BLANK = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex -- control characters are what a string must not hold
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The index of the first character that can't stand where it stands (the length when something is missing); null for JSON. */
export function findJsonBreak(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = skip(BLANK, text, 0);
  while (at < text.length) {
    const character = text.charAt(at);
    const step = stepOver(text, at, expected);
    if (step === null) return at;
    if (character === '}' || character === ']') open.pop();
    else if (step.opens) open.push(character as '{' | '[');
    expected = step.expected ?? afterValue(open.at(-1));
    at = skip(BLANK, text, step.end);
  }
  return expected === 'end' ? null : text.length;
}

/** `expected` null: a value has ended, and what follows depends on what it stands in. */
type Step = { readonly end: number; readonly expected: Expected | null; readonly opens: boolean };

function stepOver(text: string, at: number, expected: Expected): Step | null {
  const character = text.charAt(at);
  const next = (then: Expected | null): Step => ({ end: at + 1, expected: then, opens: false });
  if (expected === 'end') return null;
  if (expected === ':') return character === ':' ? next('value') : null;
  if (character === ',')
    return expected === ', or ]' ? next('value') : expected === ', or }' ? next('name') : null;
  if (character === ']') return expected === ', or ]' || expected === 'value or ]' ? next(null) : null;
  if (character === '}') return expected === ', or }' || expected === 'name or }' ? next(null) : null;
  if (expected === ', or ]' || expected === ', or }') return null;
  const stringEnd = skip(STRING, text, at);
  if (expected === 'name' || expected === 'name or }')
    return stringEnd === at ? null : { end: stringEnd, expected: ':', opens: false };
  if (character === '{') return { end: at + 1, expected: 'name or }', opens: true };
  if (character === '[') return { end: at + 1, expected: 'value or ]', opens: true };
  const end = Math.max(stringEnd, skip(SCALAR, text, at));
  return end === at ? null : { end, expected: null, opens: false };
}

function afterValue(inside: '{' | '[' | undefined): Expected {
  if (inside === undefined) return 'end';
  return inside === '{' ? ', or }' : ', or ]';
}

/** The index after what the sticky expression matches at `at`; `at` itself when it doesn't. */
function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}
