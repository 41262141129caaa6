/** The small shapes that every schema is built from. Each refuses unknown fields and names its bounds. */
import Type, { type Static, type TProperties } from 'typebox';

/** An object that refuses any field it doesn't name. */
export function shape<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** The mark of what may be personal or secret: an error never repeats it and a log never holds it. */
export const PERSONAL = 'x-personal';

/** An object whose every value is personal. */
export function personal<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false, [PERSONAL]: true });
}

/** A text that may be personal or secret, with its bounds in characters. */
export function PersonalText(minLength: number, maxLength: number) {
  return Type.String({ minLength, maxLength, [PERSONAL]: true });
}

export const Id = Type.String({ format: 'uuid', description: 'UUID, version 7 for ids that Plimsoll makes' });
export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 instant in UTC' });
export const CalendarDay = Type.String({ format: 'date', description: 'YYYY-MM-DD, without zone' });
export const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, lower-case hex' });
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' });
export const AmountMinor = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Minor units of the currency (cents, 分)',
});
export const Text = shape({ zh: Type.String(), en: Type.String() });
export type Text = Static<typeof Text>;

/** A page of rows with a cursor for the next one; null on the last page. */
export function page<P extends TProperties>(row: ReturnType<typeof shape<P>>) {
  return shape({ rows: Type.Array(row), nextCursor: Type.Union([Type.String(), Type.Null()]) });
}
