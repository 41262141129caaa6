/** Links decision tables: cells become specialised tests, constants are checked against their column once, here. */
import {
  ANY,
  conforms,
  type FeelNode,
  type FeelType,
  type FeelValue,
  formatValue,
  parseTests,
  type Scope,
  type TestNode,
} from '@plimsoll/core/feel';
import type { TableInput, TableNode, TableOutput, TableRule } from './boxed.ts';
import { type DataType, readOrder } from './item.ts';
import { MAX_COLUMNS, MAX_RULES } from './limits.ts';
import { findDeclared, linkFeel, type Linker, reportFeel } from './linker.ts';
import { createProblem, type Place } from './problem.ts';
import type { SourceRule, SourceTable } from './source.ts';

type Within = { readonly scope: Scope; readonly linker: Linker };

export function linkTable(source: SourceTable, scope: Scope, linker: Linker): TableNode {
  const within: Within = { scope, linker };
  const fit = findDeclared(source.typeRef, linker);
  const inputs = source.inputs.map((input) => linkInput(input, within));
  const isOnly = source.outputs.length === 1;
  const outputs = source.outputs.map((output) => linkOutput(output, fit, { ...within, isOnly }));
  checkFallbacks(outputs, linker);
  checkShape(source, outputs, linker);
  const readers = inputs.map((input) => createTestReader(input, within));
  const writers = outputs.map((output) => createOutputReader(output, within));
  const rules = source.rules.map((rule, index) =>
    linkRule(rule, index, { inputs, outputs, readers, writers, linker }),
  );
  return {
    kind: 'table',
    fit,
    type: fit?.feel ?? typeOfTable(source, outputs),
    hitPolicy: source.hitPolicy,
    aggregation: aggregationOf(source),
    inputs,
    outputs,
    rules,
    blank: inputs.map(() => undefined),
    slot: scope.locals.length,
  };
}

/** Only COLLECT puts its hits together. */
function aggregationOf({ hitPolicy, aggregation }: SourceTable): SourceTable['aggregation'] {
  return hitPolicy === 'COLLECT' ? aggregation : null;
}

function checkShape(source: SourceTable, outputs: readonly TableOutput[], linker: Linker): void {
  const report = (code: string, facts: { readonly [name: string]: string | number } = {}): void => {
    linker.problems.push(createProblem(code, { element: linker.element }, facts));
  };
  if (source.unknown !== undefined) report('DMN_HIT_POLICY', { name: source.unknown });
  if (source.rules.length > MAX_RULES) report('DMN_TOO_MANY', { what: 'rules', most: MAX_RULES });
  if (source.inputs.length + source.outputs.length > MAX_COLUMNS)
    report('DMN_TOO_MANY', { what: 'columns', most: MAX_COLUMNS });
  if (outputs.length === 0) report('DMN_NO_OUTPUT');
  const names = new Set(outputs.map(({ name }) => name));
  if (outputs.length > 1 && (names.size < outputs.length || names.has(null))) report('DMN_OUTPUT_NAMES');
  if (source.aggregation !== null && source.aggregation !== 'COUNT' && outputs.length > 1)
    report('DMN_AGGREGATION');
  const needsOrder = source.hitPolicy === 'PRIORITY' || source.hitPolicy === 'OUTPUT ORDER';
  if (needsOrder && outputs.every(({ order }) => order === null))
    report('DMN_NO_PRIORITY', { hitPolicy: source.hitPolicy });
}

/** A default of a wrong kind is found now, not when no rule matches. */
function checkFallbacks(outputs: readonly TableOutput[], linker: Linker): void {
  for (const output of outputs)
    if (output.fallback !== null) isConstantFit(output.fallback, output, { linker, rule: null });
}

function linkInput(source: SourceTable['inputs'][number], { scope, linker }: Within): TableInput {
  const place: Partial<Place> = { column: source.label };
  const node = linkFeel(source.text, scope, { place, linker });
  const declared = findDeclared(source.typeRef, linker);
  const wanted = declared === null || isSurely(node.type, declared) ? null : declared;
  const type = wanted === null || wanted.feel.kind === 'any' ? node.type : wanted.feel;
  const { monotone = null } = source;
  const isDirection = monotone === 'ascending' || monotone === 'descending';
  if (monotone !== null && !isDirection)
    linker.problems.push(createProblem('DMN_MONOTONE', { element: linker.element, ...place }));
  return {
    label: source.label,
    node,
    fit: wanted,
    type,
    monotone: isDirection ? monotone : null,
    allowed: source.values === null ? null : linkTests(source.values, type, { place, scope, linker }),
  };
}

/** Whether whatever an expression of a simple type gives belongs to a declared type. */
function isSurely({ kind }: FeelType, { feel, isConstrained }: DataType): boolean {
  if (isConstrained) return false;
  return (
    feel.kind === 'any' || (feel.kind === kind && !['list', 'context', 'range', 'function'].includes(kind))
  );
}

function linkTests(
  text: string,
  tested: FeelType,
  { place, scope, linker }: Within & { readonly place: Partial<Place> },
): TestNode {
  const { test, problems } = parseTests(text, scope, tested);
  reportFeel(problems, place, linker);
  return test;
}

function linkOutput(
  source: SourceTable['outputs'][number],
  table: DataType | null,
  { scope, linker, isOnly }: Within & { readonly isOnly: boolean },
): TableOutput {
  const place: Partial<Place> = { column: source.label };
  const own = findDeclared(source.typeRef, linker) ?? columnOf(table, source.name);
  return {
    name: source.name,
    label: source.label,
    fit: own,
    allowed:
      source.values === null ? null : linkTests(source.values, own?.feel ?? ANY, { place, scope, linker }),
    order:
      (source.values === null ? null : readOrder(source.values)) ??
      own?.order ??
      (isOnly ? orderOf(table ?? linker.wanted) : null),
    fallback: source.fallback === null ? null : linkFeel(source.fallback, scope, { place, linker }),
  };
}

/** The only column has the order of the whole table's type, or of what it lists. */
function orderOf(type: DataType | null): readonly FeelValue[] | null {
  return (type?.item ?? type)?.order ?? null;
}

/** A column without a type of its own has that of the table's type. */
function columnOf(table: DataType | null, name: string | null): DataType | null {
  const row = table?.item ?? table;
  return row === null || name === null ? null : (row.components?.get(name) ?? null);
}

/** Reads the cells of one column: cells of one text are one test, found sound or not once. */
type CellReader<Read> = (text: string, rule: number) => Read;

function createTestReader(input: TableInput, { scope, linker }: Within): CellReader<TestNode> {
  const known = new Map<string, TestNode>();
  return (text, rule) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    const before = linker.problems.length;
    const test = linkTests(text, input.type, { place: { rule, column: input.label }, scope, linker });
    checkTest(test, input, { linker, rule });
    // What is wrong is told for every rule that has it.
    if (linker.problems.length === before) known.set(text, test);
    return test;
  };
}

type OutputCell = { readonly node: FeelNode; readonly isSettled: boolean };

function createOutputReader(output: TableOutput, { scope, linker }: Within): CellReader<OutputCell> {
  const known = new Map<string, OutputCell>();
  return (text, rule) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    const before = linker.problems.length;
    const node = linkFeel(text, scope, { place: { rule, column: output.label }, linker });
    const cell = { node, isSettled: isConstantFit(node, output, { linker, rule }) };
    if (linker.problems.length === before) known.set(text, cell);
    return cell;
  };
}

function linkRule(
  source: SourceRule,
  index: number,
  {
    inputs,
    outputs,
    readers,
    writers,
    linker,
  }: {
    readonly inputs: readonly TableInput[];
    readonly outputs: readonly TableOutput[];
    readonly readers: readonly CellReader<TestNode>[];
    readonly writers: readonly CellReader<OutputCell>[];
    readonly linker: Linker;
  },
): TableRule {
  const rule = index + 1;
  const cells = source.inputs.length + source.outputs.length;
  const columns = inputs.length + outputs.length;
  if (source.inputs.length !== inputs.length || source.outputs.length !== outputs.length) {
    linker.problems.push(createProblem('DMN_CELLS', { element: linker.element, rule }, { cells, columns }));
  }
  const tests = readers.map((read, column) => read(source.inputs[column] ?? '', rule));
  const needed = tests.flatMap((test, column) => (test.kind === 'anything' ? [] : [column]));
  const results = source.outputs.flatMap((text, column) => writers[column]?.(text, rule) ?? []);
  return {
    index,
    id: source.id,
    columns: needed,
    tests: needed.map((column) => tests[column] as TestNode),
    outputs: results.map(({ node }) => node),
    settled:
      results.length === outputs.length && results.every(({ isSettled }) => isSettled)
        ? results.map(({ node }) => (node.kind === 'literal' ? node.value : null))
        : null,
  };
}

/** The kinds of the constants that a test compares with. */
function constantKinds(test: TestNode): readonly string[] {
  switch (test.kind) {
    case 'equalsConstant':
      return [typeof test.value];
    case 'inConstants':
      return [test.kindOf];
    case 'compareConstant':
    case 'intervalConstant':
      return ['number'];
    case 'anyOf':
      return test.tests.flatMap(constantKinds);
    case 'not':
      return constantKinds(test.test);
    default:
      return [];
  }
}

/** A cell that can never hold for the column's type is found now. */
function checkTest(
  test: TestNode,
  input: TableInput,
  { linker, rule }: { readonly linker: Linker; readonly rule: number },
): void {
  const wanted = input.type.kind;
  if (wanted !== 'number' && wanted !== 'string' && wanted !== 'boolean') return;
  const wrong = constantKinds(test).find((kind) => kind !== wanted);
  if (wrong === undefined) return;
  const place = { element: linker.element, rule, column: input.label };
  linker.problems.push(createProblem('DMN_CONSTANT_TYPE', place, { value: wrong, wanted }));
}

/** A constant of a wrong kind is found now, not when the rule first fires. */
function isConstantFit(
  node: FeelNode,
  output: TableOutput,
  { linker, rule }: { readonly linker: Linker; readonly rule: number | null },
): boolean {
  if (node.kind !== 'literal') return false;
  if (output.fit !== null && !conforms(node.value, output.fit.feel)) {
    const facts = { value: formatValue(node.value).slice(0, 40), wanted: output.fit.name };
    linker.problems.push(
      createProblem('DMN_CONSTANT_TYPE', { element: linker.element, rule, column: output.label }, facts),
    );
    return false;
  }
  return output.allowed === null && output.fit?.isConstrained !== true;
}

function typeOfTable(source: SourceTable, outputs: readonly TableOutput[]): FeelType {
  const single = outputs[0]?.fit?.feel ?? ANY;
  const row: FeelType =
    outputs.length === 1
      ? single
      : { kind: 'context', entries: new Map(outputs.map(({ name, fit }) => [name ?? '', fit?.feel ?? ANY])) };
  switch (source.hitPolicy) {
    case 'COLLECT':
      return source.aggregation === null ? { kind: 'list', item: row } : { kind: 'number' };
    case 'RULE ORDER':
    case 'OUTPUT ORDER':
      return { kind: 'list', item: row };
    default:
      return row;
  }
}
