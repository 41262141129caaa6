/** Which language the console speaks: chosen once, kept in this browser, else what the browser prefers. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { en, type Words } from './en.ts';
import { createFormats, type Formats } from './formats.ts';
import { zh } from './zh.ts';

export type LanguageCode = 'zh' | 'en';

export const dictionaries: Readonly<Record<LanguageCode, Words>> = { en, zh };
export const languageTags: Readonly<Record<LanguageCode, string>> = { en: 'en', zh: 'zh-CN' };

export type Language = { readonly code: LanguageCode; readonly words: Words; readonly formats: Formats };

const LanguageContext = createContext<Language>({ code: 'en', words: en, formats: createFormats('en') });

export function LanguageProvider({
  code,
  children,
}: {
  readonly code: LanguageCode;
  readonly children: ReactNode;
}) {
  const language = useMemo(
    () => ({ code, words: dictionaries[code], formats: createFormats(languageTags[code]) }),
    [code],
  );
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** The words and formats of the language in use. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The language to begin with, from what the browser prefers. */
export function preferredLanguage(tags: readonly string[]): LanguageCode {
  const known = tags
    .map((tag) => tag.toLowerCase())
    .find((tag) => tag.startsWith('zh') || tag.startsWith('en'));
  return known?.startsWith('zh') === true ? 'zh' : 'en';
}
