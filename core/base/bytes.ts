/**
 * Bytes as text and back: hex, base64, UTF-8. Plain ECMAScript and TextEncoder, so it runs in a browser and in Node.
 * Source: RFC 4648 (base16 in lower case, base64 with padding). Reading is strict: one text for one byte string.
 */
import { assert } from './result.ts';

const HEX_BY_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);
const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = 255;
const HEX_DIGITS = digitTable('0123456789abcdef');
const BASE64_DIGITS = digitTable(BASE64_ALPHABET);
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Writes bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX_BY_BYTE[byte];
  return text;
}

/** Reads lower-case hex; null when the text is none (odd length, upper case, another character). */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    const high = digit(HEX_DIGITS, text.charCodeAt(2 * index));
    const low = digit(HEX_DIGITS, text.charCodeAt(2 * index + 1));
    if (high === NO_DIGIT || low === NO_DIGIT) return null;
    bytes[index] = high * 16 + low;
  }
  return bytes;
}

/** Writes bytes as base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += BASE64_ALPHABET.charAt(group >> 18) + BASE64_ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? BASE64_ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? BASE64_ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}

/** Reads padded base64; null when the text is none, spare bits that are not zero included. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let index = 0, at = 0; index < text.length; index += 4, at += 3) {
    const digitCount = index + 4 === text.length ? 4 - padding : 4;
    let group = 0;
    for (let place = 0; place < 4; place++) {
      const value = place < digitCount ? digit(BASE64_DIGITS, text.charCodeAt(index + place)) : 0;
      if (value === NO_DIGIT) return null;
      group = (group << 6) | value;
    }
    const spareBits = digitCount === 4 ? 0 : digitCount === 3 ? group & 0xff : group & 0xffff;
    if (spareBits !== 0) return null;
    bytes[at] = group >> 16;
    if (digitCount > 2) bytes[at + 1] = (group >> 8) & 0xff;
    if (digitCount > 3) bytes[at + 2] = group & 0xff;
  }
  return bytes;
}

/** The UTF-8 bytes of a text. Asserts that it holds no lone surrogate: two texts must not share their bytes. */
export function toUtf8(text: string): Uint8Array {
  assert(text.isWellFormed(), 'text without lone surrogates');
  return encoder.encode(text);
}

/** Reads UTF-8; null when the bytes are none. A byte order mark is kept as a character. */
export function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Joins byte strings. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** True when both hold the same bytes. Not constant in time: for public values, never for secrets. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

function digit(table: Uint8Array, characterCode: number): number {
  return table[characterCode] ?? NO_DIGIT;
}

function digitTable(alphabet: string): Uint8Array {
  const table = new Uint8Array(128).fill(NO_DIGIT);
  for (let value = 0; value < alphabet.length; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}
