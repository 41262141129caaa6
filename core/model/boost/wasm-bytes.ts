/**
 * WebAssembly modules written by hand: instructions are lists of bytes, and this puts them into a module that imports one shared
 * memory and exports its functions. Source: WebAssembly Core Specification 2.0, chapter 5; threads proposal for shared memory.
 */

/** Instructions, encoded. */
export type Code = readonly number[];

export const VALUE = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;
type ValueType = (typeof VALUE)[keyof typeof VALUE];

/** A function of whole numbers (addresses, counts) that gives one back or nothing; its locals follow its parameters. */
export type WasmFunction = {
  readonly name: string;
  readonly parameterCount: number;
  readonly hasResult: boolean;
  readonly locals: readonly ValueType[];
  readonly code: Code;
};

/** What a module begins with: its sign and version 1. */
const MAGIC: Code = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** LEB128 without sign. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

/** LEB128 with sign, for 32 bits. */
function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const plain =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), opcode];
const vector =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode)];
const load =
  (opcode: number) =>
  (address: Code, offset: number): Code => [...address, opcode, 0, ...unsigned(offset)];
const store =
  (opcode: number) =>
  (address: Code, value: Code, offset: number): Code => [
    ...address,
    ...value,
    opcode,
    0,
    ...unsigned(offset),
  ];

/** Constants of a double, twice in a vector. */
function splat(value: number): Code {
  const bytes = new Uint8Array(Float64Array.of(value, value).buffer);
  return [0xfd, ...unsigned(12), ...bytes];
}

/** Instructions by name; operands come first, as on the stack. */
export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)],
  tee: (local: number, value: Code): Code => [...value, 0x22, ...unsigned(local)],
  i32: (value: number): Code => [0x41, ...signed(value)],
  /** Repeats the body while it leaves a number other than 0. */
  loop: (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0, 0x0b],
  /** Does the body when the condition isn't 0. */
  when: (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b],
  add: plain(0x6a),
  sub: plain(0x6b),
  mul: plain(0x6c),
  and: plain(0x71),
  shl: plain(0x74),
  shrSigned: plain(0x75),
  below: plain(0x49),
  i64Add: plain(0x7c),
  i64Sub: plain(0x7d),
  i64Shl: plain(0x86),
  i64ShrSigned: plain(0x87),
  i64: (value: number): Code => [0x42, ...signed(value)],
  wrap: plain(0xa7),
  extendSigned: plain(0xac),
  extendUnsigned: plain(0xad),
  doubleOfSigned: plain(0xb7),
  doubleOfUnsigned: plain(0xb8),
  f64Add: plain(0xa0),
  load32: load(0x28),
  load64: load(0x29),
  loadDouble: load(0x2b),
  loadByte: load(0x2d),
  store32: store(0x36),
  store64: store(0x37),
  storeDouble: store(0x39),
  storeByte: store(0x3a),
  splat,
  loadVector: (address: Code, offset: number): Code => [...address, 0xfd, 0, 0, ...unsigned(offset)],
  storeVector: (address: Code, value: Code, offset: number): Code => [
    ...address,
    ...value,
    0xfd,
    ...unsigned(11),
    0,
    ...unsigned(offset),
  ],
  /** Two doubles at a time. */
  vFloor: vector(0x75),
  vNegate: vector(0xed),
  vAdd: vector(0xf0),
  vSub: vector(0xf1),
  vMul: vector(0xf2),
  vDiv: vector(0xf3),
  vMin: vector(0xf4),
  vMax: vector(0xf5),
  /** Two bytes as two doubles. */
  loadTwoBytes: (address: Code, offset: number): Code => [
    ...vector(0xff)(vector(0xa9)(vector(0x89)([...address, 0xfd, 8, 0, ...unsigned(offset)]))),
  ],
  /** Two doubles cut to whole numbers of 32 bits, in the lower half. */
  vWhole: vector(0xfc),
  vAddWhole: vector(0xae),
  vShlWhole: vector(0xab),
  splatWhole: vector(0x11),
  vOr: vector(0x50),
  /** The two lower whole numbers, of 32 bits, as 64 bits. */
  vWiden: vector(0xc9),
  vShlWide: vector(0xcb),
  /** The lower half. */
  vLow: (value: Code): Code => [...value, 0xfd, 0x1d, 0],
} as const;

/** The bytes of a module whose memory is `shell.memory`, shared, of so many pages. */
export function moduleBytes(pages: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const text = (name: string): Code => [
    ...unsigned(name.length),
    ...[...name].map((sign) => sign.charCodeAt(0)),
  ];
  const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
  const types = functions.map(({ parameterCount, hasResult }) => [
    0x60,
    ...list(Array.from({ length: parameterCount }, () => [VALUE.i32])),
    ...list(hasResult ? [[VALUE.i32]] : []),
  ]);
  const memory = [...text('shell'), ...text('memory'), 0x02, 0x03, ...unsigned(pages), ...unsigned(pages)];
  const bodies = functions.map(({ locals, code }) => {
    const body = [...list(locals.map((type) => [1, type])), ...code, 0x0b];
    return [...unsigned(body.length), ...body];
  });
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, at) => unsigned(at)))),
    ...section(7, list(functions.map(({ name }, at) => [...text(name), 0x00, ...unsigned(at)]))),
    ...section(10, list(bodies)),
  ]);
}
