/**
 * The gate before the XML reader: size, depth, no document type (so no entity can expand), and the namespaces of DMN
 * 1.1–1.5 mapped to the one (1.3) that the reader knows.
 */
import { MAX_XML_DEPTH, MAX_XML_ELEMENTS, MAX_XML_LENGTH } from './limits.ts';
import { createTagChecker } from './well-formed.ts';

const READ_AS = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const NAMESPACES: readonly string[] = [
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  'http://www.omg.org/spec/DMN/20151101/MODEL/',
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
];

export type GateAnswer =
  | { readonly ok: false; readonly code: 'DMN_XML'; readonly message: string }
  | { readonly ok: true; readonly xml: string }
  | { readonly ok: false; readonly code: 'DMN_TOO_LARGE' | 'DMN_TOO_DEEP' | 'DMN_DOCTYPE' | 'DMN_NOT_DMN' };

/** Lets a text through as DMN 1.3, or says why not. Linear in the length. */
export function passGate(xml: string): GateAnswer {
  if (xml.length > MAX_XML_LENGTH) return { ok: false, code: 'DMN_TOO_LARGE' };
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return { ok: false, code: 'DMN_DOCTYPE' };
  const { depth, elements, fault, layout } = measure(xml);
  if (depth > MAX_XML_DEPTH) return { ok: false, code: 'DMN_TOO_DEEP' };
  if (elements > MAX_XML_ELEMENTS) return { ok: false, code: 'DMN_TOO_LARGE' };
  // The layout says nothing about meaning, and its newer forms would be the one part that the reader doesn't know.
  const mapped = mapNamespaces(layout === null ? xml : xml.slice(0, layout.from) + xml.slice(layout.to));
  if (fault !== null && mapped.includes(READ_AS))
    return { ok: false, code: 'DMN_XML', message: placeOf(xml, fault) };
  return mapped.includes(READ_AS) ? { ok: true, xml: mapped } : { ok: false, code: 'DMN_NOT_DMN' };
}

/** A place as editors count it. */
function placeOf(xml: string, at: number): string {
  const before = xml.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function mapNamespaces(xml: string): string {
  return xml.replace(
    /(\sxmlns(?::[\w.-]+)?\s*=\s*)(["'])([^"']*)\2/g,
    (whole, start: string, quote: string, uri: string) =>
      NAMESPACES.includes(uri) ? `${start}${quote}${READ_AS}${quote}` : whole,
  );
}

/**
 * The deepest nesting of tags and how many there are, in one pass; comments, CDATA and instructions are stepped over,
 * quotes are kept together.
 */
function measure(xml: string): {
  readonly depth: number;
  readonly elements: number;
  /** Where the first tag begins that is not well-formed. */
  readonly fault: number | null;
  /** The layout: an element of that name directly in the root. */
  readonly layout: { readonly from: number; readonly to: number } | null;
} {
  const checker = createTagChecker();
  let fault: number | null = null;
  let layoutFrom: number | null = null;
  let layout: { readonly from: number; readonly to: number } | null = null;
  let elements = 0;
  let depth = 0;
  let most = 0;
  let at = xml.indexOf('<');
  while (at >= 0) {
    const end = endOfMarkup(xml, at);
    if (end < 0) break;
    const second = xml[at + 1];
    if (fault === null && second !== '!' && second !== '?' && !checker.isSound(xml.slice(at, end + 1)))
      fault = at;
    if (depth === 1 && /^<(?:[\w.-]+:)?DMNDI[\s>]/.test(xml.slice(at, at + 80)) && xml[end - 1] !== '/')
      layoutFrom ??= at;
    if (second === '/') {
      depth -= 1;
      if (depth === 1 && layoutFrom !== null) layout ??= { from: layoutFrom, to: end + 1 };
    }
    if (second !== '/' && second !== '!' && second !== '?') {
      elements += 1;
      if (xml[end - 1] !== '/') depth += 1;
    }
    most = Math.max(most, depth);
    at = xml.indexOf('<', end);
  }
  return { depth: most, elements, fault, layout };
}

/** Where the markup that begins at `at` closes; −1 when it doesn't. */
function endOfMarkup(xml: string, at: number): number {
  for (const [start, close] of STEPPED_OVER) {
    if (!xml.startsWith(start, at)) continue;
    const end = xml.indexOf(close, at + start.length);
    return end < 0 ? -1 : end + close.length - 1;
  }
  let quote: string | null = null;
  for (let index = at + 1; index < xml.length; index += 1) {
    const sign = xml[index] as string;
    if (quote !== null) quote = sign === quote ? null : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return index;
  }
  return -1;
}

const STEPPED_OVER = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** The namespace that a model says is its own, read from its first element without reading the model. */
export function findNamespace(xml: string): string | null {
  const start = /<(?:[\w.-]+:)?definitions\b/.exec(xml);
  if (start === null) return null;
  const tag = xml.slice(start.index, endOfMarkup(xml, start.index) + 1);
  return findAttribute(tag, 'namespace');
}

function findAttribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found === null ? null : unescapeXml(found[1] ?? found[2] ?? '');
}

const XML_NAMES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => XML_NAMES[name] ?? whole);
}

/** A line that ends one model and begins the next in a text that holds several; no XML file has it inside. */
const NEXT_MODEL = '\n<?plimsoll next-model?>\n';

/** One text for a model and those of `others` that it imports, at any depth, as it is kept and published. */
export function joinModels(xml: string, others: readonly string[]): string {
  const joined = [xml];
  // Grows while it is walked.
  for (const text of joined) {
    const wanted = findImports(text);
    joined.push(
      ...others.filter((other) => !joined.includes(other) && wanted.includes(findNamespace(other) ?? '')),
    );
  }
  return joined.join(NEXT_MODEL);
}

/** The namespaces that a model imports, found without reading it: too many rather than too few. */
function findImports(xml: string): readonly string[] {
  const tags = xml.match(/<(?:[\w.-]+:)?import\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => findAttribute(tag, 'namespace') ?? []);
}

/** The texts again. A text that holds one model is itself. */
export function splitModels(text: string): { readonly xml: string; readonly imports: readonly string[] } {
  const [xml = '', ...imports] = text.split(NEXT_MODEL);
  return { xml, imports };
}
