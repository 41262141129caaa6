/**
 * Universal Binary JSON (draft 12, ubjson.org), as XGBoost writes it: big-endian, containers with or without a type (`$`) and a
 * count (`#`). Numbers become doubles; whole numbers that a double can't hold are refused, and so is anything cut short.
 */
import { fromUtf8, type JsonValue } from '@plimsoll/core/base';

const MAX_DEPTH = 64;

/** Reads one value. Undefined when the bytes are not UBJSON. */
export function readUbjson(bytes: Uint8Array): JsonValue | undefined {
  const reader = createReader(bytes);
  try {
    const value = reader.value(reader.marker(), 0);
    return reader.isAtEnd() ? value : undefined;
  } catch (fault) {
    if (fault instanceof RangeError) return undefined;
    throw fault;
  }
}

type Reader = {
  readonly marker: () => string;
  readonly value: (marker: string, depth: number) => JsonValue;
  readonly isAtEnd: () => boolean;
};

function createReader(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  // DataView throws a RangeError past the end.
  const take = (size: number): number => {
    at += size;
    return at - size;
  };
  const marker = (): string => String.fromCharCode(view.getUint8(take(1)));
  const number = (kind: string): number | undefined => {
    switch (kind) {
      case 'i':
        return view.getInt8(take(1));
      case 'U':
        return view.getUint8(take(1));
      case 'I':
        return view.getInt16(take(2));
      case 'l':
        return view.getInt32(take(4));
      case 'L':
        return safe(view.getBigInt64(take(8)));
      case 'd':
        return view.getFloat32(take(4));
      case 'D':
        return view.getFloat64(take(8));
      default:
        return undefined;
    }
  };
  const count = (): number => {
    const size = number(marker());
    if (size === undefined || size < 0 || size > bytes.length)
      throw new RangeError('a length beyond the end');
    return size;
  };
  const string = (): string => {
    const size = count();
    const from = take(size);
    if (at > bytes.length) throw new RangeError('cut short');
    const text = fromUtf8(bytes.subarray(from, at));
    if (text === null) throw new RangeError('not UTF-8');
    return text;
  };
  const sizes = (): { readonly kind: string | null; readonly size: number | null } => {
    let kind: string | null = null;
    if (bytes[at] === 0x24) {
      at += 1;
      kind = marker();
    }
    if (bytes[at] !== 0x23) {
      if (kind !== null) throw new RangeError('a type without a count');
      return { kind, size: null };
    }
    at += 1;
    return { kind, size: count() };
  };
  const container = (close: string, depth: number, add: (kind: string | null) => void): void => {
    if (depth > MAX_DEPTH) throw new RangeError('too deep');
    const { kind, size } = sizes();
    for (let taken = 0; size === null || taken < size; taken += 1) {
      if (size === null && bytes[at] === close.charCodeAt(0)) {
        at += 1;
        return;
      }
      add(kind);
    }
  };
  const value = (kind: string, depth: number): JsonValue => {
    if (kind === 'Z') return null;
    if (kind === 'T' || kind === 'F') return kind === 'T';
    if (kind === 'S') return string();
    if (kind === 'C') return marker();
    if (kind === '[') {
      const list: JsonValue[] = [];
      container(']', depth, (each) => list.push(value(each ?? marker(), depth + 1)));
      return list;
    }
    if (kind === '{') {
      const fields: [string, JsonValue][] = [];
      container('}', depth, (each) => {
        const name = string();
        fields.push([name, value(each ?? marker(), depth + 1)]);
      });
      return Object.fromEntries(fields);
    }
    const found = number(kind);
    if (found === undefined) throw new RangeError('not a marker of UBJSON');
    return found;
  };
  return { marker, value, isAtEnd: () => at === bytes.length };
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('a whole number beyond 2^53');
  return number;
}
