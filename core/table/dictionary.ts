/**
 * Texts met in a column, each with a code in the order of meeting. Looked up by the bytes of a cell, so that a text
 * that was met before makes no string. An open-addressed table over FNV-1a hashes; bytes lie one after the other.
 */

/** A piece of bytes: from `start` up to and without `end`. */
export type Cell = { bytes: Uint8Array; start: number; end: number };

export type Dictionary = {
  size: number;
  /** Code + 1 by slot, 0 where free. */
  slots: Int32Array;
  hashes: Int32Array;
  /** Where the bytes of each code begin; one more at the end. */
  starts: Int32Array;
  bytes: Uint8Array;
};

const FIRST_SLOTS = 64;
const FIRST_BYTES = 512;
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function createDictionary(): Dictionary {
  return {
    size: 0,
    slots: new Int32Array(FIRST_SLOTS),
    hashes: new Int32Array(FIRST_SLOTS),
    starts: new Int32Array(FIRST_SLOTS),
    bytes: new Uint8Array(FIRST_BYTES),
  };
}

/** The code of the cell's text; a new one gets the next code. */
export function codeOfCell(dictionary: Dictionary, cell: Cell): number {
  const { bytes, start, end } = cell;
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), FNV_PRIME);
  const { slots, hashes } = dictionary;
  const mask = slots.length - 1;
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    const code = (slots[slot] as number) - 1;
    if (code < 0) return addText(dictionary, cell, { hash, slot });
    if (hashes[code] === hash && isText(dictionary, code, cell)) return code;
  }
}

/** The text of a code; null when its bytes are not UTF-8. */
export function textOfCode(dictionary: Dictionary, code: number): string | null {
  try {
    return decoder.decode(dictionary.bytes.subarray(dictionary.starts[code], dictionary.starts[code + 1]));
  } catch {
    return null;
  }
}

function isText(dictionary: Dictionary, code: number, cell: Cell): boolean {
  const from = dictionary.starts[code] as number;
  const length = (dictionary.starts[code + 1] as number) - from;
  if (length !== cell.end - cell.start) return false;
  for (let at = 0; at < length; at++)
    if (dictionary.bytes[from + at] !== cell.bytes[cell.start + at]) return false;
  return true;
}

function addText(
  dictionary: Dictionary,
  cell: Cell,
  place: { readonly hash: number; readonly slot: number },
): number {
  const code = dictionary.size;
  const from = dictionary.starts[code] as number;
  const to = from + cell.end - cell.start;
  if (to > dictionary.bytes.length) dictionary.bytes = grown(dictionary.bytes, to);
  dictionary.bytes.set(cell.bytes.subarray(cell.start, cell.end), from);
  dictionary.slots[place.slot] = code + 1;
  dictionary.hashes[code] = place.hash;
  dictionary.starts[code + 1] = to;
  dictionary.size = code + 1;
  if (2 * dictionary.size + 2 > dictionary.slots.length) widen(dictionary);
  return code;
}

function grown(bytes: Uint8Array, atLeast: number): Uint8Array {
  const wider = new Uint8Array(Math.max(2 * bytes.length, atLeast));
  wider.set(bytes);
  return wider;
}

/** Twice the slots, filled again. */
function widen(dictionary: Dictionary): void {
  const slotCount = 2 * dictionary.slots.length;
  const slots = new Int32Array(slotCount);
  const hashes = new Int32Array(slotCount);
  const starts = new Int32Array(slotCount);
  hashes.set(dictionary.hashes);
  starts.set(dictionary.starts);
  for (let code = 0; code < dictionary.size; code++) {
    const hash = hashes[code] as number;
    let slot = (hash ^ (hash >>> 15)) & (slotCount - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slotCount - 1);
    slots[slot] = code + 1;
  }
  dictionary.slots = slots;
  dictionary.hashes = hashes;
  dictionary.starts = starts;
}
