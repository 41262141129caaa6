/** The policy by Plimsoll itself: each of its runners over the same DMN file. */
import { createEvaluation, type Policy, readPolicy } from '@plimsoll/core/dmn';
import type { Application } from './application.ts';
import { policyXml } from './dmn.ts';

export const OUTCOME_NAME = 'outcome';

/** Reads the policy of the benchmark, with further decisions when given. */
export async function readBenchPolicy(more = ''): Promise<Policy> {
  const read = await readPolicy(policyXml(more));
  if (!read.ok) throw new Error(`the policy of the benchmark is sound: ${JSON.stringify(read.facts)}`);
  return read.value;
}

/** The interpreter: the meaning that the others are held to. */
export async function openInterpreter(): Promise<(application: Application) => unknown> {
  const policy = await readBenchPolicy();
  return (application) => createEvaluation(policy, application).value(OUTCOME_NAME);
}
