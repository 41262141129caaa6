/**
 * The formats that schemas name, checked for real: a day exists, an instant is one that JavaScript and PostgreSQL both
 * hold. Sources: RFC 3339 section 5.6 (without leap seconds), RFC 9562 section 4.
 */
import { parseDay } from '@plimsoll/core/calendar';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/** A UUID in lower case, as Plimsoll writes it: one text for one id. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** `YYYY-MM-DD`, a day that exists, 1900–2999. */
export function isDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return parseDay(text) !== null && year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** An instant with its zone, on a day as above. */
export function isInstant(text: string): boolean {
  const day = INSTANT.exec(text)?.[1];
  return day !== undefined && isDay(day);
}
