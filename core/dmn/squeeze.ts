/** FEEL texts in one form, for hashes, for comparing and for labels. Works on the signs of a text, so no reader decides what is equal. */

const MAX_SQUEEZED_LENGTH = 20_000;

/** FEEL without comments, with single spaces, and none beside signs; texts in quotes stay as they are. */
export function squeezeFeel(text: string): string {
  return squeeze(text, false);
}

/** Like `squeezeFeel`, and numbers are written one way: `0.10` and `.1` are `0.1`, `007` is `7`. */
export function canonicalFeel(text: string): string {
  return squeeze(text, true);
}

const PIECES =
  /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+|\.\.|\d+(?:\.\d+)?(?![\p{L}\p{N}_?])|\.\d+(?![\p{L}\p{N}_?])|[\p{L}\p{N}_?]+|[\s\S]/gu;
const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)$/;

function squeeze(text: string, hasOneNumberForm: boolean): string {
  // Longer texts are refused when they are parsed; here they would only take time.
  if (text.length > MAX_SQUEEZED_LENGTH) return text;
  let squeezed = '';
  let before = '';
  let isApart = false;
  for (const piece of text.match(PIECES) ?? []) {
    if (/^(?:\s|\/\/|\/\*)/.test(piece)) {
      isApart = true;
      continue;
    }
    const isNumber = hasOneNumberForm && NUMBER.test(piece) && !endsName(before);
    const written = isNumber ? canonicalNumber(piece) : piece;
    const joinsWords = isApart && ENDS_WORD.test(squeezed) && STARTS_WORD.test(written);
    squeezed += joinsWords ? ` ${written}` : written;
    before = piece;
    isApart = false;
  }
  return squeezed;
}

const ENDS_WORD = /[\p{L}\p{N}_?"]$/u;
const STARTS_WORD = /^[\p{L}\p{N}_?"]/u;

/** Words after which a number is a number; after any other word it may be part of a name, as in `score 07`. */
const KEYWORDS = new Set(
  'if then else for return some every satisfies in between and or not instance of'.split(' '),
);

function endsName(piece: string): boolean {
  return /[\p{L}\p{N}_?]$/u.test(piece) && !KEYWORDS.has(piece);
}

function canonicalNumber(digits: string): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const kept = fraction.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '') || '0'}${kept === '' ? '' : `.${kept}`}`;
}
