/**
 * The gate before the XML reader: size, depth, no document type (so no entity can expand), and the namespaces of DMN
 * 1.1–1.5 mapped to the one (1.3) that the reader knows.
 */
import { MAX_XML_DEPTH, MAX_XML_LENGTH } from './limits.ts';

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
  | { readonly ok: true; readonly xml: string }
  | { readonly ok: false; readonly code: 'DMN_TOO_LARGE' | 'DMN_TOO_DEEP' | 'DMN_DOCTYPE' | 'DMN_NOT_DMN' };

/** Lets a text through as DMN 1.3, or says why not. Linear in the length. */
export function passGate(xml: string): GateAnswer {
  if (xml.length > MAX_XML_LENGTH) return { ok: false, code: 'DMN_TOO_LARGE' };
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return { ok: false, code: 'DMN_DOCTYPE' };
  if (deepest(xml) > MAX_XML_DEPTH) return { ok: false, code: 'DMN_TOO_DEEP' };
  const mapped = mapNamespaces(xml);
  return mapped.includes(READ_AS) ? { ok: true, xml: mapped } : { ok: false, code: 'DMN_NOT_DMN' };
}

function mapNamespaces(xml: string): string {
  return xml.replace(
    /(\sxmlns(?::[\w.-]+)?\s*=\s*)(["'])([^"']*)\2/g,
    (whole, start: string, quote: string, uri: string) =>
      NAMESPACES.includes(uri) ? `${start}${quote}${READ_AS}${quote}` : whole,
  );
}

/** The deepest nesting of tags; comments and CDATA are stepped over. */
function deepest(xml: string): number {
  let depth = 0;
  let most = 0;
  for (const match of xml.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)[^\s<>/!?][^<>]*?(\/?)>/g,
  )) {
    if (match[1] === undefined) continue;
    if (match[1] === '/') depth -= 1;
    else if (match[2] !== '/') depth += 1;
    most = Math.max(most, depth);
  }
  return most;
}
