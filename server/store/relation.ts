/**
 * Many rows in one statement: each column travels as one PostgreSQL array in its binary form and is unnested there.
 * Binary, because as text every quote in a JSON body would have to be escaped here and unescaped there: measured, the
 * encoding is three times faster and the statement a third smaller.
 * Source: PostgreSQL's array_recv: dimensions, flags, element type, length and lower bound, then length-prefixed elements.
 */
import { assert } from '@plimsoll/core/base';

export type Cell = string | number | boolean | Uint8Array | null;

export type ColumnType =
  | 'text'
  | 'uuid'
  | 'int4'
  | 'int8'
  | 'float8'
  | 'bool'
  | 'bytea'
  | 'date'
  | 'timestamptz';

/** A named bundle of columns that becomes `unnest(…) WITH ORDINALITY`; `ord` counts from 1. */
export type Relation = { readonly columns: readonly (readonly [name: string, type: ColumnType])[] };

const OIDS: { readonly [type in ColumnType]: number } = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int4: 23,
  text: 25,
  float8: 701,
  date: 1082,
  timestamptz: 1184,
  uuid: 2950,
};
const HEADER_BYTES = 20;
/** 2000-01-01 in days and milliseconds since 1970: PostgreSQL counts from there. */
const EPOCH_DAYS = 10_957;
const EPOCH_MS = EPOCH_DAYS * 86_400_000;
const TWO_31 = 2_147_483_648;
const TWO_32 = 4_294_967_296;
const UUID_LENGTH = 36;
const NO_DIGIT = 255;
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? NO_DIGIT : digit;
});

/** `unnest($first::uuid[], …) WITH ORDINALITY AS name(column, …, ord)`. */
export function unnestSql(name: string, relation: Relation, first: number): string {
  const parameters = relation.columns.map(([, type], index) => `$${first + index}::${type}[]`);
  const columns = relation.columns.map(([column]) => column);
  return `unnest(${parameters.join(', ')}) WITH ORDINALITY AS ${name}(${columns.join(', ')}, ord)`;
}

/** The parameters of a relation: one array per column. Rows hold their cells in the order of the columns. */
export function encodeRelation(relation: Relation, rows: readonly (readonly Cell[])[]): Buffer[] {
  const message = createMessage(INITIAL_BYTES);
  return relation.columns.map(([, type], index) => {
    message.at = 0;
    writeArray(message, type, { rows, column: index });
    return Buffer.from(message.buffer.subarray(0, message.at));
  });
}

/** Bytes under construction: `at` is where the next one goes. The buffer is another one after it had to grow. */
export type Message = { buffer: Buffer; view: DataView; at: number };

const INITIAL_BYTES = 1024;
/** A UTF-16 code unit takes at most three bytes in UTF-8; no other cell than texts and bytes takes more than 16. */
const MAX_BYTES_OF_UNIT = 3;
const MAX_FIXED_BYTES = 16;
/** Up to this length a text is written character by character: cheaper than the call that writes any text. */
const SHORT_TEXT = 40;
const BEYOND_ASCII = 128;

/** An empty message with room for `size` bytes. */
export function createMessage(size: number): Message {
  const buffer = Buffer.allocUnsafeSlow(size);
  return { buffer, view: viewOf(buffer), at: 0 };
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Makes room for `count` more bytes; what was written before stays. */
export function makeRoom(message: Message, count: number): void {
  if (message.at + count <= message.buffer.length) return;
  const grown = Buffer.allocUnsafeSlow(2 * (message.at + count));
  message.buffer.copy(grown, 0, 0, message.at);
  message.buffer = grown;
  message.view = viewOf(grown);
}

/** Writes one column of rows as an array. */
export function writeArray(
  message: Message,
  type: ColumnType,
  { rows, column }: { readonly rows: readonly (readonly Cell[])[]; readonly column: number },
): void {
  makeRoom(message, HEADER_BYTES);
  const start = message.at;
  let hasNull = 0;
  message.at += HEADER_BYTES;
  for (const row of rows) {
    const cell = row[column];
    assert(cell !== undefined, 'a cell for each column');
    makeRoom(message, 4 + (cell === null ? 0 : roomOf(cell)));
    const lengthAt = message.at;
    message.at += 4;
    if (cell === null) hasNull = 1;
    else message.at += writeCell(message, type, cell);
    message.view.setInt32(lengthAt, cell === null ? -1 : message.at - lengthAt - 4);
  }
  const { view } = message;
  view.setInt32(start, 1);
  view.setInt32(start + 4, hasNull);
  view.setInt32(start + 8, OIDS[type]);
  view.setInt32(start + 12, rows.length);
  view.setInt32(start + 16, 1);
}

function roomOf(cell: string | number | boolean | Uint8Array): number {
  if (typeof cell === 'string') return cell.length * MAX_BYTES_OF_UNIT;
  return cell instanceof Uint8Array ? cell.length : MAX_FIXED_BYTES;
}

/** Writes the element at the message's end, without moving it; returns its length. */
function writeCell(
  { buffer, view, at: start }: Message,
  type: ColumnType,
  cell: string | number | boolean | Uint8Array,
): number {
  switch (type) {
    case 'text':
      assert(typeof cell === 'string', 'a text');
      return writeText(buffer, cell, start);
    case 'bytea':
      assert(cell instanceof Uint8Array, 'bytes');
      buffer.set(cell, start);
      return cell.length;
    case 'uuid':
      assert(typeof cell === 'string', 'a uuid');
      return writeUuid(buffer, cell, start);
    case 'bool':
      buffer[start] = cell === true ? 1 : 0;
      return 1;
    default:
      assert(typeof cell === 'number', `a number for ${type}`);
      return writeNumber(view, type, { value: cell, start });
  }
}

function writeNumber(
  view: DataView,
  type: 'int4' | 'int8' | 'float8' | 'date' | 'timestamptz',
  { value, start }: { readonly value: number; readonly start: number },
): number {
  switch (type) {
    case 'int4':
    case 'date': {
      const whole = type === 'date' ? value - EPOCH_DAYS : value;
      assert(Number.isInteger(whole) && Math.abs(whole) < TWO_31, 'an integer of 32 bits');
      view.setInt32(start, whole);
      return 4;
    }
    case 'float8':
      view.setFloat64(start, value);
      return 8;
    case 'int8':
    case 'timestamptz': {
      const whole = type === 'timestamptz' ? (value - EPOCH_MS) * 1000 : value;
      assert(Number.isSafeInteger(whole), 'an exact integer');
      const high = Math.floor(whole / TWO_32);
      view.setInt32(start, high);
      view.setUint32(start + 4, whole - high * TWO_32);
      return 8;
    }
  }
}

function writeText(buffer: Buffer, text: string, start: number): number {
  if (text.length > SHORT_TEXT) return buffer.write(text, start, 'utf8');
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= BEYOND_ASCII) return buffer.write(text, start, 'utf8');
    buffer[start + index] = unit;
  }
  return text.length;
}

const UUID_BYTES = 16;
const DASH = 45;

/** A uuid in its usual spelling; another one is refused here, as the database would. */
function writeUuid(buffer: Buffer, text: string, start: number): number {
  let high = -1;
  let at = start;
  for (let index = 0; index < text.length && at < start + UUID_BYTES; index++) {
    const code = text.charCodeAt(index);
    if (code === DASH) continue;
    const digit = DIGITS[code] ?? NO_DIGIT;
    assert(digit !== NO_DIGIT, 'a uuid of hex digits');
    if (high < 0) high = digit;
    else {
      buffer[at++] = high * 16 + digit;
      high = -1;
    }
  }
  assert(at === start + UUID_BYTES && text.length === UUID_LENGTH, 'a uuid of 32 digits');
  return UUID_BYTES;
}
