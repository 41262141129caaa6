/** Samples decided by columns, beside the interpreter row by row. */
import { categoricalColumn, type Column, numericColumn, tableOf } from '@plimsoll/core/table';
import { type FeelValue, fromJson, toJson } from '@plimsoll/core/feel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEvaluation } from '../evaluation.ts';
import { type Policy, readPolicy } from '../policy.ts';
import {
  inputElement,
  literalElement,
  sampleInputs,
  samplePolicyXml,
  tableElement,
  wrapDefinitions,
} from '../sample-policy.ts';
import { type BatchColumn, compileBatch } from './index.ts';

type Row = { readonly [name: string]: string | number | boolean | null | undefined };

async function soundPolicy(xml: string): Promise<Policy> {
  const read = await readPolicy(xml);
  if (!read.ok) throw new Error(read.problems.map((problem) => problem.text.en).join('; '));
  return read.value;
}

function columnsOf(policy: Policy, rows: readonly Row[]): readonly Column[] {
  return policy.inputs.map(({ name, type }): Column => {
    const values = rows.map((row) => row[name] ?? null);
    return type === 'string'
      ? categoricalColumn(name, values as (string | null)[])
      : numericColumn(
          name,
          values.map((value) => (value === null ? Number.NaN : Number(value))),
        );
  });
}

function cellOf(column: BatchColumn | undefined, row: number): FeelValue {
  if (column === undefined) throw new Error('every decision has a column');
  switch (column.kind) {
    case 'number': {
      const value = column.values[row] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    }
    case 'level':
      return column.levels[column.codes[row] ?? -1] ?? null;
    default:
      return column.values[row] ?? null;
  }
}

function compare(policy: Policy, rows: readonly Row[], decisions: readonly string[]): void {
  for (const codeGeneration of ['allowed', 'forbidden'] as const) {
    const batch = compileBatch(policy, { codeGeneration });
    const answer = batch.run(tableOf(columnsOf(policy, rows)), decisions);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const { columns, errors, errorRowCount } = answer.value;
    const wrong: number[] = [];
    for (const [row, given] of rows.entries()) {
      const inputs = Object.entries(given).map(([name, value]) => [name, fromJson(value ?? null)]);
      const evaluation = createEvaluation(policy, Object.fromEntries(inputs));
      for (const name of decisions)
        expect(toJson(cellOf(columns.get(name), row)), `${name} of row ${row}`).toEqual(
          toJson(evaluation.value(name)),
        );
      if (evaluation.errors.length === 0) continue;
      wrong.push(row);
      expect(errors.find((each) => each.row === row)?.errors).toEqual(evaluation.errors);
    }
    expect(errorRowCount).toBe(wrong.length);
    expect(errors.map(({ row }) => row)).toEqual(wrong);
  }
}

test('[CPL-9] the sample policy over a sample with missing values', async () => {
  const policy = await soundPolicy(samplePolicyXml());
  const rows = Array.from({ length: 300 }, (_, seed): Row => {
    const row: Row = { ...sampleInputs(seed), age: seed % 13 === 0 ? 17 : 40 };
    return seed % 5 === 0 ? { ...row, [`x${(seed % 12) + 1}`]: null, region: null } : row;
  });
  compare(policy, rows, ['outcome', 'score', 'grade', 'eligibility', 'burden', 'x1']);
});

const odd = wrapDefinitions(
  [
    '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues></itemDefinition>',
    '<itemDefinition name="tShare"><typeRef>number</typeRef><allowedValues><text>[0..1]</text></allowedValues></itemDefinition>',
    inputElement('n', 'number'),
    inputElement('share', 'tShare'),
    inputElement('kind', 'tKind'),
    inputElement('text', 'string'),
    inputElement('flag', 'boolean'),
    inputElement('any', 'Any'),
    tableElement(
      {
        name: 'first',
        type: 'number',
        requires: ['n', 'share', 'kind', 'text', 'flag', 'any'],
        hitPolicy: 'FIRST',
        inputs: ['n', 'share', 'kind', 'text', 'flag', 'any'],
        outputs: [{ name: 'first', type: 'number' }],
        rows: [
          ['not(< 1, 5)', '> 0.5', '"a"', '-', 'true', '-', '1'],
          ['null', '-', 'not("a")', '-', '-', '-', '2'],
          ['-', 'null', '-', 'not("x", "y")', 'not(true)', '-', '3'],
          ['[2..3), > 8', '-', '"a", null', '"x"', '-', '-', 'n / 3'],
          ['-', '-', '-', 'text', 'flag', '> 2', 'n'],
          ['-', '-', '-', '"y"', 'false', '-', '-0.5'],
        ],
      },
      new Set(),
    ),
    literalElement('sum', 'if n = null then null else n + share * 3', [
      { name: 'n', isInput: true },
      { name: 'share', isInput: true },
    ]),
    literalElement('is', 'if flag then text else kind', [
      { name: 'flag', isInput: true },
      { name: 'text', isInput: true },
      { name: 'kind', isInput: true },
    ]),
  ].join('\n'),
);

test('[CPL-9] missing, forbidden and fractional values in every kind of column', async () => {
  const policy = await soundPolicy(odd);
  const row: fc.Arbitrary<Row> = fc.record({
    n: fc.constantFrom(null, -1, 0, 0.1, 1, 2, 2.5, 3, 5, 9, 0.1 + 0.2),
    share: fc.constantFrom(null, 0, 0.5, 0.75, 1, 7),
    kind: fc.constantFrom(null, 'a', 'b', 'c'),
    text: fc.constantFrom(null, 'x', 'y', 'z', '__proto__'),
    flag: fc.constantFrom(null, true, false),
    any: fc.constantFrom(null, 1, 2, 3),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      compare(policy, rows, ['first', 'sum', 'is']);
    }),
    { numRuns: 60 },
  );
});

test('[CPL-10] columns of the wrong kind and unknown decisions are refused; what has no column is missing', async () => {
  const policy = await soundPolicy(odd);
  const batch = compileBatch(policy);
  const wrong = tableOf([categoricalColumn('n', ['1', '2'])]);
  expect(batch.run(wrong, ['sum'])).toMatchObject({
    ok: false,
    code: 'sample_unreadable',
    facts: { column: 'n' },
  });
  const truth = tableOf([numericColumn('flag', [0, 2])]);
  expect(batch.run(truth, ['is'])).toMatchObject({ ok: false, facts: { column: 'flag', value: 2, row: 1 } });
  const few = tableOf([numericColumn('share', [0.5, 1])]);
  expect(batch.run(few, ['nothing'])).toMatchObject({ ok: false, code: 'policy_unusable' });
  expect(batch.run(few, [])).toMatchObject({ ok: false, code: 'policy_unusable' });
  const answer = batch.run(few, ['sum']);
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  expect([0, 1].map((row) => cellOf(answer.value.columns.get('sum'), row))).toEqual([null, null]);
  expect(answer.value.interpretedRowCount).toBe(0);
});
