/**
 * Where the elements of an XML file stand in its text: for changing one of them and leaving every other byte alone. It
 * reads no meaning and mends nothing; a file is read by the kept reader (`moddle`) before it is looked at here.
 */

export type XmlElement = {
  /** Without prefix. */
  readonly name: string;
  /** With its colon; empty for the default namespace. */
  readonly prefix: string;
  readonly namespace: string | null;
  readonly attributes: { readonly [name: string]: string };
  /** The whole element, from `<` to behind its last `>`. */
  readonly from: number;
  readonly to: number;
  /** What is between its tags; both are `to` for an element without content. */
  readonly innerFrom: number;
  readonly innerTo: number;
  readonly children: readonly XmlElement[];
};

type Open = Omit<XmlElement, 'to' | 'innerTo' | 'children'> & {
  readonly children: XmlElement[];
  readonly namespaces: ReadonlyMap<string, string>;
  readonly fullName: string;
};

const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;

/** The root element with all that is in it; null when the tags don't nest. Linear in the length. */
export function outlineXml(xml: string): XmlElement | null {
  const open: Open[] = [];
  let root: XmlElement | null = null;
  for (const match of xml.matchAll(MARKUP)) {
    const [whole, closing, opening, attributes = '', isEmpty] = match;
    const from = match.index;
    const to = from + whole.length;
    if (opening !== undefined) {
      const element = openElement(opening, attributes, { from, to, around: open.at(-1) ?? null });
      if (isEmpty !== '/') {
        open.push(element);
        continue;
      }
      root = place(closeElement(element, to, to), open) ?? root;
    } else if (closing !== undefined) {
      const element = open.pop();
      if (element?.fullName !== closing) return null;
      root = place(closeElement(element, from, to), open) ?? root;
    }
  }
  return open.length > 0 ? null : root;
}

/** Puts a closed element into the one around it; gives it back when there is none. */
function place(element: XmlElement, open: readonly Open[]): XmlElement | null {
  const around = open.at(-1);
  if (around === undefined) return element;
  around.children.push(element);
  return null;
}

function openElement(
  fullName: string,
  text: string,
  { from, to, around }: { readonly from: number; readonly to: number; readonly around: Open | null },
): Open {
  const attributes: { [name: string]: string } = {};
  const namespaces = new Map(around?.namespaces);
  for (const [, name = '', , double, single] of text.matchAll(/([^\s=]+)\s*=\s*("([^"]*)"|'([^']*)')/g)) {
    const value = unescapeXml(double ?? single ?? '');
    attributes[name] = value;
    if (name === 'xmlns') namespaces.set('', value);
    else if (name.startsWith('xmlns:')) namespaces.set(name.slice(6), value);
  }
  const colon = fullName.indexOf(':');
  const prefix = colon < 0 ? '' : fullName.slice(0, colon);
  return {
    fullName,
    name: fullName.slice(colon + 1),
    prefix: fullName.slice(0, colon + 1),
    namespace: namespaces.get(prefix) ?? null,
    namespaces,
    attributes,
    from,
    innerFrom: to,
    children: [],
  };
}

function closeElement(open: Open, innerTo: number, to: number): XmlElement {
  const { fullName: _fullName, namespaces: _namespaces, ...element } = open;
  return { ...element, innerTo, to };
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const point = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** A text as the content of an element or the value of an attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
