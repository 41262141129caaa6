/** FEEL texts in one form, for hashes and for labels. */

const MAX_SQUEEZED_LENGTH = 20_000;

/** FEEL without comments, with single spaces, and none beside signs; texts in quotes stay as they are. */
export function squeezeFeel(text: string): string {
  // Longer texts are refused when they are parsed; here they would only take time.
  if (text.length > MAX_SQUEEZED_LENGTH) return text;
  const pieces =
    text.match(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+|[\p{L}\p{N}_?]+|[\s\S]/gu) ?? [];
  let squeezed = '';
  let isApart = false;
  for (const piece of pieces) {
    if (/^(?:\s|\/\/|\/\*)/.test(piece)) {
      isApart = true;
      continue;
    }
    const joinsWords = isApart && ENDS_WORD.test(squeezed) && STARTS_WORD.test(piece);
    squeezed += joinsWords ? ` ${piece}` : piece;
    isApart = false;
  }
  return squeezed;
}

const ENDS_WORD = /[\p{L}\p{N}_?"]$/u;
const STARTS_WORD = /^[\p{L}\p{N}_?"]/u;
