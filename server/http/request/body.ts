/**
 * Reads a JSON body that a stranger sent. Stricter than JSON.parse, because what is accepted is hashed, sealed and kept
 * for ever: UTF-8 without a byte order mark, bounded depth (counted before the parse, so no stack is at risk), no name
 * twice in an object, no name that JavaScript treats as special, no NUL and no lone surrogate in a text, no number
 * beyond the doubles. Source: RFC 8259 section 4, 7 and 8; RFC 7493 (I-JSON) section 2.
 */
import { isUtf8 } from 'node:buffer';
import { type FieldProblem, fieldProblem } from './field-problem.ts';
import { findJsonBreak } from './json-break.ts';

export const BODY_LIMIT_BYTES = 64 * 1024;
export const BODY_DEPTH_LIMIT = 32;

export type BodyFaultCode = 'malformed_json' | 'body_too_deep' | 'invalid_body';
export type BodyReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: BodyFaultCode; readonly fields: readonly FieldProblem[] };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const SPECIAL_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads bytes as JSON, or says where they are none. Linear in the length; never throws on any bytes. */
export function readJsonBody(bytes: Buffer): BodyReading {
  if (!isUtf8(bytes)) return malformed('正文不是 UTF-8', 'the body is not UTF-8');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return malformed('正文不得以字节顺序标记（BOM）开头', 'the body must not begin with a byte order mark');
  const memberCount = countMembers(bytes);
  if (memberCount === TOO_DEEP) return { ok: false, code: 'body_too_deep', fields: [] };
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformedAt(text);
  }
  const inspection: Inspection = { memberCount: 0, path: '', fault: null };
  inspect(value, inspection);
  if (inspection.fault !== null) return invalid(inspection.path, inspection.fault);
  // Names that occur twice collapse in the parse, so then fewer members are left than colons were counted.
  if (inspection.memberCount !== memberCount) return invalid(repeatedName(text), 'repeated');
  return { ok: true, value };
}

const TOO_DEEP = -1;

/** Colons outside of strings, which are the members of a well-formed text; TOO_DEEP beyond the depth limit. */
function countMembers(bytes: Buffer): number {
  let depth = 0;
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COLON) count++;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (++depth > BODY_DEPTH_LIMIT) return TOO_DEEP;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth--;
  }
  return count;
}

/** Index of the closing quote of the string that opens at `open`; the end of the text when it is never closed. */
function endOfString(bytes: Buffer, open: number): number {
  let at = open + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

type BodyFault = 'special' | 'nul' | 'surrogate' | 'infinite' | 'repeated';
type Inspection = { memberCount: number; path: string; fault: BodyFault | null };

/** Walks a parsed value; true when it may go on. The path is written on the way out, so a good body costs nothing. */
function inspect(value: unknown, found: Inspection): boolean {
  if (typeof value === 'string') return judge(textFault(value), found);
  if (typeof value === 'number') return judge(Number.isFinite(value) ? null : 'infinite', found);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      if (!inspect(value[index], found)) return leave(String(index), found);
    return true;
  }
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    found.memberCount++;
    const fault = SPECIAL_NAMES.has(name) ? 'special' : textFault(name);
    if (!judge(fault, found) || !inspect(members[name], found)) return leave(name, found);
  }
  return true;
}

function judge(fault: BodyFault | null, found: Inspection): boolean {
  if (fault === null) return true;
  found.fault = fault;
  return false;
}

function leave(step: string, found: Inspection): false {
  found.path = `/${escapePointer(step)}${found.path}`;
  return false;
}

function textFault(text: string): BodyFault | null {
  if (!text.isWellFormed()) return 'surrogate';
  return text.includes('\0') ? 'nul' : null;
}

/** Writes one step of a JSON pointer (RFC 6901); what isn't well formed is replaced, so that it can be sent. */
export function escapePointer(step: string): string {
  return step.toWellFormed().replaceAll('\0', '\uFFFD').replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Where a name occurs a second time in its object. Runs only on texts that parse and hold such a name. */
function repeatedName(text: string): string {
  const seen: Set<string>[] = [];
  const strings = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;
  for (const match of text.matchAll(strings)) {
    const token = match[0];
    if (token === '{') seen.push(new Set());
    else if (token === '}') seen.pop();
    else if (match[1] !== undefined) {
      const name = JSON.parse(token.slice(0, token.length - match[1].length)) as string;
      const names = seen.at(-1);
      if (names?.has(name) === true) return `/${escapePointer(name)}`;
      names?.add(name);
    }
  }
  return '';
}

const sentences: Readonly<Record<BodyFault, readonly [zh: string, en: string]>> = {
  special: ['不允许使用此名称', 'this name is not allowed'],
  nul: ['文本中不得含有空字符（U+0000）', 'a text must not hold the NUL character (U+0000)'],
  surrogate: ['文本中含有不成对的代理字符', 'a text holds half of a surrogate pair'],
  infinite: ['数值超出范围', 'the number is too large to be held exactly or at all'],
  repeated: ['同一对象中名称重复', 'this name occurs twice in one object'],
};

function invalid(path: string, fault: BodyFault): BodyReading {
  const [zh, en] = sentences[fault];
  return { ok: false, code: 'invalid_body', fields: [fieldProblem(path, [zh, en])] };
}

function malformed(zh: string, en: string): BodyReading {
  return { ok: false, code: 'malformed_json', fields: [fieldProblem('', [zh, en])] };
}

function malformedAt(text: string): BodyReading {
  const place = findJsonBreak(text) ?? text.length;
  if (place >= text.length) return malformed('正文没有写完', 'the body ends too early');
  return malformed(`第 ${place + 1} 个字符处有误`, `it breaks at character ${place + 1}`);
}
