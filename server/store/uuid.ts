/** UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74 random bits; sorts by time. */
import { nextRandomHex } from '@plimsoll/server/keys';

/** A new id for the given time in milliseconds since 1970. */
export function uuidV7(nowMs: number): string {
  const random = nextRandomHex(10);
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const variant = '89ab'.charAt(Number.parseInt(random.charAt(3), 16) & 3);
  const tail = `${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${tail}`;
}
