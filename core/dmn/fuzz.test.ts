/** Hostile files: whatever is sent in, an answer or problems with a place come, soon and in little memory. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePolicy } from './compile/index.ts';
import { createEvaluation } from './evaluation.ts';
import { readPolicyDraft } from './policy.ts';
import { toJson } from '@plimsoll/core/feel';
import { inputElement, literalElement, samplePolicyXml, wrapDefinitions } from './sample-policy.ts';

/** Of the processor, since the machine may be shared; loose, for reading and five runs: what these files took before they were bounded was minutes, or for ever. */
const MOST_MS = 10_000;
const MOST_MIB = 300;
const SEED = 20_261_124;

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join('');
const on = (name: string, isInput = false) => [{ name, isInput }];
const item = (name: string, parts: readonly (readonly [string, string])[]): string =>
  `<itemDefinition name="${name}">${parts.map(([part, type]) => `<itemComponent name="${part}"><typeRef>${type}</typeRef></itemComponent>`).join('')}</itemDefinition>`;
const entry = (index: number): string =>
  `<contextEntry><variable name="a${index}"/><literalExpression><text>1</text></literalExpression></contextEntry>`;
const service = (index: number): string =>
  `<decisionService id="s${index}" name="s${index}"><outputDecision href="#d${index}"/></decisionService>
<decision id="d${index}" name="d${index}"><variable name="d${index}"/>${index === 0 ? '' : `<knowledgeRequirement><requiredKnowledge href="#s${index - 1}"/></knowledgeRequirement>`}
<literalExpression><text>${index === 0 ? '1' : `s${index - 1}() + s${index - 1}()`}</text></literalExpression></decision>`;

const HOSTILE: readonly (readonly [name: string, make: () => string])[] = [
  ['tags that open', () => wrapDefinitions('<a>'.repeat(300_000))],
  ['tags that never close', () => wrapDefinitions('<a b="'.repeat(300_000))],
  ['angle brackets', () => wrapDefinitions('<'.repeat(1_000_000))],
  ['ampersands', () => wrapDefinitions('&'.repeat(1_000_000))],
  ['a billion laughs', () => wrapDefinitions('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>')],
  ['unknown elements', () => wrapDefinitions('<foo/>'.repeat(100_000))],
  ['known elements in a wrong place', () => wrapDefinitions('<text/>'.repeat(100_000))],
  ['an attribute again and again', () => wrapDefinitions('<inputData id="a" id="a"/>'.repeat(50_000))],
  ['one id for all', () => wrapDefinitions(many(50_000, () => '<inputData id="a" name="a"/>'))],
  ['prefixes without a namespace', () => wrapDefinitions('<q:inputData/>'.repeat(100_000))],
  [
    'namespaces',
    () => wrapDefinitions(`<inputData ${many(20_000, (index) => ` xmlns:a${index}="urn:a"`)} name="x"/>`),
  ],
  ['attributes', () => wrapDefinitions(`<inputData ${many(20_000, (index) => ` a${index}="1"`)} name="x"/>`)],
  ['comments', () => wrapDefinitions('<!-- x -->'.repeat(200_000))],
  ['a long name', () => wrapDefinitions(inputElement('a '.repeat(100_000), 'number'))],
  [
    'names that begin alike',
    () => wrapDefinitions(many(1500, (index) => inputElement('a '.repeat(index + 1), 'number'))),
  ],
  [
    'a ring of decisions',
    () =>
      wrapDefinitions(many(1500, (index) => literalElement(`d${index}`, '1', on(`d${(index + 1) % 1500}`)))),
  ],
  [
    'decisions that all require each other',
    () =>
      wrapDefinitions(
        many(120, (index) =>
          literalElement(
            `d${index}`,
            '1',
            Array.from({ length: 120 }, (_, other) => ({ name: `d${other}`, isInput: false })),
          ),
        ),
      ),
  ],
  [
    'a chain of decisions',
    () =>
      wrapDefinitions(
        many(1500, (index) =>
          literalElement(
            `d${index}`,
            index === 0 ? '1' : `d${index - 1} + 1`,
            index === 0 ? [] : on(`d${index - 1}`),
          ),
        ),
      ),
  ],
  [
    'decisions that double',
    () =>
      wrapDefinitions(
        many(90, (index) =>
          literalElement(
            `d${index}`,
            index === 0 ? '["ha"]' : `[d${index - 1}, d${index - 1}]`,
            index === 0 ? [] : on(`d${index - 1}`),
          ),
        ),
      ),
  ],
  ['services that double', () => wrapDefinitions(many(60, service))],
  [
    'knowledge that calls itself twice',
    () =>
      wrapDefinitions(
        `<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>if n = 0 then 1 else f(n - 1) + f(n - 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel><decision id="d" name="d"><variable name="d"/><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement><literalExpression><text>f(90)</text></literalExpression></decision>`,
      ),
  ],
  [
    'types that double',
    () =>
      wrapDefinitions(
        many(60, (index) =>
          item(`t${index}`, [
            ['a', index === 0 ? 'number' : `t${index - 1}`],
            ['b', index === 0 ? 'number' : `t${index - 1}`],
          ]),
        ) +
          inputElement('x', 't59') +
          literalElement('d', 'x.a.a', on('x', true)),
      ),
  ],
  [
    'types in circles',
    () =>
      wrapDefinitions(
        many(60, (index) =>
          item(
            `t${index}`,
            Array.from({ length: 60 }, (_, other) => [`c${other}`, `t${other}`] as const),
          ),
        ) + inputElement('x', 't0'),
      ),
  ],
  [
    'a chain of types',
    () =>
      wrapDefinitions(
        many(5000, (index) =>
          item(`t${4999 - index}`, [['a', index === 4999 ? 'number' : `t${4998 - index}`]]),
        ),
      ),
  ],
  [
    'types in types',
    () =>
      wrapDefinitions(
        `<itemDefinition name="t">${'<itemComponent name="a">'.repeat(90)}${'</itemComponent>'.repeat(90)}</itemDefinition>`,
      ),
  ],
  [
    'a long context',
    () =>
      wrapDefinitions(
        `<decision id="d" name="d"><variable name="d"/><context>${many(5000, entry)}</context></decision>`,
      ),
  ],
  ['1 MB of expression', () => wrapDefinitions(literalElement('d', '1 + '.repeat(250_000), []))],
  [
    'a hundred long expressions',
    () => wrapDefinitions(many(100, (index) => literalElement(`d${index}`, `[${'1, '.repeat(4900)}1]`, []))),
  ],
];

test.each(HOSTILE)(
  '[DMN-3] [DMN-22] [DMN-36] %s: bounded in time and memory',
  async (_, make) => {
    const xml = make();
    const heapBefore = process.memoryUsage().heapUsed;
    const start = process.cpuUsage();
    const problems = await tryFile(xml);
    const spent = process.cpuUsage(start);
    expect((spent.user + spent.system) / 1000).toBeLessThan(MOST_MS);
    expect((process.memoryUsage().heapUsed - heapBefore) / 2 ** 20).toBeLessThan(MOST_MIB);
    expect(problems).toBeLessThanOrEqual(200);
  },
  30_000,
);

/** Reads a file and, where there is a policy, runs its last decision in every way. */
async function tryFile(xml: string): Promise<number> {
  const { policy, problems } = await readPolicyDraft(xml);
  for (const { text, place } of problems) {
    expect(text.en).not.toBe('');
    expect(Object.keys(place)).toContain('element');
  }
  const last = policy?.decisions.at(-1)?.name;
  if (policy === null || last === undefined) return problems.length;
  const evaluation = createEvaluation(policy, {});
  const value = toJson(evaluation.value(last));
  const compiled = compilePolicy(policy);
  expect(toJson(compiled.decide({}, last).value)).toEqual(value);
  expect(compiled.record({}, last).trace()).toBeTypeOf('object');
  return problems.length;
}

const STARTER = readFileSync(new URL('../../policies/starter/policy.dmn', import.meta.url), 'utf8');
/** Pieces of a file: tags, and what is between them. */
const piecesOf = (xml: string): readonly string[] => xml.match(/<[^>]*>|[^<]+/g) ?? [];
const FILES = [piecesOf(samplePolicyXml()), piecesOf(STARTER)];

type Change = {
  readonly kind: 'drop' | 'double' | 'swap' | 'rename' | 'garble';
  readonly at: number;
  readonly word: string;
};
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('drop', 'double', 'swap', 'rename', 'garble'),
  at: fc.nat(),
  word: fc.oneof(
    fc.constantFrom('decision', 'text', 'name', 'rule', '""', '<', '&#0;', '𝒳'),
    fc.string({ maxLength: 8 }),
  ),
});

function applyChange(pieces: readonly string[], { kind, at, word }: Change): readonly string[] {
  const index = at % pieces.length;
  const piece = pieces[index] ?? '';
  const put = (...instead: readonly string[]): readonly string[] => pieces.toSpliced(index, 1, ...instead);
  switch (kind) {
    case 'drop':
      return put();
    case 'double':
      return put(piece, piece);
    case 'swap':
      return pieces
        .with(index, pieces[(index * 7) % pieces.length] ?? '')
        .with((index * 7) % pieces.length, piece);
    case 'rename':
      return put(piece.replace(/[\w.-]+/, word));
    case 'garble':
      return put(piece.slice(0, at % (piece.length + 1)) + word + piece.slice(at % (piece.length + 1)));
    default:
      return kind satisfies never;
  }
}

test('[DMN-3] [DMN-22] policies with parts dropped, doubled, moved, renamed and garbled are read or refused, never thrown at', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FILES),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (pieces, changes) => {
        expect(await tryFile(changes.reduce(applyChange, pieces).join(''))).toBeGreaterThanOrEqual(0);
      },
    ),
    { seed: SEED, numRuns: 60, interruptAfterTimeLimit: 8000 },
  );
}, 30_000);

test('[DMN-3] random bytes and random tags are refused', async () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((each) => String.fromCharCode(...each));
  const tag = fc.constantFrom(
    '<decision>',
    '</decision>',
    '<text>',
    '<a:b/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<?x',
    '&lt;',
    '<inputData name="a"/>',
    '\u0000',
    '\ud800',
  );
  const tags = fc.array(tag, { maxLength: 30 }).map((each) => wrapDefinitions(each.join('')));
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, tags), async (xml) => {
      expect(await tryFile(xml)).toBeGreaterThanOrEqual(0);
    }),
    { seed: SEED, numRuns: 300, interruptAfterTimeLimit: 5000 },
  );
}, 30_000);

test.each([
  ['an attribute twice', '<inputData id="a" id="b" name="a"/>'],
  ['a value without quotes', '<inputData id=a name="a"/>'],
  ['a prefix that is not declared', '<q:inputData id="a" name="a"/>'],
  ['a prefix that is declared elsewhere', '<description xmlns:q="urn:q"/><q:inputData id="a" name="a"/>'],
])('[DMN-36] a tag that is not well-formed is named by its place: %s', async (_, tag) => {
  const { policy, problems } = await readPolicyDraft(wrapDefinitions(`\n\n  ${tag}`));
  expect(policy).toBe(null);
  const column = 3 + Math.max(0, tag.indexOf('<q:'));
  expect(problems.map(({ code, facts }) => [code, facts['message']])).toEqual([
    ['DMN_XML', `line 5, column ${column}`],
  ]);
});

test('[DMN-3] a layout of any version is looked past, also in a large file', async () => {
  const layout = `<di:DMNDI xmlns:di="https://www.omg.org/spec/DMN/20230324/DMNDI/"><di:DMNDiagram id="a">${'<di:DMNShape/>'.repeat(40_000)}</di:DMNDiagram></di:DMNDI>`;
  const one = literalElement('d', '1', []);
  const [plain, laidOut] = await Promise.all([
    readPolicyDraft(wrapDefinitions(one)),
    readPolicyDraft(wrapDefinitions(one + layout)),
  ]);
  expect(laidOut.problems).toEqual([]);
  expect(laidOut.policy?.hash).toBe(plain.policy?.hash);
});
