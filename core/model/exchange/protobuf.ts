/**
 * The wire form of Protocol Buffers (protobuf.dev, "Encoding"): fields by number, nothing of their meaning. A message is read one
 * level deep; what lies in it is read when it is asked for. Groups, which ONNX does not use, and anything cut short are refused.
 */
import { fromUtf8 } from '@plimsoll/core/base';

/** A field as it lies in the bytes: a whole number (wire type 0), or the bytes of a fixed or a delimited one. */
type Field = { readonly wire: number; readonly whole: bigint; readonly bytes: Uint8Array };

/** The fields of a message by number, in their order. */
export type Message = ReadonlyMap<number, readonly Field[]>;

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;
const MAX_VARINT_BYTES = 10;
const NONE = new Uint8Array();

type Reader = { readonly bytes: Uint8Array; at: number };

/** Reads one message. Undefined when the bytes are none. */
export function readMessage(bytes: Uint8Array): Message | undefined {
  const fields = new Map<number, Field[]>();
  const reader: Reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = takeVarint(reader);
    if (tag === undefined) return undefined;
    const field = takeField(reader, Number(tag & 7n));
    const number = Number(tag >> 3n);
    if (field === undefined || number === 0) return undefined;
    const found = fields.get(number);
    if (found === undefined) fields.set(number, [field]);
    else found.push(field);
  }
  return fields;
}

function takeField(reader: Reader, wire: number): Field | undefined {
  if (wire === VARINT) {
    const whole = takeVarint(reader);
    return whole === undefined ? undefined : { wire, whole, bytes: NONE };
  }
  const length = wire === DELIMITED ? takeVarint(reader) : { [FIXED32]: 4n, [FIXED64]: 8n }[wire];
  if (length === undefined || length > BigInt(reader.bytes.length - reader.at)) return undefined;
  const bytes = reader.bytes.subarray(reader.at, reader.at + Number(length));
  reader.at += Number(length);
  return { wire, whole: 0n, bytes };
}

function takeVarint(reader: Reader): bigint | undefined {
  let whole = 0n;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) return undefined;
    reader.at += 1;
    whole |= BigInt(byte & 127) << BigInt(7 * index);
    if (byte < 128) return BigInt.asUintN(64, whole);
  }
  return undefined;
}

/** The messages under a number. Undefined when one of them is none. */
export function messagesOf(message: Message, number: number): readonly Message[] | undefined {
  const read: Message[] = [];
  for (const { wire, bytes } of message.get(number) ?? []) {
    const each = wire === DELIMITED ? readMessage(bytes) : undefined;
    if (each === undefined) return undefined;
    read.push(each);
  }
  return read;
}

/** The texts under a number; one that isn't UTF-8 is empty. */
export function textsOf(message: Message, number: number): readonly string[] {
  return (message.get(number) ?? []).map(({ bytes }) => fromUtf8(bytes) ?? '');
}

/** The signed whole numbers under a number, packed or not. NaN: more than a double holds, or cut short. */
export function wholesOf(message: Message, number: number): readonly number[] {
  return (message.get(number) ?? []).flatMap(({ wire, whole, bytes }) => {
    if (wire === VARINT) return [signed(whole)];
    const reader: Reader = { bytes, at: 0 };
    const read: number[] = [];
    while (reader.at < bytes.length) {
      const each = takeVarint(reader);
      if (each === undefined) return [Number.NaN];
      read.push(signed(each));
    }
    return read;
  });
}

function signed(whole: bigint): number {
  const number = Number(BigInt.asIntN(64, whole));
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

/** The float32 numbers under a number, packed or not. */
export function floatsOf(message: Message, number: number): readonly number[] {
  return (message.get(number) ?? []).flatMap(({ bytes }) => {
    if (bytes.length % 4 !== 0) return [Number.NaN];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(4 * index, true));
  });
}
