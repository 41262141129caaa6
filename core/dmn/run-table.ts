/**
 * Runs a decision table: rules from the top, cells from the left; an input is computed once, when a cell first needs
 * it, and FIRST stops at its hit (OMG DMN 1.5, 8.2.11). Nothing is parsed and nothing is allocated per rule.
 */
import { type FeelValue, type Frame, run, runTest, toJson, type TestPlace } from '@plimsoll/core/feel';
import type { TableInput, TableNode, TableOutput, TableRule } from './boxed.ts';
import { type Evaluator, recordError, settleFault } from './evaluator.ts';
import { applyHitPolicy, type Hit } from './hit-policy.ts';
import { fit } from './item.ts';
import type { Recorder, TraceRule } from './trace.ts';

const NO_SPAN = { from: 0, to: 0 };

/** What computing outputs needs. */
export type OutputRun = {
  readonly table: TableNode;
  readonly frame: Frame;
  readonly evaluator: Evaluator;
  readonly cell: TestPlace;
};

type TableRun = OutputRun & {
  /** By column; undefined: not computed. */
  readonly inputs: (FeelValue | undefined)[];
  readonly rules: (TraceRule & { outputs?: TraceRule['outputs'] })[] | null;
  /** Whether an input had a value that its column doesn't take: then the table has none either. */
  isSpoiled: boolean;
};

export function runTable(table: TableNode, frame: Frame, evaluator: Evaluator): FeelValue {
  const { place } = evaluator;
  const { rule: outerRule, column: outerColumn } = place;
  const running: TableRun = {
    table,
    frame,
    evaluator,
    inputs: table.blank.slice(),
    cell: { frame, slot: table.slot, at: NO_SPAN, run },
    rules: evaluator.recorder === null ? null : [],
    isSpoiled: false,
  };
  const hits = findHits(running);
  place.rule = null;
  place.column = null;
  const value = running.isSpoiled ? null : giveValue(hits, running);
  place.rule = outerRule;
  place.column = outerColumn;
  if (evaluator.recorder !== null) note(running, evaluator.recorder);
  return value;
}

function giveValue(hits: readonly Hit[], running: TableRun): FeelValue {
  const { table, evaluator } = running;
  return hits.length === 0 ? runFallback(running) : applyHitPolicy(table, hits, evaluator);
}

/** The hits with their outputs, in rule order. */
function findHits(running: TableRun): Hit[] {
  const { table, evaluator } = running;
  const hits: Hit[] = [];
  for (const rule of table.rules) {
    evaluator.place.rule = rule.index + 1;
    const failed = firstFailure(rule, running);
    if (running.rules !== null)
      running.rules.push({ index: rule.index, id: rule.id, matched: failed === null, failedInput: failed });
    if (running.isSpoiled) break;
    if (failed !== null) continue;
    const outputs = runOutputs(rule, running);
    const noted = running.rules?.at(-1);
    if (noted !== undefined) noted.outputs = outputs.map(toJson);
    hits.push({ rule, outputs });
    if (table.hitPolicy === 'FIRST') break;
  }
  return hits;
}

/** The first column that doesn't hold; null when all do. */
function firstFailure(rule: TableRule, running: TableRun): number | null {
  const { columns, tests } = rule;
  const { inputs, table, evaluator, cell } = running;
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] as number;
    let value = inputs[column];
    if (value === undefined) {
      value = computeInput(column, running);
      if (running.isSpoiled) return column;
    }
    evaluator.place.column = (table.inputs[column] as TableInput).label;
    if (runTest(tests[index] as TableRule['tests'][number], value, cell) !== true) return column;
  }
  return null;
}

function computeInput(column: number, running: TableRun): FeelValue {
  const { table, frame, evaluator, inputs, cell } = running;
  const input = table.inputs[column] as TableInput;
  const { place } = evaluator;
  const { rule } = place;
  place.rule = null;
  place.column = input.label;
  const given = run(input.node, frame);
  const value =
    input.fit === null ? given : settleFault(fit(given, input.fit, frame), evaluator, input.label);
  if (value === null && given !== null) running.isSpoiled = true;
  if (input.allowed !== null && value !== null && runTest(input.allowed, value, cell) !== true) {
    recordError(evaluator, 'DMN_VALUE_NOT_ALLOWED', { facts: { name: input.label } });
    running.isSpoiled = true;
  }
  place.rule = rule;
  inputs[column] = value;
  return value;
}

/** The outputs of a rule that matched. */
export function runOutputs(rule: TableRule, running: OutputRun): readonly FeelValue[] {
  if (rule.settled !== null) return rule.settled;
  const { table, frame, evaluator } = running;
  return rule.outputs.map((node, column) => {
    const output = table.outputs[column] as TableOutput;
    evaluator.place.column = output.label;
    return fitOutput(run(node, frame), output, running);
  });
}

function fitOutput(value: FeelValue, output: TableOutput, { frame, evaluator, cell }: OutputRun): FeelValue {
  const fitted =
    output.fit === null ? value : settleFault(fit(value, output.fit, frame), evaluator, output.label);
  if (output.allowed === null || fitted === null || runTest(output.allowed, fitted, cell) === true)
    return fitted;
  return recordError(evaluator, 'DMN_VALUE_NOT_ALLOWED', { facts: { name: output.label } });
}

/** No rule matched: the default outputs, or null when there are none. */
function runFallback(running: TableRun): FeelValue {
  const { table, frame, evaluator } = running;
  if (table.outputs.every(({ fallback }) => fallback === null))
    return table.aggregation === 'COUNT' ? 0 : null;
  const values = table.outputs.map((output) => {
    evaluator.place.column = output.label;
    return output.fallback === null ? null : fitOutput(run(output.fallback, frame), output, running);
  });
  if (values.length === 1) return values[0] ?? null;
  return new Map(table.outputs.map(({ name }, column) => [name ?? '', values[column] ?? null]));
}

function note({ table, inputs, rules }: TableRun, recorder: Recorder): void {
  recorder.open.tables.push({
    hitPolicy: table.hitPolicy,
    inputs: table.inputs.map(({ label }, column) => {
      const value = inputs[column];
      return { label, value: value === undefined ? null : toJson(value), computed: value !== undefined };
    }),
    rules: rules ?? [],
  });
}
