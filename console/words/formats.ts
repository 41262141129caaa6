/**
 * Numbers, money and times as people of a language write them. Money enters as minor units and is formatted from
 * its digits alone: no arithmetic, so no cent is ever lost on a screen.
 */
const maxCached = 64;

export type Formats = {
  readonly count: (value: number) => string;
  readonly score: (value: number) => string;
  readonly signed: (value: number) => string;
  readonly percent: (ratio: number, digits?: number) => string;
  readonly decimal: (value: number) => string;
  readonly money: (amountMinor: number, currency: string) => string;
  readonly instant: (instant: string) => string;
  readonly instantShort: (instant: string) => string;
  readonly clock: (instant: string) => string;
  readonly monthDay: (instant: string) => string;
  readonly day: (day: string) => string;
  readonly milliseconds: (value: number) => string;
  /** With exactly so many digits after the point. */
  readonly fixed: (value: number, digits: number) => string;
  readonly signedFixed: (value: number, digits: number) => string;
  /** The edge of a bin: as many digits as it has, up to six significant ones. */
  readonly edge: (value: number) => string;
  readonly pValue: (value: number) => string;
  readonly bytes: (value: number) => string;
  /** Seconds as seconds, minutes or hours, whichever reads best. */
  readonly seconds: (value: number) => string;
};

/** Formats for a BCP 47 tag; `timeZone` is the browser's unless given. */
export function createFormats(tag: string, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const count = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const score = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const decimal = new Intl.NumberFormat(tag, { maximumFractionDigits: 4 });
  const milliseconds = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 });
  const edge = new Intl.NumberFormat(tag, { maximumSignificantDigits: 6 });
  const fixeds = new Map<string, Intl.NumberFormat>();
  const fixed = (digits: number, signDisplay: 'auto' | 'exceptZero') =>
    cached(fixeds, `${digits} ${signDisplay}`, () => fixedFormat(tag, { digits, signDisplay }));
  const percents = new Map<number, Intl.NumberFormat>();
  const currencies = new Map<string, Intl.NumberFormat>();
  const instant = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
  const instantShort = new Intl.DateTimeFormat(tag, {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const clock = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const monthDay = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric', ...zone });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    count: (value) => count.format(value),
    score: (value) => score.format(value),
    signed: (value) => signed.format(value),
    decimal: (value) => decimal.format(value),
    percent: (ratio, digits = 1) => cached(percents, digits, () => percentFormat(tag, digits)).format(ratio),
    money: (amountMinor, currency) =>
      cached(currencies, currency, () => currencyFormat(tag, currency)).format(
        // Intl takes a decimal string exactly; the library's type says number.
        minorToDecimal(amountMinor, currencyDigits(currency)) as unknown as number,
      ),
    instant: (text) => instant.format(new Date(text)),
    instantShort: (text) => instantShort.format(new Date(text)),
    clock: (text) => clock.format(new Date(text)),
    monthDay: (text) => monthDay.format(new Date(text)),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    milliseconds: (value) => `${milliseconds.format(value)} ms`,
    fixed: (value, digits) => fixed(digits, 'auto').format(value),
    signedFixed: (value, digits) => fixed(digits, 'exceptZero').format(value),
    edge: (value) => edge.format(value),
    pValue: (value) =>
      value < smallestP ? `< ${decimal.format(smallestP)}` : fixed(4, 'auto').format(value),
    bytes: (value) => writeBytes(value, milliseconds),
    seconds: (value) => writeSeconds(tag, value),
  };
}

const smallestP = 0.0001;

function fixedFormat(
  tag: string,
  { digits, signDisplay }: { readonly digits: number; readonly signDisplay: 'auto' | 'exceptZero' },
): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay,
  });
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function writeBytes(value: number, format: Intl.NumberFormat): string {
  const thousands = value < 1 ? 0 : Math.floor(Math.log10(value) / 3);
  const at = Math.min(byteUnits.length - 1, thousands);
  return `${format.format(value / 1000 ** at)} ${byteUnits[at]}`;
}

const minuteSeconds = 60;
const hourSeconds = 3_600;

function writeSeconds(tag: string, value: number): string {
  const [unit, size] =
    value < 2 * minuteSeconds
      ? (['second', 1] as const)
      : value < 2 * hourSeconds
        ? (['minute', minuteSeconds] as const)
        : (['hour', hourSeconds] as const);
  const format = new Intl.NumberFormat(tag, { style: 'unit', unit, maximumFractionDigits: 0 });
  return format.format(Math.round(value / size));
}

function percentFormat(tag: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function currencyFormat(tag: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, { style: 'currency', currency });
}

function cached<K, V>(entries: Map<K, V>, key: K, create: () => V): V {
  const found = entries.get(key);
  if (found !== undefined) return found;
  if (entries.size >= maxCached) entries.clear();
  const made = create();
  entries.set(key, made);
  return made;
}

/** How many digits stand after the point in a currency: 2 for USD, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Minor units as a decimal string, by placing the point: (123456, 2) → "1234.56". */
export function minorToDecimal(amountMinor: number, digits: number): string {
  const sign = amountMinor < 0 ? '-' : '';
  const figures = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  if (digits === 0) return sign + figures;
  return `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

/** What a person typed as minor units, by moving the point: ("1,234.5", 2) → 123450; null when it isn't an amount. */
export function decimalToMinor(typed: string, digits: number): number | null {
  const match = /^(\d+)(?:\.(\d*))?$/.exec(typed.replaceAll(/[,，\s_]/g, ''));
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return null;
  const amountMinor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amountMinor) ? amountMinor : null;
}
