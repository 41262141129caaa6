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
const TWO_32 = 4_294_967_296;

/** `unnest($first::uuid[], …) WITH ORDINALITY AS name(column, …, ord)`. */
export function unnestSql(name: string, relation: Relation, first: number): string {
  const parameters = relation.columns.map(([, type], index) => `$${first + index}::${type}[]`);
  const columns = relation.columns.map(([column]) => column);
  return `unnest(${parameters.join(', ')}) WITH ORDINALITY AS ${name}(${columns.join(', ')}, ord)`;
}

/** The parameters of a relation: one array per column. Rows hold their cells in the order of the columns. */
export function encodeRelation(relation: Relation, rows: readonly (readonly Cell[])[]): readonly Buffer[] {
  return relation.columns.map(([, type], index) => encodeArray(type, rows, index));
}

function encodeArray(type: ColumnType, rows: readonly (readonly Cell[])[], column: number): Buffer {
  let size = HEADER_BYTES + 4 * rows.length;
  let hasNull = 0;
  for (const row of rows) {
    const cell = row[column];
    assert(cell !== undefined, `a cell for each column (${type}, column ${column})`);
    if (cell === null) hasNull = 1;
    else size += sizeOf(type, cell);
  }
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull, 4);
  buffer.writeInt32BE(OIDS[type], 8);
  buffer.writeInt32BE(rows.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const row of rows) at = writeElement({ buffer, type, cell: row[column] ?? null, at });
  assert(at === size, `an array of ${size} bytes`);
  return buffer;
}

function sizeOf(type: ColumnType, cell: string | number | boolean | Uint8Array): number {
  switch (type) {
    case 'bool':
      return 1;
    case 'int4':
    case 'date':
      return 4;
    case 'int8':
    case 'float8':
    case 'timestamptz':
      return 8;
    case 'uuid':
      return 16;
    case 'text':
      assert(typeof cell === 'string', 'a text');
      return Buffer.byteLength(cell);
    case 'bytea':
      assert(cell instanceof Uint8Array, 'bytes');
      return cell.length;
  }
}

type Element = {
  readonly buffer: Buffer;
  readonly type: ColumnType;
  readonly cell: Cell;
  readonly at: number;
};

/** Writes the length and the element; returns where the next one begins. */
function writeElement({ buffer, type, cell, at }: Element): number {
  if (cell === null) return buffer.writeInt32BE(-1, at);
  const start = at + 4;
  const end = start + writeCell(buffer, type, { cell, start });
  buffer.writeInt32BE(end - start, at);
  return end;
}

function writeCell(
  buffer: Buffer,
  type: ColumnType,
  place: { readonly cell: Cell; readonly start: number },
): number {
  const { cell, start } = place;
  if (type === 'bool') {
    buffer[start] = cell === true ? 1 : 0;
    return 1;
  }
  if (type === 'text') return buffer.write(String(cell), start, 'utf8');
  if (type === 'uuid') return buffer.write(String(cell).replaceAll('-', ''), start, 'hex');
  if (type === 'bytea') {
    assert(cell instanceof Uint8Array, 'bytes');
    buffer.set(cell, start);
    return cell.length;
  }
  assert(typeof cell === 'number', `a number for ${type}`);
  if (type === 'int4') return buffer.writeInt32BE(cell, start) - start;
  if (type === 'date') return buffer.writeInt32BE(cell - EPOCH_DAYS, start) - start;
  if (type === 'float8') return buffer.writeDoubleBE(cell, start) - start;
  return writeInt8(buffer, type === 'timestamptz' ? (cell - EPOCH_MS) * 1000 : cell, start);
}

function writeInt8(buffer: Buffer, value: number, start: number): number {
  assert(Number.isSafeInteger(value), 'an exact integer');
  const high = Math.floor(value / TWO_32);
  buffer.writeInt32BE(high, start);
  buffer.writeUInt32BE(value - high * TWO_32, start + 4);
  return 8;
}
