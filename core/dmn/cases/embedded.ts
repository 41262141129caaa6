/** Cases inside a policy file: `extensionElements` of `definitions` hold a `cases` element of the Plimsoll namespace. */
import { outlineXml, type XmlElement } from '../outline.ts';

const PLIMSOLL = 'https://plimsoll.dev/dmn';

/** The JSON text of the cases in a file that was read before; null when it holds none. */
export function readEmbeddedCases(xml: string): string | null {
  const element = findCases(xml);
  if (element === null) return null;
  return contentOf(xml.slice(element.innerFrom, element.innerTo));
}

/** The file with other cases in it; every byte outside of them stays. Null when it holds none. */
export function replaceEmbeddedCases(xml: string, json: string): string | null {
  const element = findCases(xml);
  if (element === null || element.innerFrom === element.to) return null;
  // CDATA can't hold its own end: it is closed and opened again in between.
  const content = `<![CDATA[\n${json.trimEnd().replaceAll(']]>', ']]]]><![CDATA[>')}\n]]>`;
  return `${xml.slice(0, element.innerFrom)}${content}${xml.slice(element.innerTo)}`;
}

function findCases(xml: string): XmlElement | null {
  const root = outlineXml(xml);
  const holders = root?.children.filter(({ name }) => name === 'extensionElements') ?? [];
  const found = holders.flatMap(({ children }) => children);
  return found.find(({ name, namespace }) => name === 'cases' && namespace === PLIMSOLL) ?? null;
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function contentOf(inner: string): string {
  return inner
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((piece) =>
      piece.startsWith('<![CDATA[')
        ? piece.slice(9, -3)
        : piece.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? ''),
    )
    .join('');
}
