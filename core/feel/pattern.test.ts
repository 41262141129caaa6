/** Patterns as XPath means them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';
import { show } from './sample.ts';

test.each([
  ['matches("abc", "^[a-z-[b]]+$")', 'false'],
  ['matches("X", "[A-Z-[OI]]", "i")', 'true'],
  ['matches("i", "[A-Z-[OI]]", "i")', 'false'],
  ['matches("q", "[^Q]", "i")', 'false'],
  ['matches("hello world", "hello\\\\ sworld", "x")', 'true'],
  ['matches("hello world", "hello[ ]world", "x")', 'true'],
  ['matches("hello", "\\\\p{ IsBasicLatin}+", "x")', 'true'],
  ['matches("hello", "\\\\p{ IsBasicLatin}+")', 'null !FEEL_PATTERN'],
  ['matches("中文", "^\\\\p{IsCJKUnifiedIdeographs}+$")', 'true'],
  ['matches("中文", "^\\\\P{IsBasicLatin}+$")', 'true'],
  ['matches("a\\rb", "a.b")', 'false'],
  ['matches("a\\nb", "a.b", "s")', 'true'],
  ['matches("abab", "^(ab)\\\\1$")', 'true'],
  ['matches("ab", "(a)[\\\\1]")', 'null !FEEL_PATTERN'],
  ['matches("h", "(.)\\\\2")', 'null !FEEL_PATTERN'],
  ['matches("a", "(a\\\\1)")', 'null !FEEL_PATTERN'],
  ['matches("a", "(?=a)")', 'null !FEEL_PATTERN'],
  ['matches("a", "(?:a)")', 'true'],
  ['matches("a", "a]")', 'null !FEEL_PATTERN'],
  ['matches("a", "[]")', 'null !FEEL_PATTERN'],
  ['matches("a", "[z-a]")', 'null !FEEL_PATTERN'],
  ['matches("a", "\\\\y")', 'null !FEEL_PATTERN'],
  ['matches("a", "(a")', 'null !FEEL_PATTERN'],
  ['matches("a", "a", "p")', 'null !FEEL_PATTERN'],
  ['matches("a", "a", null)', 'true'],
  ['matches("a_1", "^\\\\i\\\\c*$")', 'true'],
  ['matches("a/b", "a/b")', 'true'],
  ['matches("a", "^\\\\p{Lu}$", "i")', 'false'],
  ['matches("A", "^\\\\p{Lu}$", "i")', 'true'],
  ['replace("abracadabra", "a(.)", "a$1$1")', 'abbraccaddabbra'],
  ['replace("abc", "(b)", "[$0$12]")', 'a[bb2]c'],
  ['replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '[1=ab][2=]cd'],
  ['replace("a.b", "\\\\.", "\\\\$\\\\\\\\")', 'a$\\b'],
  ['replace("abc", "b", "$")', 'null !FEEL_PATTERN'],
  ['replace("abc", "b", "\\\\n")', 'null !FEEL_PATTERN'],
  ['replace("abc", "x*", "-")', 'null !FEEL_PATTERN'],
  ['split("a1b22c", "([0-9])+")', '["a", "b", "c"]'],
  ['split("abc", "")', 'null !FEEL_PATTERN'],
  ['split("", ",")', '[""]'],
])('[FEEL-37] %s is %s', (text, shown) => {
  expect(show(text)).toBe(shown);
});

test('[FEEL-37] whatever the pattern, it is refused or it can be used', () => {
  const signs = '()[]{}*+?|^$.\\-,:=!<>0123abpPswLu \n😀'.split('');
  const pattern = fc.array(fc.constantFrom(...signs, '(?:', '\\p{L}', '[a-z-[b]]', '{1,2}'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(pattern, fc.constantFrom('', 'i', 'x', 'smi'), (pieces, flags) => {
      const compiled = compilePattern(pieces.join(''), flags);
      if (compiled !== null) expect('aab\u{1F600}12'.replace(compiled.expression, '').length).toBeLessThan(9);
    }),
  );
});
