/**
 * The kept FEEL grammar (`lezer-feel`, MIT) behind one function: text in, syntax tree or the place of the first
 * error out. Names with spaces are told apart by the scope; characters beyond the basic plane are replaced by
 * letters of the same length, because the grammar can't read them (positions stay).
 */
import { parser, trackVariables } from 'lezer-feel';
import { MAX_TEXT_LENGTH } from './limits.ts';
import { findExcess } from './nesting.ts';
import type { FeelProblem } from './node.ts';
import { replaceAstral, type Scope, scopeShape } from './scope.ts';

type Parser = typeof parser;
export type SyntaxNode = ReturnType<Parser['parse']>['topNode'];
export type Top = 'Expression' | 'UnaryTests';
export type Grammar = { readonly expression: Parser; readonly tests: Parser };

const grammars = new WeakMap<Scope, { readonly short: Grammar; readonly long: Grammar }>();
/** Longer texts are read strictly, up to their first error: to go on behind errors takes time by their number squared. */
const LONG_TEXT = 1000;

/** Reads a text. Errors carry the place where reading stopped making sense. */
export function readSyntax(
  text: string,
  top: Top,
  names: { readonly scope: Scope; readonly builtins: Iterable<string> },
): { readonly ok: true; readonly root: SyntaxNode } | { readonly ok: false; readonly problem: FeelProblem } {
  if (text.length > MAX_TEXT_LENGTH) {
    return {
      ok: false,
      problem: {
        code: 'FEEL_LIMIT',
        at: { from: 0, to: 0 },
        facts: { limit: 'text length', most: MAX_TEXT_LENGTH },
      },
    };
  }
  const excess = findExcess(text);
  if (excess !== null) {
    const { from, limit, most } = excess;
    return { ok: false, problem: { code: 'FEEL_LIMIT', at: { from, to: from + 1 }, facts: { limit, most } } };
  }
  const grammar = grammarOf(names.scope, names.builtins, text.length > LONG_TEXT);
  const chosen = top === 'Expression' ? grammar.expression : grammar.tests;
  try {
    const root = chosen.parse(maskRanges(replaceAstral(text))).topNode;
    const error = firstError(root);
    return error === null ? { ok: true, root } : { ok: false, problem: syntaxProblem(text, error) };
  } catch (error) {
    // A strict grammar says where it stopped; its name tracker throws on some malformed names instead of marking them.
    const [, stopped] = (error instanceof Error && /^No parse at (\d+)$/.exec(error.message)) || [];
    const at = { from: stopped === undefined ? 0 : Number(stopped), to: text.length };
    return { ok: false, problem: syntaxProblem(text, at) };
  }
}

/**
 * The grammar has no `range<…>`: where a type may stand it reads `list <…>`, of the same length. Who reads the type looks at
 * the text itself, and so does who reads a string.
 */
function maskRanges(text: string): string {
  return text.replace(/range(?<=(?:\bof|->|[:<,])\s*range)(?=\s*<[^<>]*>)/g, 'list ');
}

function grammarOf(scope: Scope, builtins: Iterable<string>, isLong: boolean): Grammar {
  const known = grammars.get(scope);
  if (known !== undefined) return isLong ? known.long : known.short;
  const contextTracker = trackVariables(scopeShape(scope, builtins));
  const make = (strict: boolean): Grammar => ({
    expression: parser.configure({ top: 'Expression', contextTracker, strict }),
    tests: parser.configure({ top: 'UnaryTests', contextTracker, strict }),
  });
  const made = { short: make(false), long: make(true) };
  grammars.set(scope, made);
  return isLong ? made.long : made.short;
}

function firstError(root: SyntaxNode): { readonly from: number; readonly to: number } | null {
  const cursor = root.cursor();
  do {
    if (cursor.type.isError) return { from: cursor.from, to: cursor.to };
  } while (cursor.next());
  return null;
}

function syntaxProblem(text: string, at: { readonly from: number; readonly to: number }): FeelProblem {
  const near = text.slice(at.from, Math.max(at.to, at.from + 20)).trim();
  return { code: 'FEEL_SYNTAX', at, facts: { near: near === '' ? 'end' : near.slice(0, 40) } };
}
