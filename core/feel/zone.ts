/**
 * Offsets of named time zones (IANA). The rules are those of the runtime (`Intl`), the one thing here that is not in this
 * repository: a policy that names zones can give another answer under a runtime with other zone rules. Dates far from our
 * time use the last rule before them; the calendar repeats every 400 years, so a year of the same shape stands in.
 */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const MAX_KEPT_ZONES = 500;
const DAY_SECONDS = 86_400;
/** What `Intl` can tell reaches 100 million days from 1970. */
const LEAST_DAY = -3_000_000;
const MOST_DAY = 3_000_000;
const CYCLE_DAYS = 146_097;

type Zone = { readonly format: Intl.DateTimeFormat; lastMs: number; lastSeconds: number };
const zones = new Map<string, Zone | null>();

function findZone(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const made = ZONE_NAME.test(name) ? createZone(name) : null;
  if (zones.size >= MAX_KEPT_ZONES) zones.clear();
  zones.set(name, made);
  return made;
}

function createZone(name: string): Zone | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    const own = format.resolvedOptions().timeZone;
    // The runtime takes any case; names have one.
    if (own !== name && own.toLowerCase() === name.toLowerCase()) return null;
    return { format, lastMs: Number.NaN, lastSeconds: 0 };
  } catch {
    return null;
  }
}

/** Whether the runtime knows a zone of this name. */
export function isZone(name: string): boolean {
  return findZone(name) !== null;
}

/** Seconds east of UTC at an instant: a day and the seconds of it, in UTC. */
export function offsetAt(name: string, day: number, seconds: number): number {
  const zone = findZone(name);
  if (zone === null) return 0;
  const ms = (nearDay(day) * DAY_SECONDS + Math.floor(seconds)) * 1000;
  if (ms === zone.lastMs) return zone.lastSeconds;
  zone.lastSeconds = readOffset(zone.format, ms);
  zone.lastMs = ms;
  return zone.lastSeconds;
}

function nearDay(day: number): number {
  if (day < LEAST_DAY) return LEAST_DAY;
  return day > MOST_DAY ? MOST_DAY + ((day - MOST_DAY) % CYCLE_DAYS) : day;
}

/** `GMT`, `GMT+01:00`, `GMT-04:56:02`. */
function readOffset(format: Intl.DateTimeFormat, ms: number): number {
  const text = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(text);
  if (match === null) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}

/**
 * Seconds east of UTC where a clock on the wall of that zone shows this day and second. What it shows twice is the earlier
 * instant; what it never shows is taken by the rule before the gap.
 */
export function offsetOfLocal(name: string, day: number, seconds: number): number {
  const before = offsetAt(name, day - 1, seconds);
  const after = offsetAt(name, day + 1, seconds);
  if (before === after || offsetAt(name, day, seconds - before) === before) return before;
  return offsetAt(name, day, seconds - after) === after ? after : before;
}
