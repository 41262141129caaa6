export { createFormats, currencyDigits, decimalToMinor, minorToDecimal } from './formats.ts';
export type { Formats } from './formats.ts';
export { dictionaries, LanguageProvider, languageTags, preferredLanguage, useLanguage } from './language.tsx';
export type { Language, LanguageCode, Words } from './language.tsx';
