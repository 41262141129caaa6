/** External functions: the few that are known by their meaning, and the refusal of all others. */
import { expect, test } from 'vitest';
import { createFrame, createRun } from './frame.ts';
import { parseExpression } from './parse.ts';
import { run } from './run.ts';
import { createScope } from './scope.ts';
import { formatValue } from './text.ts';
import type { FeelValue } from './value.ts';

function call(
  className: string,
  signature: string,
  args: readonly string[],
): { readonly value: FeelValue; readonly codes: readonly string[]; readonly problems: readonly string[] } {
  const names = args.map((_, index) => `p${index}`).join(', ');
  const fn = `function(${names}) external {java: {class: "${className}", method signature: "${signature}"}}`;
  const { node, problems } = parseExpression(`(${fn})(${args.join(', ')})`, createScope([]));
  const codes: string[] = [];
  const frame = createFrame(createRun({ global: () => null, fault: (code) => codes.push(code) }));
  return { value: run(node, frame), codes, problems: problems.map(({ code }) => code) };
}

const LANG = (name: string): string => `java.lang.${name}`;

test.each([
  ['Math', 'max(double, double)', ['1.5', '2'], '2'],
  ['Math', 'min(int,int)', ['-3', '2'], '-3'],
  ['Math', 'abs(long)', ['-9007199254740991'], '9007199254740991'],
  ['Math', 'max(float,float)', ['0.1', '123.46'], '123.46'],
  ['Math', 'pow(double,double)', ['2', '10'], '1024'],
  ['Integer', 'valueOf(java.lang.String)', ['"42"'], '42'],
  ['Integer', 'parseInt(java.lang.String)', ['"-7"'], '-7'],
  ['Double', 'valueOf(java.lang.String)', ['"1.25"'], '1.25'],
  ['Byte', 'valueOf(byte)', ['-128'], '-128'],
  ['Boolean', 'valueOf(boolean)', ['true'], 'true'],
  ['String', 'valueOf(char)', ['"x"'], 'x'],
  ['String', 'valueOf(int)', ['12'], '12'],
  [
    'String',
    'format(java.lang.String, [Ljava.lang.Object;)',
    ['"%s of %d, 100%%"', '"2"', '3'],
    '2 of 3, 100%',
  ],
])('[FEEL-51] %s.%s of %j is %s', (name, signature, args, shown) => {
  const { value, codes, problems } = call(LANG(name), signature, args);
  expect([formatValue(value).replaceAll('"', ''), codes, problems]).toEqual([shown, [], ['FEEL_EXTERNAL']]);
});

test.each([
  ['Byte', 'valueOf(byte)', ['128'], 'FEEL_TYPE'],
  ['Short', 'valueOf(short)', ['1.5'], 'FEEL_TYPE'],
  ['Long', 'valueOf(long)', ['9007199254740993'], 'FEEL_TYPE'],
  ['Integer', 'valueOf(java.lang.String)', ['"1.5"'], 'FEEL_TYPE'],
  ['Integer', 'valueOf(java.lang.String)', ['"x"'], 'FEEL_NOT_A_NUMBER'],
  ['Math', 'sqrt(double)', ['-1'], 'FEEL_DOMAIN'],
  ['Math', 'cos(double)', ['"a"'], 'FEEL_TYPE'],
  ['Math', 'max(double,double)', ['1'], 'FEEL_ARGUMENTS'],
  ['String', 'valueOf(char)', ['"ab"'], 'FEEL_TYPE'],
  ['String', 'format(java.lang.String, [Ljava.lang.Object;)', ['"%s %s"', '1'], 'FEEL_DOMAIN'],
  ['String', 'format(java.lang.String, [Ljava.lang.Object;)', ['"%x"', '1'], 'FEEL_DOMAIN'],
])('[FEEL-51] %s.%s of %j is null and %s', (name, signature, args, code) => {
  expect(call(LANG(name), signature, args)).toEqual({
    value: null,
    codes: [code],
    problems: ['FEEL_EXTERNAL'],
  });
});

test.each([
  ['java.lang.System', 'exit(int)'],
  ['java.lang.Math', 'random()'],
  ['java.lang.Math', 'max(java.lang.String, java.lang.String)'],
  ['constructor', 'valueOf(int)'],
  ['java.lang.Math', 'constructor(double)'],
  ['java.lang.Math', 'no signature'],
])('[FEEL-51] %s.%s is refused when read and when called', (className, signature) => {
  const args = signature === 'random()' ? [] : ['1'];
  expect(call(className, signature, args)).toEqual({
    value: null,
    codes: ['FEEL_EXTERNAL'],
    problems: ['FEEL_EXTERNAL'],
  });
});
