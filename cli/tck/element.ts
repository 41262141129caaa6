/**
 * XML as plain elements, by the reader below the DMN reader (`saxen`). Names lose their prefix: the kit uses one
 * vocabulary. Attributes keep theirs, because `type` and `xsi:type` differ.
 */
import { Parser } from 'saxen';

export type XmlElement = {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: XmlElement[];
  text: string;
};

/** Nesting of elements. */
const MAX_DEPTH = 200;

/** The root element. Throws with the reader's words when the text is no well-formed XML. */
export function readXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open: XmlElement[] = [root];
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) => {
    if (open.length > MAX_DEPTH) throw new Error(`XML nests deeper than ${MAX_DEPTH}`);
    const decoded = Object.entries(attributes()).map(([key, value]) => [key, decode(value)]);
    const element = { name: bareName(name), attributes: Object.fromEntries(decoded), children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closeTag', () => {
    open.pop();
  });
  const append = (text: string): void => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  };
  parser.on('text', (text, decode) => append(decode(text)));
  parser.on('cdata', append);
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(xml.replace(/^\uFEFF/, ''));
  const first = root.children[0];
  if (first === undefined) throw new Error('XML without an element');
  return first;
}

function bareName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childNamed(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null;
}

/** The attribute of a name that has a prefix, whichever prefix the file gave its namespace. */
export function prefixedAttribute(element: XmlElement, name: string): string | null {
  const found = Object.entries(element.attributes).find(([key]) => key.endsWith(`:${name}`));
  return found?.[1] ?? null;
}
