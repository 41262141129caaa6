/** The policy by Plimsoll itself: each of its runners over the same DMN file. */
import {
  compilePolicy,
  type CompileOptions,
  createEvaluation,
  type Policy,
  readPolicy,
} from '@plimsoll/core/dmn';
import type { Decide } from './application.ts';
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
