/** Dates as files write them: a year, a month or a day, with hyphens or slashes; a time behind a day is left aside. */
const DATE = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ].*)?)?)?$/;

/** `2026`, `2026-03` or `2026-03-14`, which sort as texts; null where the text is no date. */
export function dateOf(text: string): string | null {
  const found = DATE.exec(text.trim());
  if (found === null) return null;
  const [, year = '', ...rest] = found;
  return [year, ...rest.flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]))].join('-');
}

/** The month of a day; a year, a month, or a text that is no date, as it stands. */
export function periodOf(text: string): string {
  return dateOf(text)?.slice(0, 'yyyy-mm'.length) ?? text;
}
