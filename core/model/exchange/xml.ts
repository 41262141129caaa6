/** The little of XML that PMML needs: elements, attributes, text. No document type, so nothing expands; size and depth have limits. */

export type XmlElement = {
  /** Without its prefix. */
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  readonly text: string;
};

const MAX_XML_CHARS = 50_000_000;
const MAX_DEPTH = 1100;
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

type Open = { name: string; attributes: { [name: string]: string }; children: XmlElement[]; text: string };

/** The root element; null when the text is not well-formed, has a document type, or goes beyond a limit. */
export function readXml(xml: string): XmlElement | null {
  if (xml.length > MAX_XML_CHARS) return null;
  const top: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack = [top];
  TOKEN.lastIndex = 0;
  const text = xml.replace(/^\uFEFF/, '');
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    const open = stack.at(-1);
    if (token === null || open === undefined || stack.length > MAX_DEPTH) return null;
    const [, quoted, close, name, attributes, isEmpty, words] = token;
    if (quoted !== undefined) open.text += quoted;
    else if (words !== undefined) open.text += unescaped(words);
    else if (name === undefined) continue;
    else if (close === '/') {
      if (stack.length < 2 || open.name !== nameOf(name)) return null;
      stack.pop();
    } else {
      const element: Open = {
        name: nameOf(name),
        attributes: attributesOf(attributes ?? ''),
        children: [],
        text: '',
      };
      open.children.push(element);
      if (isEmpty !== '/') stack.push(element);
    }
  }
  return stack.length === 1 && top.children.length === 1 && top.text.trim() === ''
    ? (top.children[0] ?? null)
    : null;
}

/** A text as it stands in an attribute or between tags. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function nameOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(text: string): { [name: string]: string } {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [
      name ?? '',
      unescaped(double ?? single ?? ''),
    ]),
  );
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
