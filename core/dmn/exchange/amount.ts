/** Numbers as people type them: full-width signs, grouping, shares, 万 and 亿. Digits are moved, never computed with. */

/** The same text in plain signs: full-width letters and digits, dashes, comparison signs. List separators become `;`. */
export function plainSigns(text: string): string {
  return text
    .replace(/[，；、｜|\r\n]+/g, ';')
    .normalize('NFKC')
    .replace(/[−‒–—―]/g, '-')
    .replace(/[≥⩾≧]/g, '>=')
    .replace(/[≤⩽≦]/g, '<=')
    .replace(/[≠]/g, '!=')
    .replace(/<>/g, '!=')
    .replace(/[〜∼]/g, '~')
    .replace(/[【〔]/g, '[')
    .replace(/[】〕]/g, ']')
    .trim();
}

const AMOUNT = /^([-+]?)(?:(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?|\.(\d+))(%|万|亿)?$/;

/** What a share such as `20%` is: 0.2, or 20 where the column's unit is percent. */
export type ShareForm = 'fraction' | 'percent';

/** The number as FEEL writes it; null when the text is none. */
export function readAmount(text: string, share: ShareForm): string | null {
  const found = AMOUNT.exec(text.replace(/\s+/g, ''));
  if (found === null) return null;
  const [, sign, whole = '', fraction, bare, unit] = found;
  const digits = whole.replaceAll(',', '');
  const decimals = fraction ?? bare ?? '';
  const places = unit === '万' ? 4 : unit === '亿' ? 8 : unit === '%' && share === 'fraction' ? -2 : 0;
  const number = movePoint(digits, decimals, places);
  return sign === '-' && number !== '0' ? `-${number}` : number;
}

function movePoint(whole: string, decimals: string, places: number): string {
  const all = `${whole}${decimals}`;
  const point = whole.length + places;
  const padded = point < 0 ? `${'0'.repeat(-point)}${all}` : all.padEnd(point, '0');
  const at = Math.max(point, 0);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const right = padded.slice(at).replace(/0+$/, '');
  return right === '' ? left : `${left}.${right}`;
}

/** Whether commas of this text may be grouping as well as separators: `1,200` is 1200, or 1 and 200. */
export function isGroupingUncertain(text: string): boolean {
  return (
    /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?%?$/.test(text) && text.split(',').every((part) => !/^0\d/.test(part))
  );
}

/** A day as FEEL's text of a date; null when the text is none. Two-figure years and month-first dates are none. */
export function readDay(text: string): string | null {
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ??
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(text) ??
    /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/.exec(text) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (found === null) return null;
  const [, year = '', month = '', day = ''] = found;
  const days = [31, isLeap(Number(year)) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][
    Number(month) - 1
  ];
  if (days === undefined || Number(day) < 1 || Number(day) > days) return null;
  return `date("${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}")`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
