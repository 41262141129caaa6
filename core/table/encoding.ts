/**
 * Bytes of a text file as UTF-8 bytes, chunk by chunk. A byte order mark settles UTF-8 and UTF-16 (the mark of a file
 * that was decoded as Windows-1252 and saved again, `ï»¿`, is taken off as well); other encodings are declared by the
 * caller, because a wrong guess shows only as odd names. What is not UTF-8 is found where texts are first read.
 */
import { concatBytes, toUtf8 } from '@plimsoll/core/base';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252';

export type Transcoder = {
  /** UTF-8 bytes of the chunk; null when the bytes can't be of the encoding. */
  readonly push: (chunk: Uint8Array) => Uint8Array | null;
  /** What was still held back. */
  readonly finish: () => Uint8Array | null;
  /** Known after the first bytes; 'utf-16?' when zeros betray UTF-16 without a mark. */
  readonly encoding: () => Encoding | 'utf-16?';
};

/** So many bytes are looked at before the encoding is settled. */
const HEAD_BYTES = 256;

const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xc3, 0xaf, 0xc2, 0xbb, 0xc2, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** Begins a file. */
export function createTranscoder(declared: Encoding | null = null): Transcoder {
  let head: Uint8Array | null = new Uint8Array(0);
  let encoding: Encoding | 'utf-16?' = declared ?? 'utf-8';
  let decode: ((bytes: Uint8Array, isLast: boolean) => Uint8Array | null) | null = null;
  const begin = (bytes: Uint8Array): Uint8Array | null => {
    head = null;
    const mark = MARKS.find((each) => each.bytes.every((byte, at) => bytes[at] === byte));
    const rest = mark === undefined ? bytes : bytes.subarray(mark.bytes.length);
    if (mark !== undefined) encoding = mark.encoding;
    else if (declared === null && bytes.includes(0)) encoding = 'utf-16?';
    if (encoding === 'utf-16?') return null;
    decode = encoding === 'utf-8' ? (part) => part : decoderOf(encoding);
    return decode(rest, false);
  };
  return {
    push: (chunk) => {
      if (head === null) return decode === null ? null : decode(chunk, false);
      head = concatBytes(head, chunk);
      return head.length < HEAD_BYTES ? new Uint8Array(0) : begin(head);
    },
    finish: () => {
      const rest = head === null ? new Uint8Array(0) : begin(head);
      const last = decode === null ? null : decode(new Uint8Array(0), true);
      return rest === null || last === null ? null : concatBytes(rest, last);
    },
    encoding: () => encoding,
  };
}

function decoderOf(encoding: Encoding): (bytes: Uint8Array, isLast: boolean) => Uint8Array | null {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes, isLast) => {
    try {
      return toUtf8(decoder.decode(bytes, { stream: !isLast }));
    } catch {
      return null;
    }
  };
}
