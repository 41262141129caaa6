/** Which of the two languages a terminal reads: zh when the locale of the machine says so, else en. */

/** A text for people, written separately by meaning in both languages. */
export type Bilingual = { readonly en: string; readonly zh: string };

/** Picks by `PLIMSOLL_LANGUAGE`, then `LC_ALL`, `LC_MESSAGES`, `LANG`: the first that is set decides. */
export function pickLanguage(environment: { readonly [name: string]: string | undefined }): 'en' | 'zh' {
  const names = ['PLIMSOLL_LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'];
  const locale = names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}

/** The text in the language of this terminal. */
export function say(text: Bilingual): string {
  return text[pickLanguage(process.env)];
}
