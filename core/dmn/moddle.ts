/**
 * The kept DMN reader (`dmn-moddle`, MIT) with what its 1.3 meta-model lacks: the boxed conditional, filter, for,
 * some and every of DMN 1.4, the type constraint of 1.5, and the attributes of Plimsoll.
 */
import { DmnModdle } from 'dmn-moddle';

/** An element as the reader gives it: attributes and children by name. */
export type Element = { readonly $type: string; readonly [property: string]: unknown };

type Property = {
  readonly name: string;
  readonly type: string;
  readonly isAttr?: true;
  readonly isMany?: true;
};
type TypeDescriptor = {
  readonly name: string;
  readonly superClass?: readonly string[];
  readonly extends?: readonly string[];
  readonly properties: readonly Property[];
};

const child = (name: string): Property => ({ name, type: 'ChildExpression' });

const LATER_TYPES: readonly TypeDescriptor[] = [
  {
    name: 'ChildExpression',
    superClass: ['DMNElement'],
    properties: [
      { name: 'value', type: 'Expression' },
      { name: 'typeRef', type: 'String', isAttr: true },
    ],
  },
  {
    name: 'Conditional',
    superClass: ['Expression'],
    properties: [child('if'), child('then'), child('else')],
  },
  { name: 'Filter', superClass: ['Expression'], properties: [child('in'), child('match')] },
  {
    name: 'Iterator',
    superClass: ['Expression'],
    properties: [{ name: 'iteratorVariable', type: 'String', isAttr: true }, child('in')],
  },
  { name: 'For', superClass: ['Iterator'], properties: [child('return')] },
  { name: 'Some', superClass: ['Iterator'], properties: [child('satisfies')] },
  { name: 'Every', superClass: ['Iterator'], properties: [child('satisfies')] },
  {
    name: 'Constrained',
    extends: ['ItemDefinition'],
    properties: [{ name: 'typeConstraint', type: 'UnaryTests' }],
  },
];

const PLIMSOLL = {
  name: 'Plimsoll',
  prefix: 'plimsoll',
  uri: 'https://plimsoll.dev/dmn',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Labelled',
      extends: ['dmn:DRGElement'],
      properties: ['zh', 'en', 'unit', 'whenMissing', 'model'].map((name) => ({
        name,
        type: 'String',
        isAttr: true,
      })),
    },
    // Read by core/dmn/cases; here so that the reader knows it.
    { name: 'Cases', superClass: ['Element'], properties: [{ name: 'text', type: 'String', isBody: true }] },
    {
      name: 'Directed',
      extends: ['dmn:InputClause'],
      properties: [{ name: 'monotone', type: 'String', isAttr: true }],
    },
  ],
};

/** Reads DMN 1.3 XML. Rejects when it is not well-formed or has another root; `warnings` are what was passed over. */
export async function readElements(
  xml: string,
): Promise<{ readonly root: Element; readonly warnings: readonly string[] }> {
  const moddle = new DmnModdle({ plimsoll: PLIMSOLL });
  const { registry } = moddle;
  const dmn = registry.getPackage('dmn');
  for (const type of LATER_TYPES) registry.registerType(type, dmn);
  const { rootElement, warnings } = await readWith(moddle, xml);
  return { root: rootElement, warnings: warnings.map((warning) => warning.message) };
}

/**
 * Files up to so many elements times characters are read to their end behind a part that the reader doesn't know. It counts the
 * lines of the file anew for each such part; in a larger file the first ends the reading.
 */
const MAX_LAX_WORK = 2e10;

type Read = Awaited<ReturnType<DmnModdle['fromXML']>>;

async function readWith(moddle: DmnModdle, xml: string): Promise<Read> {
  const elements = xml.split('<').length;
  return moddle.fromXML(xml, { lax: elements * xml.length <= MAX_LAX_WORK });
}
