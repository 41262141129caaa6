/** What counts as meaning and what does not, over a model that holds one of everything. */
import type { JsonValue } from '@plimsoll/core/base';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { hashMeaning } from './meaning.ts';
import { readPolicyDraft } from './policy.ts';
import { inputElement, literalElement, wrapDefinitions } from './sample-policy.ts';
import { WHOLE_SAMPLE } from './sample-whole.ts';
import type { SourceModel } from './source.ts';
import { canonicalFeel } from './squeeze.ts';

async function sourceOf(xml: string): Promise<SourceModel> {
  const { policy, problems } = await readPolicyDraft(xml);
  if (policy === null || problems.length > 0)
    throw new Error(JSON.stringify(problems.map(({ text, place }) => [text.en, place])));
  return policy.source;
}

const hashOf = async (xml: string): Promise<string> => hashMeaning(await sourceOf(xml));

let whole: SourceModel;
beforeAll(async () => {
  whole = await sourceOf(WHOLE_SAMPLE);
});

/** Ways to write the same model. Each changes the text, none the meaning. */
const REWRITINGS: readonly (readonly [string, (xml: string) => string])[] = [
  [
    'ids',
    (xml) => xml.replace(/ id="([^"]*)"/g, ' id="new_$1"').replace(/(href="#|dmnElementRef=")/g, '$1new_'),
  ],
  ['boxes', (xml) => xml.replace(/ x="40" y="80"/, ' x="400" y="8"')],
  ['no layout', (xml) => xml.replace(/<dmndi:DMNDI>[\s\S]*<\/dmndi:DMNDI>/, '')],
  ['white space between tags', (xml) => xml.replace(/>\s*</g, '>\n\t<')],
  ['white space in expressions', (xml) => xml.replace(/<text>([^"<]*)<\/text>/g, '<text>\n $1\t</text>')],
  ['comments in FEEL', (xml) => xml.replace('x / 2', 'x /* half */ / 2 // of it\n')],
  ['comments in XML', (xml) => xml.replace(/<rule /g, '<!-- a rule --><rule ')],
  [
    'numbers',
    (xml) =>
      xml
        .replace(/0\.10/g, '0.1')
        .replace(/\[18\.\.25\)/, '[18.0..025)')
        .replace('0.01', '.010'),
  ],
  ['a prefix', (xml) => xml.replace(/<(\/?)(?=[a-z]\w*[\s/>])/g, '<$1dmn:').replace('xmlns=', 'xmlns:dmn=')],
  [
    'DMN 1.2',
    (xml) =>
      xml
        .replace('DMN/20191111/MODEL/', 'DMN/20180521/MODEL/')
        .replace(
          'https://www.omg.org/spec/DMN/20180521/MODEL/',
          'http://www.omg.org/spec/DMN/20180521/MODEL/',
        ),
  ],
  ['DMN 1.5', (xml) => xml.replace('DMN/20191111/MODEL/', 'DMN/20230324/MODEL/')],
  [
    'a description',
    (xml) => xml.replace('name="points">', 'name="points"><description>Words.</description>'),
  ],

  [
    'what silence means',
    (xml) => xml.replace('<inputData id="in_terms"', '<inputData plimsoll:whenMissing="refer" id="in_terms"'),
  ],
  ['an empty cell', (xml) => xml.replace('<inputEntry><text>-</text>', '<inputEntry><text></text>')],
  [
    'a label that is the expression',
    (xml) => xml.replace('<input id="c2">', '<input id="c2" label="region">'),
  ],
  ['quotes', (xml) => xml.replace(/ name="(\w+)"/g, " name='$1'")],
];

/** Elements of the first level in another order. */
function shuffle(xml: string, keys: readonly number[]): string {
  const pattern =
    /^ {2}<(itemDefinition|inputData|decision|businessKnowledgeModel|decisionService)\b[\s\S]*?^ {2}<\/\1>|^ {2}<inputData\b[^\n]*<\/inputData>/gm;
  const parts = xml.match(pattern) ?? [];
  const order = parts
    .map((part, index) => ({ part, key: keys[index] ?? 0 }))
    .toSorted((a, b) => a.key - b.key);
  let next = 0;
  return xml.replace(pattern, () => order[next++]?.part ?? '');
}

test.each(REWRITINGS)('[DMN-19] the same model with other %s has the same hash', async (_, rewrite) => {
  const other = rewrite(WHOLE_SAMPLE);
  expect(other).not.toBe(WHOLE_SAMPLE);
  expect(await hashOf(other)).toBe(hashMeaning(whole));
});

test('[DMN-19] any of these ways together, and elements in any order, have the same hash', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(REWRITINGS.filter(([name]) => !['DMN 1.2', 'a prefix'].includes(name))),
      fc.array(fc.integer(), { minLength: 12, maxLength: 12 }),
      async (ways, keys) => {
        const other = ways.reduce((xml, [, rewrite]) => rewrite(xml), shuffle(WHOLE_SAMPLE, keys));
        expect(await hashOf(other)).toBe(hashMeaning(whole));
      },
    ),
    { numRuns: 30 },
  );
});

/** Every model that differs from this one in one leaf or one item of a list. */
function variants(value: JsonValue, path: string): readonly (readonly [string, JsonValue])[] {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return [
      ...items.map((_, index): readonly [string, JsonValue] => [
        `${path}[-${index}]`,
        items.toSpliced(index, 1),
      ]),
      ...items.flatMap((item, index) =>
        variants(item, `${path}[${index}]`).map(([name, other]): readonly [string, JsonValue] => [
          name,
          items.with(index, other),
        ]),
      ),
    ];
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, inner]: [string, JsonValue]) =>
      variants(inner, `${path}.${member}`).map(([name, other]): readonly [string, JsonValue] => [
        name,
        { ...value, [member]: other },
      ]),
    );
  if (typeof value === 'boolean') return [[path, !value]];
  if (typeof value === 'string') return [[path, `${value}q`]];
  return [[path, path.endsWith('.whenMissing') ? 'allowed' : 'q']];
}

test('[DMN-19] each name, type, text, attribute, rule, cell and reference alone changes the hash; ids and a last empty note don’t', () => {
  const all = variants(whole, '');
  expect(all.length).toBeGreaterThan(300);
  const hash = hashMeaning(whole);
  const isNothing = (path: string): boolean =>
    path.endsWith('.id') || path.endsWith('rules[2].annotations[-0]');
  const same = all.filter(([, other]) => hashMeaning(other as unknown as SourceModel) === hash);
  expect(same.map(([path]) => path).filter((path) => !isNothing(path))).toEqual([]);
});

test('[DMN-19] the order of rules, entries, columns and arguments is meaning', async () => {
  const swaps: readonly (readonly [string, string])[] = [
    ['(<rule id="v1">[\\s\\S]*?</rule>)\\s*(<rule id="v2">[\\s\\S]*?</rule>)', '$2$1'],
    [
      '(<contextEntry><variable name="both"/>.*?</contextEntry>)\\s*(<contextEntry><variable name="steps"/>[\\s\\S]*?</contextEntry>)',
      '$2$1',
    ],
    [
      '(<formalParameter name="share" typeRef="number"/>)(<formalParameter name="times" typeRef="number"/>)',
      '$2$1',
    ],
  ];
  for (const [pattern, order] of swaps) {
    const other = WHOLE_SAMPLE.replace(new RegExp(pattern), order);
    expect(other).not.toBe(WHOLE_SAMPLE);
    expect(await hashOf(other)).not.toBe(hashMeaning(whole));
  }
});

test.each([
  ['0.10', '0.1'],
  ['.5', '0.5'],
  ['007', '7'],
  ['[1.0..2.50)', '[1..2.5)'],
  ['1...5', '1..0.5'],
  ['if a then .50 else 1.0', 'if a then 0.5 else 1'],
  ['"0.10"', '"0.10"'],
  ['x10', 'x10'],
  ['score 07', 'score 07'],
  ['date("2024-01-01")', 'date("2024-01-01")'],
  ['12345678901234567890.10', '12345678901234567890.1'],
])('[DMN-19] numbers: %j is %j', (text, canonical) => {
  expect(canonicalFeel(text)).toBe(canonical);
  expect(canonicalFeel(canonical)).toBe(canonical);
});

test('[DMN-19] a number in a name stays as it is written', async () => {
  const model = (name: string): string =>
    wrapDefinitions(
      inputElement('rate-0.10', 'number') +
        inputElement('rate-0.1', 'number') +
        literalElement('d', name, [
          { name: 'rate-0.10', isInput: true },
          { name: 'rate-0.1', isInput: true },
        ]),
    );
  expect(await hashOf(model('rate-0.10'))).not.toBe(await hashOf(model('rate-0.1')));
});
