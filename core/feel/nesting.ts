/**
 * A look at a text before the grammar reads it: the grammar's time grows with the square of open brackets, of the
 * entries of a context and of the items of a list, so texts with too many of any are refused here. Texts in quotes and comments
 * are stepped over.
 */
import { MAX_CONTEXT_ENTRIES, MAX_NODE_DEPTH, MAX_TEXT_ITEMS } from './limits.ts';

export type Excess = { readonly from: number; readonly limit: string; readonly most: number };

const PIECE = /"(?:\\.|[^"\\])*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[([{:,)\]}]/g;

/** The first place at which a text nests too deeply, or holds too much between two brackets; null for other texts. Linear. */
export function findExcess(text: string): Excess | null {
  /** What was met so far between each pair of brackets that is open; the first is the text itself. */
  const open = [{ entries: 0, items: 0 }];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const within = open.at(-1) ?? { entries: 0, items: 0 };
    if (piece === '(' || piece === '[' || piece === '{') open.push({ entries: 0, items: 0 });
    else if (piece === ')' || piece === ']' || piece === '}') open.length -= open.length > 1 ? 1 : 0;
    else if (piece === ':') within.entries += 1;
    else if (piece === ',') within.items += 1;
    if (open.length > MAX_NODE_DEPTH + 1) return { from: index, limit: 'depth', most: MAX_NODE_DEPTH };
    if (within.entries > MAX_CONTEXT_ENTRIES)
      return { from: index, limit: 'entries', most: MAX_CONTEXT_ENTRIES };
    if (within.items > MAX_TEXT_ITEMS) return { from: index, limit: 'items', most: MAX_TEXT_ITEMS };
  }
  return null;
}
