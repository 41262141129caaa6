/** The words of a refusal that was recorded rather than answered: those of the registry of errors. */
import { errorRegistry, isErrorCode } from '@plimsoll/api/errors';
import type { LanguageCode } from '../words/index.ts';

/** null for a code that the registry doesn't know. */
export function failureWords(
  code: string,
  language: LanguageCode,
): { readonly title: string; readonly advice: string } | null {
  if (!isErrorCode(code)) return null;
  const { title, advice } = errorRegistry[code];
  return { title: title[language], advice: advice[language] };
}
