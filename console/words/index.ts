export { createFormats, currencyDigits, decimalToMinor, minorToDecimal } from './formats.ts';
export type { Formats } from './formats.ts';
export { dictionaries, LanguageProvider, languageTags, preferredLanguage, useLanguage } from './language.tsx';
export type { Words } from './en.ts';
export type { Language, LanguageCode } from './language.tsx';
