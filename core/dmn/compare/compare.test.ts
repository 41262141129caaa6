import { canonicalize, type JsonValue } from '@plimsoll/core/base';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { hashMeaning } from '../meaning.ts';
import { readPolicy, readPolicyDraft } from '../policy.ts';
import { literalElement, wrapDefinitions } from '../sample-policy.ts';
import { WHOLE_SAMPLE } from '../sample-whole.ts';
import type { SourceModel } from '../source.ts';
import type { Change, ChangeCode } from './change.ts';
import { comparePolicies } from './compare.ts';
import { formatChange } from './words.ts';

async function sourceOf(xml: string): Promise<SourceModel> {
  const { policy } = await readPolicyDraft(xml);
  if (policy === null) throw new Error('readable');
  return policy.source;
}

let whole: SourceModel;
let others: readonly SourceModel[];
beforeAll(async () => {
  whole = await sourceOf(WHOLE_SAMPLE);
  others = [whole, ...(variants(whole) as unknown as readonly SourceModel[])];
});

const compare = (old: SourceModel, fresh: SourceModel): readonly Change[] =>
  comparePolicies(
    { models: [{ source: old, path: '', imports: [] }] },
    { models: [{ source: fresh, path: '', imports: [] }] },
  );

/** Changes of the sample after replacements in its text, in words. */
async function words(
  ...replacements: readonly (readonly [string | RegExp, string])[]
): Promise<readonly string[]> {
  let xml = WHOLE_SAMPLE;
  for (const [from, to] of replacements) {
    const next = xml.replace(from, to);
    expect(next).not.toBe(xml);
    xml = next;
  }
  return compare(whole, await sourceOf(xml)).map((change) => formatChange(change, 'en'));
}

/** Every model that differs in one leaf, lacks one item of a list, or has one twice. */
function variants(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return [
      ...items.map((_, index) => items.toSpliced(index, 1)),
      ...items.flatMap((item, index) => variants(item).map((other) => items.with(index, other))),
    ];
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, inner]: [string, JsonValue]) =>
      // A kind says which members there are: another one is no model.
      (member === 'kind' ? [] : variants(inner)).map((other) => ({ ...value, [member]: other })),
    );
  if (typeof value === 'boolean') return [!value];
  return [typeof value === 'string' ? `${value}q` : 'q'];
}

test('[DIF-1] each variant has changes exactly when its hash is another', () => {
  const hash = hashMeaning(whole);
  const wrong = others.filter(
    (other) => (compare(whole, other).length === 0) !== (hashMeaning(other) === hash),
  );
  expect(others.length).toBeGreaterThan(300);
  expect(wrong.length).toBe(0);
});

const TWIN: { readonly [code in ChangeCode]?: ChangeCode } = {
  ADDED: 'REMOVED',
  REQUIREMENT_ADDED: 'REQUIREMENT_REMOVED',
  PART_ADDED: 'PART_REMOVED',
  COLUMN_ADDED: 'COLUMN_REMOVED',
  RULE_ADDED: 'RULE_REMOVED',
};
const TWINS = new Map(
  Object.entries(TWIN).flatMap(
    ([one, two]) =>
      [
        [one, two],
        [two, one],
      ] as const,
  ),
);

/** A change as seen from the other side, without the name of the element, which may be its new one. */
function mirror({ code, element, facts, cells }: Change): object {
  const { old, new: fresh, row, rowBefore, oldKind, newKind, ...rest } = facts;
  return {
    code: TWINS.get(code) ?? code,
    kind: element.kind,
    facts: {
      ...rest,
      old: fresh,
      new: old,
      row: rowBefore ?? row,
      rowBefore: rowBefore === undefined ? undefined : row,
      oldKind: newKind,
      newKind: oldKind,
    },
    cells: cells?.map((cell) => ({ ...cell, old: cell.new, new: cell.old })),
  };
}

/** Without what is named from one side only: the moved ones of equal moves, and labels that changed themselves. */
function comparable(changes: readonly object[]): readonly string[] {
  const hasRenamed = changes.some((change) => (change as Change).code === 'RENAMED');
  return changes
    .map((change) => {
      const { code, facts, cells, ...rest } = change as Change;
      const { column: _column, ...told } = facts;
      // What is required goes by its new name, which is another one from the other side.
      const kept = /^(REQUIREMENT|SERVICE)/.test(code) && hasRenamed ? {} : told;
      return code === 'RULE_MOVED' || code === 'COLUMN_MOVED'
        ? code
        : JSON.stringify(
            sorted({
              ...rest,
              code,
              facts: kept,
              cells: cells?.map(({ column: _name, ...cell }) => canonicalize({ ...cell })).toSorted(),
            }),
          );
    })
    .toSorted();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([member, inner]) => [member, sorted(inner)]),
  );
}

function expectMirrored(old: SourceModel, fresh: SourceModel): void {
  const there = compare(old, fresh);
  const back = compare(fresh, old);
  const twice = back
    .map(mirror)
    .map((change) => mirror({ ...(change as Change), element: { kind: 'policy', name: '' } }));
  expect(twice.length).toBe(there.length);
  const plain = there.map(({ code, element, facts, cells }) => ({ code, kind: element.kind, facts, cells }));
  expect(comparable(back.map(mirror))).toEqual(comparable(plain));
}

test('[DIF-2] the changes back are the changes there, mirrored', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, two) => {
      expectMirrored(others[one % others.length] ?? whole, others[two % others.length] ?? whole);
    }),
    { numRuns: 200 },
  );
}, 20_000);

type Row = readonly [id: string, cells: readonly string[]];

function tableModel(rows: readonly Row[]): SourceModel {
  const [first] = whole.decisions.filter(({ name }) => name === 'verdict');
  if (first?.logic.kind !== 'table') throw new Error('a table');
  const rules = rows.map(([id, cells]) => ({
    id,
    inputs: cells.slice(0, 2),
    outputs: cells.slice(2),
    annotations: [],
  }));
  return { ...whole, decisions: [{ ...first, logic: { ...first.logic, rules } }] };
}

const anyRows = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    fc.tuple(
      fc.constantFrom('-', '< 18', '< 20', '0.10', '.1'),
      fc.constantFrom('-', '"N"', ' "N"'),
      fc.constantFrom('"decline"', '"refer"'),
      fc.constantFrom('1', '1.0', '2'),
    ),
  ),
  { selector: ([id]) => id, maxLength: 6 },
);

test('[DIF-1, DIF-2, DIF-3] any two tables: changes exactly when the hash differs, mirrored, and whole', () => {
  fc.assert(
    fc.property(anyRows, anyRows, (old, fresh) => {
      const [before, after] = [tableModel(old), tableModel(fresh)];
      const changes = compare(before, after);
      expect(changes.length === 0).toBe(hashMeaning(before) === hashMeaning(after));
      expectMirrored(before, after);
      const count = (code: ChangeCode): number => changes.filter((change) => change.code === code).length;
      expect(old.length - count('RULE_REMOVED')).toBe(fresh.length - count('RULE_ADDED'));
    }),
    { numRuns: 200 },
  );
}, 20_000);

test('[DIF-3] a rule that was inserted above: the one below was 2 and is 3, cell by cell', async () => {
  const changes = await words(
    [
      '<rule id="v1">',
      '<rule id="v0"><inputEntry><text>&gt; 90</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>"decline"</text></outputEntry><outputEntry><text>0</text></outputEntry></rule><rule id="v1">',
    ],
    ['<text>[18..25)</text>', '<text>[18..23)</text>'],
    ['<text>"refer"</text></outputEntry>', '<text>"decline"</text></outputEntry>'],
    ['<text>0.10</text></outputEntry>', '<text>0.1</text></outputEntry>'],
  );
  expect(changes).toEqual([
    'decision verdict: row 1 added: Age `> 90`, output outcome `"decline"`, output share `0`',
    'decision verdict: row 3 (was 2): Age `[18..25)` → `[18..23)`, output outcome `"refer"` → `"decline"`',
  ]);
});

test('[DIF-3] ids that were numbered anew don’t hide what happened', async () => {
  const changes = await words(
    [/<rule id="v1">[\s\S]*?<\/rule>/, ''],
    ['<rule id="v2">', '<rule id="v1">'],
    ['<rule id="v3">', '<rule id="v2">'],
  );
  expect(changes).toEqual([
    'decision verdict: row 1 of the old version removed: Age `< 18`, output outcome `"decline"`, output share `0`, note why `too young`',
  ]);
});

test('[DIF-3] a rule that changed its place is moved', async () => {
  const changes = await words([
    /(<rule id="v1">[\s\S]*?<\/rule>)\s*(<rule id="v2">[\s\S]*?<\/rule>)\s*(<rule id="v3">[\s\S]*?<\/rule>)/,
    '$3$1$2',
  ]);
  expect(changes).toEqual(['decision verdict: row 3 moved to 1']);
});

test('[DIF-4] columns: added with its cells, expression, label, values, default, hit policy', async () => {
  const changes = await words(
    [
      '<input id="c2">',
      '<input id="c9" label="Term"><inputExpression><text>count(terms)</text></inputExpression></input><input id="c2">',
    ],
    [
      '<inputEntry><text>"N"</text>',
      '<inputEntry><text>&gt; 3</text></inputEntry><inputEntry><text>"N"</text>',
    ],
    ['<inputValues><text>"N", "S"</text>', '<inputValues><text>"N"</text>'],
    [
      '<input id="c1" label="Age" plimsoll:monotone="ascending">',
      '<input id="c1" label="Age of the applicant" plimsoll:monotone="ascending">',
    ],
    ['<defaultOutputEntry><text>"refer"</text>', '<defaultOutputEntry><text>"decline"</text>'],
    ['hitPolicy="FIRST"', 'hitPolicy="UNIQUE"'],
  );
  expect(changes).toEqual(
    [
      'decision verdict: hit policy `FIRST` → `UNIQUE`',
      'decision verdict: input column `Term` added as number 2',
      'decision verdict: input column `Age of the applicant`: label `Age` → `Age of the applicant`',
      'decision verdict: input column `region`: allowed values `"N", "S"` → `"N"`',
      'decision verdict: output column `outcome`: default `"refer"` → `"decline"`',
      'decision verdict: row 2: Term nothing → `> 3`',
    ].map((line) => (line.includes('row 2') ? 'decision verdict: row 2: Term `> 3`' : line)),
  );
});

test('[DIF-5] a decision under another name was renamed, and whatever requires it did not change for that', async () => {
  expect(await words(['name="points">', 'name="score points">'])).toEqual([
    'decision score points: renamed, `points` → `score points`',
  ]);
});

test('[DIF-6] inputs, types, requirements, services, knowledge models, parts', async () => {
  expect(await words(['plimsoll:whenMissing="allowed"', 'plimsoll:whenMissing="refer"'])).toEqual([
    'input region: when it is missing: `allowed` → `refer`',
  ]);
  expect(
    await words(['<variable name="age" typeRef="number"/>', '<variable name="age" typeRef="string"/>']),
  ).toEqual(['input age: type `number` → `string`']);
  expect(await words(['"approve", "refer", "decline"', '"approve", "decline"'])).toEqual([
    'type tOutcome: allowed values `"approve", "refer", "decline"` → `"approve", "decline"`',
  ]);
  expect(await words(['[0.00..0.36]', '[0..0.24]'])).toEqual([
    'type tTerms › component rate: allowed values `[0.00..0.36]` → `[0..0.24]`',
  ]);
  expect(await words([/<informationRequirement id="r2">.*?<\/informationRequirement>/, ''])).toEqual([
    'decision verdict: no longer requires `region`',
  ]);
  expect(await words(['share * times', 'share * times * 2'])).toEqual([
    'knowledge model limit of › body: `share * times` → `share * times * 2`',
  ]);
  expect(await words(['<inputData href="#in_age"/>', '<inputData href="#in_region"/>'])).toEqual([
    'decision service score service: takes `age` → `region`',
  ]);
  expect(await words(['t.rate + 0.01', 't.rate + 0.02'])).toEqual([
    'decision shares › entry rates › body: `t.rate + 0.01` → `t.rate + 0.02`',
  ]);
  expect(await words(['name="Whole sample"', 'name="Sample"'])).toEqual([
    'policy Sample: renamed, `Whole sample` → `Sample`',
  ]);
});

test('[DIF-1] what an imported model says is compared, too, under its path', async () => {
  const own = wrapDefinitions(
    '<import name="lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>' +
      '<decision id="d" name="d"><variable name="d"/><informationRequirement><requiredDecision href="urn:lib#x"/></informationRequirement><literalExpression><text>lib.x</text></literalExpression></decision>',
  );
  const library = (text: string): string =>
    wrapDefinitions(literalElement('x', text, [])).replace(/namespace="[^"]*"/, 'namespace="urn:lib"');
  const [one, two, three] = await Promise.all(
    ['1', '1.0', '2'].map(async (text) => {
      const read = await readPolicy(own, { imports: [library(text)] });
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return read.value;
    }),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error('read');
  expect(comparePolicies(one, two)).toEqual([]);
  expect(one.hash).toBe(two.hash);
  expect(one.hash).not.toBe(three.hash);
  expect(comparePolicies(one, three).map((change) => formatChange(change, 'en'))).toEqual([
    'decision lib.x: `1` → `2`',
  ]);
});

test('[DIF-4] which way the result must go along a column', async () => {
  expect(await words([' plimsoll:monotone="ascending"', ' plimsoll:monotone="descending"'])).toEqual([
    'decision verdict: input column `Age`: direction asked for `ascending` → `descending`',
  ]);
});

test('[DIF-7] each change of each variant has words in both languages', () => {
  const changes = others.flatMap((other) => compare(whole, other));
  for (const change of changes) {
    expect(formatChange(change, 'zh')).toMatch(/[\u4E00-\u9FFF]/);
    expect(formatChange(change, 'en')).toMatch(/^[a-z ]+ .+: \S/);
    expect(`${formatChange(change, 'zh')}${formatChange(change, 'en')}`).not.toMatch(/undefined|\[object/);
  }
  const codes = new Set(changes.map(({ code }) => code));
  expect(codes.size).toBeGreaterThan(20);
  expect(JSON.parse(JSON.stringify(changes))).toEqual(changes);
});
