/** Checks of tables: rows that never hold, rows without effect, overlaps, gaps, outputs, monotone columns. */
import { expect, test } from 'vitest';
import { fromJson, toJson } from '@plimsoll/core/feel';
import type { JsonObject } from '@plimsoll/core/base';
import { createEvaluation } from '../evaluation.ts';
import { check, codesOf, find, input, literal, policyOf, table } from './sample-check.ts';

const number = [input('a', 'number'), input('b', 'number')];
const both = { name: 't', requires: ['a', 'b'], inputs: ['a', 'b'] };
const one = { name: 't', requires: ['a'], inputs: ['a'] };
const a = input('a', 'number');

/** Runs an example again. */
async function again(parts: readonly string[], values: JsonObject) {
  const evaluation = createEvaluation(
    await policyOf(...parts),
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fromJson(value)])),
  );
  return { value: toJson(evaluation.value('t')), codes: evaluation.errors.map(({ code }) => code) };
}

test('[CHK-3] an interval that is empty, and a value outside the allowed ones, never hold', async () => {
  const empty = await check([a, table({ ...one, rows: ['[5..1]|"x"', '-|"y"'] })]);
  expect(codesOf(empty)).toContain('error CHECK_CELL_NEVER t › rule 1 › a');
  const grade =
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>';
  const parts = (cell: string) => [
    grade,
    input('a', 'tGrade'),
    table({ ...one, rows: [`"${cell}"|"x"`, '"B", null|"y"'] }),
  ];
  expect(codesOf(await check(parts('C')))).toContain('error CHECK_CELL_NEVER t › rule 1 › a');
  expect(codesOf(await check(parts('A')))).toEqual([]);
});

test('[CHK-3] cells of one row that look at the same input exclude each other', async () => {
  const parts = (cell: string) => [
    a,
    table({
      name: 't',
      requires: ['a'],
      inputs: ['a', 'a > 10'],
      rows: [`< 5|${cell}|"x"`, '>= 5, null|-|"y"'],
    }),
  ];
  expect(codesOf(await check(parts('true')))).toContain('error CHECK_ROW_CONTRADICTION t › rule 1');
  expect(codesOf(await check(parts('false')))).toEqual([]);
});

test('[CHK-3] a row that earlier rows take together is found under FIRST, with what fires in its place', async () => {
  const rows = (third: string) => ['< 5|-|"x"', '>= 5|> 0|"x"', third, '-|-|"z"'];
  const hidden = await check([
    ...number,
    table({ ...both, hitPolicy: 'FIRST', rows: rows('[3..8]|[1..2]|"y"') }),
  ]);
  expect(codesOf(hidden)).toEqual(['error CHECK_ROW_HIDDEN t › rule 3']);
  const { example } = find(hidden, 'CHECK_ROW_HIDDEN');
  expect(example).toMatchObject({ level: 'inputs', values: { a: 3, b: 1 }, gives: [1] });
  const sound = await check([
    ...number,
    table({ ...both, hitPolicy: 'FIRST', rows: rows('[3..8]|[0..2]|"y"') }),
  ]);
  expect(codesOf(sound)).toEqual([]);
});

test('[CHK-3] a hidden row with the same output is a warning, a last resort a note', async () => {
  const flag = input('a', 'boolean');
  const rows = ['true|"x"', 'true|"x"', 'false, null|"y"', '-|"z"'];
  expect(codesOf(await check([flag, table({ ...one, hitPolicy: 'FIRST', rows })]))).toEqual([
    'warning CHECK_ROW_HIDDEN t › rule 2',
    'note CHECK_ROW_HIDDEN t › rule 4',
  ]);
});

test('[CHK-3] PRIORITY: a row loses to a better output wherever both hold', async () => {
  const outputs = ['o: string@"high","low"'];
  const parts = (low: string) => [
    a,
    table({
      ...one,
      hitPolicy: 'PRIORITY',
      outputs,
      rows: [`${low}|"low"`, '> 0|"high"', '<= 0, null|"high"'],
    }),
  ];
  expect(codesOf(await check(parts('> 5')))).toContain('error CHECK_ROW_HIDDEN t › rule 1');
  expect(codesOf(await check(parts('-')))).toContain('note CHECK_ROW_HIDDEN t › rule 1');
  const open = [
    a,
    table({ ...one, hitPolicy: 'PRIORITY', outputs, rows: ['> 5|"low"', '> 7, null|"high"', '<= 5|"high"'] }),
  ];
  expect(codesOf(await check(open))).toEqual([]);
});

test('[CHK-4, CHK-10] UNIQUE with two hits is an error with inputs that break it', async () => {
  const parts = (bound: string) => [a, table({ ...one, rows: ['< 5|"x"', `${bound}|"y"`, 'null|"z"'] })];
  const checked = await check(parts('>= 4'));
  expect(codesOf(checked)).toEqual(['error CHECK_SEVERAL_HITS t › rule 2']);
  const { example } = find(checked, 'CHECK_SEVERAL_HITS');
  expect(await again(parts('>= 4'), example?.values ?? {})).toEqual({
    value: null,
    codes: ['DMN_SEVERAL_HITS'],
  });
  expect(codesOf(await check(parts('>= 5')))).toEqual([]);
});

test('[CHK-4] ANY with equal outputs is sound, with different ones an error', async () => {
  const parts = (output: string) => [
    a,
    table({ ...one, hitPolicy: 'ANY', rows: ['< 5|"x"', `>= 4, null|"${output}"`] }),
  ];
  expect(codesOf(await check(parts('y')))).toEqual(['error CHECK_UNEQUAL_HITS t › rule 2']);
  expect(codesOf(await check(parts('x')))).toEqual([]);
});

test('[CHK-5, CHK-10] a gap comes with an uncovered input, also one of several columns', async () => {
  const parts = (last: string) => [
    ...number,
    table({
      ...both,
      hitPolicy: 'FIRST',
      rows: ['< 5|-|"x"', '>= 5|< 3|"y"', last, 'null|-|"m"', '-|null|"m"'],
    }),
  ];
  const checked = await check(parts('> 5|>= 3|"z"'));
  expect(codesOf(checked)).toEqual(['warning CHECK_GAP t']);
  const { example } = find(checked, 'CHECK_GAP');
  expect(example).toMatchObject({ values: { a: 5, b: 3 }, gives: [] });
  expect(await again(parts('> 5|>= 3|"z"'), example?.values ?? {})).toEqual({ value: null, codes: [] });
  expect(codesOf(await check(parts('>= 5|>= 3|"z"')))).toEqual([]);
});

test('[CHK-5] a missing value that no row matches is a note; a default, or a list, leaves no gap', async () => {
  const rows = ['< 5|"x"', '>= 5|"y"'];
  expect(codesOf(await check([a, table({ ...one, rows })]))).toEqual(['note CHECK_GAP_MISSING t']);
  expect(codesOf(await check([a, table({ ...one, rows, fallback: '"z"' })]))).toEqual([]);
  expect(codesOf(await check([a, table({ ...one, rows: ['> 5|"x"'], hitPolicy: 'COLLECT' })]))).toEqual([]);
});

test('[CHK-5, CHK-11] cells that compare with other inputs: no gap is invented, a real one is shown', async () => {
  const parts = (second: string) => [
    ...number,
    table({
      name: 't',
      requires: ['a', 'b'],
      inputs: ['a', 'b'],
      hitPolicy: 'FIRST',
      rows: ['< b|-|"x"', `${second}|-|"y"`, 'null|-|"m"', '-|null|"m"'],
    }),
  ];
  expect(codesOf(await check(parts('>= b')))).not.toContain('warning CHECK_GAP t');
  expect(codesOf(await check(parts('> b')))).toContain('warning CHECK_GAP t');
});

test('[CHK-3, CHK-5] what a decision can give limits the table that asks for it', async () => {
  const grade = table({
    name: 'g',
    requires: ['a'],
    inputs: ['a'],
    rows: ['< 5|"A"', '>= 5|"B"', 'null|"C"'],
  });
  const next = (rows: readonly string[]) => table({ name: 't', requires: ['g'], inputs: ['g'], rows }, ['g']);
  expect(codesOf(await check([a, grade, next(['"A"|"x"', '"B"|"y"', '"C"|"z"'])]))).toEqual([]);
  const gap = await check([a, grade, next(['"A"|"x"', '"C"|"z"'])]);
  expect(codesOf(gap)).toEqual(['warning CHECK_GAP t']);
  expect(find(gap, 'CHECK_GAP').example?.level).toBe('inputs');
  expect(Number(find(gap, 'CHECK_GAP').example?.values['a'])).toBeGreaterThanOrEqual(5);
  const spare = await check([a, grade, next(['"A"|"x"', '"B"|"y"', '"C"|"z"', '"D"|"w"'])]);
  expect(codesOf(spare)).toEqual(['warning CHECK_CELL_NEVER t › rule 4 › g']);
});

test('[CHK-6] an output outside the output values, and a share that is no number', async () => {
  const parts = (output: string) => [
    a,
    table({ ...one, outputs: ['o: string@"x","y"'], rows: [`< 5|"${output}"`, '>= 5, null|"y"'] }),
  ];
  const checked = await check(parts('z'));
  expect(codesOf(checked)).toContain('error CHECK_OUTPUT_VALUE t › rule 1 › o');
  expect(await again(parts('z'), find(checked, 'CHECK_OUTPUT_VALUE').example?.values ?? {})).toMatchObject({
    codes: ['DMN_VALUE_NOT_ALLOWED'],
  });
  expect(codesOf(await check(parts('x')))).toEqual([]);
  const sum = (points: string) => [
    a,
    table({ ...one, hitPolicy: 'COLLECT+SUM', outputs: ['o: Any'], rows: [`< 5|${points}`, '>= 5, null|2'] }),
  ];
  expect(codesOf(await check(sum('"one"')))).toContain('error CHECK_AGGREGATED_KIND t › rule 1 › o');
  expect(codesOf(await check(sum('1')))).toEqual([]);
});

test('[CHK-7] a scorecard whose points turn is found where they turn, missing apart', async () => {
  const card = (points: readonly number[], direction: string) => [
    ...number,
    table({
      ...both,
      inputs: [`a@plimsoll:monotone="${direction}"`, 'b'],
      hitPolicy: 'COLLECT+SUM',
      outputs: ['o: number'],
      rows: [
        `< 1|-|${points[0]}`,
        `[1..5)|-|${points[1]}`,
        `>= 5|-|${points[2]}`,
        'null|-|99',
        '-|< 7|3',
        '-|>= 7, null|8',
      ],
    }),
  ];
  const turned = await check(card([30, 10, 20], 'descending'));
  expect(codesOf(turned)).toEqual(['error CHECK_NOT_MONOTONE t › a']);
  expect(find(turned, 'CHECK_NOT_MONOTONE')).toMatchObject({
    facts: { from: '3', to: '5', before: '13', after: '23' },
    example: { values: { a: 5 } },
  });
  expect(codesOf(await check(card([30, 20, 20], 'descending')))).toEqual([]);
  expect(codesOf(await check(card([10, 20, 20], 'ascending')))).toEqual([]);
  expect(codesOf(await check(card([30, 20, 20], 'ascending')))).toContain('error CHECK_NOT_MONOTONE t › a');
});

test('[CHK-7] a table of several columns is compared with the others the same', async () => {
  const price = (cheap: string) => [
    ...number,
    table({
      ...both,
      inputs: ['a@plimsoll:monotone="ascending"', 'b'],
      outputs: ['o: number'],
      rows: ['< 5|< 3|1', '< 5|>= 3|5', `>= 5|< 3|2`, `>= 5|>= 3|${cheap}`],
      fallback: '0',
    }),
  ];
  expect(codesOf(await check(price('4')))).toEqual(['error CHECK_NOT_MONOTONE t › a']);
  expect(codesOf(await check(price('5')))).toEqual([]);
});

test('[CHK-12] the same policy gets the same findings; a bound that is reached is said', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, at) => `[${at}..${at + 30}]|[${(at * 7) % 40}..${((at * 7) % 40) + 9}]|"x"`,
  );
  const parts = [...number, table({ ...both, hitPolicy: 'FIRST', rows })];
  expect(await check(parts)).toEqual(await check(parts));
  const short = await check(parts, { limits: { tableSteps: 50 } });
  expect(short.tables).toMatchObject([{ method: 'sampled', why: { en: 'the limit of work was reached' } }]);
  const whole = await check(parts);
  expect(whole.tables).toMatchObject([{ method: 'complete', why: null, rows: 60 }]);
});

test('[CHK-5] a table inside a context is checked by its columns', async () => {
  const inner = table({ ...one, rows: ['< 5|"x"', '> 5|"y"', 'null|"z"'] });
  const boxed = inner
    .replace('<decisionTable', '<context><contextEntry><variable name="part"/><decisionTable')
    .replace('</decisionTable>', '</decisionTable></contextEntry></context>');
  const checked = await check([a, boxed, literal('u', 't', { requires: ['t'], decisions: ['t'] })]);
  expect(find(checked, 'CHECK_GAP')).toMatchObject({
    severity: 'note',
    example: { level: 'columns', values: { a: 5 } },
  });
});

test('[CHK-5, CHK-8] what the type of a column refuses ends the table: it is no gap, and no value can be counted on', async () => {
  const rows = ['< 5|"approve"', '>= 5|"refer"', 'null|"decline"'];
  const grade =
    '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>';
  const typed = [input('a', 'Any'), table({ ...one, inputs: ['a#number'], rows })];
  expect(codesOf(await check(typed)).filter((code) => code.includes('GAP'))).toEqual([]);
  const graded = (second: string) => [
    grade,
    input('a', 'string'),
    table({ ...one, inputs: ['a#tGrade'], rows: ['"A"|"x"', second, 'null|"z"'] }),
  ];
  expect(codesOf(await check(graded('"B"|"y"')))).toEqual([]);
  expect(codesOf(await check(graded('"A"|"y"')))).toContain('warning CHECK_GAP t');
  expect(codesOf(await check(graded('"C"|"y"')))).toContain('error CHECK_CELL_NEVER t › rule 2 › a');
  // The table can be without an answer, so what asks for it has to say what then.
  const next = table(
    { name: 'u', requires: ['t'], inputs: ['t'], rows: ['"x"|1', '"y"|2', '"z"|3'], outputs: ['o: number'] },
    ['t'],
  );
  expect(codesOf(await check([...graded('"B"|"y"'), next]))).toContain('note CHECK_GAP_MISSING u');
});
