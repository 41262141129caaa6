/**
 * A made-up credit policy of the usual size, for tests and benchmarks: eight decisions, among them a scorecard of 60
 * rows over 12 inputs (COLLECT SUM), knock-outs in stages, grade, limit, price, outcome. Written as DMN 1.5.
 */

const CHARACTERISTICS = 12;
const BINS = 5;

export type SampleTable = {
  readonly name: string;
  readonly type?: string;
  readonly requires: readonly string[];
  readonly hitPolicy: string;
  readonly aggregation?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly values?: string;
    readonly fallback?: string;
  }[];
  readonly rows: readonly (readonly string[])[];
};

/** Escapes a text for XML. */
export function escapeXml(plain: string): string {
  return plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function text(tag: string, content: string): string {
  return `<${tag}><text>${escapeXml(content)}</text></${tag}>`;
}

/** Wraps elements in a DMN 1.5 file. */
export function wrapDefinitions(content: string, name = 'sample'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:plimsoll="https://plimsoll.dev/dmn" name="${name}" namespace="https://plimsoll.dev/sample">
${content}
</definitions>`;
}

export function inputElement(name: string, type: string, attributes = ''): string {
  return `<inputData id="${name}" name="${name}" ${attributes}><variable name="${name}" typeRef="${type}"/></inputData>`;
}

function requirement(name: string, isInput: boolean): string {
  return `<informationRequirement><${isInput ? 'requiredInput' : 'requiredDecision'} href="#${name}"/></informationRequirement>`;
}

/** A decision that is a table; `decisions` are the names that aren't inputs. */
export function tableElement(table: SampleTable, decisions: ReadonlySet<string>): string {
  const inputs = table.inputs.map(
    (input, index) =>
      `<input id="${table.name}-i${index}" label="${escapeXml(input)}">${text('inputExpression', input)}</input>`,
  );
  const outputs = table.outputs.map(
    ({ name, type, values, fallback }) =>
      `<output name="${name}" typeRef="${type}">${values === undefined ? '' : text('outputValues', values)}${fallback === undefined ? '' : text('defaultOutputEntry', fallback)}</output>`,
  );
  const rules = table.rows.map((row, index) => {
    const cells = row.map((cell, column) =>
      text(column < table.inputs.length ? 'inputEntry' : 'outputEntry', cell),
    );
    return `<rule id="${table.name}-r${index + 1}">${cells.join('')}</rule>`;
  });
  const aggregation = table.aggregation === undefined ? '' : ` aggregation="${table.aggregation}"`;
  return `<decision id="${table.name}" name="${table.name}"><variable name="${table.name}"${table.type === undefined ? '' : ` typeRef="${table.type}"`}/>
${table.requires.map((name) => requirement(name, !decisions.has(name))).join('')}
<decisionTable hitPolicy="${table.hitPolicy}"${aggregation}>${inputs.join('')}${outputs.join('')}${rules.join('\n')}</decisionTable></decision>`;
}

/** A decision that is an expression. */
export function literalElement(
  name: string,
  expression: string,
  requires: readonly { readonly name: string; readonly isInput: boolean }[],
): string {
  return `<decision id="${name}" name="${name}"><variable name="${name}"/>${requires.map((each) => requirement(each.name, each.isInput)).join('')}${text('literalExpression', expression)}</decision>`;
}

const characteristic = (index: number): string => `x${index + 1}`;
const names = Array.from({ length: CHARACTERISTICS }, (_, index) => characteristic(index));

function scorecardRows(): readonly (readonly string[])[] {
  return names.flatMap((_, characteristicIndex) =>
    Array.from({ length: BINS }, (__, bin) => {
      const low = bin * 20;
      const test = bin === 0 ? '< 20' : bin === BINS - 1 ? `>= ${low}` : `[${low}..${low + 20})`;
      const cells = names.map((___, column) => (column === characteristicIndex ? test : '-'));
      return [...cells, String(((characteristicIndex * 7 + bin * 13) % 60) - 10)];
    }),
  );
}

const TABLES: readonly SampleTable[] = [
  {
    name: 'eligibility',
    requires: ['age', 'region', 'termMonths'],
    hitPolicy: 'FIRST',
    inputs: ['age', 'region', 'termMonths'],
    outputs: [{ name: 'eligibility', type: 'string' }],
    rows: [
      ['< 18', '-', '-', '"too young"'],
      ['-', '"XX", "YY"', '-', '"region"'],
      ['-', '-', 'not(12, 24, 36)', '"term"'],
      ['-', '-', '-', '"ok"'],
    ],
  },
  {
    name: 'knockOuts',
    requires: ['pastDueMinor', 'x1', 'x2', 'x3'],
    hitPolicy: 'COLLECT',
    aggregation: 'COUNT',
    inputs: ['pastDueMinor', 'x1', 'x2', 'x3'],
    outputs: [{ name: 'knockOut', type: 'string' }],
    rows: [
      ['> 0', '-', '-', '-', '"past due"'],
      ['-', '> 95', '-', '-', '"x1"'],
      ['-', '-', '> 95', '-', '"x2"'],
      ['-', '-', '-', '> 95', '"x3"'],
    ],
  },
  {
    name: 'score',
    type: 'number',
    requires: names,
    hitPolicy: 'COLLECT',
    aggregation: 'SUM',
    inputs: names,
    outputs: [{ name: 'points', type: 'number' }],
    rows: scorecardRows(),
  },
  {
    name: 'grade',
    requires: ['score'],
    hitPolicy: 'UNIQUE',
    inputs: ['score'],
    outputs: [{ name: 'grade', type: 'string' }],
    rows: [
      ['>= 300', '"A"'],
      ['[240..300)', '"B"'],
      ['[180..240)', '"C"'],
      ['[120..180)', '"D"'],
      ['< 120', '"E"'],
    ],
  },
  {
    name: 'limit',
    requires: ['grade', 'annualIncomeMinor'],
    hitPolicy: 'FIRST',
    inputs: ['grade'],
    outputs: [{ name: 'limit', type: 'number' }],
    rows: [
      ['"A", "B"', 'floor(annualIncomeMinor * 0.4)'],
      ['"C"', 'floor(annualIncomeMinor * 0.25)'],
      ['-', 'floor(annualIncomeMinor * 0.1)'],
    ],
  },
  {
    name: 'price',
    requires: ['grade', 'termMonths'],
    hitPolicy: 'UNIQUE',
    inputs: ['grade', 'termMonths'],
    outputs: [{ name: 'rateAnnual', type: 'number' }],
    rows: ['A', 'B', 'C', 'D', 'E'].flatMap((grade, index) => [
      [`"${grade}"`, '<= 24', (0.08 + index * 0.03).toFixed(2)],
      [`"${grade}"`, '> 24', (0.09 + index * 0.03).toFixed(2)],
    ]),
  },
];

const OUTCOME: SampleTable = {
  name: 'outcome',
  requires: ['eligibility', 'knockOuts', 'score', 'limit', 'price', 'amountMinor', 'burden'],
  hitPolicy: 'FIRST',
  inputs: ['eligibility', 'knockOuts', 'score', 'amountMinor <= limit', 'burden'],
  outputs: [
    { name: 'outcome', type: 'string' },
    { name: 'rateAnnual', type: 'number' },
  ],
  rows: [
    ['not("ok")', '-', '-', '-', '-', '"decline"', 'null'],
    ['-', '> 0', '-', '-', '-', '"decline"', 'null'],
    ['-', '-', '< 120', '-', '-', '"decline"', 'null'],
    ['-', '-', '-', '-', '> 0.5', '"refer"', 'price'],
    ['-', '-', '-', 'true', '-', '"approve"', 'price'],
    ['-', '-', '-', '-', '-', '"refer"', 'price'],
  ],
};

/** The policy as a DMN file. Its last decision is `outcome`. */
export function samplePolicyXml(): string {
  const inputs = [
    ...['age', 'termMonths', 'pastDueMinor', 'annualIncomeMinor', 'amountMinor', ...names].map((name) =>
      inputElement(name, 'number'),
    ),
    inputElement(
      'region',
      'string',
      'plimsoll:zh="地区" plimsoll:en="Region" plimsoll:whenMissing="allowed"',
    ),
  ];
  const decisions = new Set([...TABLES.map(({ name }) => name), 'burden']);
  const burden = literalElement(
    'burden',
    'amountMinor * (1 + price) / termMonths / (annualIncomeMinor / 12)',
    [
      { name: 'amountMinor', isInput: true },
      { name: 'termMonths', isInput: true },
      { name: 'annualIncomeMinor', isInput: true },
      { name: 'price', isInput: false },
    ],
  );
  return wrapDefinitions(
    [
      ...inputs,
      ...TABLES.map((table) => tableElement(table, decisions)),
      burden,
      tableElement(OUTCOME, decisions),
    ].join('\n'),
  );
}

/** Inputs that run through every stage of the sample. `seed` varies them. */
export function sampleInputs(seed: number): { readonly [name: string]: number | string } {
  const characteristics = names.map((name, index) => [name, (seed * 37 + index * 17) % 95] as const);
  return {
    age: 20 + (seed % 50),
    termMonths: [12, 24, 36][seed % 3] ?? 12,
    pastDueMinor: 0,
    annualIncomeMinor: 3_000_000 + (seed % 1000) * 1000,
    amountMinor: 500_000 + (seed % 100) * 100,
    region: 'US-CA',
    ...Object.fromEntries(characteristics),
  };
}
