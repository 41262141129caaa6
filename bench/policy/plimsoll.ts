/** The policy by Plimsoll itself: each of its runners over the same DMN file. */
import {
  type BatchColumn,
  compileBatch,
  compilePolicy,
  type CompileOptions,
  createEvaluation,
  type Policy,
  readPolicy,
} from '@plimsoll/core/dmn';
import { categoricalColumn, numericColumn, tableOf } from '@plimsoll/core/table';
import { type Application, type Decide, FIELDS, type OpenAll } from './application.ts';
import { policyXml } from './dmn.ts';

const OUTCOME_NAME = 'outcome';

/** Reads the policy of the benchmark, with further decisions when given. */
export async function readBenchPolicy(more = ''): Promise<Policy> {
  const read = await readPolicy(policyXml(more));
  if (!read.ok) throw new Error(`the policy of the benchmark is sound: ${JSON.stringify(read.facts)}`);
  return read.value;
}

/** The interpreter: the meaning that the others are held to. */
export async function openInterpreter(): Promise<Decide> {
  const policy = await readBenchPolicy();
  return (application) => createEvaluation(policy, application).value(OUTCOME_NAME);
}

/** Compiled, as generated code or as closures. */
export async function openCompiled(options: CompileOptions = {}): Promise<Decide> {
  const { decide } = compilePolicy(await readBenchPolicy(), options);
  return (application) => decide(application, OUTCOME_NAME).value;
}

/** Compiled, each run keeping all that its trace needs; the last one is held until the next. `told`: written out as JSON, too. */
export async function openRecorded(told: 'kept' | 'told'): Promise<Decide> {
  const { record } = compilePolicy(await readBenchPolicy());
  const held: { last: unknown } = { last: null };
  return (application) => {
    const recorded = record(application, OUTCOME_NAME);
    held.last = told === 'told' ? recorded.trace() : recorded;
    return recorded.value;
  };
}

/** Compiled for whole samples: columns in, a column of outcomes out. */
export async function openBatch(): Promise<OpenAll> {
  const batch = compileBatch(await readBenchPolicy());
  return (applications) => {
    const table = tableOf(FIELDS.map(([name, kind]) => columnOf(name, kind === 'string', applications)));
    return () => {
      const answer = batch.run(table, [OUTCOME_NAME]);
      const column = answer.ok ? answer.value.columns.get(OUTCOME_NAME) : undefined;
      if (column === undefined) throw new Error(`a sample is decided: ${JSON.stringify(answer)}`);
      return outcomesOf(column);
    };
  };
}

/** Booleans are 0 and 1 in a column. */
function columnOf(name: keyof Application, isText: boolean, applications: readonly Application[]) {
  return isText
    ? categoricalColumn(
        name,
        applications.map((each) => String(each[name])),
      )
    : numericColumn(
        name,
        applications.map((each) => Number(each[name])),
      );
}

/** How to read the outcome of a row; nothing is copied. */
function outcomesOf(column: BatchColumn): (row: number) => unknown {
  if (column.kind !== 'level') throw new Error('outcomes are a few texts');
  const { codes, levels } = column;
  return (row) => levels[codes[row] ?? -1] ?? null;
}
