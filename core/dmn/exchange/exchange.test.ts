/** Sheets into policies and back: layouts, refusals with their addresses, and the law of the round trip. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Policy, readPolicy } from '../policy.ts';
import { inputElement, tableElement, wrapDefinitions } from '../sample-policy.ts';
import { WHOLE_SAMPLE } from '../sample-whole.ts';
import { exportTable } from './export-table.ts';
import type { MergedArea, SheetCell, SheetGrid } from './grid.ts';
import { type ImportAnswer, importTable } from './import-table.ts';
import type { ImportOptions } from './import-work.ts';
import { holdsTable, makePolicy, putTable } from './write-policy.ts';

async function read(xml: string): Promise<Policy> {
  const result = await readPolicy(xml);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${xml}`);
  return result.value;
}

let whole: Policy;
beforeAll(async () => {
  whole = await read(WHOLE_SAMPLE);
});

function gridOf(
  rows: readonly (readonly (string | number | SheetCell)[])[],
  merged: readonly MergedArea[] = [],
): SheetGrid {
  const cellOf = (value: string | number | SheetCell): SheetCell | null => {
    if (typeof value === 'object') return value;
    if (value === '') return null;
    return { kind: typeof value === 'number' ? 'number' : 'text', text: String(value) };
  };
  return { name: 'sheet', rows: rows.map((row) => row.map(cellOf)), merged };
}

const USUAL: ImportOptions = {
  decision: 'verdict',
  hitPolicy: null,
  rangeEnds: 'unsaid',
  outputs: [],
  mayAddInputs: false,
};

function rulesOf(answer: ImportAnswer): readonly (readonly string[])[] {
  if (!answer.ok)
    throw new Error(JSON.stringify(answer.problems.map(({ address, problem }) => [address, problem.en])));
  return answer.imported.table.rules.map(({ inputs, outputs }) => [...inputs, ...outputs]);
}

const problemsOf = (answer: ImportAnswer): readonly string[] =>
  answer.problems.map(({ address, problem }) => `${address} ${problem.en}`);

const HEADER = ['Age', 'region', 'outcome', 'share'];

test('[EXC-9] without marks: headers are columns that are there, by expression, name or label', () => {
  const grid = gridOf([
    HEADER,
    ['<18', '', 'decline', 0],
    ['18-25', 'N', 'refer', '10%'],
    ['*', 'N/S', 'approve', 1],
  ]);
  const answer = importTable(grid, whole, USUAL);
  expect(rulesOf(answer)).toEqual([
    ['< 18', '-', '"decline"', '0'],
    ['[18..25]', '"N"', '"refer"', '0.1'],
    ['-', '"N", "S"', '"approve"', '1'],
  ]);
  expect(answer.notes.map(({ address, problem }) => `${address} ${problem.en}`)).toEqual([
    'A3 taken as [18..25]',
    'D3 taken as 0.1',
  ]);
  const { table } = answer.ok ? answer.imported : { table: null };
  expect(table).toMatchObject({
    hitPolicy: 'FIRST',
    outputs: [{ fallback: '"refer"', typeRef: 'tOutcome' }, {}],
  });
});

test('[EXC-9] marks, a title, labels of inputs, notes, ids, rows of types', () => {
  const grid = gridOf([
    ['准入规则表', '', '', '', ''],
    ['F', '输入', '', '输出', '备注'],
    ['编号', '年龄', 'region', 'outcome', '说明'],
    ['类型', 'number', 'string', 'string', ''],
    ['R1', '不满18', '', 'decline', '未成年'],
    [2, '18以上', 'N', 'approve', ''],
  ]);
  const answer = importTable(grid, whole, { ...USUAL, decision: 'gate' });
  expect(rulesOf(answer)).toEqual([
    ['< 18', '-', '"decline"'],
    ['>= 18', '"N"', '"approve"'],
  ]);
  expect(answer.ok && answer.imported.table).toMatchObject({
    hitPolicy: 'FIRST',
    inputs: [{ text: 'age', label: '年龄' }, { text: 'region' }],
    annotations: ['说明'],
    rules: [{ id: 'R1', annotations: ['未成年'] }, { id: '' }],
  });
});

test('[EXC-10] merged input cells hold for all their rows; across columns they are refused', () => {
  const rows = [HEADER, ['<18', 'N', 'decline', 0], ['', 'S', 'refer', 0]];
  expect(
    rulesOf(importTable(gridOf(rows, [{ top: 1, left: 0, bottom: 2, right: 0 }]), whole, USUAL)),
  ).toEqual([
    ['< 18', '"N"', '"decline"', '0'],
    ['< 18', '"S"', '"refer"', '0'],
  ]);
  const across = importTable(gridOf(rows, [{ top: 1, left: 0, bottom: 1, right: 1 }]), whole, USUAL);
  expect(problemsOf(across)).toEqual(['A2 columns are merged, A2:B2']);
});

test('[EXC-11] every doubt is told with its address, and nothing comes of it', () => {
  const grid = gridOf([
    HEADER,
    ['18岁', 'A', 'decline', 0],
    ['18-25', 'N', 'maybe', ''],
    ['25-60', 'N', 'refer', { kind: 'fault', text: '#REF!' }],
  ]);
  const answer = importTable(grid, whole, USUAL);
  expect(answer.ok).toBe(false);
  expect(problemsOf(answer)).toEqual([
    'A2 a condition that is not understood: 18岁',
    'B2 A is not one of the allowed values',
    'C3 maybe is not one of the allowed values',
    'D3 an output is empty',
    'D4 the cell is the error #REF!',
    'A3 25 is in 18-25 and in 25-60 (A4)',
  ]);
  for (const { remedy } of answer.problems) expect(remedy?.en).toMatch(/\S/);
});

test('[EXC-11] shares and plain numbers in one column are refused where they are a hundredfold apart', () => {
  const rows = [
    HEADER,
    ['<18', '', 'decline', '20%'],
    ['>=18', '', 'approve', '80'],
    ['', '', 'refer', '0.5'],
  ];
  expect(problemsOf(importTable(gridOf(rows), whole, USUAL))).toEqual([
    'D3 D2 of this column is a share, 20%: is 80 one, too?',
  ]);
});

test('[EXC-11] what the sheet hides is refused', () => {
  const grid = gridOf([HEADER, ['<18', 'N', 'decline', 0], ['', 'S', 'refer', 0]]);
  const hidden = { rows: [2, 7], columns: [1, 9] };
  expect(problemsOf(importTable({ ...grid, hidden }, whole, USUAL))).toEqual([
    'A3 row 3 is hidden',
    'B1 the column is hidden',
  ]);
});

test.each<readonly [string, SheetGrid, Partial<ImportOptions>, readonly string[]]>([
  ['an empty sheet', gridOf([['']]), {}, [' the sheet is empty']],
  ['no rules', gridOf([HEADER]), {}, [' there are no rules below the header']],
  [
    'a header nobody knows',
    gridOf([
      ['Age', 'hair', 'outcome', 'share'],
      ['', '', 'refer', 0],
    ]),
    {},
    ['B1 it is not known whether hair is an input or an output'],
  ],
  [
    'a column without a header',
    gridOf([
      ['Age', '', 'outcome', 'share'],
      ['', 'x', 'refer', 0],
    ]),
    {},
    ['B1 the column has no header'],
  ],
  [
    'no hit policy',
    gridOf([
      ['input', 'output'],
      ['age', 'a'],
      ['<18', 'x'],
    ]),
    { decision: 'other' },
    [' no hit policy is given'],
  ],
  [
    'an unknown hit policy',
    gridOf([HEADER, ['', '', 'refer', 0]]),
    { hitPolicy: 'X' },
    [' an unknown hit policy: X'],
  ],
  [
    'an input that the policy lacks',
    gridOf([
      ['input', 'output'],
      ['hair', 'a'],
      ['red', 'x'],
    ]),
    { decision: 'other', hitPolicy: 'F' },
    ['A2 the policy has no input hair'],
  ],
  [
    'a header that is no name',
    gridOf([
      ['input', 'output'],
      ['age (years)', 'a'],
      ['<18', 'x'],
    ]),
    { decision: 'other', hitPolicy: 'F' },
    ['A2 age (years) is no name of the policy and can’t be the name of an input'],
  ],
  [
    'one id twice',
    gridOf([
      ['F', 'input', 'output'],
      ['', 'age', 'a'],
      ['r1', '<18', 'x'],
      ['r1', '>18', 'y'],
    ]),
    { decision: 'other' },
    ['A4 the id is in row 3, too'],
  ],
  [
    'a decision that is no table',
    gridOf([HEADER, ['', '', 'refer', 0]]),
    { decision: 'shares' },
    [' the decision shares is no decision table'],
  ],
  [
    'codes or numbers',
    gridOf([
      ['input', 'output'],
      ['age', 'a'],
      ['<18', '007'],
      ['>18', '8'],
    ]),
    { decision: 'other', hitPolicy: 'F' },
    ['B3 007 may be a number or a code'],
  ],
  [
    'a mixture',
    gridOf([
      ['input', 'output'],
      ['age', 'a'],
      ['<18', 'red'],
      ['>18', '8'],
    ]),
    { decision: 'other', hitPolicy: 'F' },
    ['B3 the column holds cells of more than one kind'],
  ],
])('[EXC-11] refused: %s', (_, grid, options, problems) => {
  const answer = importTable(grid, whole, { ...USUAL, ...options });
  expect(problemsOf(answer)).toEqual(problems);
});

test('[EXC-12] into a file: only what changed changes; ids, comments and everything else stay', () => {
  const header = ['Age', 'region', 'outcome', 'share', 'why'];
  const rows = [
    ['<18', '', 'decline', 0, 'too young'],
    ['[18..25)', 'N', 'decline', '0.1', 'young'],
    ['', '', 'approve', 'shares.base', ''],
  ];
  const xml = WHOLE_SAMPLE.replace('<rule id="v2">', '<!-- kept --><rule id="v2">');
  const grid = gridOf([header, ...rows]);
  const imported = importTable(grid, whole, USUAL);
  if (!imported.ok) throw new Error(problemsOf(imported).join());
  const written = putTable(xml, whole, imported.imported);
  const young = '<outputEntry><text>"refer"</text></outputEntry>\n<outputEntry><text>0.10';
  expect(xml).toContain(young);
  expect(written).toBe(xml.replace(young, young.replace('"refer"', '&quot;decline&quot;')));
});

test('[EXC-12] a new decision in a file, with its requirements; what can be read only', async () => {
  const grid = gridOf([
    ['U', 'input', 'input', 'output'],
    ['', 'points', 'hair', 'tone'],
    ['', '<2', 'red', 'a'],
    ['', '>=2', '', 'b'],
  ]);
  const answer = importTable(grid, whole, { ...USUAL, decision: 'tone of it', mayAddInputs: true });
  if (!answer.ok) throw new Error(problemsOf(answer).join());
  const xml = putTable(WHOLE_SAMPLE, whole, answer.imported) ?? '';
  const policy = await read(xml);
  expect(holdsTable(policy, answer.imported)).toBe(true);
  expect(policy.decisions.find(({ name }) => name === 'tone of it')?.requires.toSorted()).toEqual([
    'hair',
    'points',
  ]);
  expect(policy.inputs.find(({ name }) => name === 'hair')).toMatchObject({
    type: 'string',
    whenMissing: 'refer',
  });
  const cut = xml.indexOf('\n  <inputData id="input_hair"');
  const end = xml.indexOf('\n  <dmndi:DMNDI>');
  expect(xml.slice(0, cut) + xml.slice(end)).toBe(WHOLE_SAMPLE);
});

test('[EXC-13] a new policy from a sheet alone', async () => {
  const grid = gridOf([
    ['输入', '输入', '输出'],
    ['年龄', '城市', '结论'],
    ['<18', '', '拒绝'],
    ['18以上', '北京/上海', '通过'],
  ]);
  const answer = importTable(grid, null, { ...USUAL, decision: '准入', hitPolicy: 'F' });
  if (!answer.ok) throw new Error(problemsOf(answer).join());
  const policy = await read(makePolicy('准入 <策略>', answer.imported));
  expect(policy.name).toBe('准入 <策略>');
  expect(policy.inputs.map(({ name, type }) => [name, type])).toEqual([
    ['年龄', 'number'],
    ['城市', 'string'],
  ]);
  expect(holdsTable(policy, answer.imported)).toBe(true);
});

test('[EXC-14] export refuses what is no table', () => {
  expect(exportTable(whole, 'nothing')).toEqual({ ok: false, problem: 'no_decision' });
  expect(exportTable(whole, 'shares')).toEqual({ ok: false, problem: 'no_table' });
});

test('[EXC-14] what a spreadsheet would take for a formula is written after feel:', async () => {
  const policy = await read(WHOLE_SAMPLE.replace('<text>[18..25)</text>', '<text>= 5</text>'));
  const answer = exportTable(policy, 'verdict');
  const texts = answer.ok ? answer.grid.rows.flatMap((row) => row.map((cell) => cell?.text ?? '')) : [];
  expect(texts.filter((text) => /^[=@+]/.test(text))).toEqual([]);
  expect(texts).toContain('feel: = 5');
});

test('[EXC-14] dates leave without their quotes', async () => {
  const table = {
    name: 't',
    requires: ['a'],
    hitPolicy: 'FIRST',
    inputs: ['a'],
    outputs: [{ name: 'x', type: 'date' }],
    rows: [['[date("2026-01-01")..date("2026-12-31"))', 'date("2026-02-01")']],
  };
  const policy = await read(wrapDefinitions(inputElement('a', 'date') + tableElement(table, new Set())));
  const exported = exportTable(policy, 't');
  expect(exported.ok && exported.grid.rows.at(-1)?.map((cell) => cell?.text)).toEqual([
    't-r1',
    '[2026-01-01..2026-12-31)',
    '2026-02-01',
  ]);
});

test('[EXC-14] which way the result must go along a column leaves with it and comes back', async () => {
  const exported = exportTable(whole, 'verdict');
  if (!exported.ok) throw new Error(exported.problem);
  const bare = WHOLE_SAMPLE.replace(' plimsoll:monotone="ascending"', '');
  const policy = await read(bare);
  const answer = importTable(exported.grid, policy, USUAL);
  if (!answer.ok) throw new Error(problemsOf(answer).join());
  expect((await read(putTable(bare, policy, answer.imported) ?? '')).hash).toBe(whole.hash);
});

const TESTS: { readonly [kind: string]: readonly string[] } = {
  number: [
    '-',
    '< 18',
    '[18..60)',
    '(0.10..2]',
    'null',
    'not(1, 2)',
    '1, 2',
    '> a + 1',
    '? * 2 > b',
    '1000',
    '= 5',
  ],
  string: [
    '-',
    '"A"',
    '"A", "B"',
    '"a, b"',
    'not("A")',
    'null',
    'c',
    '"7"',
    '"-"',
    '"any"',
    '"是"',
    '"say \\"x\\""',
    '" a"',
    '"N/A"',
  ],
  boolean: ['-', 'true', 'false', 'null', 'a > 1', 'true, false'],
};
const RESULTS: { readonly [kind: string]: readonly string[] } = {
  number: ['1', '0.10', '-5', 'a * 2', 'null', '12345678901234567890.5', '1000'],
  string: ['"A"', '"a; b"', '"7"', 'c', 'null', '"-"', 'if a > 1 then "x" else "y"', '"null"', '"=1"'],
  boolean: ['true', 'false', 'a > 1', 'null'],
};

const anyTable = fc
  .record({
    inputs: fc.array(fc.constantFrom(['a', 'number'], ['b', 'number'], ['c', 'string'], ['d', 'boolean']), {
      minLength: 1,
      maxLength: 3,
    }),
    outputs: fc.uniqueArray(fc.constantFrom(['x', 'number'], ['y', 'string'], ['z', 'boolean']), {
      minLength: 1,
      maxLength: 3,
      selector: ([name]) => name,
    }),
    isTyped: fc.boolean(),
    hit: fc.constantFrom(['FIRST'], ['UNIQUE'], ['RULE ORDER'], ['COLLECT', 'COUNT']),
  })
  .chain((shape) => {
    const cellsOf = (
      kinds: { readonly [kind: string]: readonly string[] },
      columns: readonly (readonly string[])[],
    ) => fc.tuple(...columns.map(([, kind]) => fc.constantFrom(...(kinds[kind ?? ''] ?? ['null']))));
    const rule = fc.tuple(cellsOf(TESTS, shape.inputs), cellsOf(RESULTS, shape.outputs));
    return fc.tuple(fc.constant(shape), fc.array(rule, { minLength: 1, maxLength: 5 }));
  });

type Shape = Parameters<Parameters<typeof anyTable.chain>[0]>[0];

function xmlOf([shape, rules]: Shape): string {
  const [hitPolicy = 'FIRST', aggregation] = shape.hit;
  const xml = tableElement(
    {
      name: 't',
      requires: ['a', 'b', 'c', 'd'],
      hitPolicy,
      ...(aggregation === undefined ? {} : { aggregation }),
      inputs: shape.inputs.map(([name = '']) => name),
      outputs: shape.outputs.map(([name = '', type = '']) => ({ name, type })),
      rows: rules.map(([inputs, outputs]) => [...inputs, ...outputs]),
    },
    new Set(),
  );
  const typed = shape.isTyped ? xml : xml.replace(/ typeRef="(number|string|boolean)"/g, '');
  const inputs = [
    ['a', 'number'],
    ['b', 'number'],
    ['c', 'string'],
    ['d', 'boolean'],
  ];
  return wrapDefinitions(inputs.map(([name = '', type = '']) => inputElement(name, type)).join('\n') + typed);
}

test('[EXC-15] export and import: the same meaning, over whatever table was there', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, anyTable, async (one, two) => {
      const [policy, otherXml] = [await read(xmlOf(one)), xmlOf(two)];
      const exported = exportTable(policy, 't');
      if (!exported.ok) throw new Error(exported.problem);
      const other = await read(otherXml);
      const answer = importTable(exported.grid, other, { ...USUAL, decision: 't' });
      expect(problemsOf(answer)).toEqual([]);
      if (!answer.ok) return;
      const back = await read(putTable(otherXml, other, answer.imported) ?? '');
      expect(holdsTable(back, answer.imported)).toBe(true);
      expect(back.hash).toBe(policy.hash);
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('[EXC-15] the same table again changes no byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, async (one) => {
      const xml = xmlOf(one);
      const policy = await read(xml);
      const exported = exportTable(policy, 't');
      const answer = exported.ok ? importTable(exported.grid, policy, { ...USUAL, decision: 't' }) : null;
      if (answer?.ok !== true) throw new Error('imports');
      expect(putTable(xml, policy, answer.imported)).toBe(xml);
    }),
    { numRuns: 30 },
  );
}, 30_000);

test('[EXC-16] any cells at all: an answer, and what is taken can be read', async () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.constantFrom(...Object.values(TESTS).flat(), ...'18岁 1,200 A/B >=18,<60 是 "'.split(' ')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyText, anyText, anyText, anyText), { minLength: 1, maxLength: 3 }),
      async (rows) => {
        const answer = importTable(gridOf([HEADER, ...rows]), whole, USUAL);
        if (!answer.ok) {
          expect(answer.problems.length).toBeGreaterThan(0);
          return;
        }
        const result = await readPolicy(putTable(WHOLE_SAMPLE, whole, answer.imported) ?? '');
        if (result.ok) expect(holdsTable(result.value, answer.imported)).toBe(true);
        else expect(result.problems.map(({ code }) => code)).not.toContain('DMN_UNREAD');
      },
    ),
    { numRuns: 100 },
  );
}, 30_000);
